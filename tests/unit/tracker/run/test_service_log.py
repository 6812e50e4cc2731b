"""The service logs each trouble when it begins, changes and ends, without personal data."""

import json
import logging
from pathlib import Path

import pytest

from intake.worker.pool import Readers
from tests.office import Office
from tracker.errors import TrackerError
from tracker.office.logs import start_log
from tracker.office.parts import Parts
from tracker.run.duties import Outside, duty
from tracker.run.live.service import Service


@pytest.fixture
def office(tmp_path: Path):
    before = logging.getLogger().handlers[:]
    office = Office(tmp_path)
    start_log(tmp_path / "log")
    yield office
    office.close()
    for handler in logging.getLogger().handlers:
        handler.close()
    logging.getLogger().handlers[:] = before


def test_troubles_are_logged_once_each(office: Office, tmp_path: Path) -> None:
    troubles = iter(
        [
            TrackerError("投递给 zhangsan@example.cn（13912345678）失败"),
            TrackerError("投递给 zhangsan@example.cn（13912345678）失败"),
            TrackerError("发信服务器拒绝登录"),
            None,
            ValueError("not foreseen"),
            None,
        ]
    )

    def work(_parts: Parts) -> None:
        trouble = next(troubles)
        if isinstance(trouble, ValueError):
            raise trouble
        with duty(office.parts, "send"):
            if trouble:
                raise trouble

    outside = Outside(Readers.__new__(Readers), None, lambda _: None, lambda _id, _since: False)
    tick = Service(office.parts, outside, [])._tick("work", work)
    for _ in range(6):
        tick()

    lines = (tmp_path / "log" / "zhengji.log").read_text("utf-8").splitlines()
    told = [
        {k: entry[k] for k in ("event", "duty", "what", "job") if k in entry}
        for entry in map(json.loads, lines)
    ]
    assert told == [
        {"event": "trouble", "duty": "send", "what": "处理时出错：投递给 z***@example.cn（139****5678）失败"},
        {"event": "trouble", "duty": "send", "what": "处理时出错：发信服务器拒绝登录"},
        {"event": "trouble over", "duty": "send"},
        {"event": "failed", "what": "tick-work"},
        {"event": "trouble", "duty": "tick-work", "what": "程序出错（ValueError），请管理员查看日志"},
        {"event": "trouble over", "duty": "tick-work"},
    ]
    assert office.parts.health == {}
