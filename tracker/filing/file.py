"""One mail from the archive into the ledger: cases, doubts, events and the letter that answers.

All of it in one transaction. Reading itself happens before, in a worker (intake/worker/pool.py);
polling happens before that (tracker/run/polling.py). Which letter is written: tracker/letters/answer.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.places.gazetteer import Gazetteer
from intake.mail.addresses import is_writable
from intake.model.case import CaseReading, Doubt, MailKind, Reading
from intake.model.doubts import Owner, owner_of
from intake.text.likeness import Fingerprint, fingerprint
from intake.understand.identify.parse.title import is_generic
from tracker.filing.inherit import inherit
from tracker.filing.lateness import believe_sending, is_on_time
from tracker.filing.match import Candidate, Match, Verdict, match_case
from tracker.ledger import cases, doubts, mails
from tracker.ledger.documents import add_documents, content_key, stored_content_key
from tracker.ledger.events import SYSTEM, record_event
from tracker.ledger.records import CaseStatus, MailRow, MailState
from tracker.ledger.views.likeness import cases_like, kept_case
from tracker.office.desk import Desk
from tracker.office.parts import Parts

# Kinds of mail that a person or machine does not expect an answer to (RFC 3834 par. 2).
UNANSWERED = frozenset(
    {MailKind.AUTOMATIC, MailKind.BOUNCE, MailKind.RECEIPT, MailKind.ADVERT, MailKind.SPAM}
)

# An address that says itself that nobody reads it.
_NOBODY = re.compile(r"(?:no|do[-_.]?not)[-_.]?reply\b", re.IGNORECASE)

ABOUT_OTHERS = frozenset({"near-copy", "same-practice"})

# Called inside the filing transaction, after the cases are in: orders, bounces, answers.
Follow = Callable[[Desk, MailRow, Reading], None]


def file_mail(parts: Parts, row: MailRow, reading: Reading, follow: Follow) -> None:
    """File a read mail. Filing the same mail twice does nothing the second time."""
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        current = mails.get_mail(connection, row.id)
        if current is None or current.state is not MailState.ARCHIVED:
            return
        sent = _store_envelope(connection, parts, row, reading, now)
        if _is_copy(connection, row, reading, now):
            return
        add_documents(connection, row.id, reading)
        if not reading.secret:
            for position, found in enumerate(reading.cases):
                file_case(connection, parts, row, reading, found, position, sent, now)
        doubts.add_doubts(connection, reading.doubts, now, mail_id=row.id)
        if row.trouble:
            oversize = row.size > parts.settings.limits().mail_bytes
            doubt = Doubt("oversize-mail") if oversize else Doubt("unread", detail=row.trouble)
            doubts.add_doubts(connection, [doubt], now, mail_id=row.id)
        for link in reading.links:
            doubt = Doubt("cloud-link", link.name or link.provider, _link_detail(parts, link.expires))
            doubts.add_doubts(connection, [doubt], now, mail_id=row.id, expires_at=link.expires)
        filed = mails.get_mail(connection, row.id)
        assert filed is not None
        follow(Desk(connection, parts, now), filed, reading)


def quarantine_mail(parts: Parts, row: MailRow, why: str) -> None:
    """Give up reading a mail: a person must look; nothing is lost."""
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        mails.update_mail(
            connection, row.id, state=MailState.QUARANTINED, trouble=why, needs_person=True, filed_at=now
        )
        doubts.add_doubts(connection, [Doubt("unread", detail=why)], now, mail_id=row.id)
        record_event(connection, "mail.quarantined", now, mail_id=row.id, detail={"why": why})


def _store_envelope(
    connection: Connection, parts: Parts, row: MailRow, reading: Reading, now: datetime
) -> datetime:
    envelope = reading.envelope
    sending = believe_sending(envelope.date, envelope.received, row.arrived_at)
    mails.update_mail(
        connection,
        row.id,
        state=MailState.FILED,
        filed_at=now,
        lease_by=None,
        lease_until=None,
        sent_at=sending.at,
        sent_from=sending.source,
        message_id=envelope.message_id,
        in_reply_to=envelope.in_reply_to[0] if envelope.in_reply_to else "",
        references_=list(envelope.references),
        from_email=envelope.sender.email,
        from_name=envelope.sender.name,
        wants_answer=wants_answer(parts, row, reading),
    )
    store_reading(connection, parts, row, reading)
    record_event(
        connection,
        "mail.filed",
        now,
        mail_id=row.id,
        detail={"kind": reading.kind, "cases": len(reading.cases)},
    )
    return sending.at


def store_reading(connection: Connection, parts: Parts, row: MailRow, reading: Reading) -> datetime:
    """What reading says of a mail as a whole; returns the time of sending that lateness goes by."""
    envelope = reading.envelope
    sent = believe_sending(envelope.date, envelope.received, row.arrived_at).at
    mails.update_mail(
        connection,
        row.id,
        subject="" if reading.secret else envelope.subject,
        kind=reading.kind,
        intent=reading.intent,
        kind_reason=reading.kind_reason,
        unit=_unit_of(parts, reading),
        needs_person=reading.needs_person or bool(row.trouble),
        late=not is_on_time(parts.campaign, sent, row.arrived_at) if reading.cases else None,
        body="" if reading.secret else reading.body.new,
    )
    return sent


def wants_answer(parts: Parts, row: MailRow, reading: Reading) -> bool:
    """Whether a person waits for an answer from us."""
    sender = reading.envelope.sender.email
    if reading.kind in UNANSWERED or reading.envelope.automatic or not is_writable(sender):
        return False
    if sender == parts.writer.email or reading.secret or _NOBODY.match(sender):
        return False
    if reading.kind is MailKind.OTHER:
        return bool(row.trouble) or (bool(reading.documents) and bool(reading.cases or reading.doubts))
    return True


def _unit_of(parts: Parts, reading: Reading) -> str:
    """The unit most of the cases belong to."""
    keys = [unit.key for found in reading.cases if (unit := parts.campaign.unit(found.value("county")))]
    return max(keys, key=keys.count) if keys else ""


def _is_copy(connection: Connection, row: MailRow, reading: Reading, now: datetime) -> bool:
    """The same mail with other bytes (another mailbox, another relay): same id, same content."""
    key = content_key(reading)
    for earlier in mails.same_message(connection, reading.envelope.message_id, row.id):
        if earlier.copy_of is None and key == stored_content_key(connection, earlier.id):
            mails.update_mail(connection, row.id, copy_of=earlier.id, wants_answer=False, needs_person=False)
            record_event(connection, "mail.copy", now, mail_id=row.id, detail={"of": earlier.id})
            return True
    return False


def file_case(
    connection: Connection,
    parts: Parts,
    row: MailRow,
    reading: Reading,
    found: CaseReading,
    position: int,
    sent: datetime,
    now: datetime,
) -> None:
    """A case of a mail: new, a new version, or here already; with its doubts and its event."""
    marks = fingerprint(found.text)
    verdict = find_match(connection, parts.call.places, row.id, reading, found, marks)
    if verdict.match is Match.SAME:
        cases.add_submission(connection, row.id, position, verdict.case_id, verdict.match)
        record_event(connection, "case.again", now, mail_id=row.id, case_id=verdict.case_id)
        _doubt_counting(connection, verdict.case_id, row.id, now, new_text=False)
        return
    revision = verdict.match is Match.REVISION
    if revision:
        found = inherit(connection, verdict.case_id, None, found)
    unit = parts.campaign.unit(found.value("county"))
    if revision:
        case_id, number = verdict.case_id, ""
    else:
        case_id, number = cases.add_case(
            connection, parts.campaign.number_format, unit.key if unit else "", now
        )
    version_id, version = cases.add_version(
        connection,
        case_id,
        row.id,
        found,
        text_sha256=marks.sha256,
        bands=marks.bands,
        on_time=is_on_time(parts.campaign, sent, row.arrived_at),
        received_at=row.arrived_at,
        now=now,
    )
    other = verdict.case_id if verdict.match in (Match.COPY, Match.PRACTICE) else None
    cases.add_submission(
        connection, row.id, position, case_id, verdict.match, version_id=version_id, other_id=other
    )
    if revision:
        _settle_earlier(connection, case_id, now)
        _doubt_counting(connection, case_id, row.id, now)
    doubts.add_doubts(connection, due_doubts(found, reading), now, mail_id=row.id, case_id=case_id)
    if other is not None:
        code = "near-copy" if verdict.match is Match.COPY else "same-practice"
        doubts.add_doubts(
            connection, [Doubt(code, verdict.title, verdict.detail)], now, mail_id=row.id, case_id=case_id
        )
    record_event(
        connection,
        "case.revised" if revision else "case.created",
        now,
        mail_id=row.id,
        case_id=case_id,
        detail={"version": version, "number": number},
    )


def due_doubts(found: CaseReading, reading: Reading) -> list[Doubt]:
    """Doubts to open about a case. No sender is asked for what may stand in a scan that is unread."""
    files = [reading.documents[at] for at in found.documents]
    waits = not found.text and any(file.needs_ocr or file.recognised for file in files)
    return [doubt for doubt in found.doubts if not waits or owner_of(doubt) is not Owner.SENDER]


def _settle_earlier(connection: Connection, case_id: int, now: datetime) -> None:
    """The new version is judged anew; only its likeness to other cases is still as it was."""
    open_ones = doubts.list_doubts(connection, case_id=case_id)
    ids = [doubt.id for doubt in open_ones if doubt.code not in ABOUT_OTHERS]
    doubts.settle_doubts(connection, now, SYSTEM, ids=ids)


def find_match(
    connection: Connection,
    places: Gazetteer,
    mail_id: int,
    reading: Reading,
    found: CaseReading,
    marks: Fingerprint,
) -> Verdict:
    """How a case stands to those in the ledger; ``marks`` are of its text.

    Cases of one mail are never versions of each other: whoever sends two means two.
    """
    title = "" if is_generic(found.value("title"), places) else found.value("title")
    texts = cases_like(connection, bands=marks.bands, text_sha256=marks.sha256, title=title)
    rows = cases.list_cases(connection, texts) if texts else []
    candidates = [Candidate(row, texts[row.id]) for row in rows]
    revises = reading.kind is MailKind.CORRECTION or reading.intent == "replace"
    verdict = match_case(found, candidates, places, sender=reading.envelope.sender.email, revises=revises)
    if verdict.match is Match.REVISION and any(
        r.id == verdict.case_id and r.mail_id == mail_id for r in rows
    ):
        return replace(verdict, match=Match.COPY)
    if verdict.match in (Match.SAME, Match.REVISION):
        return replace(verdict, case_id=kept_case(connection, verdict.case_id))
    return verdict


def _doubt_counting(
    connection: Connection, case_id: int, mail_id: int, now: datetime, *, new_text: bool = True
) -> None:
    """A text that a person's earlier word keeps from counting: hers to say whether it still holds."""
    row = cases.list_cases(connection, [case_id])[0]
    if row.status is not CaseStatus.ACTIVE:
        doubt = Doubt(
            "not-counted", row["title"], "已标为重复" if row.status is CaseStatus.DUPLICATE else "已撤回"
        )
    elif row.pinned and new_text:
        doubt = Doubt("pinned", row["title"], f"第{row.version}稿")
    else:
        return
    doubts.add_doubts(connection, [doubt], now, mail_id=mail_id, case_id=case_id)


def _link_detail(parts: Parts, expires: datetime | None) -> str:
    if expires is None:
        return ""
    local = expires.astimezone(parts.campaign.zone)
    return f"（{local.month}月{local.day}日到期）"
