"""Who must not read what: found from persons, units and places, never from a mailbox.

Asked again at every change, at sending and at counting: a mail address can change hands, a case can
turn out to be of another county.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.text.fold import fold
from tracker.review.experts.offices import same_office

TOWNS = (
    "镇",
    "乡",
    "街道",
    "社区",
    "村",
    "居委会",
    "村委会",
)  # endings of places whose people are known to each other


@dataclass(frozen=True, slots=True)
class Expert:
    """A person who reads."""

    id: int
    name: str
    unit: str = ""  # 云龙区民政局
    county: str = ""  # key of the unit he works in, "" when of none
    most: int | None = None  # cases he is willing to read
    wishes: frozenset[int] = frozenset()  # themes
    avoids: frozenset[str] = frozenset()  # declared: keys of counties, names of units, persons, case numbers
    active: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A case as far as it matters who reads it."""

    id: int
    number: str = ""  # as in the ledger: XZ-012
    theme: int | None = None
    county: str = ""  # key
    places: frozenset[str] = frozenset()  # county, town, community as written
    units: frozenset[str] = frozenset()  # who wrote, who signed, who sent, as written
    persons: frozenset[str] = frozenset()  # contacts, authors


def why_barred(expert: Expert, paper: Paper) -> str:
    """Why an expert must not read a case, in Chinese; ``""`` when nothing speaks against it."""
    if expert.county and expert.county == paper.county:
        return "本县（市、区）案例"
    own = fold(expert.name).text
    persons = {fold(person).text for person in paper.persons}
    if own in persons:
        return "本人参与的案例"
    if expert.unit and any(same_office(expert.unit, name) for name in paper.units):
        return "本单位案例"
    towns = (place for place in paper.places if place.endswith(TOWNS) and len(place) > 2)
    if any(fold(place).text in fold(expert.unit).text for place in towns):
        return "本镇（街道）、村（社区）案例"
    for declared in sorted(expert.avoids):
        word = fold(declared).text
        if not word:
            continue
        if word in (paper.county, fold(paper.number).text) or word in persons:
            return f"本人申请回避（{declared}）"
        if any(same_office(declared, name) for name in paper.units):
            return f"本人申请回避（{declared}）"
        if any(word == fold(place).text for place in paper.places):
            return f"本人申请回避（{declared}）"
    return ""


def barred_pairs(experts: Iterable[Expert], papers: Iterable[Paper]) -> dict[tuple[int, int], str]:
    """``(expert id, case id)`` of each barred pair and why."""
    papers = tuple(papers)
    return {
        (expert.id, paper.id): why
        for expert in experts
        for paper in papers
        if (why := why_barred(expert, paper))
    }
