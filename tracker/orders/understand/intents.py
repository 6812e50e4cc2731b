"""What a coordinator may order, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Deed = tuple[Any, ...]


class Intent(StrEnum):
    """What an order wants done."""

    CORRECT = "correct"  # field of cases := value
    CLEAR = "clear"  # field of cases := nothing
    TRANSFER = "transfer"  # cases belong to another unit
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    MERGE = "merge"  # cases go into value, a case
    KEEP = "keep"  # cases are no copies
    VERSION = "version"  # value: number of the version, "" for the latest
    ORIGINAL = "original"
    SHOW = "show"
    MISSING = "missing"  # who has sent nothing
    NAMES = "names"  # that list as a document
    WORKBOOK = "workbook"
    VOLUME = "volume"  # the volume of the chosen cases
    PROGRESS = "progress"
    LIST = "list"  # the cases of units, or all
    UNWANTED = "unwanted"  # mails that were set aside as adverts or fraud
    REMIND = "remind"  # units, or all that are missing; words are added
    MUTE = "mute"
    UNMUTE = "unmute"
    EXTEND = "extend"  # value: ISO date; units, or all
    DONE = "done"  # mails need nothing more
    ADVERT = "advert"  # mails are adverts or fraud, and so is what comes from there from now on
    GENUINE = "genuine"  # mails are neither
    ANSWER = "answer"  # words go to the sender of a mail
    ATTACH = "attach"  # what a mail brought belongs to cases
    PAUSE = "pause"
    RESUME = "resume"
    COMPARE = "compare"
    CONTACT = "contact"  # field: a person's name, value: the telephone of all that person's cases
    ADDRESS = "address"  # value: an address that speaks for a unit from now on; or the mail that came from it
    ZERO = "zero"  # units send nothing this time
    EXPECT = "expect"  # units that were to send nothing do send
    SPLIT = "split"  # of cases or mails; value: which file is a case of its own, "" whichever can be
    MARK = "mark"  # cases, mails or units are important
    UNMARK = "unmark"
    MARKED = "marked"  # what is marked
    NOTE = "note"  # words are noted of units
    FORWARD = "forward"  # what brought cases, or mails, goes to a colleague (value); field "workbook": that
    DIGEST = "digest"  # field: at, send or days; value: how
    TELL = "tell"  # a question (field) about units, cases, mails or the call, answered with facts
    MEMO = "memo"  # words that she is to be reminded of
    PLANNED = "planned"  # what is to be done later
    CANCEL = "cancel"  # of that, by number (value), by day (value) and kind (field), or all
    UNDO = "undo"
    YES = "yes"
    NO = "no"


# They change nothing.
LOOKS = frozenset(
    (
        Intent.SHOW,
        Intent.LIST,
        Intent.MISSING,
        Intent.NAMES,
        Intent.WORKBOOK,
        Intent.VOLUME,
        Intent.PROGRESS,
        Intent.UNWANTED,
        Intent.COMPARE,
        Intent.ORIGINAL,
        Intent.TELL,
        Intent.MARKED,
        Intent.PLANNED,
    )
)
# Read by whole ways of saying them (message/daily).
EVERYDAY = frozenset(
    (
        Intent.ZERO,
        Intent.EXPECT,
        Intent.SPLIT,
        Intent.MARK,
        Intent.UNMARK,
        Intent.MARKED,
        Intent.NOTE,
        Intent.FORWARD,
        Intent.DIGEST,
        Intent.TELL,
        Intent.MEMO,
        Intent.PLANNED,
        Intent.CANCEL,
    )
)
# Hard to take back, or the end of all questions.
CAREFUL = frozenset((Intent.WITHDRAW, Intent.MERGE, Intent.CONFIRM))


@dataclass(frozen=True, slots=True)
class Wish:
    """One order as understood; ``text`` is the clause it was read from."""

    intent: Intent
    text: str = ""
    cases: tuple[int, ...] = ()
    field: str = ""
    value: str = ""
    units: tuple[str, ...] = ()  # official names; empty: all that it can mean
    mails: tuple[int, ...] = ()
    words: str = ""  # the coordinator's own words, to be passed on
    at: str = ""  # when it is to be done: local time, ISO 8601; at once where nothing is said


@dataclass(frozen=True, slots=True)
class Guess:
    """A clause that is no sure order: what it most likely means, and why it was not done."""

    text: str
    why: str
    wish: Wish | None = None
    about: tuple[tuple[int, ...], str] = ((), "")  # the cases and the field, where they are known
    choices: tuple[
        Wish, ...
    ] = ()  # where it is one of a few: all of them, in the order in which they are told


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything read in a coordinator's words."""

    wishes: tuple[Wish, ...] = ()
    guesses: tuple[Guess, ...] = ()
    unread: tuple[str, ...] = ()  # sentences in which nothing was found


def _mails(wish: Wish) -> Iterator[str]:
    return (f"收件{mail}" for mail in wish.mails)


def deeds_of(wish: Wish) -> Iterator[Deed]:
    """A wish as single deeds, one case, one unit, one mail each: what can be compared."""
    intent = str(wish.intent)
    if wish.at:
        yield from (("later", wish.at, *deed) for deed in deeds_of(replace(wish, at="")))
    elif wish.intent in EVERYDAY:
        what = (wish.words,) if wish.intent in (Intent.NOTE, Intent.MEMO) else (wish.field, wish.value)
        yield from ((intent, about, *what) for about in (*wish.units, *wish.cases, *_mails(wish)) or ("",))
    elif wish.intent is Intent.MERGE:
        yield from ((intent, case, int(wish.value)) for case in wish.cases)
    elif wish.intent is Intent.ANSWER:
        yield from ((intent, mail, wish.words) for mail in wish.mails)
    elif wish.intent is Intent.ATTACH:
        yield from ((intent, mail, case) for mail in wish.mails for case in wish.cases)
    elif wish.intent is Intent.ADDRESS:
        yield from ((intent, unit, wish.value) for unit in wish.units)
    elif wish.intent is Intent.EXTEND:
        yield from ((intent, wish.value, unit) for unit in wish.units or ("",))
    elif wish.cases:
        what = (wish.field, wish.value) if wish.intent is not Intent.VERSION else ("", wish.value or "latest")
        yield from ((intent, case, *what) for case in wish.cases)
    elif wish.field:
        yield (intent, wish.field, wish.value)
    else:
        yield from ((intent, what) for what in wish.units or wish.mails or ("",))
