"""What is read when a worker is killed, or when time is not enough for all attachments."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from intake.campaign.call import Sender
from intake.model.case import Reading
from intake.model.limits import Limits
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles, Readers
from tests.paths import CONFIG

NUMBER = 12
TEXT = "东门社区把议事会开到楼栋口，居民自带小板凳，逐条议定停车、晾晒、垃圾投放等事项。\n"


def call_files(limits: Limits) -> CallFiles:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
        limits=limits,
    )


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A mail with some long attachments, each fine alone."""
    message = EmailMessage()
    message["From"], message["Subject"], message["To"] = "a@b.example", "case", "c@d.example"
    message.set_content("请查收附件。")
    for number in range(NUMBER):
        text = f"第{number}个小板凳议事会\n" + TEXT * 7000
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename=f"{number:02}.txt")
    path = tmp_path / "slow.eml"
    path.write_bytes(message.as_bytes())
    return path


def accounted(reading: Reading) -> dict[str, str]:
    """Each attachment with what became of it."""
    doubts = {d.about: d.code for d in reading.doubts if d.code in {"over-limit", "too-many"}}
    return {**{document.name: "read" for document in reading.documents}, **doubts}


@pytest.mark.slow
def test_time_for_some_attachments_reads_those_and_names_the_rest(mail: Path) -> None:
    call = call_files(Limits()).load()
    read_mail(mail.read_bytes(), call, Sender())
    started = time.perf_counter()
    read_mail(mail.read_bytes(), call, Sender())
    whole = time.perf_counter() - started
    limits = Limits(mail_seconds=max(2.0, 0.6 * whole), file_seconds=60.0)
    with Readers(call_files(limits)) as readers:
        readers.run(len, "warm", 60.0)
        reading = readers.read(mail, Sender())
    assert isinstance(reading, Reading)
    found = accounted(reading)
    assert sorted(found) == [f"{number:02}.txt" for number in range(NUMBER)]
    assert {"too-many", "over-limit"} & set(found.values())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")
def test_a_worker_that_is_killed_loses_nothing(mail: Path) -> None:
    expected = read_mail(mail.read_bytes(), call_files(Limits()).load(), Sender())
    others = set(workers())  # of a test before, on their way out
    with Readers(call_files(Limits())) as readers:
        readers.run(len, "warm", 60.0)
        [worker] = set(workers()) - others
        killer = threading.Timer(0.2, os.kill, (worker, signal.SIGKILL))
        killer.start()
        reading = readers.read(mail, Sender())
        killer.join()
    assert reading == expected


@pytest.mark.slow
def test_a_library_that_asks_for_the_end_of_the_process_ends_one_piece_of_work() -> None:
    """Neither the worker, which goes on to the next, nor the office that waits for it."""
    with Readers(call_files(Limits())) as readers:
        with pytest.raises(RuntimeError, match="a library asked for the end of the process"):
            readers.run(sys.exit, 3, 60.0)
        assert readers.run(len, "next", 60.0) == 4


def workers() -> list[int]:
    """The processes that read mails: this process has a server, and the server forks them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return [process for process, parent in parents.items() if parents.get(parent) == os.getpid()]
