"""What is worth a look in a places file that loads, in the very sentences that a person reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.check import check_file
from intake.campaign.places.data import Change, County, PlacesFile, Village

FENG = County(key="feng", name="丰县", towns=("宋楼",), streets=("孙楼",))
PEI = County(key="pei", name="沛县", towns=("敬安",), streets=("沛城",))


def places(*counties: County, **more: Any) -> PlacesFile:
    return PlacesFile(province="江苏省", city="徐州市", county=counties, **more)


def said(*counties: County, villages: tuple[Village, ...] = ()) -> list[str]:
    return check_file(places(*counties), villages)


def test_a_file_of_which_nothing_is_to_say() -> None:
    assert said(FENG, PEI) == []


def test_a_county_without_towns_is_named_in_the_order_of_the_file() -> None:
    none = County(key="quanshan", name="泉山区")
    other = County(key="gulou", name="鼓楼区", zones=("鼓楼经济开发区",))  # a zone is no town
    assert said(none, FENG, other) == ["泉山区没有列出镇（街道）", "鼓楼区没有列出镇（街道）"]


@pytest.mark.parametrize(
    "more",
    [
        {"streets": ("奎山",)},
        {"towns": ("奎山",)},
        {"shared": ("宋楼镇",)},
        {"change": (Change(name="奎山街道", since=2010),)},
    ],
)
def test_any_town_at_all_is_enough(more: dict[str, Any]) -> None:
    assert said(FENG, County(key="quanshan", name="泉山区", **more)) == []


def test_where_the_towns_are_the_units_none_has_towns() -> None:
    assert said(County(key="u1", name="宋楼镇"), County(key="u2", name="孙楼街道")) == []


def test_a_town_in_two_counties_is_to_be_confirmed() -> None:
    twin = County(key="pei", name="沛县", towns=("宋楼",))
    assert said(FENG, twin) == [
        "“宋楼镇”同年列在丰县、沛县，单独出现时须人工确认",
        "“宋楼”可指丰县宋楼镇、沛县宋楼镇，只写“宋楼”时须人工确认",
    ]


@pytest.mark.parametrize(
    ("first", "second", "same_year"),
    [
        ({"until": 2012}, {"since": 2013}, False),
        ({"until": 2012}, {"since": 2012}, True),
        ({"since": 2013}, {"until": 2012}, False),  # whichever stands first
        ({"since": 2000}, {"since": 2010}, True),
        ({"until": 2000}, {"until": 2010}, True),
        ({"since": 2000, "until": 2005}, {"since": 2006, "until": 2007}, False),
    ],
)
def test_a_town_that_changed_its_county_is_in_one_at_a_time(
    first: dict[str, int], second: dict[str, int], same_year: bool
) -> None:
    here = County(key="feng", name="丰县", change=(Change(name="大屯街道", **first),))
    there = County(key="pei", name="沛县", change=(Change(name="大屯街道", **second),))
    expected = "“大屯街道”同年列在丰县、沛县，单独出现时须人工确认"
    assert (expected in said(here, there)) is same_year


def test_a_town_that_reports_through_a_zone_is_not_listed_twice() -> None:
    zone = County(key="zone", name="徐州经济技术开发区", shared=("宋楼镇",), parent="feng")
    assert said(FENG, zone) == []


def test_a_town_that_reports_through_a_zone_must_be_somewhere() -> None:
    zone = County(key="zone", name="徐州经济技术开发区", shared=("宋楼镇", "大庙街道"))
    assert said(FENG, zone) == ["徐州经济技术开发区的 shared 中“大庙街道”未在任何县区列出"]


def test_a_town_and_a_street_of_one_base_are_told_once() -> None:
    both = County(key="feng", name="丰县", streets=("宋楼",), towns=("宋楼",))
    assert said(both) == ["“宋楼”可指丰县宋楼街道、丰县宋楼镇，只写“宋楼”时须人工确认"]


def test_the_end_of_a_longer_name_is_told() -> None:
    long = County(key="pei", name="沛县", towns=("大宋楼",))
    assert said(FENG, long) == ["“宋楼镇”是“大宋楼镇”的后半，按较长的名称识别"]


def test_a_name_behind_the_city_s_is_no_longer_one() -> None:
    whole = County(key="zone", name="徐州市开发区", streets=("大庙",))
    assert said(FENG, whole, County(key="k", name="开发区", streets=("金山桥",))) == []


VILLAGE = Village("丰县", "宋楼镇", "李庄村")


@pytest.mark.parametrize("county", ["feng", "丰县", "丰", "古丰县"])
def test_a_village_s_county_by_key_name_alias_or_former_name(county: str) -> None:
    unit = FENG.model_copy(update={"aliases": ("丰",), "former": ("古丰县",)})
    assert said(unit, villages=(Village(county, "宋楼镇", "李庄村"),)) == []


@pytest.mark.parametrize("name", ["李庄村", "李庄社区", "李庄新居", "李庄老街"])
def test_how_names_of_villages_end(name: str) -> None:
    assert said(FENG, villages=(Village("丰县", "宋楼镇", name),)) == []


@pytest.mark.parametrize(
    ("village", "found"),
    [
        (
            Village("铜山区", "宋楼镇", "李庄村"),
            ["村（社区）名单中“铜山区,宋楼镇,李庄村”的县区不在地名文件中"],
        ),
        (
            Village("丰县", "宋楼", "李庄村"),
            ["村（社区）名单中“丰县,宋楼,李庄村”的镇（街道）不在地名文件中"],
        ),
        (
            Village("丰县", "敬安镇", "李庄村"),
            ["村（社区）名单中“丰县,敬安镇,李庄村”的镇（街道）不在地名文件中"],
        ),
        (
            Village("丰县", "宋楼镇", "李庄"),
            ["村（社区）名单中“丰县,宋楼镇,李庄”的名称不以村或社区结尾"],
        ),
        (
            Village("铜山区", "某镇", "李庄"),
            [
                "村（社区）名单中“铜山区,某镇,李庄”的县区不在地名文件中",
                "村（社区）名单中“铜山区,某镇,李庄”的名称不以村或社区结尾",
            ],
        ),
    ],
)
def test_a_wrong_village_is_told_with_its_row(village: Village, found: list[str]) -> None:
    assert said(FENG, PEI, villages=(VILLAGE, village)) == found


def test_the_same_village_under_two_spellings_of_its_county_is_there_twice() -> None:
    again = Village("feng", "宋楼镇", "李庄村")
    assert said(FENG, villages=(VILLAGE, again)) == ["村（社区）名单中“feng,宋楼镇,李庄村”重复"]


NAMES = st.lists(st.sampled_from(["宋楼", "大宋楼", "敬安", "孙楼", "龙固"]), max_size=4, unique=True)


@given(NAMES, NAMES, NAMES)
def test_every_finding_is_a_line_that_names_what_stands_in_the_file(
    streets: list[str], towns: list[str], others: list[str]
) -> None:
    here = County(key="feng", name="丰县", streets=tuple(streets), towns=tuple(towns))
    there = County(key="pei", name="沛县", towns=tuple(others))
    found = said(here, there)
    assert len(set(found)) == len(found)
    assert all("\n" not in line for line in found)
    same = set(towns) & set(others)
    assert {line for line in found if "同年列在" in line} == {
        f"“{name}镇”同年列在丰县、沛县，单独出现时须人工确认" for name in same
    }
