"""On the way of one mail no table that grows is read through: every statement is explained by the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from benchmarks.made.ledger import grow
from intake.model.case import MailKind
from tests.office import LI, Letter, Office, case, read_letter
from tracker.cases.learning import learn_themes
from tracker.cases.standing import stand_now
from tracker.ledger import letters, mails
from tracker.ledger.views.status import open_doubts, troubled_letters

GROWING = frozenset(
    {"mail", "letter", "event", "fact", "shown", "case_", "version", "document", "attachment", "submission", "correction", "answer",
     "band", "doubt", "sighting", "issued", "named_letter"}
)  # fmt: skip
CASES = 300
SCAN = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: USING (.*))?$")


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("office"))
    grow(made.parts.ledger, made.campaign, CASES)
    made.at("07-20 09:00").mail("fx@example.cn", case("小院议事"))
    made.at("07-20 18:00").tick()
    yield made
    made.close()


def first_digest(office: Office) -> Letter:
    with office.parts.ledger.read() as connection:
        row = next(row for row in letters.list_letters(connection) if row.kind == "digest")
        return read_letter(row, letters.letter_bytes(connection, row.id))


def scans(office: Office, work: Callable[[], object]) -> dict[str, str]:
    """Tables that a piece of work reads through, each with one of the statements."""
    said: dict[str, object] = {}

    def note(_connection, _cursor, statement, parameters, *_) -> None:
        said.setdefault(statement, parameters)

    engine = office.parts.ledger.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    found: dict[str, str] = {}
    with office.parts.ledger.read() as connection:
        for statement, parameters in said.items():
            if not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                continue
            one = parameters[0] if isinstance(parameters, list) else parameters
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one):
                if (hit := SCAN.match(row[3])) and hit[1] in GROWING:
                    found[f"{hit[1]} {hit[2] or ''}".strip()] = statement
    return found


@pytest.mark.slow
def test_a_mail_and_its_answer(office):
    def work() -> None:
        office.at("07-20 20:00").mail("px@example.cn", case("红色物业", "沛县"))
        office.tick()
        learn_themes(office.parts)

    assert scans(office, work) == {}


def test_a_new_version_of_a_case(office):
    def work() -> None:
        office.at("07-20 21:00").mail("fx@example.cn", case("小院议事", edition=2))
        office.tick()

    assert scans(office, work) == {}


def test_orders(office):
    digest = first_digest(office)

    def work() -> None:
        office.at("07-21 08:30")
        for said in (
            "301号主题改5",
            "301号属沛县",
            "301号撤回",
            "恢复301号",
            "撤销",
            "丰县有哪些案例",
            "还有哪些没报",
        ):
            office.mail(LI.email, kind=MailKind.COMMAND, body=said, to=digest)
        office.tick()

    assert scans(office, work) == {}


def test_status(office):
    def work() -> None:
        with office.parts.ledger.read() as connection:
            stand_now(office.campaign, connection)
            open_doubts(connection, ("coordinator", "sysadmin"))
            troubled_letters(connection)

    assert scans(office, work) == {}


def test_an_older_reader_of_a_thread_is_found(office):
    """Who answered in the thread of a letter is known from its own table."""
    letter = first_digest(office)
    office.at("07-21 10:00").mail("fx@example.cn", kind=MailKind.OTHER, body="收到", to=letter)
    with office.parts.ledger.read() as connection:
        assert mails.writers_to(connection, letter.row.id) == ["fx@example.cn", LI.email]


def test_the_digest(office):
    def work() -> None:
        office.at("07-21 18:00").tick()

    # The account of mails: two numbers counted in narrow indexes.
    assert scans(office, work).keys() == {
        "mail COVERING INDEX ix_mail_wants_answer", "submission COVERING INDEX sqlite_autoindex_submission_1"
    }  # fmt: skip
