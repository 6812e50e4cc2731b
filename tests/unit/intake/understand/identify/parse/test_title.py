"""Titles and subtitles: what is taken off, where they part, and what is no title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.gazetteer import load_places
from intake.understand.identify.parse.title import (
    Title,
    clean_title,
    is_generic,
    is_title,
    is_unfinished,
    split_title,
    subtitle_of_line,
    title_key,
    title_likeness,
    without_leading_number,
)
from tests.paths import CONFIG

PLACES = load_places(CONFIG / "places" / "xuzhou.toml")


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("一张清单管到底", "一张清单管到底"),
        ("  一张清单　管到底 ", "一张清单 管到底"),
        ("一 张 清 单 管 到 底", "一张清单管到底"),
        ("《一张清单管到底》", "一张清单管到底"),
        ("《“一张清单”管到底》", "“一张清单”管到底"),
        ("【一张清单管到底】", "一张清单管到底"),
        ("“一张清单管到底”", "一张清单管到底"),
        ("“一张清单”管到“底”", "“一张清单”管到“底”"),
        ("《甲》与《乙》", "《甲》与《乙》"),
        ("案例一：一张清单管到底", "一张清单管到底"),
        ("【第一篇】一张清单管到底", "一张清单管到底"),
        ("第二篇：一张清单管到底", "一张清单管到底"),
        ("第一篇章的开始", "第一篇章的开始"),
        ("典型案例之三、一张清单管到底", "一张清单管到底"),
        ("案例名称：一张清单管到底", "一张清单管到底"),
        ("附件1：一张清单管到底", "一张清单管到底"),
        ("（二）一张清单管到底", "一张清单管到底"),
        ("附件2.《一张清单管到底》（修改稿）", "一张清单管到底"),
        ("一张清单管到底（定稿）", "一张清单管到底"),
        ("一张清单管到底【最终版】", "一张清单管到底"),
        ("一张清单管到底（2015.7.31）", "一张清单管到底"),
        ("一张清单管到底（1500字）", "一张清单管到底"),
        ("一张清单管到底（典型案例）（初稿）", "一张清单管到底"),
        ("——一张清单管到底", "一张清单管到底"),
        ("一张清单管到底。", "一张清单管到底"),
        ("一张清单管到底*", "一张清单管到底"),
        ("《一张清单管到底》。", "一张清单管到底"),
        ("一张清单管到底 ：", "一张清单管到底"),
        ("*一张清单管到底*（定稿）、", "一张清单管到底"),
        ("一张清单管到底？", "一张清单管到底？"),
        ("案例", "案例"),
        ("", ""),
        ("\f", ""),
    ],
)
def test_a_title_is_cleaned(written: str, clean: str) -> None:
    assert clean_title(written) == clean


@pytest.mark.parametrize(
    ("text", "title", "subtitle"),
    [
        ("一张清单管到底——丰县探索小微权力清单", "一张清单管到底", "丰县探索小微权力清单"),
        ("一张清单管到底--丰县探索小微权力清单", "一张清单管到底", "丰县探索小微权力清单"),
        ("一张清单管到底—丰县探索小微权力清单", "一张清单管到底", "丰县探索小微权力清单"),
        ("一张清单管到底 — 丰县探索小微权力清单", "一张清单管到底", "丰县探索小微权力清单"),
        ("“一核五元—三社联动”模式的探索", "“一核五元—三社联动”模式的探索", ""),
        ("一张清单管到底——丰县", "一张清单管到底——丰县", ""),  # too short to be a subtitle
        ("一张清单管到底", "一张清单管到底", ""),
        ("《一张清单管到底——丰县探索小微权力清单》", "一张清单管到底", "丰县探索小微权力清单"),
        ("甲乙丙——丁戊己庚——辛壬癸子", "甲乙丙", "丁戊己庚——辛壬癸子"),
        ("2014-2015年的变化", "2014-2015年的变化", ""),
        ("", "", ""),
    ],
)
def test_a_title_and_its_subtitle(text: str, title: str, subtitle: str) -> None:
    found = split_title(text, "原文")
    assert found == Title(title, subtitle, "原文")


@pytest.mark.parametrize(
    ("line", "subtitle"),
    [
        ("——丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("　　—— 丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("--丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("－丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("- 丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("一一丰县探索小微权力清单", "丰县探索小微权力清单"),  # numerals in place of the dash
        ("副标题：丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("副题：丰县探索小微权力清单", "丰县探索小微权力清单"),
        ("一一对应", ""),
        ("丰县探索——小微权力清单", ""),
        ("-5℃的早晨", ""),
        ("——", ""),
        ("", ""),
    ],
)
def test_a_line_that_is_a_subtitle(line: str, subtitle: str) -> None:
    assert subtitle_of_line(line) == subtitle


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("一张清单管到底", True),
        ("丰县探索小微权力清单", True),
        ("徐州市社区治理优秀案例材料", False),
        ("优秀案例申报材料", False),
        ("2015年7月", False),
        ("联系人：张三", False),
        ("一张清单，", False),
        ("一张清单管到底。村民都说好", False),
        ("清单", False),
        ("一张\t清单管到底", False),
        ("清" * 60, True),
        ("清" * 61, False),
        ("", False),
        ("    ", False),
    ],
)
def test_which_line_can_be_a_title(line: str, is_one: bool) -> None:
    assert is_title(line, PLACES) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("全市社区治理优秀案例材料", True),
        ("江苏省徐州市社区治理与服务创新案例", True),
        ("附件二 汇总表", True),
        ("新建文档（1）", True),
        ("清单案例", False),
        ("", True),
    ],
)
def test_words_of_the_call_are_no_title(text: str, is_one: bool) -> None:
    assert is_generic(text, PLACES) is is_one


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("关于构建农村社区的", True),
        ("以“一张清单", True),
        ("让老人和", True),
        ("一张清单，", True),
        ("一张清单（", True),
        ("一张清单管到底", False),
        ("“一张清单”管到底", False),
        ("”一张清单", False),
        ("", False),
    ],
)
def test_a_title_that_goes_on_in_the_next_line(line: str, is_open: bool) -> None:
    assert is_unfinished(line) is is_open


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("1.一核引领", "一核引领"),
        ("01-一核引领", "一核引领"),
        ("12、一核引领", "一核引领"),
        ("3 一核引领", "一核引领"),
        ("3一核引领", "3一核引领"),
        ("2015.7", "2015.7"),
        ("1.5公里的幸福", "1.5公里的幸福"),
        ("一核引领", "一核引领"),
    ],
)
def test_a_number_in_front_is_taken_off(name: str, rest: str) -> None:
    assert without_leading_number(name) == rest


@pytest.mark.parametrize(
    ("first", "second", "likeness"),
    [
        ("一张清单管到底", "一张清单管到底", 1.0),
        ("一张清单 管到底！", "《一张清单，管到底》", 1.0),
        ("ABC社区", "abc 社区", 1.0),
        ("一张清单管到底", "一张清单管到底——丰县探索", 0.95),
        ("清单", "一张清单管到底", 2 / 7),
        ("一张清单管到底", "五色花志愿服务", 0.0),
        ("", "一张清单", 0.0),
        ("", "", 0.0),
        ("！？", "，。", 0.0),
        ("甲", "乙", 0.0),
        ("甲", "甲", 1.0),
    ],
)
def test_how_alike_two_titles_are(first: str, second: str, likeness: float) -> None:
    assert title_likeness(first, second) == pytest.approx(likeness)


_WRITTEN = st.text(alphabet="一张清单管到底——-案例（）《》“”【】附件1：. 　修改稿\t", max_size=40)


@given(_WRITTEN)
def test_a_clean_title_stays_as_it_is(written: str) -> None:
    clean = clean_title(written)
    assert clean_title(clean) == clean


@given(_WRITTEN)
def test_nothing_is_lost_between_title_and_subtitle(written: str) -> None:
    found = split_title(written)
    assert title_key(clean_title(written)) == title_key(f"{found.title}——{found.subtitle}")


@given(_WRITTEN, _WRITTEN)
def test_likeness_does_not_ask_which_comes_first(first: str, second: str) -> None:
    assert title_likeness(first, second) == title_likeness(second, first)
    assert 0.0 <= title_likeness(first, second) <= 1.0
