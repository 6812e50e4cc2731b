"""A places file of any city of the country, made from the shipped divisions."""

import tomllib
from pathlib import Path

import pytest

from intake.campaign.places.check import check_file
from intake.campaign.places.country import Country, load_country
from intake.campaign.places.data import PlacesFile, read_villages
from intake.campaign.places.gazetteer import build
from intake.campaign.places.make import draft_places
from intake.campaign.places.names import base_name, short_name, town_name, written_town
from intake.campaign.places.write import places_text
from intake.config.shipped import shipped
from intake.config.toml import load_toml
from intake.model.errors import ConfigError


@pytest.fixture(scope="module")
def country() -> Country:
    return load_country()


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("宋楼镇", "宋楼"),
        ("水口乡", "水口"),
        ("杨庙回族乡", "杨庙"),
        ("江沟满族锡伯族乡", "江沟"),
        ("平河民族乡", "平河"),
        ("宝力根苏木", "宝力根"),
        ("景德镇镇", "景德镇"),
        ("大石白乡", "大石白"),
        ("回族乡", "回族"),
        ("一六八团", "一六八团"),
    ],
)
def test_a_town_without_its_kind(name: str, base: str) -> None:
    assert base_name(name) == base


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浙江省", "浙江"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("广西壮族自治区", "广西"),
        ("恩施土家族苗族自治州", "恩施"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("锡林郭勒盟", "锡林郭勒"),
        ("顺河回族区", "顺河"),
        ("浦东新区", "浦东"),
        ("某某经济技术开发区", "某某经济技术开发区"),
    ],
)
def test_a_place_without_its_kind(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize("name", ["宋楼镇", "水口乡", "宝力根苏木", "景德镇镇", "萍乡镇"])
def test_a_town_is_written_so_that_it_is_read_again(name: str) -> None:
    assert town_name(written_town(name)) == name


def test_the_shipped_city_comes_out_of_the_list(country: Country) -> None:
    """Streets, towns and the certainty of short names agree with what was written by hand for 2022."""
    by_hand = {c.name: c for c in load_toml(shipped("places/xuzhou.toml"), PlacesFile).county}
    made = {c.name: c for c in draft_places(country, "江苏", "徐州").places.county}

    assert set(made) <= set(by_hand)
    for name, county in made.items():
        hand = by_hand[name]
        abolished = {c.name for c in hand.change if c.until is not None}
        before = set(hand.towns) | {f"{base}街道" for base in hand.streets}
        before |= {written_town(c.name) for c in hand.change if c.until is None}
        now = set(county.towns) | {f"{base}街道" for base in county.streets}
        assert before - abolished - now <= {"拾屯街道"}
        assert set(county.aliases) <= set(hand.aliases)


@pytest.mark.parametrize(
    ("where", "units", "towns"),
    [
        (("浙江省", "湖州市"), 5, {"水口乡", "织里", "溪龙乡"}),
        (("内蒙古", "锡林郭勒盟"), 13, {"宝力根苏木", "别力古台"}),
        (("河北省", "唐山市"), 18, set()),
        (("北京市",), 16, {"长哨营满族乡"}),
        (("湖北省", "恩施州"), 8, {"芭蕉侗族乡"}),
    ],
)
def test_a_file_for_any_city(country: Country, where: tuple[str, ...], units: int, towns: set[str]) -> None:
    draft = draft_places(country, *where)
    found = draft.places.county

    assert len(found) == units
    assert towns <= {town for county in found for town in county.towns}
    assert PlacesFile.model_validate(tomllib.loads(places_text(draft))) == draft.places
    assert [line for line in check_file(draft.places, ()) if "没有列出" in line] == []


@pytest.mark.parametrize(
    ("where", "first"),
    [
        (("浙江省", "湖州市", "德清县"), "武康街道"),
        (("广东省", "东莞市"), "东城街道"),
        (("河南省", "济源市"), "沁园街道"),
    ],
)
def test_without_counties_the_towns_are_the_units(
    country: Country, where: tuple[str, ...], first: str
) -> None:
    draft = draft_places(country, *where)

    assert (draft.places.city, draft.places.county[0].name) == (where[-1], first)
    assert check_file(draft.places, ()) == []


def test_namesakes_are_kept_apart(country: Country) -> None:
    places = draft_places(country, "浙江省", "湖州市").places
    by_name = {county.name: county for county in places.county}
    gazetteer = build(places)

    assert (by_name["吴兴区"].aliases, by_name["长兴县"].short) == (("吴兴",), ("长兴",))
    assert {"和平县", "新安县"} <= set(places.elsewhere.counties)
    assert [m.county for m in gazetteer.mentions("湖州市长兴县水口乡顾渚村")] == [by_name["长兴县"].key]
    assert [m.kind for m in gazetteer.mentions("广东省和平县") if m.county] == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (("浙江省", "徐州市"), "浙江省没有名为“徐州市”的市（州、盟、地区）；有：杭州市、"),
        (("江浙省", "湖州市"), "全国没有名为“江浙省”的省（自治区、直辖市）；有：北京市、"),
        (("浙江省", "湖州市", "沛县"), "湖州市没有名为“沛县”的县（市、区）；有：吴兴区、"),
    ],
)
def test_a_place_that_is_not_there(country: Country, where: tuple[str, ...], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        draft_places(country, *where)


@pytest.mark.parametrize(
    ("county", "rows", "said"),
    [
        ("", "德清县,莫干山镇,高峰村\n德清县,武康街道,春晖社区\n", []),
        ("", "南湖区,莫干山镇,高峰村\n", ["村（社区）名单中“南湖区,莫干山镇,高峰村”的县区不在地名文件中"]),
        ("", "德清县,莫干镇,高峰村\n", ["村（社区）名单中“德清县,莫干镇,高峰村”的镇（街道）不在地名文件中"]),
        ("", "德清县,莫干山镇,高峰\n", ["村（社区）名单中“德清县,莫干山镇,高峰”的名称不以村或社区结尾"]),
        (
            "",
            "德清县,莫干山镇,高峰村\n德清县,莫干山镇,高峰村\n",
            ["村（社区）名单中“德清县,莫干山镇,高峰村”重复"],
        ),
        ("德清县", "莫干山镇,莫干山镇,高峰村\n武康街道,武康街道,春晖社区\n", []),
        (
            "德清县",
            "莫干山镇,武康街道,高峰村\n",
            ["村（社区）名单中“莫干山镇,武康街道,高峰村”的镇（街道）不在地名文件中"],
        ),
    ],
)
def test_a_list_of_villages_is_checked(tmp_path: Path, county: str, rows: str, said: list[str]) -> None:
    """Of a city's call and of a county's, whose units are its towns."""
    draft = draft_places(load_country(), "浙江省", "湖州市", county)
    listed = tmp_path / "湖州市-villages.csv"
    listed.write_text(f"县区,镇街道,村社区\n{rows}", "utf-8")

    found = check_file(draft.places, read_villages(listed))

    assert [line for line in found if line.startswith("村（社区）名单")] == said
