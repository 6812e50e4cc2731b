"""How often a coordinator's words are understood: ``python -m benchmarks.accuracy.orders``.

The orders are in tests/corpus/orders, one file a hand; each was written by somebody who had not seen
the program, with what a careful clerk would do. Some hands were looked at while the words and frames
were made; the others were measured before anybody looked at them (docs/orders.md has both figures).

An order is *right* when exactly what was expected would be done (a question about a case is answered
by showing it), *asked* when nothing wrong would be done but something is left to be confirmed or said
again, and *wrong* when anything else would be done.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from intake.campaign.notice import load_campaign
from intake.campaign.places.gazetteer import load_places
from tracker.orders.understand.names import Names, names_of
from tracker.orders.understand.order import Intent, Understanding, Wish
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests/corpus/orders"
TODAY = date(2015, 8, 6)  # the day on which the hands imagined themselves
TUNED = ("first", "second (odd)", "third", "fourth", "fifth")
HELD_OUT = ("second (even)", "sixth", "seventh", "eighth", "ninth")
# Two more hands, later: half was looked at after the first measuring, half never.
TRAINED = ("tenth (odd)", "eleventh (odd)")
UNTOUCHED = ("tenth (even)", "eleventh (even)")
PARTS = (*TUNED, *HELD_OUT, *TRAINED, *UNTOUCHED)
HARMLESS = frozenset(("show", "list", "missing", "progress", "names", "workbook"))
Deed = tuple[Any, ...]
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
}
FIELDS = {"village": "community"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One order with what was expected and what was understood."""

    text: str
    expected: frozenset[Deed]
    understood: Understanding
    names: Names

    @property
    def result(self) -> str:
        """``right``, ``asked`` or ``wrong``."""
        told = self.understood.guesses or self.understood.unread
        done = frozenset(deed for wish in self.understood.wishes for deed in _deeds(wish))
        harmless = all(deed[0] in HARMLESS for deed in done)
        if not self.expected:
            return "right" if harmless else "wrong"
        if done == self.expected:
            return "right"
        return "asked" if harmless or (done < self.expected and told) else "wrong"


@cache
def try_all() -> dict[str, tuple[Trial, ...]]:
    """Every part of the corpus, understood."""
    campaign = load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")
    names = names_of(campaign, load_places(ROOT / "config/places/xuzhou.toml"), TODAY)
    lexicon = load_words(ROOT / "config/words/orders.toml")
    return {
        part: tuple(
            Trial(
                order["text"],
                _expected(order["expect"], names),
                understand(order["text"], names, lexicon),
                names,
            )
            for order in _orders(part)
        )
        for part in PARTS
    }


def _orders(part: str) -> Iterator[dict[str, Any]]:
    hand, _, half = part.partition(" ")
    for number, line in enumerate((CORPUS / f"{hand}.jsonl").read_text("utf-8").splitlines(), start=1):
        if not half or (number % 2 == 1) == (half == "(odd)"):
            yield json.loads(line)


def _deeds(wish: Wish) -> Iterator[Deed]:
    """A wish as single deeds: one case, one unit, one mail each."""
    intent = str(wish.intent)
    if wish.intent is Intent.MERGE:
        yield from ((intent, *sorted((case, int(wish.value)))) for case in wish.cases)
    elif wish.intent is Intent.ANSWER:
        yield from ((intent, mail, _plain(wish.words)) for mail in wish.mails)
    elif wish.intent is Intent.ATTACH:
        yield from ((intent, mail, case) for mail in wish.mails for case in wish.cases)
    elif wish.intent is Intent.EXTEND:
        yield from ((intent, wish.value, unit) for unit in wish.units or ("",))
    elif wish.cases:
        what = (wish.field, wish.value) if wish.intent is not Intent.VERSION else ("", wish.value or "latest")
        yield from ((intent, case, *what) for case in wish.cases)
    elif wish.field:
        yield (intent, wish.field, wish.value)
    else:
        yield from ((intent, what) for what in wish.units or wish.mails or ("",))


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
    yield (intent, one["case"], field, known.get(field, {}).get(value, value))


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


_MAKERS: dict[str, Callable[[str, dict[str, Any], Names], Iterator[Deed]]] = {
    "correct": _correct,
    "transfer_county": _correct,
    "void": lambda _, one, __: iter(
        [("withdraw", one["case"], "", "")] if "case" in one else [("done", one["mail"])]
    ),
    "remind": _remind,
    "list": _list,
    "merge": lambda intent, one, _: iter([(intent, *sorted((one["case"], one["into"])))]),
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
        "later, never looked at": UNTOUCHED,
    }
    for name, parts in rows.items():
        found = shares(parts)
        count = sum(len(try_all()[part]) for part in parts)
        print(f"| {name} | {count} | {found['right']:.3f} | {found['asked']:.3f} | {found['wrong']:.3f} |")


if __name__ == "__main__":
    main()
