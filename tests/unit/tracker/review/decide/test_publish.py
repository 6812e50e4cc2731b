"""What people decided, in the order of the list, and the days for which it is public."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from intake.campaign.campaign import Campaign
from tests.office import Office, case, desk_of, notice
from tracker.cases.corrections import Word, correct_case
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.events import case_events, set_note
from tracker.ledger.review.decided import Decision, Visit, list_decisions, put_findings
from tracker.office.desk import Desk
from tracker.review.decide.chosen import without_headings
from tracker.review.decide.publish import (
    SINGLE,
    Period,
    begin_publication,
    change_words,
    chosen_rows,
    decide,
    period,
    periods,
    published,
    write_public_list,
)
from tracker.review.rounds import begin_round

CASES = (("做法甲", "沛县", "2"), ("做法乙", "丰县", "11"), ("做法丙", "丰县", "2"), ("做法丁", "邳州市", ""), ("做法戊", "丰县", "2"))  # fmt: skip


def eleven_themes() -> Campaign:
    campaign = notice()
    more = tuple(
        campaign.themes[0].model_copy(
            update={"number": number, "name": f"主题{number}", "title": f"主题{number}"}
        )
        for number in range(7, 12)
    )
    return campaign.model_copy(update={"themes": (*campaign.themes, *more)})


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun"), eleven_themes())
    made.at("08-20 09:00")
    for place, (title, county, theme) in enumerate(CASES):
        made.mail(f"c{place}@example.cn", case(title, county, theme=theme))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    with office.parts.ledger.begin() as connection:
        yield desk_of(connection, office.parts)


def on(desk: Desk, office: Office, when: str) -> Desk:
    office.at(when)
    return replace(desk, now=office.clock.now())


def choose(desk: Desk, *serials: int, chosen: bool = True) -> None:
    rows = [row for row in list_cases(desk.connection) if row.serial in serials]
    decide(desk, rows, "李敏", "局长办公会", chosen=chosen)


def test_themes_stand_by_their_numbers_then_units_in_official_order_and_no_theme_last(desk: Desk) -> None:
    choose(desk, 1, 2, 3, 4, 5)

    assert [row.serial for row in chosen_rows(desk)] == [3, 5, 1, 2, 4]


def test_the_newest_decision_holds(desk: Desk) -> None:
    choose(desk, 1, 2)
    choose(desk, 1, chosen=False)
    choose(desk, 3)
    choose(desk, 3)

    assert [row.serial for row in chosen_rows(desk)] == [3, 2]
    assert list_decisions(desk.connection) == [
        Decision(1, False, "李敏", "局长办公会", desk.now),
        Decision(2, True, "李敏", "局长办公会", desk.now),
        Decision(3, True, "李敏", "局长办公会", desk.now),
    ]


def test_a_list_is_public_for_five_working_days_from_the_next_one_on(desk: Desk, office: Office) -> None:
    choose(desk, 1)

    friday = begin_publication(on(desk, office, "08-28 17:00"), "李敏")

    # 3 and 4 September 2015 are off, Sunday the 6th is worked.
    assert (friday, period(desk)) == (Period(date(2015, 8, 31), date(2015, 9, 7)),) * 2
    assert friday.cases == (1,)


def test_the_day_is_that_of_the_office_and_not_of_the_machine(desk: Desk, office: Office) -> None:
    choose(desk, 1)

    assert begin_publication(on(desk, office, "08-24 00:30"), "李敏").first == date(2015, 8, 25)


def test_a_case_that_is_added_within_the_days_has_all_of_them(desk: Desk, office: Office) -> None:
    choose(desk, 1)
    first = begin_publication(desk, "李敏")
    choose(desk, 2)

    second = begin_publication(on(desk, office, "08-27 23:59"), "李敏")  # its last day

    assert (second, second.cases) == (Period(date(2015, 8, 28), date(2015, 9, 6)), (1, 2))
    assert periods(desk) == [first, second]
    assert change_words(desk) == "公示期内名单有增加，自2015年8月28日重新公示5个工作日，此前的名单已记录"
    assert begin_publication(on(desk, office, "09-20 09:00"), "李敏") == second  # over, but nothing is new


def test_a_case_that_is_taken_off_within_the_days_is_kept_and_said(desk: Desk, office: Office) -> None:
    choose(desk, 1, 2)
    first = begin_publication(desk, "李敏")
    assert change_words(desk) == ""
    choose(desk, 2, chosen=False)

    second = begin_publication(on(desk, office, "08-25 09:00"), "李敏")

    assert (second, second.cases, len(periods(desk))) == (first, (1,), 1)
    assert change_words(desk).startswith("名单在公示期内有变（撤下XZ-002，已记录），公示期不重新起算")
    (event,) = case_events(desk.connection, 2, "review.published_changed")
    assert (event.who, event.detail["before"], event.detail["after"]) == ("李敏", [1, 2], [1])
    assert begin_publication(on(desk, office, "08-26 09:00"), "李敏") == second


def test_words_of_a_list_that_are_put_right_within_the_days_are_kept(desk: Desk, office: Office) -> None:
    choose(desk, 1)
    begin_publication(desk, "李敏")
    (row,) = list_cases(desk.connection, [1])
    correct_case(desk, row, {"title": "做法甲（改）"}, Word("李敏", "word"))

    begin_publication(on(desk, office, "08-25 09:00"), "李敏")

    assert "更正文字" in change_words(desk)


def test_steps_that_only_some_cases_went_through_are_said_of_those(desk: Desk) -> None:
    choose(desk, 4, 1)
    put_findings(desk.connection, Visit(1, None, "属实"), desk.now)
    begin_round(desk, "初评", list_cases(desk.connection), "李敏")

    text, _ = listed(desk)

    assert text[1].startswith("经实地察看（其中1篇）和集体研究，")  # a round without marks is none


def test_what_a_publication_listed_is_kept_though_the_list_went_on(desk: Desk, office: Office) -> None:
    choose(desk, 3, 1)
    begin_publication(desk, "李敏")
    choose(desk, 1, chosen=False)
    choose(desk, 2)
    begin_publication(on(desk, office, "09-01 09:00"), "李敏")

    assert [[row.serial for row in published(desk, which)[1]] for which in (1, 2)] == [[3, 1], [3, 2]]
    for which in (0, 3, -1):
        with pytest.raises(OrderError) as caught:
            published(desk, which)
        assert caught.value.detail == f"没有第{which}次公示，已公示2次"


def test_before_anything_was_decided_nothing_is_published(desk: Desk) -> None:
    choose(desk, 1, chosen=False)

    with pytest.raises(OrderError, match="还没有入选案例"):
        begin_publication(desk, "李敏")
    assert (periods(desk), period(desk)) == ([], None)


def test_a_publication_of_a_ledger_that_knew_only_one_is_the_first(desk: Desk, office: Office) -> None:
    choose(desk, 1, 3)
    set_note(desk.connection, SINGLE, {"first": "2015-08-03", "last": "2015-08-07"}, desk.now)
    old = Period(date(2015, 8, 3), date(2015, 8, 7))

    assert [(one, one.cases) for one in periods(desk)] == [(old, (3, 1))]
    choose(desk, 2)
    new = begin_publication(on(desk, office, "08-24 09:00"), "李敏")
    assert periods(desk) == [old, new]


def listed(desk: Desk) -> tuple[list[str], list[list[str]]]:
    days = Period(date(2015, 8, 21), date(2015, 8, 27))
    document = Document(io.BytesIO(write_public_list(desk, chosen_rows(desk), days)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text], cells


def test_the_list_names_title_unit_and_level_and_what_went_before(desk: Desk) -> None:
    choose(desk, 4, 1)
    for case_id in (1, 4):
        put_findings(desk.connection, Visit(case_id, None, "属实"), desk.now)

    text, cells = listed(desk)

    assert cells == [
        ["序号", "案例名称", "报送单位", "层级"],
        ["1", "做法甲", "沛县民政局", cells[1][3]],
        ["2", "做法丁", "邳州市民政局", cells[1][3]],
    ]
    assert cells[1][3] in {level.name for level in desk.campaign.levels}
    assert text[1].startswith(
        "经实地察看和集体研究，拟定2篇案例入选，现予公示。公示期为2015年8月21日至2015年8月27日（5个工作日）。"
    )
    assert text[1].endswith("联系人及电话：李敏，0516-80000000。")
    assert text[-1] == "附件"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], []),
        (["入选名单", "编号\t题目", "XZ-001\t做法甲"], ["XZ-001\t做法甲"]),
        (["序号 题目 单位", "做法甲"], ["做法甲"]),
        (["2015年入选名单", "1号"], ["2015年入选名单", "1号"]),  # a number may be one of ours
        (["题目起得好的做法"], ["题目起得好的做法"]),
        (["案例名称", " 编号 "], []),
        (["3号\t做法甲", "合计\t1篇", "平均 88"], ["3号\t做法甲"]),
    ],
)
def test_a_list_without_its_title_and_headings(lines: list[str], left: list[str]) -> None:
    assert without_headings(lines) == left
