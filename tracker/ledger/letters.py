"""The outbox: letters with final bytes, and the mails they answer."""

from __future__ import annotations

import email
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email import policy
from typing import Any, Protocol

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Deadline
from intake.model.case import Envelope
from tracker.ledger.engines.bell import SEND, ring
from tracker.ledger.engines.dialect import holds
from tracker.ledger.events import record_event
from tracker.ledger.records import ANSWERS, Claimed, Fate, LetterKind, LetterRow, LetterState, NewLetter
from tracker.ledger.schema import answer, event, letter, mail, option

RECIPIENTS_MARK = "recipients:"  # begins the key of the letter that announces a mailing
WAITING = (LetterState.QUEUED, LetterState.DEFERRED)
HANDED = (f"letter.{LetterState.SENT}", f"letter.{LetterState.UNKNOWN}")
LEASE = timedelta(minutes=10)  # how long one sender may have a letter in hand
AHEAD = timedelta(minutes=10)  # more than clocks differ by when nothing is wrong


def reminder_prefix(campaign: Campaign, deadline: Deadline) -> str:
    """Begins the keys of the reminders of one version of the deadline."""
    return f"reminder:{campaign.id}:{deadline.announced}:{deadline.last_day}:"


def put_letter(connection: Connection, new: NewLetter, now: datetime) -> int | None:
    """Queue a letter once; returns its id, or None when its key was used before.

    The mails it answers stop wanting an answer in the same transaction.
    """
    if connection.execute(select(letter.c.id).where(letter.c.key == new.key)).first():
        return None
    result = connection.execute(
        insert(letter).values(
            key=new.key,
            kind=new.kind,
            unit=new.unit,
            recipient=new.recipient,
            subject=new.subject,
            message_id=new.message_id,
            content=new.content,
            state=LetterState.HELD if new.held else LetterState.QUEUED,
            created_at=now,
            due_at=new.due_at or now,
            expires_at=new.expires_at,
        )
    )
    assert result.inserted_primary_key is not None
    letter_id = int(result.inserted_primary_key[0])
    if new.answers:
        connection.execute(
            insert(answer), [{"letter_id": letter_id, "mail_id": mail_id} for mail_id in new.answers]
        )
        connection.execute(update(mail).where(mail.c.id.in_(new.answers)).values(wants_answer=False))
    if not new.held:
        ring(connection, SEND, letter_id)
    record_event(
        connection, "letter.queued", now, letter_id=letter_id, detail={"kind": new.kind, "key": new.key}
    )
    return letter_id


def was_answered(connection: Connection, mail_id: int) -> bool:
    """Whether a letter answers a mail already."""
    found = connection.execute(select(answer.c.letter_id).where(answer.c.mail_id == mail_id)).first()
    return found is not None


class Offered(Protocol):
    """A numbered choice, as a letter offers it."""

    @property
    def number(self) -> int: ...  # noqa: D102 - explained by the class
    @property
    def case_id(self) -> int: ...  # noqa: D102
    @property
    def field(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102


def put_options(connection: Connection, letter_id: int, options: Sequence[Offered]) -> None:
    """Remember the numbered choices that a letter offers."""
    if options:
        connection.execute(
            insert(option),
            [
                {
                    "letter_id": letter_id,
                    "number": o.number,
                    "case_id": o.case_id,
                    "field": o.field,
                    "value": o.value,
                }
                for o in options
            ],
        )


def get_options(connection: Connection, letter_id: int) -> dict[int, Row[Any]]:
    """The choices that a letter offered: number → (case_id, field, value)."""
    rows = connection.execute(select(option).where(option.c.letter_id == letter_id).order_by(option.c.number))
    return {row.number: row for row in rows}


def has_key(connection: Connection, key: str) -> bool:
    """Whether a logical letter was ever composed."""
    return connection.execute(select(letter.c.id).where(letter.c.key == key)).first() is not None


def newest_answers(
    connection: Connection, recipient: str, since: datetime, until: datetime
) -> list[LetterRow]:
    """Answers to an address that were composed or handed over in a span, or are still on their way."""
    rows = connection.execute(
        select(letter)
        .where(
            letter.c.recipient == recipient,
            letter.c.kind.in_(ANSWERS),
            letter.c.state != LetterState.CANCELLED,
            letter.c.created_at < until,
            or_(
                letter.c.created_at >= since,
                letter.c.sent_at >= since,
                letter.c.state.in_((*WAITING, LetterState.SENDING)),
            ),
        )
        .order_by(letter.c.id)
    )
    return [letter_row(row) for row in rows]


def count_letters(connection: Connection, since: datetime, recipient: str) -> int:
    """Letters to an address composed since a time."""
    query = select(func.count()).where(letter.c.created_at > since, letter.c.recipient == recipient)
    return int(connection.execute(query).scalar_one())


def answers_since(connection: Connection, since: datetime) -> list[str]:
    """To whom answers were composed since a time, once for each."""
    query = select(letter.c.recipient).where(letter.c.created_at > since, letter.c.kind.in_(ANSWERS))
    return list(connection.execute(query).scalars())


def count_answers_to(connection: Connection, since: datetime, recipient: str) -> int:
    """Answers to an address composed since a time."""
    query = select(func.count()).where(
        letter.c.recipient == recipient, letter.c.created_at > since, letter.c.kind.in_(ANSWERS)
    )
    return int(connection.execute(query).scalar_one())


def is_replied_to(connection: Connection, email: str) -> bool:
    """Whether a mail of an address that waits for an answer names a letter that went to that address.

    Who forges a sender does not know its Message-ID.
    """
    named = or_(
        mail.c.in_reply_to == letter.c.message_id,
        holds(mail.c.references_, letter.c.message_id),
    )
    waiting = mail.c.wants_answer.is_(True) & (mail.c.from_email == email)
    query = select(letter.c.id).join(mail, named).where(letter.c.recipient == email, waiting)
    return connection.execute(query.limit(1)).first() is not None


def handed_letters(connection: Connection, since: datetime, until: datetime) -> list[Row[Any]]:
    """When letters were handed to a server in a span (``at``, ``kind``, ``recipient``), oldest first.

    From the history, because a letter that goes again counts again. One whose fate is not known
    counts, and so does one that a process has in hand or had when it died. The end of the span
    matters where the clock was set back: letters of the time that is still to come.
    """
    done = (
        select(event.c.letter_id, event.c.at, letter.c.kind, letter.c.recipient)
        .join(letter, letter.c.id == event.c.letter_id)
        .where(event.c.what.in_(HANDED), event.c.at >= since, event.c.at < until)
        .distinct()
        .order_by(event.c.at, event.c.letter_id)
    )
    return list(connection.execute(done))


def letters_in_hand(connection: Connection) -> list[tuple[datetime, LetterRow]]:
    """Letters that a process has in hand or had when it died, and since when."""
    rows = connection.execute(
        select(letter).where(letter.c.state == LetterState.SENDING).order_by(letter.c.id)
    )
    return [(row.lease_until - LEASE, letter_row(row)) for row in rows]


def due_letters(connection: Connection, now: datetime) -> list[LetterRow]:
    """Letters that may be handed over now, who waits longest first."""
    rows = connection.execute(
        select(letter)
        .where(
            letter.c.state.in_(WAITING),
            # What was written or leased under a clock that has since been set back is due, too.
            or_(letter.c.due_at <= now, letter.c.created_at > now + AHEAD),
            or_(
                letter.c.lease_until.is_(None),
                letter.c.lease_until < now,
                letter.c.lease_until > now + LEASE,
            ),
        )
        .order_by(letter.c.due_at, letter.c.id)
    )
    return [letter_row(row) for row in rows]


def is_sending_due(connection: Connection, now: datetime) -> bool:
    """Whether a letter may be handed over now, or one's fate is to be settled."""
    due = and_(letter.c.state.in_(WAITING), letter.c.due_at <= now)
    left = and_(letter.c.state == LetterState.SENDING, letter.c.lease_until < now)
    query = select(letter.c.id).where(or_(due, left, letter.c.state == LetterState.UNKNOWN))
    return connection.execute(query.limit(1)).first() is not None


def claim_letter(connection: Connection, letter_id: int, holder: str, now: datetime) -> Claimed | None:
    """Lease a letter and mark it ``sending``; None when it waits no more."""
    row = connection.execute(
        select(letter)
        .where(letter.c.id == letter_id, letter.c.state.in_(WAITING))
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    connection.execute(
        update(letter)
        .where(letter.c.id == letter_id)
        .values(
            state=LetterState.SENDING,
            lease_by=holder,
            lease_until=now + LEASE,
            attempts=letter.c.attempts + 1,
        )
    )
    return Claimed(row, holder, now)


def is_claimed(connection: Connection, claimed: Claimed) -> bool:
    """Whether a letter is still in the hand that took it: every claim counts an attempt."""
    query = select(letter.c.id).where(
        letter.c.id == claimed.row.id,
        letter.c.state == LetterState.SENDING,
        letter.c.lease_by == claimed.holder,
        letter.c.attempts == claimed.row.attempts + 1,
    )
    return connection.execute(query.with_for_update()).first() is not None


def is_unknown(connection: Connection, seen: LetterRow) -> bool:
    """Whether the fate of a letter is still as unknown as it was ``seen``: no other host has settled it since."""
    query = select(letter.c.id).where(
        letter.c.id == seen.id, letter.c.state == LetterState.UNKNOWN, letter.c.attempts == seen.attempts
    )
    return connection.execute(query.with_for_update()).first() is not None


def settle_letter(connection: Connection, letter_id: int, fate: Fate, at: datetime) -> None:
    """Store how an attempt ended."""
    values: dict[str, Any] = {
        "state": fate.state,
        "response": fate.response[:500],
        "lease_by": None,
        "lease_until": None,
    }
    if fate.due_at is not None:
        values["due_at"] = fate.due_at
    if not fate.counted:
        values["attempts"] = letter.c.attempts - 1
    if fate.state in (LetterState.SENT, LetterState.UNKNOWN):
        values["sent_at"] = at
    connection.execute(update(letter).where(letter.c.id == letter_id).values(**values))
    record_event(
        connection,
        f"letter.{fate.state}",
        at,
        letter_id=letter_id,
        detail={"response": fate.response[:200]},
    )


def settle_held(connection: Connection, letter_id: int, fate: Fate) -> bool:
    """Decide on a letter that is held; returns whether it still was."""
    due = {} if fate.due_at is None else {"due_at": fate.due_at}
    changed = connection.execute(
        update(letter)
        .where(letter.c.id == letter_id, letter.c.state == LetterState.HELD)
        .values(state=fate.state, response=fate.response, **due)
    ).rowcount
    return bool(changed)


def is_unsent(connection: Connection, letter_id: int, states: Sequence[LetterState]) -> bool:
    """Whether a letter is in one of these states still, and in nobody's hand; it stays locked."""
    query = select(letter.c.id).where(letter.c.id == letter_id, letter.c.state.in_(states))
    return connection.execute(query.with_for_update(skip_locked=True)).first() is not None


def stale_sending(connection: Connection, tell_time: Callable[[], datetime]) -> list[Row[Any]]:
    """Letters left in ``sending`` by a process that died: their outcome is not known.

    A lease that ends later than any given now is one of before the clock was set back: now is told after the look, or
    one given meanwhile would seem to be such.
    """
    query = select(letter).where(letter.c.state == LetterState.SENDING).order_by(letter.c.id)
    rows = connection.execute(query.with_for_update(skip_locked=True)).all()
    now = tell_time()
    return [row for row in rows if not now <= row.lease_until <= now + LEASE]


def letters_in(connection: Connection, *states: LetterState) -> list[LetterRow]:
    """Letters in these states, oldest first."""
    rows = connection.execute(select(letter).where(letter.c.state.in_(states)).order_by(letter.c.id))
    return [letter_row(row) for row in rows]


def list_letters(connection: Connection) -> list[LetterRow]:
    """Every letter, oldest first."""
    return [letter_row(row) for row in connection.execute(select(letter).order_by(letter.c.id))]


def letters_to_mail(connection: Connection, mail_id: int) -> list[LetterRow]:
    """The letters that answer a mail."""
    rows = connection.execute(
        select(letter)
        .join(answer, answer.c.letter_id == letter.c.id)
        .where(answer.c.mail_id == mail_id)
        .order_by(letter.c.id)
    )
    return [letter_row(row) for row in rows]


def answered_mails(connection: Connection) -> dict[int, list[int]]:
    """Letter id → ids of the mails it answers."""
    found: dict[int, list[int]] = {}
    for row in connection.execute(select(answer).order_by(answer.c.mail_id)):
        found.setdefault(row.letter_id, []).append(row.mail_id)
    return found


def mails_answered(connection: Connection, letter_id: int) -> list[int]:
    """Ids of the mails that a letter answers."""
    rows = connection.execute(
        select(answer.c.mail_id).where(answer.c.letter_id == letter_id).order_by(answer.c.mail_id)
    )
    return list(rows.scalars())


def letter_bytes(connection: Connection, letter_id: int) -> bytes:
    """The final bytes of a letter."""
    content: bytes = connection.execute(select(letter.c.content).where(letter.c.id == letter_id)).scalar_one()
    return content


def letter_text(connection: Connection, letter_id: int) -> str:
    """The words of a letter."""
    whole = email.message_from_bytes(letter_bytes(connection, letter_id), policy=policy.default)
    body = whole.get_body(("plain",))
    return body.get_content() if body is not None else ""


def letter_by_message_id(connection: Connection, message_id: str) -> LetterRow | None:
    """The letter with this Message-ID: for replies and bounces."""
    row = connection.execute(select(letter).where(letter.c.message_id == message_id)).first()
    return None if row is None else letter_row(row)


def replied_letter(connection: Connection, envelope: Envelope) -> LetterRow | None:
    """Our letter that a mail replies to, by In-Reply-To, then References newest first."""
    for identity in (*envelope.in_reply_to, *reversed(envelope.references)):
        found = letter_by_message_id(connection, identity)
        if found is not None:
            return found
    return None


def replied_by(connection: Connection, mail_id: int) -> LetterRow | None:
    """The same of a mail that is filed."""
    found = connection.execute(
        select(mail.c.in_reply_to, mail.c.references_).where(mail.c.id == mail_id)
    ).one()
    for identity in filter(None, (found.in_reply_to, *reversed(found.references_))):
        letter = letter_by_message_id(connection, identity)
        if letter is not None:
            return letter
    return None


def letter_row(row: Row[Any]) -> LetterRow:
    """A table row as a value."""
    return LetterRow(
        id=row.id,
        key=row.key,
        kind=LetterKind(row.kind),
        unit=row.unit,
        recipient=row.recipient,
        subject=row.subject,
        message_id=row.message_id,
        state=LetterState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        sent_at=row.sent_at,
        response=row.response,
    )
