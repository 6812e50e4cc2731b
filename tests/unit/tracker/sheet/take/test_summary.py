"""What is said of a returned workbook, in a letter and on a terminal."""

import pytest

from tracker.sheet.take.compare import Conflict, Edit, Line, Refusal
from tracker.sheet.take.summary import change_line, conflict_line, summary_lines, summary_values
from tracker.sheet.take.take import NewCase, Taken


def edit(name: str, text: str) -> Edit:
    return Edit(7, 3, "案例汇总表!H5", name, "（二）治理方式", text, {name: "4"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line(3, "", "主题", "（二）治理方式", "四"), "3号主题：（二）治理方式 → 四"),
        (Line(0, "", "沛县备注", "", "已\n电话"), "沛县备注：（无） → 已 电话"),
        (Line(3, "", "备注", "甲" * 81, ""), f"3号备注：{'甲' * 80}… → （无）"),
    ],
)
def test_a_change_in_one_line(line, said):
    assert change_line(line) == said


@pytest.mark.parametrize(
    ("conflict", "said"),
    [
        (Conflict(edit("theme", "四"), "（一）治理结构", "李敏"), "3号主题（案例汇总表!H5）：台账李敏改为“（一）治理结构”，表中为“四”"),
        (Conflict(edit("contact", ""), "", ""), "3号联系人（案例汇总表!H5）：台账现为“空”，表中为“空”"),
    ],
)  # fmt: skip
def test_both_values_of_a_conflict(conflict, said):
    assert conflict_line(conflict) == said


def test_everything_that_became_of_a_workbook_on_a_terminal():
    taken = Taken(
        lines=[Line(3, "", "主题", "二", "四")] * 102,
        new=[NewCase(4, "XZ-004", "小院议事会")],
        refusals=[Refusal("案例汇总表!H6", "主题", "九", "没有主题“九”"), Refusal("案例汇总表!A7", "整行", "", "本行未处理")],
        conflicts=[Conflict(edit("theme", "四"), "一", "李敏")],
        remarks=["第9行没有案例名称，未作处理"],
        columns=["批示"],
    )  # fmt: skip

    assert list(summary_lines(taken)) == [
        "已采用（102）：",
        *["  3号主题：二 → 四"] * 100,
        "  ……另有2处，见台账记录",
        "新增案例（1）：",
        "  4号（XZ-004）《小院议事会》",
        "新增栏目（1）：",
        "  批示",
        "未采用（2）：",
        "  案例汇总表!H6　主题“九”：没有主题“九”",
        "  案例汇总表!A7　整行：本行未处理",
        "两边都有改动，未采用表中内容（1）：",
        "  3号主题（案例汇总表!H5）：台账李敏改为“一”，表中为“四”",
        "说明（1）：",
        "  第9行没有案例名称，未作处理",
    ]
    assert summary_values(taken, "改过.xlsx")["untouched"] is False


@pytest.mark.parametrize(
    ("taken", "lines"),
    [
        (Taken(refused="文件过大"), ["未读取：文件过大"]),
        (Taken(), ["表中没有修改。"]),
        (Taken(remarks=["另有工作表“副本”与汇总表相似，未读取"]), ["说明（1）：", "  另有工作表“副本”与汇总表相似，未读取", "表中没有修改。"]),
    ],
)  # fmt: skip
def test_a_workbook_of_which_nothing_was_taken(taken, lines):
    assert list(summary_lines(taken)) == lines
