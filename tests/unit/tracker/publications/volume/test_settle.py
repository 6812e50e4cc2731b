"""What an author's layout left in a text: contents of his own, torn paragraphs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.publications.volume.content.cut import left_out
from tracker.publications.volume.content.model import Block, Call, Image, Line, Shift
from tracker.publications.volume.content.settle import settle


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line("paragraph", text) for text in texts)


BODY = lines("一、背景", "前些年停车难。", "二、做法", "楼长收集意见。", "三、成效", "后来好了。")


@pytest.mark.parametrize(
    "own",
    [
        ("目录", "一、背景………………1", "二、做法………………2", "三、成效………………3"),
        ("目　录", "一、背景\t1", "二、做法\t2", "三、成效\t12"),
        ("CONTENTS", "背景......（1）", "做法......（2）"),
        ("目录", "一、背景", "二、做法", "三、成效"),  # without numbers: said again below
        ("一、背景 ……… 1", "二、做法 ……… 1", "三、成效 ……… 2"),  # without a heading
    ],
)
def test_contents_of_his_own_are_not_printed_and_that_is_said(own: tuple[str, ...]) -> None:
    found = settle((*lines("题", *own), *BODY))

    assert found.blocks == (*lines("题"), *BODY)
    assert found.dropped == lines(*own)
    assert found.remarks == (f"原稿自带的目录（{len(own)}行）没有排入",)
    text = "\n".join(("题", *own, *(line.text for line in BODY)))
    assert list(left_out(text, (*found.blocks, *found.dropped), ())) == []


@pytest.mark.parametrize(
    "kept",
    [
        ("目录", "本社区的事项目录由居民定。"),
        ("停车\t36", "照明\t21", "绿化\t19"),  # a list of figures, nothing of it said again
        ("一、背景\t1", "二、做法\t2"),  # two lines without a heading are no proof
        ("三、成效……9", "一、背景……3", "二、做法……1"),  # pages that fall
    ],
)
def test_what_only_looks_like_contents_is_printed(kept: tuple[str, ...]) -> None:
    blocks = (*lines(*kept), *BODY)

    assert settle(blocks) == settle(settle(blocks).blocks)
    assert settle(blocks).blocks == blocks


def test_a_paragraph_that_begins_with_a_mark_goes_on_with_the_one_before() -> None:
    picture = Image("a.png", "a.png")
    first = Line("paragraph", "议事会定了三条", calls=(Call(3, "f1"),))
    rest = Line("paragraph", "，减排CO2。", calls=(Call(6, "f2"),), shifts=(Shift(5, 6, is_low=True),))
    heading = Line("heading", "一、做法", 1)
    blocks: tuple[Block, ...] = (first, picture, rest, heading, *lines("。", "“引号开头的话。”"))

    assert settle(blocks).blocks == (
        Line(
            "paragraph",
            "议事会定了三条，减排CO2。",
            calls=(Call(3, "f1"), Call(13, "f2")),
            shifts=(Shift(12, 13, is_low=True),),
        ),
        picture,
        heading,
        *lines("。", "“引号开头的话。”"),
    )
    assert settle(blocks).remarks == ("有1处段落以标点开头，已接在上一段之后，请核对",)


def test_nothing_to_settle_is_left_as_it_is(tmp_path: Path) -> None:
    assert settle(BODY).blocks == BODY
    assert (settle(BODY).dropped, settle(BODY).remarks) == ((), ())


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        ([Line("paragraph", "如图2。"), Line("paragraph", "图2 各年办结率"), Line("paragraph", "后文。")], ["图2 各年办结率"]),
        ([Line("paragraph", "图2为各年办结率"), Line("paragraph", "图3显示，办结率逐年上升。")], []),
        ([Line("paragraph", "图2张贴在公示栏"), Line("heading", "图2 各年办结率", 1)], []),
        ([Line("paragraph", "图1 甲"), Line("paragraph", "图2 乙"), Line("paragraph", "图3 丙")], []),  # a list of pictures
        ([Line("paragraph", "图2 议事厅"), Line("paragraph", "后文。"), Line("paragraph", "又文。"), Image("议事厅.jpg", "a.jpg", caption="议事厅")], []),
    ],
)  # fmt: skip
def test_a_caption_without_its_picture_keeps_the_place(blocks: list[Block], captions: list[str]) -> None:
    found = settle(blocks)

    held = [block for block in found.blocks if isinstance(block, Image) and not block.file]
    assert held == [Image("", caption=caption) for caption in captions]
    assert found.remarks == tuple(f"图注“{caption}”没有所属的图，已留出位置，请补图" for caption in captions)


def test_the_numbers_of_pages_in_a_text_are_not_printed_and_that_is_said() -> None:
    found = settle(
        lines("停车的事议了三次，", "— 2 —", "后来都按线停了。", "第 3 页 共 8 页", "楼长记账。", "- 4 -")
    )

    assert found.blocks == (Line("paragraph", "停车的事议了三次，"), *lines("后来都按线停了。", "楼长记账。"))
    assert found.remarks == ("正文中单独成行的页码（“— 2 —”、“第 3 页 共 8 页”、“- 4 -”共3处）没有排入",)
    assert found.dropped == lines("— 2 —", "第 3 页 共 8 页", "- 4 -")


def test_a_sentence_that_a_page_number_parts_goes_on() -> None:
    found = settle(
        lines("社区在楼道里设了十二个岗，", "— 2 —", "每个岗都有人值守。", "— 3 —", "夜里也亮着灯。")
    )

    assert found.blocks == lines("社区在楼道里设了十二个岗，每个岗都有人值守。", "夜里也亮着灯。")
    assert found.remarks[1:] == ("有1处段落被页码隔断，已接在上一段之后，请核对",)


@pytest.mark.parametrize("text", ["2", "3-5", "—2—3", "第3页第2行改了。", "共8页", "- 2 -件"])
def test_what_only_looks_like_a_page_number_is_printed(text: str) -> None:
    assert settle(lines("前一句。", text, "后一句。")).blocks == lines("前一句。", text, "后一句。")


@pytest.mark.parametrize(
    "text",
    ["流程错误!未找到引用源。", "见错误！未定义书签。", "单击或点击此处输入文字。", "点击此处添加文本"],
)
def test_what_word_itself_says_is_named(text: str) -> None:
    (said,) = settle(lines("前一句。", text)).remarks

    assert said.startswith("有1处是 Word 自己的提示（“")


def test_one_caption_of_several_pictures_is_printed_once() -> None:
    one, two, three = (Image(f"{n}.png", f"{n}.png", caption="图1 左为整治前，右为整治后") for n in "123")
    other = replace(three, caption="图2 议事亭")

    assert settle((one, two, other, three)).blocks == (replace(one, caption=""), two, other, three)


def test_a_first_letter_set_large_stands_in_its_paragraph() -> None:
    rest = "晨六点，社区的门就开了，老人陆续来到议事亭里坐下，说说昨天的事。"
    raised = Line("paragraph", "清", shifts=(Shift(0, 1, is_low=True),))

    found = settle((raised, Line("paragraph", rest, shifts=(Shift(2, 3),))))

    assert found.blocks == (Line("paragraph", f"清{rest}", shifts=(Shift(3, 4),)),)
    assert found.remarks == ("有1处首字下沉，已接在本段之前，请核对",)
    short = lines("甲", "乙", "丙方", "1", rest)
    assert settle(short).blocks == short
