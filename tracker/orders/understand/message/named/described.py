"""Cases by title, person or place before 那篇 (水岸议事亭那篇, 张三报的那个案例, 丰县微阵地那篇)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.orders.understand.message.named.known import (
    LONGEST,
    PLAIN,
    Known,
    Meant,
    Named,
    alike,
    choose,
    even,
)
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

QUOTE: Final = re.compile(
    r"《([^《》\n]{2,80})》|“([^“”\n]{2,80})”|\"([^\"\n]{2,80})\"|「([^「」\n]{2,80})」"
)
_JOINED: Final = re.compile(r"[和与跟同及、]\s*$")
_JOINS: Final = re.compile(r"\s*[和与跟同及、]")
_PLACE_ENDS: Final = ("社区居委会", "村民委员会", "社区", "居委会", "村委会", "街道", "村", "镇", "乡")


def titled(clause: str, known: Known, lexicon: Lexicon, *, joined: bool) -> Iterator[Meant]:
    """Titles in quotes: all, or beside a number only those joined to it (3号和《水岸议事亭》合并)."""
    for quote in QUOTE.finditer(clause):
        before = clause[: quote.start()].rstrip()
        if _is_value(before, lexicon):
            continue
        if joined and not (_JOINED.search(before) or _JOINS.match(clause, quote.end())):
            continue
        words = even(next(filter(None, quote.groups())))
        found = [one for one in known.cases if words and words in even(one.title)]
        exact = [one for one in found if even(one.title) == words]
        start, end = quote.span()
        if that := lexicon.patterns["that_case"].match(clause, end):
            end = that.end()
        likely = exact or found or (alike(words, known.cases) if len(words) >= PLAIN else [])
        if meant := choose(likely, (start, end), sure=bool(found)):
            yield meant


def _is_value(before: str, lexicon: Lexicon) -> bool:
    """Whether what follows these words is what a field is to hold, or her words for somebody."""
    return lexicon.ends_with("set", before) or ":" in before or "：" in before


def described(clause: str, known: Known, names: Names, lexicon: Lexicon) -> Meant | None:
    """水岸议事亭那篇, 柳桥社区的那篇, 张三报的那个案例: words and 那篇 behind them."""
    for that in lexicon.patterns["that_case"].finditer(clause):
        start = that.start()
        first = max(0, start - LONGEST)
        lead = list(lexicon.patterns["lead_in"].finditer(clause, first, start))
        words = clause[first:start]
        for at in dict.fromkeys((first, *(m.end() for m in lead))):
            bare = _TAIL.sub("", clause[at:start].strip(" ，,")).rstrip()
            if len(bare) < 2:  # one character names nothing
                continue
            found, sure = _called(bare, known.cases, names)
            if meant := choose(found, (at, that.end()), sure=sure):
                return meant
        bare = _TAIL.sub("", words.strip(" ，,")).rstrip()
        if titled := _by_last_words(clause, bare, (first, that.end()), known.cases):
            return titled
        if len(bare) >= PLAIN and (
            meant := choose(alike(bare, known.cases), (first, that.end()), sure=False)
        ):
            return meant
    return None


_OF_UNIT: Final = re.compile(r"^(?:民政局)?(?:那边|那里)?(?:报来|报上来|报|发来)?的?(?:那个|这个)?")
_TAIL: Final = re.compile(r"(?:报来|报上来|报|写|交|送|联系|负责|发来)?的?$")


def _called(words: str, cases: Sequence[Named], names: Names) -> tuple[list[Named], bool]:
    """The cases that words call by person, place, unit or part of a title, and whether they say enough."""
    plain = even(words)
    if found := [one for one in cases if one.contact and one.contact == plain]:
        return found, True
    if found := [one for one in cases if _is_place(plain, one)]:
        return found, True
    if of_unit := _of_unit(words, cases, names):
        return of_unit, True
    found = [one for one in cases if plain and plain in even(one.title)]
    return found, len(plain) >= PLAIN


def _by_last_words(clause: str, words: str, span: tuple[int, int], cases: Sequence[Named]) -> Meant | None:
    """刚翻了一下移风易俗那个: the last words before 那个 are of one title alone."""
    for length in range(len(words), PLAIN - 1, -1):
        last = words[-length:]
        if found := [one for one in cases if even(last) == last and last in even(one.title)]:
            return choose(found, (clause.index(last, span[0]), span[1]), sure=True)
    return None


def _of_unit(words: str, cases: Sequence[Named], names: Names) -> list[Named]:
    """云龙那篇, 丰县微阵地那篇: the cases of a unit, those whose title has the words behind it first."""
    name = next((name for name in names.units if words.startswith(name)), "")
    own = [one for one in cases if name and one.county == names.units[name]]
    rest = even(_OF_UNIT.sub("", words[len(name) :]))
    titled = [one for one in own if rest and rest in even(one.title)]
    return titled or ([] if rest else own)


def by_part(clause: str, cases: Sequence[Named], names: Names, lexicon: Lexicon) -> Meant | None:
    """红色物业的社区名: words of one title alone, at the beginning, and what is told of that case behind them."""
    lead = lexicon.patterns["lead_in"].match(clause)
    at = lead.end() if lead else 0
    for end in range(min(len(clause), at + LONGEST), at + PLAIN, -1):
        words = even(clause[at:end])
        if len(words) <= PLAIN or words in names.themes or not clause.startswith("的", end):
            continue
        if found := [one for one in cases if words in even(one.title)]:
            return choose(found, (at, end), sure=True)
    return None


def _is_place(words: str, one: Named) -> bool:
    for whole in filter(None, (one.community, one.town)):
        bare = next((whole.removesuffix(end) for end in _PLACE_ENDS if whole.endswith(end)), whole)
        if words in (whole, bare) or (
            len(bare) > 1 and words in (one.town + whole, one.county + whole, one.town + bare)
        ):
            return True
    return False


def whole_title(clause: str, known: Known, lexicon: Lexicon) -> Meant | None:
    """A whole title without marks."""
    found = [one for one in known.cases if len(one.title) > PLAIN and one.title in clause]
    if not found:
        return None
    longest = max(found, key=lambda one: len(one.title))
    at = clause.index(longest.title)
    if _is_value(clause[:at].rstrip(' “《"'), lexicon):
        return None
    same = [one for one in found if one.title == longest.title]
    return choose(same, (at, at + len(longest.title)), sure=True)
