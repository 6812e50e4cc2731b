"""Apply today's reading code to the whole archive. What a person has settled never changes.

What would change is found by doing it: each mail is filed anew inside a transaction, the ledger's
state of the mail is compared before and after, and without ``apply`` the transaction is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from intake.model.case import Doubt, Reading
from intake.model.doubts import sentence
from intake.worker.pool import Readers
from tracker.filing.refile import refile
from tracker.filing.senders import know_sender
from tracker.ledger import cases, doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.records import MailState
from tracker.ledger.texts import submissions
from tracker.ledger.texts.versions import get_version
from tracker.ledger.views import status
from tracker.office.desk import Desk
from tracker.office.parts import Parts


@dataclass(frozen=True, slots=True)
class Change:
    """What today's code reads otherwise; ``serial`` 0 for the mail as a whole.

    ``field`` is a field of the case, ``text`` (values are numbers of characters), ``case`` (its title),
    ``doubt`` (its sentence) or ``kind``; ``""`` is nothing.
    """

    mail_id: int
    serial: int
    version: int
    field: str
    before: str
    after: str


# (serial, version, field, what tells several of one field apart) → value as shown, value as compared
_State = dict[tuple[int, int, str, str], tuple[str, str]]


def reread(parts: Parts, readers: Readers, *, apply: bool) -> Iterator[Change]:
    """Read every filed mail again; each mail is a transaction of its own."""
    with parts.ledger.read() as connection:
        filed = [row for row in status.list_mails(connection) if row.state is MailState.FILED]
        senders = [know_sender(connection, parts, row.from_email, row.arrived_at) for row in filed]
    items = ((parts.archive.path(row.sha256), sender) for row, sender in zip(filed, senders, strict=True))
    for row, reading in zip(filed, readers.read_all(items), strict=True):
        if isinstance(reading, Reading) and row.copy_of is None:
            yield from _refile(parts, row.id, reading, apply=apply)


def _refile(parts: Parts, mail_id: int, reading: Reading, *, apply: bool) -> list[Change]:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        row = mails.get_mail(connection, mail_id)
        assert row is not None
        before = _state(connection, mail_id)
        refile(Desk(connection, parts, now), row, reading, tell=False)
        after = _state(connection, mail_id)
        found = [
            Change(mail_id, *key[:3], before.get(key, ("", ""))[0], after.get(key, ("", ""))[0])
            for key in sorted({**before, **after})
            if before.get(key, ("", ""))[1] != after.get(key, ("", ""))[1]
        ]
        if not apply or not found:
            connection.rollback()
            return found
        for change in found:
            detail = {"field": change.field, "before": change.before, "value": change.after}
            case = cases.get_case(connection, change.serial) if change.serial else None
            case_id = case.id if case else None
            record_event(connection, "case.reread", now, mail_id=mail_id, case_id=case_id, detail=detail)
    return found


def _state(connection: Connection, mail_id: int) -> _State:
    row = mails.get_mail(connection, mail_id)
    assert row is not None
    state: _State = {(0, 0, "kind", ""): (row.kind, row.kind)}
    serials: dict[int | None, int] = {None: 0}
    for entry in submissions.submissions_of(connection, mail_id):
        case = cases.list_cases(connection, [entry.case_id])[0]
        serials[case.id] = case.serial
        if entry.version_id is None:
            continue
        version = get_version(connection, entry.version_id)
        at = case.serial, version.number
        state[*at, "case", ""] = case["title"] or "（名称待核）", "here"
        state[*at, "text", ""] = str(version.characters), version.text_sha256
        for name, value in cases.machine_values(connection, entry.version_id).items():
            if name != "characters":
                state[*at, name, ""] = value.value, value.value
    for doubt in doubts.list_doubts(connection, mail_id=mail_id):
        said = sentence(Doubt(doubt.code, doubt.about, doubt.detail))
        state[serials.get(doubt.case_id, 0), 0, "doubt", said] = said, said
    return state
