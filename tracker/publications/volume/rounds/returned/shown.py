"""What differs in a case that came back, in a few words: “36件”改为“38件”; 增加“…”; 删去“…”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.publications.volume.rounds.differences import Mark, Piece
from tracker.publications.volume.rounds.returned.came import Changed
from tracker.publications.volume.rounds.returned.match import PICTURE

MOST: Final = 5  # places of one case that a letter shows
LONGEST: Final = 24  # characters of one side
_ENDS: Final = re.compile("[，。；：、！？]")
AROUND: Final = 4  # characters on each side of what differs


def show_changes(case: Changed) -> list[str]:
    """The first places of a case that differ, and how many more there are."""
    found = list(_renamed(case))
    found += [shown for line in case.lines for shown in _places(line)]
    more = len(found) - MOST
    return found if more <= 0 else [*found[:MOST], f"另有{more}处，见所附改动对照"]


def _renamed(case: Changed) -> Iterator[str]:
    if case.is_renamed:
        yield f"题目由《{case.printed}》改为《{case.title}》"


def _places(line: Sequence[Piece]) -> Iterator[str]:
    """The places of a line: each with a little around it."""
    if len(line) == 1:
        yield _whole(line[0])
        return
    at = 0
    while at < len(line):
        if line[at].mark is Mark.SAME:
            at += 1
            continue
        end = at
        while end < len(line) and line[end].mark is not Mark.SAME:
            end += 1
        before = _ENDS.split(line[at - 1].text[-AROUND:])[-1] if at else ""
        behind = _ENDS.split(line[end].text[:AROUND])[0] if end < len(line) else ""
        old, new = ("".join(p.text for p in line[at:end] if p.mark is mark) for mark in (Mark.GONE, Mark.NEW))
        yield f"“{_short(before + old + behind)}”改为“{_short(before + new + behind)}”"
        at = end


def _whole(piece: Piece) -> str:
    word = "增加" if piece.mark is Mark.NEW else "删去"
    return f"{word}图片一张" if piece.text == PICTURE else f"{word}“{_short(piece.text)}”"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 8]}…{text[-7:]}"
