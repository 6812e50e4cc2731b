"""A poll that brings nothing loads nothing heavy: no learning, no readers of files, no spreadsheets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.imap_stub import ImapStub

HEAVY = (
    "sklearn", "scipy", "numpy", "docx", "pdfminer", "pypdfium2", "rapidocr", "onnxruntime", "PIL", "openpyxl",
    "xlsxwriter", "olefile", "alembic.command", "apscheduler",
)  # fmt: skip
TURN = """
import json, sys
from datetime import datetime, timezone
from pathlib import Path
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tracker.office.clock import SetClock
from tracker.run.duties import Outside, work_through
from tracker.run.open import open_office, open_readers
from tracker.run.polling import poll_once

port, root, heavy = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3].split(",")
clock = SetClock(datetime(2015, 7, 12, 3, 0, tzinfo=timezone.utc))  # a Sunday
account = ImapAccount("main", "127.0.0.1", "bumen@163.com", port, tls="plain-for-tests")
with open_office(root, clock=clock) as parts, open_readers(parts) as readers:
    source = ImapSource(account, lambda: "auth-code")
    taken = poll_once(parts, source)
    work_through(parts, Outside(readers, None, lambda _: None, lambda *_: None))
print(json.dumps([taken, sorted(name for name in heavy if name in sys.modules)]))
"""


def turn(port: int, root: Path) -> object:
    done = subprocess.run(
        [sys.executable, "-c", TURN, str(port), str(root), ",".join(HEAVY)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tracker", "init", "--data", str(tmp_path)], check=True, capture_output=True
    )
    with ImapStub() as server:
        server.folders["INBOX"].deliver(b"From: a@example.cn\r\nMessage-ID: <1@x>\r\nSubject: x\r\n\r\nx\r\n")
        assert turn(server.port, tmp_path)[0] == 1  # the first turn publishes the workbook
        assert turn(server.port, tmp_path) == [0, []]
