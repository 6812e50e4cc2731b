"""Without a lexicon the definitions settle what they can, and nothing wrongly."""

import json

import pytest

from intake.campaign.call import Call
from intake.campaign.definitions import pieces_of
from intake.campaign.learned import Example
from intake.campaign.lexicon import Lexicon
from intake.campaign.suggest import Suggestion, suggest_words
from intake.understand.theme.classify import classify
from intake.worker.pool import CallFiles
from tests.paths import CONFIG, CORPUS
from tests.unit.intake.test_other_campaign import TEXTS


def call_of(campaign: str) -> Call:
    return CallFiles(CONFIG / "campaigns" / f"{campaign}.toml", CONFIG / "places" / "xuzhou.toml").load()


@pytest.fixture(scope="module")
def call() -> Call:
    return call_of("xuzhou-2015")


@pytest.mark.parametrize(
    ("corpus", "settled"), [("themes_unseen", 20), ("themes_whole", 10), ("themes", 25)]
)  # of 30, 48 and 156 that a lexicon written by people is measured on
def test_what_definitions_settle_is_right(call: Call, corpus: str, settled: int) -> None:
    lines = (CORPUS / f"{corpus}.jsonl").read_text("utf-8").splitlines()
    found = [
        (str(text["theme"]), verdict.fact.value)
        for text in map(json.loads, lines)
        if not (verdict := classify(text.get("title", ""), text["text"], call)).fact.waits
    ]

    assert len(found) >= settled
    assert [pair for pair in found if pair[0] != pair[1]] == []


def test_another_call_without_a_lexicon() -> None:
    call = call_of("example-science")
    found = {number: classify("", text, call).themes[0].theme for number, text in TEXTS.items()}

    assert found == {number: number for number in TEXTS}


def test_words_are_those_of_one_theme(call: Call) -> None:
    words = [{piece.word for piece in pieces} for pieces in pieces_of(call.campaign)]

    assert "村规民约" in words[5]
    assert {"居家养老", "医养结合"} <= words[2]
    assert not any(a & b for at, a in enumerate(words) for b in words[at + 1 :])
    assert not any("征集" in word for group in words for word in group)


def test_confirmed_cases_speak_for_a_word(call: Call) -> None:
    examples = [Example(4, f"第{n}场，板凳夜话，说路灯。", "") for n in "一二三"]
    examples += [Example(6, "移风易俗，说路灯。", "") for _ in range(3)]

    found = suggest_words(call.campaign, Lexicon(id="", themes=()), examples)

    assert [row for row in found if row.own] == [
        Suggestion(4, "板凳夜话", 2.0, False, 3, 0),
        Suggestion(6, "移风易俗", 2.0, True, 3, 0),
    ]


def test_what_the_lexicon_has_is_not_proposed(call: Call) -> None:
    examples = [Example(6, "移风易俗。", "") for _ in range(3)]

    assert [row for row in suggest_words(call.campaign, call.lexicon, examples) if row.own] == []
