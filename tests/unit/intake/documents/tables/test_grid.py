"""Tables understood: lines, label and value of forms, rows of lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.tables.grid import (
    LONGEST_VALUE,
    Cell,
    header_row,
    lines_of_row,
    pairs_of_form,
    rows_of_list,
)
from intake.model.case import Row

DOWN, ACROSS = Cell((), continues=True), Cell((), continues=True, across=True)


def row(*cells: str | Cell) -> list[Cell]:
    return [
        cell if isinstance(cell, Cell) else Cell(tuple(cell.split("/")) if cell else ()) for cell in cells
    ]


@pytest.mark.parametrize(
    ("lines", "text", "is_short"),
    [
        ((), "", True),
        (("案例名称",), "案例名称", True),
        (("案", "例", "名", "称"), "案例名称", True),  # a narrow cell
        (("案例", "名称"), "案例名称", True),
        (("张三", "李四"), "张三\n李四", True),  # two names are two
        (("案例名称", "一张清单"), "案例名称\n一张清单", True),
        (("一", "二", "三", "四", "五"), "一二三四五", True),
        (("a", "b"), "a\nb", True),
        (("甲" * 30, "乙" * 31), "甲" * 30 + "\n" + "乙" * 31, False),
        (("甲", "乙乙乙", "丙", "丁"), "甲\n乙乙乙\n丙\n丁", False),
        (("第一页\f",), "第一页", True),
    ],
)
def test_the_text_of_a_cell(lines: tuple[str, ...], text: str, is_short: bool) -> None:
    cell = Cell(lines)
    assert (cell.text, cell.is_short) == (text, is_short)


def test_a_table_inside_keeps_its_own_lines() -> None:
    assert not Cell(("a", "b"), nested=True).is_short
    assert Cell(("a",), nested=True).is_short


LONG = ("近年来，我镇围绕群众反映的难事琐事，从小处着手。" * 3, "办一件了一件。")


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (row(), []),
        (row(""), []),
        (row("", ""), []),
        (row("甲"), ["甲"]),
        (row("甲/乙/丙丙丙/丁"), ["甲", "乙", "丙丙丙", "丁"]),  # the only cell keeps its lines
        (row("案例名称", "一张清单"), ["案例名称\t一张清单"]),
        (row("案/例/名/称", "一张清单"), ["案例名称\t一张清单"]),
        (row("联系人", "张三/李四"), ["联系人\t张三 李四"]),
        (row("联系人", ""), ["联系人"]),
        (row("", "张三"), ["张三"]),
        (row("甲", "", "乙"), ["甲\t\t乙"]),
        (row("甲", DOWN, "乙"), ["甲\t乙"]),
        (row("甲", ACROSS), ["甲"]),
        (row("主要做法", Cell(LONG)), ["主要做法", *LONG]),
        (row("主要做法", Cell(LONG), "备注", "无"), ["主要做法", *LONG, "备注\t无"]),
        (row(DOWN, DOWN), []),
    ],
)
def test_a_row_as_lines(cells: list[Cell], lines: list[str]) -> None:
    assert list(lines_of_row(cells)) == lines


FORM = [
    row("案例名称", "一张清单管到底"),
    row("申报单位", "丰县宋楼镇人民政府", "联系人", "张三"),
    row("联系电话", "13800001102", "字数", ""),
]


def test_a_form_is_label_and_value() -> None:
    assert list(pairs_of_form(FORM)) == [
        ("案例名称", "一张清单管到底"),
        ("申报单位", "丰县宋楼镇人民政府"),
        ("联系人", "张三"),
        ("联系电话", "13800001102"),
    ]
    assert header_row(FORM) is None


@pytest.mark.parametrize(
    ("grid", "pairs"),
    [
        ([], []),
        ([row("甲", "乙")], []),  # no label that is known
        ([row("申报单位：", "丰县")], [("申报单位", "丰县")]),
        ([row("申 报 单 位", "丰县")], [("申报单位", "丰县")]),
        ([row("1.申报单位（盖章）", "丰县")], [("申报单位", "丰县")]),
        ([row("申报单位", "")], []),
        ([row("申报单位", DOWN, "丰县")], [("申报单位", "丰县")]),
        # the head row of a form of two rows
        (
            [row("案例名称", "联系人"), row("一张清单", "张三")],
            [("案例名称", "一张清单"), ("联系人", "张三")],
        ),
        ([row("案例名称", "联系人"), row("一张清单", "联系电话")], []),
        # a label before a group of labels, merged downwards
        (
            [row("联系人", "姓名", "张三"), row(DOWN, "手机", "13800001102"), row("申报单位", "丰县")],
            [("联系人姓名", "张三"), ("联系人手机", "13800001102"), ("申报单位", "丰县")],
        ),
        # a new word in a form
        (
            [row("案例名称", "一张清单"), row("申报单位", "丰县"), row("甲乙丙丁", "一张清单管到底")],
            [("案例名称", "一张清单"), ("申报单位", "丰县"), ("甲乙丙丁", "一张清单管到底")],
        ),
        ([row("案例名称", "一张清单"), row("甲乙丙丁", "一张清单管到底")], [("案例名称", "一张清单")]),
        (
            [row("标题", "苹果地磅的半夜电话")],
            [("标题", "苹果地磅的半夜电话")],
        ),  # a title may end as labels do
        ([row("案例层级", "社区")], [("案例层级", "社区")]),  # the word of a level is the value here
        ([row("申报单位", "长" * 5000)], [("申报单位", "长" * LONGEST_VALUE)]),
    ],
)
def test_forms(grid: list[list[Cell]], pairs: list[tuple[str, str]]) -> None:
    assert list(pairs_of_form(grid)) == pairs


HEAD = row("序号", "案例名称", "申报单位", "联系人", "联系电话")
LIST = [
    row("汇总表"),
    HEAD,
    row("1", "一张清单", "丰县", "张三", "13800001102"),
    row("2", "五色花", DOWN, "李四", ""),
    row("", "", "", "", ""),
    row("3", "议事会", "沛县", "王五/赵六", "0516-80001101"),
]


def test_a_list_is_its_head_and_its_rows() -> None:
    head = header_row(LIST)
    assert head == 1
    assert rows_of_list(LIST, head) == (
        Row(("序号", "案例名称", "申报单位", "联系人", "联系电话")),
        Row(("1", "一张清单", "丰县", "张三", "13800001102")),
        Row(("2", "五色花", "丰县", "李四", "")),
        Row(("3", "议事会", "沛县", "王五 赵六", "0516-80001101")),
    )


@pytest.mark.parametrize(
    ("grid", "head"),
    [
        ([], None),
        ([HEAD], None),  # a head of nothing
        ([HEAD, row("1", "一张清单", "丰县", "张三", "138")], 0),
        ([row("甲"), row("乙"), row("丙"), HEAD, row("1", "2", "3", "4", "5")], 3),
        (
            [row("甲"), row("乙"), row("丙"), row("丁"), HEAD, row("1", "2", "3", "4", "5")],
            None,
        ),  # too far down
        ([row("案例名称", "联系人"), row("一张清单", "张三"), row("五色花", "李四")], 0),
        ([row("案例名称", "联系人"), row("申报单位", "丰县"), row("联系电话", "138")], None),  # a form
        ([row("案例层级", "社区"), row("一", "二"), row("三", "四")], None),
        ([row("我们", "他们", "大家"), row("一", "二", "三")], None),
        ([row("序号", "", "", "", "案例名称"), row("1", "2", "3", "4", "5")], None),  # mostly empty
    ],
)
def test_where_a_list_begins(grid: list[list[Cell]], head: int | None) -> None:
    assert header_row(grid) == head


def test_a_cell_merged_downwards_counts_for_the_column_it_stands_in() -> None:
    grid = [
        row("县区", Cell(("案例名称",), span=2), "联系人"),
        [Cell(("丰县",)), Cell(("一张清单",)), Cell(("初稿",)), Cell(("张三",))],
        [DOWN, Cell(("五色花",), span=2), DOWN],
    ]
    assert rows_of_list(grid, 0)[1:] == (
        Row(("丰县", "一张清单", "初稿", "张三")),
        Row(("丰县", "五色花", "张三")),
    )


_CELLS = st.builds(
    Cell,
    st.lists(
        st.sampled_from(("案例名称", "联系人", "甲", "丰县", "1", "社区", "说明。" * 30, "")), max_size=4
    ).map(tuple),
    st.integers(1, 3),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(st.lists(_CELLS, max_size=4), max_size=4))
def test_no_word_of_a_table_is_lost_and_none_is_invented(grid: list[list[Cell]]) -> None:
    for cells in grid:
        said = "".join("".join(cell.lines) for cell in cells if not cell.continues)
        assert "".join("".join(lines_of_row(cells)).split()) == "".join(said.split())
    whole = "".join(cell.text for cells in grid for cell in cells)
    for _, value in pairs_of_form(grid):
        assert value in whole
    head = header_row(grid)
    assert head is None or head < min(4, len(grid) - 1)
    for listed in rows_of_list(grid, head or 0):
        assert any(listed.cells)
