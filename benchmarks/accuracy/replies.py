"""How experts' answers of later hands are taken, the whole mail: ``python -m benchmarks.accuracy.replies``.

An answer is right when exactly what the hand expects is taken; asked when nothing wrong is taken and the
expert or a person is asked about the rest; unheard when what he wants beside is done by nobody and shown to
nobody; wrong when anything else is taken or done.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from benchmarks.accuracy.review import NUMBERS, load, shipped_campaign
from intake.campaign.review import ReviewRules
from intake.mail.words.quote import split_body
from intake.text.fold import simplify
from tracker.review.mail.between import gaps_in, words_with_marks, words_with_questions
from tracker.review.mail.consent import read_consent
from tracker.review.mail.replies import Wish, avoids_in, read_wish, wants_beside
from tracker.review.marks.beside import unread_beside
from tracker.review.marks.lines import read_lines

HANDS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
RULES = ReviewRules()
DONE = {Wish.LEAVE: "quit", Wish.AGAIN: "again", Wish.TIME: "later", Wish.NOTHING: "none"}


def judge_consent(text: str, want: dict[str, Any]) -> str:
    """An answer to an invitation."""
    said = read_consent(text, shipped_campaign())
    if said.willing is None:
        return "right" if want["state"] == "unclear" else "asked"
    told = {
        "state": "willing" if said.willing else "declined",
        **({"most": said.most} if said.most else {}),
        **({"avoids": sorted(said.avoids)} if said.avoids else {}),
        **({"paper": True} if said.paper else {}),
        **({"email": said.email} if said.email else {}),
    }
    wanted = {**want, **({"avoids": sorted(want["avoids"])} if "avoids" in want else {})}
    return "right" if told == wanted else "wrong"


def judge_papers(text: str, want: dict[str, Any], numbers: Collection[str] = NUMBERS) -> str:
    """An answer to papers: marks, then what else he wants."""
    answer = read_lines(text, RULES, numbers)
    found = {mark.number: [float(score) for score in mark.scores] for mark in answer.marks if mark.scores}
    away = [mark.number for mark in answer.marks if mark.avoids]
    if any(scores != want["marks"].get(number) for number, scores in found.items()):
        return "wrong"
    if set(away) - set(want.get("avoid", ())):
        return "wrong"
    complete = found == want["marks"]
    if answer.marks or answer.questions:
        beside = want["wish"] not in ("none", "avoid") or set(want.get("avoid", ())) - set(away)
        if (
            beside
            and not answer.questions
            and not (wants_beside(text) or unread_beside(text, RULES, numbers))
        ):
            return "unheard"
        return "right" if complete and not beside else "asked"
    units, understood = avoids_in(simplify(text), shipped_campaign())
    if units and understood:
        return "right" if sorted(units) == sorted(want.get("avoid", ())) and complete else "wrong"
    wish = read_wish(text)
    if wish is Wish.UNKNOWN:
        return "right" if complete and want["wish"] in ("question", "paper") else "asked"
    if wish is Wish.PROMISE:  # the day is shown to her, and he hears the due date
        return "right" if complete and want["wish"] == "none" and not want.get("ask") else "asked"
    if DONE[wish] == want["wish"]:
        return "right" if complete and not want.get("ask") else "asked"
    return "unheard" if wish is Wish.NOTHING else "wrong"


def judge(line: dict[str, Any]) -> str:
    """right, asked, unheard or wrong."""
    numbers = tuple(f"A{number:02}" for number in range(1, line.get("cases", len(NUMBERS)) + 1))
    gaps = gaps_in(split_body(line["text"]), "")
    if line["to"] == "invitation":
        return judge_consent(words_with_questions(gaps), line["expect"])
    return judge_papers(words_with_marks(gaps, numbers), line["expect"], numbers)


def main() -> None:
    """Print the figures; ``--details HAND`` lists what was not right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand", type=int, choices=HANDS, help="this hand alone")
    parser.add_argument("--details", action="store_true", help="list what was not right")
    options = parser.parse_args()
    for hand in [options.hand] if options.hand else HANDS:
        counts: dict[str, Counter[str]] = {"invitation": Counter(), "papers": Counter()}
        for line in load(f"replies{hand}"):
            result = judge(line)
            counts[line["to"]][result] += 1
            if options.details and result != "right":
                print(result, json.dumps(line, ensure_ascii=False))
        for to, found in counts.items():
            print(hand, to, *(f"{name} {count}" for name, count in sorted(found.items())))


if __name__ == "__main__":
    main()
