"""Counts and lists for the digest, the workbook and ``zhengji status``."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select
from sqlalchemy import case as when

from intake.model.case import MailKind
from intake.model.doubts import Owner
from tracker.ledger.doubts import count_open
from tracker.ledger.mails import mail_row
from tracker.ledger.records import LetterState, MailRow, MailState
from tracker.ledger.schema import case, cursor, doubt, letter, mail, sighting, submission, suspect

DOUBTFUL = "maybe-advert"  # the doubt about mails that may be adverts
UNPROVEN = "unproven-order"  # the doubt about orders whose sender is not proven
AT_ONCE = 500  # rows that one query asks for by their ids


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every mail accounted for: ``total == with_cases + others + queue``.

    ``on_server`` is what the mailbox held at the last full comparison, ``known`` how many of
    those the ledger knows; they must be equal. Both are 0 where no mailbox was polled.
    """

    total: int
    with_cases: int
    others: int
    queue: int
    on_server: int
    known: int

    @property
    def difference(self) -> int:
        """0 when nothing is unaccounted for."""
        return (self.total - self.with_cases - self.others - self.queue) + (self.on_server - self.known)


def reconcile(connection: Connection) -> Reconciliation:
    """Account for every mail. Whatever is counted one by one is few: what is filed is counted by an index."""

    def count(*conditions: ColumnElement[bool]) -> int:
        return int(connection.execute(select(func.count()).select_from(mail).where(*conditions)).scalar_one())

    queued = mail.c.state.in_((MailState.ARCHIVED, MailState.QUARANTINED))
    held = mail.c.needs_person.is_(True) & mail.c.reviewed_at.is_(None) & (mail.c.state == MailState.FILED)
    brought = exists().where(submission.c.mail_id == mail.c.id)
    with_cases = connection.execute(select(func.count(submission.c.mail_id.distinct()))).scalar_one()
    held_apart = count(held, ~brought)
    filed_with = with_cases - count(queued, brought)
    total = count()
    on_server, known = _servers(connection)
    return Reconciliation(
        total=total,
        with_cases=with_cases,
        others=total - count(queued) - filed_with - held_apart,
        queue=count(queued, ~brought) + held_apart,
        on_server=on_server,
        known=known,
    )


def _servers(connection: Connection) -> tuple[int, int]:
    """How many mails the mailboxes held at their last full comparisons, and how many of those are known."""
    on_server = known = 0
    for box in connection.execute(select(cursor).where(cursor.c.on_server.is_not(None))).all():
        seen = (
            sighting.c.account == box.account,
            sighting.c.folder == box.folder,
            sighting.c.uidvalidity == box.uidvalidity,
            sighting.c.gone_at.is_(None),
            sighting.c.seen_at <= box.reconciled_at,
        )
        query = select(func.count()).select_from(sighting).where(*seen)
        on_server += box.on_server
        known += int(connection.execute(query).scalar_one())
    return on_server, known


# Who settles what waits, those in the office first.
WAITED_FOR = ("coordinator", "sysadmin", "sender")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many matters wait (待核事项), each an open doubt: one count for letters, workbook, page and terminal."""

    office: int  # for coordinators and whoever keeps the machine
    senders: int  # asked of the units by letter

    @property
    def total(self) -> int:
        """As many as the workbook lists."""
        return self.office + self.senders


def count_waiting(connection: Connection) -> Waiting:
    """Count what waits, without looking at any of it."""
    *office, senders = (count_open(connection, Owner(owner)) for owner in WAITED_FOR)
    return Waiting(sum(office), senders)


def open_doubts(connection: Connection, owners: tuple[str, ...]) -> list[Row[Any]]:
    """Open doubts of these owners, newest mails first within their order of opening."""
    return list(
        connection.execute(
            select(doubt).where(doubt.c.state == "open", doubt.c.owner.in_(owners)).order_by(doubt.c.id)
        )
    )


def doubts_in_order(connection: Connection, owners: Sequence[str]) -> array[int]:
    """Ids of their open doubts: by the owners in this order, then as they were opened."""
    place = when({owner: position for position, owner in enumerate(owners)}, value=doubt.c.owner)
    query = select(doubt.c.id).where(doubt.c.state == "open", doubt.c.owner.in_(owners))
    return array("q", connection.execute(query.order_by(place, doubt.c.id)).scalars())


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """What tells how much an open doubt matters; ``unit_key`` is of its case."""

    id: int
    case_id: int | None
    code: str
    unit_key: str | None


def doubts_in_short(connection: Connection, owners: tuple[str, ...]) -> list[OpenDoubt]:
    """:func:`open_doubts` without what they say."""
    query = select(doubt.c.id, doubt.c.case_id, doubt.c.code, case.c.unit_key)
    query = query.outerjoin(case, case.c.id == doubt.c.case_id)
    rows = connection.execute(
        query.where(doubt.c.state == "open", doubt.c.owner.in_(owners)).order_by(doubt.c.id)
    )
    return [OpenDoubt(*row) for row in rows]


def doubts_by_id(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    """These doubts in the order they were opened."""
    found: list[Row[Any]] = []
    for start in range(0, len(ids), AT_ONCE):
        some = doubt.c.id.in_(ids[start : start + AT_ONCE])
        found += connection.execute(select(doubt).where(some)).all()
    return sorted(found, key=lambda row: row.id)


ASIDE = (MailKind.ADVERT, MailKind.SPAM)  # kinds of mails that are filed and shown to nobody


def count_mails(connection: Connection, since: datetime, kinds: tuple[MailKind, ...] = ()) -> int:
    """How many mails were filed after a time; of these kinds, where some are named."""
    query = select(func.count()).select_from(mail).where(mail.c.filed_at > since)
    if kinds:
        query = query.where(mail.c.kind.in_(kinds))
    return int(connection.execute(query).scalar_one())


def doubtful_mails(connection: Connection) -> list[MailRow]:
    """Mails that may be adverts and wait for a look, newest first."""
    waits = mail.c.needs_person.is_(True) & mail.c.reviewed_at.is_(None)
    query = select(mail).where(mail.c.kind == MailKind.MAYBE_ADVERT, waits)
    return [mail_row(row) for row in connection.execute(query.order_by(mail.c.id.desc()))]


def set_aside(connection: Connection) -> list[MailRow]:
    """Mails that were filed as adverts or fraud, newest first."""
    query = select(mail).where(mail.c.kind.in_(ASIDE))
    return [mail_row(row) for row in connection.execute(query.order_by(mail.c.id.desc()))]


def list_mails(connection: Connection) -> list[MailRow]:
    """Every mail as it may be shown, in order of arrival."""
    rows = connection.execute(select(mail).order_by(mail.c.arrived_at, mail.c.id))
    unproven = unproven_mails(connection)
    return [_as_shown(mail_row(row), unproven) for row in rows]


def unproven_mails(connection: Connection) -> frozenset[int]:
    """Mails with orders whose sender is not proven: they may be anybody's words."""
    query = select(doubt.c.mail_id).where(doubt.c.code == UNPROVEN)
    return frozenset(connection.execute(query).scalars())


def _as_shown(row: MailRow, unproven: frozenset[int]) -> MailRow:
    """The subject of a mail that may be anybody's stays in the ledger."""
    return replace(row, subject="") if row.id in unproven else row


def each_mail(connection: Connection) -> Iterator[list[MailRow]]:
    """:func:`list_mails`, some at a time, so that very many need not be held."""
    unproven = unproven_mails(connection)
    ids = array("q", connection.execute(select(mail.c.id).order_by(mail.c.arrived_at, mail.c.id)).scalars())
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE].tolist()
        found = {row.id: mail_row(row) for row in connection.execute(select(mail).where(mail.c.id.in_(some)))}
        yield [_as_shown(found[mail_id], unproven) for mail_id in some]


def suspects_since(connection: Connection, since: datetime) -> list[Row[Any]]:
    """Mails of the junk folder first seen after a time."""
    return list(
        connection.execute(
            select(suspect).where(suspect.c.seen_at > since).order_by(suspect.c.seen_at, suspect.c.uid)
        )
    )


def troubled_letters(connection: Connection) -> list[Row[Any]]:
    """Letters that a person must look at."""
    states = (LetterState.FAILED, LetterState.UNKNOWN, LetterState.HELD)
    return list(
        connection.execute(
            select(
                letter.c.id,
                letter.c.kind,
                letter.c.recipient,
                letter.c.unit,
                letter.c.state,
                letter.c.response,
            )
            .where(letter.c.state.in_(states))
            .order_by(letter.c.id)
        )
    )
