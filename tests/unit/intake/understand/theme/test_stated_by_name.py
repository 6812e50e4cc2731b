"""Themes that the sender's own letter or form names in words, or denies."""

import pytest

from benchmarks.accuracy.theme import shipped_call
from intake.understand.theme.stated import stated_theme

CAMPAIGN = shipped_call().campaign
FIRST, SECOND, THIRD = (theme.name for theme in CAMPAIGN.themes[:3])
TITLE = "一张清单管到底"


@pytest.mark.parametrize(
    ("letter", "themes"),
    [
        (f"报送2篇，其中《{TITLE}》类别选{SECOND}，《小院议事》选{THIRD}。", [2]),
        (f"1.《{TITLE}》——某县某镇，方向：{SECOND}，联系人：张三", [2]),
        (f"不是{FIRST}类，我们报的是{SECOND}。", [2]),
        (f"这篇不属于{FIRST}，请归入{SECOND}。", [2]),
        (f"类别请按{FIRST}以外的{SECOND}登记。", [2]),
        (f"不报{FIRST}，报{SECOND}。", [2]),
        (f"报送类别为{SECOND}。", [2]),
        (f"类别：非{FIRST}类", []),
        (f"请不要归入{FIRST}。", []),
        (f"案例讲的是{FIRST}的故事，请审阅。", []),
        (f"《小院议事》选{THIRD}。", []),
    ],
)
def test_what_a_letter_says_of_the_theme(letter: str, themes: list[int]) -> None:
    found = stated_theme(TITLE, "", CAMPAIGN, ("案例报送", letter))
    assert [one.theme for one in found] == themes


@pytest.mark.parametrize(
    ("cell", "themes"),
    [
        (f"□{FIRST} ■{SECOND} □{THIRD}", [2]),
        (f"{FIRST}□ {SECOND}√ {THIRD}□", [2]),
        (f"○{FIRST} ⊙{SECOND} ○{THIRD}", [2]),
        (f"不是{FIRST}，是{SECOND}", [2]),
        (f"非{FIRST}类", []),
        (f"□{FIRST} □{SECOND} □{THIRD}", []),
    ],
)
@pytest.mark.parametrize("label", ["类别", "征集方向", "申报方向", "征集内容"])
def test_what_a_cell_says_of_the_theme(label: str, cell: str, themes: list[int]) -> None:
    found = stated_theme(TITLE, "", CAMPAIGN, (), [(label, cell)])
    assert [one.theme for one in found] == themes
