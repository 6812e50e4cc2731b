"""Divisions of a country that is small enough to be seen whole: levels, names with their kinds or without, namesakes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.where import Region, region_of, unlisted_region
from intake.campaign.places.country import CITY, COUNTY, PROVINCE, TOWN, Country, Division
from intake.campaign.places.data import PlacesFile
from intake.campaign.places.make import draft_places, is_zone_kind
from intake.model.errors import ConfigError

LIST = """11 北京市
1101 市辖区
110105 朝阳区
110105001 建外街道办事处
42 湖北省
4205 宜昌市
420528 长阳土家族自治县
420528100 龙舟坪镇
420528200 乐园乡
420582 当阳市
420582001 玉阳街道办事处
4228 恩施土家族苗族自治州
422801 恩施市
422801100 龙凤镇
4290 省直辖县级行政区划
429004 仙桃市
429004100 郑场镇
44 广东省
4419 东莞市
441900 东莞市
441900003 东城街道办事处
441900101 石碣镇
4420 中山市
442000 中山市
442000100 小榄镇"""
COUNTRY = Country(tuple(Division(*line.split(" ")) for line in LIST.splitlines()))


def names(divisions: tuple[Division, ...]) -> list[str]:
    return [division.name for division in divisions]


def refused(province: str, city: str = "", county: str = "") -> str:
    with pytest.raises(ConfigError) as caught:
        draft_places(COUNTRY, province, city, county)
    return caught.value.detail


def units(*where: str) -> list[str]:
    return [county.name for county in draft_places(COUNTRY, *where).places.county]


def test_levels_leave_out_what_no_person_calls_a_place() -> None:
    assert names(COUNTRY.of(PROVINCE)) == ["北京市", "湖北省", "广东省"]
    assert names(COUNTRY.of(CITY)) == ["宜昌市", "恩施土家族苗族自治州", "东莞市", "中山市"]


@pytest.mark.parametrize(
    ("code", "digits", "inside"),
    [
        ("42", CITY, ["宜昌市", "恩施土家族苗族自治州", "省直辖县级行政区划"]),
        ("4205", COUNTY, ["长阳土家族自治县", "当阳市"]),
        ("420528", TOWN, ["龙舟坪镇", "乐园乡"]),
        ("42", TOWN, ["龙舟坪镇", "乐园乡", "玉阳街道办事处", "龙凤镇", "郑场镇"]),
        ("4205", CITY, []),  # itself is not inside
        ("99", COUNTY, []),
    ],
)
def test_what_lies_inside(code: str, digits: int, inside: list[str]) -> None:
    assert names(COUNTRY.inside(code, digits)) == inside


def test_cities_of_a_province_and_the_counties_right_below_it() -> None:
    assert names(COUNTRY.cities(COUNTRY.province("湖北省"))) == ["宜昌市", "恩施土家族苗族自治州", "仙桃市"]
    assert COUNTRY.cities(COUNTRY.province("北京市")) == ()


@pytest.mark.parametrize("name", ["湖北省", "湖北"])
def test_a_province_with_its_kind_or_without(name: str) -> None:
    assert COUNTRY.province(name) == Division("42", "湖北省")


@pytest.mark.parametrize("name", ["恩施土家族苗族自治州", "恩施州", "恩施"])
def test_an_autonomous_prefecture_by_each_of_its_names(name: str) -> None:
    assert COUNTRY.city(COUNTRY.province("湖北"), name).code == "4228"


@pytest.mark.parametrize("name", ["北京市", "北京"])
def test_a_municipality_is_its_own_city(name: str) -> None:
    beijing = COUNTRY.province("北京")
    assert COUNTRY.city(beijing, name) == beijing
    assert names(COUNTRY.counties(beijing)) == ["朝阳区"]


def test_a_city_that_is_its_own_only_county_has_none() -> None:
    assert COUNTRY.counties(COUNTRY.city(COUNTRY.province("广东"), "东莞市")) == ()


@pytest.mark.parametrize("name", ["长阳土家族自治县", "长阳县", "长阳"])
def test_an_autonomous_county_by_each_of_its_names(name: str) -> None:
    city = COUNTRY.city(COUNTRY.province("湖北"), "宜昌")
    assert COUNTRY.county(city, name).code == "420528"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (("湖南省",), "全国没有名为“湖南省”的省（自治区、直辖市）；有：北京市、湖北省、广东省"),
        (
            ("湖北省", "襄阳市"),
            "湖北省没有名为“襄阳市”的市（州、盟、地区）；有：宜昌市、恩施土家族苗族自治州、仙桃市",
        ),
        (
            ("湖北省", "宜昌市", "秭归县"),
            "宜昌市没有名为“秭归县”的县（市、区）；有：长阳土家族自治县、当阳市",
        ),
    ],
)
def test_a_place_that_is_not_there_is_told_with_those_that_are(where: tuple[str, ...], said: str) -> None:
    assert refused(*where) == said


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (("湖北省",), ["宜昌市", "恩施土家族苗族自治州", "仙桃市"]),  # a province's cities report
        (("湖北省", "宜昌市"), ["长阳土家族自治县", "当阳市"]),
        (("湖北省", "宜昌市", "长阳县"), ["龙舟坪镇", "乐园乡"]),
        (("湖北省", "仙桃市"), ["郑场镇"]),
        (("广东省", "东莞市"), ["东城街道", "石碣镇"]),
        (("北京市",), ["朝阳区"]),
        (("北京市", "北京市", "朝阳区"), ["建外街道"]),
    ],
)
def test_who_reports_in_a_call(where: tuple[str, ...], found: list[str]) -> None:
    assert units(*where) == found


def test_a_city_s_file_has_its_towns_by_their_kinds() -> None:
    first, second = draft_places(COUNTRY, "湖北省", "宜昌市").places.county
    assert (first.key, first.code, first.towns, first.streets) == (
        "c420528",
        "420528",
        ("龙舟坪", "乐园乡"),
        (),
    )
    assert first.aliases == ("长阳县", "长阳")
    assert (second.streets, second.towns) == (("玉阳",), ())


def test_every_place_of_the_list_gives_a_file() -> None:
    for province in COUNTRY.of(PROVINCE):
        for city in COUNTRY.cities(province) or (province,):
            places = draft_places(COUNTRY, province.name, city.name).places
            assert isinstance(places, PlacesFile)
            assert (places.province, places.city) == (province.name, city.name)


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("湖北省民政厅", Region("湖北省", "湖北省")),
        ("宜昌市民政局", Region("湖北省", "宜昌市")),
        ("湖北省宜昌市民政局", Region("湖北省", "宜昌市")),
        ("中共宜昌市委组织部", Region("湖北省", "宜昌市")),
        ("共青团恩施州委", Region("湖北省", "恩施土家族苗族自治州")),
        ("宜昌市长阳县教育局", Region("湖北省", "宜昌市", "长阳土家族自治县")),
        ("当阳市教育局", Region("湖北省", "宜昌市", "当阳市")),
        ("仙桃市教育局", Region("湖北省", "仙桃市")),
        ("北京市朝阳区教育局", Region("北京市", "北京市", "朝阳区")),
        ("襄阳市教育局", None),
        ("", None),
    ],
)
def test_where_an_office_is(office: str, region: Region | None) -> None:
    assert region_of(office, COUNTRY) == region


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("襄阳市教育局", Region("襄阳市", "襄阳市")),
        ("中共襄阳市委宣传部", Region("襄阳市", "襄阳市")),
        ("云岭省云中市教育局", Region("云岭省", "云中市")),
        ("宜昌市教育局", None),  # the list has it
        ("高新区教育局", None),  # a kind of zone is no place
        ("某某学会", None),
    ],
)
def test_an_office_of_a_place_that_the_list_has_not(office: str, region: Region | None) -> None:
    assert unlisted_region(office, COUNTRY) == region


@given(st.sampled_from(COUNTRY.of(CITY) + COUNTRY.of(COUNTY)), st.sampled_from(["民政局", "总工会", "妇联"]))
def test_an_office_is_listed_or_unlisted_and_never_both(place: Division, office: str) -> None:
    assert unlisted_region(place.name + office, COUNTRY) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("高新区", True),
        ("经济技术开发区", True),
        ("省级旅游度假区", True),
        ("宜昌高新区", False),
        ("园林局", False),
        ("", False),
    ],
)
def test_the_kind_of_a_zone_is_no_name(name: str, kind: bool) -> None:
    assert is_zone_kind(name) is kind
