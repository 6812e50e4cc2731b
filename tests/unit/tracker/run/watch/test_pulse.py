"""What ``zhengji status`` says of the service and of mailboxes that do not answer."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.office import Office
from tracker.ledger.mails import Folder, put_cursor
from tracker.office.settings import Mailbox
from tracker.run.watch.pulse import LATE, Pulse, read_pulse, tell_service, write_pulse


@pytest.fixture
def office(tmp_path: Path):
    office = Office(tmp_path).at("08-05 09:00")
    yield office
    office.close()


def told(office: Office) -> list[str]:
    return list(office.ask(lambda connection: list(tell_service(office.parts, connection))))


def beat(office: Office, ago: timedelta = timedelta(0), **values: object) -> None:
    write_pulse(office.parts.data.pulse, Pulse(office.clock.now() - ago, **values))


def test_a_service_that_never_ran(office: Office) -> None:
    assert told(office) == ["服务：尚未启动过，请运行 zhengji run"]
    office.parts.data.pulse.write_text("{", encoding="utf-8")
    assert read_pulse(office.parts.data.pulse) is None


@pytest.mark.parametrize(
    ("ago", "line"),
    [
        (LATE, "服务：运行中（8月5日08:45）"),
        (
            timedelta(minutes=16),
            "服务：已16分钟没有工作（最后一次在8月5日08:44），请检查或重新启动 zhengji run",
        ),
        (timedelta(hours=7), "服务：已7小时没有工作（最后一次在8月5日02:00），请检查或重新启动 zhengji run"),
        (timedelta(days=2), "服务：已2天没有工作（最后一次在8月3日09:00），请检查或重新启动 zhengji run"),
    ],
)
def test_a_dead_service_is_seen(office: Office, ago: timedelta, line: str) -> None:
    beat(office, ago)
    assert told(office) == [line]


def test_a_service_that_was_stopped(office: Office) -> None:
    beat(office, timedelta(hours=1), stopped=True)
    assert told(office) == ["服务：已于8月5日08:00停止，请运行 zhengji run"]


def test_a_mailbox_out_of_reach_is_said_with_its_time(office: Office) -> None:
    boxes = (Mailbox(name="main", host="h", user="u@h"), Mailbox(name="more", host="h", user="u@h"))
    settings = office.parts.settings.model_copy(update={"mailboxes": boxes})
    object.__setattr__(office.parts, "settings", settings)
    beat(office, troubles=("收件登录失败",))
    with office.parts.ledger.begin() as connection:
        at = office.clock.now() - timedelta(minutes=16)
        put_cursor(connection, Folder("main", "INBOX", 1), {"uid": 0, "polled_at": at})
    assert told(office) == [
        "服务：运行中（8月5日09:00）",
        "收件邮箱 main：自8月5日08:44起没有连通，请运行 zhengji doctor",
        "收件邮箱 more：还没有连通过，请运行 zhengji doctor",
        "  收件登录失败",
    ]
