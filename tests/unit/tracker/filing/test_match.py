"""What becomes of a case that comes again, filed into a real ledger: chains of versions and doubts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.case import CaseReading, Doubt, MailKind
from intake.model.doubts import sentence
from tests.office import Office, case
from tests.properties import examples
from tracker.cases.corrections import correct_case
from tracker.cases.values import parse_value
from tracker.ledger import cases, doubts
from tracker.ledger.people.corrections import Word
from tracker.office.desk import Desk

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
        (ELSEWHERE, case("院落议事", edition=2), [(1, 1, 2)], ["other-sender"]),
        (PX, case("院落议事", "沛县"), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (PX, case("院落议事", "沛县", edition=2), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (FX, case("院落议事", town="欢口镇"), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
        (FX, case("巷子里的长凳"), [(1, 1, 1), (2, 1, 1)], []),
        (FX, case("院落议事", edition=2, waits=("county",)), [(1, 2, 2)], []),
        (PX, case("院落议事", edition=2, waits=("county",)), [(1, 1, 1), (2, 1, 1)], ["near-copy"]),
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


def test_an_earlier_version_again_is_nothing_new(office: Office) -> None:
    for edition in (1, 2, 1):
        office.mail(FX, case("院落议事", edition=edition))
    assert (chains(office), said(office)) == ([(1, 2, 2)], [])


def test_a_scan_of_what_is_here_in_letters_is_no_version(office: Office) -> None:
    """Its recognised text is the worse one; a recognised text alone may be bettered by letters."""
    told = case("院落议事")
    scanned = replace(told, text=told.text.replace("一", "二")[:-6], flags=("recognised",))
    office.mail(FX, told)
    office.mail(FX, scanned)
    assert (chains(office), said(office)) == ([(1, 1, 1)], [])
    office.mail(FX, replace(case("巷子里的长凳"), flags=("recognised",)))
    office.mail(FX, case("巷子里的长凳", edition=2))
    assert (chains(office), said(office)) == ([(1, 1, 1), (2, 2, 2)], [])


def settle(office: Office, serial: int, **values: str) -> None:
    with office.parts.ledger.begin() as connection:
        row = cases.get_case(connection, serial)
        assert row is not None
        words = {field: parse_value(office.campaign, field, value) for field, value in values.items()}
        at = office.clock.now()
        correct_case(Desk(connection, office.parts, at), row, words, Word("李敏", "reply", batch="b"))


@pytest.mark.parametrize(
    ("word", "edition", "expected", "doubted", "answer"),
    [
        ({"status": "撤回"}, 1, [(1, 1, 1)], ["本篇已撤回，又收到来稿，仍未计入"], "是否采用由经办人核定"),
        ({"status": "撤回"}, 2, [(1, 2, 2)], ["本篇已撤回，又收到来稿，仍未计入"], "是否采用由经办人核定"),
        ({"status": "重复"}, 2, [(1, 2, 2)], ["本篇已标为重复，又收到来稿，仍未计入"], "是否采用由经办人核定"),
        ({"version": "第1稿"}, 2, [(1, 1, 2)], ["已指定用第1稿，现又收到新稿，未采用"], "是否采用由经办人核定"),
        ({"version": "第1稿"}, 1, [(1, 1, 1)], [], "此前已收到相同文稿"),
        ({"version": "最新"}, 2, [(1, 2, 2)], [], "作为第2稿登记，以此稿为准"),
    ],
)  # fmt: skip
def test_a_text_that_a_persons_word_keeps_from_counting(
    office: Office, word: dict, edition: int, expected: list, doubted: list[str], answer: str
) -> None:
    """It is stored, she is asked, and the sender is not told that it counts."""
    office.mail(FX, case("院落议事"))
    office.at("07-07 10:00").tick()
    settle(office, 1, **word)
    office.mail(FX, case("院落议事", edition=edition))
    told = [sentence(Doubt(d.code, d.about, d.detail)) for d in office.ask(doubts.list_doubts)]
    office.at("07-07 12:00").tick()
    assert (chains(office), told) == (expected, doubted)
    assert answer in office.last("acknowledgement").text


def test_a_revision_of_a_merged_case_goes_to_the_one_kept(office: Office) -> None:
    first, second = case("院落议事"), case("巷子里的长凳")
    office.mail(FX, first)
    office.mail(FX, second)
    office.until("07-08 17:10")
    office.order("1、2号是同一篇，留1", office.last("digest"))
    office.mail(FX, case("巷子里的长凳", edition=2))
    assert chains(office) == [(1, 2, 2), (2, 1, 1)]


def test_a_version_is_pinned_and_freed_by_mail(office: Office) -> None:
    for edition in (1, 2):
        office.mail(FX, case("院落议事", edition=edition))
    office.until("07-08 17:10")
    digest = office.last("digest")
    seen = []
    for text in ("1号用第1稿", "1号采用第五稿", "撤销", "1号以第一稿为准", "1号用最新稿"):
        answered = office.order(text, digest)
        assert answered is not None
        seen.append((chains(office)[0][1], office.cases()[0].pinned))
        office.clock.advance(timedelta(hours=2))
    assert seen == [(1, True), (1, True), (2, False), (1, True), (2, False)]


STEPS = st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(1, 5), st.booleans()), max_size=8)


@settings(max_examples=examples(12))
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


def test_text_from_another_address_waits_for_a_person(office):
    office.at("08-03 09:00").mail("town@example.org", case("一张清单管到底", phone="13900000001"))
    stranger = case("一张清单管到底", edition=2, phone="13900009999")
    office.at("08-03 11:00").mail("stranger@example.net", stranger)
    (row,) = office.cases()
    assert (row.version, row["phone"], row.sender) == (1, "13900000001", "town@example.org")
    assert "来稿已收到并留存，是否采用由经办人核定" in office.last("acknowledgement").text
    digest = office.until("08-03 17:05").last("digest")
    assert "另一邮箱stranger@example.net发来新稿，未采用" in digest.text
    assert "如：1号用最新稿" in digest.text
    office.order("1号用最新稿", digest)
    (row,) = office.cases()
    assert (row.version, row.sender) == (2, "stranger@example.net")


def test_text_from_the_units_own_address_counts_at_once(office):
    office.at("08-03 09:00").mail("town@example.org", case("水岸议事亭", "沛县"))
    office.at("08-03 11:00").mail(PX, case("水岸议事亭", "沛县", edition=2))
    (row,) = office.cases()
    assert (row.version, row.sender) == (2, PX)
