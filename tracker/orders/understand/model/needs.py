"""What an act of review needs, found in the sentence that orders it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from tracker.errors import OrderError
from tracker.orders.order import Order, Verb
from tracker.orders.understand.frames.review import DATE
from tracker.orders.understand.model.sentence import PRINTED, Sentence
from tracker.orders.understand.numbers import HANZI, number_of
from tracker.review.mail.acts import Act
from tracker.review.visits.findings import read_findings
from tracker.review.words import review_words

_OBJECTION: Final = re.compile(rf"第?(\d{{1,3}}|[{HANZI}])[号条个件]?异议|异议第?(\d{{1,3}}|[{HANZI}])")
_ROUND: Final = re.compile(
    r"(?:(?:名称|名字|名)(?:就?叫做?|为|是)|就叫|叫做)[“\"「]?([\u4e00-\u9fff]{2,8}?)[”\"」]?(?:$|[，,。；;\s])|“([\u4e00-\u9fff]{2,8})”"
)
_DAY: Final = re.compile(DATE)
_SCORES: Final = re.compile(rf"^\W{{0,3}}(?:是|为|应是|应为|应该是|打|得)?\W{{0,3}}(?:\d|[{HANZI}]{{2,3}})")


def order_of(act: Act, sentence: Sentence, shown: str) -> Order | None:
    """The act with all that it needs; None where something is missing or there is more than one."""
    maker = _MAKERS.get(act)
    made = Order(Verb.REVIEW, shown, (), act.value)
    return maker(made, sentence) if maker else made


def _withdrawn(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, value=sentence.who, words=sentence.who) if sentence.who else None


def _reminded(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, value=sentence.who) if sentence.who or not sentence.named else None


def _paired(made: Order, sentence: Sentence) -> Order | None:
    number = sentence.numbers[0] if len(sentence.numbers) == 1 else ""
    case = sentence.cases if not number and len(sentence.cases) == 1 else ()
    complete = sentence.who and (number or case)
    return replace(made, serials=case, value=number, words=sentence.who) if complete else None


def _marked(made: Order, sentence: Sentence) -> Order | None:
    lines = _mark_lines(sentence)
    return replace(made, value=sentence.who, words="\n".join(lines)) if sentence.who and lines else None


def _chosen(made: Order, sentence: Sentence) -> Order | None:
    complete = sentence.cases or sentence.top
    return replace(made, serials=sentence.cases, value=sentence.top) if complete else None


def _opened(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, serials=sentence.cases, value=_round_name(sentence))


def _visited(made: Order, sentence: Sentence) -> Order | None:
    cases, words = sentence.certain, _after_case(sentence)
    return replace(made, serials=cases, words=words) if len(cases) == 1 and _can_be_read(words) else None


def _objected(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, serials=sentence.certain, words=made.text)


def _settled(made: Order, sentence: Sentence) -> Order | None:
    found = _OBJECTION.search(sentence.plain)
    return replace(made, value=str(number_of(found[1] or found[2])), words=made.text) if found else None


def _extended(made: Order, sentence: Sentence) -> Order | None:
    days = {found[0] for found in _DAY.finditer(sentence.plain)}
    complete = len(days) == 1 and (sentence.who or not sentence.named)
    return replace(made, value=days.pop(), words=sentence.who) if complete else None


def _joined(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, serials=sentence.cases) if sentence.cases else None


def _sent_again(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, words=sentence.who) if sentence.who else None


def _expert_said(made: Order, sentence: Sentence) -> Order | None:
    return replace(made, value=sentence.who, words=made.text)


_MAKERS: Final[dict[Act, Callable[[Order, Sentence], Order | None]]] = {
    Act.WITHDRAW: _withdrawn,
    Act.REMIND: _reminded,
    Act.PAIR: _paired,
    Act.TAKE_BACK: _paired,
    Act.MARKS: _marked,
    Act.VISITS: _chosen,
    Act.DECIDE: _chosen,
    Act.DROP: _chosen,
    Act.OPEN: _opened,
    Act.VISIT: _visited,
    Act.OBJECT: _objected,
    Act.SETTLE: _settled,
    Act.EXPERT: _expert_said,
    Act.EXTEND: _extended,
    Act.JOIN: _joined,
    Act.LEAVE: _joined,
    Act.AGAIN: _sent_again,
}


def _can_be_read(words: str) -> bool:
    try:
        read_findings(words)
    except OrderError:
        return False
    return True


def _after_case(sentence: Sentence) -> str:
    """What was found on the spot: all behind the number of the case."""
    found = re.search(r"\d\s?(?:号|篇)?[^\d，,：:]{0,12}[，,：:]|\d\s?(?:号|篇)?", sentence.plain)
    return sentence.plain[found.end() :].strip(" ，,：:") if found else sentence.plain


def _round_name(sentence: Sentence) -> str:
    if found := _ROUND.search(sentence.plain):
        return found[1] or found[2]
    return next((word for word in review_words().orders.rounds if word in sentence.plain), "")


def _mark_lines(sentence: Sentence) -> list[str]:
    """A line for each printed number with marks behind it."""
    places = list(PRINTED.finditer(sentence.plain))
    lines = []
    for place, after in zip_longest(places, places[1:]):
        marks = sentence.plain[place.end() : after.start() if after else len(sentence.plain)]
        if _SCORES.match(marks):
            bare = re.sub(r"^\W*(?:应该是|应是|应为|是|为|打|得)\W*", " ", marks)
            lines.append(f"{place[1].upper()}{place[2]} {bare.strip(' ，,；;。：:')}")
    return lines if len(lines) == len(places) else []
