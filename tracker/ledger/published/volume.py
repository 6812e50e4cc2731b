"""Which cases are printed in the volume, and what each run of it printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.schema import event, volume_choice, volume_run


@dataclass(frozen=True, slots=True)
class Choice:
    """A case that is printed. ``place`` None: where theme and unit put it; ``final`` None: no 定稿 yet."""

    case_id: int
    place: int | None
    final: int | None
    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Printed:
    """A case as a run printed it; ``sha256`` is of what was printed, pictures included."""

    number: str
    version: int
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Run:
    """One volume that was made."""

    name: str
    title: str
    at: datetime
    content_sha256: str
    cases: tuple[Printed, ...]


def put_choice(connection: Connection, choice: Choice) -> None:
    """Choose a case; chosen before, it keeps its 定稿 and takes the rest anew."""
    anew = {"place": choice.place, "who": choice.who, "reason": choice.reason, "chosen_at": choice.at}
    put_row(
        connection,
        volume_choice,
        {"case_id": choice.case_id, "final_version": choice.final, **anew},
        anew,
    )


def drop_choices(connection: Connection, case_ids: Iterable[int]) -> None:
    """Take cases out of the volume."""
    connection.execute(delete(volume_choice).where(volume_choice.c.case_id.in_(list(case_ids))))


def set_final(connection: Connection, case_id: int, version: int | None) -> None:
    """Declare a version of a chosen case final, or none."""
    connection.execute(
        update(volume_choice).where(volume_choice.c.case_id == case_id).values(final_version=version)
    )


def list_choices(connection: Connection) -> dict[int, Choice]:
    """Every chosen case by its id."""
    return {
        row.case_id: Choice(row.case_id, row.place, row.final_version, row.who, row.reason, row.chosen_at)
        for row in connection.execute(select(volume_choice).order_by(volume_choice.c.case_id))
    }


def chosen_unit(connection: Connection, case_id: int) -> str | None:
    """Key of the unit that a case was of when it was chosen last; None where that was not noted."""
    query = (
        select(event.c.detail)
        .where(event.c.what == "volume.chosen", event.c.case_id == case_id)
        .order_by(event.c.id.desc())
        .limit(1)
    )
    detail = connection.execute(query).scalar()
    return None if detail is None else detail.get("unit")


def add_run(connection: Connection, run: Run) -> None:
    """Keep what a run printed."""
    connection.execute(
        insert(volume_run).values(
            name=run.name,
            title=run.title,
            made_at=run.at,
            content_sha256=run.content_sha256,
            cases=[asdict(case) for case in run.cases],
        )
    )


def list_runs(connection: Connection) -> Sequence[Run]:
    """Every run, oldest first."""
    rows = connection.execute(select(volume_run).order_by(volume_run.c.id))
    return [
        Run(
            row.name,
            row.title,
            row.made_at,
            row.content_sha256,
            tuple(Printed(**case) for case in row.cases),
        )
        for row in rows
    ]
