"""Marks given criterion by criterion: 科学性：A01 85，A02 80, or a table with a column a case.

Read only where every line or sentence with a score begins with a criterion; a case that lacks one is asked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from intake.text.fold import simplify
from tracker.review.marks.answer import Mark, Question, checked, criteria_names
from tracker.review.marks.pieces import Kind, Piece, cut
from tracker.review.words import review_words

_BETWEEN: Final = re.compile(r"[\s:：，,、|/依次分别为是给打得都均=-]{0,12}")
_TO: Final = re.compile(r"\s{0,2}[-—~～到至]{1,2}\s{0,2}")
_PARTS: Final = re.compile(r"[\n；;。]")

_SHARED: Final = r"都|均|一律|全"
ALL: Final = "*"  # the cases that the other criteria name

Told = dict[str, Decimal]


def read_by_criterion(
    text: str, rules: ReviewRules, numbers: Collection[str]
) -> list[Mark | Question] | None:
    """Marks and questions; ``None``: the text is not written so."""
    told: dict[int, Told] = {}
    cases: list[str] = []
    unread: set[str] = set()
    for part in filter(str.strip, _PARTS.split(simplify(text))):
        pieces = cut(part, rules, numbers)
        named = [piece.value for piece in pieces if piece.kind is Kind.CASE]
        kinds = {piece.kind for piece in pieces}
        if not kinds & {Kind.SCORE, Kind.ODD}:
            cases = _in_range(part, pieces, numbers) or cases
            continue
        heads = list(itertools.takewhile(lambda piece: piece.kind is Kind.CASE, pieces))
        criterion = pieces[len(heads)]
        if criterion.kind is not Kind.CRITERION or (heads and told):
            return None
        if heads:
            if not _BETWEEN.fullmatch(part[heads[-1].end : criterion.start]):
                return None
            cases = _in_range(part, heads, numbers)
        place = int(criterion.value)
        if place in told:
            return None
        row = _row(part, pieces[len(heads) + 1 :], cases, numbers)
        if row is None or "" in named:
            unread |= {*named, *cases}
            continue
        told[place] = row
        cases = list(row) if ALL not in row else cases
    if len(told) < 2 or set(map(len, told.values())) == {0}:
        return None
    return list(_rows(_of_all(told), unread, rules))


def _of_all(told: dict[int, Told]) -> dict[int, Told]:
    """科学性都90 said of the cases that the other criteria name."""
    every = {number for row in told.values() for number in row} - {ALL}
    return {
        place: dict.fromkeys(every, row[ALL]) if ALL in row else row for place, row in told.items() if every
    }


def _rows(told: dict[int, Told], unread: set[str], rules: ReviewRules) -> Iterator[Mark | Question]:
    for number in sorted({number for row in told.values() for number in row} | unread - {""}):
        scores = [row[number] for _, row in sorted(told.items()) if number in row]
        if number in unread or len(scores) != len(rules.criteria):
            why = f"应有{len(rules.criteria)}项分数（{criteria_names(rules)}），没有读全"
            yield Question(number, why, (number,))
        else:
            yield checked(number, number, scores, "", rules)


def _row(part: str, pieces: Sequence[Piece], cases: Sequence[str], numbers: Collection[str]) -> Told | None:
    """The scores of one criterion, a case each; ``None``: not understood."""
    words = review_words().marks
    if any(piece.kind not in (Kind.CASE, Kind.SCORE) for piece in pieces) or re.search(
        either((*words.turned, *words.unsure, *words.hedged)), part
    ):
        return None
    scores = [Decimal(piece.value) for piece in pieces if piece.kind is Kind.SCORE]
    kinds = [piece.kind for piece in pieces]
    gaps = [part[a.end : b.start] for a, b in itertools.pairwise(pieces)]
    if kinds == [Kind.CASE, Kind.SCORE] * len(scores):
        named = [piece.value for piece in pieces if piece.kind is Kind.CASE]
    elif kinds[-len(scores) :] == [Kind.SCORE] * len(scores) and Kind.SCORE not in kinds[: -len(scores)]:
        heads = pieces[: -len(scores)]
        named = _in_range(part, heads, numbers) if heads else list(cases)
        gaps = [gap for gap in gaps if not _TO.fullmatch(gap)]
    else:
        return None
    if len(scores) == 1 and len(named) != 1:
        shared = re.search(_SHARED, part[: pieces[-1].start])
        alone = kinds == [Kind.SCORE]
        return dict.fromkeys(named or [ALL], scores[0]) if shared and alone else None
    if not all(map(_BETWEEN.fullmatch, gaps)) or len(set(named)) != len(named) or len(named) != len(scores):
        return None
    return dict(zip(named, scores, strict=True))


def _in_range(part: str, pieces: Sequence[Piece], numbers: Collection[str]) -> list[str]:
    """The cases that a text names one after another, or from one to another."""
    named = [piece for piece in pieces if piece.kind is Kind.CASE]
    if any(not piece.value for piece in named):
        return []
    if len(named) == 2 and _TO.fullmatch(part[named[0].end : named[1].start]):
        ordered = sorted(numbers)
        return ordered[ordered.index(named[0].value) : ordered.index(named[1].value) + 1]
    return [piece.value for piece in named]
