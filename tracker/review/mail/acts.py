"""What may be ordered of a round: the acts, and one of them with all that it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from intake.model.case import Document


class Act(StrEnum):
    """What an order about review does."""

    EXPERTS = "experts"  # take an enclosed list; without one, say who is on it
    EXPERT = "expert"  # words: what is said of one expert, or of a new one; value: his name, if he is listed
    OPEN = "open"  # value: name of the round; cases, or all
    INVITE = "invite"
    PLAN = "plan"
    KEEP = "keep"
    SEND = "send"
    PROGRESS = "progress"
    REMIND = "remind"  # value: name, or all
    WITHDRAW = "withdraw"  # words: name of the expert
    PAIR = "pair"  # value: printed number, or a case; words: name
    TAKE_BACK = "take-back"
    MARKS = "marks"  # value: name; words: lines as on his paper
    EXTEND = "extend"  # value: the day; words: name, or all
    JOIN = "join"  # cases
    LEAVE = "leave"  # cases, or value: printed numbers
    BOUND = "bound"  # words: name, or the whole round
    AGAIN = "again"  # words: name
    RESULTS = "results"
    VISITS = "visits"  # cases, or value: so many of the best
    VISIT_DAY = "visit-day"  # value: the day; cases, or words: of which county
    ITINERARY = "itinerary"
    VISIT = "visit"  # words: what was found
    DECIDE = "decide"
    DROP = "drop"
    PUBLISH = "publish"
    OBJECT = "object"  # words: what was said
    SETTLE = "settle"  # value: number of the objection; words: how
    THANKS = "thanks"


ASKING: Final = frozenset(
    (Act.PLAN, Act.BOUND, Act.PROGRESS, Act.RESULTS, Act.ITINERARY, Act.THANKS)
)  # change nothing


REASONED: Final = frozenset(
    (Act.PAIR, Act.TAKE_BACK, Act.WITHDRAW, Act.LEAVE, Act.DECIDE, Act.DROP)
)  # her words are kept as their reason


LISTING: Final = frozenset((Act.OPEN, Act.VISITS, Act.DECIDE, Act.DROP))  # of the cases of an enclosed list


@dataclass(frozen=True, slots=True)
class Asked:
    """One act with all that it needs."""

    act: Act
    text: str  # as she wrote it
    who: str
    email: str
    key: str  # of her mail
    serials: tuple[int, ...] = ()
    value: str = ""
    words: str = ""
    documents: tuple[Document, ...] = field(default=(), repr=False)  # enclosed
    mail_id: int = 0
    sha256: str = ""
    day: date | None = None  # that the value names

    @property
    def lines(self) -> list[str]:
        """The cases that are named, as the lines of a list."""
        titles = [] if self.value.isdecimal() else self.value.splitlines()
        return [*(f"{serial}号" for serial in self.serials), *titles]

    @property
    def top(self) -> int | None:
        """So many of the best."""
        return int(self.value) if self.value.isdecimal() else None
