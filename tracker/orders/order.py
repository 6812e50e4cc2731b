"""Orders as values: what is to be done, to which cases, mails or units. How they are worded, see understand/."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


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
    ZERO = "zero"  # units send nothing this time
    EXPECT = "expect"  # units that were to send nothing do
    SPLIT = "split"  # of cases, or of a mail (field "mail"); value: which file, "" whichever can be
    MARK = "mark"  # cases, units or mails (field "mail") are important
    UNMARK = "unmark"
    MARKED = "marked"  # what is
    NOTE = "note"  # words are noted of units
    FORWARD = "forward"  # cases, mails (field "mail") or the workbook to a colleague (value)
    DIGEST = "digest"  # how she wants it; field: at, send or days
    TELL = "tell"  # field: what is asked of cases, units or mails (value "mail")
    MEMO = "memo"  # words that she wants to be reminded of
    PLANNED = "planned"  # what is to be done later
    CANCEL = "cancel"  # of that: value a number or a day, field what it does; none: all
    UNDO = "undo"
    YES = "yes"
    NO = "no"


OF_MAIL: Final = "mail"  # says of an order that its numbers may be those of mails, that they are
OF_MAILS: Final = frozenset(
    (Verb.REVIEWED, Verb.ADVERT, Verb.GENUINE, Verb.ANSWER, Verb.ATTACH, Verb.ADDRESS)
)  # whose numbers always are


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
    at: str = ""  # local time, ISO 8601, at which it is to be done; "": at once

    @property
    def is_of_mails(self) -> bool:
        """Whether its numbers are those of mails."""
        said = self.value if self.verb is Verb.TELL else self.field
        either = (Verb.TELL, Verb.SPLIT, Verb.MARK, Verb.UNMARK, Verb.FORWARD)
        return self.verb in OF_MAILS or (self.verb in either and said == OF_MAIL)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words that are no sure order: why, and what they would most likely have done."""

    text: str
    why: str
    order: Order | None = None
    choices: tuple[
        Order, ...
    ] = ()  # where it is one of a few: all of them, in the order in which they are told
