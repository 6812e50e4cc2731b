"""What an expert keeps away from in words that name nothing we know: 我爱人的单位. Nothing is sent to him until a person says what is meant."""

from __future__ import annotations

from collections.abc import Iterable

from intake.text.fold import fold
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.review.experts import ExpertRow
from tracker.office.desk import Desk
from tracker.review.experts.avoid import Paper
from tracker.review.experts.offices import is_office, same_office
from tracker.review.experts.people import county_key


def unclear_avoids(desk: Desk, expert: ExpertRow, papers: Iterable[Paper]) -> tuple[str, ...]:
    """Words of an expert's 回避 that name no unit, place, office, person or case, and that no person has settled."""
    settled = set(get_note(desk.connection, _mark(expert)) or ())
    open_ones = [word for word in expert.avoids if word not in settled and not _is_known(desk, word)]
    if not open_ones:
        return ()
    papers = tuple(papers)
    return tuple(word for word in open_ones if not any(_names(word, paper) for paper in papers))


def settle_avoids(desk: Desk, expert: ExpertRow, who: str) -> tuple[str, ...]:
    """A person has seen what an expert keeps away from; the words that were not clear before."""
    settled = list(get_note(desk.connection, _mark(expert)) or ())
    fresh = tuple(word for word in expert.avoids if word not in settled and not _is_known(desk, word))
    if fresh:
        set_note(desk.connection, _mark(expert), [*settled, *fresh], desk.now)
        detail = {"expert": expert.name, "words": list(fresh)}
        record_event(desk.connection, "review.avoid_settled", desk.now, who=who, detail=detail)
    return fresh


def _mark(expert: ExpertRow) -> str:
    return f"review.avoid_settled:{expert.id}"


def _is_known(desk: Desk, word: str) -> bool:
    """Whether a word is a unit, a place or an office by itself."""
    if not fold(word).text or county_key(word, desk.campaign) or is_office(word):
        return True
    found = desk.parts.call.places.mentions(word)
    return any(mention.text == word.strip() for mention in found)


def _names(word: str, paper: Paper) -> bool:
    """Whether a word is a case's number, or one of its persons, places or offices."""
    said = fold(word).text
    exact = {fold(name).text for name in (paper.number, *paper.persons, *paper.places)}
    return said in exact or any(same_office(word, name) for name in paper.units)
