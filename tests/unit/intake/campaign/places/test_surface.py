"""Every spelling of a place, worked out from its file: which town is meant, how surely, what is right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.data import Change, County, Elsewhere, PlacesFile
from intake.campaign.places.surface import (
    STREET_FORMS,
    Surface,
    Town,
    bare_names,
    county_towns,
    region_names,
    surfaces,
)

FENG = County(
    key="feng",
    name="丰县",
    aliases=("古丰",),
    short=("丰",),
    streets=("孙楼",),
    towns=("宋楼", "水口乡"),
    zones=("大沙河农场",),
)
SONG, SUN = Town("feng", "宋楼镇", "宋楼"), Town("feng", "孙楼街道", "孙楼")


def places(*counties: County, **more: Any) -> PlacesFile:
    return PlacesFile(province="江苏省", city="徐州市", county=counties or (FENG,), **more)


def test_the_towns_of_a_county_in_the_order_of_its_lists() -> None:
    unit = FENG.model_copy(
        update={"shared": ("敬安镇",), "change": (Change(name="凤城镇", since=1990, until=2009),)}
    )
    assert county_towns(unit) == (
        SUN,
        SONG,
        Town("feng", "水口乡", "水口"),
        Town("feng", "大沙河农场", "大沙河农场"),
        Town("feng", "敬安镇", "敬安", shared=True),
        Town("feng", "凤城镇", "凤城", 1990, 2009),
    )


@pytest.mark.parametrize(
    ("since", "until", "year", "there"),
    [
        (None, None, 1900, True),
        (2010, None, 2009, False),
        (2010, None, 2010, True),
        (None, 2010, 2010, True),
        (None, 2010, 2011, False),
        (2010, 2010, 2010, True),
        (2010, 2012, None, True),
    ],
)
def test_first_and_last_year_are_years_of_a_town(
    since: int | None, until: int | None, year: int | None, there: bool
) -> None:
    assert Town("feng", "凤城镇", "凤城", since, until).exists(year) is there


def test_the_region_with_its_kinds_and_without() -> None:
    assert region_names(places()) == ("江苏省", "江苏", "徐州市", "徐州")
    municipality = PlacesFile(province="北京市", city="北京市", county=(FENG,))
    assert region_names(municipality) == ("北京市", "北京")


def test_a_street_s_office_means_the_street() -> None:
    found = surfaces(places())
    assert [found[f"孙楼{form}"] for form in STREET_FORMS] == [Surface("town", towns=(SUN,))] * 5


@pytest.mark.parametrize(
    ("spelling", "surface"),
    [
        ("江苏省", Surface("region")),
        ("徐州", Surface("region")),
        ("丰县", Surface("county", ("feng",))),
        ("古丰", Surface("county", ("feng",))),
        ("丰", Surface("county", ("feng",), sure=False)),
        ("宋楼镇", Surface("town", towns=(SONG,))),
        ("水口乡", Surface("town", towns=(Town("feng", "水口乡", "水口"),))),
        ("大沙河农场", Surface("town", towns=(Town("feng", "大沙河农场", "大沙河农场"),))),
        # The kind of former years or of a slip: only beside its county, and what is right is told.
        ("孙楼镇", Surface("town", towns=(SUN,), sure=False, right="孙楼街道")),
        ("孙楼乡", Surface("town", towns=(SUN,), sure=False, right="孙楼街道")),
        ("宋楼乡", Surface("town", towns=(SONG,), sure=False, right="宋楼镇")),
        ("宋楼街道", Surface("town", towns=(SONG,), sure=False, right="宋楼镇")),
    ],
)
def test_what_a_spelling_means(spelling: str, surface: Surface) -> None:
    assert surfaces(places())[spelling] == surface


@pytest.mark.parametrize("spelling", ["宋楼", "孙楼", "大沙河", "大沙河农场镇", "丰县县", "苏"])
def test_what_is_no_spelling_of_its_own(spelling: str) -> None:
    assert spelling not in surfaces(places())


def test_a_name_in_two_counties_means_both() -> None:
    other = County(key="pei", name="沛县", towns=("宋楼",))
    twin = Town("pei", "宋楼镇", "宋楼")
    made = places(FENG, other)
    assert surfaces(made)["宋楼镇"] == Surface("town", towns=(SONG, twin))
    assert bare_names(made)["宋楼"] == Surface("town", towns=(SONG, twin), sure=False)


def test_a_street_and_a_town_of_one_base_are_never_taken_for_each_other() -> None:
    both = County(key="feng", name="丰县", streets=("宋楼",), towns=("宋楼",))
    found = surfaces(places(both))
    assert found["宋楼镇"] == Surface("town", towns=(SONG,))
    assert found["宋楼街道"] == Surface("town", towns=(Town("feng", "宋楼街道", "宋楼"),))


def test_bare_names_are_those_that_lose_a_kind_and_are_no_single_sign() -> None:
    unit = County(key="feng", name="丰县", streets=("孙楼",), towns=("宋楼", "梁"), zones=("大沙河农场",))
    assert bare_names(places(unit)) == {
        "孙楼": Surface("town", towns=(SUN,), sure=False),
        "宋楼": Surface("town", towns=(SONG,), sure=False),
    }


def test_places_elsewhere_are_outside_in_every_form_and_never_beat_ours() -> None:
    outside = Elsewhere(
        provinces=("山东",), cities=("宿州",), counties=("和平县", "丰县"), traps=("丰县路", "宋楼镇")
    )
    found = surfaces(places(elsewhere=outside))
    assert [found[name] for name in ("山东", "山东省", "宿州", "宿州市", "和平县")] == [
        Surface("elsewhere")
    ] * 5
    assert found["丰县路"] == Surface("trap")
    assert found["丰县"] == Surface("county", ("feng",))
    assert found["宋楼镇"] == Surface("town", towns=(SONG,))


def test_a_misspelt_county_means_the_right_one_and_tells_its_name() -> None:
    found = surfaces(places(misspelt={"封县": "丰县", "古封": "古丰"}))
    assert found["封县"] == Surface("county", ("feng",), right="丰县")
    assert found["古封"] == Surface("county", ("feng",), right="古丰")


def test_a_misspelt_alias_stands_for_the_whole_name_too() -> None:
    unit = County(key="suining", name="睢宁县", aliases=("睢宁",))
    found = surfaces(places(unit, misspelt={"雎宁": "睢宁"}))
    assert found["雎宁"] == Surface("county", ("suining",), right="睢宁")
    assert found["雎宁县"] == Surface("county", ("suining",), right="睢宁县")


def test_one_wrong_sign_in_a_town_needs_its_county_in_a_long_county_none() -> None:
    unit = County(key="suining", name="睢宁县", towns=("宋楼",))
    found = surfaces(places(unit, slips={"睢": "雎", "宋": "末"}))
    assert found["雎宁县"] == Surface("county", ("suining",), right="睢宁县")
    town = Town("suining", "宋楼镇", "宋楼")
    assert found["末楼镇"] == Surface("town", towns=(town,), sure=False, right="宋楼镇")


def test_a_slip_that_is_a_name_of_ours_stays_that_name() -> None:
    unit = County(key="feng", name="丰县", towns=("宋楼", "末楼"))
    found = surfaces(places(unit, slips={"宋": "末"}))
    assert found["末楼镇"] == Surface("town", towns=(Town("feng", "末楼镇", "末楼"),))


BASES = st.lists(st.text(alphabet="宋孙末楼大口", min_size=2, max_size=3), max_size=5, unique=True)


@given(BASES, BASES)
def test_every_right_name_means_its_own_town_whatever_else_is_in_the_file(
    streets: list[str], towns: list[str]
) -> None:
    unit = County(key="feng", name="丰县", streets=tuple(streets), towns=tuple(towns))
    made = places(unit, slips={"宋": "孙末", "孙": "宋"})
    found = surfaces(made)
    for town in county_towns(unit):
        assert found[town.name] == Surface("town", towns=(town,))
    for surface in found.values():
        assert surface.kind == "town" or not surface.towns
        assert surface.kind == "county" or not surface.counties
    assert not any(surface.sure for surface in bare_names(made).values())
