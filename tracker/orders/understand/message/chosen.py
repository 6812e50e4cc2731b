"""Which of a few is meant: 2, 第二个, 后一个, 30号, 是30号那个, 沛县那篇, in answer to a letter that told them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.config.words import either
from intake.text.numerals import read_number
from tracker.orders.understand.words import PHRASES, Lexicon

FEWEST: Final = 2  # options among which anything can be chosen
LONGEST: Final = 60  # characters of an answer that only chooses
SHORTEST: Final = 2  # characters by which a part of a name is known
_END: Final = re.compile(r"[\n。；;!！]+")
_COMMA: Final = re.compile(r"[，,、\s]+")
_LEAD: Final = re.compile(either(PHRASES.choosing_lead))
_TAIL: Final = re.compile(rf"{either(PHRASES.choosing_tail)}$")
_NOT: Final = re.compile(r"不是|不要|别")
_HANZI: Final = re.compile(r"(?<=^第)[一二三四五六七八九十]{1,3}|^[一二三四五六七八九十百]{1,5}(?=$|号)")
_PLACE: Final = re.compile(r"第(\d{1,2})(?:个|篇|件|家|种|条)?(?:案例)?")
_SERIAL: Final = re.compile(
    r"(?:案例|编号)?(?:[A-Za-z]{1,4}-?)?0{0,3}(\d{1,5})号?(?:案例)?(?:《[^》]{1,50}》)?"
)
_BARE: Final = re.compile(r"\d{1,2}")
_MARKED: Final = re.compile(r"\d号|案例|编号|[A-Za-z]-?\d|《")


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few: the case by which it differs from the others, 0 for none, and what it is called."""

    serial: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """What an answer chose: places from 0; none where it fits none of them, or two."""

    places: tuple[int, ...] = ()
    other: int = 0  # a case that is none of them


def split_answer(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """The first line or sentence that is no courtesy, and what stands behind it."""
    at = 0
    for end in _END.finditer(text):
        if _words(text[at : end.start()], lexicon):
            return text[at : end.start()].strip(), text[end.end() :]
        at = end.end()
    return text[at:].strip(), ""


def read_choice(text: str, options: Sequence[Option], lexicon: Lexicon) -> Picked | None:
    """What a whole text chooses among options; None where it is no answer of that kind."""
    if len(text) > LONGEST or len(options) < FEWEST:
        return None
    if PHRASES.choosing_all.fullmatch(text.strip(" ，,")):
        return Picked(tuple(range(len(options))))
    words = _words(text, lexicon)
    kept = [one for one in words if not _NOT.match(one)] or words
    if len(kept) != 1 or _NOT.match(kept[0]):
        return None
    which = _HANZI.sub(lambda said: str(read_number(said[0])), _bare(kept[0]))
    if place := _place(which, len(options), lexicon):
        named = _by_name(str(place), options)
        return Picked((place - 1,)) if place <= len(options) else named or Picked()
    return _by_number(which, options) or _by_name(which, options)


def _words(text: str, lexicon: Lexicon) -> list[str]:
    """What a text says between commas, without yes and no, courtesy and words of choosing."""
    parts = (part.strip() for part in _COMMA.split(text.strip()))
    left = (_behind_lead(part) for part in parts)
    silent = (*lexicon.lists["polite"], *lexicon.lists["yes"], *lexicon.lists["no"])
    return [part for part in left if part not in silent and _bare(part)]


def _behind_lead(part: str) -> str:
    """30号 of 应该就是30号."""
    while (found := _LEAD.match(part)) and found[0]:
        part = part[found.end() :]
    return part


def _bare(part: str) -> str:
    """30号 of 30号那个吧."""
    while (found := _TAIL.search(part)) and found[0]:
        part = part[: found.start()]
    return part


def _place(which: str, count: int, lexicon: Lexicon) -> int:
    """Counted from 1; 0 where no place is said."""
    if found := _PLACE.fullmatch(which):
        return int(found[1])
    if which in lexicon.lists["former"] or which in PHRASES.choosing_first:
        return 1
    return count if which in lexicon.lists["latter"] or which in PHRASES.choosing_last else 0


def _by_number(which: str, options: Sequence[Option]) -> Picked | None:
    """30号 is a case; a bare 2 may be a place as well, and fits where it means but one of them."""
    named = _SERIAL.fullmatch(which)
    if named is None:
        return None
    number = int(named[1])
    fits = {at for at, one in enumerate(options) if one.serial == number or named[1] in one.names}
    if not _MARKED.search(which) and _BARE.fullmatch(which) and 0 < number <= len(options):
        fits.add(number - 1)
    if fits:
        return Picked((fits.pop(),)) if len(fits) == 1 else Picked()
    marked = bool(options[0].serial and _MARKED.search(which))
    return Picked(other=number if marked else 0)


def _by_name(which: str, options: Sequence[Option]) -> Picked | None:
    """丰县, （三）, 水岸那篇: a whole name, else a part of the names of one of them alone."""
    bare = which.strip("“”《》（）()")
    exact = [at for at, one in enumerate(options) if bare in one.names]
    if len(exact) == 1:
        return Picked((exact[0],))
    if len(bare) < SHORTEST:
        return None
    fits = [at for at, one in enumerate(options) if any(bare in name for name in one.names)]
    return Picked((fits[0],)) if len(fits) == 1 else None
