"""Several people's words in one cell of their own: columns they added, comments, remarks on units."""

from __future__ import annotations

from tracker.sheet.back.grid import plain

JOIN = "／"  # between two people's words


def split_words(text: str) -> list[str]:
    """The words that stand side by side in a cell."""
    return [word for part in text.split(JOIN) if (word := part.strip())]


def merge_words(base: str, hers: str, current: str) -> str:
    """What a cell holds when the ledger's text and hers have both moved away from what was issued.

    Every word of the ledger stays; of hers those are added that neither the edition showed nor the
    ledger has. So the same cell may come back any number of times, empty or full, and nothing more
    is added.
    """
    known = {plain(word) for word in (*split_words(base), *split_words(current))}
    added = {plain(word): word for word in split_words(hers) if plain(word) not in known}
    return JOIN.join(filter(None, [current, *added.values()]))
