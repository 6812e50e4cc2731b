"""What becomes of a case that comes again, filed into a real ledger: chains of versions and doubts."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model import CaseReading, MailKind
from tests.unit.tracker.letters.office import Office, case
from tracker.ledger import cases, doubts

FX, PX = "fx@example.cn", "px@example.cn"
ELSEWHERE = "another@example.org"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


def chains(office: Office) -> list[tuple[int, int, int]]:
    """Serial, the version that counts, and how many there are."""
    return [
        (row.serial, row.version, len(office.ask(lambda c, row=row: cases.case_versions(c, row.id))))
        for row in office.cases()
    ]


def said(office: Office) -> list[str]:
    return [d.code for d in office.ask(doubts.list_doubts)]


@pytest.mark.parametrize(
    ("sender", "second", "expected", "doubted"),
    [
        (FX, case("院落议事"), [(1, 1, 1)], []),
        (ELSEWHERE, case("院落议事"), [(1, 1, 1)], []),
        (FX, case("院落议事", edition=2), [(1, 2, 2)], []),
        (ELSEWHERE, case("院落议事", edition=2), [(1, 2, 2)], []),
        (PX, case("院落议事", "沛县"), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (PX, case("院落议事", "沛县", edition=2), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (FX, case("院落议事", town="欢口镇"), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (FX, case("巷子里的长凳"), [(1, 1, 1), (2, 1, 1)], []),
    ],
)
def test_second_coming(
    office: Office, sender: str, second: CaseReading, expected: list, doubted: list[str]
) -> None:
    """The same text adds nothing, a revision a version, another unit's a case and a doubt."""
    office.mail(FX, case("院落议事"))
    office.mail(sender, second)
    assert (chains(office), said(office)) == (expected, doubted)


def test_equal_title_with_another_story_waits_for_a_person(office: Office) -> None:
    told = case("院落议事")
    other = CaseReading(case("巷子里的长凳").text, told.facts)
    office.mail(FX, told)
    office.mail(FX, other)
    assert (chains(office), said(office)) == ([(1, 1, 1), (2, 1, 1)], ["same-practice"])


def test_a_correction_with_another_story_waits_for_a_person(office: Office) -> None:
    told = case("院落议事")
    office.mail(FX, told)
    office.mail(FX, CaseReading(case("巷子里的长凳").text, told.facts, flags=("revision",)))
    assert (chains(office), said(office)) == ([(1, 1, 1), (2, 1, 1)], ["same-practice"])


def test_two_editions_in_one_mail_are_not_merged(office: Office) -> None:
    office.mail(FX, case("院落议事"), case("院落议事", edition=2))
    assert (chains(office), said(office)) == ([(1, 1, 1), (2, 1, 1)], ["near-copy"])


def test_a_withdrawal_by_mail_removes_nothing(office: Office) -> None:
    office.mail(FX, case("院落议事"))
    office.mail(FX, kind=MailKind.WITHDRAWAL, body="《院落议事》请予撤回。", needs_person=True)
    assert [(row.serial, str(row.status)) for row in office.cases()] == [(1, "active")]


STEPS = st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(1, 5), st.booleans()), max_size=8)


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_chains_stay_whole(steps: list[tuple[str, int, bool]]) -> None:
    """Versions are numbered without gaps; the newest counts unless a person pinned one."""
    with TemporaryDirectory() as folder:
        office = Office(Path(folder))
        pinned: dict[int, int] = {}
        for name, edition, pin in steps:
            office.mail(FX, case(f"{name}社区的议事堂", edition=edition))
            row = office.cases()[-1]
            if pin and row.id not in pinned:
                pinned[row.id] = row.version
                with office.parts.ledger.begin() as connection:
                    cases.set_case(connection, row.id, office.clock.now(), pinned=True)
        for row in office.cases():
            numbers = [v.number for v in office.ask(lambda c, row=row: cases.case_versions(c, row.id))]
            assert numbers == list(range(1, len(numbers) + 1))
            assert row.version == pinned.get(row.id, numbers[-1])
        office.close()
