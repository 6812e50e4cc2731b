"""A sentence with a letter for everything that it names: 泉山说今年不报了 is U说今年不报了.

So a way of saying something is one small pattern, whatever unit, case or mail it is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.orders.understand.items import Piece
from tracker.orders.understand.message.daily.words import daily_words
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, find_spans

TAGS = {
    Kind.UNIT: "U",
    Kind.CASES: "C",
    Kind.MAIL: "M",
    Kind.THEME: "T",
    Kind.LEVEL: "L",
    Kind.ADDRESS: "A",
    Kind.QUOTE: "Q",
}
PERSON = "P"
_COMMA = re.compile(r"[，,；;]")
_PARTED = re.compile(r"，")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a letter stands for."""

    letter: str
    value: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """The letters and the words between them, without courtesy; ``places`` are those in the piece."""

    text: str
    places: tuple[int, ...]  # of each character, and of the end
    tags: dict[int, Tag]  # by place in the text

    def tags_in(self, start: int, end: int) -> list[Tag]:
        """What is named between two places."""
        return [tag for at, tag in self.tags.items() if start <= at < end]


def tag(piece: Piece, names: Names) -> Tagged:
    """A sentence tagged."""
    chars: list[str] = []
    places: list[int] = []
    tags: dict[int, Tag] = {}

    def put_words(start: int, end: int) -> None:
        kept = _kept(piece.folded, start, end)
        for at in kept:
            char = piece.folded[at].lower()
            chars.append("，" if _COMMA.fullmatch(char) else char)
            places.append(at)

    at = 0
    for start, end, found in _named(piece, names):
        put_words(at, start)
        tags[len(chars)] = found
        chars.append(found.letter)
        places.append(start)
        at = end
    put_words(at, len(piece.folded))
    return Tagged("".join(chars), (*places, len(piece.folded)), tags)


def _kept(text: str, start: int, end: int) -> Iterator[int]:
    """The places between two without those of courtesy."""
    at = start
    for found in daily_words().courtesy.finditer(text, start, end):
        yield from range(at, found.start())
        at = found.end()
    yield from range(at, end)


def _named(piece: Piece, names: Names) -> Iterator[tuple[int, int, Tag]]:
    """Everything named, in order: spans, and between them people."""
    spans = [span for span in find_spans(piece.folded, names) if span.kind in TAGS]
    at = 0
    for span in (*spans, None):
        end = span.start if span is not None else len(piece.folded)
        for found in _people(names.people, piece.folded, at, end):
            yield found.start(), found.end(), Tag(PERSON, found[0])
        if span is not None:
            value = piece.written[span.start + 1 : span.end - 1] if span.kind is Kind.QUOTE else span.value
            yield span.start, span.end, Tag(TAGS[span.kind], value, span.numbers)
            at = span.end


def _people(people: Sequence[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if people:
        longest = sorted(people, key=len, reverse=True)
        yield from re.compile("|".join(map(re.escape, longest))).finditer(text, start, end)


def clauses(tagged: Tagged) -> list[list[tuple[int, int]]]:
    """Runs of clauses that belong together, each a list of places in the text; a 另外 begins a new run."""
    edges = [found.span() for found in daily_words().joins.finditer(tagged.text)]
    runs = []
    at = 0
    for start, end in (*edges, (len(tagged.text), len(tagged.text))):
        run = []
        for comma in (*_PARTED.finditer(tagged.text, at, start), None):
            stop = comma.start() if comma else start
            if stop > at:
                run.append((at, stop))
            at = comma.end() if comma else end
        if run:
            runs.append(run)
    return runs
