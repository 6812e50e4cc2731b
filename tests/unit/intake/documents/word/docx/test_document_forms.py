"""Forms become label–value pairs, lists become rows, labelled lines become pairs."""

from __future__ import annotations

import pytest

from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.documents.tables.labels import is_known_label, labelled_lines, plain_label
from intake.model.case import Row


def grid(*rows: list[str | Cell]) -> list[list[Cell]]:
    return [
        [cell if isinstance(cell, Cell) else Cell(tuple(cell.split("\n")) if cell else ()) for cell in row]
        for row in rows
    ]


UP = Cell(continues=True)

FORMS = {
    "label and value": (grid(["案例名称", "一核引领"]), [("案例名称", "一核引领")]),
    "two pairs a row": (
        grid(["报送单位", "丰县民政局", "联系电话", "0516-80001234"]),
        [("报送单位", "丰县民政局"), ("联系电话", "0516-80001234")],
    ),
    "blanks inside labels": (
        grid(["联 系 人", "张 三"], ["电\u3000话：", "1380"]),
        [("联系人", "张 三"), ("电话", "1380")],
    ),
    "vertical label": (grid(["案\n例\n名\n称", "一核引领"]), [("案例名称", "一核引领")]),
    "label over two lines": (grid(["联系\n电话", "13800000000"]), [("联系电话", "13800000000")]),
    "numbered and marked labels": (
        grid(["1.案例名称*", "甲"], ["申报单位（盖章）", "乙"]),
        [("案例名称", "甲"), ("申报单位", "乙")],
    ),
    "empty value": (grid(["联系人", "", "电话", "1380"]), [("电话", "1380")]),
    "no value at all": (grid(["联系人", "", "电话", ""]), []),
    "head row and one value row": (
        grid(["案例名称", "联系人", "电话"], ["甲案例", "张三", "1380"]),
        [("案例名称", "甲案例"), ("联系人", "张三"), ("电话", "1380")],
    ),
    "group of labels": (
        grid(
            ["联系人", "姓名", "张三", "职务", "科长"], [UP, "电话", "1380", "邮箱", "a@b.cn"], ["备注", "无"]
        ),
        [
            ("联系人姓名", "张三"),
            ("联系人职务", "科长"),
            ("联系人电话", "1380"),
            ("联系人邮箱", "a@b.cn"),
            ("备注", "无"),
        ],
    ),
    "new words in a form": (
        grid(["案例名称", "甲"], ["联系人", "乙"], ["实施范围", "全县"]),
        [("案例名称", "甲"), ("联系人", "乙"), ("实施范围", "全县")],
    ),
    "value of several paragraphs": (grid(["主要做法", "第一段\n第二段"]), [("主要做法", "第一段\n第二段")]),
    "two short names are no vertical word": (grid(["作者", "张三\n李四"]), [("作者", "张三\n李四")]),
    "merged value once": (grid(["案例名称", Cell(("甲",), span=3)]), [("案例名称", "甲")]),
    "prose in two columns": (grid(["左边的一句话。", "右边的一句话。"]), []),
}


@pytest.mark.parametrize("name", FORMS)
def test_pairs_of_forms(name: str) -> None:
    cells, expected = FORMS[name]

    assert list(pairs_of_form(cells)) == expected


LIST = grid(["序号", "案例名称", "报送单位"], ["1", "甲案例", "丰县"], ["2", "乙案例", "沛县"])


@pytest.mark.parametrize(
    ("cells", "head"),
    [
        (LIST, 0),
        (grid(["附件2", "", ""], *[[c.text for c in row] for row in LIST]), 1),
        (grid(["题目", "字数"], ["甲案例", "1500"], ["乙案例", "2000"]), 0),
        (grid(["案例名称", "甲", "联系人", "张三"], ["报送单位", "乙", "电话", "1380"]), None),
        (grid(["联系人", "", "电话", ""], ["单位", "", "备注", ""]), None),
        (grid(["案例名称", "联系人"]), None),
        (grid(["姓名", "张三"], ["电话", "1380"]), None),
        ([], None),
    ],
)
def test_head_rows_of_lists(cells: list[list[Cell]], head: int | None) -> None:
    assert header_row(cells) == head


def test_rows_keep_empty_cells_and_fill_merged_ones() -> None:
    cells = grid(["县区", "案例名称", "备注"], ["丰县", "甲", ""], [UP, "乙\n案例", "新"], ["", "", ""])

    assert rows_of_list(cells, 0) == (
        Row(("县区", "案例名称", "备注")),
        Row(("丰县", "甲", "")),
        Row(("丰县", "乙 案例", "新")),
    )


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (grid(["甲", "乙"])[0], ["甲\t乙"]),
        (grid(["甲", "", "丙", ""])[0], ["甲\t\t丙"]),
        (grid(["甲", "乙一\n乙二"])[0], ["甲\t乙一 乙二"]),
        (grid(["甲", "长" * 40 + "\n" + "文" * 40, "丙"])[0], ["甲", "长" * 40, "文" * 40, "丙"]),
        (grid(["一\n二\n三\n四\n五"])[0], ["一", "二", "三", "四", "五"]),
        (grid(["", ""])[0], []),
        ([UP, Cell(("乙",))], ["乙"]),
    ],
)
def test_lines_of_rows(cells: list[Cell], lines: list[str]) -> None:
    assert list(lines_of_row(cells)) == lines


LINES = {
    "报送单位：丰县民政局  联系人：张三 电话：0516-80001234": [
        ("报送单位", "丰县民政局"),
        ("联系人", "张三"),
        ("电话", "0516-80001234"),
    ],
    "（作者单位：沛县沛城街道；联系人：李四，联系电话13800000000）": [
        ("作者单位", "沛县沛城街道"),
        ("联系人", "李四"),
        ("联系电话", "13800000000"),
    ],
    "联 系 人：王 五": [("联系人", "王 五")],
    "【案例名称】：一核引领": [],
    "案例名称：《一核引领》": [("案例名称", "《一核引领》")],
    "报送单位（盖章）：铜山区民政局": [("报送单位", "铜山区民政局")],
    "丰县民政局联系人：张三": [("联系人", "张三")],
    "联系人 张三": [("联系人", "张三")],
    "联系电话\t0516-80001234": [("联系电话", "0516-80001234")],
    "撰稿人：张三（13800000000）": [("撰稿人", "张三（13800000000）")],
    "各单位：": [],
    "近年来，各单位：张三": [],
    "群众说：电话打得通了。": [],
    "联系人：": [],
    "联系人 电话": [],
    "联系人在村里设了三个点，随叫随到。": [],
    "联系人：" + "长" * 200: [],
}


@pytest.mark.parametrize("line", LINES)
def test_labelled_lines(line: str) -> None:
    assert list(labelled_lines(line)) == LINES[line]


def test_labelled_lines_are_found_once_each_across_pages() -> None:
    text = "标题\n\f联系人：张三\n正文\n联系人：张三\n电话：1380"

    assert labelled_lines(text) == (("联系人", "张三"), ("电话", "1380"))


@pytest.mark.parametrize(
    ("text", "plain", "known"),
    [
        ("联 系\n人", "联系人", True),
        ("联系人/电话", "联系人/电话", True),
        ("姓名、职务", "姓名、职务", True),
        ("县（市、区）", "县（市、区）", True),
        ("（三）申报单位（公章）：", "申报单位", True),
        ("乡镇民政办意见", "乡镇民政办意见", True),
        ("丰县民政局", "丰县民政局", False),
        ("一核引领 多元共治", "一核引领多元共治", False),
        ("2015年7月", "2015年7月", False),
        ("", "", False),
    ],
)
def test_labels(text: str, plain: str, known: bool) -> None:
    assert (plain_label(text), is_known_label(text)) == (plain, known)
