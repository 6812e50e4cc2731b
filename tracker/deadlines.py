"""Extensions: a new version of the deadline, told to every unit once, everything recomputed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from intake.campaign import Deadline
from tracker.ledger import letters
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.schema import mail, version
from tracker.letters.compose import compose
from tracker.letters.reminders import addresses
from tracker.letters.render import render_letter
from tracker.parts import Parts
from tracker.records import LetterKind, NewLetter

NOTE = "deadlines"


def load_deadlines(connection: Connection) -> list[Deadline]:
    """The extensions ordered so far; those of the campaign file are not among them."""
    return [Deadline.model_validate(entry) for entry in get_note(connection, NOTE, [])]


def extend_deadline(connection: Connection, parts: Parts, deadline: Deadline, who: str, now: datetime) -> int:
    """Make ``deadline`` rule from now on; returns how many units are told."""
    kept: list[dict[str, Any]] = get_note(connection, NOTE, [])
    kept.append(deadline.model_dump(mode="json"))
    set_note(connection, NOTE, kept, now)
    parts.deadlines.append(deadline)
    _judge_again(connection, parts, deadline)
    record_event(connection, "deadline.extended", now, who=who, detail=kept[-1])
    return sum(_tell(connection, parts, unit.key, deadline, now) for unit in parts.campaign.active_units())


def _judge_again(connection: Connection, parts: Parts, deadline: Deadline) -> None:
    """What was late may be in time now: the newest deadline rules for everything received."""
    cutoff = parts.campaign.cutoff(deadline)
    rows = connection.execute(
        select(version.c.id, version.c.mail_id, mail.c.sent_at, mail.c.arrived_at).join(
            mail, mail.c.id == version.c.mail_id
        )
    ).all()
    for row in rows:
        on_time = (row.sent_at or row.arrived_at) < cutoff
        connection.execute(update(version).where(version.c.id == row.id).values(on_time=on_time))
        connection.execute(update(mail).where(mail.c.id == row.mail_id).values(late=not on_time))


def _tell(connection: Connection, parts: Parts, unit_key: str, deadline: Deadline, now: datetime) -> bool:
    unit = parts.campaign.unit(unit_key)
    assert unit is not None
    for address in addresses(connection, unit)[:1]:
        values = {
            "campaign": parts.campaign,
            "signature": parts.campaign.signature,
            "addressee": unit.office or unit.name,
            "cutoff": parts.campaign.cutoff_text(deadline),
            "now": now,
        }
        rendered = render_letter(LetterKind.EXTENSION, values, parts.templates, parts.campaign.timezone)
        key = f"extension:{parts.campaign.id}:{deadline.last_day}:{deadline.cutoff}:{unit.key}"
        identity, content = compose(
            parts.writer, LetterKind.EXTENSION, key, address, rendered, now, reason="deadline-moved"
        )
        letter = NewLetter(
            key=key,
            kind=LetterKind.EXTENSION,
            recipient=address,
            subject=rendered.subject,
            message_id=identity,
            content=content,
            unit=unit.key,
        )
        return letters.put_letter(connection, letter, now) is not None
    return False
