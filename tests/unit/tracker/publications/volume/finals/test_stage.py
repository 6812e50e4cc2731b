"""What a receipt says of a new text: before the choice, chosen, final, in proof, printed; and 用最新稿 taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, case, desk_of
from tests.unit.tracker.orders.test_reply import outcomes
from tests.unit.tracker.publications.volume.test_finals import FIRST, fix, standing
from tracker.ledger.doubts import list_doubts
from tracker.ledger.published.rounds import Round, put_round
from tracker.ledger.published.volume import Printed, Run, add_run
from tracker.publications.volume.choice import By, by_lines, choose_cases


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case(FIRST))
    made.until("08-04 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def choose(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        choose_cases(desk, by_lines(desk, ["1号"]).cases, By("李敏"))


def printed(office: Office, name: str, number: int = 0) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        add_run(connection, Run(name, "汇编", desk.now, "0" * 64, (Printed("XZ-001", 1, "1" * 64, FIRST),)))
        if number:
            put_round(connection, Round(number, name, "汇编", desk.now, "李敏"))


def receipt(office: Office) -> str:
    """What the receipt for a second version says of it."""
    office.at("09-08 10:00").mail("fx@example.cn", case(FIRST, edition=2), subject="修改稿")
    office.until("09-08 11:30")
    text = office.last("acknowledgement", "supplement", "late").text
    (line,) = (line for line in text.splitlines() if "说明：" in line)
    return line.strip()


def test_before_the_choice_the_new_text_counts(office: Office) -> None:
    assert receipt(office) == "说明：作为第2稿登记，以此稿为准。"


def test_of_a_chosen_case_it_is_printed(office: Office) -> None:
    choose(office)
    assert receipt(office) == "说明：作为第2稿登记，排印用此稿。"


def test_another_text_that_is_final_stays(office: Office) -> None:
    choose(office)
    fix(office, "1号", 1)
    assert receipt(office) == "说明：作为第2稿登记，汇编现以第1稿为定稿，此稿留存，是否改用由我处核定。"


def test_what_was_printed_before_is_named(office: Office) -> None:
    choose(office)
    printed(office, "20150805-0900")
    assert receipt(office) == "说明：作为第2稿登记，排印用此稿；8月4日排印的是第1稿，下次排印改用此稿。"


def test_what_stands_in_the_proof_is_named(office: Office) -> None:
    choose(office)
    printed(office, "20150805-0900", 2)
    assert receipt(office) == "说明：作为第2稿登记，排印用此稿；二校排印的是第1稿，下一校改用此稿。"


def test_the_newest_text_taken_by_her_is_taken_back(office: Office) -> None:
    choose(office)
    fix(office, "1号", 1)
    receipt(office)
    before = standing(office)["XZ-001"]
    assert before == "定稿第1稿，定稿之后又收到第2稿，未采用"
    office.until("09-08 17:05")
    letter = office.order("1号用最新稿", office.last("digest"))
    assert letter is not None
    assert standing(office)["XZ-001"] == "定稿第2稿"

    letter = office.order("撤销", letter)

    assert letter is not None
    assert outcomes(letter) == ["已撤销：1号定稿：第2稿 → 第1稿"]
    assert standing(office)["XZ-001"] == before
    with office.parts.ledger.read() as connection:
        assert [one.code for one in list_doubts(connection, code="after-final")] == ["after-final"]


def test_a_text_that_was_held_back_is_held_back_again(office: Office) -> None:
    office.at("09-08 10:00").mail("stranger@example.net", case(FIRST, edition=2), subject="修改稿")
    office.until("09-08 17:05")
    assert [row.version for row in office.cases()] == [1]
    letter = office.order("1号用最新稿", office.last("digest"))
    assert letter is not None
    assert [row.version for row in office.cases()] == [2]

    letter = office.order("撤销", letter)

    assert letter is not None
    assert outcomes(letter) == ["已撤销：1号用稿：第2稿 → 第1稿"]
    assert [row.version for row in office.cases()] == [1]
