"""Killed at every named point, for intake and for sending, and started again: no mail lost, no letter twice.

A real process and SIGKILL, then the office is opened again; Dovecot and a recording SMTP server. The only window in which a letter may
come twice (with the same bytes) lies between the final dot and the stored reply.
"""

import json
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from intake.failpoints import POINTS
from intake.source.archive.mails import Archive
from intake.worker.pool import Readers
from tests.flow.dovecot import PASSWORD, Dovecot
from tests.flow.office_process import work, work_until_killed
from tests.flow.smtp_stub import SmtpStub
from tests.paths import CORPUS
from tracker.ledger.engines.store import Ledger
from tracker.office.folder import DataDir
from tracker.run.open import call_files

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2015, 7, 20, 10, 0, tzinfo=ZONE)  # a Monday
LATER = [TEN + timedelta(minutes=m) for m in (1, 15, 60, 120)]  # leases end, the grace passes
USER = "killed@example.cn"
UNDECIDABLE = {"send.dot-sent", "send.after-dot", "outbox.delivered"}
CORPUS = CORPUS / "cases.jsonl"


def mail(number: int, case: dict[str, Any]) -> bytes:
    text = "\n".join([case["title"], case["unit"], *case["body"]])
    return (
        f"From: =?utf-8?q?town?= <sender{number}@county.example.cn>\r\nTo: {USER}\r\n"
        f"Date: Mon, 20 Jul 2015 09:{number:02d}:00 +0800\r\nMessage-ID: <m{number}@county.example.cn>\r\n"
        "Subject: case\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + text.replace("\n", "\r\n").encode()


@pytest.fixture(scope="module")
def office(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was never used, beside a mailbox with three mails."""
    from tracker.office.secret import write_private
    from tracker.run.init import init_data

    cases = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()[:3]]
    with dovecot.client(USER) as client:
        for number, case in enumerate(cases, 1):
            client.append("INBOX", mail(number, case), (), TEN - timedelta(minutes=10 - number))
    root = tmp_path_factory.mktemp("office") / "data"
    write = root / "secrets.toml"
    root.mkdir()
    write_private(write, f'main = "{PASSWORD}"\n')
    init_data(root)
    (root / "settings.toml").write_text(
        f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {dovecot.tls_port}\nuser = "{USER}"\n'
        f'ca_file = "{dovecot.authority}"\n'
        '[smtp]\nhost = "127.0.0.1"\nport = 1\ntls = "none-for-tests"\nfrom_address = "bureau@example.cn"\n',
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def readers(office: Path) -> Iterator[Readers]:
    """What every office that was opened again reads with."""
    with Readers(call_files(DataDir(office))) as readers:
        yield readers


@pytest.mark.slow
@pytest.mark.parametrize("point", sorted(POINTS))
def test_killed_and_started_again(office: Path, readers: Readers, tmp_path: Path, point: str) -> None:
    root = tmp_path / "data"
    shutil.copytree(office, root)
    with SmtpStub() as smtp:
        settings = root / "settings.toml"
        settings.write_text(
            settings.read_text("utf-8").replace("port = 1\n", f"port = {smtp.port}\n"), "utf-8"
        )

        assert work_until_killed(root, [TEN], point) == -signal.SIGKILL
        work(root, LATER, readers)

        letters = [(message_from_bytes(raw)["Message-ID"], raw) for raw in smtp.letters]
    ledger = Ledger.open(root / "ledger.db")
    with ledger.read() as connection:
        filed = connection.exec_driver_sql(
            "select message_id, state, (select count(*) from submission s where s.mail_id = mail.id) from mail order by message_id"
        ).all()
        rows = connection.exec_driver_sql(
            "select l.message_id, l.kind, l.state, m.message_id from letter l"
            " join answer a on a.letter_id = l.id join mail m on m.id = a.mail_id order by m.message_id"
        ).all()
        versions = connection.exec_driver_sql("select count(*) from version").scalar()
        quick = connection.exec_driver_sql("pragma integrity_check").scalar()
    ledger.close()
    assert [tuple(row) for row in filed] == [(f"<m{n}@county.example.cn>", "filed", 1) for n in (1, 2, 3)]
    assert {row[1] for row in rows} <= {"acknowledgement", "supplement"}
    assert [tuple(row)[2:] for row in rows] == [("sent", f"<m{n}@county.example.cn>") for n in (1, 2, 3)]
    assert (versions, quick) == (3, "ok")
    counts = Counter(message_id for message_id, _ in letters)
    answers = {row[0] for row in rows}
    assert len(answers) == 3
    assert answers <= set(counts)
    twice = {message_id for message_id, count in counts.items() if count > 1}
    assert len(twice) <= (1 if point in UNDECIDABLE else 0)
    assert all(len({raw for message_id, raw in letters if message_id == again}) == 1 for again in twice)
    assert Archive(root / "archive").sweep(older_than=0) == (point in {"archive.written", "archive.synced"})
