"""Mails: archived, claimed by lease, filed or quarantined; and where polling stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, and_, cast, func, insert, or_, select, update
from sqlalchemy import case as when

from intake.model.case import Envelope, MailKind
from intake.source.base import Position
from tracker.ledger.engines.bell import READ, ring
from tracker.ledger.engines.dialect import put_row
from tracker.ledger.events import record_event
from tracker.ledger.records import MailRow, MailState
from tracker.ledger.schema import cursor, event, letter, mail, named_letter, sighting, suspect, version
from tracker.ledger.shown import show_again

AT_ONCE = 500  # mails that one query asks for by their ids
RETRY = timedelta(minutes=5)  # a mail whose filing failed waits so long for the next attempt


def add_mail(
    connection: Connection,
    sha256: str,
    size: int,
    arrived_at: datetime,
    now: datetime,
    *,
    file: str = "",
    header_only: bool = False,
    trouble: str = "",
) -> tuple[int, bool]:
    """Record a raw mail that is safe in the archive; returns its id and whether it is new.

    Of a mail that is ``header_only`` the body was not fetched; ``trouble`` says why.
    """
    known = connection.execute(select(mail.c.id).where(mail.c.sha256 == sha256)).scalar()
    if known is not None:
        return int(known), False
    result = connection.execute(
        insert(mail).values(
            sha256=sha256,
            size=size,
            file=file,
            header_only=header_only,
            state=MailState.ARCHIVED,
            arrived_at=arrived_at,
            archived_at=now,
            trouble=trouble,
        )
    )
    mail_id = int(result.inserted_primary_key[0]) if result.inserted_primary_key else 0
    record_event(connection, "mail.archived", now, mail_id=mail_id, detail={"sha256": sha256})
    ring(connection, READ, mail_id)
    return mail_id, True


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of an account, as its server numbers the mails in it now."""

    account: str
    name: str
    uidvalidity: int


def add_sighting(connection: Connection, place: Position, mail_id: int, now: datetime) -> None:
    """Remember where on a server a mail was seen; a whole mail takes the place of a stand-in."""
    put_row(connection, sighting, {**asdict(place), "mail_id": mail_id, "seen_at": now}, {"mail_id": mail_id})


def add_suspect(connection: Connection, place: Position, envelope: Envelope, now: datetime) -> None:
    """Remember a mail of the junk folder by its headers."""
    seen = {"subject": envelope.subject, "from_email": envelope.sender.email, "seen_at": now}
    put_row(connection, suspect, {**asdict(place), **seen})


def put_cursor(connection: Connection, folder: Folder, values: Mapping[str, Any]) -> None:
    """Insert or change the cursor row; ``uid`` never moves backwards."""
    place = {"account": folder.account, "folder": folder.name, "uidvalidity": folder.uidvalidity}
    changes = dict(values)
    if "uid" in changes:
        changes["uid"] = when((cursor.c.uid > values["uid"], cursor.c.uid), else_=values["uid"])
    put_row(connection, cursor, {**place, "uid": 0, **values}, changes)


def list_cursors(connection: Connection, account: str) -> dict[str, Row[Any]]:
    """Folder → where polling stands, under the UIDVALIDITY seen last."""
    rows = connection.execute(
        select(cursor).where(cursor.c.account == account).order_by(cursor.c.polled_at.nulls_first())
    )
    return {row.folder: row for row in rows}


def known_uids(connection: Connection, folder: Folder) -> dict[int, int]:
    """UID → size of the mails of a folder that were taken in whole; stand-ins are left out."""
    rows = connection.execute(
        select(sighting.c.uid, mail.c.size)
        .join(mail, mail.c.id == sighting.c.mail_id)
        .where(_seen_in(folder), mail.c.header_only.is_(False))
    )
    return {row.uid: row.size for row in rows}


def mark_gone(connection: Connection, folder: Folder, uids: Sequence[int], now: datetime) -> None:
    """Note that mails are no longer on the server; the archive keeps them."""
    for start in range(0, len(uids), 500):
        some = sighting.c.uid.in_(uids[start : start + 500])
        connection.execute(
            update(sighting).where(_seen_in(folder), some, sighting.c.gone_at.is_(None)).values(gone_at=now)
        )


def mark_compared(connection: Connection, folder: Folder, now: datetime) -> None:
    """Everything seen in a folder was seen by now: what a clock since set back dated later counts, too."""
    connection.execute(update(sighting).where(_seen_in(folder), sighting.c.seen_at > now).values(seen_at=now))


def _seen_in(folder: Folder) -> ColumnElement[bool]:
    return and_(
        sighting.c.account == folder.account,
        sighting.c.folder == folder.name,
        sighting.c.uidvalidity == folder.uidvalidity,
    )


def claim_mails(
    connection: Connection, holder: str, now: datetime, lease: timedelta, limit: int
) -> list[MailRow]:
    """Lease the oldest archived mails whose lease is free or expired, and count the attempt.

    One that was tried before comes alone: if it brings the process down, no other mail is charged
    with it. A lease that ends later than any of ours was taken under a clock since set back.
    """
    rows = connection.execute(
        select(mail)
        .where(
            mail.c.state == MailState.ARCHIVED,
            or_(
                mail.c.lease_until.is_(None),
                mail.c.lease_until < now,
                mail.c.lease_until > now + max(lease, RETRY),
                mail.c.lease_by == holder,
            ),
        )
        .order_by(mail.c.attempts, mail.c.arrived_at, mail.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    rows = [row for row in rows if not row.attempts] or rows[:1]
    if rows:
        connection.execute(
            update(mail)
            .where(mail.c.id.in_([row.id for row in rows]))
            .values(lease_by=holder, lease_until=now + lease, attempts=mail.c.attempts + 1)
        )
    return [mail_row(row) for row in rows]


def file_anew(connection: Connection, mail_id: int) -> None:
    """Let a mail be read and filed as if it had just come: a person said that it was taken for what it is not."""
    fresh = {"state": MailState.ARCHIVED, "attempts": 0, "lease_by": None, "lease_until": None}
    update_mail(connection, mail_id, reviewed_at=None, **fresh)
    ring(connection, READ, mail_id)


def put_back(connection: Connection, claimed: MailRow, now: datetime, *, counted: bool) -> None:
    """Give a claimed mail back after a failure, to be tried later; not ``counted`` if it was not its own.

    One that another host has claimed since, or filed, stays that host's.
    """
    attempts = mail.c.attempts if counted else mail.c.attempts - 1
    values = {"lease_by": "", "lease_until": now + RETRY, "attempts": attempts}
    connection.execute(update(mail).where(*_in_hand(claimed)).values(**values))


def is_in_hand(connection: Connection, claimed: MailRow) -> bool:
    """Whether a claimed mail waits as it was claimed: nobody has claimed it again, filed it or set it apart."""
    return connection.execute(select(mail.c.id).where(*_in_hand(claimed))).first() is not None


def _in_hand(claimed: MailRow) -> tuple[ColumnElement[bool], ...]:
    # Every claim counts an attempt: it is the fence of a mail.
    return (
        mail.c.id == claimed.id,
        mail.c.state == MailState.ARCHIVED,
        mail.c.attempts.in_((claimed.attempts, claimed.attempts + 1)),
    )


def renew_claims(connection: Connection, holder: str, until: datetime) -> None:
    """Keep what a host is still reading from being offered to others."""
    mine = (mail.c.lease_by == holder, mail.c.state == MailState.ARCHIVED)
    connection.execute(update(mail).where(*mine).values(lease_until=until))


def free_claims(connection: Connection, holder: str) -> int:
    """Offer again what a host that has died was reading; returns how many mails. The attempt stays counted."""
    mine = (mail.c.lease_by == holder, mail.c.state == MailState.ARCHIVED)
    return connection.execute(update(mail).where(*mine).values(lease_by="", lease_until=None)).rowcount


def hand_back(connection: Connection, claimed: Collection[MailRow]) -> None:
    """Give back claimed mails that nobody has begun to read: no attempt is counted."""
    for row in claimed:
        values = {"lease_by": "", "lease_until": None, "attempts": row.attempts}
        connection.execute(update(mail).where(*_in_hand(row)).values(**values))


def is_mail_waiting(connection: Connection, now: datetime) -> bool:
    """Whether a mail waits that no host has in hand."""
    free = or_(mail.c.lease_until.is_(None), mail.c.lease_until < now)
    query = select(mail.c.id).where(mail.c.state == MailState.ARCHIVED, free)
    return connection.execute(query.limit(1)).first() is not None


def body_of(connection: Connection, mail_id: int) -> str:
    """The new text of a mail; ``""`` for one with a secrecy mark."""
    return str(connection.execute(select(mail.c.body).where(mail.c.id == mail_id)).scalar_one())


def get_mail(connection: Connection, mail_id: int) -> MailRow | None:
    """One mail."""
    row = connection.execute(select(mail).where(mail.c.id == mail_id)).first()
    return None if row is None else mail_row(row)


def mails_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, MailRow]:
    """These mails by their ids, read some at a time."""
    waiting, found = iter(set(ids)), dict[int, MailRow]()
    while some := list(islice(waiting, AT_ONCE)):
        rows = connection.execute(select(mail).where(mail.c.id.in_(some)))
        found.update((row.id, mail_row(row)) for row in rows)
    return found


def same_message(connection: Connection, message_id: str, before_id: int) -> list[MailRow]:
    """Earlier filed mails with the same Message-ID; never used alone as identity."""
    if not message_id:
        return []
    # The state is looked at here: asked for its index, the database might go through all that are filed.
    rows = connection.execute(select(mail).where(mail.c.message_id == message_id, mail.c.id != before_id))
    found = [mail_row(row) for row in rows if row.state == MailState.FILED]
    return sorted(found, key=lambda row: row.id)


def update_mail(connection: Connection, mail_id: int, **values: Any) -> None:
    """Set columns of one mail."""
    connection.execute(update(mail).where(mail.c.id == mail_id).values(**values))
    if "sent_at" in values:
        brought = select(version.c.case_id).where(version.c.mail_id == mail_id).distinct()
        show_again(connection, connection.execute(brought).scalars().all())


def mails_to_answer(connection: Connection, email: str) -> list[MailRow]:
    """Filed mails of an address that want an answer and have none yet, oldest first."""
    rows = connection.execute(
        select(mail)
        .where(mail.c.wants_answer.is_(True), mail.c.from_email == email)
        .order_by(mail.c.arrived_at, mail.c.id)
    )
    return [mail_row(row) for row in rows]


def wants_answer(connection: Connection, email: str, intent: str = "") -> bool:
    """Whether a mail of an address waits for an answer, of any intent or of one."""
    query = select(mail.c.id).where(mail.c.wants_answer.is_(True), mail.c.from_email == email)
    if intent:
        query = query.where(mail.c.intent == intent)
    return connection.execute(query.limit(1)).first() is not None


def are_reviewed(connection: Connection, mail_ids: Collection[int]) -> bool:
    """Whether a person has settled every one of these mails."""
    open_ones = select(mail.c.id).where(mail.c.id.in_(mail_ids), mail.c.reviewed_at.is_(None))
    return connection.execute(open_ones.limit(1)).first() is None


def addresses_to_answer(connection: Connection) -> list[str]:
    """The addresses of mails that want an answer, who waits longest first."""
    rows = connection.execute(
        select(mail.c.from_email)
        .where(mail.c.wants_answer.is_(True))
        .group_by(mail.c.from_email)
        .order_by(func.min(mail.c.arrived_at), func.min(mail.c.id))
    )
    return list(rows.scalars())


def told_in(connection: Connection, email: str, intent: str, most: int) -> list[str]:
    """Hashes of an address's newest mails with this intent, newest first."""
    rows = connection.execute(
        select(mail.c.sha256)
        .where(mail.c.from_email == email, mail.c.intent == intent)
        .order_by(mail.c.id.desc())
        .limit(most)
    )
    return list(rows.scalars())


def untried_mails(connection: Connection, intent: str, tried: Collection[str]) -> list[MailRow]:
    """Correcting mails with this intent that wait for an answer, without any event of ``tried``."""
    done = select(event.c.mail_id).where(event.c.what.in_(tried))
    rows = connection.execute(
        select(mail)
        .where(
            mail.c.kind == MailKind.CORRECTION,
            mail.c.intent == intent,
            mail.c.wants_answer.is_(True),
            mail.c.reviewed_at.is_(None),
            mail.c.id.not_in(done),
        )
        .order_by(mail.c.id)
    )
    return [mail_row(row) for row in rows]


def waiting_mails(connection: Connection, most: int = 100) -> list[MailRow]:
    """The newest mails that wait for a person."""
    rows = connection.execute(
        select(mail)
        .where(mail.c.needs_person.is_(True), mail.c.reviewed_at.is_(None), mail.c.state == MailState.FILED)
        .order_by(mail.c.id.desc())
        .limit(most)
    )
    return [mail_row(row) for row in rows]


def mail_row(row: Row[Any]) -> MailRow:
    """A table row as a value."""
    return MailRow(
        id=row.id,
        sha256=row.sha256,
        size=row.size,
        file=row.file,
        state=MailState(row.state),
        arrived_at=row.arrived_at,
        sent_at=row.sent_at,
        message_id=row.message_id,
        references=tuple(row.references_ or ()),
        from_email=row.from_email,
        from_name=row.from_name,
        subject=row.subject,
        kind=row.kind,
        intent=row.intent,
        unit=row.unit,
        needs_person=row.needs_person,
        wants_answer=row.wants_answer,
        late=row.late,
        copy_of=row.copy_of,
        trouble=row.trouble,
        attempts=row.attempts,
    )


def said_before(connection: Connection, mail_id: int, message_id: str) -> bool:
    """Whether the sender of a mail gave orders in the same words before, in answer to the same message."""
    this = mail.alias()
    query = select(mail.c.id).where(
        this.c.id == mail_id,
        mail.c.id < mail_id,
        mail.c.from_email == this.c.from_email,
        mail.c.kind == "command",
        mail.c.body == this.c.body,
        _names(message_id),
    )
    return connection.execute(query.limit(1)).first() is not None


def _names(message_id: str) -> ColumnElement[bool]:
    return or_(
        mail.c.in_reply_to.contains(message_id, autoescape=True),
        cast(mail.c.references_, Text).contains(message_id, autoescape=True),
    )


def note_named(connection: Connection, mail_id: int, identities: Collection[str]) -> None:
    """Remember which letters of ours a mail names by their Message-IDs."""
    if identities:
        named = select(letter.c.id).where(letter.c.message_id.in_(identities))
        for letter_id in connection.execute(named).scalars().all():
            put_row(connection, named_letter, {"letter_id": letter_id, "mail_id": mail_id})


def writers_to(connection: Connection, letter_id: int) -> list[str]:
    """The addresses that mails came from which name a letter of ours as what they answer or follow."""
    query = select(mail.c.from_email).join(named_letter, named_letter.c.mail_id == mail.c.id)
    query = query.where(named_letter.c.letter_id == letter_id).distinct()
    return sorted(connection.execute(query).scalars())
