"""Which mails have to do with which cases: what brought a text, what a person put to a case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, null, select, update

from tracker.ledger.schema import submission

ATTACHED = "attached"  # role of a mail that a person put to a case


@dataclass(frozen=True, slots=True)
class Submission:
    """What a mail has to do with a case: which place in it, and how it stands to what was here."""

    mail_id: int
    position: int
    case_id: int
    role: str  # a tracker.filing.match.Match
    version_id: int | None = None  # the version that it brought
    other_id: int | None = None  # the case that it was like
    files: tuple[str, ...] | None = None  # of what was put to the case, by their hashes; None: everything


def add_submission(connection: Connection, new: Submission) -> None:
    """Note what a mail has to do with a case."""
    connection.execute(insert(submission).values(asdict(new) | {"files": _listed(new.files)}))


def attach_mail(
    connection: Connection, mail_id: int, case_id: int, files: Collection[str] | None = None
) -> bool:
    """What a mail brought, or some of its files (hashes), belongs to a case; returns whether that is news."""
    known = submissions_of(connection, mail_id)
    mine = [row for row in known if row.case_id == case_id]
    put = next((row for row in mine if row.role == ATTACHED), None)
    if put is None and not (mine and files is None):
        position = max((row.position for row in known), default=-1) + 1
        held = None if files is None else tuple(files)
        add_submission(connection, Submission(mail_id, position, case_id, ATTACHED, files=held))
        return True
    if put is None or put.files is None:
        return False
    more = None if files is None else tuple(dict.fromkeys((*put.files, *files)))
    this = (submission.c.mail_id == mail_id) & (submission.c.position == put.position)
    connection.execute(update(submission).where(this).values(files=_listed(more)))
    return more is None or len(more) > len(put.files)


def _listed(files: tuple[str, ...] | None) -> Any:
    return null() if files is None else list(files)


def detach_mail(connection: Connection, mail_id: int, case_id: int) -> None:
    """What a mail brought belongs to a case no more."""
    connection.execute(
        delete(submission).where(
            submission.c.mail_id == mail_id, submission.c.case_id == case_id, submission.c.role == ATTACHED
        )
    )


def submissions_of(connection: Connection, mail_id: int) -> list[Row[Any]]:
    """What a mail has to do with which cases, in the mail's order."""
    return list(
        connection.execute(
            select(submission).where(submission.c.mail_id == mail_id).order_by(submission.c.position)
        )
    )


def cases_in(connection: Connection, mail_ids: Sequence[int]) -> set[int]:
    """Ids of the cases that these mails have anything to do with."""
    rows = connection.execute(select(submission.c.case_id).where(submission.c.mail_id.in_(mail_ids)))
    return set(rows.scalars())


def mails_of(connection: Connection, case_id: int) -> list[tuple[int, int | None]]:
    """Each mail that has to do with a case, and the version it brought, if any."""
    rows = connection.execute(
        select(submission.c.mail_id, submission.c.version_id)
        .where(submission.c.case_id == case_id)
        .order_by(submission.c.mail_id)
    )
    return [(row.mail_id, row.version_id) for row in rows]


def attached_mails(connection: Connection, case_id: int) -> dict[int, frozenset[str] | None]:
    """Mails of which something was put to a case → the hashes of the files, None for all of them."""
    rows = connection.execute(
        select(submission.c.mail_id, submission.c.files)
        .where(submission.c.case_id == case_id, submission.c.role == ATTACHED)
        .order_by(submission.c.mail_id)
    )
    return {row.mail_id: None if row.files is None else frozenset(row.files) for row in rows}
