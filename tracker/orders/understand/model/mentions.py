"""Everything in a text that may be a part of an order: more is proposed than is meant, roles decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, Span, any_of, find_spans
from tracker.orders.understand.words import Lexicon

LONGEST_PLACE = 6  # characters of the name of a village or community that no list knows
LONGEST_TITLE = 60
MARKS = {
    Kind.ADDRESS: "E", Kind.QUOTE: "Q", Kind.MAIL: "M", Kind.PHONE: "P", Kind.DATE: "D", Kind.CASES: "C", Kind.ROW: "R",
    Kind.THEME: "T", Kind.LEVEL: "L", Kind.VERSION: "V", Kind.FOREIGN: "X", Kind.UNIT: "U", Kind.TOWN: "W",
    Kind.NUMBER: "N", Kind.NUMERAL: "N", Kind.ORDINAL: "O", Kind.THAT: "A", Kind.FIELD: "F",
}  # fmt: skip
COARSE = {"C": "#", "N": "#", "O": "#"}
_BEFORE_SHORT_LEVEL = re.compile(r"(?:^|[^\u4e00-\u9fff]|[是为成到属按的号改])$")
_SHORT_LEVEL_EDGE = re.compile(r"$|[^\u4e00-\u9fff]|[的级吧了,，]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that an order may use: ``start`` and ``end`` are tokens' places in the text."""

    mark: str  # what kind of thing it looks like, one letter
    start: int
    end: int
    value: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text with its names made marks: one token a character or a named thing."""

    tokens: tuple[str, ...]
    places: tuple[int, ...]  # where each token begins in the text
    mentions: tuple[Mention, ...]  # named things
    proposals: tuple[Mention, ...]  # stretches of other words: names, places, titles


def find_mentions(piece: Piece, names: Names, lexicon: Lexicon) -> Tokens:
    """Tokens and mentions of a text."""
    text = piece.folded
    found = [_mention(span, piece) for span in find_spans(text, names)]
    found = _with_more(found, text, names)
    tokens: list[str] = ["^"]
    places: list[int] = [0]
    at = 0
    for mention in (*found, None):
        end = mention.start if mention else len(text)
        for place in range(at, end):
            if not text[place].isspace() or text[place] == "\n":
                tokens.append(text[place].lower())
                places.append(place)
            elif tokens[-1] != " ":
                tokens.append(" ")
                places.append(place)
        if mention:
            tokens.append(f"<{mention.mark}>")
            places.append(mention.start)
            at = mention.end
    tokens.append("$")
    places.append(len(text))
    proposals = tuple(_proposals(piece, found, lexicon))
    return Tokens(tuple(tokens), tuple(places), tuple(found), proposals)


def _mention(span: Span, piece: Piece) -> Mention:
    value = piece.written[span.start + 1 : span.end - 1] if span.kind is Kind.QUOTE else span.value
    return Mention(MARKS[span.kind], span.start, span.end, value, span.numbers)


def _with_more(found: list[Mention], text: str, names: Names) -> list[Mention]:
    """Beside the named things: levels without 级."""
    more: list[Mention] = []
    taken = [(m.start, m.end) for m in found]
    for level in re.finditer(any_of(names.short_levels), text):
        free = not any(a < level.end() and level.start() < b for a, b in taken)
        named = any(end == level.start() for _, end in taken)
        alone = named or _BEFORE_SHORT_LEVEL.search(text, 0, level.start())
        if free and alone and _SHORT_LEVEL_EDGE.match(text, level.end()):
            more.append(Mention("S", level.start(), level.end(), names.short_levels[level[0]]))
    return sorted((*found, *more), key=lambda m: m.start)


def _gaps(piece: Piece, found: list[Mention]) -> Iterator[tuple[int, int]]:
    at = 0
    for mention in found:
        if mention.mark == "Q":
            continue
        if mention.start > at:
            yield at, mention.start
        at = max(at, mention.end)
    if at < len(piece.folded):
        yield at, len(piece.folded)


_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_PLACE_END = re.compile(r"村民?委员会|村委会|居委会|社区|村|居")
_BREAK = re.compile(r"[，,。；;！!\n]")


def _proposals(piece: Piece, found: list[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    text = piece.folded
    quotes = [(m.start, m.end) for m in found if m.mark == "Q"]
    fields = [
        (cue.start, cue.end) for cue in lexicon.cues(text, 0, len(text)) if cue.field and len(cue.text) > 1
    ]
    for first, last in _gaps(piece, found):
        for run in _HAN.finditer(text, first, last):
            if any(a <= run.start() < b for a, b in quotes):
                continue
            yield from (
                one
                for one in _people(piece, run)
                if not any(a < one.end and one.start < b for a, b in fields)
            )
            yield from _communities(piece, run)
    yield from _tails(piece, quotes, lexicon)


def _people(piece: Piece, run: re.Match[str]) -> Iterator[Mention]:
    for at in range(run.start(), run.end() - 1):
        if piece.folded[at] in SURNAMES:
            for length in (2, 3):
                if at + length <= run.end():
                    yield Mention("n", at, at + length, piece.written[at : at + length])


def _communities(piece: Piece, run: re.Match[str]) -> Iterator[Mention]:
    for end in _PLACE_END.finditer(piece.folded, run.start(), run.end()):
        for start in range(max(run.start(), end.start() - LONGEST_PLACE), end.start() - 1):
            yield Mention("v", start, end.end(), piece.written[start : end.end()])


def _tails(piece: Piece, quotes: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Mention]:
    """From behind a word of setting, a colon or a blank to the end of the text or of the clause."""
    text = piece.folded
    starts = {cue.end for cue in lexicon.cues(text, 0, len(text)) if "set" in cue.meanings}
    starts |= {m.end() for m in re.finditer(r"[:：\s,，]+", text)}
    for start in sorted(starts):
        if any(a < start < b for a, b in quotes) or start >= len(text) or not text[start].isalnum():
            continue
        stops = [m.start() for m in _BREAK.finditer(text, start)][:2]
        for stop in dict.fromkeys((*stops[:1], len(text.rstrip(" 。\n")))):
            if 2 <= stop - start <= LONGEST_TITLE:
                yield Mention("z", start, stop, piece.written[start:stop].strip())
