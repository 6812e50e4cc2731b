"""What the notice requires of a case besides its text, and the ledger has not got: forms, lists, photos, seals."""

from __future__ import annotations

from sqlalchemy import Connection, Row

from intake.campaign.campaign import Campaign
from intake.model.case import DocumentKind, Format
from intake.understand.papers.kind import begins_as_form, is_form_name
from intake.understand.papers.words import PAPER_WORDS
from tracker.ledger.records import CaseRow
from tracker.ledger.texts import submissions
from tracker.ledger.texts.documents import file_hashes, list_documents
from tracker.ledger.texts.versions import get_version

# In the order in which letters ask; contact, telephone and text are doubts of the case itself.
PAPERS = {
    "form": "未见推荐表，请补发推荐表",
    "sheet": "未见汇总表，请补发汇总表",
    "photo": "未见照片，请补发照片",
    "stamp": "未见盖章件，请补发盖章的扫描件或照片",
}
INSIDE = "pictures"  # flag of a text that has pictures of its own


def missing_papers(connection: Connection, campaign: Campaign, case: CaseRow) -> list[str]:
    """One clause for each required paper of a case that no mail has brought."""
    wanted = [name for name in PAPERS if name in campaign.required]
    if not wanted:
        return []
    held = papers_of(connection, case)
    return [campaign.own(PAPERS[name]) for name in wanted if name not in held]


def papers_of(connection: Connection, case: CaseRow) -> frozenset[str]:
    """Which of the papers have come, with the text, in its earlier drafts or put to the case later."""
    held = {"photo"} if INSIDE in case.flags else set()
    put = submissions.attached_mails(connection, case.id)
    for mail_id, version_id in submissions.mails_of(connection, case.id):
        documents = list_documents(connection, mail_id)
        own = documents
        files = put.get(mail_id)
        if version_id is None and files is not None:
            hashes = file_hashes(connection, mail_id)
            own = [row for row in documents if hashes.get(row.position) in files]
        elif version_id is not None and len(_cases_of(connection, mail_id)) > 1:
            places = get_version(connection, version_id).documents
            own = [row for row in documents if row.position in places or row.kind == DocumentKind.SHEET]
        for row in own:
            held |= _what(row)
    return frozenset(held)


def _cases_of(connection: Connection, mail_id: int) -> set[int]:
    return {row.case_id for row in submissions.submissions_of(connection, mail_id)}


def _what(row: Row[tuple[object, ...]]) -> set[str]:
    """What a document counts as; a form that was scanned or photographed carries its seal."""
    found = {row.kind} & {DocumentKind.FORM, DocumentKind.SHEET, DocumentKind.PHOTO}
    pictured = row.format == Format.IMAGE or row.recognised or bool(row.ocr_state)
    scanned = row.kind in (DocumentKind.FORM, DocumentKind.SCAN) and pictured
    if row.kind == DocumentKind.CASE and (begins_as_form(row.text) or is_form_name(row.name)):
        found.add(DocumentKind.FORM)  # a form with a cell for the whole text
    named = PAPER_WORDS.sealed.search(row.name) or PAPER_WORDS.scanned.search(row.name)
    return {str(kind) for kind in found} | ({"stamp"} if scanned or named else set())
