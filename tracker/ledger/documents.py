"""Attachments and the documents read from them."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from intake.model import Reading
from tracker.ledger.schema import attachment, document, mail


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
        connection.execute(
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
                ocr_state="wanted" if found.needs_ocr and not reading.secret else "",
            )
        )


def list_documents(connection: Connection, mail_id: int) -> list[Row[Any]]:
    """The documents of a mail, in its order."""
    return list(
        connection.execute(
            select(document).where(document.c.mail_id == mail_id).order_by(document.c.position)
        )
    )


def content_key(reading: Reading) -> str:
    """What a mail says, whatever its headers: a hash of subject, new text and attachments."""
    return _key(reading.envelope.subject, reading.body.new, [d.sha256 for d in reading.documents if d.sha256])


def stored_content_key(connection: Connection, mail_id: int) -> str:
    """The :func:`content_key` of a filed mail."""
    row = connection.execute(select(mail.c.subject, mail.c.body).where(mail.c.id == mail_id)).one()
    hashes = connection.execute(
        select(attachment.c.sha256).where(attachment.c.mail_id == mail_id).order_by(attachment.c.position)
    )
    return _key(row.subject, row.body, [found.sha256 for found in hashes])


def _key(subject: str, body: str, hashes: list[str]) -> str:
    return hashlib.sha256("\x00".join([subject, body, *hashes]).encode()).hexdigest()
