"""A draft written as a file loads as the same places, whatever was found of the place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.data import PlacesFile
from intake.campaign.places.make import Draft, is_zone_kind, own_places
from intake.campaign.places.names import base_name, official_names, short_name, town_name, written_town
from intake.campaign.places.surface import pattern
from intake.campaign.places.write import places_text
from intake.config.toml import load_toml

HANZI = st.text(alphabet="丰河东城王集水口大屯白石桥县区镇乡", min_size=2, max_size=6)


def loaded(draft: Draft) -> PlacesFile:
    with TemporaryDirectory() as folder:
        path = Path(folder, "places.toml")
        path.write_text(places_text(draft), encoding="utf-8")
        return load_toml(path, PlacesFile)


@given(HANZI, st.lists(HANZI, max_size=40, unique=True))
def test_units_of_a_notice_come_back(city: str, units: list[str]) -> None:
    draft = own_places("江北省", city, units)
    assert loaded(draft) == draft.places
    assert [county.name for county in draft.places.county] == (units or [city])


@given(st.lists(HANZI, min_size=30, max_size=60, unique=True))
def test_long_lists_are_broken_in_lines_and_come_back(names: list[str]) -> None:
    draft = own_places("江北省", "临江市", ["丰河县"])
    county = draft.places.county[0].model_copy(update={"zones": tuple(names)})
    changed = replace(draft, places=draft.places.model_copy(update={"county": (county,)}))
    assert loaded(changed) == changed.places
    assert max(len(line) for line in places_text(changed).splitlines()) <= 90


def test_without_a_unit_the_place_stands_for_itself() -> None:
    places = own_places("江北省", "临江", ()).places
    assert [(county.key, county.name, county.short) for county in places.county] == [("u1", "临江", ())]
    units = own_places("江北省", "临江", ("丰河县", "中阳街道", "某局", "丰河县")).places.county
    assert [(county.key, county.name, county.short) for county in units] == [
        ("u1", "丰河县", ("丰河",)),
        ("u2", "中阳街道", ("中阳",)),
        ("u3", "某局", ()),
    ]


def test_what_the_list_has_and_the_file_has_not_is_said_in_comments() -> None:
    draft = replace(own_places("江北省", "临江", ("丰河县",)), left=("丰河县：某监狱",), listed=True)
    text = places_text(draft)
    assert "# 丰河县：某监狱\n" in text
    assert "# 本文件以镇（街道）为报送单位，每个镇（街道）一段。\n" in text
    assert loaded(draft) == draft.places


@given(HANZI)
def test_a_town_is_written_shortest_and_read_back(written: str) -> None:
    full = town_name(written)
    assert town_name(written_town(full)) == full
    assert town_name(full) == full
    assert len(written_town(full)) <= len(full)
    assert base_name(full) in full


def test_kinds_of_places_are_taken_off() -> None:
    names = ("内蒙古自治区", "延边朝鲜族自治州", "长阳土家族自治县", "东城区", "开发区", "神农架林区", "县")
    assert [short_name(name) for name in names] == [
        "内蒙古",
        "延边",
        "长阳",
        "东城",
        "开发区",
        "神农架",
        "县",
    ]
    assert official_names("黔东南苗族侗族自治州") == ("黔东南苗族侗族自治州", "黔东南州")
    assert official_names("广西壮族自治区") == ("广西壮族自治区", "广西")
    assert official_names("丰河县") == ("丰河县",)
    assert [is_zone_kind(name) for name in ("高新区", "国家级经济技术开发区", "临江经济开发区", "")] == [
        True,
        True,
        False,
        False,
    ]


@given(
    st.lists(st.text(alphabet="王集镇街.道", min_size=1, max_size=4), max_size=8),
    st.text(alphabet="王集镇街.道", max_size=12),
)
def test_one_expression_finds_the_longest_word_at_each_place(words: list[str], text: str) -> None:
    expression = pattern(words)
    for at in range(len(text)):
        longest = max((word for word in words if text.startswith(word, at)), key=len, default=None)
        match = expression.match(text, at)
        assert (match[0] if match else None) == longest
