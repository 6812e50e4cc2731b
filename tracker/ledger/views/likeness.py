"""Which cases of the ledger are worth comparing with a text."""

from __future__ import annotations

from sqlalchemy import Connection, false, func, select

from intake.text.likeness import Fingerprint
from tracker.ledger.records import CaseStatus
from tracker.ledger.schema import band, case, fact, submission, version

CLOSEST = 24  # texts that one text is compared with, of each way to find them


def cases_like(connection: Connection, marks: Fingerprint, title: str) -> dict[int, str]:
    """Cases worth comparing: id → an equal text of theirs, or else the newest that is like.

    Found by equal text, by shared bands (the most first), and by an equal title; the cost does not
    grow with the number of cases.
    """
    shared = func.count()
    near = (
        select(band.c.version_id)
        .where(band.c.value.in_(marks.bands))
        .group_by(band.c.version_id)
        .order_by(shared.desc(), band.c.version_id.desc())
        .limit(CLOSEST)
    )
    titled = (
        select(fact.c.version_id)
        .where(fact.c.field == "title", fact.c.value == title if title else false())
        .order_by(fact.c.version_id.desc())
        .limit(CLOSEST)
    )
    equal = version.c.text_sha256 == marks.sha256
    rows = connection.execute(
        select(version.c.case_id, version.c.text)
        .where(equal | version.c.id.in_(near) | version.c.id.in_(titled))
        .order_by(equal, version.c.id)
    )
    return {row.case_id: row.text for row in rows}


def kept_case(connection: Connection, case_id: int) -> int:
    """The case that a person kept for this one (5、6是同一篇，留6), itself if there is none."""
    seen = {case_id}
    while True:
        kept = connection.execute(
            select(case.c.duplicate_of).where(case.c.id == case_id, case.c.status == CaseStatus.DUPLICATE)
        ).scalar()
        if kept is None or kept in seen:
            return case_id
        case_id = kept
        seen.add(kept)


def like_cases(connection: Connection, case_id: int) -> list[int]:
    """Ids of the cases that this one resembled when it came."""
    rows = connection.execute(
        select(submission.c.other_id)
        .where(submission.c.case_id == case_id, submission.c.other_id.is_not(None))
        .distinct()
        .order_by(submission.c.other_id)
    )
    return [row.other_id for row in rows]
