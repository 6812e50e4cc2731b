"""Plain Chinese to orders. Forgiving in form, strict in meaning: what is not sure is not an order.

One clause is one order; clauses end at a line break, ；or 。. A comma divides where both sides are
orders; “3号镇改邱集镇，村改王庄村” carries the case over. The forms are in tracker/orders/grammar.py,
documented in docs/orders.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.cases.fields import BY_KEY
from tracker.orders.grammar import FIELD, FORMS, SET, Order, Verb

# Half width, character for character, so that places in the text stay the same.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_SPLIT = re.compile(r"[\n;。!]+")
_COMMA = re.compile(r",")
_NEXT = re.compile(r"[,、](?=\s*第?\s*\d+\s*[号篇件])")
_POLITE = re.compile(
    r"(?:您好|你好|好的?|收到|谢谢|辛苦了?|麻烦了?|请(?=把|将)|另外|还有|\d{1,2}[.、](?!\d)\s*(?=\S{2}))[,、:]*"
)
_EMPTY = re.compile(r"(?:您好|你好|好的?|收到|谢谢|多谢|辛苦了?|知道了|已阅|已知悉|此致|敬礼|以上)?")
_CARRIED = re.compile(rf"(?:{FIELD})\s*(?:{SET}|\d)")
_EDGE = " ,、.\t\r"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything understood in a reply, and the clauses that were not."""

    orders: tuple[Order, ...]
    unclear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece of a reply, folded for matching and as written; both have the same length."""

    folded: str
    written: str

    def cut(self, start: int, end: int) -> _Clause:
        """A part of it, without marks and blanks at its ends."""
        while start < end and self.folded[start] in _EDGE:
            start += 1
        while end > start and self.folded[end - 1] in _EDGE:
            end -= 1
        return _Clause(self.folded[start:end], self.written[start:end])

    def divide(self, mark: re.Pattern[str]) -> Iterator[_Clause]:
        """The parts between marks that are not empty."""
        start = 0
        for found in mark.finditer(self.folded):
            yield self.cut(start, found.start())
            start = found.end()
        yield self.cut(start, len(self.folded))

    def after(self, serials: str) -> _Clause:
        """The same with the cases of an earlier clause in front."""
        return _Clause(serials + self.folded, serials + self.written)


def parse_orders(text: str) -> Parsed:
    """Read every order in the new text of a reply."""
    orders: list[Order] = []
    unclear: list[str] = []
    for clause in _Clause(text.translate(_FOLD), text).divide(_SPLIT):
        _read_clause(clause, orders, unclear)
    return Parsed(tuple(orders), tuple(unclear))


def _read_clause(clause: _Clause, orders: list[Order], unclear: list[str]) -> None:
    while found := _POLITE.match(clause.folded):
        clause = clause.cut(found.end(), len(clause.folded))
    if _EMPTY.fullmatch(clause.folded):
        return
    order = _match(clause)
    if order is not None:
        orders.append(order)
        return
    for mark in (_COMMA, _NEXT):
        pieces = [piece for piece in clause.divide(mark) if piece.folded]
        understood = _read_pieces(pieces)
        if len(pieces) > 1 and any(understood):
            for piece, found_order in zip(pieces, understood, strict=True):
                if found_order is not None:
                    orders.append(found_order)
                elif not _EMPTY.fullmatch(piece.folded):
                    unclear.append(piece.written)
            return
    unclear.append(clause.written)


def _read_pieces(pieces: list[_Clause]) -> list[Order | None]:
    """The order of each piece; one that names a field but no case means the case before it."""
    understood: list[Order | None] = []
    serials = ""
    for piece in pieces:
        order = _match(piece)
        if order is None and serials and _CARRIED.match(piece.folded):
            order = _match(piece.after(serials))
        if order is not None and order.serials and order.verb is not Verb.REVIEWED:
            serials = "、".join(map(str, order.serials)) + "号"
        understood.append(order)
    return understood


def _match(clause: _Clause) -> Order | None:
    for pattern, build in FORMS:
        found = pattern.fullmatch(clause.folded)
        if found is None:
            continue
        order = replace(build(found), text=clause.written)
        if order.field in BY_KEY and BY_KEY[order.field].is_free and "value" in pattern.groupindex:
            value = clause.written[found.start("value") : found.end("value")].strip(" 　“”\"'《》。，,")
            order = replace(order, value=value)
        return order
    return None
