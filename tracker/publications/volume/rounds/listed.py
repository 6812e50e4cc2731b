"""A reply to our proof, or to our asking for final texts, whose text is lines of corrections: it is no case."""

from __future__ import annotations

from dataclasses import replace

from intake.model.case import CaseReading, MailKind, Reading
from tracker.office.desk import Desk
from tracker.publications.volume.finals.take import asked_by
from tracker.publications.volume.rounds.lines import points, read_line


def without_lists(desk: Desk, reading: Reading) -> Reading:
    """The reading without the case that was made of a list of corrections in the mail's own text."""
    if not reading.cases or not all(_is_list(reading, found) for found in reading.cases):
        return reading
    if asked_by(desk, reading.envelope) is None:
        return reading
    return replace(reading, cases=(), kind=MailKind.CORRECTION, needs_person=True)


def _is_list(reading: Reading, found: CaseReading) -> bool:
    """Whether a case came in no file, and at least half of its lines are corrections, or point at a place."""
    lines = [line for line in found.text.splitlines() if line.strip()]
    said = [line for line in lines if read_line(line) is not None]
    pointing = [line for line in lines if points(line) and line not in said]
    in_mail = not any(reading.documents[at].sha256 for at in found.documents)
    return in_mail and bool(said) and 2 * (len(said) + len(pointing)) >= len(lines)
