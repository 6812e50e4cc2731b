"""What a coordinator said once and for all: which units send nothing, what is important, when her digest goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import mail

ZERO: Final = "units.zero"  # key of a unit → {"zero": bool, "mail": id of the newest mail when it was said}
MARKED: Final = "marked"  # "case", "mail" or "unit" → serials, ids or keys
DIGESTS: Final = "digest.wishes"  # address → a DigestWish


@dataclass(frozen=True, slots=True)
class Zero:
    """What was said of a unit: whether it sends nothing, and the newest mail that was there then."""

    zero: bool
    mail: int


def told_zero(connection: Connection) -> dict[str, Zero]:
    """Units of which a coordinator said that they send nothing, or that they do after all, by their keys."""
    said = get_note(connection, ZERO, {})
    return {key: Zero(one["zero"], one["mail"]) for key, one in said.items()}


def tell_zero(connection: Connection, key: str, now: datetime, *, zero: bool | None) -> None:
    """Note it of a unit; None: nothing was said."""
    said = {**get_note(connection, ZERO, {})}
    said.pop(key, None)
    if zero is not None:
        newest = int(connection.execute(select(func.max(mail.c.id))).scalar() or 0)
        said[key] = {"zero": zero, "mail": newest}
    set_note(connection, ZERO, said, now)


def put_zero(connection: Connection, key: str, before: Zero | None, now: datetime) -> None:
    """What was said of a unit before, said again."""
    said = {**get_note(connection, ZERO, {})}
    said.pop(key, None)
    if before is not None:
        said[key] = {"zero": before.zero, "mail": before.mail}
    set_note(connection, ZERO, said, now)


def marked(connection: Connection, kind: str) -> list[Any]:
    """What is marked as important: serials of cases, ids of mails, keys of units (``case``, ``mail``, ``unit``)."""
    return list(get_note(connection, MARKED, {}).get(kind, []))


def mark(connection: Connection, kind: str, which: int | str, now: datetime, *, important: bool) -> bool:
    """Mark one, or take the mark away; returns whether that is news."""
    known = get_note(connection, MARKED, {})
    of_kind = known.get(kind, [])
    if (which in of_kind) is important:
        return False
    kept = [one for one in of_kind if one != which] + ([which] if important else [])
    set_note(connection, MARKED, {**known, kind: kept}, now)
    return True


@dataclass(frozen=True, slots=True)
class DigestWish:
    """How a coordinator wants her digest, where she said so; ``since`` is when she last did."""

    at: str = ""  # local time, HH:MM; "": as the call sets it
    off: bool | None = None
    all_days: bool = False  # on days off, too
    since: str = ""  # ISO 8601


def digest_wish(connection: Connection, email: str) -> DigestWish:
    """What she said of it."""
    return DigestWish(**get_note(connection, DIGESTS, {}).get(email.lower(), {}))


def put_digest_wish(connection: Connection, email: str, wish: DigestWish, now: datetime) -> None:
    """Keep it."""
    said = {"at": wish.at, "off": wish.off, "all_days": wish.all_days, "since": wish.since}
    set_note(connection, DIGESTS, {**get_note(connection, DIGESTS, {}), email.lower(): said}, now)
