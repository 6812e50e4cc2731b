"""Attachments and the documents read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from intake.model.case import Document, Reading
from tracker.ledger.engines.bell import OCR, ring
from tracker.ledger.schema import attachment, document, mail, version

WANTED: Final = "wanted"  # a scan that nobody has read yet
OCR_READER: Final = "ocr"  # as intake.documents.scan.recognise signs its texts


def add_documents(connection: Connection, mail_id: int, reading: Reading) -> None:
    """Store what came with a mail. Text of a mail with a secrecy mark is not stored."""
    for position, found in enumerate(reading.documents):
        attachment_id = None
        if found.sha256:
            result = connection.execute(
                insert(attachment).values(
                    mail_id=mail_id,
                    position=position,
                    name=found.name,
                    path=list(found.path),
                    sha256=found.sha256,
                )
            )
            assert result.inserted_primary_key is not None
            attachment_id = int(result.inserted_primary_key[0])
        state = _ocr_state(found, reading)
        added = connection.execute(
            insert(document).values(
                mail_id=mail_id,
                attachment_id=attachment_id,
                position=position,
                name=found.name,
                format=found.format,
                kind=found.kind,
                reader=found.reader,
                text="" if reading.secret else found.text,
                recognised=found.recognised,
                ocr_state=state,
            )
        )
        if state == WANTED and added.inserted_primary_key is not None:
            ring(connection, OCR, int(added.inserted_primary_key[0]))


def _ocr_state(found: Document, reading: Reading) -> str:
    if found.needs_ocr:
        return "" if reading.secret else WANTED
    return "done" if found.reader == OCR_READER else ""


def forget_documents(connection: Connection, mail_id: int) -> None:
    """Nothing is known any more of what came with a mail."""
    connection.execute(delete(document).where(document.c.mail_id == mail_id))
    connection.execute(delete(attachment).where(attachment.c.mail_id == mail_id))


def replace_documents(connection: Connection, mail_id: int, reading: Reading, failed: Container[str]) -> None:
    """Store what came with a mail anew, after recognition; ``failed`` are hashes not to be tried again."""
    forget_documents(connection, mail_id)
    add_documents(connection, mail_id, reading)
    for row in list_documents(connection, mail_id):
        if row.ocr_state == WANTED and reading.documents[row.position].sha256 in failed:
            set_ocr_state(connection, row.id, "failed")


@dataclass(frozen=True, slots=True)
class Scan:
    """A document that waits for recognition: its own hash, and that of its mail."""

    id: int
    mail_id: int
    name: str
    sha256: str
    mail_sha256: str
    attempts: int


def claim_scan(connection: Connection, holder: str, now: datetime, lease: timedelta) -> Scan | None:
    """The scan that has waited longest, leased to ``holder``; again the same while it holds one."""
    found = connection.execute(
        select(document, attachment.c.sha256, mail.c.sha256.label("mail_sha256"))
        .join(attachment, attachment.c.id == document.c.attachment_id)
        .join(mail, mail.c.id == document.c.mail_id)
        .where(
            document.c.ocr_state == WANTED,
            or_(
                document.c.lease_until.is_(None), document.c.lease_until < now, document.c.lease_by == holder
            ),
        )
        .order_by(document.c.lease_by.is_(None), mail.c.arrived_at, document.c.id)
        .limit(1)
        .with_for_update(of=document, skip_locked=True)
    ).first()
    if found is None:
        return None
    held = found.lease_by == holder and found.lease_until is not None and found.lease_until >= now
    attempts = found.attempts if held else found.attempts + 1
    if not held:
        connection.execute(
            update(document)
            .where(document.c.id == found.id)
            .values(lease_by=holder, lease_until=now + lease, attempts=attempts)
        )
    return Scan(found.id, found.mail_id, found.name, found.sha256, found.mail_sha256, attempts)


def renew_scans(connection: Connection, holder: str, until: datetime) -> None:
    """Keep a scan that a host is still recognising from being offered to others."""
    mine = (document.c.lease_by == holder, document.c.ocr_state == WANTED)
    connection.execute(update(document).where(*mine).values(lease_until=until))


def free_scans(connection: Connection, holder: str) -> int:
    """Offer again what a host that has died was recognising; returns how many scans."""
    mine = (document.c.lease_by == holder, document.c.ocr_state == WANTED)
    return connection.execute(update(document).where(*mine).values(lease_by=None, lease_until=None)).rowcount


def is_scan_waiting(connection: Connection, now: datetime, holder: str = "") -> bool:
    """Whether a scan waits that no host has in hand, or ``holder`` itself."""
    free = or_(
        document.c.lease_until.is_(None),
        document.c.lease_until < now,
        document.c.lease_by == (holder or None),
    )
    query = select(document.c.id).where(document.c.ocr_state == WANTED, free)
    return connection.execute(query.limit(1)).first() is not None


def set_ocr_state(connection: Connection, document_id: int, state: str) -> None:
    """Note that a document was recognised (``done``) or cannot be (``failed``)."""
    connection.execute(
        update(document)
        .where(document.c.id == document_id)
        .values(ocr_state=state, lease_by=None, lease_until=None)
    )


def list_documents(connection: Connection, mail_id: int) -> list[Row[Any]]:
    """The documents of a mail, in its order."""
    return list(
        connection.execute(
            select(document).where(document.c.mail_id == mail_id).order_by(document.c.position)
        )
    )


def file_hashes(connection: Connection, mail_id: int) -> dict[int, str]:
    """Position of a document in its mail → hash of its file."""
    rows = connection.execute(
        select(attachment.c.position, attachment.c.sha256)
        .where(attachment.c.mail_id == mail_id)
        .order_by(attachment.c.position)
    )
    return {row.position: row.sha256 for row in rows}


def named_files(connection: Connection, mail_id: int) -> list[tuple[str, str]]:
    """Name and SHA-256 of each file that came with a mail, in its order."""
    rows = connection.execute(
        select(attachment.c.name, attachment.c.sha256)
        .where(attachment.c.mail_id == mail_id)
        .order_by(attachment.c.position)
    )
    return [(row.name, row.sha256) for row in rows]


def file_names(connection: Connection, version_ids: Collection[int] | None = None) -> dict[int, str]:
    """Names of the files of each version (of all, when none are named), in one line."""
    query = select(version.c.id, version.c.mail_id, version.c.documents)
    named = select(document.c.mail_id, document.c.position, document.c.name)
    if version_ids is not None:
        query = query.where(version.c.id.in_(version_ids))
        mails = select(version.c.mail_id).where(version.c.id.in_(version_ids))
        named = named.where(document.c.mail_id.in_(mails))
    names = {(row.mail_id, row.position): row.name for row in connection.execute(named)}
    return {
        row.id: "、".join(dict.fromkeys(filter(None, (names.get((row.mail_id, p)) for p in row.documents))))
        for row in connection.execute(query)
    }


def files_of_version(connection: Connection, version_id: int) -> list[tuple[str, str]]:
    """Name and SHA-256 of each file that a version was read from, best first."""
    found = connection.execute(
        select(version.c.mail_id, version.c.documents).where(version.c.id == version_id)
    ).first()
    if found is None:
        return []
    query = select(attachment.c.position, attachment.c.name, attachment.c.sha256)
    rows = connection.execute(query.where(attachment.c.mail_id == found.mail_id))
    listed = {row.position: (row.name, row.sha256) for row in rows}
    return [listed[position] for position in dict.fromkeys(found.documents) if position in listed]


def cases_of_file(connection: Connection, mail_id: int, sha256: str) -> set[int]:
    """The cases of which a version was read from a file of a mail."""
    places = {at for at, digest in file_hashes(connection, mail_id).items() if digest == sha256}
    query = select(version.c.case_id, version.c.documents).where(version.c.mail_id == mail_id)
    return {row.case_id for row in connection.execute(query) if places & set(row.documents)}


def content_key(reading: Reading) -> str:
    """What a mail says, whatever its headers: a hash of subject, new text and attachments."""
    return _key(reading.envelope.subject, reading.body.new, [d.sha256 for d in reading.documents if d.sha256])


def stored_content_key(connection: Connection, mail_id: int) -> str:
    """The :func:`content_key` of a filed mail."""
    row = connection.execute(select(mail.c.subject, mail.c.body).where(mail.c.id == mail_id)).one()
    return _key(row.subject, row.body, list(file_hashes(connection, mail_id).values()))


def _key(subject: str, body: str, hashes: list[str]) -> str:
    return hashlib.sha256("\x00".join([subject, body, *hashes]).encode()).hexdigest()
