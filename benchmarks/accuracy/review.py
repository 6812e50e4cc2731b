"""How much of orders about review, and of experts' answers, is read: ``python -m benchmarks.accuracy.review``.

The orders are of two hands that had not seen the program; a third wrote more for learning. An order is
right when every act and every case, person or number in it is; asked when nothing wrong is done and the
act that is guessed is among those wanted; missed when nothing is done and nothing guessed; wrong when
anything else would be done, orders about collecting among it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.accuracy.orders import ROOT, campaign_names, lexicon_of_orders
from intake.campaign.campaign import Campaign, load_campaign
from intake.campaign.review import ReviewRules
from tracker.errors import OrderError
from tracker.orders.order import Doubtful, Order
from tracker.orders.understand.frames.review import read_review
from tracker.orders.understand.intents import LOOKS, Intent
from tracker.orders.understand.message.lines import understand
from tracker.orders.understand.model.acts import guess_unread, read_learned
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.model.linear import Linear
from tracker.orders.understand.model.sentence import Setting
from tracker.orders.understand.model.store import load_model
from tracker.review.mail.acts import ASKING
from tracker.review.mail.consent import read_consent
from tracker.review.mail.replies import Wish, avoids_in, read_wish
from tracker.review.marks.answer import Mark
from tracker.review.marks.lines import read_lines
from tracker.review.visits.findings import read_findings

CORPUS = Path(__file__).resolve().parents[2] / "tests/corpus/review"
EXPERTS = {
    "first": ("王建国", "李卫东", "赵敏", "孙宁", "周强", "吴芳", "郑立"),
    "second": ("张志强", "王建军", "李梅", "孙丽华", "刘洋", "赵建国", "陈静"),
    "third": ("王建国", "李卫东", "赵敏", "孙宁", "周强", "吴芳", "郑立"),
}
HANDS = tuple(EXPERTS)
MEASURED = ("first", "second")
REPLYING = (1, 2, 3)  # written one after the other, each before its reader was mended
NUMBERS = tuple(f"A0{number}" for number in range(1, 9))
WITH_CASES = ("visits", "decide", "drop")
WITH_WHO = ("withdraw", "pair", "take-back", "marks", "expert", "remind")
# What a hand wanted before there was an act for it, by the names of the acts.
NOW_CALLED = {"due": "extend", "take-in": "join", "take-out": "leave", "resend": "again"}
CHANGES: dict[str, Callable[[Order], tuple[Any, ...]]] = {
    "extend": lambda order: (order.words, order.value.removesuffix("号")),
    "join": lambda order: (order.serials,),
    "leave": lambda order: (order.serials,),
    "again": lambda order: (order.words,),
}
ANSWERS = frozenset((Intent.YES, Intent.NO))


@cache
def load(name: str) -> list[dict[str, Any]]:
    """The lines of a corpus file."""
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def setting_of(hand: str, acts: Linear | None = None) -> Setting:
    """What a hand's orders are read with."""
    return Setting(acts or Linear((), {}), campaign_names(), lexicon_of_orders(), EXPERTS[hand])


def acts_of(line: dict[str, Any]) -> Iterator[str]:
    """The acts that a line wants."""
    yield from (
        NOW_CALLED.get(name, name) for name in line.get("acts", (a["act"] for a in line.get("expect", ())))
    )


def wanted(act: dict[str, Any]) -> tuple[Any, ...]:
    """What a hand expects, comparable."""
    name = NOW_CALLED.get(act["act"], act["act"])
    who = act.get("who", "")
    if name == "extend":
        return (name, who, act["value"].removesuffix("号"))
    if name in ("join", "leave"):
        return (name, tuple(act.get("cases", ())))
    if name == "again":
        return (name, who)
    if name in WITH_CASES:
        return (name, tuple(act.get("cases", ())), act.get("top"))
    if name == "visit":
        return (name, tuple(act.get("cases", ())), act.get("truth"), tuple(act.get("survey") or ()))
    if name == "marks":
        return (name, who, tuple(line[0] for line in act["lines"]))
    if name == "open":
        return (name, act.get("value") or "", tuple(act.get("cases", ())))
    if name in ("pair", "take-back"):
        return (name, who, act.get("number") or tuple(act.get("cases", ())))
    if name == "object":
        return (name, tuple(act.get("cases", ())))
    return (name, *([who] if name in WITH_WHO else []), *([str(act["value"])] if "value" in act else []))


def understood(order: Order) -> tuple[Any, ...]:
    """What was read, in the same shape."""
    name = order.field
    if name in CHANGES:
        return (name, *CHANGES[name](order))
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
    if name in ("pair", "take-back"):
        return (name, order.words, order.value or order.serials)
    if name == "object":
        return (name, order.serials)
    return (name, *([order.value] if name in WITH_WHO or order.value else []))


def judge_order(line: dict[str, Any], hand: str, model: Model) -> str:
    """right, asked, wrong or missed."""
    setting = setting_of(hand, model.acts)
    framed = read_review(line["text"], setting.experts, setting.names.prefix)
    learned = read_learned(framed.rest, setting)
    left = understand(learned.rest, setting.names, setting.lexicon, model)
    found = sorted(map(understood, (*framed.orders, *learned.orders)), key=str)
    again = [guess_unread(words, setting) for words in left.unread]
    again += [guess_unread(guess.text, setting) for guess in left.guesses if guess.wish is None]
    guesses: tuple[Doubtful, ...] = (*framed.guesses, *learned.guesses, *filter(None, again))
    guessed = {guess.order.field for guess in guesses if guess.order}
    others = [
        wish for wish in left.wishes if wish.intent not in LOOKS | ANSWERS and (wish.units or wish.cases)
    ]
    want = sorted(map(wanted, line["expect"]), key=str)
    acts = set(acts_of(line)) or {line.get("ask", "")}
    looks = set(map(str, ASKING))
    others = others if want or line.get("ask") else []
    if any(one not in want for one in found if one[0] not in looks) or others:
        return "wrong"
    if found == want and (want or not line.get("ask")):
        return "right"
    if line.get("ask") and not want:  # the hand expects a question, or none where none can be guessed
        return "right" if guessed & acts or line["ask"] is True else "asked" if guessed else "missed"
    return "asked" if (guessed and guessed <= acts) or found else "missed"


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


def judge_reply(line: dict[str, Any]) -> str:
    """An expert's answer to an invitation or to papers: right, asked (a person sees it), or wrong."""
    want = line["expect"]
    if "marks" in want:
        return "right" if not want["marks"] and judge_marks(line) == "asked" else judge_marks(line)
    campaign = shipped_campaign()
    if line["to"] == "papers":
        found = read_lines(line["text"], ReviewRules(), NUMBERS)
        if found.marks:
            return "wrong"
        wish = read_wish(line["text"])
        if "avoid" in want:
            return "right" if list(avoids_in(line["text"], campaign)[0]) == want["avoid"] else "asked"
        if wish is Wish.UNKNOWN or found.questions:
            return "right" if want["wish"] == "unknown" else "asked"
        return "right" if wish == want["wish"] else "wrong"
    said = read_consent(line["text"], campaign)
    if said.willing is None:
        return "right" if want["state"] == "asked" else "asked"
    told = {
        "state": "willing" if said.willing else "declined",
        **({"most": said.most} if said.most else {}),
        **({"avoids": list(said.avoids)} if said.avoids else {}),
        **({"paper": True} if said.paper else {}),
        **({"email": said.email} if said.email else {}),
    }
    return "right" if told == want else "wrong"


@cache
def shipped_campaign() -> Campaign:
    """The call whose units the experts name."""
    return load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")


def measure(model: Model) -> dict[str, Counter[str]]:
    """Counts for the orders of each hand and for marks."""
    return {
        **{hand: Counter(judge_order(line, hand, model) for line in load(hand)) for hand in MEASURED},
        "marks": Counter(map(judge_marks, load("marks"))),
        **{
            f"replies {hand}": Counter(judge_reply(line) for line in load("replies") if line["hand"] == hand)
            for hand in REPLYING
        },
    }


def main() -> None:
    """Print the figures; ``--details HAND`` lists what was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", choices=MEASURED, help="list what was not right there")
    model = load_model(ROOT / "config/lexicon/orders.json.gz")
    for line in load(chosen) if (chosen := parser.parse_args().details) else ():
        if (result := judge_order(line, chosen, model)) != "right":
            print(result, line["text"])
    for what, counts in measure(model).items():
        print(what, *(f"{name} {count}" for name, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
