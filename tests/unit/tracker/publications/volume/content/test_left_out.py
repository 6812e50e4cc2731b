"""Nothing of a case's text is lost without a word; what the page prints from the ledger is not missed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.publications.volume.content.cut import left_out, notes_of, says_only, uncalled_notes
from tracker.publications.volume.content.model import Block, Call, Footnote, Grid, GridCell, Image, Line

KNOWN = ("一核引领聚民心", "丰县民政局", "张三", "13800000001", "2015年8月")
BLOCKS: tuple[Block, ...] = (
    Line("heading", "一、背景", 1),
    Line("paragraph", "宋楼镇辖12个社区。", calls=(Call(4, "n1"),)),
    Line("item", "办完的事当面回。", 0, "1. "),
    Image("a.jpg", caption="图1 议事亭"),
    Grid(((GridCell(("社区", "件数")), GridCell(("柳桥村",))), (GridCell(("36",)),)), "表1 各村"),
    Footnote("n1", "数字由镇提供"),
    Footnote("n2", "另见附件"),
    Footnote("n3", ""),
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一、背景\n宋楼镇辖12个社区。\n1. 办完的事当面回。",
        "办完的事当面回",
        "图1　议事亭\n表1　各村\n数字由镇提供",
        "社区件数\t柳桥村\t36",
        "一核引领聚民心\n丰县民政局\n联系人：张三\n电话：13800000001\n2015年8月",
        "一核引领\n聚民心",
        "——\n\n……\n*",
    ],
)
def test_what_is_set_or_printed_from_the_ledger_is_not_missed(text: str) -> None:
    assert list(left_out(text, BLOCKS, KNOWN)) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("二、做法", "原文有1处没有排入，请核对：“二、做法”"),
        ("宋楼镇辖13个社区。", "原文有1处没有排入，请核对：“宋楼镇辖13个社区。”"),
        ("柳桥村\t沈庄村\t37", "原文有2处没有排入，请核对：“沈庄村”；“37”"),
        ("  二、做法  \n一、背景\n二、做法", "原文有1处没有排入，请核对：“二、做法”"),
        ("丰县民政局张三牵头", "原文有1处没有排入，请核对：“丰县民政局张三牵头”"),
    ],
)
def test_each_piece_that_is_lost_is_told_once_as_it_was_written(text: str, missing: str) -> None:
    assert list(left_out(text, BLOCKS, KNOWN)) == [missing]


@given(st.lists(st.text("宋楼镇辖个社区一二三12，。", min_size=1, max_size=12), max_size=6))
def test_a_text_set_line_by_line_lacks_nothing(lines: list[str]) -> None:
    blocks = [Line("paragraph", line) for line in lines]

    assert list(left_out("\n".join(lines), blocks, KNOWN)) == []


def test_notes_by_their_anchors_and_those_that_nothing_calls_at_the_end() -> None:
    assert notes_of(BLOCKS) == {one.anchor: one for one in BLOCKS if isinstance(one, Footnote)}
    assert list(uncalled_notes(BLOCKS)) == ["注：另见附件"]
    assert notes_of(()) == {}


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("丰县民政局", True),
        ("报送单位：丰县民政局", True),
        ("联系人：张三 13800000001", True),
        ("电子邮箱：fx@example.cn", True),
        ("（丰县民政局）", True),
        ("2015年8月3日", True),
        ("聚民心", True),
        ("丰县民政局张三报送的材料", False),
        ("张三说，这件事办得好。", False),
        ("丰县民政局" * 33, False),
    ],
)
def test_a_line_of_nothing_but_known_values_and_labels(text: str, *, only: bool) -> None:
    assert says_only(text, ("一核引领聚民心", "13800000001", "丰县民政局", "张三")) is only
