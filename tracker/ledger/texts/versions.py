"""Versions that change after they were filed: their text when a scan is read, their lateness."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, or_, select, update
from sqlalchemy import case as sa_case

from intake.model.case import CaseReading
from intake.text.likeness import Fingerprint
from tracker.ledger.cases import machine_values, put_bands, put_facts
from tracker.ledger.schema import band, case, mail, version
from tracker.ledger.views.search import forget_version, index_version


def get_version(connection: Connection, version_id: int) -> Row[Any]:
    """One version."""
    return connection.execute(select(version).where(version.c.id == version_id)).one()


def set_documents(connection: Connection, version_id: int, positions: Collection[int]) -> None:
    """Which documents of its mail a version is made of, the best text first."""
    connection.execute(update(version).where(version.c.id == version_id).values(documents=list(positions)))


def edges_of(connection: Connection, version_ids: Collection[int], most: int) -> dict[int, tuple[str, str]]:
    """The first and the last ``most`` characters of texts, by version; the last are ``""`` where the first are all."""
    length = func.length(version.c.text)
    foot = sa_case((length > most, func.substr(version.c.text, length - most + 1, most)), else_="")
    query = select(version.c.id, func.substr(version.c.text, 1, most), foot).where(
        version.c.id.in_(version_ids)
    )
    return {key: (head or "", last or "") for key, head, last in connection.execute(query)}


def texts_of(connection: Connection, version_ids: Collection[int]) -> dict[int, str]:
    """Whole texts by version."""
    query = select(version.c.id, version.c.text).where(version.c.id.in_(version_ids))
    return {row.id: row.text for row in connection.execute(query)}


def judge_again(connection: Connection, cutoff: datetime, own: Mapping[str, datetime]) -> None:
    """What was late may be in time now: one cut-off for everything received so far.

    ``own`` are cut-offs of units (keys) that have more time.
    """
    sent = func.coalesce(mail.c.sent_at, mail.c.arrived_at)
    theirs = {
        key: select(version.c.mail_id)
        .join(case, case.c.id == version.c.case_id)
        .where(case.c.unit_key == key)
        for key in own
    }
    in_time = or_(sent < cutoff, *(and_(sent < own[key], mail.c.id.in_(theirs[key])) for key in own))
    punctual = select(mail.c.id).where(in_time)
    connection.execute(update(version).values(on_time=version.c.mail_id.in_(punctual)))
    brought = select(version.c.mail_id)
    connection.execute(update(mail).where(mail.c.id.in_(brought)).values(late=~in_time))


def version_before(connection: Connection, case_id: int, number: int | None) -> int | None:
    """The id of a case's last version before ``number``; None: its newest. None if there is none."""
    query = select(version.c.id).where(version.c.case_id == case_id)
    if number is not None:
        query = query.where(version.c.number < number)
    return connection.execute(query.order_by(version.c.number.desc()).limit(1)).scalar()


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a version says now; the machine's old reading of ``settled`` fields stays on record.

    It can so be compared with the person's word. ``settled`` None: all facts stay as they are.
    """

    reading: CaseReading
    marks: Fingerprint  # of the reading's text
    settled: Collection[str] | None = ()


def rewrite_version(connection: Connection, version_id: int, new: Rewriting) -> None:
    """Replace text, themes and the machine's facts."""
    reading = new.reading
    before = get_version(connection, version_id)
    indexed = _indexed(connection, version_id, before.text)
    if new.settled is not None:
        put_facts(connection, version_id, reading.facts, new.settled)
    connection.execute(
        update(version)
        .where(version.c.id == version_id)
        .values(
            documents=list(reading.documents),
            text=reading.text,
            text_sha256=new.marks.sha256,
            characters=int(reading.value("characters") or 0),
            themes=[
                {"theme": s.theme, "confidence": round(s.confidence, 4), "words": list(s.words)}
                for s in reading.themes
            ],
            flags=list(reading.flags),
        )
    )
    connection.execute(delete(band).where(band.c.version_id == version_id))
    put_bands(connection, version_id, new.marks)
    forget_version(connection, version_id, indexed)
    index_version(connection, version_id, _indexed(connection, version_id, reading.text))


def index_copied(source: Connection, target: Connection, version_id: int) -> None:
    """Make a version findable in the ledger that it is being copied to."""
    content = _indexed(source, version_id, get_version(source, version_id).text)
    index_version(target, version_id, content)


def _indexed(connection: Connection, version_id: int, text: str) -> str:
    """What a version is found by: its titles as the machine read them, and its text."""
    machine = machine_values(connection, version_id)
    titles = [machine[name].value if name in machine else "" for name in ("title", "subtitle")]
    return f"{titles[0]} {titles[1]}\n{text}"
