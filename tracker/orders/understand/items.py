"""A coordinator's text cut into items, sentences and clauses; list numbers fall away here.

A list number is one only in a run: at least two marks of one style that count up from one. A single
leading “1、” may as well begin a list of cases, so it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, Span, find_spans
from tracker.orders.understand.words import Lexicon

_HANZI = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_PLACE = r"(?:^|(?<=[\n\s。；;，,：:.]))"
_STEMS = "甲乙丙丁戊"
_COLON_BEFORE = re.compile(r"[:：]\S{0,6}$")  # 4号、7号互换主题：4号为三
_TO_THE_END = re.compile(
    r"(?<=号)[^,，:：]{0,6}(?:备注|意见)(?:[^,，。:：“]{0,4}[:：]|(?:写|记)?一下[,，]).*", re.DOTALL
)  # commas belong to what is noted
_BLANK = re.compile(r"(?<=\S)[ \t]+(?=\S)")
_IN_TITLE = re.compile(r"(?:标题|题目|名称|案例名)[^，,:：]{0,4}[:：][^，,:：]{1,60}$")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@")
_DIGITS = re.compile(r"\d{7}|0\d{2,3}-")
VALUES = (Kind.LEVEL, Kind.THEME, Kind.NUMERAL, Kind.TOWN, Kind.UNIT, Kind.PHONE)
_STYLES = (
    re.compile(rf"{_PLACE}[(（](\d{{1,2}})[)）]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}[(（]([{_HANZI}])[)）]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}(\d{{1,2}})\s*[)）]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}(\d{{1,2}})\s*(?:、(?!\d{{1,3}}\s*、)|[.．](?!\d)|:|：)\s*", re.MULTILINE),
    re.compile(r"^[ \t]*(\d{1,2})[.．](?=\d{1,5}号)", re.MULTILINE),  # 1.12号主题改四: a line each
    re.compile(rf"{_PLACE}([{_HANZI}])\s*[、.．]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}([{_STEMS}])\s*[、.．]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}([{_CIRCLED}])\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}([{_HANZI}])是(?=\S)", re.MULTILINE),
    re.compile(rf"{_PLACE}其([{_HANZI}])[,，、:：]\s*", re.MULTILINE),
    re.compile(rf"{_PLACE}第([{_HANZI}])[,，、]?(?![个号稿版次条类行篇封{_HANZI}])(?=\S)", re.MULTILINE),
)  # fmt: skip
SENTENCE = re.compile(r"[\n。；;！!]+|(?<=[？?])")
_COMMA = re.compile(r"[，,…]+|(?<=[\u4e00-\u9fffA-Za-z）)])\s++(?=\S)|(?<![\d\s])\s(?=[\u4e00-\u9fff])")
# 27是协商30归方式: behind what one case is said to be, the next one begins.
_SET = "是归算改属划"
_NEXT = re.compile(rf"(?<=[^\d\s{_SET}从由到入进给和与跟同及并第题类级为])(?=\d{{1,4}}号?[{_SET}])")
_BEFORE_NEXT = re.compile(rf"\d号?(?:主题|类别|层级|级别)?[{_SET}]")
_QUOTED_LINE = re.compile(r"^\s*[>＞|].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text, folded for reading and as written; both have the same length."""

    folded: str
    written: str

    def cut(self, start: int, end: int) -> Piece:
        """A part of it."""
        return Piece(self.folded[start:end], self.written[start:end])


def items(text: Piece) -> tuple[Piece, ...]:
    """The items of a list, or the whole text where there is no list; quoted lines fall away."""
    text = Piece(
        *(_QUOTED_LINE.sub(lambda found: "\n" * len(found[0]), side) for side in (text.folded, text.written))
    )
    for style in _STYLES:
        marks = list(style.finditer(text.folded))
        run = _run(marks)
        if len(run) > 1:
            edges = [0, *(edge for mark in run for edge in (mark.start(), mark.end())), len(text.folded)]
            pieces = (text.cut(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
            return tuple(piece for piece in pieces if piece.folded.strip())
    return (text,) if text.folded.strip() else ()


def _run(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    run: list[re.Match[str]] = []
    for mark in marks:
        if _rank(mark[1]) == len(run) + 1:
            run.append(mark)
    return run


def _rank(mark: str) -> int:
    if mark.isdecimal():
        return int(mark)
    return next(row for row in (_CIRCLED, _STEMS, _HANZI) if mark in row).index(mark) + 1


def sentences(item: Piece) -> Iterator[Piece]:
    """The sentences of an item; marks inside quotes do not divide."""
    yield from divide(item, SENTENCE)


def clauses_of(sentence: Piece, names: Names, lexicon: Lexicon) -> Iterator[Piece]:
    """Clauses, cut neither inside what is named nor behind: a value and then a case begin a new one."""
    spans = find_spans(sentence.folded, names)
    edges = [
        after.start
        for before, after in pairwise(spans)
        if after.kind is Kind.CASES and before.kind in VALUES and after.start - before.end <= 1
    ]
    edges += [
        case.start
        for case in spans
        if case.kind is Kind.CASES
        and _COLON_BEFORE.search(sentence.folded[: case.start])
        and not sentence.folded[: case.start].endswith(("同", *lexicon.lists["like"]))
        and any(other.kind is Kind.CASES and other.end <= case.start for other in spans)
    ]
    if first := _BEFORE_NEXT.search(sentence.folded):
        edges += [found.start() for found in _NEXT.finditer(sentence.folded, first.end())]
    quotes = [(span.start, span.end) for span in spans if span.kind is Kind.QUOTE]
    joins = lexicon.patterns["join"].finditer(sentence.folded)
    edges += [
        found.start()
        for found in joins
        if found.start() and not any(a < found.start() < b for a, b in quotes)
    ]
    whole = [(span.start, span.end) for span in spans if not _divides(span, sentence.folded, lexicon)]
    whole += [found.span() for found in _TO_THE_END.finditer(sentence.folded)]
    whole += [found.span() for found in _open_blanks(sentence.folded, lexicon)]
    yield from _clauses(sentence, whole, edges)


def _divides(span: Span, text: str, lexicon: Lexicon) -> bool:
    """作废的是12号，11号恢复; 22号并到18号，18号类别改农村: what “是” or “并到” says ends at the comma."""
    before = text[: span.start].rstrip()
    return (
        span.kind is Kind.CASES
        and (before.endswith("是") or lexicon.ends_with("into", before))
        and bool(re.search("[,，]", text[span.start : span.end]))
    )


def _open_blanks(text: str, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """Blanks that end no clause: behind a word of setting (改成 一张圆桌), before a telephone, beside an address."""
    for blank in _BLANK.finditer(text):
        before = text[: blank.start()]
        if (
            lexicon.ends_with("set", before)
            or _IN_TITLE.search(before)
            or _DIGITS.match(text, blank.end())
            or "@" in before.rsplit(None, 1)[-1]
            or _ADDRESS.match(text, blank.end())
        ):
            yield blank


def _clauses(sentence: Piece, whole: Sequence[tuple[int, int]], edges: Sequence[int]) -> Iterator[Piece]:
    """The clauses of a sentence: between commas that stand in no named thing, and at further edges.

    ``whole`` are the places of named things: 1,2,4号 is one. ``edges`` are places where a clause
    begins without any mark: 9号镇级10号村级.
    """
    cuts = [found.span() for found in _COMMA.finditer(sentence.folded)]
    cuts = [(first, last) for first, last in cuts if not any(a < last and first < b for a, b in whole)]
    start = 0
    for first, last in sorted([*cuts, *((edge, edge) for edge in edges)]):
        if first >= start and sentence.folded[start:first].strip():
            yield sentence.cut(start, first)
        start = max(start, last)
    if sentence.folded[start:].strip():
        yield sentence.cut(start, len(sentence.folded))


def divide(piece: Piece, mark: re.Pattern[str]) -> Iterator[Piece]:
    """The pieces between marks that stand in no quotes."""
    quoted = [
        found.span()
        for found in re.finditer(r"《[^》\n]*》|“[^”\n]*”|\"[^\"\n]*\"|「[^」\n]*」", piece.folded)
    ]
    start = 0
    for found in mark.finditer(piece.folded):
        if any(first < found.start() < last for first, last in quoted):
            continue
        if piece.folded[start : found.start()].strip():
            yield piece.cut(start, found.start())
        start = found.end()
    if piece.folded[start:].strip():
        yield piece.cut(start, len(piece.folded))
