"""Likeness of texts: forms of one text, rewritten versions, copies, and cases that only sound alike."""

import itertools
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.theme_eval import load
from intake.likeness import bands, contained, normalise, relation, same_title, signature, similarity

CASES = [(case["title"], "\n".join(case["body"]), case["county"]) for case in load("cases.jsonl")]
ORDINARY = "社区通过走访听取意见，明确责任，抓好落实，群众更加满意。"


def sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[。！？])", text.replace("\n", "")) if s]


def rewritten(text: str, share: float, chance: random.Random) -> str:
    """So many of its sentences put in words of its own, as who writes a new draft does."""
    words = list(dict.fromkeys(text))
    return "".join(
        "".join(chance.choices(words, k=max(4, len(s) - 1))) + "。" if chance.random() < share else s
        for s in sentences(text)
    )


def noisy(text: str, share: float, chance: random.Random) -> str:
    """As recognised from a photo: so many characters wrong or lost."""
    return "".join(
        "" if chance.random() < share / 2 else "口" if chance.random() < share / 2 else c for c in text
    )


def test_different_cases_are_never_versions_of_each_other() -> None:
    found = {relation(a[0], a[1], b[0], b[1], same_unit=True) for a, b in itertools.combinations(CASES, 2)}
    assert found <= {"different", "same-practice"}


@pytest.mark.parametrize(
    ("share", "renamed"), [(0.02, True), (0.1, True), (0.2, True), (0.3, True), (0.3, False), (0.4, False)]
)
def test_rewritten_versions_are_found(share: float, renamed: bool) -> None:
    """At least 97 of 100, and the index finds them. With 40 % rewritten the title must have stayed."""
    chance = random.Random(7)
    right = shared = 0
    for title, text, _ in CASES:
        for _turn in range(3):
            new = rewritten(text, share, chance)
            right += relation("换了一个题目" if renamed else title, new, title, text, same_unit=True) in {
                "revision",
                "same",
            }
            shared += bool(set(bands(signature(normalise(new)))) & set(bands(signature(normalise(text)))))
    assert (right >= 0.97 * 3 * len(CASES), shared >= 0.97 * 3 * len(CASES)) == (True, True)


def test_recognised_text_is_the_same_case() -> None:
    chance = random.Random(3)
    found = [relation(t, noisy(x, 0.03, chance), t, x, same_unit=True) for t, x, _ in CASES]
    assert found == ["revision"] * len(CASES)


def test_copy_of_another_unit() -> None:
    """The names of places exchanged, a paragraph added."""
    for title, text, county in CASES:
        copy = text.replace(county.rstrip("县市区"), "泗水") + ORDINARY * 3
        assert relation("另一个题目", copy, title, text, same_unit=False) == "near-copy"


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("。", "。\n　　"),
        lambda text: text.replace(",", "，").replace("“", '"').replace("”", '"'),
        lambda text: "".join(f"{c} " if i % 7 == 0 else c for i, c in enumerate(text)),
    ],
)
def test_layout_and_marks_do_not_count(form) -> None:
    for title, text, _ in CASES:
        assert relation(title, form(text), title, text, same_unit=True) == "same"


def test_one_pattern_filled_twice_is_no_version() -> None:
    """A form's own words and a chapter of generalities are common to many."""
    frame = ["一、基本情况", "二、主要做法", "三、取得成效", "四、经验启示", ORDINARY * 4]
    for a, b in itertools.pairwise(CASES):
        one, other = ("\n".join([*frame, text]) for text in (a[1], b[1]))
        assert relation(a[0], one, b[0], other, same_unit=True) in {"different", "same-practice"}


def test_stock_phrases_do_not_merge_brief_cases() -> None:
    """One office, one opening and close, two stories: side by side before a person."""
    opening = "为贯彻落实上级关于加强社区治理的部署，我镇坚持以群众需求为导向，积极探索基层治理新路径，不断提升服务能力。"
    close = "下一步，我们将完善长效机制，加强队伍建设，总结推广经验，推动社区治理再上新台阶。"
    parking = "老楼多，停车难。居民代表、物业和交警坐到一起，画线三十七个，借用学校车位五十个。"
    meals = "留守老人午饭常凑合。村里腾出旧校舍办助餐点，志愿者轮流掌勺，每餐收费四元。"
    one, other = (opening + own + close for own in (parking, meals))
    assert relation("停车有位", one, "一餐热饭", other, same_unit=True) == "near-copy"


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("楼道里的“议事会”", "楼道里的议事会", True),
        ("小村规 大治理——南望村的做法", "小村规大治理", True),
        ("一张清单管到底", "门前三包大家谈", False),
        ("", "门前三包大家谈", False),
    ],
)
def test_titles(a: str, b: str, alike: bool) -> None:
    assert (same_title(a, b) >= 0.8) is alike


TEXTS = st.text(alphabet="村民议事会社区服务党员群众商量一二三0123。，\n", max_size=200)


@given(TEXTS, TEXTS, st.booleans())
def test_relation_is_the_same_both_ways(a: str, b: str, same_unit: bool) -> None:
    assert relation("甲", a, "乙", b, same_unit=same_unit) == relation("乙", b, "甲", a, same_unit=same_unit)


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_are_shares(a: str, b: str) -> None:
    assert 0 <= similarity(a, b) <= contained(a, b) <= 1
    assert similarity(a, b) == similarity(b, a)


@given(st.text(max_size=2000))
def test_signature(text: str) -> None:
    marks = signature(normalise(text))
    assert marks == tuple(sorted(set(marks)))
    assert len(marks) <= 24
    assert all(0 <= mark < 1 << 63 for mark in marks)
    assert bool(marks) is bool(normalise(text))
