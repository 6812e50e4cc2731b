"""What one expert's marks change stays with him and the office: everything else is the same to the last sign.

Two offices go the same way with other marks of one expert. Whatever a county, another expert or the public is
sent or shown must not tell them apart; otherwise a score could be computed from it.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.read import read_document
from intake.model.case import Attachment, MailKind
from intake.model.limits import Limits
from tests.office import Letter, Office, case, desk_of
from tests.properties import examples
from tests.unit.tracker.review.desk import list_people
from tracker.ledger.cases import list_cases
from tracker.office.desk import Desk
from tracker.review.decide.publish import begin_publication, chosen_rows, decide, write_public_list
from tracker.review.decide.thanks import write_thanks
from tracker.review.mail.letters import remind_experts, remind_now, send_papers
from tracker.review.rounds import begin_round, counted_marks, keep_plan, look_at, propose
from tracker.review.visits.plan import arrange, write_kits

PEOPLE = "姓名\t邮箱\n王建国\twang@example.cn\n李卫东\tli@example.cn\n周强\tzhou@example.cn"
WATCHED = "wang@example.cn"
COUNTIES = ("丰县", "沛县", "泉山区")
MARK = st.integers(11, 100)
CARD = st.tuples(MARK, MARK, MARK)
CARDS = st.tuples(CARD, CARD, CARD)  # of one expert, a case each
Cards = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Way:
    """What happens in both offices."""

    others: dict[str, Cards]
    chosen: tuple[int, ...]  # serials
    visited: tuple[int, ...]
    counties_write: bool


ways = st.builds(
    Way,
    st.fixed_dictionaries({}, optional={"li@example.cn": CARDS, "zhou@example.cn": CARDS}),
    st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.integers(1, 3), max_size=3, unique=True).map(tuple),
    st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=examples(6), deadline=None)
@given(ways, CARDS, CARDS)
def test_marks_of_one_expert_change_nothing_that_leaves_the_office(
    way: Way, one: Cards, other: Cards
) -> None:
    (first, marks), (second, others) = _played(way, one), _played(way, other)

    assert first == second
    assert (marks == others) == (one == other)  # they were taken, and differ in the ledger alone


def _played(way: Way, cards: Cards) -> tuple[list[str], list[str]]:
    """All that others are sent or shown, and what the ledger holds of the watched expert."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder)).at("08-20 09:00")
        try:
            return _round(office, way, cards)
        finally:
            office.close()


def _round(office: Office, way: Way, cards: Cards) -> tuple[list[str], list[str]]:
    for place, county in enumerate(COUNTIES, 1):
        office.mail(f"c{place}@example.cn", case(f"第{place}个做法值得一看", county))
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        list_people(desk, PEOPLE)
        begin_round(desk, "初评", list_cases(connection), "陈秀兰")
        keep_plan(desk, table := look_at(desk), propose(table), "陈秀兰")
        send_papers(desk, look_at(desk), list(table.experts.values()), "陈秀兰")
    papers = {letter.row.recipient: letter for letter in office.letters("papers")}
    for address, marks in {WATCHED: cards, **way.others}.items():
        _answer(office, papers[address], marks)
    office.until("08-31 10:00")
    remind_experts(office.parts)
    if way.counties_write:
        office.mail("c1@example.cn", kind=MailKind.QUESTION, body="请问我们的案例得了多少分？")
    office.until("09-01 18:00")
    shown = _shown(office, way)
    ours = {person.email for person in office.campaign.coordinators} | {WATCHED}
    letters = [_whole(letter) for letter in office.letters() if letter.row.recipient not in ours]
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        marks = [f"{one}" for one in counted_marks(desk, look_at(desk)) if one.expert == 1]
    return [*letters, *shown], marks


def _answer(office: Office, letter: Letter, marks: Cards) -> None:
    lines = (f"A0{place} {' '.join(map(str, card))}" for place, card in enumerate(marks, 1))
    office.mail(letter.row.recipient, kind=MailKind.QUESTION, body="\n".join(lines), to=letter)


def _shown(office: Office, way: Way) -> list[str]:
    """The public list, letters of thanks, papers of visits; reminders at her order."""
    with office.parts.ledger.begin() as connection:
        desk: Desk = desk_of(connection, office.parts)
        rows = {row.serial: row for row in list_cases(connection)}
        remind_now(desk, look_at(desk), "again")
        visited = [rows[serial] for serial in way.visited]
        kits = write_kits(desk, visited, arrange(desk, visited)) if visited else []
        decide(desk, [rows[serial] for serial in way.chosen], "局长办公会", "集体研究", chosen=True)
        days = begin_publication(desk, "陈秀兰")
        public = write_public_list(desk, chosen_rows(desk), days)
        files = [*kits, ("公示.docx", public), *write_thanks(desk)]
    return [f"{name}\n{_text(name, content)}" for name, content in files]


def _whole(letter: Letter) -> str:
    enclosed = "\n".join(_text(name, content) for name, content in sorted(letter.files.items()))
    return f"{letter.whole()}\n{enclosed}"


def _text(name: str, content: bytes) -> str:
    return read_document(Attachment(name, content), Limits()).text
