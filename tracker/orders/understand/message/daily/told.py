"""What some clauses order, if they are one of the ways of config/words/daily.toml from end to end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from intake.config.words import either
from tracker.orders.understand.frames.found import UNSURE
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.message.daily.tagged import Tag
from tracker.orders.understand.message.daily.times import read_clock
from tracker.orders.understand.message.daily.words import daily_words
from tracker.orders.understand.numbers import number_of

TO_WHOM: Final = "没有写明转给哪位经办人，只能转给本活动登记的经办人"
NO_CLOCK: Final = "没有这个钟点"
FILE: Final = "附件"


@dataclass(frozen=True, slots=True)
class Said:
    """Clauses that fit one way of saying something."""

    text: str  # as written
    tags: tuple[Tag, ...]
    found: re.Match[str] | None  # None where they only have the words of one
    tell: Callable[[int], str]  # a group as written

    @property
    def group(self) -> int:
        """The one group that a way caught something with, 0 where there is none."""
        groups = self.found.groups() if self.found else ()
        return next((at for at, caught in enumerate(groups, start=1) if caught), 0)

    @property
    def caught(self) -> str:
        """What it caught, ``""`` for nothing."""
        return str(self.found[self.group]) if self.found and self.group else ""

    def values(self, letter: str) -> tuple[str, ...]:
        """What is named with a letter."""
        return tuple(dict.fromkeys(tag.value for tag in self.tags if tag.letter == letter))

    def numbers(self, letter: str) -> tuple[int, ...]:
        """The numbers of what is named with a letter."""
        return tuple(
            dict.fromkeys(number for tag in self.tags if tag.letter == letter for number in tag.numbers)
        )

    def wish(self, intent: Intent, field: str = "", value: str = "", words: str = "") -> Wish:
        """An order about all that is named."""
        return Wish(
            intent, self.text, self.numbers("C"), field, value, self.values("U"), self.numbers("M"), words
        )


Made = Wish | Guess | tuple[Wish, ...] | None
WAYS: Final = (
    "zero", "expect", "split", "mark", "unmark", "marked", "forward", "book_to", "forward_whom", "digest_at",
    "digest_off", "digest_on", "digest_workdays", "digest_all_days", "planned", "cancel", "ask_count", "ask_sender",
    "ask_mail", "ask_phone", "ask_contact", "ask_reminded", "ask_answered", "ask_when", "ask_length", "ask_address",
    "ask_files", "ask_last", "ask_today", "ask_deadline", "note",
)  # fmt: skip
SIMPLE: Final = {
    "zero": Intent.ZERO,
    "expect": Intent.EXPECT,
    "mark": Intent.MARK,
    "unmark": Intent.UNMARK,
    "marked": Intent.MARKED,
    "planned": Intent.PLANNED,
}
DIGESTS: Final = {
    "digest_off": ("send", "off"),
    "digest_on": ("send", "on"),
    "digest_workdays": ("days", "workdays"),
    "digest_all_days": ("days", "all"),
}
SUBJECTS: Final = "UCM"


@cache
def _ways() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each way by itself."""
    words = daily_words()
    return tuple((name, re.compile(way)) for name in WAYS for way in getattr(words, name))


@cache
def _any_way() -> re.Pattern[str]:
    """All ways together, to see quickly that none fits."""
    return re.compile("|".join(f"(?:{way.pattern})" for _, way in _ways()))


def fitting(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The ways that tagged clauses fit from end to end."""
    if _any_way().fullmatch(text):
        for name, way in _ways():
            if found := way.fullmatch(text):
                yield name, found


def order_of_way(name: str, said: Said) -> Made:
    """What is ordered in one of the ways; None where it only looks so."""
    if name in SIMPLE:
        return said.wish(SIMPLE[name])
    if name in DIGESTS:
        return Wish(Intent.DIGEST, said.text, field=DIGESTS[name][0], value=DIGESTS[name][1])
    if name.startswith("ask_"):
        return _question(name.removeprefix("ask_"), said)
    return MAKERS[name](said)


def _question(what: str, said: Said) -> Wish:
    if what == "count":
        return Wish(Intent.LIST, said.text, units=said.values("U"))
    return said.wish(Intent.TELL, what)


def _split(said: Said) -> Made:
    number = said.caught
    quoted = said.values("Q")
    if not number and not quoted and daily_words().not_split.search(said.text):
        return None
    return said.wish(Intent.SPLIT, value=quoted[0] if quoted else str(number_of(number)) if number else "")


def _note(said: Said) -> Made:
    words = said.tell(said.group).strip(" 。：:")
    return Wish(Intent.NOTE, said.text, units=said.values("U"), words=words) if words else None


def _forward(said: Said) -> tuple[Wish, ...]:
    return tuple(said.wish(Intent.FORWARD, value=person) for person in said.values("P"))


def _book_to(said: Said) -> Wish:
    return Wish(Intent.FORWARD, said.text, field="workbook", value=said.values("P")[0])


def _to_whom(said: Said) -> Guess:
    return Guess(said.text, TO_WHOM)


def _digest_at(said: Said) -> Made:
    at = read_clock(said.caught)
    if at is None:
        return Guess(said.text, NO_CLOCK)
    return Wish(Intent.DIGEST, said.text, field="at", value=at.isoformat("minutes"))


def _cancel(said: Said) -> Wish:
    return Wish(Intent.CANCEL, said.text, value=said.caught)


MAKERS: Final[dict[str, Callable[[Said], Made]]] = {
    "split": _split,
    "note": _note,
    "forward": _forward,
    "book_to": _book_to,
    "forward_whom": _to_whom,
    "digest_at": _digest_at,
    "cancel": _cancel,
}


HINTS: Final = (
    ("hint_expect", Intent.EXPECT, "U"),
    ("hint_zero", Intent.ZERO, "U"),
    ("hint_split", Intent.SPLIT, "CM"),
    ("hint_mark", Intent.MARK, "CMU"),
)


def hinted(text: str, said: Said) -> Guess | None:
    """What clauses most likely want that fit no way but hold the words of one: asked back."""
    words = daily_words()
    if words.hint_not.search(text):
        return None
    for name, intent, letters in HINTS:
        found = getattr(words, name).search(text)
        if found and any(tag.letter in letters for tag in said.tags):
            number = next((number_of(one) for one in found.groups() if one), 0)
            return Guess(said.text, UNSURE, said.wish(intent, value=str(number) if number else ""))
    if words.hint_digest.search(text):
        return Guess(said.text, UNSURE, Wish(Intent.DIGEST, said.text, field="send", value="off"))
    return None


@cache
def unless_sent() -> re.Pattern[str]:
    """A condition that a reminder has anyway: 如果丰县还没交就催一下."""
    words = daily_words()
    return re.compile(rf"{either(words.sent_already)}?{either(words.unless_sent)}(?=催|提醒|通知他|发)")


@cache
def not_then() -> re.Pattern[str]:
    """What behind a time tells when something else is: 3号下午开会."""
    return re.compile(either(daily_words().not_then))


@cache
def cancel_that() -> re.Pattern[str]:
    """What follows a day where something that was to be done on it is called off."""
    return re.compile(either(daily_words().cancel_that))
