"""Cases, their versions and facts, and the values that count now."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    Connection,
    Row,
    delete,
    func,
    insert,
    select,
    union,
    update,
)
from sqlalchemy import case as when

from intake.model.case import CaseReading, Fact
from intake.text.likeness import Fingerprint
from tracker.ledger.events import CASES, take_number
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.ledger.schema import band, case, correction, fact, mail, version
from tracker.ledger.shown import show_again
from tracker.ledger.views.search import index_version

PERSON_CONFIDENCE = 1.0
AT_ONCE = 500  # cases that one query asks for by their ids
IN_TIME, TOO_LATE = "按期", "逾期"  # values of a correction of ``on_time``


def add_case(connection: Connection, number_format: str, unit_key: str, now: datetime) -> tuple[int, str]:
    """A new case; returns its id and number."""
    serial = take_number(connection, CASES)
    number = number_format.format(serial=serial)
    result = connection.execute(
        insert(case).values(
            serial=serial,
            number=number,
            status=CaseStatus.ACTIVE,
            unit_key=unit_key,
            current_version=0,
            created_at=now,
            changed_at=now,
        )
    )
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0]), number


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A text of a case as a mail brought it; ``on_time`` None where nobody can say."""

    case_id: int
    mail_id: int
    reading: CaseReading
    marks: Fingerprint  # of the reading's text
    on_time: bool | None
    received_at: datetime


def add_version(connection: Connection, new: NewVersion, now: datetime) -> tuple[int, int]:
    """Append a version with its facts; it becomes current unless a person pinned another.

    Returns the version's id and number.
    """
    case_id, reading = new.case_id, new.reading
    last = connection.execute(select(func.max(version.c.number)).where(version.c.case_id == case_id)).scalar()
    number = int(last or 0) + 1
    result = connection.execute(
        insert(version).values(
            case_id=case_id,
            number=number,
            mail_id=new.mail_id,
            documents=list(reading.documents),
            text=reading.text,
            text_sha256=new.marks.sha256,
            characters=int(reading.value("characters") or 0),
            themes=[
                {"theme": s.theme, "confidence": round(s.confidence, 4), "words": list(s.words)}
                for s in reading.themes
            ],
            flags=list(reading.flags),
            on_time=new.on_time,
            received_at=new.received_at,
        )
    )
    assert result.inserted_primary_key is not None
    version_id = int(result.inserted_primary_key[0])
    _insert_facts(connection, version_id, reading.facts)
    put_bands(connection, version_id, new.marks)
    index_version(
        connection, version_id, f"{reading.value('title')} {reading.value('subtitle')}\n{reading.text}"
    )
    counts = when((case.c.pinned.is_(True), case.c.current_version), else_=number)
    set_case(connection, case_id, now, current_version=counts)
    return version_id, number


def put_bands(connection: Connection, version_id: int, marks: Fingerprint) -> None:
    """Keep by what a version's text is found again."""
    if marks.bands:
        connection.execute(
            insert(band), [{"value": b, "version_id": version_id} for b in dict.fromkeys(marks.bands)]
        )


def put_facts(
    connection: Connection, version_id: int, facts: dict[str, Fact], settled: Container[str] = ()
) -> None:
    """Replace the machine's facts of a version; of ``settled`` fields its old reading stays on record."""
    known = [name for name in machine_values(connection, version_id) if name not in settled]
    connection.execute(delete(fact).where(fact.c.version_id == version_id, fact.c.field.in_(known)))
    _insert_facts(connection, version_id, {n: value for n, value in facts.items() if n not in settled})
    of = select(version.c.case_id).where(version.c.id == version_id)
    show_again(connection, connection.execute(of).scalars().all())


def machine_values(connection: Connection, version_id: int) -> dict[str, Value]:
    """What the machine read in a version, whatever people said since."""
    return _values(connection, [version_id]).get(version_id, {})


def person_values(connection: Connection, case_id: int) -> dict[str, Value]:
    """What people said about a case, field by field; it counts in every version."""
    return _person_words(connection, [case_id]).get(case_id, {})


def _insert_facts(connection: Connection, version_id: int, facts: dict[str, Fact]) -> None:
    rows = [
        {
            "version_id": version_id,
            "field": name,
            "value": value.value,
            "confidence": round(value.confidence, 4),
            "waits": value.waits,
            "evidence": [
                {"where": str(e.where), "quote": e.quote, "source": e.source} for e in value.evidence
            ],
            "choices": list(value.choices),
            "note": value.note,
        }
        for name, value in facts.items()
    ]
    if rows:
        connection.execute(insert(fact), rows)


def set_case(connection: Connection, case_id: int, now: datetime, **values: Any) -> None:
    """Set columns of one case."""
    connection.execute(update(case).where(case.c.id == case_id).values(changed_at=now, **values))
    show_again(connection, [case_id])


# Never the text: a season's list would hold every case in memory.
_SHOWN = (
    version.c.number,
    version.c.mail_id,
    version.c.themes,
    version.c.flags,
    version.c.characters,
    version.c.on_time,
    version.c.received_at,
)


def list_cases(connection: Connection, ids: Iterable[int] | None = None) -> list[CaseRow]:
    """Cases with the values that count now, in order of serial."""
    wanted = None if ids is None else list(ids)
    if wanted == []:
        return []
    query = (
        select(case, *_SHOWN, mail.c.sent_at, mail.c.arrived_at, mail.c.from_email, version.c.id.label("vid"))
        .join(version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version))
        .join(mail, mail.c.id == version.c.mail_id)
        .order_by(case.c.serial)
    )
    if wanted is not None:
        query = query.where(case.c.id.in_(wanted))
    rows = list(connection.execute(query.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)))
    values = _values(connection, [row.vid for row in rows] if wanted is not None else None)
    words = _person_words(connection, wanted)
    numbers = {row.case__id: row.case__number for row in rows}
    return [
        _case_row(row, values.get(row.vid, {}), words.get(row.case__id, {}), numbers, connection)
        for row in rows
    ]


def each_case(connection: Connection, ids: Iterable[int] | None = None) -> Iterator[CaseRow]:
    """Cases one after the other, read some at a time: however many there are, no query grows with them.

    All of them in order of serial; those of ``ids`` in their order, some at a time by serial.
    """
    if ids is None:
        ids = array("q", connection.execute(select(case.c.id).order_by(case.c.serial)).scalars())
    wanted = iter(ids)
    while some := list(islice(wanted, AT_ONCE)):
        yield from list_cases(connection, some)


def current_versions(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Case id → id of the version that counts now."""
    waiting, found = iter(ids), dict[int, int]()
    query = select(case.c.id, version.c.id).join(
        version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version)
    )
    while some := list(islice(waiting, AT_ONCE)):
        found.update(connection.execute(query.where(case.c.id.in_(some))).tuples().all())
    return found


def cases_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, CaseRow]:
    """These cases by their ids."""
    return {row.id: row for row in each_case(connection, set(ids))}


def active_cases(connection: Connection, unit_key: str | None = None) -> list[int]:
    """Ids of the active cases in order of serial: all, or those that count for a unit."""
    query = select(case.c.id).where(case.c.status == CaseStatus.ACTIVE).order_by(case.c.serial)
    if unit_key is not None:
        query = query.where(case.c.unit_key == unit_key)
    return list(connection.execute(query).scalars())


def cases_saying(connection: Connection, field: str, value: str) -> list[CaseRow]:
    """Cases of which a field has this value now, in order of serial."""
    read = select(version.c.case_id).join(fact, fact.c.version_id == version.c.id)
    said = select(correction.c.case_id).where(correction.c.field == field, correction.c.value == value)
    ids = union(read.where(fact.c.field == field, fact.c.value == value), said)
    maybe = select(case.c.id).where(case.c.id.in_(ids)).order_by(case.c.serial)
    found = each_case(connection, connection.execute(maybe).scalars().all())
    return [row for row in found if row[field] == value]


def get_case(connection: Connection, serial: int) -> CaseRow | None:
    """The case that people call “N号”."""
    found = connection.execute(select(case.c.id).where(case.c.serial == serial)).scalar()
    rows = list_cases(connection, [found]) if found is not None else []
    return rows[0] if rows else None


def own_cases(connection: Connection, email: str) -> list[CaseRow]:
    """Active cases whose current version came from an address."""
    ids = connection.execute(
        select(case.c.id)
        .join(version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version))
        .join(mail, mail.c.id == version.c.mail_id)
        .where(mail.c.from_email == email)  # and no status: by its index it would be every active case
        .order_by(case.c.id)
    ).scalars()
    return [row for row in list_cases(connection, list(ids)) if row.status == CaseStatus.ACTIVE]


def as_of_version(connection: Connection, row: CaseRow, which: Row[Any]) -> CaseRow:
    """The case as one of its versions shows it; a person's words still count."""
    return as_of_versions(connection, [(row, which)])[0]


def as_of_versions(connection: Connection, pairs: Sequence[tuple[CaseRow, Row[Any]]]) -> list[CaseRow]:
    """:func:`as_of_version` for several cases, each with its version."""
    machine = _values(connection, [which.id for _, which in pairs])
    return [_as_shown_by(row, which, machine.get(which.id, {})) for row, which in pairs]


def _as_shown_by(row: CaseRow, which: Row[Any], machine: dict[str, Value]) -> CaseRow:
    person = {name: value for name, value in row.values.items() if value.person}
    return replace(
        row,
        version=which.number,
        version_id=which.id,
        mail_id=which.mail_id,
        values={**machine, **person},
        themes=tuple((entry["theme"], entry["confidence"]) for entry in which.themes),
        flags=tuple(which.flags),
        characters=which.characters,
        on_time=_on_time(person, which.on_time),
        received_at=which.received_at,
        sender=which.from_email,
    )


def case_evidence(connection: Connection, version_id: int) -> dict[str, list[dict[str, str]]]:
    """Evidence of each field of a version."""
    query = select(fact.c.field, fact.c.evidence).where(fact.c.version_id == version_id)
    rows = connection.execute(query.order_by(fact.c.field))
    return {row.field: row.evidence for row in rows}


def evidence_of(
    connection: Connection, version_ids: Sequence[int]
) -> dict[int, dict[str, list[dict[str, str]]]]:
    """Evidence of several versions: version id → field → evidence."""
    found: dict[int, dict[str, list[dict[str, str]]]] = {}
    query = select(fact.c.version_id, fact.c.field, fact.c.evidence)
    query = query.where(fact.c.version_id.in_(version_ids)).order_by(fact.c.version_id, fact.c.field)
    for row in connection.execute(query):
        found.setdefault(row.version_id, {})[row.field] = row.evidence
    return found


def case_versions(connection: Connection, case_id: int) -> list[Row[Any]]:
    """Every version of a case with its mail, oldest first."""
    return list(
        connection.execute(
            select(version, mail.c.sha256, mail.c.subject, mail.c.from_email)
            .join(mail, mail.c.id == version.c.mail_id)
            .where(version.c.case_id == case_id)
            .order_by(version.c.number)
        )
    )


def _values(connection: Connection, version_ids: list[int] | None) -> dict[int, dict[str, Value]]:
    query = select(
        fact.c.version_id,
        fact.c.field,
        fact.c.value,
        fact.c.confidence,
        fact.c.waits,
        fact.c.choices,
        fact.c.note,
    )
    if version_ids is not None:
        query = query.where(fact.c.version_id.in_(version_ids))
    found: dict[int, dict[str, Value]] = {}
    for row in connection.execute(query.order_by(fact.c.version_id, fact.c.field)):
        found.setdefault(row.version_id, {})[row.field] = Value(
            row.value, row.confidence, row.waits, "", tuple(row.choices), row.note
        )
    return found


def _person_words(connection: Connection, case_ids: list[int] | None) -> dict[int, dict[str, Value]]:
    query = select(correction).where(correction.c.undone_at.is_(None)).order_by(correction.c.id)
    if case_ids is not None:
        query = query.where(correction.c.case_id.in_(case_ids))
    found: dict[int, dict[str, Value]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, {})[row.field] = Value(row.value, PERSON_CONFIDENCE, person=row.who)
    return found


def _on_time(person: dict[str, Value], computed: bool | None) -> bool | None:
    """A person's word on being in time (按期, 逾期) beats what was computed from the times."""
    said = person.get("on_time")
    return said.value == IN_TIME if said is not None and said.value else computed


def _case_row(
    row: Row[Any],
    machine: dict[str, Value],
    person: dict[str, Value],
    numbers: dict[int, str],
    connection: Connection,
) -> CaseRow:
    duplicate = row.case__duplicate_of if row.case__status == CaseStatus.DUPLICATE else None
    if duplicate is not None and duplicate not in numbers:
        numbers[duplicate] = (
            connection.execute(select(case.c.number).where(case.c.id == duplicate)).scalar() or ""
        )
    return CaseRow(
        id=row.case__id,
        serial=row.case__serial,
        number=row.case__number,
        status=CaseStatus(row.case__status),
        unit_key=row.case__unit_key,
        version=row.version_number,
        version_id=row.vid,
        mail_id=row.version_mail_id,
        values={**machine, **person},
        themes=tuple((entry["theme"], entry["confidence"]) for entry in row.version_themes),
        flags=tuple(row.version_flags),
        characters=row.version_characters,
        on_time=_on_time(person, row.version_on_time),
        sent_at=row.mail_sent_at or row.mail_arrived_at,
        received_at=row.version_received_at,
        created_at=row.case__created_at,
        confirmed=row.case__confirmed_at is not None,
        pinned=row.case__pinned,
        duplicate_of=numbers.get(duplicate, "") if duplicate is not None else "",
        sender=row.mail_from_email,
    )
