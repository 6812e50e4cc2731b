"""How often a coordinator's words are understood: ``python -m benchmarks.accuracy.orders``.

The orders are in tests/corpus/orders, one file a hand; each was written by somebody who had not seen
the program, with what a careful clerk would do. Some hands were looked at while the words and frames
were made; the others were measured before anybody looked at them (docs/orders.md has both figures).

An order is *right* when exactly what was expected would be done (a question about a case is answered
by showing it), *asked* when nothing wrong would be done but something is left to be confirmed or said
again, and *wrong* when anything else would be done. What is compared is the meaning: where the hand
said no direction of a merging, either is right, 店子 is 店子村, a week more is the day it ends on, and more time for all
waits for her “确认” in any case. What no order did when a
hand wrote, and one does now, counts as asked. Where the hand noted
that asking is as good (“a question also right”), asking is right.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from intake.campaign.campaign import load_campaign
from intake.campaign.entries import Theme
from intake.campaign.places.gazetteer import load_places
from tracker.orders.understand.intents import EVERYDAY as EVERYDAY_INTENTS
from tracker.orders.understand.intents import LOOKS, Deed, Intent, Understanding, Wish, deeds_of
from tracker.orders.understand.message.lines import understand
from tracker.orders.understand.message.named.known import Known, Named
from tracker.orders.understand.message.named.refer import read_referring, resolve
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.model.store import load_model
from tracker.orders.understand.names import Names, names_of
from tracker.orders.understand.numbers import number_of
from tracker.orders.understand.words import Lexicon, load_words

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests/corpus/orders"
TODAY = date(2015, 8, 6)  # the day on which the hands imagined themselves
TUNED = ("first", "second (odd)", "third", "fourth", "fifth")
HELD_OUT = ("second (even)", "sixth", "seventh", "eighth", "ninth")
# Two more hands, later: half was looked at after the first measuring, half never.
TRAINED = ("tenth (odd)", "eleventh (odd)")
UNTOUCHED = ("tenth (even)", "eleventh (even)")
# Measured once at first sight, then learned from.
LEARNED = ("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth")
# Measured once, after everything else, and left alone.
LAST = ("seventeenth", "eighteenth", "nineteenth", "twentieth")
# One line each in everyday words, replies of several lines, and two hands more, one line each.
FRESH = ("twentyfirst", "twentysecond", "twentythird", "twentyfourth")
# Two more, who wrote of much that no order does: to ask about that is right.
BROAD = ("twentyfifth", "twentysixth")
# Everyday orders (zero reports, splitting, timed orders, questions …), written before any of them could be done.
EVERYDAY = ("aa", "ab", "ac", "ad", "ae")
# How cases are called, and what is no order; looked at after the first measuring.
CALLING = ("twentyseventh",)
PARTS = (*TUNED, *HELD_OUT, *TRAINED, *UNTOUCHED, *LEARNED, *LAST, *FRESH, *BROAD, *EVERYDAY, *CALLING)
NOTHING_KNOWN = Known()
# What no order did when the older hands wrote; where they asked for it they noted that it is to be asked.
BEYOND = frozenset(("later", *map(str, EVERYDAY_INTENTS - LOOKS)))
HARMLESS = frozenset(
    ("tell", "marked", "planned", "show", "list", "missing", "progress", "names", "workbook")
)
# The corpus's words for what the program names otherwise.
INTENTS = {
    "send_original": Intent.ORIGINAL,
    "use_version": Intent.VERSION,
    "who_missing": Intent.MISSING,
    "send_names": Intent.NAMES,
    "send_workbook": Intent.WORKBOOK,
    "mail_done": Intent.DONE,
    "mail_answer": Intent.ANSWER,
    "transfer_county": Intent.CORRECT,
    "add_address": Intent.ADDRESS,
    "unit_note": Intent.NOTE,
    "tasks": Intent.PLANNED,
    "unlater": Intent.CANCEL,
}
_MAY_ASK = re.compile(
    r"\b(?:ask|asking|question|none)\b[^;]{0,40} (?:also|is) (?:right|acceptable)", re.IGNORECASE
)
_WORKBOOK_TOO = "sending the workbook is as good"
FIELDS = {"village": "community"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One order with what was expected and what was understood."""

    text: str
    expected: frozenset[Deed]
    understood: Understanding
    names: Names
    may_ask: bool = False
    known: Known = NOTHING_KNOWN
    either_way: bool = False  # the hand did not say which of two cases goes into the other
    everyday: bool = False  # the hand knew of everyday orders

    @property
    def result(self) -> str:
        """``right``, ``asked`` or ``wrong``."""
        told = bool(self.understood.guesses or self.understood.unread)
        done = self._deeds(self.understood.wishes)
        beyond = set() if self.everyday else {deed for deed in done - self.expected if deed[0] in BEYOND}
        done, told = done - beyond, told or bool(beyond)
        waiting = self._deeds(g.wish for g in self.understood.guesses if g.wish and _waits_anyway(g.wish))
        at_once = self._deeds(wish for wish in self.understood.wishes if not _waits_anyway(wish)) - beyond
        harmless = all(deed[deed[0] == "later" and 2] in HARMLESS for deed in at_once)
        if not self.expected:
            return "right" if harmless else "wrong"
        if self.expected in (done, done | waiting):
            return "right"
        if not (harmless or (done < self.expected and told)):
            return "wrong"
        return "right" if self.may_ask and not done else "asked"

    def _deeds(self, wishes: Iterable[Wish]) -> frozenset[Deed]:
        deeds = frozenset(
            self._even(deed)
            for wish in wishes
            for own in _whose(wish, self.known)
            for deed in _deeds(own, self.names)
        )
        return undirected(deeds) if self.either_way else deeds

    def _even(self, deed: Deed) -> Deed:
        """As the hand could say it: a day where no hour was said, a question about a case as showing it."""
        if deed[0] == "later" and deed not in self.expected:
            return (deed[0], deed[1][:10], *deed[2:])
        shown = ("show", deed[1], "", "")
        return shown if deed[0] == "tell" and shown in self.expected else deed


@cache
def campaign_names() -> Names:
    """The names by which the hands wrote."""
    campaign = load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")
    return names_of(campaign, load_places(ROOT / "config/places/xuzhou.toml"), TODAY)


@cache
def names_for(part: str) -> Names:
    """The same for one hand; some were given a call with other themes to write about."""
    other = tomllib.loads((CORPUS / "themes.toml").read_text(encoding="utf-8"))
    if part.split(maxsplit=1)[0] not in other["hands"]:
        return campaign_names()
    campaign = load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")
    themes = tuple(Theme(label="", definition="", **theme) for theme in other["themes"])
    own = campaign.model_copy(update={"themes": themes})
    return names_of(own, load_places(ROOT / "config/places/xuzhou.toml"), TODAY)


@cache
def lexicon_of_orders() -> Lexicon:
    """The words of config/words/orders.toml."""
    return load_words(ROOT / "config/words/orders.toml")


@cache
def try_all() -> dict[str, tuple[Trial, ...]]:
    """Every part of the corpus, understood."""
    model = load_model(ROOT / "config/lexicon/orders.json.gz")
    return {
        part: tuple(replace(trial, understood=read_trial(trial, model)) for trial in trials_of(part))
        for part in PARTS
    }


def read_trial(trial: Trial, model: Model) -> Understanding:
    """What the program understands, with the cases and the answered letter that the hand imagined."""
    names, lexicon = trial.names, lexicon_of_orders()
    referred = resolve(trial.text, trial.known, names, lexicon)
    return read_referring(
        referred.text, trial.known, referred, lambda words: understand(words, names, lexicon, model)
    )


def trials_of(part: str) -> Iterator[Trial]:
    """The orders of a part, nothing understood yet."""
    for order in _orders(part):
        may_ask = bool(_MAY_ASK.search(order.get("note", "")))
        expected = _expected(order["expect"], names_for(part))
        if _WORKBOOK_TOO in order.get("note", ""):
            expected = frozenset([("workbook", "")])
        either_way = "direction" in order.get("note", "")
        yield Trial(
            order["text"],
            undirected(expected) if either_way else expected,
            Understanding(),
            replace(names_for(part), people=tuple(order.get("people", ()))),
            may_ask,
            _known(order),
            either_way,
            part in EVERYDAY,
        )


def undirected(deeds: Iterable[Deed]) -> frozenset[Deed]:
    """The same without which of two cases goes into the other."""
    return frozenset((one[0], *sorted(one[1:])) if one[0] == "merge" else one for one in deeds)


def _known(order: dict[str, Any]) -> Known:
    """``ledger``: cases by number with what they are called; ``about``: the cases of the answered letter."""
    ledger = order.get("ledger", {})
    return Known(tuple(Named(int(n), **said) for n, said in ledger.items()), tuple(order.get("about", ())))


def known_names(hand: str) -> Names:
    """The names by which a hand wrote, with everybody of the office whom it named."""
    people = dict.fromkeys(name for order in _orders(hand) for name in order.get("people", ()))
    return replace(names_for(hand), people=tuple(people))


def expectations(hand: str) -> Iterator[tuple[str, frozenset[Deed]]]:
    """The orders of a hand, with numbers for what names cases otherwise, and what was expected."""
    for order in _orders(hand):
        names = names_for(hand)
        text = resolve(order["text"], _known(order), names, lexicon_of_orders()).text
        yield text, _expected(order["expect"], names)


def _orders(part: str) -> Iterator[dict[str, Any]]:
    hand, _, half = part.partition(" ")
    for number, line in enumerate((CORPUS / f"{hand}.jsonl").read_text("utf-8").splitlines(), start=1):
        if not half or (number % 2 == 1) == (half == "(odd)"):
            yield json.loads(line)


def _deeds(wish: Wish, names: Names) -> Iterator[Deed]:
    """What a wish would do, with its values made even."""
    for deed in deeds_of(wish):
        if wish.intent is Intent.ANSWER:
            yield (*deed[:2], _plain(deed[2]))
        elif wish.intent is Intent.EXTEND:
            yield (deed[0], _day(deed[1], names), deed[2])
        elif wish.intent is Intent.CORRECT:
            yield (*deed[:3], _even(deed[2], deed[3], names))
        else:
            yield deed


def _whose(wish: Wish, known: Known) -> Iterator[Wish]:
    """张三的电话改为…: the telephone of each of that person's cases, where the ledger has contacts."""
    if wish.intent is not Intent.CONTACT or not any(one.contact for one in known.cases):
        yield wish
        return
    cases = tuple(one.serial for one in known.cases if one.contact == wish.field)
    if cases:
        yield Wish(Intent.CORRECT, wish.text, cases, field="phone", value=wish.value)


def _even(field: str, value: str, names: Names) -> str:
    """A value in its one notation: 店子 for 店子村, the town's full name."""
    if field == "community":
        return value.removesuffix("村")
    if field == "subtitle":
        return value.lstrip("—")  # the dash before it is no part of it
    return names.towns.get(value, value) if field == "town" else value


def _day(value: str, names: Names) -> str:
    """The day that so much more time ends on: the ledger counts from the deadline that rules."""
    more = re.fullmatch(r"(\d+|[一二两三四五六七八九十]+)(个?[天日周]|个?星期|个?礼拜)", value)
    if more is None:
        return value
    days = number_of(more[1].replace("两", "二")) * (1 if more[2][-1] in "天日" else 7)
    return (names.last_day + timedelta(days=days)).isoformat()


def _waits_anyway(wish: Wish) -> bool:
    """What goes to all waits for her “确认” however it was said: a guess is as good as an order."""
    return wish.intent in (Intent.EXTEND, Intent.REMIND) and not wish.units


def _plain(text: str) -> str:
    return text.replace("\n", "").replace("\\n", "").rstrip("。")


def _expected(expect: list[dict[str, Any]], names: Names) -> frozenset[Deed]:
    return frozenset(
        deed for one in expect if one["verb"] not in ("ask", "none") for deed in _wanted(one, names)
    )


def _wanted(one: dict[str, Any], names: Names) -> Iterator[Deed]:
    intent = str(INTENTS.get(one["verb"], one["verb"]))
    maker = _MAKERS.get(one["verb"])
    if maker is not None:
        yield from maker(intent, one, names)
    elif "case" in one:
        yield (intent, one["case"], one.get("field", ""), "")
    else:
        yield (intent, one.get("mail", _unit(one.get("unit", ""), names)))


def _unit(name: str, names: Names) -> str:
    return names.units.get(name, name)


def _correct(intent: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    field = FIELDS.get(one.get("field", "county"), one.get("field", "county"))
    value = str(one["value"] if "value" in one else one["county"])
    level = {"community": "village"}  # the campaign's key of 村（社区）级
    known = {"county": names.units, "level": level}
    yield (intent, one["case"], field, _even(field, known.get(field, {}).get(value, value), names))


def _remind(intent: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    units = [one["unit"]] if "unit" in one else one.get("units", [])
    units = [] if units == "missing" else units
    yield from ((intent, _unit(unit, names)) for unit in units or ("",))


def _list(intent: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    field = next((name for name in ("level", "theme") if name in one), "")
    if field:
        yield from (
            (*deed[:1], *deed[2:])
            for deed in _correct(intent, {**one, "case": 0, "field": field, "value": one[field]}, names)
        )
    else:
        yield (intent, _unit(one.get("unit", ""), names))


def _address(intent: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    yield (intent, _unit(one["unit"], names), one.get("address", ""))


def _everyday(intent: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    about = one.get("case") or (f"收件{one['mail']}" if "mail" in one else _unit(one.get("unit", ""), names))
    field, value = (
        one.get("what", one.get("field", "")),
        str(one.get("to", one.get("file", one.get("value", "")))),
    )
    yield (intent, about, one["text"]) if "text" in one else (intent, about, field, value)


def _later(_: str, one: dict[str, Any], names: Names) -> Iterator[Deed]:
    yield from (("later", one["at"], *deed) for deed in _wanted(one["do"], names))


def _digest(field: str, value: str) -> Callable[[str, dict[str, Any], Names], Iterator[Deed]]:
    return lambda _, one, __: iter([("digest", "", field, one.get(value, value))])


_MAKERS: dict[str, Callable[[str, dict[str, Any], Names], Iterator[Deed]]] = {
    "correct": _correct,
    "transfer_county": _correct,
    "void": lambda _, one, __: iter(
        [("withdraw", one["case"], "", "")] if "case" in one else [("done", one["mail"])]
    ),
    "add_address": _address,
    **dict.fromkeys(
        (
            "zero",
            "expect",
            "split",
            "tell",
            "unit_note",
            "mark",
            "unmark",
            "marked",
            "forward",
            "memo",
            "tasks",
            "unlater",
        ),
        _everyday,
    ),
    "later": _later,
    "digest_at": _digest("at", "time"),
    "digest_off": _digest("send", "off"),
    "digest_on": _digest("send", "on"),
    "digest_days": _digest("days", "what"),
    "remind": _remind,
    "list": _list,
    # a mail that goes into a case brings something to it
    "merge": lambda intent, one, _: iter(
        [(intent, one["case"], one["into"])] if "case" in one else [("attach", one["mail"], one["into"])]
    ),
    "use_version": lambda intent, one, _: iter([(intent, one["case"], "", str(one["version"]))]),
    "extend": lambda intent, one, names: iter([(intent, one["date"], _unit(one.get("unit", ""), names))]),
    "mail_answer": lambda intent, one, _: iter([(intent, one["mail"], _plain(one["text"]))]),
    "attach": lambda intent, one, _: iter([(intent, one["mail"], one["case"])]),
}


def shares(parts: tuple[str, ...]) -> dict[str, float]:
    """The share of each result over some parts."""
    results = Counter(trial.result for part in parts for trial in try_all()[part])
    return {result: results[result] / results.total() for result in ("right", "asked", "wrong")}


def main() -> None:
    """Print the figures; ``--details PART`` lists what was not right there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", choices=PARTS, help="list what was not right there")
    chosen = parser.parse_args().details
    for trial in try_all().get(chosen, ()):
        if trial.result != "right":
            guesses = [guess.why for guess in trial.understood.guesses]
            print(
                trial.result,
                trial.text,
                *trial.understood.wishes,
                guesses,
                sorted(map(str, trial.expected)),
                sep="\n  ",
            )
    print("| hand | orders | right | asked | wrong |\n|---|---:|---:|---:|---:|")
    rows = {part: (part,) for part in PARTS} | {
        "looked at": TUNED,
        "held out": HELD_OUT,
        "later, looked at": TRAINED,
        "later, never mended": UNTOUCHED,
        "learned from": LEARNED,
        "last": LAST,
        "fresh": FRESH,
        "broad": BROAD,
        "everyday": EVERYDAY,
        "calling": CALLING,
    }
    for name, parts in rows.items():
        found = shares(parts)
        count = sum(len(try_all()[part]) for part in parts)
        print(f"| {name} | {count} | {found['right']:.3f} | {found['asked']:.3f} | {found['wrong']:.3f} |")


if __name__ == "__main__":
    main()
