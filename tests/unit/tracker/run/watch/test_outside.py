"""``zhengji watch`` and ``zhengji metrics`` on a real data folder: silent, dead, and with a ledger that is broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.flow.smtp_stub import SmtpStub
from tracker.cli.app import app
from tracker.office.folder import DataDir
from tracker.run.init import init_data
from tracker.run.open import open_office
from tracker.run.watch.pulse import Pulse, give_pulse, read_pulse, write_pulse
from tracker.run.watch.tell import watch_over


@pytest.fixture
def smtp() -> Iterator[SmtpStub]:
    with SmtpStub() as stub:
        yield stub


@pytest.fixture
def data(tmp_path: Path, smtp: SmtpStub) -> DataDir:
    init_data(tmp_path / "d")
    data = DataDir(tmp_path / "d")
    data.settings.write_text(
        f'[smtp]\nhost = "127.0.0.1"\nport = {smtp.port}\ntls = "none-for-tests"\n'
        'from_address = "zj@example.cn"\n[watch]\nto = ["admin@example.cn"]\n',
        encoding="utf-8",
    )
    return data


def run(*words: str, data: DataDir) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words, "--data", str(data.root)])
    return result.exit_code, result.stdout


def beat(data: DataDir, hours: float, **values: object) -> None:
    write_pulse(data.pulse, Pulse(datetime.now(UTC) - timedelta(hours=hours), **values))  # type: ignore[arg-type]


def test_a_working_service_is_left_alone(data: DataDir, smtp: SmtpStub) -> None:
    beat(data, 0)

    assert run("watch", data=data) == (0, "工作正常。\n")
    assert smtp.letters == []


def test_a_dead_service_is_told_once(data: DataDir, smtp: SmtpStub) -> None:
    beat(data, 5)
    said = (
        1,
        "服务没有工作已5小时。处理办法：请检查机器，重新启动 zhengji run。（运行手册：service-silent）\n",
    )

    assert [run("watch", data=data), run("watch", data=data)] == [said, said]
    assert smtp.recipients == ["admin@example.cn"]


def test_a_living_service_tells_its_troubles_itself(data: DataDir, smtp: SmtpStub) -> None:
    beat(data, 0, failing={"publish": datetime.now(UTC) - timedelta(hours=6)})
    code, text = run("watch", data=data)

    assert (code, text.partition("。")[0]) == (1, "“更新汇总表”已连续6小时出错")
    assert smtp.letters == []


def test_a_broken_ledger_does_not_silence_it(data: DataDir, smtp: SmtpStub) -> None:
    beat(data, 5)
    data.ledger.write_bytes(b"not a database" * 100)
    code, text = run("watch", data=data)

    assert code == 1
    assert [line.rpartition("：")[2] for line in text.splitlines()] == ["service-silent）", "ledger-away）"]
    assert len(smtp.letters) == 1


def test_metrics_are_printed(data: DataDir) -> None:
    code, text = run("metrics", data=data)

    assert code == 0
    assert text.startswith("# HELP zhengji_service_up ")
    assert "\nzhengji_service_up 0\n" in text


def test_a_service_or_worker_mails_what_it_sees_itself(data: DataDir, smtp: SmtpStub) -> None:
    with open_office(data.root) as parts:
        parts.failing["publish"] = parts.clock.now() - timedelta(hours=6)
        give_pulse(parts)
        watch_over(parts)
        watch_over(parts)
        give_pulse(parts, stopped=True)

    assert smtp.recipients == ["admin@example.cn"]
    pulse = read_pulse(data.pulse)
    assert pulse is not None
    assert (pulse.stopped, list(pulse.failing)) == (True, ["publish"])
