"""Zones of a notice and divisions of the country: one unit for one office."""

import pytest

from intake.campaign.notice.values import NoticeFacts, Other, Said
from intake.campaign.places.data import County, PlacesFile
from tracker.errors import SettingsError
from tracker.run.founding.zones import is_of, with_zones

SOUTH = County(
    key="c340223", name="南陵县", code="340223", towns=("籍山", "弋江"), zones=("安徽南陵工业园区",)
)
ECONOMIC = County(key="c340271", name="芜湖经济技术开发区", code="340271", streets=("龙山", "万春"))
SANSHAN = County(
    key="c340272", name="安徽芜湖三山经济开发区", code="340272", streets=("保定",), towns=("峨桥",)
)
PLACES = PlacesFile(province="安徽省", city="芜湖市", county=(SOUTH, ECONOMIC, SANSHAN))


def zoned(*others: Other) -> tuple[County, ...]:
    return with_zones(PLACES, NoticeFacts(others=tuple(Said(other, "各单位：") for other in others))).county


@pytest.mark.parametrize("said", ["经济技术开发区", "经开区", "经济开发区"])
def test_a_kind_alone_is_the_one_division_of_that_kind(said: str) -> None:
    alone = PlacesFile(province="安徽省", city="芜湖市", county=(SOUTH, ECONOMIC))
    units = with_zones(alone, NoticeFacts(others=(Said(Other(said, ""), "各单位："),))).county
    assert [unit.name for unit in units] == ["南陵县", "芜湖经济技术开发区"]
    assert units[1].code == "340271"
    assert is_of(units[1], said)
    assert not units[1].aliases  # 经开区 alone may be any county's


def test_of_two_the_city_s_own_is_meant() -> None:
    assert [unit.short for unit in zoned(Other("经济开发区", ""))] == [
        (),
        ("经济开发区", "经开区", "经济技术开发区"),
        (),
    ]


def test_a_kind_that_two_divisions_have_is_a_unit_of_its_own() -> None:
    two = PlacesFile(
        province="安徽省",
        city="芜湖市",
        county=(SANSHAN, County(key="c340273", name="鸠江经济开发区")),
    )
    units = with_zones(two, NoticeFacts(others=(Said(Other("经济开发区", ""), "各单位："),))).county
    assert [unit.name for unit in units] == ["安徽芜湖三山经济开发区", "鸠江经济开发区", "经济开发区"]


def test_a_division_has_the_name_that_the_notice_uses() -> None:
    unit = zoned(Other("三山经济开发区", "三山经济开发区管委会"))[2]
    assert (unit.key, unit.name, unit.code, unit.streets) == (
        "c340272",
        "三山经济开发区",
        "340272",
        ("保定",),
    )
    assert unit.aliases == ("安徽芜湖三山经济开发区", "三山经开区", "三山经济技术开发区")


def test_a_zone_within_a_county_stands_beside_it() -> None:
    units = zoned(Other("南陵工业园区", ""))
    assert units[0].zones == ()
    assert (units[3].key, units[3].name, units[3].parent) == ("zone1", "南陵工业园区", "c340223")


def test_towns_in_brackets_report_through_it() -> None:
    units = zoned(
        Other("江北新区", "", towns=("籍山镇", "保定街道")),
        Other("三山经济开发区", "", towns=("保定街道", "弋江镇")),
    )
    assert (units[3].parent, units[3].shared) == ("c340223", ("籍山镇", "保定街道"))
    assert units[2].shared == ("弋江镇",)  # 保定街道 is its own


def test_authors_of_the_region_are_no_zone_and_a_name_twice_is_one_unit() -> None:
    units = zoned(
        Other("市直学校", "", of_region=True),
        Other("江北新区", ""),
        Other("江北新区", ""),
        Other("南陵县", ""),
    )
    assert [unit.name for unit in units] == [
        "南陵县",
        "芜湖经济技术开发区",
        "安徽芜湖三山经济开发区",
        "江北新区",
    ]


def test_a_town_of_nowhere_is_told_with_an_example() -> None:
    with pytest.raises(SettingsError) as caught:
        zoned(Other("江北新区", "", towns=("沈巷镇",)))
    assert str(caught.value) == "设置有误：江北新区中的“沈巷镇”不是芜湖市的镇（街道），请写全称，如 保定街道"
