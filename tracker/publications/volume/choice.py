"""Which cases are printed, and in which order: by theme and official order of the units, or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from intake.campaign.campaign import number_pattern
from intake.text.fold import nfkc, plain
from tracker.errors import OrderError
from tracker.ledger import doubts
from tracker.ledger.cases import case_versions, list_cases
from tracker.ledger.events import record_event
from tracker.ledger.published.finals import AFTER, declare_final, last_word
from tracker.ledger.published.volume import Choice, drop_choices, list_choices, put_choice
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.desk import Desk
from tracker.publications.volume.words import volume_words

_NUMBER = re.compile(r"(?<!\d)(\d{1,6})\s{0,3}号")
_ALONE = re.compile(r"\D{0,4}(\d{1,6})\D{0,2}")
SHORTEST_TITLE = 4  # characters: a shorter title inside a line may be any word
MOST_ASKED = 3  # cases that a line may mean
# What stands beside a title without a mark.
BESIDE = ("county", "town", "community", "unit", "contact", "subtitle")
_PIECE = re.compile(r"[\t|｜《》“”，,；;]|\s{2,}|^\s*\d{1,4}[、.．]")
NEAR = 0.7  # of two titles (difflib): 去学校 for 去上学, not another case


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cases in the order in which they were named, lines that named none, and what is said of lines that did."""

    cases: tuple[CaseRow, ...]
    remarks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class By:
    """Who chose, why, and whether the order of naming is the order of printing."""

    who: str
    reason: str = ""
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A printed case with what was decided about it."""

    row: CaseRow
    choice: Choice


def choose_cases(desk: Desk, cases: Sequence[CaseRow], by: By) -> tuple[str, ...]:
    """Put cases into the volume; returns Chinese remarks about those that stay out, or had a final text before.

    This is the one way in, for commands, orders and decisions of experts alike.
    """
    remarks = []
    for place, row in enumerate(cases, 1):
        if row.status is not CaseStatus.ACTIVE:
            word = "已撤回" if row.status is CaseStatus.WITHDRAWN else f"与{row.duplicate_of}重复"
            remarks.append(f"{row.number}{word}，未列入")
            continue
        final = _known_final(desk, row)
        choice = Choice(row.id, place if by.in_order else None, final, by.who, by.reason, desk.now)
        put_choice(desk.connection, choice)
        if final is not None:
            remarks.append(f"{row.number}此前已有定稿，仍以第{final}稿为定稿")
        record_event(
            desk.connection,
            "volume.chosen",
            desk.now,
            who=by.who,
            case_id=row.id,
            detail={"reason": by.reason, "place": choice.place, "unit": row.unit_key},
        )
    return tuple(remarks)


def _known_final(desk: Desk, row: CaseRow) -> int | None:
    """The version that was declared final before a case was left out; None where it is in, or none was."""
    word = last_word(desk.connection, row.id)
    return None if word is None or row.id in list_choices(desk.connection) else word.version


def leave_out(desk: Desk, cases: Sequence[CaseRow], by: By) -> None:
    """Take cases out of the volume."""
    drop_choices(desk.connection, [row.id for row in cases])
    for row in cases:
        record_event(
            desk.connection,
            "volume.dropped",
            desk.now,
            who=by.who,
            case_id=row.id,
            detail={"reason": by.reason},
        )


def fix_final(desk: Desk, row: CaseRow, version: int | None, by: By) -> str:
    """Declare a version final (0: the one that counts now; None: none); returns what was done in Chinese.

    Raises:
        OrderError: the case is not in the volume, or has no such version.
    """
    if row.id not in list_choices(desk.connection):
        raise OrderError(f"{row.number}没有编入汇编，请先用 zhengji volume choose 选定")
    number = row.version if version == 0 else version
    known = [found.number for found in case_versions(desk.connection, row.id)]
    if number is not None and number not in known:
        raise OrderError(f"{row.number}没有第{number}稿，现有第{'、'.join(map(str, known))}稿")
    declare_final(desk.connection, row.id, number, by.who, desk.now)
    doubts.settle_doubts(desk.connection, desk.now, by.who, case_id=row.id, codes=(AFTER,))
    return (
        f"{row.number}以第{number}稿为定稿" if number is not None else f"{row.number}不再有定稿，以现用稿排印"
    )


def chosen_cases(desk: Desk) -> list[Chosen]:
    """The cases of the volume in print order.

    Those with a place of hers come first in each part, then the others in official order of their units
    and by number; parts are the themes, cases of no theme come last.
    """
    choices = list_choices(desk.connection)
    order = {unit.key: place for place, unit in enumerate(desk.campaign.units)}
    rows = list_cases(desk.connection, list(choices))
    found = [Chosen(row, choices[row.id]) for row in rows if row.status is CaseStatus.ACTIVE]

    def place(one: Chosen) -> tuple[int, int, int, int]:
        by_hand = one.choice.place if one.choice.place is not None else 1_000_000
        return theme_of(desk, one.row), by_hand, order.get(one.row.unit_key, len(order)), one.row.serial

    return sorted(found, key=place)


def theme_of(desk: Desk, row: CaseRow) -> int:
    """The number of a case's theme; one more than there are for none."""
    themes = len(desk.campaign.themes)
    value = row["theme"]
    return int(value) if value.isdecimal() and 1 <= int(value) <= themes else themes + 1


def by_column(desk: Desk, field: str) -> Wanted:
    """The cases that a column of the workbook marks: anything but nothing and words of declining.

    Numbers in it are an order: the cases come by them.
    """
    declined = {nfkc(word).lower() for word in volume_words().declined}
    marked = []
    for row in list_cases(desk.connection):
        value = nfkc(row[field]).strip().lower()
        if value and value not in declined:
            marked.append((int(value) if value.isdecimal() else 0, row.serial, row))
    return Wanted(tuple(row for _, _, row in sorted(marked, key=lambda entry: entry[:2])))


def by_lines(desk: Desk, lines: Iterable[str]) -> Wanted:
    """The cases that the lines of a list name, by number or by title.

    A title that is only a part of what a line says is taken, and that is said.
    """
    rows = list_cases(desk.connection)
    finder = _Finder(rows, number_pattern(desk.campaign.number_format))
    found: dict[int, CaseRow] = {}
    remarks: list[str] = []
    told: list[str] = []
    for line in lines:
        if not line.strip():
            continue
        named = finder.find(line)
        if len(named) == 1:
            found.setdefault(named[0].id, named[0])
            told += finder.tell(line, named[0])
        elif named:
            numbers = "、".join(row.number for row in named)
            remarks.append(f"“{_short(line)}”有{len(named)}篇同名（{numbers}），请写编号")
        else:
            remarks.append(f"“{_short(line)}”没有对应的案例{finder.ask(line)}")
    return Wanted(tuple(found.values()), tuple(remarks), tuple(told))


class _Finder:
    """Finds the cases that a line names: by our number, by title, by “N号”, by a number alone."""

    def __init__(self, rows: Sequence[CaseRow], pattern: re.Pattern[str]) -> None:
        self._by_serial = {row.serial: row for row in rows}
        self._pattern = pattern
        self._titles: dict[str, list[CaseRow]] = {}
        titled = [(title, row) for row in rows if len(title := _letters(row["title"])) >= SHORTEST_TITLE]
        for title, row in titled:
            if row.status is CaseStatus.ACTIVE:
                self._titles.setdefault(title, []).append(row)
        for title, row in titled:  # that one counts no more is said when it is chosen
            self._titles.setdefault(title, [row])

    def find(self, line: str) -> list[CaseRow]:
        clean = nfkc(line).lower().strip()
        if marked := self._pattern.search(clean):
            return self._of(marked.group(1))
        text = _letters(line)
        titles = [title for title in self._titles if title in text]
        if titles:
            return self._titles[max(titles, key=len)]
        named = _NUMBER.search(clean) or _ALONE.fullmatch(clean)
        return self._of(named.group(1)) if named else []

    def tell(self, line: str, row: CaseRow) -> Iterator[str]:
        """That a line was taken for a case whose title is only a part of the title that the line says.

        What stands beside the title in other cells, or between other marks, is no part of it.
        """
        title = _letters(row["title"])
        said = [_letters(piece) for piece in _PIECE.split(line)]
        if title in said or title not in _letters(line):
            return
        left = next((piece for piece in said if title in piece), _letters(line)).replace(title, "", 1)
        for value in sorted((_letters(row[name]) for name in BESIDE), key=len, reverse=True):
            left = left.replace(value, "") if value else left
        if left:
            yield f"“{_short(line)}”按{row.number}《{row['title']}》列入，请核对"

    def ask(self, line: str) -> str:
        """Whether a title that is nearly the same, or that the line shortens, is meant."""
        text = _letters(line)
        near = get_close_matches(text, self._titles, n=1, cutoff=NEAR)
        if not near and len(text) >= SHORTEST_TITLE:
            near = [title for title in self._titles if text in title]
        rows = [row for title in near for row in self._titles[title]]
        if not rows:
            return ""
        named = "、".join(f"{row.serial}号《{row['title']}》" for row in rows[:MOST_ASKED])
        return f"，是否为{named}？请写编号"

    def _of(self, serial: str) -> list[CaseRow]:
        row = self._by_serial.get(int(serial))
        return [row] if row is not None else []


def _letters(text: str) -> str:
    """A text without punctuation and blanks, for comparing titles."""
    return "".join(sign for sign in plain(text) if sign.isalnum())


def _short(line: str) -> str:
    text = " ".join(line.split())
    return text if len(text) <= 30 else f"{text[:30]}…"
