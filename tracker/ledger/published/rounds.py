"""Rounds of proofs of the volume: what was sent to whom, and the corrections that came back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note, take_number

ROUNDS: Final = "volume.rounds"
CORRECTIONS: Final = "volume.corrections"


@dataclass(frozen=True, slots=True)
class Sent:
    """To whom a proof went, by the key of its letter: the numbers of the cases there; none: the whole volume.

    ``agreed_at`` is when he said that nothing is to be changed, in the mail ``mail_id``; ``agreed`` are the
    cases of which he said so, where he did not of all.
    """

    key: str
    email: str
    cases: tuple[str, ...] = ()
    agreed_at: datetime | None = None
    mail_id: int = 0
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """One round (一校 is 1): the run whose content file was sent, and to whom.

    ``pages`` are the cases with the first page of each, in print order; empty where nothing could count them.
    """

    number: int
    run: str
    title: str
    at: datetime
    who: str
    due: date | None = None
    sent: tuple[Sent, ...] = ()
    pages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One place that a reader of a proof wants changed; ``why`` says what keeps it from being done, ``""`` nothing.

    It is of one version of a case and one round; ``place`` is what he wrote of page and line. ``words`` are
    what he wrote where it is no correction that can be read: a person does what it says.
    """

    id: int
    case_id: int
    number: str
    version: int
    round: int
    place: str
    old: str
    new: str
    who: str
    at: datetime
    mail_id: int = 0
    why: str = ""
    words: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it is a page marked by hand, named by ``place``: what it says is read by a person."""
        return not (self.old or self.new or self.words)


_ONE: Final = TypeAdapter(Correction)
_ROUNDS: Final = TypeAdapter(list[Round])
_CORRECTIONS: Final = TypeAdapter(list[Correction])


def list_rounds(connection: Connection) -> list[Round]:
    """Every round, oldest first; of a round that was sent again only the last."""
    return _ROUNDS.validate_python(get_note(connection, ROUNDS, []))


def put_round(connection: Connection, new: Round) -> None:
    """Keep a round in place of what was kept of the same number."""
    kept = sorted((new, *(one for one in list_rounds(connection) if one.number != new.number)), key=_number)
    set_note(connection, ROUNDS, _ROUNDS.dump_python(kept, mode="json"), new.at)


def list_corrections(connection: Connection) -> list[Correction]:
    """Every correction that stands, oldest first."""
    return _CORRECTIONS.validate_python(get_note(connection, CORRECTIONS, []))


def add_corrections(
    connection: Connection, new: Iterable[Correction], now: datetime
) -> tuple[Correction, ...]:
    """Keep corrections, numbered; one that stands already in the same words is not kept twice."""
    kept = list_corrections(connection)
    added: list[Correction] = []
    for one in new:
        if not any(_same(one, other) for other in (*kept, *added)):
            added.append(replace(one, id=_take_id(connection, kept)))
    set_note(connection, CORRECTIONS, _CORRECTIONS.dump_python([*kept, *added], mode="json"), now)
    return tuple(added)


def _take_id(connection: Connection, kept: Sequence[Correction]) -> int:
    """A number that no correction ever had: who takes back one that is gone must not take out another."""
    known = max((one.id for one in kept), default=0)
    while (taken := take_number(connection, CORRECTIONS)) <= known:
        pass  # those of a ledger from before the series
    return taken


def drop_corrections(connection: Connection, ids: Sequence[int], now: datetime) -> list[Correction]:
    """Take corrections out; returns them."""
    kept = list_corrections(connection)
    gone = [one for one in kept if one.id in ids]
    left = [one for one in kept if one.id not in ids]
    set_note(connection, CORRECTIONS, _CORRECTIONS.dump_python(left, mode="json"), now)
    return gone


def store_correction(one: Correction) -> dict[str, Any]:
    """A correction as it may be kept beside the ledger's own list, to be put back."""
    stored: dict[str, Any] = _ONE.dump_python(one, mode="json")
    return stored


def put_back_correction(connection: Connection, stored: dict[str, Any], now: datetime) -> Correction:
    """Put a correction back that was taken out, with the number that it had."""
    one = _ONE.validate_python(stored)
    kept = [other for other in list_corrections(connection) if other.id != one.id]
    found = sorted((*kept, one), key=_id)
    set_note(connection, CORRECTIONS, _CORRECTIONS.dump_python(found, mode="json"), now)
    return one


def _same(one: Correction, other: Correction) -> bool:
    return _key(one) == _key(other)


def _key(one: Correction) -> tuple[int, int, str, str, bool, tuple[int, int, str]]:
    by_person = one.is_marked or bool(one.words)
    page = (one.round, one.mail_id, one.place + one.words) if by_person else (0, 0, "")
    return one.case_id, one.version, one.old, one.new, bool(one.why), page


def _id(one: Correction) -> int:
    return one.id


def _number(one: Round) -> int:
    return one.number
