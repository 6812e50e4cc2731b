"""What belongs to some mails, letters or versions, asked for together: one query for all, not one for each.

Callers ask for some hundreds at a time, so that memory does not grow with the ledger.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from tracker.ledger.doubts import doubt_row
from tracker.ledger.letters import letter_row
from tracker.ledger.records import DoubtRow, LetterRow
from tracker.ledger.schema import answer, case, document, doubt, letter, mail, submission, version
from tracker.ledger.views.status import AT_ONCE

LETTER = [column for column in letter.c if column is not letter.c.content]  # its bytes may weigh a megabyte


def submissions_by_mail(connection: Connection, mail_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Mail id → what it has to do with which cases, in its order."""
    query = select(submission).where(submission.c.mail_id.in_(mail_ids))
    return _grouped(connection, query.order_by(submission.c.mail_id, submission.c.position))


def documents_by_mail(connection: Connection, mail_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Mail id → its documents in its order, without their texts."""
    columns = (document.c.mail_id, document.c.name, document.c.format, document.c.kind, document.c.reader)
    query = select(*columns).where(document.c.mail_id.in_(mail_ids))
    return _grouped(connection, query.order_by(document.c.mail_id, document.c.position))


def doubts_by_mail(connection: Connection, mail_ids: Collection[int]) -> dict[int, list[DoubtRow]]:
    """Mail id → every doubt about it, in the order they were opened."""
    return _doubts(connection, doubt.c.mail_id, mail_ids)


def doubts_by_case(connection: Connection, case_ids: Collection[int]) -> dict[int, list[DoubtRow]]:
    """Case id → every doubt about it, in the order they were opened."""
    return _doubts(connection, doubt.c.case_id, case_ids)


def _doubts(
    connection: Connection, about: ColumnElement[int | None], ids: Collection[int]
) -> dict[int, list[DoubtRow]]:
    query = select(about, doubt).where(about.in_(ids)).order_by(about, doubt.c.id)
    return {key: [doubt_row(row) for row in rows] for key, rows in _grouped(connection, query).items()}


def letters_by_mail(connection: Connection, mail_ids: Collection[int]) -> dict[int, list[LetterRow]]:
    """Mail id → the letters that answer it."""
    query = select(answer.c.mail_id, *LETTER).join(letter, letter.c.id == answer.c.letter_id)
    query = query.where(answer.c.mail_id.in_(mail_ids)).order_by(answer.c.mail_id, letter.c.id)
    return {key: [letter_row(row) for row in rows] for key, rows in _grouped(connection, query).items()}


def each_letter(connection: Connection) -> Iterator[list[LetterRow]]:
    """Every letter, oldest first, some at a time."""
    ids = array("q", connection.execute(select(letter.c.id).order_by(letter.c.id)).scalars())
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE].tolist()
        rows = connection.execute(select(*LETTER).where(letter.c.id.in_(some)).order_by(letter.c.id))
        yield [letter_row(row) for row in rows]


def answered_hashes(connection: Connection, letter_ids: Collection[int]) -> dict[int, list[str]]:
    """Letter id → SHA-256 of the mails it answers, in order of the mails."""
    query = select(answer.c.letter_id, mail.c.sha256).join(mail, mail.c.id == answer.c.mail_id)
    query = query.where(answer.c.letter_id.in_(letter_ids)).order_by(answer.c.letter_id, answer.c.mail_id)
    return {key: [row.sha256 for row in rows] for key, rows in _grouped(connection, query).items()}


def hashes_of(connection: Connection, mail_ids: Collection[int]) -> dict[int, str]:
    """Mail id → its SHA-256."""
    query = select(mail.c.id, mail.c.sha256).where(mail.c.id.in_(mail_ids))
    return dict(connection.execute(query).tuples().all())


def numbers_of(connection: Connection, case_ids: Collection[int]) -> dict[int, str]:
    """Case id → its number."""
    query = select(case.c.id, case.c.number).where(case.c.id.in_(case_ids))
    return dict(connection.execute(query).tuples().all())


def versions_of(connection: Connection, version_ids: Collection[int]) -> dict[int, Row[Any]]:
    """Version id → the version with the address that its mail came from, without its text."""
    columns = [column for column in version.c if column is not version.c.text]
    query: Select[Any] = select(*columns, mail.c.from_email).join(mail, mail.c.id == version.c.mail_id)
    return {row.id: row for row in connection.execute(query.where(version.c.id.in_(version_ids)))}


def texts_of(connection: Connection, version_ids: Collection[int]) -> dict[int, str]:
    """Version id → its text."""
    query = select(version.c.id, version.c.text).where(version.c.id.in_(version_ids))
    return dict(connection.execute(query).tuples().all())


def _grouped(connection: Connection, query: Select[Any]) -> dict[int, list[Row[Any]]]:
    """Rows by the first of their columns."""
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row[0], []).append(row)
    return found
