"""Which of some cases a text names: by title or a part of it, by number, by place in our letter, by village."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from intake.text.fold import nfkc, plain
from intake.text.likeness import same_title
from intake.text.numerals import read_number
from tracker.ledger.records import CaseRow

SHORTENED: Final = 3  # characters of a title by which a text names a case
ALIKE: Final = 0.75  # of a title with a slip
LEAST_NAME: Final = 2  # characters of the name of a place
MOST_SIGNS: Final = 200  # of a clause in which parts of titles are looked for
_TITLED: Final = re.compile(r"《([^《》\n]{2,100})》")
_QUOTED: Final = re.compile(r"[“「『\"]([^“”「」『』\"\n]{2,100})[”」』\"]")
_THAT: Final = re.compile(
    r"(?:[“「『\"](?P<quoted>[^“”「」『』\"\n]{2,20})[”」』\"]|(?P<bare>[\u4e00-\u9fff]{2,12}?))(?:的)?(?:那|这|该)(?:一)?篇"
)
OTHERS: Final = (
    "另外",
    "其他",
    "其余",
    "剩下",
    "前面",
    "后面",
    "上面",
    "下面",
    "报的",
    "发的",
    "们的",
    "我们",
    "提到",
    "送的",
    "附的",
    "除了",
)
_PLACE: Final = re.compile(r"第([0-9一二三四五六七八九十两]{1,3})[篇个份]")
_SERIAL: Final = re.compile(r"(?<!\d)(\d{1,6})号|(?<![A-Za-z])[A-Za-z]{1,6}-?(\d{1,6})(?!\d)")


@dataclass(frozen=True, slots=True)
class Work:
    """A case as a text may name it."""

    id: int
    serial: int
    title: str
    places: tuple[str, ...] = ()  # of town and village, where they tell it from the others


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names which works; none: something that is not among them, or may be several.

    ``said`` is a nickname that no title tells alone (四方会那篇), ``guess`` the works that it may mean.
    """

    start: int
    end: int
    ids: tuple[int, ...]
    said: str = ""
    guess: tuple[int, ...] = ()


def works_of(rows: Iterable[CaseRow]) -> list[Work]:
    """Cases as a reply may name them."""
    return [Work(row.id, row.serial, row["title"], (row["town"], row["community"])) for row in rows]


def find_mentions(text: str, works: Sequence[Work], *, parts: bool = True) -> tuple[Mention, ...]:
    """Every mention in order; ``text`` is in the form that ``nfkc`` gives.

    ``parts``: also parts of titles, and places, where there is nothing else.
    """
    found = [
        Mention(match.start(), match.end(), which(match))
        for pattern, which in _signs(works)
        for match in pattern.finditer(text)
    ]
    found += _whole_titles(text, works)
    if parts and not any(one.ids for one in found):
        found += _parts(text, works)
    if parts and len(works) > 1:
        found += [one for one in _nicknames(text, works) if not any(_meet(one, other) for other in found)]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def name_works(text: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The works that a text names."""
    mentions = find_mentions(nfkc(text), works)
    return tuple(dict.fromkeys(work for mention in mentions for work in mention.ids))


def name_file(name: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The works that the title of a text, or the name of its file, means; a part of a title is no sign of one."""
    mentions = find_mentions(nfkc(name), works, parts=False)
    named = dict.fromkeys(work for mention in mentions for work in mention.ids)
    alike = (work.id for work in works if same_title(name, work.title) >= ALIKE)
    return tuple(named) or tuple(alike)


def without_titles(text: str) -> str:
    """A text without titles: what they say is no word of the reply."""
    return _TITLED.sub("", text)


def _signs(
    works: Sequence[Work],
) -> Iterator[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, ...]]]]:
    serials = {work.serial: work.id for work in works if work.serial}

    def by_serial(match: re.Match[str]) -> tuple[int, ...]:
        found = serials.get(int(match[1] or match[2]))
        return (found,) if found is not None else ()

    def by_place(match: re.Match[str]) -> tuple[int, ...]:
        place = read_number(match[1])
        return (works[place - 1].id,) if 0 < place <= len(works) else ()

    yield _TITLED, lambda match: _by_title(match[1], works)
    yield _SERIAL, by_serial
    if len(works) > 1:
        yield _PLACE, by_place


def _by_title(said: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The one work that a title means: the same, one that it shortens or lengthens, one with a slip."""
    key = _letters(said)
    same = [work.id for work in works if _letters(work.title) == key]
    part = [work.id for work in works if (own := _letters(work.title)) and (key in own or own in key)]
    alike = [work.id for work in works if same_title(said, work.title) >= ALIKE]
    for found in (same, part, alike):
        if len(found) == 1:
            return (found[0],)
    return ()


def _whole_titles(text: str, works: Sequence[Work]) -> Iterator[Mention]:
    for work in works:
        title = nfkc(work.title)
        at = text.find(title) if len(title) > SHORTENED else -1
        if at >= 0:
            yield Mention(at, at + len(title), (work.id,))


def _parts(text: str, works: Sequence[Work]) -> Iterator[Mention]:
    """Parts of titles, and names of places, that only one of the works has."""
    if len(works) < 2 or len(text) > MOST_SIGNS:
        return
    for work in works:
        title = nfkc(work.title)
        match = SequenceMatcher(None, text, title, autojunk=False).find_longest_match()
        part = text[match.a : match.a + match.size]
        others = [nfkc(other.title) for other in works if other is not work]
        if len(_letters(part)) >= SHORTENED and not any(part in other for other in others):
            yield Mention(match.a, match.a + match.size, (work.id,))
            continue
        for place in work.places:
            at = text.find(nfkc(place)) if len(place) >= LEAST_NAME else -1
            if at >= 0 and not any(place in other.places for other in works if other is not work):
                yield Mention(at, at + len(place), (work.id,))
                break


def _nicknames(text: str, works: Sequence[Work]) -> Iterator[Mention]:
    """What people call a work: words in quotation marks, or before 那篇, that only one title or place has.

    Words before 那篇 that several have, or none, name something all the same; it is asked which.
    """
    for match in _QUOTED.finditer(text):
        owners = _owners(match[1], works)
        if len(owners) == 1:
            yield Mention(match.start(), match.end(), owners)
    for match in _THAT.finditer(text):
        said = match["quoted"] or match["bare"]
        if said in OTHERS or any(said.endswith(word) for word in OTHERS):
            continue
        owners = _owners(said, works) if match["quoted"] else _owners_of_end(said, works)
        if len(owners) == 1:
            yield Mention(match.start(), match.end(), owners)
        else:
            yield Mention(match.start(), match.end(), (), said, owners or _alike(said, works))


def _owners(said: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The works whose title or place has these words."""
    key = _letters(said)
    if len(key) < LEAST_NAME:
        return ()
    return tuple(
        work.id
        for work in works
        if key in _letters(work.title)
        or any(len(place) >= LEAST_NAME and (place in said or said in place) for place in work.places)
    )


def _owners_of_end(said: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The same of the longest end of some words: 但是议事亭."""
    ends = (said[at:] for at in range(len(said) - LEAST_NAME + 1))
    return next((owners for end in ends if (owners := _owners(end, works))), ())


def _alike(said: str, works: Sequence[Work]) -> tuple[int, ...]:
    """The one work whose title has most of the characters of a nickname in their order: 四方会 for 四方碰头会."""
    key = _letters(said)
    shares = sorted(((_in_order(key, _letters(work.title)), work.id) for work in works), reverse=True)
    best, second = shares[0], shares[1]
    return (best[1],) if best[0] > second[0] and 2 * best[0] >= len(key) else ()


def _in_order(key: str, title: str) -> int:
    blocks = SequenceMatcher(None, key, title, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _meet(one: Mention, other: Mention) -> bool:
    return bool(other.ids) and one.start < other.end and other.start < one.end


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())
