"""The original mail of a case, sent to a coordinator who asks for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from tracker.ledger import letters, mails
from tracker.ledger.records import CaseRow, LetterKind, NewLetter
from tracker.letters.writing.compose import Enclosure, compose
from tracker.letters.writing.render import render_letter
from tracker.office.parts import Parts


def put_original(connection: Connection, parts: Parts, row: CaseRow, email: str, now: datetime) -> int | None:
    """Queue the original mail that brought the case's current version, as an attachment."""
    mail = mails.get_mail(connection, row.mail_id)
    assert mail is not None
    raw = parts.archive.load(mail.sha256)
    fits = parts.settings.smtp.may_enclose(raw)
    values = {
        "campaign": parts.campaign,
        "signature": parts.campaign.signature,
        "case": {"serial": row.serial, "number": row.number, "title": row["title"]},
        "mail": mail,
        "enclosed": fits,
        "now": now,
    }
    rendered = render_letter(LetterKind.ORIGINAL, values, parts.templates, parts.campaign.timezone)
    key = f"original:{row.number}:{row.version}:{email}:{now:%Y%m%d%H%M}"
    enclosure = Enclosure(f"{row.number}原件.eml", raw, "application/octet-stream", f"{row.number}.eml")
    identity, content = compose(
        parts.writer,
        LetterKind.ORIGINAL,
        key,
        email,
        rendered,
        now,
        reason="coordinator",
        enclosures=[enclosure] if fits else [],
    )
    letter = NewLetter(
        key=key,
        kind=LetterKind.ORIGINAL,
        recipient=email,
        subject=rendered.subject,
        message_id=identity,
        content=content,
    )
    return letters.put_letter(connection, letter, now)
