"""What only a ledger in PostgreSQL has to bear: other hosts, a network, characters that it does not take."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from intake.model.case import Envelope
from intake.source.base import Position
from tests.ledgers import POSTGRES, make_ledger
from tests.postgres import server
from tracker.errors import LedgerAway, LedgerBusy, LedgerError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import get_note, set_note
from tracker.ledger.mails import add_mail, add_suspect, claim_mails
from tracker.ledger.schema import suspect

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


@pytest.fixture
def place(tmp_path):
    return make_ledger(tmp_path, POSTGRES)


def test_a_writer_waits_for_the_other_and_says_when_it_takes_too_long(place, ledger):
    with closing(Ledger.open(place, busy_seconds=0.1)) as hasty, ledger.begin() as connection:
        set_note(connection, "a", 1, NOW)
        with pytest.raises(LedgerBusy, match="台账正被其他程序占用"), hasty.begin():
            pass
        with hasty.read() as reader:
            assert get_note(reader, "a") is None


def test_a_reader_keeps_its_picture(place, ledger):
    with ledger.read() as reader:
        assert get_note(reader, "a") is None
        with ledger.begin() as connection:
            set_note(connection, "a", 1, NOW)
        assert get_note(reader, "a") is None
    with ledger.read() as reader:
        assert get_note(reader, "a") == 1


def test_a_text_is_kept_without_nul_whatever_its_length(ledger):
    place = Position("main", "f" * 500, 2**32 - 1, 2**32 - 1)
    with ledger.begin() as connection:
        add_suspect(connection, place, Envelope(subject="甲\0乙"), NOW)
        row = connection.execute(select(suspect)).one()

    assert (row.subject, row.folder, row.uid) == ("甲乙", "f" * 500, 2**32 - 1)


def test_who_claims_waits_for_nobody_and_passes_over_what_others_have_in_hand(ledger):
    with ledger.begin() as connection:
        ids = [add_mail(connection, f"{number:064}", 1, NOW, NOW)[0] for number in range(5)]
    with ledger.begin(), ledger.claim() as one, ledger.claim() as two:
        first = claim_mails(one, "a", NOW, timedelta(minutes=1), 3)
        second = claim_mails(two, "b", NOW, timedelta(minutes=1), 3)

    assert [[row.id for row in rows] for rows in (first, second)] == [ids[:3], ids[3:]]


def test_a_database_with_another_order_of_texts_is_refused():
    place = server().create("template0", "ENCODING SQL_ASCII LOCALE 'C'")
    with pytest.raises(LedgerError, match=r"应为 UTF8 和 C.UTF-8，请用 createdb"):
        Ledger.open(place)


def test_a_database_out_of_reach_is_said_in_a_sentence(place):
    with pytest.raises(
        LedgerAway, match=r"台账所在的数据库暂时无法使用：.* 上的 nowhere：没有这个数据库，请核对库名"
    ):
        Ledger.open(place.set(database="nowhere"))


def test_a_connection_that_the_server_ended_is_replaced(place, ledger):
    def write_while_it_is_ended():
        with ledger.begin() as connection:
            set_note(connection, "a", 1, NOW)
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with closing(Ledger.open(place)) as other, other.engine.connect() as killer:
                killer.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
            set_note(connection, "b", 1, NOW)

    with pytest.raises(LedgerAway, match="恢复后自动继续"):
        write_while_it_is_ended()

    with ledger.begin() as connection:
        assert get_note(connection, "a") is None
        set_note(connection, "c", 1, NOW)
