"""Score sheets that come back: in other formats, with numbers exchanged, from another call, round or expert."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import ReviewRules
from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.xls_files import Tab, make_xls
from tracker.review.copies.returned import has_columns, read_sheet
from tracker.review.copies.sheets import Sheet
from tracker.review.marks.answer import Answer, Mark, Question

ROWS = (
    ("A03", "老街坊，议事亭"),
    ("A07", "“一核五元”聚民心, 让社区更温暖"),
    ("A08", "板材村的四方碰头会"),
)
SHEET = Sheet(2, 5, "2015年优秀案例专家评阅表", "王建国", None, ReviewRules(), ROWS)
MARKS = (("85", "90.5", "88"), ("70", "72", "74"), ("91", "92", "93"))
USE_YOURS = "没有登记；请用本轮发给您的评分表，也可在回信中逐行写编号和分数"
Grid = list[list[str]]


def filled(sheet: Sheet = SHEET, rows: Sequence[tuple[str, str]] = ()) -> Grid:
    """A sheet as an expert sends it back, with other rows than those that went out where they are given."""
    head = [[sheet.heading], [f"评阅人：{sheet.expert}　　{sheet.mark}"], *([line] for line in sheet.guide)]
    body = [
        [number, title, *marks, "", "可推广，\n再看数据" if at == 1 else ""]
        for at, ((number, title), marks) in enumerate(zip(rows or sheet.rows, MARKS, strict=False))
    ]
    return [*head, list(sheet.headings), *body]


def as_csv(grid: Grid, charset: str = "gb18030") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(grid)
    return out.getvalue().encode(charset)


def as_xls(grid: Grid) -> bytes:
    cells = {(at, place): cell for at, row in enumerate(grid) for place, cell in enumerate(row) if cell}
    typed = {
        where: float(cell) if cell.replace(".", "").isdecimal() else cell for where, cell in cells.items()
    }
    return make_xls([Tab("评分表", typed)])


def as_text(grid: Grid) -> bytes:
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in grid).encode()


def read(content: bytes, name: str, sheet: Sheet = SHEET) -> Answer:
    lines = read_document(Attachment(name, content), Limits()).text.splitlines()
    assert has_columns(lines)
    return read_sheet(lines, sheet)


def taken(answer: Answer) -> dict[str, tuple[str, ...]]:
    return {mark.number: tuple(map(str, mark.scores)) for mark in answer.marks}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("评分表.csv", as_csv(filled())),
        ("评分表.csv", as_csv(filled(), "utf-8-sig")),
        ("评分表.xls", as_xls(filled())),
        ("评分表.txt", as_text(filled())),
    ],
)
def test_other_formats_are_read_like_a_workbook(name: str, content: bytes) -> None:
    found = read(content, name)

    assert found.questions == ()
    assert taken(found) == dict(zip(dict(ROWS), MARKS, strict=True))
    assert [mark.comment.replace(" ", "").replace(",", "，") for mark in found.marks] == [
        "",
        "可推广，再看数据",
        "",
    ]


def test_numbers_that_were_exchanged_are_asked_about() -> None:
    (_, first), (_, second) = ROWS[1:]

    found = read(as_text(filled(rows=(ROWS[0], ("A07", second), ("A08", first)))), "评分表.txt")

    assert taken(found) == {"A03": MARKS[0]}
    assert [(question.why, question.about) for question in found.questions] == [
        ("A07旁写的是A08的题目，请说明分数是哪一篇的", ("A07", "A08")),
        ("A08旁写的是A07的题目，请说明分数是哪一篇的", ("A08", "A07")),
    ]


def test_a_title_that_is_no_ones_is_asked_about_and_one_that_was_shortened_is_his() -> None:
    rows = (("A03", "议事亭"), ("A07", "“一核五元”聚民心"), ("A08", "另外一个题目"))

    found = read(as_text(filled(rows=rows)), "评分表.txt")

    assert taken(found) == {"A03": MARKS[0], "A07": MARKS[1]}
    assert [question.why for question in found.questions] == ["A08旁的题目与发给您的不同，请核对编号"]


def test_two_cases_of_one_title_are_told_by_their_numbers() -> None:
    sheet = replace(SHEET, rows=(("A03", "××社区的治理"), ("A07", "××社区的治理")))

    assert set(taken(read(as_text(filled(sheet)), "评分表.txt", sheet))) == {"A03", "A07"}


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (replace(SHEET, expert_id=6), "这份评分表不是发给您的"),
        (replace(SHEET, round_id=1), "这份评分表是另一轮评阅的"),
        (replace(SHEET, heading="2016年社区治理案例专家评阅表"), "这份评分表是另一次征集的"),
    ],
)
def test_a_foreign_sheet_is_refused_with_words(sheet: Sheet, why: str) -> None:
    refused = Answer((), (Question("评分表", f"{why}，{USE_YOURS}"),))

    assert read(as_text(filled(sheet)), "评分表.txt") == refused
    assert read(as_csv(filled(sheet)), "评分表.csv") == refused
    assert read(as_xls(filled(sheet)), "评分表.xls") == refused


def test_without_its_form_number_a_sheet_is_known_by_its_reader_or_its_titles() -> None:
    grid = filled()
    grid[1] = ["评阅人：李卫东"]
    assert read(as_text(grid), "评分表.txt").questions == (
        Question("评分表", f"这份评分表不是发给您的，{USE_YOURS}"),
    )

    other = filled(rows=(("A03", "邻里食堂"), ("A07", "水上派出所进渔村"), ("A08", "红白理事会")))[-4:]
    other = [[cell.partition("（表号")[0] for cell in row] for row in other]
    assert read(as_text(other), "评分表.txt") == Answer(
        (), (Question("评分表", f"题目都不在发给您的案例之中，{USE_YOURS}"),)
    )
    assert set(taken(read(as_text(filled()[-4:]), "评分表.txt"))) == {"A03", "A07", "A08"}


def test_a_table_without_its_head_still_says_whose_it_is() -> None:
    of_another = filled(replace(SHEET, expert_id=6, expert="李卫东"))[-4:]

    assert read(as_text(of_another), "评分表.txt").questions == (
        Question("评分表", f"这份评分表不是发给您的，{USE_YOURS}"),
    )


@pytest.mark.parametrize(
    ("name", "below", "is_taken"),
    [
        ("评分表.txt", "", False),
        ("王建国评分表.txt", "", True),
        ("评分表.txt", "评阅人签名：王 建 国", True),
        ("评分表.txt", "评阅人签名：李卫东", False),
    ],
)
def test_a_table_that_does_not_say_whose_it_is_is_asked(name: str, below: str, *, is_taken: bool) -> None:
    grid = [[cell.partition("（表号")[0] for cell in row] for row in filled()[-4:]]
    lines = as_text([*grid, [below]]).decode().splitlines()

    found = read_sheet(lines, SHEET, name)

    assert (set(taken(found)) == {"A03", "A07", "A08"}) is is_taken
    assert ("不能肯定是您打的" in "".join(question.why for question in found.questions)) is not is_taken
    assert len(read_sheet(lines, SHEET, name, is_his=True).marks) == 3


@given(st.permutations(range(3)))
def test_no_mark_is_taken_beside_another_title(order: list[int]) -> None:
    rows = [(ROWS[at][0], ROWS[place][1]) for at, place in enumerate(order)]

    found = read(as_text(filled(rows=rows)), "评分表.txt")

    right = [at for at, place in enumerate(order) if at == place]
    assert [(mark.number, mark.scores) for mark in found.marks] == [
        (ROWS[at][0], tuple(map(Decimal, MARKS[at]))) for at in right
    ]


@given(st.text(max_size=300))
def test_any_text_is_a_sheet_or_a_question(text: str) -> None:
    head = "编号,题目,科学性,创新性,实践性,回避,意见（表号：P2-Z5）\n"
    found = read_sheet((head + text).splitlines(), SHEET)

    assert all(isinstance(mark, Mark) and mark.number in dict(ROWS) for mark in found.marks)
