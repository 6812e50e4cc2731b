"""What is known of the cases when a message is read, and what some words of it mean among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tracker.orders.understand.fold import even_characters

PLAIN: Final = 3  # characters of words that can hardly mean another title
LIKE: Final = 0.6  # likeness of words to a title that is a guess
LONGEST: Final = 40  # characters of words that name a case
MOST_LISTED: Final = 9  # cases of a letter in which one is found by its place
MOST_CHOSEN: Final = 50  # cases among which one is asked
SEVERAL_FIT: Final = "相符的有{}篇"
GUESSED: Final = "没有写明编号，按说法猜的"
_MARKS: Final = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A case by all that people call it."""

    serial: int
    title: str = ""
    community: str = ""
    town: str = ""
    county: str = ""
    contact: str = ""
    counts: bool = True  # neither withdrawn nor another's copy


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a mail is read: the cases, and those that the answered letter names, in its order."""

    cases: tuple[Named, ...] = ()
    about: tuple[int, ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()  # mails that wait for a person, and the unit of each


@dataclass(frozen=True, slots=True)
class Meant:
    """The cases that some words of a clause mean."""

    serials: tuple[int, ...]
    start: int
    end: int
    why: str = ""  # it is doubtful
    choices: tuple[int, ...] = ()  # what it may be, the likeliest first

    @property
    def number(self) -> str:
        """As it is written instead of the words: 12号; 7号、9号."""
        return "、".join(f"{serial}号" for serial in self.serials)


def choose(found: Sequence[Named], span: tuple[int, int], *, sure: bool) -> Meant | None:
    """The one that is meant, or the likeliest with the reason of the doubt."""
    counting = counted(found)
    if not counting:
        return None
    if len(counting) > 1:
        among = tuple(one.serial for one in counting[:MOST_CHOSEN])
        return Meant((counting[0].serial,), *span, SEVERAL_FIT.format(len(counting)), among)
    return Meant((counting[0].serial,), *span, "" if sure else GUESSED)


def counted(found: Sequence[Named]) -> list[Named]:
    """Those that count, or all where none does."""
    return [one for one in found if one.counts] or list(found)


def alike(words: str, cases: Sequence[Named]) -> list[Named]:
    """The case whose title is most like some words, if it is like them."""
    matcher = SequenceMatcher(b=even(words), autojunk=False)
    best, most = None, LIKE
    for one in cases:
        matcher.set_seq1(even(one.title)[: 2 * LONGEST])
        if (
            matcher.real_quick_ratio() > most
            and matcher.quick_ratio() > most
            and (ratio := matcher.ratio()) > most
        ):
            best, most = one, ratio
    return [best] if best else []


def even(text: str) -> str:
    """A title without marks, in simplified characters and small letters."""
    return _MARKS.sub("", even_characters(text)).lower()
