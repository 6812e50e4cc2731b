"""How often the theme is right, on invented texts: ``python -m benchmarks.accuracy.theme``.

``themes.jsonl``: passages by theme and sub-topic; those marked ``tune`` were looked at while the
lexicon was made. ``themes_unseen.jsonl`` was written after it and never used to tune;
``themes_whole.jsonl`` holds whole cases of other hands; two words of the lexicon were changed after
its first part (wd) was judged, none after the second (wc). Learning is
measured with sub-topics held out: of each theme some sub-topics are confirmed (ten texts), the
others are judged.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from intake.campaign.call import Call
from intake.campaign.learned import Example, train
from intake.understand.theme.classify import classify
from intake.worker.pool import CallFiles

ROOT = Path(__file__).parents[2]
CONFIG, CORPUS = ROOT / "config", ROOT / "tests" / "corpus"
ROUNDS = 12  # random divisions of the sub-topics
CONFIRMED = 10  # texts a theme that a person confirmed

Text = dict[str, Any]
Judged = tuple[Text, tuple[tuple[int, float], ...]]  # with (theme, probability), best first


def load(name: str) -> list[Text]:
    """A file of the corpus."""
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def shipped_call() -> Call:
    """The shipped campaign as it is before anything was learned."""
    return CallFiles(
        CONFIG / "campaigns" / "xuzhou-2015.toml",
        CONFIG / "places" / "xuzhou.toml",
        CONFIG / "lexicon" / "xuzhou-2015.toml",
    ).load()


def judge(call: Call, texts: Iterable[Text]) -> list[Judged]:
    """Every text with its ranking."""
    found = []
    for text in texts:
        verdict = classify(text.get("title", ""), text["text"], call)
        found.append((text, tuple((score.theme, score.confidence) for score in verdict.themes)))
    return found


def top(judged: Sequence[Judged], first: int = 1) -> float:
    """Share of texts whose theme is among the ``first`` ones."""
    return sum(text["theme"] in [theme for theme, _ in ranked[:first]] for text, ranked in judged) / len(
        judged
    )


def covered(judged: Sequence[Judged], share: float = 0.8) -> float:
    """Share that is right among the ``share`` that is judged most surely."""
    sure = sorted(judged, key=lambda item: -item[1][0][1])[: round(share * len(judged))]
    return top(sure)


def learned(call: Call, texts: Sequence[Text]) -> list[Judged]:
    """Texts of held-out sub-topics, after ten confirmations a theme from the others."""
    found: list[Judged] = []
    for turn in range(ROUNDS):
        chance = random.Random(turn)
        kept: list[Text] = []
        held: list[Text] = []
        for theme in sorted({text["theme"] for text in texts}):
            own = [text for text in texts if text["theme"] == theme]
            topics = sorted({text["topic"] for text in own})
            chance.shuffle(topics)
            known = set(topics[: len(topics) // 2])
            shown = [text for text in own if text["topic"] in known]
            kept += chance.sample(shown, min(CONFIRMED, len(shown)))
            held += [text for text in own if text["topic"] not in known]
        examples = [Example(text["theme"], text["text"], text.get("title", "")) for text in kept]
        found += judge(replace(call, learned=train(examples, len(call.campaign.themes))), held)
    return found


def calibration(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, texts) by tenths of confidence."""
    rows = []
    for low in range(10):
        some = [
            (ranked[0][1], text["theme"] == ranked[0][0])
            for text, ranked in judged
            if low <= ranked[0][1] * 10 < low + 1 or (low == 9 and ranked[0][1] >= 1)
        ]
        if some:
            rows.append(
                (sum(p for p, _ in some) / len(some), sum(ok for _, ok in some) / len(some), len(some))
            )
    return rows


def defensible(judged: Sequence[Judged]) -> tuple[float, int]:
    """Texts with two defensible themes: share whose first choice is one of them, and how many."""
    some = [(text, ranked) for text, ranked in judged if text.get("secondary")]
    right = sum(ranked[0][0] in (text["theme"], text["secondary"]) for text, ranked in some)
    return (right / len(some) if some else 0.0), len(some)


def main() -> None:
    """Print the figures."""
    call = shipped_call()
    texts, unseen, cases = load("themes.jsonl"), load("themes_unseen.jsonl"), load("cases.jsonl")
    whole = load("themes_whole.jsonl")
    for case in cases:
        case["text"] = "\n".join(case["body"])
    out = sys.stdout.write
    out("| texts | | top-1 | top-2 | at 80 % coverage |\n|---|---:|---:|---:|---:|\n")
    sets = {
        "passages looked at": judge(call, [t for t in texts if t["part"] == "tune"]),
        "passages held out": judge(call, [t for t in texts if t["part"] != "tune"]),
        "unseen passages": judge(call, unseen),
        "whole cases": judge(call, cases),
        "whole cases of other hands": judge(call, whole),
        "after 10 confirmations a theme, sub-topics held out": learned(call, texts),
        "whole cases of other hands, the other half of them confirmed": learned(call, whole),
    }
    for name, judged in sets.items():
        out(
            f"| {name} | {len(judged)} | {top(judged):.3f} | {top(judged, 2):.3f} | {covered(judged):.3f} |\n"
        )
    share, count = defensible(
        [
            *sets["passages looked at"],
            *sets["passages held out"],
            *sets["whole cases"],
            *judge(call, whole),
        ]
    )
    out(f"\ntwo defensible themes: {share:.3f} of {count}\n\n")
    out("| confidence shown | right | texts |\n|---:|---:|---:|\n")
    for shown, right, count in calibration([j for name in list(sets)[1:5] for j in sets[name]]):
        out(f"| {shown:.2f} | {right:.2f} | {count} |\n")


if __name__ == "__main__":
    main()
