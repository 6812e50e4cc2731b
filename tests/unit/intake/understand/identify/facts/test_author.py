"""The author decides: what a text tells of is no author, and a phrase that ends in 社区 is no village."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.accuracy.unseen import in_doubt, read_case
from intake.campaign.call import Call
from intake.worker.pool import CallFiles
from tests.paths import CONFIG, CORPUS

TEXTS = CORPUS / "faults" / "places"
BODY = (
    "过去大家各忙各的，有话没处说，一件小事能拖上半年。去年春天，几位退休教师把桌椅搬到树下，约定逢五逢十坐一坐，"
    "谁有难处谁先讲，讲完当场定下由谁去办、哪天办完。一年里共议事项四十六件，办成四十一件，其余五件写明了缘由。"
)
FIELDS = ("county", "town", "community", "level")


@cache
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


def place_of(text: str) -> tuple[tuple[str, ...], bool]:
    """The place of a text, and whether its level is asked about."""
    case = read_case(call(), text, "案例")
    assert case is not None
    county = call().places.county_name(case.value("county")) or case.value("county")
    return (county, *(case.value(field) for field in FIELDS[1:])), in_doubt(case, "level")


@pytest.mark.parametrize(
    ("name", "place", "asked"),
    [
        ("county_two_towns", ("丰县", "", "", "county"), False),
        ("county_with_pilot_town", ("丰县", "", "", "county"), False),
        ("county_with_pilot_village", ("丰县", "", "", "county"), True),
        ("title_community", ("沛县", "", "", "county"), False),
        ("title_weave", ("睢宁县", "", "", "county"), False),
        ("dig_community", ("泉山区", "王陵街道", "", "town"), False),
        ("joint_community", ("泉山区", "苏山街道", "腾龙社区", "village"), True),
        ("town_then_community", ("泉山区", "永安街道", "滨湖社区", "village"), False),
        ("chain_first_sentence", ("邳州市", "铁富镇", "仓房社区", "village"), False),
        ("chain_first_sentence_b", ("邳州市", "铁富镇", "仓房社区", "village"), True),
    ],
)
def test_a_text_that_once_went_wrong(name: str, place: tuple[str, ...], asked: bool) -> None:
    assert place_of((TEXTS / f"{name}.txt").read_text("utf-8")) == (place, asked)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # the village is told of behind 的, and only its town stands before it
        ("一碗面\n北沟街道的神山社区每年摆长寿面，神山社区的楼长端面。", ("新沂市", "北沟街道", "神山社区", "village")),
        # the level that the text itself states
        ("双账本\n官湖镇授贤村先试，授贤村的老会计赞成。本案例以镇级案例申报。", ("邳州市", "官湖镇", "", "town")),
        # what the text calls its own
        ("议事棚\n宋楼镇孙楼村先搭起棚子，孙楼村的人都来。我镇随后推开。", ("丰县", "宋楼镇", "", "town")),
    ],
)  # fmt: skip
def test_neighbours(text: str, place: tuple[str, ...]) -> None:
    assert place_of(text + BODY)[0] == place
