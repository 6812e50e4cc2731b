"""One mail from the archive into the ledger: cases, doubts, events and the letter that answers.

All of it in one transaction. Reading itself happens before, in a worker (intake/worker/pool.py);
polling happens before that (tracker/run/polling.py). Which letter is written: tracker/letters/answer.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign
from intake.mail.addresses import is_writable
from intake.model.case import UNANSWERED, CaseReading, DocumentKind, Doubt, MailKind, Reading
from intake.model.doubts import Owner, owner_of
from intake.text.likeness import Fingerprint, fingerprint
from intake.understand.identify.parse.title import is_generic
from tracker.cases.addresses import coordinator_of, spoken_for
from tracker.cases.inherit import inherit
from tracker.filing.attach import ask_ledger, attach_papers, settle_listed, take_early_forms
from tracker.filing.lateness import Sending, believe_sending, is_on_time
from tracker.filing.match import Candidate, Coming, Match, Verdict, match_case
from tracker.ledger import cases, doubts, mails
from tracker.ledger.cases import NewVersion
from tracker.ledger.events import SYSTEM, record_event
from tracker.ledger.records import CaseStatus, MailRow, MailState
from tracker.ledger.texts import submissions
from tracker.ledger.texts.documents import add_documents, content_key, stored_content_key
from tracker.ledger.texts.submissions import Submission
from tracker.ledger.views.likeness import cases_like, kept_case
from tracker.office.desk import Desk
from tracker.office.isolation import FOLLOWING, one_by_one
from tracker.office.parts import Parts
from tracker.publications.volume.finals.take import asked_by, named_final
from tracker.publications.volume.rounds.listed import without_lists
from tracker.review.mail.answers import writes_as_expert

# An address that says itself that nobody reads it.
_NOBODY = re.compile(r"(?:no|do[-_.]?not)[-_.]?reply\b", re.IGNORECASE)

IN_FORMS = frozenset({"contact", "phone"})  # what a form that nobody has read yet says
ABOUT_OTHERS = frozenset({"near-copy", "same-practice"})

# Called inside the filing transaction, after the cases are in: orders, bounces, answers.
Follow = Callable[[Desk, MailRow, Reading], None]


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail of the ledger and what was read of it."""

    row: MailRow
    reading: Reading

    @property
    def sending(self) -> Sending:
        """When it was sent, as far as that can be believed."""
        envelope = self.reading.envelope
        return believe_sending(envelope.date, envelope.received, self.row.arrived_at)

    def is_on_time(self, campaign: Campaign, unit: str) -> bool:
        """Whether it was sent before the cut-off that ruled for a unit (key) when it arrived."""
        return is_on_time(campaign, self.sending.at, self.row.arrived_at, unit)


def file_mail(parts: Parts, row: MailRow, reading: Reading, follow: Follow) -> None:
    """File a read mail. Filing the same mail twice does nothing the second time."""
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        reading = without_lists(desk, reading)
        mail = ReadMail(row, reading)
        current = mails.get_mail(connection, row.id)
        if current is None or current.state is not MailState.ARCHIVED:
            return
        _store_envelope(desk, mail)
        if _is_copy(desk, mail):
            return
        add_documents(connection, row.id, reading)
        brings = not (reading.secret or writes_as_expert(desk, reading))
        if brings:
            for position, found in enumerate(reading.cases):
                file_case(desk, mail, found, position)
        _doubt_mail(desk, mail)
        filed = _filed(connection, row)
        if brings:
            attach_papers(desk, filed, reading)
            filed = _filed(connection, row)
        followed = one_by_one(desk, FOLLOWING, [filed], lambda row: follow(desk, row, reading), name=_name)
        if not list(followed):
            mails.update_mail(connection, row.id, needs_person=True)
            doubts.add_doubts(connection, [Doubt("unclear")], desk.now, mail_id=row.id)


def _filed(connection: Connection, row: MailRow) -> MailRow:
    found = mails.get_mail(connection, row.id)
    assert found is not None
    return found


def _name(row: MailRow) -> str:
    return str(row.id)


def _doubt_mail(desk: Desk, mail: ReadMail) -> None:
    """Open what is in doubt about the mail as a whole, each of its links a doubt with its own term."""
    connection, now, row = desk.connection, desk.now, mail.row
    doubts.add_doubts(connection, ask_ledger(connection, mail.reading), now, mail_id=row.id)
    if row.trouble:
        oversize = row.size > desk.parts.settings.limits().mail_bytes
        doubt = Doubt("oversize-mail") if oversize else Doubt("unread", detail=row.trouble)
        doubts.add_doubts(connection, [doubt], now, mail_id=row.id)
    for link in mail.reading.links:
        doubt = Doubt("cloud-link", link.name or link.provider, _link_detail(desk.campaign, link.expires))
        doubts.add_doubts(connection, [doubt], now, mail_id=row.id, expires_at=link.expires)


def quarantine_mail(parts: Parts, row: MailRow, why: str) -> None:
    """Give up reading a mail: a person must look; nothing is lost. Not if another host has it, or filed it."""
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        if not mails.is_in_hand(connection, row):
            return
        mails.update_mail(
            connection, row.id, state=MailState.QUARANTINED, trouble=why, needs_person=True, filed_at=now
        )
        doubts.add_doubts(connection, [Doubt("unread", detail=why)], now, mail_id=row.id)
        record_event(connection, "mail.quarantined", now, mail_id=row.id, detail={"why": why})


def _store_envelope(desk: Desk, mail: ReadMail) -> None:
    row, reading, envelope = mail.row, mail.reading, mail.reading.envelope
    mails.update_mail(
        desk.connection,
        row.id,
        state=MailState.FILED,
        filed_at=desk.now,
        lease_by=None,
        lease_until=None,
        sent_at=mail.sending.at,
        sent_from=mail.sending.source,
        message_id=envelope.message_id,
        in_reply_to=envelope.in_reply_to[0] if envelope.in_reply_to else "",
        references_=list(envelope.references),
        from_email=envelope.sender.email,
        from_name=envelope.sender.name,
        wants_answer=wants_answer(desk.parts, mail),
    )
    mails.note_named(desk.connection, row.id, {*envelope.in_reply_to, *envelope.references})
    store_reading(desk, mail)
    record_event(
        desk.connection,
        "mail.filed",
        desk.now,
        mail_id=row.id,
        detail={"kind": reading.kind, "cases": len(reading.cases)},
    )


def store_reading(desk: Desk, mail: ReadMail) -> None:
    """Store what reading says of a mail as a whole."""
    row, reading = mail.row, mail.reading
    unit = _unit_of(desk.campaign, reading)
    asked = asked_by(desk, reading.envelope)  # a final text has a day of its own
    mails.update_mail(
        desk.connection,
        row.id,
        subject="" if reading.secret else reading.envelope.subject,
        kind=reading.kind,
        intent=reading.intent,
        kind_reason=reading.kind_reason,
        unit=unit,
        needs_person=reading.needs_person or bool(row.trouble),
        late=not mail.is_on_time(desk.campaign, unit) if reading.cases and not asked else None,
        body="" if reading.secret else reading.body.new,
    )


def wants_answer(parts: Parts, mail: ReadMail) -> bool:
    """Whether a person waits for an answer from us."""
    row, reading = mail.row, mail.reading
    sender = reading.envelope.sender.email
    if reading.kind in UNANSWERED or reading.envelope.automatic or not is_writable(sender):
        return False
    if sender == parts.writer.email or reading.secret or _NOBODY.match(sender):
        return False
    if _is_copied_to(parts, mail):
        return False
    if reading.kind is MailKind.OTHER and reading.intent in ("nothing", "posted"):
        return not reading.needs_person
    if reading.kind is MailKind.OTHER:
        lost = any(owner_of(doubt) is Owner.SENDER for doubt in reading.doubts)
        return (
            bool(row.trouble) or lost or (bool(reading.documents) and bool(reading.cases or reading.doubts))
        )
    return True


def _is_copied_to(parts: Parts, mail: ReadMail) -> bool:
    """Whether we only get a copy (Cc): the mail is filed, its answer is another's."""
    own = parts.writer.email.lower()
    envelope = mail.reading.envelope
    to = {address.email for address in envelope.to}
    return bool(to) and own not in to and any(address.email == own for address in envelope.cc)


def _unit_of(campaign: Campaign, reading: Reading) -> str:
    """The unit most of the cases belong to."""
    keys = [unit.key for found in reading.cases if (unit := campaign.unit(found.value("county")))]
    return max(keys, key=keys.count) if keys else ""


def _is_copy(desk: Desk, mail: ReadMail) -> bool:
    """The same mail with other bytes (another mailbox, another relay): same id, same content."""
    connection, row = desk.connection, mail.row
    key = content_key(mail.reading)
    for earlier in mails.same_message(connection, mail.reading.envelope.message_id, row.id):
        if earlier.copy_of is None and key == stored_content_key(connection, earlier.id):
            mails.update_mail(connection, row.id, copy_of=earlier.id, wants_answer=False, needs_person=False)
            record_event(connection, "mail.copy", desk.now, mail_id=row.id, detail={"of": earlier.id})
            return True
    return False


def file_case(desk: Desk, mail: ReadMail, found: CaseReading, position: int) -> None:
    """A case of a mail: new, a new version, or here already; with its doubts and its event.

    ``position`` is its place among the cases of the mail.
    """
    connection, now, mail_id = desk.connection, desk.now, mail.row.id
    marks = fingerprint(found.text)
    verdict = find_match(desk, mail, found, marks)
    entry = Submission(mail_id, position, verdict.case_id, verdict.match)
    if verdict.match is Match.SAME:
        submissions.add_submission(connection, entry)
        record_event(connection, "case.again", now, mail_id=mail_id, case_id=verdict.case_id)
        _doubt_counting(desk, verdict.case_id, mail_id, new_text=False)
        return
    revision = verdict.match is Match.REVISION
    before = cases.list_cases(connection, [verdict.case_id])[0].version if revision else 0
    foreign = revision and not _may_revise(desk, mail, verdict.case_id)
    if revision:
        found = inherit(connection, verdict.case_id, None, found)
    unit = desk.campaign.unit(found.value("county"))
    unit_key = unit.key if unit else ""
    case_id, number = (verdict.case_id, "") if revision else _add_case(desk, unit_key)
    on_time = mail.is_on_time(desk.campaign, unit_key)
    new = NewVersion(case_id, mail_id, found, marks, on_time, mail.row.arrived_at)
    version_id, version = cases.add_version(connection, new, now)
    other = verdict.case_id if verdict.match in (Match.COPY, Match.PRACTICE) else None
    entry = replace(entry, case_id=case_id, version_id=version_id, other_id=other)
    submissions.add_submission(connection, entry)
    if revision and foreign:
        _keep_version(desk, mail, case_id, before)
        return
    if revision:
        _settle_earlier(desk, case_id)
        _doubt_counting(desk, case_id, mail_id)
    doubts.add_doubts(connection, due_doubts(found, mail.reading), now, mail_id=mail_id, case_id=case_id)
    settle_listed(desk, found)
    take_early_forms(desk, case_id)
    if other is not None:
        doubts.add_doubts(connection, [doubt_likeness(verdict)], now, mail_id=mail_id, case_id=case_id)
    record_event(
        connection,
        "case.revised" if revision else "case.created",
        now,
        mail_id=mail_id,
        case_id=case_id,
        detail={"version": version, "number": number},
    )


def _add_case(desk: Desk, unit_key: str) -> tuple[int, str]:
    """A new case of a unit, "" where that is not known: its id and the number that it is given."""
    return cases.add_case(desk.connection, desk.campaign.number_format, unit_key, desk.now)


def _may_revise(desk: Desk, mail: ReadMail, case_id: int) -> bool:
    """Whether a new text counts at once: from an address of the case or of its unit, or from a coordinator."""
    sender = mail.reading.envelope.sender.email
    row = cases.list_cases(desk.connection, [case_id])[0]
    earlier = {version.from_email for version in cases.case_versions(desk.connection, case_id)}
    if sender in earlier or sender == desk.parts.writer.email or coordinator_of(desk.campaign, sender):
        return True
    unit = spoken_for(desk.connection, desk.campaign, sender)
    return unit is not None and unit.key == row.unit_key


def _keep_version(desk: Desk, mail: ReadMail, case_id: int, number: int) -> None:
    """A text from an address that is neither the case's nor its unit's waits for a person."""
    cases.set_case(desk.connection, case_id, desk.now, current_version=number)
    doubt = Doubt("other-sender", mail.reading.envelope.sender.email)
    doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=mail.row.id, case_id=case_id)
    record_event(desk.connection, "case.held", desk.now, mail_id=mail.row.id, case_id=case_id)


def doubt_likeness(verdict: Verdict) -> Doubt:
    """The doubt about a case that is like one which is here."""
    code = "same-practice" if verdict.match is Match.PRACTICE else "near-copy"
    return Doubt(code, verdict.title, verdict.detail)


def due_doubts(found: CaseReading, reading: Reading) -> list[Doubt]:
    """Doubts to open about a case. No sender is asked for what may stand in a scan that is unread."""
    files = [reading.documents[at] for at in found.documents]
    waits = not found.text and any(file.needs_ocr or file.recognised for file in files)
    form = any(file.kind is DocumentKind.FORM and file.needs_ocr and not file.text for file in files)
    return [
        doubt
        for doubt in found.doubts
        if not (waits and owner_of(doubt) is Owner.SENDER) and not (form and doubt.code in IN_FORMS)
    ]


def _settle_earlier(desk: Desk, case_id: int) -> None:
    """The new version is judged anew; only its likeness to other cases is still as it was."""
    open_ones = doubts.list_doubts(desk.connection, case_id=case_id)
    ids = [doubt.id for doubt in open_ones if doubt.code not in ABOUT_OTHERS]
    doubts.settle_doubts(desk.connection, desk.now, SYSTEM, ids=ids)


def find_match(desk: Desk, mail: ReadMail, found: CaseReading, marks: Fingerprint) -> Verdict:
    """How a case of a mail stands to those in the ledger; ``marks`` are of its text.

    Cases of one mail are never versions of each other: whoever sends two means two.
    """
    places, reading = desk.parts.call.places, mail.reading
    title = "" if is_generic(found.value("title"), places) else found.value("title")
    texts = cases_like(desk.connection, marks, title)
    rows = cases.list_cases(desk.connection, texts) if texts else []
    candidates = [Candidate(row, texts[row.id]) for row in rows]
    revises = (
        reading.kind is MailKind.CORRECTION
        or reading.intent == "replace"
        or asked_by(desk, reading.envelope) is not None
    )
    verdict = match_case(found, candidates, Coming(places, reading.envelope.sender.email, revises))
    if verdict.match not in (Match.SAME, Match.REVISION) and (asked := _final_of(desk, reading, found)):
        verdict = replace(verdict, match=Match.REVISION, case_id=asked)
    same_mail = any(row.id == verdict.case_id and row.mail_id == mail.row.id for row in rows)
    if verdict.match is Match.REVISION and same_mail:
        return replace(verdict, match=Match.COPY)
    if verdict.match in (Match.SAME, Match.REVISION):
        return replace(verdict, case_id=kept_case(desk.connection, verdict.case_id))
    return verdict


def _final_of(desk: Desk, reading: Reading, found: CaseReading) -> int:
    """The case whose final text this is in an answer to our letter, whatever became of title and text; 0: none."""
    files = tuple(reading.documents[at].name for at in found.documents)
    asked = named_final(desk, reading.envelope, found, files)
    return asked.id if asked is not None else 0


def _doubt_counting(desk: Desk, case_id: int, mail_id: int, *, new_text: bool = True) -> None:
    """A text that a person's earlier word keeps from counting: hers to say whether it still holds."""
    row = cases.list_cases(desk.connection, [case_id])[0]
    if row.status is not CaseStatus.ACTIVE:
        doubt = Doubt(
            "not-counted", row["title"], "已标为重复" if row.status is CaseStatus.DUPLICATE else "已撤回"
        )
    elif row.pinned and new_text:
        doubt = Doubt("pinned", row["title"], f"第{row.version}稿")
    else:
        return
    doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=mail_id, case_id=case_id)


def _link_detail(campaign: Campaign, expires: datetime | None) -> str:
    if expires is None:
        return ""
    local = expires.astimezone(campaign.zone)
    return f"（{local.month}月{local.day}日到期）"
