"""A notice as numbered lines, sections, runs inside a paragraph, and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.outline import (
    LINES,
    RANK,
    Line,
    Run,
    numbering,
    read_lines,
    runs_in,
    section,
    sentences,
    wide,
    without_blanks,
)


@pytest.mark.parametrize(
    ("line", "style", "rest"),
    [
        ("一、征集主题", "chinese", "征集主题"),
        ("十二、其他", "chinese", "其他"),
        ("一 征集主题", "chinese", "征集主题"),
        ("（一）党建引领", "chinese-round", "党建引领"),
        ("(十)党建引领", "chinese-round", "党建引领"),
        ("1.党建引领", "digit", "党建引领"),
        ("１．党建引领", "digit", "党建引领"),
        ("1、党建引领", "digit", "党建引领"),
        ("1.5万元以上", "", "1.5万元以上"),
        ("（1）党建引领", "digit-round", "党建引领"),
        ("①党建引领", "circled", "党建引领"),
        ("一是党建引领", "spoken", "党建引领"),
        ("A.党建引领", "letter", "党建引领"),
        ("A类：党建引领", "letter", "党建引领"),
        ("主题一：党建引领", "kind", "党建引领"),
        ("第一类、党建引领", "kind", "党建引领"),
        ("● 党建引领", "bullet", "党建引领"),
        ("【截止时间】8月10日", "bracket", "截止时间:8月10日"),
        ("各县区民政局：", "", "各县区民政局:"),
        ("一心为民", "", "一心为民"),
    ],
)
def test_how_a_line_is_numbered(line: str, style: str, rest: str) -> None:
    assert numbering(line) == (style, rest)


def test_lines_lose_their_blanks_and_empty_ones_go() -> None:
    assert read_lines("\ufeff　　一、主题　\n\n \t\n　（一）党建\r\n") == (
        Line("一、主题", "chinese", "主题"),
        Line("（一）党建", "chinese-round", "党建"),
    )
    assert read_lines("") == ()
    assert len(read_lines("甲\n" * (LINES + 5))) == LINES


NOTICE = read_lines("一、主题\n（一）党建\n1.引领\n说明\n（二）协商\n二、要求\n真实")


@pytest.mark.parametrize(
    ("at", "below"),
    [
        (0, "（一）党建|1.引领|说明|（二）协商"),
        (1, "1.引领|说明"),
        (2, "说明"),
        (4, ""),
        (5, "真实"),
        (6, ""),
    ],
)
def test_what_stands_below_a_heading(at: int, below: str) -> None:
    assert "|".join(line.text for line in section(NOTICE, at)) == below


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("分三类：一是党建；二是协商；三是服务。", Run("分三类:", ("党建;", "协商;", "服务。"))),
        ("可选：（一）党建（二）协商。", None),
        ("可选：（一）党建；（二）协商。", Run("可选:", ("党建;", "协商。"))),
        ("可选：①党建；②协商", Run("可选:", ("党建;", "协商"))),
        ("主题：1.党建；2.协商", Run("主题:", ("党建;", "协商"))),
        ("主题有二。第一，党建。第二，协商。", Run("主题有二", ("党建。", "协商。"))),
        ("一是党建。", None),  # one is no list
        ("占地1.5亩；投资2.5万元", None),
        ("", None),
    ],
)
def test_a_list_in_the_midst_of_a_paragraph(text: str, run: Run | None) -> None:
    found = list(runs_in(text))
    assert (found[0] if found else None) == run


def test_sentences_know_their_heading() -> None:
    lines = read_lines(
        "通知\n一、报送要求\n请于8月10日前报送。字数2000字左右。内容真实。\n2.联系人：张三。电话：123。"
    )
    assert [(one.text, one.heading) for one in sentences(lines)] == [
        ("通知", ""),
        ("一、报送要求", "报送要求"),
        ("请于8月10日前报送。", "报送要求"),
        ("字数2000字左右。", "报送要求"),
        ("内容真实。", "报送要求"),
        ("2.联系人:张三。", "联系人"),
        ("电话:123。", "联系人"),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系人:张三(科长),电话:0516-1;好!对?", "联系人：张三（科长），电话：0516-1；好！对？"),
        ("17:30前,1,500字", "17:30前，1,500字"),
        ("", ""),
    ],
)
def test_marks_are_wide_again_but_inside_numbers(text: str, shown: str) -> None:
    assert wide(text) == shown


def test_blanks_inside_a_word_go() -> None:
    assert without_blanks("联 系　人\ufeff") == "联系人"


@given(st.text(alphabet="一二、（）()1.①A是第类主题：:；。\n 党建【】●", max_size=80))
def test_any_text_is_parted_without_loss(text: str) -> None:
    lines = read_lines(text)
    assert all(line.style in {"", *RANK} for line in lines)
    assert all(line.text == line.text.strip() != "" for line in lines)
    for at in range(len(lines)):
        assert section(lines, at) == lines[at + 1 : at + 1 + len(section(lines, at))]
    for run in runs_in(text):
        assert len(run.parts) >= 2
    for one in sentences(lines):
        assert one.text == one.text.strip() != ""
