"""Read a filed mail once more: what is new is filed, what people have said or confirmed stays.

Used when its scans have been recognised (tracker/filing/recognise.py) and when today's code is applied to
the archive (tracker/filing/reread.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Row

from intake.model.case import CaseReading, DocumentKind, Doubt, MailKind, Reading
from intake.text.likeness import fingerprint
from tracker.cases.inherit import inherit
from tracker.filing.attach import attach_papers, withdraw_form
from tracker.filing.file import (
    ReadMail,
    doubt_likeness,
    due_doubts,
    file_case,
    find_match,
    store_reading,
    wants_answer,
)
from tracker.filing.match import Match
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.events import SYSTEM, record_event
from tracker.ledger.records import CaseRow, CaseStatus, DoubtRow, MailRow
from tracker.ledger.texts import submissions
from tracker.ledger.texts.documents import file_hashes, list_documents, replace_documents
from tracker.ledger.texts.versions import Rewriting, get_version, rewrite_version
from tracker.letters.answer import answer_now, answer_values
from tracker.office.desk import Desk
from tracker.publications.volume.rounds.answered import proof_answered
from tracker.publications.volume.rounds.listed import without_lists
from tracker.publications.volume.rounds.returned.fetch import without_known

FROM_READING: Final = frozenset(
    {"ocr-pending", "scan-unread", "tool-missing", "no-case", "unclear", "encrypted"}
)
FROM_OTHERS: Final = frozenset({"near-copy", "same-practice", "sheet-row-gone", "replacement"})


@dataclass(frozen=True, slots=True)
class _Filed:
    """A case of a mail as it was filed, with the hashes of the files it was read from."""

    entry: Row[Any]
    files: frozenset[str]


def refile(desk: Desk, row: MailRow, reading: Reading, *, tell: bool = True) -> None:
    """File what a mail that is already filed says now.

    With ``tell`` the sender hears if there is something new to ask; without, nobody is written to and
    no mail comes back to the list of those that a person must look at.
    """
    if row.kind == MailKind.ELSEWHERE:  # another call's: it reads the mail, we do not
        return
    connection = desk.connection
    failed = _failed_files(connection, row)
    mail = ReadMail(row, without_known(desk, row.id, without_lists(desk, _with_failures(reading, failed))))
    before = _said(desk, row) if tell else frozenset()
    filed = _filed_cases(connection, row)
    store_reading(desk, mail)
    replace_documents(connection, row.id, mail.reading, failed)
    _settle(desk, row, mail.reading.doubts)
    # What is recognised on marked pages of a proof is no new text of its case.
    if mail.reading.secret or (tell and proof_answered(desk, mail.reading.envelope) is not None):
        return
    answered = letters.was_answered(connection, row.id)
    if not tell:
        mails.update_mail(connection, row.id, needs_person=row.needs_person)
    elif row.kind == MailKind.OTHER and not answered and wants_answer(desk.parts, mail):
        mails.update_mail(connection, row.id, wants_answer=True)
    _refile_cases(desk, mail, filed)
    record_event(
        connection,
        "mail.recognised" if tell else "mail.reread",
        desk.now,
        mail_id=row.id,
        detail={"cases": len(mail.reading.cases)},
    )
    if answered and tell:
        _tell(desk, row, before)


def _refile_cases(desk: Desk, mail: ReadMail, filed: Sequence[_Filed]) -> None:
    """Each case that the mail has now: the filed one rewritten, or a new one."""
    free = [one for one in filed if one.entry.role != submissions.ATTACHED]
    found_cases = mail.reading.cases
    only = len(found_cases) == len(free) == 1
    for position, found in enumerate(found_cases):
        match = _same_case(free, _files_of(mail.reading, found), only)
        if match is None:
            file_case(desk, mail, found, _free_position(desk.connection, mail.row, position))
            continue
        free.remove(match)
        if match.entry.version_id is not None:
            _rewrite(desk, mail, match.entry, found)
    for lost in free:
        _doubt_lost(desk, mail.row, mail.reading, lost)
    attach_papers(desk, mail.row, mail.reading)


def _failed_files(connection: Connection, row: MailRow) -> frozenset[str]:
    """Hashes of files that recognition gave up."""
    hashes = file_hashes(connection, row.id)
    return frozenset(
        hashes[document.position]
        for document in list_documents(connection, row.id)
        if document.ocr_state == "failed" and document.position in hashes
    )


def _with_failures(reading: Reading, failed: frozenset[str]) -> Reading:
    """What recognition gave up is for the sender: nothing is pending any more."""
    names = {document.name for document in reading.documents if document.sha256 in failed}
    told = tuple(
        Doubt("scan-unread", doubt.about) if doubt.code == "ocr-pending" and doubt.about in names else doubt
        for doubt in reading.doubts
    )
    return replace(reading, doubts=told)


def _filed_cases(connection: Connection, row: MailRow) -> list[_Filed]:
    hashes = file_hashes(connection, row.id)
    filed = []
    for entry in submissions.submissions_of(connection, row.id):
        positions: Sequence[int] = ()
        if entry.version_id is not None:
            positions = get_version(connection, entry.version_id).documents
        filed.append(_Filed(entry, frozenset(hashes[at] for at in positions if at in hashes)))
    return filed


def _files_of(reading: Reading, found: CaseReading) -> frozenset[str]:
    return frozenset(reading.documents[at].sha256 for at in found.documents)


def _same_case(filed: Sequence[_Filed], files: frozenset[str], only: bool) -> _Filed | None:
    """The filed case that a case read again is: one that came from the same files."""
    if only and filed:
        return filed[0]
    return max(
        (one for one in filed if one.files & files), key=lambda one: len(one.files & files), default=None
    )


def _free_position(connection: Connection, row: MailRow, position: int) -> int:
    taken = {entry.position for entry in submissions.submissions_of(connection, row.id)}
    return position if position not in taken else max(taken) + 1


def _rewrite(desk: Desk, mail: ReadMail, entry: Row[Any], found: CaseReading) -> None:
    """Give a filed case the text and facts of its scan; what a person said or confirmed stays."""
    connection, now, row = desk.connection, desk.now, mail.row
    case = cases.list_cases(connection, [entry.case_id])[0]
    marks = fingerprint(found.text)
    version = get_version(connection, entry.version_id)
    form_of = 0
    if version.text_sha256 != marks.sha256:
        verdict = find_match(desk, mail, found, marks)
        if (
            verdict.match is Match.SAME
            and verdict.case_id != case.id
            and not version.text
            and _is_untouched(case)
        ):
            form_of = verdict.case_id
        elif verdict.match is not Match.NEW and verdict.case_id not in {0, case.id}:
            _ask_once(desk, doubt_likeness(verdict), row.id, case.id)
    found = inherit(connection, case.id, version.number, found)
    settled = [name for name, value in case.values.items() if value.person]
    new = Rewriting(found, marks, None if case.confirmed else settled)
    rewrite_version(connection, entry.version_id, new)
    values: dict[str, Any] = {}
    unit = desk.campaign.unit(found.value("county"))
    if not case.confirmed and not case.values["county"].person and unit is not None:
        values["unit_key"] = unit.key
    cases.set_case(connection, case.id, now, **values)
    if not case.confirmed:
        _settle(desk, row, due_doubts(found, mail.reading), case_id=case.id)
    record_event(connection, "case.recognised", now, mail_id=row.id, case_id=case.id)
    if form_of:
        _fold(desk, case, form_of)


def _ask_once(desk: Desk, doubt: Doubt, mail_id: int, case_id: int) -> None:
    """Open a doubt about a case; a person who has settled it is not asked again."""
    known = doubts.list_doubts(desk.connection, case_id=case_id, state=None)
    if not any((row.code, row.about) == (doubt.code, doubt.about) for row in known):
        doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=mail_id, case_id=case_id)


def _is_untouched(case: CaseRow) -> bool:
    """Whether no person has said anything about a case, and one mail is all there is of it."""
    spoken = case.confirmed or case.pinned or any(value.person for value in case.values.values())
    return case.status is CaseStatus.ACTIVE and case.version == 1 and not spoken


def _fold(desk: Desk, case: CaseRow, kept: int) -> None:
    """A scan that had a number of its own until it could be read is a case that is here in letters.

    ``correct NUMBER status=有效`` makes it count again.
    """
    cases.set_case(desk.connection, case.id, desk.now, status=CaseStatus.DUPLICATE, duplicate_of=kept)
    open_ones = doubts.list_doubts(desk.connection, case_id=case.id)
    doubts.settle_doubts(desk.connection, desk.now, SYSTEM, ids=[doubt.id for doubt in open_ones])
    record_event(
        desk.connection, "case.folded", desk.now, mail_id=case.mail_id, case_id=case.id, detail={"into": kept}
    )


def _settle(desk: Desk, row: MailRow, found: Sequence[Doubt], case_id: int | None = None) -> None:
    """Close what reading once doubted and no longer does; open what is new; leave people's settlements."""
    known = [
        doubt
        for doubt in doubts.list_doubts(desk.connection, mail_id=row.id, state=None)
        if doubt.case_id == case_id and doubt.code not in FROM_OTHERS
    ]
    keys = {(doubt.code, doubt.about, doubt.detail) for doubt in found}
    gone = [
        doubt.id
        for doubt in known
        if doubt.state == "open" and _key(doubt) not in keys and _is_of_reading(doubt, case_id)
    ]
    doubts.settle_doubts(desk.connection, desk.now, SYSTEM, ids=gone)
    asked = {_key(doubt) for doubt in known}
    fresh = [doubt for doubt in found if (doubt.code, doubt.about, doubt.detail) not in asked]
    doubts.add_doubts(desk.connection, fresh, desk.now, mail_id=row.id, case_id=case_id)


def _key(doubt: DoubtRow) -> tuple[str, str, str]:
    return doubt.code, doubt.about, doubt.detail


def _is_of_reading(doubt: DoubtRow, case_id: int | None) -> bool:
    """Doubts about a case are read from it; of those about the mail, only some."""
    return case_id is not None or doubt.code in FROM_READING


def _doubt_lost(desk: Desk, row: MailRow, reading: Reading, lost: _Filed) -> None:
    """A scan that was filed as a case by its name turned out to be something else."""
    case = cases.list_cases(desk.connection, [lost.entry.case_id])[0]
    forms = {d.sha256: d.name for d in reading.documents if d.kind is DocumentKind.FORM}
    if (
        lost.entry.version_id is not None
        and lost.files
        and lost.files <= forms.keys()
        and _is_untouched(case)
    ):
        withdraw_form(desk, row, case, forms[min(lost.files)])
        return
    if (
        lost.entry.version_id is None
        or case.confirmed
        or get_version(desk.connection, lost.entry.version_id).text
    ):
        return
    doubt = Doubt("maybe-not-case", case["title"], "扫描件中未见案例正文")
    doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id, case_id=case.id)


def _said(desk: Desk, row: MailRow) -> frozenset[str]:
    """Everything an answer to this mail would say now: what is asked, and which cases it lists."""
    values, _ = answer_values(desk, [row])
    asked = [*values["gaps"], *values["troubles"], *(question.text for question in values["questions"])]
    return frozenset((*asked, *(line.number for line in values["cases"])))


def _tell(desk: Desk, row: MailRow, before: frozenset[str]) -> None:
    """Write again when the answer that was written would now say more.

    A mail that still waits for its answer gets it in its turn, with everything in it; the pace of
    answers holds here too.
    """
    current = mails.get_mail(desk.connection, row.id)
    if current is not None and _said(desk, current) - before:
        mails.update_mail(desk.connection, row.id, wants_answer=True)
        answer_now(desk, row.from_email)
