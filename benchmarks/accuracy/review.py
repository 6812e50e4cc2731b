"""How much of a stranger's orders about review, and of experts' answers, is read: ``python -m benchmarks.accuracy.review``.

An order is right when every act and every case, person or number in it is; asked when nothing is done and
the act that is guessed is among those wanted; wrong when anything else would be done.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from intake.campaign.review import ReviewRules
from tracker.errors import OrderError
from tracker.orders.order import Order
from tracker.orders.understand.frames.review import read_review
from tracker.review.marks import Mark, read_lines
from tracker.review.visits.findings import read_findings

CORPUS = Path(__file__).resolve().parents[2] / "tests/corpus/review"
EXPERTS = ("王建国", "李卫东", "赵敏", "孙宁", "周强", "吴芳", "郑立")
NUMBERS = tuple(f"A0{number}" for number in range(1, 9))
WITH_CASES = ("visits", "decide", "drop")


def load(name: str) -> list[dict[str, Any]]:
    """The lines of a corpus file."""
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def wanted(act: dict[str, Any]) -> tuple[Any, ...]:
    """What a stranger expects, comparable."""
    name = act["act"]
    if name in WITH_CASES:
        return (name, tuple(act.get("cases", ())), act.get("top"))
    if name == "visit":
        return (name, tuple(act.get("cases", ())), act.get("truth"), tuple(act.get("survey") or ()))
    if name == "marks":
        return (name, act["who"], tuple(line[0] for line in act["lines"]))
    if name == "open":
        return (name, act.get("value") or "", tuple(act.get("cases", ())))
    return (name, *(str(act[key]) for key in ("number", "value", "who") if key in act))


def understood(order: Order) -> tuple[Any, ...]:
    """What was read, in the same shape."""
    name = order.field
    if name in WITH_CASES:
        return (name, order.serials, int(order.value) if order.value.isdecimal() else None)
    if name == "visit":
        try:
            found = read_findings(order.words)
        except OrderError:
            return (name, order.serials, "", ())
        survey = found.survey
        counts = (survey.given, survey.returned, survey.valid, *survey.levels) if survey else ()
        return (name, order.serials, found.truth, counts)
    if name == "marks":
        return (name, order.value, tuple(re.findall(r"A\d\d", order.words)))
    if name == "open":
        return (name, order.value, order.serials)
    if name == "withdraw":
        return (name, order.value)
    return (name, *filter(None, (order.value, order.words if name in ("pair", "take-back") else "")))


def judge_order(line: dict[str, Any]) -> str:
    """right, asked, wrong or missed."""
    want = sorted(map(wanted, line["expect"]), key=str)
    read = read_review(line["text"], EXPERTS, "XZ")
    found = sorted(map(understood, read.orders), key=str)
    if found == want and not read.guesses:
        return "right"
    if any(one not in want for one in found):
        return "wrong"
    acts = {act["act"] for act in line["expect"]}
    guessed = {guess.order.field for guess in read.guesses if guess.order}
    return "asked" if guessed and guessed <= acts else "missed"


def judge_marks(line: dict[str, Any]) -> str:
    """right; asked where something wanted was not taken; wrong where something else was."""

    def shown(mark: Mark) -> Any:
        return "回避" if mark.avoids else [float(score) for score in mark.scores]

    answer = read_lines(line["text"], ReviewRules(), NUMBERS)
    found = {mark.number: shown(mark) for mark in answer.marks}
    want = line["expect"]["marks"]
    if found == want:
        return "right"
    return "wrong" if any(found[number] != want.get(number) for number in found) else "asked"


def measure() -> dict[str, Counter[str]]:
    """Counts for orders and for marks."""
    return {
        "orders": Counter(map(judge_order, load("orders.jsonl"))),
        "marks": Counter(map(judge_marks, load("marks.jsonl"))),
    }


if __name__ == "__main__":
    for what, counts in measure().items():
        print(what, *(f"{name} {count}" for name, count in sorted(counts.items())))
