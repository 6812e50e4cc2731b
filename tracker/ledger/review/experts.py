"""People who read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, insert, select, update

from tracker.ledger.schema import expert


class ExpertState(StrEnum):
    """Whether a person reads."""

    LISTED = "listed"
    INVITED = "invited"
    WILLING = "willing"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


READING = (ExpertState.LISTED, ExpertState.INVITED, ExpertState.WILLING)


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """A person who reads, as kept."""

    name: str
    unit: str = ""
    county: str = ""  # key of a reporting unit
    email: str = ""
    phone: str = ""
    most: int | None = None
    wishes: tuple[int, ...] = ()
    avoids: tuple[str, ...] = ()
    paper: bool = False
    state: ExpertState = ExpertState.LISTED
    id: int = 0

    @property
    def reads(self) -> bool:
        """Whether he may be given cases."""
        return self.state in READING


def put_expert(connection: Connection, new: ExpertRow, now: datetime) -> ExpertRow:
    """Add a person, or take anew what is said of one with this name; his state stays."""
    values = {
        "unit": new.unit,
        "county": new.county,
        "email": new.email,
        "phone": new.phone,
        "most": new.most,
        "wishes": list(new.wishes),
        "avoids": list(new.avoids),
        "paper": new.paper,
        "changed_at": now,
    }
    known = connection.execute(select(expert).where(expert.c.name == new.name)).first()
    if known is not None:
        connection.execute(update(expert).where(expert.c.id == known.id).values(**values))
        return replace(new, id=known.id, state=ExpertState(known.state))
    added = connection.execute(insert(expert).values(name=new.name, state=new.state, **values))
    (key,) = added.inserted_primary_key or (0,)
    return replace(new, id=key)


def set_state(connection: Connection, expert_id: int, state: ExpertState, now: datetime) -> None:
    """Invited, willing, declined, withdrawn."""
    connection.execute(update(expert).where(expert.c.id == expert_id).values(state=state, changed_at=now))


def list_experts(connection: Connection) -> list[ExpertRow]:
    """Everybody, in the order in which they were listed."""
    return [_row(row) for row in connection.execute(select(expert).order_by(expert.c.id))]


def find_expert(connection: Connection, word: str) -> ExpertRow | None:
    """The person with this name or mail address; nobody is called ``""``, though several may have no address."""
    if not word:
        return None
    named = select(expert).where((expert.c.name == word) | (func.lower(expert.c.email) == word.lower()))
    found: Sequence[Row[tuple[object, ...]]] = connection.execute(named.limit(2)).all()
    return _row(found[0]) if len(found) == 1 else None


def experts_at(connection: Connection, email: str) -> list[ExpertRow]:
    """Everybody who has this mail address: a couple, or an office, may share one."""
    if not email:
        return []
    here = select(expert).where(func.lower(expert.c.email) == email.lower()).order_by(expert.c.id)
    return [_row(row) for row in connection.execute(here)]


def _row(row: Row[tuple[object, ...]]) -> ExpertRow:
    return ExpertRow(
        name=row.name,
        unit=row.unit,
        county=row.county,
        email=row.email,
        phone=row.phone,
        most=row.most,
        wishes=tuple(row.wishes),
        avoids=tuple(row.avoids),
        paper=row.paper,
        state=ExpertState(row.state),
        id=row.id,
    )
