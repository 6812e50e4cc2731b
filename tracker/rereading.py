"""Apply today's reading code to the whole archive. What a person has settled never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.model import Fact, Reading
from intake.worker import Readers
from tracker.inherit import inherit
from tracker.ledger import cases, status
from tracker.ledger.events import record_event
from tracker.parts import Parts
from tracker.records import MailState
from tracker.senders import know_sender


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A machine's value that today's code reads otherwise."""

    case_id: int
    serial: int
    version: int
    version_id: int
    field: str
    before: str
    after: str
    settled: bool  # a person has spoken: shown, never applied
    fact: Fact


def find_changes(parts: Parts, readers: Readers) -> Iterator[FieldChange]:
    """Read every filed mail again and compare facts version by version."""
    with parts.ledger.read() as connection:
        filed = [row for row in status.list_mails(connection) if row.state is MailState.FILED]
        items = [
            (parts.archive.path(row.sha256), know_sender(connection, parts, row.from_email, row.arrived_at))
            for row in filed
        ]
    for row, reading in zip(filed, readers.read_all(items), strict=True):
        if isinstance(reading, Reading) and row.copy_of is None:
            yield from _compare(parts, row.id, reading)


def apply_changes(parts: Parts, changes: Iterable[FieldChange]) -> None:
    """Store the new facts of every change that no person has settled."""
    now = parts.clock.now()
    by_version: dict[int, list[FieldChange]] = {}
    for change in changes:
        if not change.settled:
            by_version.setdefault(change.version_id, []).append(change)
    for version_id, found in by_version.items():
        with parts.ledger.begin() as connection:
            cases.change_facts(connection, version_id, {change.field: change.fact for change in found})
            for change in found:
                record_event(
                    connection,
                    "case.reread",
                    now,
                    case_id=change.case_id,
                    detail={"field": change.field, "before": change.before, "value": change.after},
                )


def _compare(parts: Parts, mail_id: int, reading: Reading) -> Iterator[FieldChange]:
    with parts.ledger.read() as connection:
        entries = {entry.position: entry for entry in cases.submissions_of(connection, mail_id)}
        for position, found in enumerate(reading.cases):
            entry = entries.get(position)
            if entry is None or entry.version_id is None:
                continue
            row = cases.list_cases(connection, [entry.case_id])[0]
            version = next(v for v in cases.case_versions(connection, row.id) if v.id == entry.version_id)
            machine = cases.machine_values(connection, entry.version_id)
            read = inherit(connection, row.id, version.number, found)
            for name, fact in read.facts.items():
                before = machine[name].value if name in machine else ""
                if before != fact.value:
                    person = row.values[name].person if name in row.values else ""
                    yield FieldChange(
                        row.id,
                        row.serial,
                        version.number,
                        entry.version_id,
                        name,
                        before,
                        fact.value,
                        bool(person) or row.confirmed,
                        fact,
                    )
