"""A sentence about review and what it names: experts, printed numbers, cases, so many of the best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from intake.text.fold import simplify
from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.fold import fold
from tracker.orders.understand.items import Piece
from tracker.orders.understand.model import features
from tracker.orders.understand.model.linear import Linear
from tracker.orders.understand.model.mentions import find_mentions
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import HANZI, number_of
from tracker.orders.understand.spans import Kind, Span, find_spans
from tracker.orders.understand.words import Lexicon, one_of
from tracker.review.words import review_words

# What stands for a person, a printed number, so many of the best, when features are taken.
_PERSON, _PRINTED, _TOP = "\ue000", "\ue001", "\ue002"
_SEVERAL: Final = (
    r"(?P<several>[\u4e00-\u9fff](?:[、和与][\u4e00-\u9fff]){1,6}(?:[两二三四五六几]位|老师|教授))"
)
_COUNTING: Final = "的位些个各名了"  # 各位老师, 没交的老师: nobody by name
PRINTED: Final = re.compile(r"(?<![A-Za-z])([A-Za-z])\s?-?\s?(\d{1,4})(?!\d)")
_BEST: Final = re.compile(
    rf"前\s?(\d{{1,3}}|[{HANZI}]{{1,4}})\s?(?:名|篇|个|位|件)|前\s?(\d{{1,3}})(?![\d天周年月日.])"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What sentences about review are read with."""

    acts: Linear
    names: Names
    lexicon: Lexicon
    experts: Sequence[str] = ()
    begun: bool = True  # a round was opened


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it names."""

    text: str
    setting: Setting

    @cached_property
    def plain(self) -> str:
        """Simplified, half width."""
        return simplify(self.text).strip()

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Experts, by name or as 王老师 where one alone is called so; ``?`` for a person who is none of them."""
        return tuple(dict.fromkeys(who for *_, who in _people(self.plain, self.setting.experts)))

    @property
    def who(self) -> str:
        """The one expert who is named."""
        return self.named[0] if len(self.named) == 1 and self.named[0] != "?" else ""

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Printed numbers."""
        return tuple(dict.fromkeys(f"{m[1].upper()}{m[2]}" for m in PRINTED.finditer(self.plain)))

    @cached_property
    def top(self) -> str:
        """前十名 → 10."""
        found = _BEST.search(self.plain)
        return str(number_of(found[1] or found[2])) if found else ""

    @cached_property
    def cases(self) -> tuple[int, ...]:
        """Cases by number, plain numbers where there is no other."""
        plain = (span for span in self.spans if span.kind is Kind.NUMBER)
        return self.certain or tuple(dict.fromkeys(n for span in plain for n in span.numbers))

    @cached_property
    def certain(self) -> tuple[int, ...]:
        """Cases by a number that can be nothing else."""
        named = (span for span in self.spans if span.kind is Kind.CASES)
        return tuple(dict.fromkeys(n for span in named for n in span.numbers))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What it names besides experts, printed numbers and so many of the best."""
        bare = _BEST.sub(" ", PRINTED.sub(" ", self.plain))
        piece = fold(bare, self.setting.names, self.setting.lexicon)
        return find_spans(piece.folded, self.setting.names)

    @cached_property
    def units(self) -> bool:
        """Whether a unit is named."""
        return any(span.kind is Kind.UNIT for span in self.spans)

    @cached_property
    def chances(self) -> dict[str, float]:
        """How likely each act is."""
        return self.setting.acts.chances(features_of(self.text, self.setting))


def features_of(text: str, setting: Setting) -> frozenset[str]:
    """For the question what a sentence wants of a round."""
    plain = simplify(text).strip()
    for start, end, _ in reversed(list(_people(plain, setting.experts))):
        plain = plain[:start] + _PERSON + plain[end:]
    marked = _BEST.sub(_TOP, PRINTED.sub(_PRINTED, plain))
    piece = fold(marked, setting.names, setting.lexicon)
    piece = Piece(piece.folded, piece.folded)
    tokens = find_mentions(piece, setting.names, setting.lexicon)
    return features.of_text(tokens, piece, setting.lexicon)


def _people(text: str, experts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Persons in a text: where, and who of the experts; ``?`` for one who is none or may be several."""
    words = review_words().orders
    listed = one_of(experts)
    titles = one_of(words.titles)
    end = 0
    for found in re.finditer(
        rf"(?P<name>{listed.pattern})(?:{titles.pattern})?|{titles.pattern}|{_SEVERAL}", text
    ):
        if found["name"] or found["several"]:
            yield found.start(), found.end(), found["name"] or "?"
        elif (length := _surname(text[end : found.start()], experts)) > 0:
            same = [name for name in experts if name.startswith(text[found.start() - length])]
            yield found.start() - length, found.end(), same[0] if len(same) == 1 and length == 1 else "?"
        end = found.end()


def _surname(before: str, experts: Sequence[str]) -> int:
    """How many characters of a name stand right before a title: 王 of 王老师; 0 for 各位老师."""
    if not before or before[-1] in _COUNTING:
        return 0
    if before[-1] in SURNAMES or any(name.startswith(before[-1]) for name in experts):
        return 1
    return next((n for n in (2, 3) if len(before) >= n and before[-n] in SURNAMES), 0)
