"""The original mail of a case, sent to a coordinator who asks for it."""

from __future__ import annotations

from tracker.ledger import mails
from tracker.ledger.records import CaseRow, LetterKind
from tracker.letters.writing.draft import Draft, Enclosure
from tracker.letters.writing.post import post
from tracker.office.desk import Desk


def put_original(desk: Desk, row: CaseRow, email: str) -> int | None:
    """Queue the original mail that brought the case's current version, as an attachment."""
    mail = mails.get_mail(desk.connection, row.mail_id)
    assert mail is not None
    raw = desk.parts.archive.load(mail.sha256)
    fits = desk.parts.settings.smtp.may_enclose(raw)
    values = {
        "case": {"serial": row.serial, "number": row.number, "title": row["title"]},
        "mail": mail,
        "enclosed": fits,
    }
    enclosure = Enclosure(f"{row.number}原件.eml", raw, "application/octet-stream", f"{row.number}.eml")
    draft = Draft(
        LetterKind.ORIGINAL,
        f"original:{row.number}:{row.version}:{email}:{desk.now:%Y%m%d%H%M}",
        email,
        values,
        reason="coordinator",
        enclosures=(enclosure,) if fits else (),
    )
    return post(desk, draft)
