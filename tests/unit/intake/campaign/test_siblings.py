"""What tells a text from others, how like it is to confirmed cases, and the file that keeps them."""

import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.theme import shipped_call
from benchmarks.accuracy.unseen import load, siblings_of
from intake.campaign.learned import Example, ThemeModel, load_learned, save_learned, train
from intake.campaign.siblings import TELLING, gather, signature
from intake.model.errors import ConfigError
from intake.understand.theme.classify import classify

CALL = shipped_call()
GROUPS = siblings_of(load("themes3"))
PASSAGES = tuple(passage for passages in CALL.lexicon.examples.values() for passage in passages)


def taught(*confirmed: tuple[int, dict]):
    examples = [Example(theme, one["text"], one["title"]) for theme, one in confirmed]
    return replace(CALL, learned=train(examples, len(CALL.campaign.themes)))


def first(call, one: dict) -> int:
    return classify(one["title"], one["text"], call).themes[0].theme


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", []),
        ("的", []),
        ("。，！", []),
        ("棋摊", ["棋摊"]),
        ("棋 摊", []),
        ("棋摊。棋摊", ["棋摊"]),
        ("下棋，下棋，悔棋", ["下棋", "悔棋"]),  # what is repeated tells most
        ("请问的棋摊", ["棋摊", "的棋", "问的", "请问"]),  # what every letter has tells least
    ],
)
def test_what_tells_a_text(text: str, pairs: list[str]) -> None:
    found = signature(text)
    assert sorted(found, key=lambda pair: (-found[pair], pair)) == pairs


@given(st.text(max_size=60))
def test_a_signature_is_short_and_of_length_one(text: str) -> None:
    found = signature(text)
    assert len(found) <= TELLING
    assert not found or abs(sum(weight * weight for weight in found.values()) - 1) < 0.02


def test_no_confirmed_case_pulls_nowhere() -> None:
    assert gather((), PASSAGES).pull("棋摊上的五句话", 6) == [0.0] * 6
    assert gather((), PASSAGES).size == 0  # nor is anything prepared


def test_a_text_is_pulled_to_the_theme_of_its_siblings_and_to_no_other() -> None:
    chess = GROUPS["B"]
    ready = gather([(2, signature(one["text"])) for one in chess[:3]], PASSAGES)
    pulled = [ready.pull(one["text"], 6) for one in chess[3:]]
    assert [[theme for theme, much in enumerate(row) if much] for row in pulled] == [[1], [1]]
    assert all(row[1] > 0.5 for row in pulled)  # how much, hangs on what all letters have
    assert pickle.loads(pickle.dumps(ready)).pull(chess[4]["text"], 6) == pulled[1]


def test_without_passages_chance_is_a_constant() -> None:
    chess = GROUPS["B"]
    ready = gather([(2, signature(one["text"])) for one in chess[:3]], PASSAGES[:5])
    assert ready.pull("检修泵站三十七座，清淤沟渠八十六公里。", 6) == [0.0] * 6
    assert ready.pull(chess[3]["text"], 6)[1] > 2


def test_one_case_alone_pulls_nothing() -> None:
    chess = GROUPS["B"]
    assert gather([(2, signature(chess[0]["text"]))], PASSAGES).pull(chess[0]["text"], 6) == [0.0] * 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "other", "before", "after"),
    [
        ("A", 5, [3, 3], [5, 5]),
        ("B", 2, [6, 6], [2, 6]),
        ("C", 3, [1, 1], [1, 3]),
        ("D", 4, [3, 2], [3, 4]),
    ],
)
def test_three_confirmations_and_the_siblings(
    group: str, other: int, before: list[int], after: list[int]
) -> None:
    """To a theme that the words of the lexicon speak against; to their own all of them."""
    own = GROUPS[group]
    theme = own[0]["theme"]
    turned, kept = (taught(*((to, one) for one in own[:3])) for to in (other, theme))
    found = [[first(call, one) for one in own[3:]] for call in (CALL, turned, kept)]
    assert found == [before, after, [theme, theme]]


@pytest.mark.slow
def test_what_moved_says_why_and_strangers_stay() -> None:
    call = taught(*((2, one) for one in GROUPS["B"][:3]))
    verdict = classify(GROUPS["B"][3]["title"], GROUPS["B"][3]["text"], call)
    assert verdict.fact.value == "2"
    assert verdict.fact.evidence[0].quote.endswith("与已确认案例相近")
    strangers = [one for one in load("themes3") if one["theme"] and not one.get("group")][::4]
    assert [one["title"] for one in strangers if first(call, one) != first(CALL, one)] == []


def test_the_file_of_what_was_learned(tmp_path: Path) -> None:
    path = tmp_path / "learned.json"
    model = train([Example(one["theme"], one["text"], one["title"]) for one in GROUPS["A"][:2]], 6)
    save_learned(path, model)
    assert load_learned(path) == model
    before = json.loads(path.read_text("utf-8"))
    del before["cases"]
    path.write_text(json.dumps({**before, "version": 1}), "utf-8")  # as written before cases were kept
    assert load_learned(path) == ThemeModel(model.counts, model.examples)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 3},
        {"cases": [[7, {"棋摊": 1.0}]]},
        {"cases": [[0, {"棋摊": 1.0}]]},
        {"cases": [["一", {}]]},
        {"cases": [[1, ["棋摊"]]]},
        {"cases": [[1, {"棋摊": "多"}]]},
        {"cases": 5},
    ],
)
def test_a_file_that_is_none(tmp_path: Path, change: dict) -> None:
    path = tmp_path / "learned.json"
    save_learned(path, train([Example(1, "棋摊上的五句话")], 6))
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(ConfigError, match="无法使用，可删除后重新学习"):
        load_learned(path)
