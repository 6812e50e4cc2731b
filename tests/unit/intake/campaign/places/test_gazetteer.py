"""Places found in a text: an invented city with towns of one name, towns of former years and slips."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.places.data import Change, County, Elsewhere, PlacesFile, Village
from intake.campaign.places.gazetteer import build
from intake.campaign.places.match import Mention
from intake.campaign.places.words import is_name

PLACES = PlacesFile(
    province="江北省",
    city="临江市",
    county=(
        County(
            key="fenghe",
            name="丰河县",
            aliases=("丰河",),
            former=("古丰县",),
            towns=("王集", "水口乡", "大屯", "白石桥"),
            streets=("中阳",),
            change=(Change(name="李庄镇", until=2010), Change(name="李庄街道", since=2011)),
        ),
        County(
            key="dongcheng",
            name="东城区",
            short=("东城",),
            streets=("大屯", "子房", "云台山"),
            zones=("临江经济开发区",),
        ),
        County(key="xincheng", name="新城示范区", parent="dongcheng", shared=("子房街道",)),
    ),
    misspelt={"奉河": "丰河"},
    slips={"阳": "杨扬", "庄": "压"},
    elsewhere=Elsewhere(
        provinces=("山南",), cities=("海州",), counties=("丰河口县",), traps=("王集路", "大屯路")
    ),
)
VILLAGES = (
    Village("丰河", "王集镇", "柳桥村"),
    Village("fenghe", "大屯镇", "东风社区"),
    Village("东城区", "子房街道", "东风社区"),
    Village("外县", "外镇", "平湖村"),
)
PLAIN, LISTED = build(PLACES), build(PLACES, VILLAGES)


def one(text: str, kind: str, county: str = "", town: str = "", community: str = "", **more: Any) -> Mention:
    """A mention of the whole text, of a county that is stated."""
    facts = {"stated": bool(county)} | more
    return Mention(0, len(text), text, kind, county, town, community, **facts)


@pytest.mark.parametrize(
    "mention",
    [
        one("丰河县", "county", "fenghe"),
        one("丰河", "county", "fenghe"),
        one("古丰县", "county", "fenghe"),
        one("东城区", "county", "dongcheng"),
        one("丰河县王集镇", "town", "fenghe", "王集镇"),
        one("丰河县的王集镇", "town", "fenghe", "王集镇"),
        one("丰河 县 王 集 镇", "town", "fenghe", "王集镇"),
        one("豐河縣王集鎮", "town", "fenghe", "王集镇"),
        one("古丰县王集镇", "town", "fenghe", "王集镇"),
        one("丰河王集", "town", "fenghe", "王集镇", sure=False),  # no kind of town is written
        one("丰河 王集", "town", "fenghe", "王集镇", sure=False),
        one("丰河水口", "town", "fenghe", "水口乡", sure=False),
        one("东城区人民政府子房街道办事处", "town", "dongcheng", "子房街道"),
        one("新城示范区子房街道", "town", "xincheng", "子房街道"),  # reports through the zone
        one("丰河县张楼镇", "town", "fenghe", "张楼镇", sure=False, known=False),
        one("丰河县王集镇柳桥村", "community", "fenghe", "王集镇", "柳桥村"),
        one("丰河县王集镇柳桥村村民委员会", "community", "fenghe", "王集镇", "柳桥村"),
        one("丰河县柳桥村", "community", "fenghe", "", "柳桥村"),
        # a town alone says which county, and is not said to have been told
        one("王集镇", "town", "fenghe", "王集镇", stated=False),
        one("水口乡", "town", "fenghe", "水口乡", stated=False),
        one("大屯镇", "town", "fenghe", "大屯镇", stated=False),
        one("大屯街道", "town", "dongcheng", "大屯街道", stated=False),
        one("中阳街道办事处", "town", "fenghe", "中阳街道", stated=False),
        one("中阳街办", "town", "fenghe", "中阳街道", stated=False),
        one("临江经济开发区", "town", "dongcheng", "临江经济开发区", stated=False),
        one("柳桥社区", "community", "", "", "柳桥社区"),
        # slips and misspellings
        one("奉河县", "county", "fenghe", repaired="“奉河县”按“丰河县”识别"),
        one("奉河县王集镇", "town", "fenghe", "王集镇", repaired="“奉河县”按“丰河县”识别"),
        one("丰河县中杨街道", "town", "fenghe", "中阳街道", repaired="“中杨街道”按“中阳街道”识别"),
        one("东城区云合山街道", "town", "dongcheng", "云台山街道", repaired="“云合山街道”按“云台山街道”识别"),
        # not ours
        one("海州市王集镇", "elsewhere"),
        one("山南省丰河县", "elsewhere"),
        one("丰河口县王集镇", "elsewhere"),
    ],
    ids=lambda mention: mention.text,
)
def test_a_text_that_is_one_address(mention: Mention) -> None:
    assert PLAIN.mentions(mention.text) == (mention,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "临江市",
        "江北省",
        "全村",
        "三个社区",
        "王集路",
        "大屯",  # of two towns, and alone
        "东城",  # a short name wants company
        "东城的早晨",
        "中杨街道",  # a slip wants its county
        "小王集镇",  # another town
        "云合山街道",
        "王集",
    ],
)
def test_a_text_that_names_no_place(text: str) -> None:
    assert PLAIN.mentions(text) == ()


@pytest.mark.parametrize(
    ("text", "county", "choices"),
    [
        ("大屯", "", (("fenghe", "大屯镇"), ("dongcheng", "大屯街道"))),
        ("子房街道", "dongcheng", (("dongcheng", "子房街道"), ("xincheng", "子房街道"))),
    ],
)
def test_what_may_be_two_places_names_both(
    text: str, county: str, choices: tuple[tuple[str, str], ...]
) -> None:
    (found,) = PLAIN.mentions(text, loose=True)
    assert (found.county, found.choices, found.stated) == (county, choices, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王集", "王集"),
        ("王集-一张清单", "王集"),
        ("王集 一张清单", "王集"),
        ("王集案例", "王集"),
        ("王集人家", ""),  # part of another word
        ("新王集", ""),
        ("东城", "东城"),
        ("东城人", ""),
    ],
)
def test_in_names_of_files_a_bare_name_counts_where_it_stands_alone(text: str, found: str) -> None:
    assert [mention.text for mention in PLAIN.mentions(text, loose=True)] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "year", "valid"),
    [
        ("李庄镇", 2009, True),
        ("李庄镇", 2010, True),
        ("李庄镇", 2011, False),
        ("李庄街道", 2010, False),
        ("李庄街道", 2011, True),
        ("李庄街道", None, True),
    ],
)
def test_a_town_is_told_to_be_of_another_year(text: str, year: int | None, valid: bool) -> None:
    (found,) = PLAIN.mentions(text, year)
    assert (found.town, found.county, found.valid) == (text, "fenghe", valid)


def test_several_addresses_in_their_order_with_their_places() -> None:
    text = "走进丰河县王集镇，再到东城区大屯街道和柳桥社区、走进南河村，路过海州市王集镇"
    found = PLAIN.mentions(text)
    assert [(one.text, one.kind) for one in found] == [
        ("丰河县王集镇", "town"),
        ("东城区大屯街道", "town"),
        ("南河村", "community"),
        ("海州市王集镇", "elsewhere"),
    ]
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "county", "town", "choices"),
    [
        ("柳桥村", "fenghe", "王集镇", ()),  # the only one of this name
        ("东风社区", "", "", (("dongcheng", "子房街道"), ("fenghe", "大屯镇"))),
        ("东城区东风社区", "dongcheng", "子房街道", ()),
        ("丰河县大屯镇东风社区", "fenghe", "大屯镇", ()),
        ("丰河县王集镇东风社区", "fenghe", "王集镇", ()),  # what is written stands
        ("平湖村", "", "", ()),  # listed under a county that is none of ours
        ("石桥村", "", "", ()),
    ],
)
def test_a_list_of_villages_completes_an_address(
    text: str, county: str, town: str, choices: tuple[tuple[str, str], ...]
) -> None:
    (found,) = LISTED.mentions(text)
    assert (found.county, found.town, found.choices) == (county, town, choices)


@pytest.mark.parametrize(
    ("text", "is_region", "without"),
    [
        ("江北省临江市", True, ""),
        ("江北", True, ""),
        (" 临江 ", True, "  "),
        ("临江市丰河县", False, "丰河县"),
        ("临江区", False, "区"),
        ("", False, ""),
        ("   ", False, "   "),
    ],
)
def test_names_of_the_city_itself(text: str, is_region: bool, without: str) -> None:
    assert (PLAIN.is_region(text), PLAIN.without_regions(text)) == (is_region, without)


def test_towns_of_a_year() -> None:
    names = {year: [town.name for town in PLAIN.towns_of("fenghe", year)] for year in (None, 2010, 2011)}
    always = ["中阳街道", "王集镇", "水口乡", "大屯镇", "白石桥镇"]
    assert names == {
        None: [*always, "李庄镇", "李庄街道"],
        2010: [*always, "李庄镇"],
        2011: [*always, "李庄街道"],
    }
    assert (PLAIN.towns_of("elsewhere"), PLAIN.county_name("fenghe"), PLAIN.county_name("x")) == (
        (),
        "丰河县",
        "",
    )


def test_a_gazetteer_goes_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(LISTED))
    assert again == LISTED
    assert again.mentions("东城区东风社区") == LISTED.mentions("东城区东风社区")


_PARTS = st.sampled_from(
    (
        "江北省",
        "临江市",
        "丰河县",
        "丰河",
        "东城区",
        "东城",
        "王集镇",
        "王集",
        "大屯",
        "街道",
        "镇",
        "柳桥村",
        "社区",
        "海州市",
        "奉河",
        "的",
        "人民政府",
        "，",
        " ",
        "一张清单",
        "村",
    )
)


@given(st.lists(_PARTS, max_size=10).map("".join), st.booleans(), st.sampled_from((None, 2015)))
def test_mentions_never_overlap_and_say_what_is_written(text: str, is_loose: bool, year: int | None) -> None:
    found = PLAIN.mentions(text, year, loose=is_loose)
    ends = [at for mention in found for at in (mention.start, mention.end)]
    assert ends == sorted(ends)
    for mention in found:
        assert text[mention.start : mention.end] == mention.text
        assert mention.kind != "region"
        assert mention.county in {"", *PLAIN.counties}
        assert not (mention.kind == "elsewhere" and (mention.county or mention.town))


@given(st.lists(_PARTS, max_size=6).map("".join))
def test_spaces_between_characters_change_no_place(text: str) -> None:
    text = text.replace(" ", "")
    spaced = " ".join(text)
    there = [(found.kind, found.county, found.town, found.community) for found in PLAIN.mentions(text)]
    assert [
        (found.kind, found.county, found.town, found.community) for found in PLAIN.mentions(spaced)
    ] == there


@pytest.mark.parametrize(
    ("stem", "name"), [("县农", False), ("区农", False), ("某某县农", False), ("富农", True), ("县前", True)]
)
def test_the_countryside_of_a_county_is_no_village(stem: str, name: bool) -> None:
    assert is_name(stem) is name
