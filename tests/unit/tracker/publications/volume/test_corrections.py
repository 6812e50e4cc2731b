"""Corrections of a proof: read from a mail's lines, and done in the blocks of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tracker.ledger.published.rounds import Correction
from tracker.publications.volume.content.correct import correct_blocks, count_text
from tracker.publications.volume.content.model import Block, Call, Footnote, Grid, GridCell, Image, Line
from tracker.publications.volume.rounds.lines import read_line, read_lines

AT = datetime(2015, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "place", "page", "old", "new"),
    [
        ("第3页第2行“甲方”改为“乙方”", "第3页第2行", 3, "甲方", "乙方"),
        ("第3页第2行，将“甲方”改为“乙方”。", "第3页第2行", 3, "甲方", "乙方"),
        ("1. 第3页 第2行：把“甲方”改成“乙方”", "第3页第2行", 3, "甲方", "乙方"),
        ("（2）第十二页倒数第三行“三十六件”应为“三十八件”；", "第十二页倒数第三行", 12, "三十六件", "三十八件"),
        ("第3页第2段第4行 36件 应为 38件", "第3页第2段第4行", 3, "36件", "38件"),
        ("P5 第1行 甲方 → 乙方", "P5第1行", 5, "甲方", "乙方"),
        ("第３页第２行“甲方”改为“乙方”", "第３页第２行", 3, "甲方", "乙方"),
        ("第4页图注“议事厅”改为“议事亭”", "第4页图注", 4, "议事厅", "议事亭"),
        ("第4页“图1　议事厅”改为“图1　议事亭”", "第4页", 4, "议事厅", "议事亭"),
        ("第4页表中36应为38", "第4页表", 4, "36", "38"),
        ("第2页“的的”删去一个“的”", "", 0, "", ""),
        ("第2页删去“的的”", "第2页", 2, "的的", ""),
        ("第2页第1行“市委、”删除", "第2页第1行", 2, "市委、", ""),
        ("第2页第1行“议事”后加“协商”", "第2页第1行", 2, "议事", "议事协商"),
        ("第2页第1行在“协商”前加“议事”", "第2页第1行", 2, "协商", "议事协商"),
        ("第2页“居民 代表”一词改为“村民代表”", "第2页", 2, "居民 代表", "村民代表"),
        ('第2页"甲方"改为"乙方"', "第2页", 2, "甲方", "乙方"),
        ("“甲方”改为“乙方”", "", 0, "甲方", "乙方"),
        ("甲方改为乙方", "", 0, "", ""),
        ("第3页第2行\"甲方\"改为'乙方'", "第3页第2行", 3, "甲方", "乙方"),
        ("将第3页第2行“甲方”替换为“乙方”", "第3页第2行", 3, "甲方", "乙方"),
        ("第3页第2行“甲方”应更正为“乙方”", "第3页第2行", 3, "甲方", "乙方"),
        ("第3页，甲方改为乙方，丙方改为丁方", "", 0, "", ""),  # two at once
        ("第3页36件应为38件，依据是街道报表", "", 0, "", ""),  # and a reason
        ("第3页36件应为38件还是39件", "", 0, "", ""),
        ("第3页36件改为38件即可", "", 0, "", ""),
        ("第3页，甲方、丙方，改为甲方、丁方", "第3页", 3, "甲方、丙方", "甲方、丁方"),
        ('第12页倒数第3行"的"改成"地"', "第12页倒数第3行", 12, "的", "地"),
        ("第12页倒数第3行‘的’改成‘地’", "第12页倒数第3行", 12, "的", "地"),
        ("12页倒数3行，“的”改“地”", "12页倒数3行", 12, "的", "地"),
        ("P5 L3 “甲方”→“乙方”", "P5L3", 5, "甲方", "乙方"),
        ("p5，l3：“甲方”应为“乙方”", "p5，l3", 5, "甲方", "乙方"),
        ("P.5第3行“甲方”换“乙方”", "P.5第3行", 5, "甲方", "乙方"),
        ("第5页第3行“乙方”误为“甲方”", "第5页第3行", 5, "甲方", "乙方"),
        ("第5页“乙方”错写成“甲方”了", "", 0, "", ""),
        ("第5页图片改小一点", "", 0, "", ""),
        ("第5页标题换行", "", 0, "", ""),
        ("目录里铜山区漏了", "", 0, "", ""),
        ("无修改", "", 0, "", ""),
        ("第2页“甲方”改为“甲方”", "", 0, "", ""),
        ("请尽快改为新的版本，谢谢", "", 0, "", ""),
        ("第3页第2行看不清楚", "", 0, "", ""),
        ("您好：", "", 0, "", ""),
        ("", "", 0, "", ""),
        ("第3页" + "改为" * 400, "", 0, "", ""),
    ],
)  # fmt: skip
def test_a_line_is_read(line: str, place: str, page: int, old: str, new: str) -> None:
    said = read_line(line)

    if not old:
        assert said is None
    else:
        assert said is not None
        assert (said.place, said.page, said.old, said.new) == (place, page, old, new)


@pytest.mark.parametrize(
    ("line", "serial", "title"),
    [
        ("3号第3页“甲方”改为“乙方”", 3, ""),
        ("3号案例，第3页“甲方”改为“乙方”", 3, ""),
        ("XZ-012第3页“甲方”改为“乙方”", 12, ""),
        ("《一张清单管到底》第3页“甲方”改为“乙方”", 0, "一张清单管到底"),
    ],
)
def test_a_line_may_name_its_case(line: str, serial: int, title: str) -> None:
    said = read_line(line)

    assert said is not None
    assert (said.serial, said.title, said.old, said.new) == (serial, title, "甲方", "乙方")


def test_lines_and_what_is_left() -> None:
    text = (
        "您好：\n校样已看，改动如下：\n1、第3页第2行“甲方”改为“乙方”；第4页删去“的的”。\n其余无误。\n出二校\n"
    )
    said, rest = read_lines(text)

    assert [(one.page, one.old, one.new) for one in said] == [(3, "甲方", "乙方"), (4, "的的", "")]
    assert rest == "您好：\n校样已看，改动如下：\n其余无误。\n出二校\n"


@pytest.mark.parametrize(
    "text",
    [
        "一、第3页“甲方”改为“乙方”\n二、第4页删去“的的”",
        "一、第3页“甲方”改为“乙方”。二、第4页删去“的的”。",
        "1）第3页“甲方”改为“乙方”，2）第4页删去“的的”",
        "（一）第3页“甲方”改为“乙方”（二）第4页删去“的的”",
        "①第3页“甲方”改为“乙方” ②第4页删去“的的”",
        "第一处，第3页“甲方”改为“乙方”。第二处，第4页删去“的的”。",
        "其一，第3页“甲方”改为“乙方”；其二，第4页删去“的的”。",
        "1.第3页“甲方”改为“乙方”。2.第4页删去“的的”。",
        "1第3页“甲方”改为“乙方”\n2第4页删去“的的”",
        "—第3页“甲方”改为“乙方”\n—第4页删去“的的”",
        "1：第3页“甲方”改为“乙方”\n2：第4页删去“的的”",
    ],
)
def test_each_item_of_a_list_is_one_correction(text: str) -> None:
    said, rest = read_lines(text)

    assert [(one.page, one.old, one.new) for one in said] == [(3, "甲方", "乙方"), (4, "的的", "")]
    assert rest.strip() == ""


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("一、第3页“一、背景”改为“一、背景与起因”。", "一、背景", "一、背景与起因"),
        ("2）第3页“办结；公开。1）登记”改为“公开。2、登记”", "办结；公开。1）登记", "公开。2、登记"),
        ("第3页第一、二行“甲、乙”改为“甲和乙”", "", ""),
    ],
)
def test_marks_inside_quotation_marks_are_text(text: str, old: str, new: str) -> None:
    said, _ = read_lines(text)

    assert [(one.old, one.new) for one in said] == ([(old, new)] if old else [])


BLOCKS: tuple[Block, ...] = (
    Line("paragraph", "居民议事三十六件，件件有着落。", calls=(Call(2, "1"), Call(8, "2"), Call(15, "3"))),
    Line("item", "办完的事当面回。", 0, "1. "),
    Image("a.png", "a.png", "0", (1, 1), caption="议事厅"),
    Grid(((GridCell(("办结", "36件")), GridCell(("共36件",))),), "办理情况"),
    Footnote("1", "数字由社区提供"),
)


def correction(old: str, new: str, number: int = 1, version: int = 1, why: str = "") -> Correction:
    return Correction(number, 1, "XZ-001", version, 1, "第3页", old, new, "a@example.cn", AT, why=why)


@pytest.mark.parametrize(
    ("old", "new", "place", "now"),
    [
        ("三十六", "36", 0, Line("paragraph", "居民议事36件，件件有着落。", calls=(Call(2, "1"), Call(7, "2"), Call(14, "3")))),
        ("议事三十六件，件件", "商定", 0, Line("paragraph", "居民商定有着落。", calls=(Call(2, "1"), Call(4, "2"), Call(8, "3")))),
        ("居民", "全体居民", 0, Line("paragraph", "全体居民议事三十六件，件件有着落。", calls=(Call(4, "1"), Call(10, "2"), Call(17, "3")))),
        ("当面", "", 1, Line("item", "办完的事回。", 0, "1. ")),
        ("议事厅", "议事亭", 2, Image("a.png", "a.png", "0", (1, 1), caption="议事亭")),
        ("共36件", "共38件", 3, Grid(((GridCell(("办结", "36件")), GridCell(("共38件",))),), "办理情况")),
        ("办理情况", "办结情况", 3, Grid(((GridCell(("办结", "36件")), GridCell(("共36件",))),), "办结情况")),
        ("社区", "街道", 4, Footnote("1", "数字由街道提供")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", [1, 2])
def test_what_stands_once_is_replaced(old: str, new: str, place: int, now: Block, version: int) -> None:
    blocks, remarks = correct_blocks(BLOCKS, [correction(old, new, version=version)], 1)

    assert blocks == (*BLOCKS[:place], now, *BLOCKS[place + 1 :])
    assert remarks == ("已按返回的更正改1处",)


@pytest.mark.parametrize(
    ("one", "remarks"),
    [
        (correction("36件", "38件"), ("更正1（“36件”改为“38件”）没有改：原文已有变动，请核对",)),
        (correction("没有的话", "别的"), ("更正1（“没有的话”改为“别的”）没有改：原文已有变动，请核对",)),
        (correction("居民", "村民", why="原文有3处"), ("更正1（“居民”改为“村民”）没有改：原文有3处",)),
        (
            correction("没有的话", "别的", version=2),
            ("更正1（“没有的话”改为“别的”）是就第2稿提出的，现用第1稿，请核对",),
        ),
        (
            correction("36件", "38件", version=2),
            ("更正1（“36件”改为“38件”）是就第2稿提出的，现用第1稿，请核对",),
        ),
        (correction("没有的话", "居民", version=2), ()),
        (correction("居民", "居民议事", version=2), ()),  # its author has added it
        (correction("居民", "", why="原文有3处"), ("更正1（“居民”删去）没有改：原文有3处",)),
        (
            correction("没有的话", "别的", version=2, why="正文中没有找到“没有的话”"),
            (
                "更正1（“没有的话”改为“别的”）没有改：正文中没有找到“没有的话”；是就第2稿提出的，现用第1稿，请核对",
            ),
        ),
        (
            replace(correction("", "", why="来信所述，请人工处理"), words="第三段请酌情压缩"),
            ("更正1（一校“第三段请酌情压缩”）：来信所述，请人工处理",),
        ),
    ],
)
def test_what_is_not_sure_is_not_done_but_said(one: Correction, remarks: tuple[str, ...]) -> None:
    assert correct_blocks(BLOCKS, [one], 1) == (BLOCKS, remarks)


def test_corrections_follow_each_other() -> None:
    both = [correction("三十六件", "三十八件"), correction("三十八件", "四十件", 2)]
    blocks, remarks = correct_blocks(BLOCKS, both, 1)

    assert (count_text(blocks, "四十件"), count_text(blocks, "三十")) == (1, 0)
    assert remarks == ("已按返回的更正改2处",)


def test_a_line_behind_a_correction_is_of_the_same_page() -> None:
    said, _ = read_lines("第3页第5行“的”改为“地”；第6行“地”改为“的”；“做”改为“作”。\n第2行“在”改为“再”")

    assert [(one.page, one.place) for one in said] == [
        (3, "第3页第5行"),
        (3, "第3页第6行"),
        (0, ""),
        (0, "第2行"),
    ]
