"""The log as it lies on disk: lines of JSON without what could name a person."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tracker.office.logs import keep_quiet, start_log


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog.reset_defaults()
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:], root.level = handlers, level
    for name in ("service", "zhengji", "imapclient"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / "zhengji.log").read_text("utf-8")
    return [{key: value for key, value in json.loads(line).items() if key != "timestamp"} for line in text.splitlines()]  # fmt: skip


@pytest.mark.usefixtures("logging_as_before")
def test_a_line_tells_what_and_how_loud_and_nothing_of_a_person(tmp_path: Path) -> None:
    start_log(tmp_path / "log")

    structlog.get_logger("service").info(
        "trouble", what="来信 fx@example.cn", error=OSError("电话13912345678")
    )
    logging.getLogger("smtplib").warning("sent %s to %s", 3, "fx@example.cn")
    logging.getLogger("smtplib").info("chatter")
    logging.getLogger("imapclient").debug("> LOGIN bot secret")

    assert lines(tmp_path / "log") == [
        {"what": "来信 f***@example.cn", "error": "OSError('电话139****5678')", "event": "trouble", "level": "info"},
        {"event": "sent 3 to f***@example.cn", "level": "warning"},
    ]  # fmt: skip


@pytest.mark.usefixtures("logging_as_before")
def test_a_failure_with_its_trace_is_masked_too(tmp_path: Path) -> None:
    start_log(tmp_path)
    try:
        int("fx@example.cn")
    except ValueError:
        logging.getLogger("apscheduler").exception("job failed for 13912345678")

    (line,) = lines(tmp_path)
    assert line["event"] == "job failed for 139****5678"
    assert str(line["exception"]).splitlines()[-1] == (
        "ValueError: invalid literal for int() with base 10: 'f***@example.cn'"
    )


@pytest.mark.usefixtures("logging_as_before")
def test_a_level_that_the_office_set_keeps_the_rest_out(tmp_path: Path) -> None:
    start_log(tmp_path, "ERROR")

    structlog.get_logger("service").warning("kept out")
    structlog.get_logger("service").error("written")

    assert [line["event"] for line in lines(tmp_path)] == ["written"]


@pytest.mark.usefixtures("logging_as_before")
def test_a_command_without_a_log_tells_only_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    keep_quiet()

    structlog.get_logger("service").info("nothing")
    structlog.get_logger("service").warning("trouble", to="fx@example.cn")

    assert capsys.readouterr() == ("", "to='f***@example.cn' event='trouble' level='warning'\n")


@pytest.mark.usefixtures("logging_as_before")
def test_a_command_leaves_a_log_that_was_begun_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log(tmp_path)
    keep_quiet()

    structlog.get_logger("service").warning("trouble")

    assert capsys.readouterr() == ("", "")
    assert [line["event"] for line in lines(tmp_path)] == ["trouble"]
