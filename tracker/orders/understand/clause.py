"""One clause of an order with everything found in it, and what an earlier clause leaves to it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, replace

from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.order import Wish
from tracker.orders.understand.spans import Kind, Span, find_spans
from tracker.orders.understand.words import Cue, Lexicon

NEGATIONS = ("不是", "不算", "别归到", "别算", "别归", "不属于", "不该是", "并非", "不归", "不要", "不用", "不按", "没有", "别划到", "别改成")


@dataclass(slots=True)
class Context:
    """What a sentence carries from clause to clause."""

    names: Names
    lexicon: Lexicon
    cases: tuple[int, ...] = ()  # the last named
    field: str = ""  # the last named, where a list of values follows: 主题：2号四、5号六
    units: tuple[str, ...] = ()
    wishes: list[Wish] = dataclasses.field(default_factory=list)  # of this text so far
    mails: tuple[int, ...] = ()  # named, nothing said of them yet
    excepted: tuple[int, ...] = ()  # 除了5号，…
    spared: bool = False  # units excepted from a mailing
    repairing: bool = False  # “不对，”: the next value replaces the last


@dataclass(frozen=True, slots=True)
class Clause:
    """Spans and cues of one clause."""

    piece: Piece
    spans: tuple[Span, ...]
    cues: tuple[Cue, ...]

    @property
    def text(self) -> str:
        """As written."""
        return self.piece.written.strip()

    @property
    def folded(self) -> str:
        """Half width."""
        return self.piece.folded

    def means(self, *meanings: str) -> bool:
        """Whether a cue of one of these meanings stands in it."""
        return any(cue.meanings.intersection(meanings) for cue in self.cues)

    def cue(self, *meanings: str) -> Cue | None:
        """The first cue of one of these meanings."""
        return next((cue for cue in self.cues if cue.meanings.intersection(meanings)), None)

    def all(self, *kinds: Kind) -> list[Span]:
        """The spans of these kinds."""
        return [span for span in self.spans if span.kind in kinds]

    def said(self, *kinds: Kind) -> list[Span]:
        """The same without those that are denied: 不是村级."""
        return [span for span in self.all(*kinds) if not self.denied(span)]

    def denied(self, span: Span) -> bool:
        """Whether the words before a span take it back."""
        before = self.folded[: span.start].rstrip(" “《")
        return before.endswith(NEGATIONS)

    def excepted(self) -> tuple[int, ...]:
        """The cases behind 除了."""
        return tuple(n for span in self.all(Kind.CASES) if self._is_exception(span) for n in span.numbers)

    def _is_exception(self, span: Span) -> bool:
        before, after = self.folded[: span.start].rstrip(), self.folded[span.end :].lstrip()
        return before.endswith(("除了", "除", "不含", "不包括")) or after.startswith(("除外", "以外"))

    def numbers(self) -> tuple[int, ...]:
        """The cases that it names, without those excepted (除了5号)."""
        found: list[int] = []
        out = set(self.excepted())
        for span in self.all(Kind.CASES):
            if not self._is_exception(span) and not self.denied(span):
                found += span.numbers
        return tuple(dict.fromkeys(number for number in found if number not in out))

    def unexplained(self, lexicon: Lexicon) -> int:
        """How many Chinese characters neither span nor cue nor courtesy explains."""
        left = list(self.folded)
        for part in (*self.spans, *self.cues):
            left[part.start : part.end] = " " * (part.end - part.start)
        return sum("\u4e00" <= char <= "\u9fff" for char in lexicon.filler.sub(" ", "".join(left)))


def read_clause(piece: Piece, context: Context) -> Clause:
    """Find spans, then cues in what they leave; bare numbers become cases where nothing else can be meant."""
    spans = find_spans(piece.folded, context.names)
    spans = tuple(
        replace(span, value=piece.written[span.start + 1 : span.end - 1]) if span.kind is Kind.QUOTE else span
        for span in _promote(piece.folded, spans, context)
    )
    cues: list[Cue] = []
    at = 0
    for span in (*spans, None):
        end = span.start if span is not None else len(piece.folded)
        cues += context.lexicon.cues(piece.folded, at, end)
        at = span.end if span is not None else end
    return Clause(piece, spans, tuple(cues))


def _promote(text: str, spans: tuple[Span, ...], context: Context) -> tuple[Span, ...]:
    """Bare numbers at the head, or all that follow a colon or a verb: 11改四, 撤了26, 确认：2 4 6."""
    if any(span.kind in (Kind.CASES, Kind.MAIL) for span in spans):
        target = re.search(r"(?:合到|并到|并入|归并到|保?留|合并到|合进)\s*$", text[: spans[-1].start])
        if spans[-1].kind is Kind.NUMBER and target:
            return (*spans[:-1], replace(spans[-1], kind=Kind.CASES))
        return spans
    numbers = [span for span in spans if span.kind is Kind.NUMBER]
    if not numbers or any(span.kind in (Kind.DATE, Kind.ROW) for span in spans):
        return spans
    first = numbers[0]
    lead = text[: first.start].strip(" :：请把将给那")
    if lead.endswith(("篇", "那")) and len(numbers) > 1:
        lead = ""
    tail = text[first.end :].lstrip()
    if tail.startswith(tuple("个篇家点年月天字封张条万人次%")) or len(text.strip()) == len(text[first.start : first.end]):
        return spans
    cued = not lead or any(context.lexicon.pattern.fullmatch(word) for word in (lead, lead.rstrip("了掉下")))
    if not cued and not context.lexicon.filler.fullmatch(lead) and not text[: first.start].rstrip().endswith((":", "：")):
        return spans
    promoted = []
    for span in spans:
        glued = promoted and promoted[-1].kind is Kind.CASES and text[promoted[-1].end : span.start].strip() in ("", "、", "和", "跟", "与", ",", "，", "及")
        ranged = promoted and promoted[-1].kind is Kind.CASES and text[promoted[-1].end : span.start].strip() in ("-", "—", "到", "至", "~", "～", "–")
        if span is first or (span.kind is Kind.NUMBER and glued):
            promoted.append(replace(span, kind=Kind.CASES))
        elif span.kind is Kind.NUMBER and ranged and span.numbers[0] > promoted[-1].numbers[0]:
            promoted.append(Span(Kind.CASES, "", span.start, span.end, tuple(range(promoted[-1].numbers[0] + 1, span.numbers[0] + 1))))
        else:
            promoted.append(span)
    return tuple(promoted)
