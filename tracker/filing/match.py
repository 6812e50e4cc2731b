"""Is this case new, a new version, or here already? Pure rules on values.

Two different cases are never merged silently: only the same text, or clearly the same case from
the same unit, becomes a version; everything weaker is a doubt for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.campaign.places.gazetteer import Gazetteer
from intake.model.case import CaseReading
from intake.text.likeness import relation, same_title, similarity
from intake.understand.identify.parse.title import is_generic
from tracker.ledger.records import CaseRow, CaseStatus


class Match(StrEnum):
    """How a reading stands to what the ledger holds."""

    NEW = "new"
    SAME = "same"  # the same text again from the same unit: nothing new
    REVISION = "revision"  # a new version of a case of the same unit
    COPY = "copy"  # nearly the same text from another unit: a new case with a doubt
    PRACTICE = "practice"  # perhaps the same practice under another title


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a case reading is, and the case it was compared with."""

    match: Match
    case_id: int = 0
    title: str = ""
    detail: str = ""  # number and county of the case, and how alike the texts are


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that could be the same, with the text of one of its versions."""

    row: CaseRow
    text: str


@dataclass(frozen=True, slots=True)
class Coming:
    """How a case comes: the places of the call, its sender, and whether the mail calls itself a correction.

    Corrections say so in words such as 更正、修改稿、以此为准.
    """

    places: Gazetteer
    sender: str
    revises: bool


STRENGTH = {Match.SAME: 4, Match.REVISION: 3, Match.COPY: 2, Match.PRACTICE: 1, Match.NEW: 0}
SAME_TITLE = 0.9
FORM = 0.9  # a recognised text so like one that was read is a scan of it
RETOLD = 0.25  # different cases are at most 0.21 alike; a correction keeps more of the text


def match_case(reading: CaseReading, candidates: Iterable[Candidate], coming: Coming) -> Verdict:
    """Compare a reading with its candidates; the strongest match wins, the newest on a tie."""
    best = Verdict(Match.NEW)
    for candidate in candidates:
        found = _compare(reading, candidate, coming)
        if found is not Match.NEW and STRENGTH[found] >= STRENGTH[best.match]:
            best = Verdict(
                found, candidate.row.id, candidate.row["title"], _detail(reading, candidate, found)
            )
    return best


def _detail(reading: CaseReading, candidate: Candidate, found: Match) -> str:
    if found not in (Match.COPY, Match.PRACTICE):
        return ""
    row, alike = candidate.row, similarity(reading.text, candidate.text)
    return f"（{row.serial}号，{row['county'] or '所属待核'}，{alike:.0%}文字相同）"


def _compare(reading: CaseReading, candidate: Candidate, coming: Coming) -> Match:
    row = candidate.row
    if row.status is CaseStatus.WITHDRAWN and not reading.text:
        return Match.NEW
    own = _same_unit(reading, row, coming.sender)
    titles = reading.value("title"), row["title"]
    first, second = (
        "" if is_generic(title, coming.places) else title for title in titles
    )  # 优秀案例 names no case
    kind = relation(first, reading.text, second, candidate.text, same_unit=own)
    if kind == "same":
        return Match.SAME if own else Match.COPY
    if kind == "revision" and own and _is_other_form(reading, candidate):
        return Match.SAME
    if kind == "revision":
        return Match.REVISION if own else Match.COPY
    if kind == "near-copy":
        return Match.COPY
    alike = same_title(reading.value("title"), row["title"]) >= SAME_TITLE
    corrects = coming.revises or "revision" in reading.flags
    if own and alike and corrects and _may_replace(reading.text, candidate.text):
        return Match.REVISION
    if kind == "same-practice" or (own and alike):
        return Match.PRACTICE
    return Match.NEW


def _is_other_form(reading: CaseReading, candidate: Candidate) -> bool:
    """Whether this is only a scan of a text that is here in letters: the better text stays."""
    if "recognised" not in reading.flags or "recognised" in candidate.row.flags:
        return False
    return similarity(reading.text, candidate.text) >= FORM


def _may_replace(new: str, old: str) -> bool:
    """Whether a correction under the same title can be one: some text is kept, or one is unreadable."""
    return not new.strip() or not old.strip() or similarity(new, old) >= RETOLD


def _same_unit(reading: CaseReading, row: CaseRow, sender: str) -> bool:
    """The same county, and nothing in town or community that speaks against it.

    Where the county is not known or in doubt, only the same sender's is the same unit's.
    """
    if reading.value("county") and row["county"] and reading.value("county") != row["county"]:
        return False
    for name in ("town", "community"):
        mine, theirs = reading.value(name), row[name]
        if mine and theirs and mine != theirs:
            return False
    known = reading.facts.get("county"), row.values.get("county")
    if any(county is None or not county.value or county.waits for county in known):
        return bool(sender) and sender == row.sender
    return True
