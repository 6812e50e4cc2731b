"""County, town and community of a case: the strongest place counts, and contradictions are asked about."""

from __future__ import annotations

import pytest

from intake.model.case import Where
from intake.understand.identify.facts.author import find_unit
from intake.understand.identify.facts.level import find_level, stated_level
from intake.understand.identify.facts.place import Place, find_place
from intake.understand.identify.seen import Seen
from tests.unit.intake.understand.identify.facts.test_sources import TITLE, TOLD, call, row, see

BARE = f"{TITLE}\n{TOLD}"  # says nothing of where it is


def place(seen: Seen) -> tuple[str, str, str]:
    found = find_place(seen)
    return found.county.value, found.town.value, found.community.value


def codes(found: Place) -> list[str]:
    return [doubt.code for doubt in found.doubts]


def key(name: str) -> str:
    return next(unit for unit, county in call().places.counties.items() if county == name)


@pytest.mark.parametrize(
    ("seen", "where"),
    [
        (see(f"丰县宋楼镇{TITLE}\n{TOLD}"), Where.TITLE),
        (see(f"{TITLE}\n丰县宋楼镇人民政府\n{TOLD}"), Where.SIGNATURE),
        (see(f"{TITLE}\n{TOLD}\n丰县宋楼镇人民政府\n2015年7月1日"), Where.SIGNATURE),
        (see(BARE, pairs=(("报送单位", "丰县宋楼镇人民政府"),)), Where.FORM),
        (see(BARE, pairs=(("所属县区", "丰县"), ("所在乡镇", "宋楼镇"))), Where.FORM),
        (see(BARE, f"丰县宋楼镇{TITLE}.docx"), Where.FILE),
        (see(BARE, row=row(unit="丰县宋楼镇")), Where.SHEET),
        (see(BARE, row=row(county="丰县", town="宋楼镇")), Where.SHEET),
        (see(BARE, subject="丰县宋楼镇案例"), Where.SUBJECT),
        (see(BARE, letter="现报送丰县宋楼镇案例一篇，请查收。"), Where.LETTER),
        (see(BARE, signature="丰县宋楼镇人民政府"), Where.MAIL_SIGNATURE),
    ],
)
def test_every_place_that_may_say_where_a_case_is_from(seen: Seen, where: Where) -> None:
    found = find_place(seen)
    assert (found.county.value, found.town.value) == ("丰县", "宋楼镇")
    assert found.key == key("丰县")
    assert found.county.evidence[0].where == where


def test_a_community_of_its_town() -> None:
    assert place(see(f"{TITLE}\n丰县凤城镇东门社区居委会\n{TOLD}"))[2] == "东门社区"
    assert place(see(f"{TITLE}\n丰县宋楼镇人民政府\n{TOLD}"))[2] == ""


def test_nothing_said_is_asked_about_and_nothing_invented() -> None:
    found = find_place(see(BARE))
    assert (found.county.value, found.town.value, found.community.value, found.key) == ("", "", "", "")
    assert found.county.waits
    assert "county" in codes(found)


def test_two_counties_in_strong_places_are_both_offered() -> None:
    found = find_place(see(f"{TITLE}\n丰县宋楼镇人民政府\n{TOLD}", pairs=(("报送单位", "沛县民政局"),)))
    assert (found.county.value, found.county.choices, found.county.waits) == ("丰县", ("丰县", "沛县"), True)
    (doubt,) = [doubt for doubt in found.doubts if doubt.code == "county"]
    assert (doubt.detail, doubt.choices) == ("（落款为丰县，表格为沛县）", ("丰县", "沛县"))
    assert {one.where for one in found.county.evidence} >= {Where.SIGNATURE, Where.FORM}


def test_a_sender_of_another_county_is_asked_about_and_one_of_the_same_is_not() -> None:
    text = f"{TITLE}\n丰县宋楼镇人民政府\n{TOLD}"
    found = find_place(see(text, unit=key("沛县")))
    assert (found.county.value, found.county.waits, codes(found)) == ("丰县", True, ["county-conflict"])
    same = find_place(see(text, unit=key("丰县")))
    assert (same.county.value, same.county.waits, codes(same)) == ("丰县", False, [])


def test_the_county_of_the_sender_is_that_of_a_case_that_says_nothing() -> None:
    found = find_place(see(BARE, unit=key("丰县")))
    assert (found.county.value, found.county.evidence[0].where) == ("丰县", Where.SENDER)


def test_how_often_another_place_is_named_counts_nothing() -> None:
    """Experience of others may fill half of a text."""
    quoted = "我们到沛县学习，沛县的同志介绍了沛县的做法，沛县做得好。" * 6
    assert place(see(f"{TITLE}\n丰县宋楼镇人民政府\n{TOLD}\n{quoted}"))[:2] == ("丰县", "宋楼镇")


def test_a_town_without_its_county_tells_the_county() -> None:
    found = find_place(see(f"{TITLE}\n宋楼镇人民政府\n{TOLD}"))
    assert (found.county.value, found.town.value) == ("丰县", "宋楼镇")


def test_blanks_and_old_forms_are_no_other_places() -> None:
    assert place(see(f"{TITLE}\n丰 县 宋 楼 镇 人 民 政 府\n{TOLD}"))[:2] == ("丰县", "宋楼镇")
    assert place(see(f"{TITLE}\n豐縣宋樓鎮人民政府\n{TOLD}"))[:2] == ("丰县", "宋楼镇")


@pytest.mark.parametrize(
    ("unit", "level"),
    [("丰县民政局", "county"), ("丰县宋楼镇人民政府", "town"), ("丰县凤城镇东门社区居民委员会", "village")],
)
def test_the_level_is_the_depth_of_the_author(unit: str, level: str) -> None:
    seen = see(f"{TITLE}\n{unit}\n{TOLD}")
    found = find_level(seen, find_place(seen), find_unit(seen), None)
    assert (found.value, found.waits) == (level, False)


def test_a_level_that_is_stated_and_is_another_is_asked_about() -> None:
    seen = see(f"{TITLE}\n丰县民政局\n{TOLD}", pairs=(("案例层级", "村级"),))
    stated = stated_level(seen)
    found = find_level(seen, find_place(seen), find_unit(seen), stated)
    assert (found.value, found.choices, found.waits) == ("village", ("village", "county"), True)
    agreed = see(f"{TITLE}\n丰县民政局\n{TOLD}", pairs=(("案例层级", "县级"),))
    assert find_level(agreed, find_place(agreed), find_unit(agreed), stated_level(agreed)) == stated_level(
        agreed
    )
