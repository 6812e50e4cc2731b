"""Orders as values: what is to be done, to which cases, mails or units. How they are worded, see understand/."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What an order does."""

    CORRECT = "correct"  # field of cases; an empty value empties it
    CONFIRM_CASE = "confirm-case"
    MERGE = "merge"  # cases are one; value is the serial that stays
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    CONTACT = "contact"  # a named person's phone; field is the name
    SHOW = "show"
    ORIGINAL = "original"
    WORKBOOK = "workbook"
    VOLUME = "volume"  # of the chosen cases, made anew
    PROOFS = "proofs"  # field: what (understand.frames.rounds.Act); value and words as that says
    NAMES = "names"  # of the units that have sent nothing, as a document
    COMPARE = "compare"  # two cases, or the versions of one
    EXTEND = "extend"  # value: a day; units, or all
    REMIND = "remind"  # units, or all that are short; now
    ANSWER = "answer"  # her words to the senders of mails
    ATTACH = "attach"  # what mails (serials) brought belongs to a case (value)
    ADDRESS = "address"  # value, or the sender of a mail (serials), speaks for a unit
    MUTE = "mute"
    UNMUTE = "unmute"
    PAUSE = "pause"
    RESUME = "resume"
    REVIEWED = "reviewed"  # mails that need nothing more; serials are those of mails
    ADVERT = "advert"  # mails are adverts or fraud, and so is what comes from there from now on
    GENUINE = "genuine"  # mails are neither, and are worked on as any other
    MISSING = "missing"  # which units have sent nothing
    LIST = "list"  # the cases of units, or all
    UNWANTED = "unwanted"  # mails that were set aside as adverts or fraud
    REPORT = "report"  # how things stand, now
    REVIEW = "review"  # field: what (tracker.review.mail.acts.Act); value and words as that says
    UNDO = "undo"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Order:
    """One order as understood; ``text`` is what it was read from."""

    verb: Verb
    text: str
    serials: tuple[int, ...] = ()
    field: str = ""
    value: str = ""
    units: tuple[str, ...] = ()  # official names
    words: str = ""  # of hers, to be passed on


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words that are no sure order: why, and what they would most likely have done."""

    text: str
    why: str
    order: Order | None = None
