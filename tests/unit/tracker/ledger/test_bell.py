"""The bell: it rings if and when the transaction commits, and only where one was hung."""

from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from intake.model.case import Address, Document, DocumentKind, Envelope, MailKind, Reading
from tests.ledgers import POSTGRES, make_ledger
from tests.programs import miss
from tracker.errors import LedgerError
from tracker.ledger import letters, mails
from tracker.ledger.engines.bell import SCHEMA, forget_dead, hang, ring_again
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import LetterKind, NewLetter
from tracker.ledger.texts.documents import add_documents

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
JOBS = f"SELECT queue_name, args->>'row' FROM {SCHEMA}.procrastinate_jobs ORDER BY id"


@pytest.fixture
def place(tmp_path):
    if find_spec("procrastinate") is None:
        miss("procrastinate")
    return make_ledger(tmp_path, POSTGRES)


@pytest.fixture
def ledger(place):
    with closing(Ledger.open(place)) as opened, opened.begin() as connection:
        hang(connection)
    with closing(Ledger.open(place)) as opened:
        yield opened


def jobs(ledger):
    with ledger.read() as connection:
        return [(queue, int(row)) for queue, row in connection.exec_driver_sql(JOBS)]


def add_letter(connection, key, *, held=False):
    new = NewLetter(key, LetterKind.DIGEST, "a@b.cn", "题", f"<{key}@b.cn>", b"x", held=held)
    return letters.put_letter(connection, new, NOW)


def scanned():
    files = (
        Document("扫描件.pdf", "pdf", DocumentKind.CASE, "", sha256="a" * 64, needs_ocr=True),
        Document("正文.docx", "docx", DocumentKind.CASE, "字", sha256="b" * 64),
    )
    return Reading(Envelope("<a@b.cn>", "题", Address("a@b.cn")), None, MailKind.SUBMISSION, documents=files)


def test_mails_letters_and_scans_ring_in_the_transaction_that_brings_them(ledger):
    with suppress(ZeroDivisionError), ledger.begin() as connection:
        mails.add_mail(connection, "0" * 64, 1, NOW, NOW)
        add_letter(connection, "undone")
        raise ZeroDivisionError
    undone = jobs(ledger)
    with ledger.begin() as connection:
        mail_id, _ = mails.add_mail(connection, "1" * 64, 1, NOW, NOW)
        mails.add_mail(connection, "1" * 64, 1, NOW, NOW)
        letter_id = add_letter(connection, "a")
        add_letter(connection, "a")
        add_letter(connection, "held", held=True)
        before = jobs(ledger)
    with ledger.begin() as connection:
        add_documents(connection, mail_id, scanned())

    assert (undone, before) == ([], [])
    assert jobs(ledger) == [("read", mail_id), ("send", letter_id), ("ocr", 1)]


def test_ringing_again_does_not_heap_up(ledger):
    for _ in range(3):
        with ledger.begin() as connection:
            ring_again(connection, "read")
            ring_again(connection, "send")
            mails.add_mail(connection, "2" * 64, 1, NOW, NOW)

    assert sorted(jobs(ledger)) == [("read", 0), ("read", 1), ("send", 0)]


def test_bells_that_the_dead_were_answering_are_forgotten(ledger):
    with ledger.begin() as connection:
        for letter in "abc":
            add_letter(connection, letter)
        for number, seconds in ((1, 3600), (2, 1)):
            connection.exec_driver_sql(
                f"INSERT INTO {SCHEMA}.procrastinate_workers(last_heartbeat)"
                f" VALUES (now() - interval '{seconds} seconds')"
            )
            connection.exec_driver_sql(
                f"UPDATE {SCHEMA}.procrastinate_jobs SET status = 'doing', worker_id = {number} WHERE id = {number}"
            )
        forget_dead(connection)

    assert jobs(ledger) == [("send", 2), ("send", 3)]


def test_a_bell_of_another_version_is_hung_anew(ledger):
    with ledger.begin() as connection:
        add_letter(connection, "a")
        hang(connection)
    same = jobs(ledger)
    with ledger.begin() as connection:
        connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS 'procrastinate 0.1'")
        hang(connection)

    assert (same, jobs(ledger)) == ([("send", 1)], [])


def test_without_a_bell_nothing_rings(place, tmp_path):
    for ledger_place in (place, make_ledger(tmp_path)):
        with closing(Ledger.open(ledger_place)) as opened, opened.begin() as connection:
            assert add_letter(connection, "a") == 1


def test_a_file_has_no_bell(tmp_path):
    with (
        closing(Ledger.open(tmp_path / "ledger.db")) as opened,
        opened.begin() as connection,
        pytest.raises(LedgerError, match="zhengji migrate"),
    ):
        hang(connection)
