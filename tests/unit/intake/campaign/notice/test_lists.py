"""The themes that a notice enumerates, in whatever way it lists them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.lists import HEADING, heading_of, themes_of
from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.values import Said, ThemeText


def themes(text: str) -> list[tuple[str, str]]:
    return [(one.value.title, one.value.definition) for one in themes_of(read_lines(text))]


PLAIN = [("党建引领", "发挥党组织的作用"), ("民主协商", "议事有规则")]


@pytest.mark.parametrize(
    "text",
    [
        "一、征集主题\n（一）党建引领。发挥党组织的作用。\n（二）民主协商。议事有规则。",
        "一、征集主题\n1.党建引领：发挥党组织的作用。\n2.民主协商：议事有规则。",
        "一、征集主题\n①党建引领：发挥党组织的作用；\n②民主协商：议事有规则。",
        "一、征集主题\n● 党建引领：发挥党组织的作用\n● 民主协商：议事有规则",
        "一、征集主题\n1.党建引领：发挥党组织的作用；2.民主协商：议事有规则。",
        "一、征集主题\n主题一：党建引领。发挥党组织的作用。\n主题二：民主协商。议事有规则。",
        "主题一：党建引领。发挥党组织的作用。\n主题二：民主协商。议事有规则。",  # without a heading
        "一、征集主题：一是党建引领：发挥党组织的作用；二是民主协商：议事有规则。",
        "一、征集主题\n一是党建引领：发挥党组织的作用；二是民主协商：议事有规则。",
        "案例可从以下主题中任选：一是“党建引领”，发挥党组织的作用；二是“民主协商”，议事有规则。",
        "一、征集主题\n（一）“党建引领”类，发挥党组织的作用。\n（二）“民主协商”类，议事有规则。",
    ],
)
def test_the_same_two_themes_in_any_way(text: str) -> None:
    assert themes(text) == PLAIN


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "一、征集主题\n（一）党建引领\n（二）民主协商\n（三）服务居民",
            ["党建引领", "民主协商", "服务居民"],
        ),
        ("一、征集主题：党建引领、民主协商、服务居民。", ["党建引领", "民主协商", "服务居民"]),
        ("一、征集主题\n围绕党建引领、民主协商、服务居民等三个方面。", ["党建引领", "民主协商", "服务居民"]),
        ("一、征集主题\n（一）党建\n1.引领\n2.服务\n（二）协商", ["党建", "协商"]),  # only the first layer
        ("一、征集主题\n（一）党建（含机关）。发挥作用。\n（二）协商", ["党建（含机关）", "协商"]),
    ],
)
def test_themes_without_definitions(text: str, titles: list[str]) -> None:
    assert [title for title, _ in themes(text)] == titles


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一、征集主题\n（一）党建引领",  # one is no list
        "一、征集主题\n社区治理。",
        "二、报送要求\n（一）内容真实。\n（二）文字通顺。",
        "一、总体要求\n（一）高度重视。\n（二）按时报送。",
        "一、征集主题\n" + "\n".join(f"{n}.主题{n}" for n in range(1, 40)),  # more than any call has
        "评审分三步：一是初审；二是复审；三是公示。",
    ],
)
def test_what_is_no_list_of_themes(text: str) -> None:
    assert themes(text) == []


def test_the_list_under_the_better_heading_counts() -> None:
    text = "一、主要内容\n（一）总体情况\n（二）具体做法\n二、征集主题\n（一）党建引领\n（二）民主协商"
    assert [title for title, _ in themes(text)] == ["党建引领", "民主协商"]


def test_a_theme_is_quoted_with_its_own_line() -> None:
    found = themes_of(read_lines("一、征集主题\n（一）党建引领。发挥党组织的作用。\n（二）民主协商。"))
    assert found[0] == Said(ThemeText("党建引领", "发挥党组织的作用"), "（一）党建引领。发挥党组织的作用。")
    assert found[1].quote == "（二）民主协商。"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、征集主题", "征集主题"),
        ("一、征集主题：党建引领", "征集主题"),
        ("（一）党建引领。发挥作用。", "党建引领"),
        ("征集主题", ""),
        ("1.5万元", ""),
    ],
)
def test_what_a_numbered_line_begins_with(line: str, heading: str) -> None:
    assert heading_of(read_lines(line)[0]) == heading


@given(st.text(alphabet="一二三、（）1.①是主题征集内容党建；。：“”，\n围绕等个方面", max_size=100))
def test_any_list_is_read_and_every_theme_stands_in_its_quotation(text: str) -> None:
    lines = read_lines(text)
    found = themes_of(lines)
    assert len(found) != 1
    assert all(one.quote in {line.text for line in lines} for one in found)


@given(
    st.lists(
        st.text(alphabet="党建引领民主协商服务居民", min_size=2, max_size=HEADING),
        min_size=2,
        max_size=9,
        unique=True,
    )
)
def test_any_titles_come_back_in_order(titles: list[str]) -> None:
    text = "一、征集主题\n" + "\n".join(f"{number}.{title}。" for number, title in enumerate(titles, 1))
    assert themes(text) == [(title, "") for title in titles]
