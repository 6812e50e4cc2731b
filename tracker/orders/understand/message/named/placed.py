"""Cases that are called by village, town or title where no number stands (铜山棠张的那个跃进村, 房村镇的题目)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

SHORTEST: Final = 2  # characters of a name
FARTHEST: Final = 6  # characters between a town and the village that is in it
_ENDS: Final = (
    "社区居委会",
    "村民委员会",
    "社区",
    "居委会",
    "村委会",
    "街道办事处",
    "街道",
    "村",
    "镇",
    "乡",
)
_LINK: Final = re.compile(r"(?:民政局)?(?:报上来|报来|发来|报)?的?(?:那|这)?(?:个|份|篇)?")


class Called(Protocol):
    """What a case is called by."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def community(self) -> str: ...  # noqa: D102
    @property
    def town(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words for some cases stand, and which cases they fit best."""

    start: int
    end: int
    fitting: tuple[int, ...]  # places in the list of cases


def find_placed(
    clause: str, cases: Sequence[Called], names: Names, lexicon: Lexicon, *, joined: bool = False
) -> Iterator[Place]:
    """The words that name cases, from left to right.

    Words that are what a field is to hold (镇改为张集镇) name no case; nor does a place that is only
    spoken of. Beside a number (``joined``) only words that say plainly that a case is meant count.
    """
    hits = sorted(
        ((start, end, at, rank) for at, one in enumerate(cases) for start, end, rank in _hits(clause, one)),
        key=lambda hit: (hit[0], -hit[1]),
    )
    taken = 0
    for start, _end, _, _ in hits:
        if start < taken:
            continue
        group = [hit for hit in hits if start <= hit[0]]
        fits = _chain(clause, start, group)
        end = max(one for one, _ in fits.values())
        tail = _tail(lexicon).match(clause, end)
        begin = _begin(clause, start, names)
        before = clause[:begin].rstrip(' “《"')
        if _is_value(before, lexicon) or not (tail or (not joined and _stands_alone(clause, end, lexicon))):
            taken = end
            continue
        best = max(score for _, score in fits.values())
        stop = tail.end() if tail else end
        yield Place(begin, stop, tuple(at for at, (_, score) in fits.items() if score == best))
        taken = stop


def _hits(clause: str, one: Called) -> Iterator[tuple[int, int, int]]:
    """Where a clause names what a case is called by, and how much it says."""
    for name, rank in ((one.community, 4), (one.town, 2)):
        bare = next((name.removesuffix(end) for end in _ENDS if name.endswith(end)), name)
        for form in (name, bare):
            at = clause.find(form) if len(form) >= SHORTEST else -1
            if at >= 0:
                yield at, at + len(form), rank
                break
    if len(one.title) > SHORTEST and (at := clause.find(one.title)) >= 0:
        marked = clause[at - 1 : at] in ("《", "“", '"', "「")
        yield at - marked, min(len(clause), at + len(one.title) + marked), 8


def _chain(clause: str, start: int, hits: Sequence[tuple[int, int, int, int]]) -> dict[int, tuple[int, int]]:
    """Case → where its words end and how much they say, the words standing close together."""
    found: dict[int, tuple[int, int]] = {}
    for first, end, at, rank in hits:
        if at not in found:
            if first == start:
                found[at] = (end, rank)
            continue
        last, score = found[at]
        if first >= last and _LINK.fullmatch(clause, last, first):
            found[at] = (end, score + rank)
    reach = max(end for end, _ in found.values())
    for first, end, at, rank in hits:  # 泰山街道的那个《…》: the title says it of another case too
        if at not in found and start < first <= reach + FARTHEST and _LINK.fullmatch(clause, reach, first):
            found[at] = (end, rank)
    return found


def _begin(clause: str, start: int, names: Names) -> int:
    """Where the words begin: with the unit and 那个 before the name."""
    found = _lead(tuple(names.units)).search(clause[:start])
    return found.start() if found else start


@cache
def _lead(units: tuple[str, ...]) -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{forms})(?:民政局)?(?:那边)?(?:报上来|报来|发来|所报|报)?的?)?(?:那|这)?(?:个|份|篇)?(?:叫|题为)?$"
    )


@cache
def _tail_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")+")


def _tail(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands behind the name of a case that is meant: 那篇, 报的, 一文."""
    return _tail_of((*lexicon.lists["that_case"], *lexicon.lists["behind_case"]))


def _is_value(before: str, lexicon: Lexicon) -> bool:
    if before.endswith(tuple(word for word in lexicon.lists["into"] if "并" in word or "合" in word)):
        return False
    return lexicon.ends_with("set", before) or lexicon.ends_with("deny", before)


def _stands_alone(clause: str, end: int, lexicon: Lexicon) -> bool:
    """Whether the clause goes on with a field (房村镇的题目), or ends behind the name."""
    rest = clause[end:].lstrip("的也").strip(" ，,。；;、》”")
    if not rest:
        return clause[end:].strip(" ，,。；;、》”").startswith("的") or clause[end - 1 : end] in "》”"
    cue = lexicon.pattern.match(rest)
    meant = lexicon.meanings[cue[0].lower()] if cue else frozenset()
    said = clause[end : end + 1] == "的"
    return any(one.startswith("field:") for one in meant) or (
        said and bool(meant & {"confirm", "withdraw", "version"})
    )
