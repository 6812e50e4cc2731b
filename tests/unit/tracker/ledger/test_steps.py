"""What the database does for one mail is the same in a ledger ten times as large, statement by statement.

Counted are the steps of SQLite's machine: an index that is used and yet leads through half of a table, which no
plan tells, costs ten times as many.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import event

from benchmarks.made.ledger import grow
from intake.model.case import MailKind
from tests.office import LI, Office, case
from tracker.cases.learning import learn_themes

SMALL, LARGE = 60, 600
SPARE = 300  # steps: a page more of an index, another order of what is equal
LISTS = re.compile(r"IN \((?:\?, )*\?\)")
GROWS = (
    "INSERT INTO search",  # merges of its parts now and then, a logarithm of its size
    "FROM correction \nWHERE correction.field = ? AND correction.undone_at IS NULL",  # how many were confirmed, a narrow index
    "SELECT count(*) AS count_1 \nFROM mail",
    "count(DISTINCT submission.mail_id)",
    "count(*) AS count_1 \nFROM sighting",
)


def measured(office: Office, work: Callable[[Office], object]) -> dict[str, int]:
    """Each statement of a piece of work with the most steps that it took, for each value of the longest list in it."""
    found: dict[str, int] = {}
    current, steps = "", 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    def close() -> None:
        nonlocal steps
        asked = max((lump.count("?") for lump in LISTS.findall(current)), default=1)
        plain = LISTS.sub("IN (…)", current)
        found[plain], steps = max(found.get(plain, 0), steps // asked), 0

    def note(_connection, cursor, statement, *_) -> None:
        nonlocal current
        close()
        current = statement
        cursor.connection.set_progress_handler(step, 1)

    engine = office.parts.ledger.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        work(office)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    close()
    office.restart()  # its connections count no more
    return found


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    made = []
    for cases in (SMALL, LARGE):
        office = Office(tmp_path_factory.mktemp("office"))
        grow(office.parts.ledger, office.campaign, cases)
        office.at("07-20 09:00").mail("fx@example.cn", case("小院议事"))
        office.mail("px@example.cn", case("板凳会", "沛县", waits=("theme",)))
        office.at("07-20 18:00").tick()
        learn_themes(office.parts)
        made.append(office)
    yield made
    for office in made:
        office.close()


def compare(offices, work: Callable[[Office], object]) -> list[str]:
    """The statements that take more steps in the large ledger."""
    small, large = (measured(office, work) for office in offices)
    return [
        f"{small.get(statement, 0)} → {steps}: {statement}"
        for statement, steps in large.items()
        if steps > 2 * small.get(statement, 0) + SPARE and not any(part in statement for part in GROWS)
    ]


@pytest.mark.slow
def test_a_mail_is_filed_and_answered(offices):
    def work(office: Office) -> None:
        office.at("07-20 20:00").mail("px@example.cn", case("红色物业", "沛县"))
        office.tick()
        learn_themes(office.parts)

    assert compare(offices, work) == []


def test_a_new_version_comes(offices):
    def work(office: Office) -> None:
        office.at("07-20 21:00").mail("fx@example.cn", case("小院议事", edition=2))
        office.tick()

    assert compare(offices, work) == []


def test_somebody_asks(offices):
    def work(office: Office) -> None:
        office.at("07-20 22:00").mail(
            "somebody@example.org", kind=MailKind.OTHER, intent="inquiry", body="请问收到了吗"
        )
        office.tick()

    assert compare(offices, work) == []


def test_a_coordinator_orders(offices):
    def work(office: Office) -> None:
        office.at("07-21 08:30")
        for said in ("最后一个案例", "1号主题改5", "1号撤回", "恢复1号", "撤销", "还有哪些没报"):
            office.mail(LI.email, kind=MailKind.COMMAND, body=said)
        office.tick()

    assert compare(offices, work) == []


def test_the_digest_is_written(offices):
    def work(office: Office) -> None:
        office.at("07-21 18:00").tick()

    assert compare(offices, work) == []
