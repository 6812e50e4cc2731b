"""Take mail in: archive each batch, commit it, move the cursor. Reading comes later.

Order matters: the raw bytes are safe on disk before the row is committed, and the row is
committed before the source is asked for more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from intake.failpoints import hit
from intake.mail.headers import read_headers
from intake.mail.open import open_mail, read_envelope
from intake.model.errors import ArchiveError, LoginRefused, SourceError
from intake.model.limits import Limits
from intake.source.base import Batch, CursorState, Known, MailSource, next_delay
from intake.source.imap.source import ImapSource
from intake.source.pop3 import Pop3Source
from intake.understand.secrecy import secrecy_mark
from tracker.errors import SettingsError
from tracker.ledger import mails
from tracker.office.isolation import Shield, is_office_fault
from tracker.office.parts import Parts
from tracker.office.redact import mask
from tracker.office.secret import read_secret
from tracker.office.settings import Mailbox as MailboxSettings
from tracker.outbox.restored import Handed, SentSince
from tracker.outbox.sending import WasSent

log = structlog.get_logger("service")
SENT_FIELDS = "MESSAGE-ID TO IN-REPLY-TO X-ZHENGJI-LETTER"
RECONCILE_EVERY = timedelta(days=1)
JUNK_EVERY = timedelta(hours=4)
LONGEST_REST = timedelta(hours=2)  # longer than any rest of ours: the clock was set back meanwhile


@dataclass(slots=True)
class Mailbox:
    """A source that is polled, and how it has fared."""

    source: MailSource
    failures: int = 0
    rest_until: datetime | None = None
    junk_at: datetime | None = None  # when the junk folder was looked into last


def open_mailboxes(parts: Parts) -> list[Mailbox]:
    """The mailboxes of the settings; passwords are asked for at each connection."""
    return [Mailbox(_open_source(parts, box)) for box in parts.settings.mailboxes]


def _open_source(parts: Parts, box: MailboxSettings) -> MailSource:
    account = box.account(parts.settings.limits().mail_bytes, parts.campaign.zone)
    password = partial(_password, box.name, parts.data.root)
    if box.protocol == "pop3":
        return Pop3Source(account, password, _known_of(parts, box.name), now=parts.clock.now)
    return ImapSource(account, password, now=parts.clock.now)


def _known_of(parts: Parts, source: str) -> Known:
    """What the ledger has taken in of a source's folder."""

    def known(folder: str, uidvalidity: int) -> Mapping[int, int]:
        with parts.ledger.read() as connection:
            return mails.known_uids(connection, mails.Folder(source, folder, uidvalidity))

    return known


def _password(name: str, root: Path) -> str:
    try:
        return read_secret(name, root).reveal()
    except SettingsError as error:
        raise LoginRefused(error.detail) from error


def poll_mailboxes(parts: Parts, mailboxes: list[Mailbox]) -> int:
    """Poll every mailbox that is not resting; returns how many mails were taken in.

    Raises:
        SourceError: the trouble of the first mailbox that failed, after all were tried.
    """
    now = parts.clock.now()
    taken = 0
    trouble: Exception | None = None
    for mailbox in mailboxes:
        rest = mailbox.rest_until
        if rest is not None and now < rest <= now + LONGEST_REST:
            continue
        raised: list[Exception] = []
        with Shield("poll", raised.append):
            taken += poll_once(parts, mailbox.source)
            look_into_junk(parts, mailbox)
        if not raised:
            mailbox.failures, mailbox.rest_until = 0, None
        elif isinstance(raised[0], LoginRefused):
            # The source itself asks the server again only when the password changed.
            trouble = raised[0]
        elif isinstance(raised[0], ArchiveError) or is_office_fault(raised[0]):
            trouble = trouble or raised[0]  # no fault of the server: asked again as soon as there is room
        else:
            mailbox.failures += 1
            mailbox.rest_until = now + timedelta(seconds=next_delay(mailbox.failures))
            trouble = trouble or raised[0]
    if trouble is not None:
        raise trouble
    return taken


def look_into_junk(parts: Parts, mailbox: Mailbox) -> None:
    """List the junk folder's headers for the digest, a few times a day; nothing there is touched."""
    now = parts.clock.now()
    source = mailbox.source
    if not isinstance(source, ImapSource):
        return
    if mailbox.junk_at is not None and now - mailbox.junk_at < JUNK_EVERY:
        return
    found = source.list_junk()
    mailbox.junk_at = now
    with parts.ledger.begin() as connection:
        for suspect in found:
            envelope = open_mail(suspect.header, Limits()).envelope
            marked = secrecy_mark(envelope.subject, "", ())
            shown = replace(envelope, subject="" if marked else mask(envelope.subject))
            mails.add_suspect(connection, suspect.position, shown, now)


def sent_lookup(mailboxes: list[Mailbox]) -> WasSent:
    """A look into the Sent folders, for letters whose fate is not known."""

    def was_sent(message_id: str, since: datetime) -> bool:
        trouble: SourceError | None = None
        for mailbox in mailboxes:
            if isinstance(mailbox.source, ImapSource):
                try:
                    ids = mailbox.source.sent_ids(since)
                except SourceError as error:
                    trouble = error  # it may be in another
                    continue
                if ids is not None and message_id in ids:
                    return True
        if trouble is not None:
            raise trouble
        return False

    return was_sent


def sent_letters(mailboxes: list[Mailbox]) -> SentSince:
    """A look into the Sent folders for all that went since some time."""

    def since(when: datetime) -> tuple[Handed, ...] | None:
        asked = [
            box.source.sent_headers(when, SENT_FIELDS)
            for box in mailboxes
            if isinstance(box.source, ImapSource)
        ]
        known = [headers for headers in asked if headers is not None]
        return tuple(_handed(at or when, raw) for headers in known for at, raw in headers) if known else None

    return since


def _handed(at: datetime, raw: bytes) -> Handed:
    envelope = read_envelope(raw)
    headers, _ = read_headers(raw, 0, len(raw))
    return Handed(
        message_id=envelope.message_id,
        name=headers.text("x-zhengji-letter").strip(),
        answers=next(iter(envelope.in_reply_to), ""),
        recipient=next((to.email for to in envelope.to), ""),
        at=at,
    )


def poll_once(parts: Parts, source: MailSource) -> int:
    """Poll one source, or compare the whole of it when a day has passed.

    A comparison that lies ahead was made by a clock since set back, and is made again: what came
    meanwhile would seem to have been compared.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        rows = mails.list_cursors(connection, source.name)
    cursors = {(source.name, folder): CursorState(row.uidvalidity, row.uid) for folder, row in rows.items()}
    compared = [row.reconciled_at for row in rows.values()]
    due = bool(rows) and any(at is None or not at <= now < at + RECONCILE_EVERY for at in compared)
    batches = source.reconcile(cursors, _known_of(parts, source.name)) if due else source.poll(cursors)
    taken = 0
    for batch in batches:
        taken += take_batch(parts, batch, compared=due)
        hit("poll.committed")
    return taken


def take_batch(parts: Parts, batch: Batch, *, compared: bool) -> int:
    """Archive and record one batch; returns how many mails were new."""
    now = parts.clock.now()
    if batch.trouble:
        parts.health[f"folder:{batch.folder}"] = f"{batch.account}/{batch.folder}：{batch.trouble}"
        return 0
    parts.health.pop(f"folder:{batch.folder}", None)
    stored = [(seen, parts.archive.store(seen.content)) for seen in batch.mails]
    hit("poll.archived")
    fresh: list[int] = []
    with parts.ledger.begin() as connection:
        for seen, sha256 in stored:
            mail_id, new = mails.add_mail(
                connection,
                sha256,
                seen.size or len(seen.content),
                seen.arrived,
                now,
                header_only=seen.raw is None,
                trouble=seen.trouble,
            )
            mails.add_sighting(connection, seen.position, mail_id, now)
            fresh += [mail_id] if new else []
        folder = mails.Folder(batch.account, batch.folder, batch.cursor.uidvalidity)
        values: dict[str, object] = {"uid": batch.cursor.uid, "polled_at": now}
        if batch.done and compared:
            values |= {"reconciled_at": now, "on_server": batch.on_server}
            mails.mark_gone(connection, folder, batch.gone, now)
            mails.mark_compared(connection, folder, now)
        mails.put_cursor(connection, folder, values)
        hit("poll.recorded")
    if fresh:
        log.info("mails archived", mailbox=batch.account, mails=fresh)
    return len(fresh)
