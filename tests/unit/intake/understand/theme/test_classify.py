"""Themes: unseen texts, what the county states, quotations of the notice, learning."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.theme import CONFIG, calibration, covered, judge, learned, load, shipped_call, top
from intake.campaign.call import Call
from intake.campaign.learned import Example, load_learned, save_learned, train
from intake.understand.theme.classify import classify
from intake.worker.pool import CallFiles

CALL = shipped_call()
UNSEEN = load("themes_unseen.jsonl")
PASSAGES = load("themes.jsonl")
TWO = "居民在议事会上商量停车办法，议题由居民提出，三次会议后投票表决，结果张榜公示，由监督小组跟踪。" * 4


@pytest.fixture
def call() -> Call:
    return CALL


def test_unseen_texts(call: Call) -> None:
    judged = judge(call, UNSEEN)
    assert (top(judged) >= 0.85, top(judged, 2) >= 0.96, covered(judged) >= 0.98) == (True, True, True)


def test_whole_cases_cold(call: Call) -> None:
    cases = [{**case, "text": "\n".join(case["body"])} for case in load("cases.jsonl")]
    judged = judge(call, cases)
    assert (top(judged) >= 0.85, top(judged, 2) >= 0.96) == (True, True)


@pytest.mark.slow
def test_whole_cases_of_other_hands(call: Call) -> None:
    whole = load("themes_whole.jsonl")
    judged, taught = judge(call, whole), learned(call, whole)
    for found in (judged, taught):
        assert (top(found) >= 0.9, top(found, 2) >= 0.96, covered(found) >= 0.98) == (True, True, True)


@pytest.mark.slow
def test_held_out_topics_after_confirmations(call: Call) -> None:
    assert top(learned(call, PASSAGES)) >= 0.9


def test_sure_themes_are_right_as_often_as_they_say(call: Call) -> None:
    rows = calibration(judge(call, [*UNSEEN, *PASSAGES]))
    shown, right, count = rows[-1]
    assert count > 100
    assert abs(shown - right) < 0.03


def is_outside(one: dict[str, Any], call: Call) -> bool:
    verdict = classify(one["title"], one["text"], call)
    return [doubt.code for doubt in verdict.doubts] == ["theme-none"]


def test_what_is_of_none_of_the_themes_is_said_to_be(call: Call) -> None:
    texts = [one for name in ("themes", "themes2", "themes3") for one in load(f"unseen/{name}.jsonl")]
    none = [is_outside(one, call) for one in texts if one.get("none")]
    themed = [is_outside(one, call) for one in texts if not one.get("none")]
    assert (len(none), len(themed)) == (47, 222)
    assert sum(none) >= 0.75 * len(none)
    assert sum(themed) <= 0.03 * len(themed)


FURNACE = {
    "title": "高炉大修提前点火",
    "text": "炼铁厂二号高炉停炉大修，更换冷却壁三百块，砌筑耐材一千二百吨，工期比计划缩短九天，点火一次成功。"
    * 4,
}


def test_of_none_of_the_themes_is_nothing_that_is_stated_or_like_confirmed_cases(call: Call) -> None:
    assert is_outside(FURNACE, call)
    verdict = classify(FURNACE["title"], FURNACE["text"], call)
    assert (verdict.fact.value, verdict.fact.waits, len(verdict.fact.choices) >= 2) == ("", True, True)
    assert verdict.secondary.value == ""
    stated = classify(FURNACE["title"], FURNACE["text"], call, ["主题（四）报送案例"])
    assert stated.fact.value == "4"
    confirmed = [Example(3, f"{FURNACE['text']}第{number}座。", FURNACE["title"]) for number in range(3)]
    assert not is_outside(FURNACE, replace(call, learned=train(confirmed, len(call.campaign.themes))))


def test_a_call_without_passages_judges_nothing_to_be_of_none() -> None:
    bare = CallFiles(CONFIG / "campaigns/xuzhou-2015.toml", CONFIG / "places/xuzhou.toml", None).load()
    assert not is_outside(FURNACE, bare)


@pytest.mark.parametrize(
    ("stated", "pairs", "theme"),
    [
        (["主题（四）报送案例"], [], "4"),
        (["案例类别：推进基层协商民主"], [], "4"),
        ([], [("案例类别", "（四）")], "4"),
        ([], [("所属主题", "推进基层协商民主")], "4"),
        ([], [("申报类别", "三社联动")], "5"),
        (["报送案例"], [], "4"),  # nothing stated: the text decides
    ],
)
def test_what_the_county_states_is_taken(
    call: Call, stated: list[str], pairs: list[tuple[str, str]], theme: str
) -> None:
    assert classify("院里的事大家议", TWO, call, stated, pairs).fact.value == theme


def test_a_second_theme_is_named_where_it_stands_out_from_those_behind_it(call: Call) -> None:
    text = f"{TWO}社工站的社工和志愿者常年参与，社会组织承接服务。"
    verdict = classify("院里的事大家议", text, call)
    first, second = verdict.themes[:2]
    assert (verdict.fact.value, verdict.secondary.value) == ("4", "5")
    assert second.confidence < 0.15 < first.confidence
    assert classify("院里的事大家议", TWO, call).secondary.value == ""


def test_a_stated_theme_that_the_text_contradicts_is_shown(call: Call) -> None:
    verdict = classify("院里的事大家议", TWO, call, (), [("案例类别", "（六）")])
    (doubt,) = verdict.doubts
    assert (verdict.fact.value, verdict.fact.waits, verdict.fact.choices) == ("6", True, ("6", "4"))
    assert doubt.code == "theme-differs"


def test_the_notice_quoted_says_nothing(call: Call) -> None:
    notice = "".join(theme.definition for theme in call.campaign.themes if theme.number == 3)
    alone = classify("院里的事大家议", TWO, call).themes
    assert (
        classify("院里的事大家议", f"按照通知要求，{notice}\n{TWO}", call).themes[0].theme
        == alone[0].theme
        == 4
    )


def test_nothing_to_judge_by_waits(call: Call) -> None:
    verdict = classify("", "今天天气很好，我们去了公园，孩子们很高兴。", call)
    assert verdict.fact.waits
    assert [doubt.code for doubt in verdict.doubts] == ["theme-none"]


def test_second_theme_is_named_when_close(call: Call) -> None:
    (case,) = (case for case in load("cases.jsonl") if case["id"] == "dev-022")
    verdict = classify(case["title"], "\n".join(case["body"]), call)
    assert {verdict.fact.value, verdict.secondary.value} == {"4", "6"}


def test_confirmed_texts_teach(call: Call, tmp_path) -> None:
    strange = "夜巡队每晚沿河走三遍，提灯照亮渡口，老人孩子安心回家，渔火相伴成一景。" * 4
    before = classify("渡口的灯", strange, call).themes
    wanted = before[-1].theme
    model = train(
        [Example(wanted, strange + str(n), "渡口的灯") for n in range(6)], len(call.campaign.themes)
    )
    save_learned(tmp_path / "learned.json", model)
    taught = replace(call, learned=load_learned(tmp_path / "learned.json"))
    place = [score.theme for score in classify("渡口的灯", strange, taught).themes].index(wanted)
    assert place < len(before) - 1
    assert next(s.theme for s in classify("院里的事大家议", TWO, taught).themes) == 4  # the seeds still count


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_is_ranked(text: str, title: str) -> None:
    verdict = classify(title, text, CALL)
    assert sorted(score.theme for score in verdict.themes) == [1, 2, 3, 4, 5, 6]
    assert abs(sum(score.confidence for score in verdict.themes) - 1) < 0.01
    confidences = [score.confidence for score in verdict.themes]
    assert confidences == sorted(confidences, reverse=True)
