"""The ledger, and single readings, as JSON objects. The formats are documented in docs/export.md.

Keys are only ever added within a version; a change of meaning raises the number in ``format``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from intake.model.case import CaseReading, Document, Doubt, Fact, Reading
from intake.model.doubts import owner_of, sentence
from tracker.ledger import cases
from tracker.ledger.records import CaseRow, DoubtRow, LetterRow
from tracker.ledger.views import status, together

MAIL_FORMAT = "zhengji.mail/1"
LETTER_FORMAT = "zhengji.letter/1"
READING_FORMAT = "zhengji.reading/1"
TEXT_FIELDS = (
    "title",
    "subtitle",
    "unit",
    "county",
    "town",
    "community",
    "level",
    "contact",
    "phone",
    "date",
)


def mail_objects(connection: Connection, *, with_text: bool) -> Iterator[dict[str, Any]]:
    """One object a mail, in order of arrival."""
    unproven = status.unproven_mails(connection)
    for some in status.each_mail(connection):
        ids = [row.id for row in some]
        hashes = together.hashes_of(connection, {row.copy_of for row in some if row.copy_of})
        brought = _case_objects(connection, ids, with_text=with_text)
        doubts = together.doubts_by_mail(connection, ids)
        documents = together.documents_by_mail(connection, ids)
        letters = together.letters_by_mail(connection, ids)
        for row in some:
            yield {
                "format": MAIL_FORMAT,
                "sha256": row.sha256,
                "file": row.file,
                "state": row.state,
                "kind": row.kind,
                "intent": row.intent,
                "from": row.from_email,
                "subject": row.subject,
                "message_id": row.message_id,
                "sent_at": _time(row.sent_at),
                "arrived_at": _time(row.arrived_at),
                "needs_person": row.needs_person,
                "copy_of": hashes.get(row.copy_of) if row.copy_of else None,
                "doubts": [_filed_doubt_object(found) for found in doubts.get(row.id, [])],
                "documents": [
                    {
                        "name": "" if row.id in unproven else d.name,
                        "format": d.format,
                        "kind": d.kind,
                        "reader": d.reader,
                    }
                    for d in documents.get(row.id, [])
                ],
                "cases": brought.get(row.id, []),
                "letters": [_letter_brief(letter) for letter in letters.get(row.id, [])],
            }


def letter_objects(connection: Connection) -> Iterator[dict[str, Any]]:
    """One object a letter of any kind, in order of composing."""
    for some in together.each_letter(connection):
        answered = together.answered_hashes(connection, [letter.id for letter in some])
        for letter in some:
            yield {
                "format": LETTER_FORMAT,
                "kind": letter.kind,
                "unit": letter.unit,
                "to": letter.recipient,
                "subject": letter.subject,
                "message_id": letter.message_id,
                "due_at": _time(letter.due_at),
                "sent_at": _time(letter.sent_at),
                "state": letter.state,
                "answers": answered.get(letter.id, []),
            }


def reading_object(path: str, reading: Reading) -> dict[str, Any]:
    """What one mail or document says, without any ledger."""
    return {
        "format": READING_FORMAT,
        "path": path,
        "kind": reading.kind,
        "kind_reason": reading.kind_reason,
        "intent": reading.intent,
        "needs_person": reading.needs_person,
        "secret": reading.secret,
        "from": reading.envelope.sender.email,
        "from_name": reading.envelope.sender.name,
        "subject": reading.envelope.subject,
        "message_id": reading.envelope.message_id,
        "date": _time(reading.envelope.date),
        "body": reading.body.new,
        "signature": reading.body.signature,
        "documents": [_document_object(document) for document in reading.documents],
        "cases": [_case_reading_object(case) for case in reading.cases],
        "links": [
            {"provider": link.provider, "url": link.url, "name": link.name, "size": link.size,
             "expires": _time(link.expires)}
            for link in reading.links
        ],
        "doubts": [_doubt_object(doubt) for doubt in reading.doubts],
    }  # fmt: skip


def _case_objects(
    connection: Connection, mail_ids: list[int], *, with_text: bool
) -> dict[int, list[dict[str, Any]]]:
    """Mail id → the cases that it has to do with, each as the version shows it that the mail brought."""
    entries = together.submissions_by_mail(connection, mail_ids)
    every = [entry for some in entries.values() for entry in some]
    current = cases.cases_by_id(connection, (entry.case_id for entry in every))
    versions = together.versions_of(connection, {entry.version_id for entry in every if entry.version_id})
    rows = cases.as_of_versions(
        connection,
        [(current[v.case_id], v) for v in versions.values() if v.id != current[v.case_id].version_id],
    )
    known = {row.version_id: row for row in (*current.values(), *rows)}
    evidence = cases.evidence_of(connection, list(known))
    doubts = together.doubts_by_case(connection, list(current))
    others = together.numbers_of(connection, {entry.other_id for entry in every if entry.other_id})
    texts = together.texts_of(connection, list(known)) if with_text else {}

    def describe(entry: Row[Any]) -> dict[str, Any]:
        row = known[entry.version_id or current[entry.case_id].version_id]
        return {
            **_shown(row),
            "number": row.number,
            "serial": row.serial,
            "status": row.status,
            "theme": _number(row["theme"]),
            "secondary": _number(row["secondary"]),
            "themes": [{"theme": theme, "confidence": p} for theme, p in row.themes],
            "characters": row.characters,
            "on_time": row.on_time,
            "role": entry.role,
            "version": row.version,
            "version_of": row.number if entry.role == "revision" else None,
            "duplicate_of": row.number if entry.role == "same" else (row.duplicate_of or None),
            "resembles": others.get(entry.other_id) if entry.other_id else None,
            "flags": list(row.flags),
            "waits": list(row.waiting),
            "facts": _facts(row, evidence.get(row.version_id, {})),
            "doubts": [_filed_doubt_object(doubt) for doubt in doubts.get(row.id, [])],
            **({"text": texts.get(row.version_id, "")} if with_text else {}),
        }

    return {mail_id: [describe(entry) for entry in some] for mail_id, some in entries.items()}


def _facts(row: CaseRow, evidence: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    """Each field as it counts, with what the machine went by; ``person`` is who settled it, or empty."""
    return {
        name: {
            "value": value.value,
            "confidence": round(value.confidence, 4),
            "waits": value.waits,
            "choices": list(value.choices),
            "note": value.note,
            "person": value.person,
            "evidence": evidence.get(name, []),
        }
        for name, value in row.values.items()
    }


def _shown(row: CaseRow) -> dict[str, Any]:
    return {name: row[name] for name in TEXT_FIELDS}


def _case_reading_object(case: CaseReading) -> dict[str, Any]:
    return {
        **{name: case.value(name) for name in TEXT_FIELDS},
        "theme": _number(case.value("theme")),
        "secondary": _number(case.value("secondary")),
        "themes": [
            {"theme": s.theme, "confidence": round(s.confidence, 4), "words": list(s.words)}
            for s in case.themes
        ],
        "characters": _number(case.value("characters")),
        "flags": list(case.flags),
        "waits": [name for name, fact in case.facts.items() if fact.waits],
        "facts": {name: _fact_object(fact) for name, fact in case.facts.items()},
        "documents": list(case.documents),
        "doubts": [_doubt_object(doubt) for doubt in case.doubts],
        "text": case.text,
    }


def _fact_object(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "confidence": round(fact.confidence, 4),
        "waits": fact.waits,
        "choices": list(fact.choices),
        "note": fact.note,
        "evidence": [{"where": e.where, "quote": e.quote, "source": e.source} for e in fact.evidence],
    }


def _document_object(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "path": list(document.path),
        "sha256": document.sha256,
        "format": document.format,
        "kind": document.kind,
        "reader": document.reader,
        "pages": document.pages,
        "recognised": document.recognised,
        "pairs": [list(pair) for pair in document.pairs],
        "rows": [list(row.cells) for row in document.rows],
        "pictures": [{"name": p.name, "caption": p.caption} for p in document.pictures],
        "doubts": [_doubt_object(doubt) for doubt in document.doubts],
        "text": document.text,
    }


def _doubt_object(doubt: Doubt) -> dict[str, Any]:
    return {
        "code": doubt.code,
        "about": doubt.about,
        "text": sentence(doubt),
        "owner": owner_of(doubt),
        "choices": list(doubt.choices),
    }


def _filed_doubt_object(doubt: DoubtRow) -> dict[str, Any]:
    return {
        "code": doubt.code,
        "about": doubt.about,
        "text": sentence(Doubt(doubt.code, doubt.about, doubt.detail)),
        "owner": doubt.owner,
        "state": doubt.state,
        "choices": list(doubt.choices),
    }


def _letter_brief(letter: LetterRow) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "to": letter.recipient,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "state": letter.state,
        "sent_at": _time(letter.sent_at),
    }


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() else None


def _time(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat().replace("+00:00", "Z")
