"""The published figures, and that the held-out mails stayed out of the examples."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from benchmarks.accuracy.kind import CORPUS, cases, judge, load_mails, the_call, try_all
from intake.config.shipped import shipped
from intake.understand.mail_kind.learned import EXAMPLES
from intake.understand.papers.case_like import case_likeness, why_not_case

pytestmark = pytest.mark.slow  # reads every invented mail


def test_accuracy_of_kinds() -> None:
    trials = list(try_all())
    shares = {}
    for part in ("tuning", "held-out"):
        chosen = [trial.right for trial in trials if trial.mail["part"] == part]
        shares[part] = sum(chosen) / len(chosen)
    assert shares["tuning"] >= 0.99
    assert shares["held-out"] >= 0.95


def test_silence_is_never_wrong() -> None:
    """No mail of a person is taken for one that nobody looks at."""
    silent = {"automatic", "bounce", "receipt", "advert", "spam"}
    wrong = [t.mail["id"] for t in try_all() if t.verdict.kind in silent and t.mail["kind"] not in silent]
    assert wrong == []


def test_held_out_mails_are_no_examples() -> None:
    examples = shipped(EXAMPLES).read_text("utf-8")
    bodies = [" ".join(m["body"].split()) for m in load_mails() if m["part"] == "held-out"]
    assert [body for body in bodies if len(body) > 12 and body in examples] == []


def test_cases_and_what_is_none() -> None:
    assert [why_not_case("", text) for text in cases() if why_not_case("", text)] == []
    lines = (CORPUS / "not_cases.txt").read_text("utf-8").splitlines()
    texts = [line.partition("|")[2] for line in lines]
    flagged = [why_not_case("", text) for text in texts]
    assert sum(map(bool, flagged)) / len(texts) >= 0.85


def test_titles_and_names_speak() -> None:
    text = cases()[0]
    assert why_not_case("", "") == "没有正文"
    assert why_not_case("“红色圆桌”连起一条街", text) == ""
    plain, _ = case_likeness("", text)
    for title in (
        "2015年上半年工作总结",
        "在社区建设推进会上的讲话",
        "社区工作者管理办法",
        "关于社区减负的调研报告",
    ):
        assert case_likeness(title, text)[0] < plain
    assert why_not_case("", "各单位要高度重视，切实加强领导，确保任务完成。", "2015年工作计划.doc") != ""


def test_case_numbers_of_another_call() -> None:
    """A call that numbers its cases otherwise gets the same verdicts."""
    theirs = replace(
        the_call(), campaign=the_call().campaign.model_copy(update={"number_format": "KJ-{serial}"})
    )
    numbered = [mail for mail in load_mails() if "XZ-" in mail["subject"] + mail["body"]]
    there = [json.loads(json.dumps(mail).replace("XZ-", "KJ-")) for mail in numbered]
    assert [judge(mail, theirs).kind for mail in there] == [judge(mail).kind for mail in numbered]
