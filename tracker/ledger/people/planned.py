"""What coordinators ordered for another time: kept until it is done or called off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note, take_number

PLANNED: Final = "orders.planned"  # a list of Planned, by time
NUMBERS: Final = "planned"  # the series that numbers them


@dataclass(frozen=True, slots=True)
class Planned:
    """An order for another time; ``order`` is one of tracker.orders.order, as JSON."""

    number: int
    at: datetime
    email: str
    who: str
    text: str  # her words
    order: dict[str, Any]


_STORED: Final = TypeAdapter(list[Planned])


def list_planned(connection: Connection) -> list[Planned]:
    """Everything that is still to be done, soonest first."""
    return sorted(_STORED.validate_python(get_note(connection, PLANNED, [])), key=_order)


def _order(planned: Planned) -> tuple[datetime, int]:
    return planned.at, planned.number


def next_planned(connection: Connection) -> datetime | None:
    """When the next of it is to be done."""
    return min((planned.at for planned in list_planned(connection)), default=None)


def take_planned_number(connection: Connection) -> int:
    """A number for the next."""
    return take_number(connection, NUMBERS)


def add_planned(connection: Connection, more: Sequence[Planned], now: datetime) -> None:
    """Keep some more."""
    _put(connection, [*list_planned(connection), *more], now)


def drop_planned(connection: Connection, numbers: Sequence[int], now: datetime) -> list[Planned]:
    """Keep these no more; returns those that were there."""
    known = list_planned(connection)
    _put(connection, [one for one in known if one.number not in numbers], now)
    return [one for one in known if one.number in numbers]


def dump_planned(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """As JSON, so that it can be kept elsewhere."""
    stored: list[dict[str, Any]] = _STORED.dump_python(list(planned), mode="json")
    return stored


def load_planned(stored: Any) -> list[Planned]:
    """The same read again."""
    return _STORED.validate_python(stored)


def _put(connection: Connection, planned: Sequence[Planned], now: datetime) -> None:
    set_note(connection, PLANNED, dump_planned(planned), now)
