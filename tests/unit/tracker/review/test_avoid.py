"""Who must not read what."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.review import shipped_campaign
from intake.campaign.entries import Unit
from tracker.review.experts.avoid import Expert, Paper, barred_pairs, why_barred
from tracker.review.experts.people import avoided

PAPER = Paper(
    1,
    "XZ-012",
    3,
    "yunlong",
    places=frozenset({"云龙区", "彭城街道", "望湖社区"}),
    units=frozenset({"彭城街道办事处"}),
    persons=frozenset({"张 敏", "李卫东"}),
)


@pytest.mark.parametrize(
    ("expert", "why"),
    [
        (Expert(1, "王建国"), ""),
        (Expert(1, "王建国", county="yunlong"), "本县（市、区）案例"),
        (Expert(1, "王建国", county="gulou"), ""),
        (Expert(1, "张敏"), "本人参与的案例"),
        (Expert(1, "王建国", unit="彭城街道办事处"), "本单位案例"),
        (Expert(1, "王建国", avoids=frozenset({"云龙区"})), "本人申请回避（云龙区）"),
        (Expert(1, "王建国", avoids=frozenset({"yunlong"})), "本人申请回避（yunlong）"),
        (Expert(1, "王建国", avoids=frozenset({"望湖社区"})), "本人申请回避（望湖社区）"),
        (Expert(1, "王建国", avoids=frozenset({"李卫东"})), "本人申请回避（李卫东）"),
        (Expert(1, "王建国", avoids=frozenset({"XZ-012"})), "本人申请回避（XZ-012）"),
        (Expert(1, "王建国", avoids=frozenset({"", "鼓楼区"})), ""),
    ],
)
def test_why(expert: Expert, why: str) -> None:
    assert why_barred(expert, PAPER) == why


def test_a_case_that_turns_out_to_be_of_his_county_is_barred_then() -> None:
    expert = Expert(7, "王建国", county="yunlong")
    elsewhere = Paper(1, "XZ-012", 3, "gulou")

    assert barred_pairs([expert], [elsewhere]) == {}
    assert barred_pairs([expert], [PAPER]) == {(7, 1): "本县（市、区）案例"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("泰和县", (("泰和县",), ())),
        ("吉水和泰和、某大学", (("吉水县", "泰和县", "某大学"), ("某大学",))),
        ("泰和县及吉水县", (("泰和县", "吉水县"), ())),
    ],
)
def test_a_unit_whose_name_has_a_joining_word_is_one(
    said: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    units = (
        Unit(key="taihe", name="泰和县", aliases=("泰和",)),
        Unit(key="jishui", name="吉水县", aliases=("吉水",)),
    )

    assert avoided(said, shipped_campaign().model_copy(update={"units": units})) == expected
