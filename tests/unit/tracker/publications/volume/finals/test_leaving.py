"""A case that is asked back, and the words that put it in again: of its sender, and of hers; every list says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import Doubt, MailKind
from tests.office import Letter, Office, case, desk_of
from tests.unit.tracker.orders.test_reply import outcomes
from tests.unit.tracker.publications.volume.test_finals import FIRST, SECOND, THIRD, asked, invite, standing
from tracker.ledger.doubts import list_doubts
from tracker.publications.volume.choice import By, by_lines, choose_cases
from tracker.publications.volume.finals.answers import keeps_in
from tracker.publications.volume.finals.leaving import tell_left_out
from tracker.publications.volume.run import tell_standing
from tracker.publications.volume.which import tell_which


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case(FIRST), case(SECOND))
    made.mail("somebody@example.cn", case(THIRD, "沛县"))
    made.until("08-04 17:05")
    with made.parts.ledger.begin() as connection:
        desk = desk_of(connection, made.parts)
        choose_cases(desk, by_lines(desk, ["1号", "2号", "3号"]).cases, By("李敏"))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def ask_back(office: Office, title: str = SECOND) -> None:
    office.at("08-05 09:00").mail(
        "fx@example.cn",
        kind=MailKind.WITHDRAWAL,
        body=f"《{title}》我们撤回，不报了。" if title else "我们撤回，不报了。",
        intent="withdraw",
        doubts=(Doubt("withdrawal", detail=f"《{title}》"),),
    )


def waits(office: Office) -> list[str]:
    with office.parts.ledger.read() as connection:
        return [one.about or one.detail for one in list_doubts(connection, code="withdrawal")]


def which(office: Office, number: str) -> str:
    with office.parts.ledger.read() as connection:
        return next(iter(tell_which(office.parts, connection, number)))


def order(office: Office, text: str) -> Letter:
    letter = office.order(text, office.last("digest", "order"))
    assert letter is not None
    return letter


def test_a_sender_who_thinks_better_of_it_is_heard(office: Office) -> None:
    ask_back(office)
    assert standing(office)["XZ-002"] == "第1稿，未定稿，8月5日来信要求撤回，待核定"
    office.at("08-06 09:00").mail(
        "fx@example.cn", kind=MailKind.OTHER, body=f"《{SECOND}》不撤了，同意编入。", intent="other"
    )
    office.until("08-06 11:00")

    said = "8月5日来信要求撤回，8月6日来信同意编入"
    assert standing(office)["XZ-002"] == f"第1稿，未定稿，{said}"
    assert which(office, "2") == f"XZ-002《{SECOND}》：现用第1稿，已编入汇编，{said}"
    with office.parts.ledger.read() as connection:
        assert f"XZ-002 {said}" in list(tell_standing(desk_of(connection, office.parts)))
    assert waits(office) == []
    assert f"《{SECOND}》照常编入，此前的撤回要求不再办理" in office.last("acknowledgement").text


def test_of_two_that_were_asked_back_the_other_still_is(office: Office) -> None:
    ask_back(office, "")
    office.at("08-06 09:00").mail(
        "fx@example.cn", kind=MailKind.OTHER, body=f"《{FIRST}》仍编入。", intent="other"
    )

    assert standing(office) == {
        "XZ-001": "第1稿，未定稿，8月5日来信要求撤回，8月6日来信同意编入",
        "XZ-002": "第1稿，未定稿，8月5日来信要求撤回，待核定",
        "XZ-003": "第1稿，未定稿",
    }


@pytest.mark.slow
@pytest.mark.parametrize("words", ["2号照常编入汇编", "同意2号编入", "2号不撤了", "不撤了，照常编入"])
def test_her_word_decides_and_is_taken_back(office: Office, words: str) -> None:
    ask_back(office)
    office.at("08-06 09:00")

    letter = order(office, words)

    assert outcomes(letter) == ["2号照常编入汇编，此前的撤回要求不再办理"]
    assert standing(office)["XZ-002"] == "第1稿，未定稿，8月5日来信要求撤回，8月6日李敏同意编入"

    letter = order(office, "撤销")

    assert outcomes(letter) == ["已撤销：2号的撤回要求重新列为待核"]
    assert waits(office) == [f"《{SECOND}》"]


@pytest.mark.parametrize(
    "words", ["2号不编入汇编", "把2号从汇编中去掉", "2号先不编入", "请将2号从汇编里撤下来"]
)
def test_what_she_takes_out_is_said_and_put_in_again(office: Office, words: str) -> None:
    office.at("08-06 09:00")

    assert outcomes(order(office, words)) == ["2号不编入汇编，案例照常登记"]
    assert list(standing(office)) == ["XZ-001", "XZ-003"]
    with office.parts.ledger.read() as connection:
        desk = desk_of(connection, office.parts)
        assert list(tell_left_out(desk)) == [f"XZ-002《{SECOND}》8月6日由李敏去掉（{words}）"]
    assert which(office, "2").endswith(f"现用第1稿，未编入汇编，8月6日由李敏去掉（{words}）")

    assert outcomes(order(office, "撤销")) == ["已撤销：2号仍编入汇编"]
    assert list(standing(office)) == ["XZ-001", "XZ-002", "XZ-003"]
    assert outcomes(order(office, "2、3号不编入汇编")) == ["2号、3号不编入汇编，案例照常登记"]
    assert outcomes(order(office, "2号编入汇编")) == ["2号编入汇编"]
    assert list(standing(office)) == ["XZ-001", "XZ-002"]


def test_an_answer_to_our_asking_may_leave_one_out(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    letter = asked(office, "fx@example.cn")
    office.at("09-08 10:00").mail(
        "fx@example.cn", kind=MailKind.OTHER, body=f"《{FIRST}》无修改，《{SECOND}》不编入了。", to=letter
    )
    shown = standing(office)

    assert shown["XZ-001"] == "定稿第1稿"
    assert shown["XZ-002"].endswith("9月8日来信要求撤回，待核定")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("不撤了", True), ("我们同意编入汇编。", True), ("不撤回了，照常参加", True), ("仍请编入", True),
        ("不同意编入", False), ("撤回", False), ("同意编入吗？", False), ("请不要编入", False),
    ],
)  # fmt: skip
def test_words_that_put_in_again(text: str, kept: bool) -> None:
    assert keeps_in(text) is kept
