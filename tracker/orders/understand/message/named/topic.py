"""The case that a sentence is about, named before what is done to it: 互助银行我问过处长了，算服务体系."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.orders.understand.fold import even_characters
from tracker.orders.understand.message.named.known import Meant
from tracker.orders.understand.message.named.nickname import (
    DOING,
    SURE,
    Vocabulary,
    is_value,
    names_in,
    one_of_name,
)


def topic_of(clauses: Sequence[str], what: Vocabulary) -> tuple[int, Meant] | None:
    """Which clause of a sentence names the case that a later one disposes of, and the case.

    None where the sentence names several, where nothing is done behind the name, or where the words that are
    like a name are too few to mean one.
    """
    found: list[tuple[int, Meant]] = []
    for at, clause in enumerate(clauses):
        text = even_characters(clause)
        for name in names_in(text, what):
            if (
                name.weight < SURE
                or name.only("unit", "person", "place")
                or is_value(text[: name.start], what, into=False)
            ):
                continue
            meant = one_of_name(name, (name.start, name.end), what)
            if meant is None or meant.why:
                return None
            found.append((at, meant))
    if len({one.serials for _, one in found}) != 1:
        return None
    at, meant = found[0]
    return (at, meant) if any(_disposes(clause, what) for clause in clauses[at + 1 :]) else None


def _disposes(clause: str, what: Vocabulary) -> bool:
    cues = (what.lexicon.meanings[cue[0].lower()] for cue in what.lexicon.pattern.finditer(clause))
    return any(meant & DOING for meant in cues)
