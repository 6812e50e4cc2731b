"""What a returned workbook says, before the ledger is asked."""

import pytest

from tracker.sheet.back.grid import Book, Cell, CellKind, Grid, column_letters, plain
from tracker.sheet.back.marks import Mark, is_side_page, read_marks
from tracker.sheet.back.rows import her_note, spoiled, understand
from tracker.sheet.columns import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]


def grid(*lines: list[str], name: str = "案例汇总表", **more) -> Grid:
    cells = {
        row: {column: Cell(text) for column, text in enumerate(line) if text}
        for row, line in enumerate(lines)
        if any(line)
    }
    return Grid(name, cells, **more)


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_a_column(column, letters):
    assert column_letters(column) == letters


def test_texts_are_compared_as_people_see_them():
    assert plain("\ufeff 甲\u3000\r\n 乙\u200b ") == "甲 乙"


def test_a_merged_cell_counts_for_every_row_that_holds_something():
    made = grid(["丰县", "甲"], ["", "乙"], [], ["沛县", "丙"], merges=[(0, 4, 0, 0), (0, 0, 0, 1)])

    made.spread_merges()

    assert [{column: cell.text for column, cell in cells.items()} for _, cells in made.rows()] == [
        {0: "丰县", 1: "甲"}, {0: "丰县", 1: "乙"}, {0: "沛县", 1: "丙"},
    ]  # fmt: skip


def test_headings_in_other_words_and_columns_of_hers():
    head = [
        "案例编号",
        "县（市）区",
        "案例 名称",
        "主题",
        "电话",
        "领导批示",
        "领导批示",
        "序号",
        "版本戳",
        "",
    ]
    found = understand(
        Book(
            [
                grid(
                    ["汇总"],
                    head,
                    ["XZ-001", "丰县", "一核引领", "四", "8", "同意", "阅", "1", "1.2.17", "旁注"],
                )
            ]
        )
    )
    assert found.columns == {"number": "A", "county": "B", "title": "C", "theme": "D", "phone": "E"}
    assert found.own == {"领导批示": "F", "自加栏J": "J"}
    assert [(row.row, row.serial, row.version, row.edition) for row in found.rows] == [(3, 1, 2, 17)]
    assert {heading: cell.text for heading, cell in found.rows[0].own.items()} == {
        "领导批示": "同意", "自加栏J": "旁注",
    }  # fmt: skip
    assert found.edition == 17
    assert found.remarks[0] == "栏目“领导批示”出现两次，只读取了前一列"
    assert found.place(3, "领导批示") == "案例汇总表!F3"


def test_a_workbook_without_our_table_says_what_was_looked_for():
    assert understand(Book([])).refused == ("未找到案例汇总表：没有同时含“案例编号”“案例名称”等栏目的工作表")


def test_sums_and_repeated_headings_are_no_rows():
    found = understand(
        Book([grid(HEADINGS, ["XZ-001", "丰县"], HEADINGS, ["合计", "2"], ["XZ-002", "沛县"])])
    )

    assert [row.text("number") for row in found.rows] == ["XZ-001", "XZ-002"]
    assert [row.row for row in found.rows] == [2, 5]


def test_the_sheet_with_stamps_is_the_one_of_cases():
    copy = grid(HEADINGS, ["XZ-001"], ["XZ-002"], name="副本")
    ours = grid([*HEADINGS, "版本戳"], ["XZ-001"], name="Sheet1")
    base = grid(["丰县", *[""] * 6, "xuzhou-2015/8", "contact"], [*[""] * 7, "1", "周庆和"], name="_base")

    found = understand(Book([copy, base, ours]))

    assert (found.sheet, found.campaign, found.edition, found.base) == (
        "Sheet1", "xuzhou-2015", 8, {1: {"contact": "周庆和"}},
    )  # fmt: skip
    assert found.remarks == ("另有工作表“副本”与汇总表相似，未读取",)


def test_marks_on_the_other_pages_wherever_sorting_took_them():
    pending = grid(
        ["待核事项清单"],
        ["对象", "办理情况", "版本戳"],
        ["3号", "已处理", "d.12.4"],
        ["合计", "1"],
        ["收件1", "", "d.9.4"],
        name="待核事项",
    )
    missing = grid(
        ["单位", "应报", "备注", "版本戳"], ["沛县", "2", "已电话", "u.peixian.4"], name="未报送单位"
    )
    other = grid(["备注", "版本戳"], ["甲", "u.peixian.4"])

    assert [is_side_page(page) for page in (pending, missing, other)] == [True, True, False]
    assert read_marks([pending, missing, other]) == (
        Mark("d", "12", 4, "待核事项!B3", Cell("已处理")),
        Mark("d", "9", 4, "待核事项!B5", Cell("")),
        Mark("u", "peixian", 4, "未报送单位!C2", Cell("已电话")),
    )


@pytest.mark.parametrize(
    ("comment", "hers"),
    [
        ("陈秀兰:\r\n再问一下", "陈秀兰:\n再问一下"),
        ("依据：\n标题：四\n（系统批注）", ""),
        ("依据：\n标题：四\n（系统批注）\n\n已问过 ", "已问过"),
        ("先看\n依据：\n标题：四\n（系统批注）", "先看"),
        ("依据：标题：四", ""),  # the end of ours was cut off
        ("[线程批注]\n你的Excel版本可读取此线程批注。\n\n注释:\n    再问一下", "再问一下"),
    ],
)
def test_her_words_in_a_comment(comment, hers):
    assert her_note(comment) == hers


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (Cell("甲"), ""),
        (Cell("5", CellKind.NUMBER), ""),
        (Cell("甲", CellKind.FORMULA), "是公式，请改为文字（复制后粘贴为数值）"),
        (Cell("#N/A", CellKind.ERROR), "显示为错误值#N/A"),
        (Cell("=1+1"), "以“=”开头，疑为公式，未采用"),
        (Cell("@SUM(A1)"), "疑为公式，未采用"),
        (Cell("+cmd|' /C calc'!A0"), "疑为公式，未采用"),
        (Cell("+86 516 8000"), ""),
        (Cell("-5"), ""),
        (Cell("####"), "只有“#”号，内容未保存下来"),
    ],
)
def test_what_spoils_a_cell(cell, why):
    assert spoiled(cell) == why
