"""Themes that a notice names without numbering them: in a sentence, or in lines below its heading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.running import LONGEST, named_below, named_in_text
from intake.campaign.notice.values import Said, ThemeText
from tests.properties import examples


def told(said: tuple[Said[ThemeText], ...]) -> list[tuple[str, str]]:
    return [(one.value.title, one.value.definition) for one in said]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("请围绕党建引领、议事协商、为老服务三个方面申报。", "党建引领 议事协商 为老服务"),
        ("聚焦党建引领、议事协商两个领域，总结做法。", "党建引领 议事协商"),
        ("突出党建引领、议事协商、为老服务等三个方向。", "党建引领 议事协商 为老服务"),
        ("围绕创新、协调、绿色、开放、共享五个主题", "创新 协调 绿色 开放 共享"),
        ("围绕基层治理（含物业）、议事协商、为老服务三个方面撰写。", "基层治理 议事协商 为老服务"),
        ("作品分为“家风”“家训”“家书”三个主题。", "家风 家训 家书"),
        ("活动设置乡村振兴、城市更新、数字治理三个专题", "乡村振兴 城市更新 数字治理"),
        ("征文主题：家风故事、家训传承、家书往来。", "家风故事 家训传承 家书往来"),
        ("征集方向为家风故事、家训传承、家书往来", "家风故事 家训传承 家书往来"),
        ("本次征集内容包括阅读空间、阅读活动、阅读推广人。", "阅读空间 阅读活动 阅读推广人"),
        ("1.征集内容主要包括：阅读空间、阅读活动、阅读推广。", "阅读空间 阅读活动 阅读推广"),
    ],
)
def test_a_sentence_names_as_many_themes_as_it_counts_or_three_and_more(sentence: str, names: str) -> None:
    assert named_in_text(read_lines(sentence)) == tuple(
        Said(ThemeText(name, ""), sentence) for name in names.split()
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "突出党建引领、议事协商、为老服务四个方面。",  # counted otherwise
        "主题：家风故事、家训传承",  # two that nobody counts
        "案例内容包括背景、做法、成效。",  # of what one consists
        "征集内容包括单位、联系人、电话。",
        "分市级、县级、村级三个类别",  # levels
        "设成人组、少年组、儿童组三个主题",  # groups of authors
        f"围绕{'很' * (LONGEST + 1)}、议事协商两个方面",  # no name is so long
        "围绕党、政两个方面",  # nor so short
        "活动主题：喜迎国庆。",
        "请于8月10日前报送案例、推荐表、照片。",
        "",
    ],
)
def test_a_sentence_that_names_no_themes(sentence: str) -> None:
    assert named_in_text(read_lines(sentence)) == ()


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        (
            "请围绕党建引领、议事协商两个方面申报。党建引领方面，重点写支部作用；议事协商方面，写怎样商量。",
            [("党建引领", "重点写支部作用"), ("议事协商", "写怎样商量")],
        ),
        (
            "请围绕党建引领、议事协商两个方面申报。\n党建引领，主要写支部作用。\n议事协商：怎样商量",
            [("党建引领", "写支部作用"), ("议事协商", "怎样商量")],
        ),
        (
            "请围绕党建引领、议事协商两个方面申报。\n议事协商类，是指怎样商量，怎样落实。",
            [("党建引领", ""), ("议事协商", "怎样商量，怎样落实")],
        ),
        (  # the name inside another one is not the theme
            "请围绕党建引领、议事协商两个方面申报。\n城市党建引领，另文通知。",
            [("党建引领", ""), ("议事协商", "")],
        ),
    ],
)
def test_what_a_theme_means_is_told_behind_its_name_nearby(text: str, themes: list[tuple[str, str]]) -> None:
    assert told(named_in_text(read_lines(text))) == themes


MEANT = [("红色记忆", "老兵支前"), ("家乡味道", "家常饮食"), ("邻里之间", "左右互助")]


@pytest.mark.parametrize("mark", ["：", ":", "——", "—"])
@pytest.mark.parametrize("end", ["", "。", "；"])
def test_lines_of_a_name_and_what_it_means(mark: str, end: str) -> None:
    lines = [f"{name}{mark}{meant}{end}" for name, meant in MEANT]
    assert named_below(read_lines("\n".join(lines))) == tuple(
        Said(ThemeText(name, meant), line) for (name, meant), line in zip(MEANT, lines, strict=True)
    )


def test_a_line_above_is_passed_over_and_a_line_below_ends_them() -> None:
    lines = [f"{name}：{meant}" for name, meant in MEANT]
    text = "\n".join(["请在下列范围选题", *lines, "以上任选其一。", "联系方式：张三"])
    assert told(named_below(read_lines(text))) == MEANT


@pytest.mark.parametrize(
    "text",
    [
        "红色记忆：老兵支前\n家乡味道：家常饮食",  # two are no list
        "红色记忆：老兵\n红色记忆：支前\n红色记忆：互助",  # one and the same
        "文字材料：三千字以内\n图片材料：三张\n视频材料：五分钟",  # what is to be sent
        "红色记忆\n家乡味道\n邻里之间",
        "",
    ],
)
def test_lines_that_name_no_themes(text: str) -> None:
    assert named_below(read_lines(text)) == ()


NAMES = st.lists(st.text("红色记忆家乡味道邻里", min_size=2, max_size=8), min_size=2, max_size=9)


@settings(max_examples=examples(50))
@given(NAMES)
def test_any_names_that_are_counted_rightly_are_found_in_their_order(names: list[str]) -> None:
    numeral = "零一两三四五六七八九"[len(names)]
    said = f"请围绕{'、'.join(names)}{numeral}个方面申报。"
    found = told(named_in_text(read_lines(said)))
    assert found == [(name, "") for name in names]


@settings(max_examples=examples(100))
@given(st.text("围绕主题：、，。;家风家训三两个方面分为“”（）—\n征集内容包括", max_size=80))
def test_any_text_is_read_and_names_are_short(text: str) -> None:
    lines = read_lines(text)
    for found in (named_in_text(lines), named_below(lines)):
        assert all(2 <= len(one.value.title) <= LONGEST for one in found)
        assert all(one.quote in {line.text for line in lines} for one in found)
        assert len(found) != 1
