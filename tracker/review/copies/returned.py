"""A score sheet that comes back, from any program, read by its printed numbers.

It is read as lines with tabs, whatever wrote it, so that a table that went through WPS, an old .doc, a .csv
or a text editor is still understood. A sheet that went to somebody else, in another round or for another
call is refused as a whole; a number beside another case's title is asked about.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.text.fold import simplify
from intake.text.likeness import normalise, same_title
from tracker.review.copies.sheets import FORM, READER, SHEET, SIGNED, Sheet
from tracker.review.marks.answer import Answer, Mark, Question, collect
from tracker.review.marks.beside import hold_comments, hold_told
from tracker.review.marks.rows import NUMBER, Heading, read_heading

_FORM: Final = re.compile(rf"{FORM}[：:\s]{{0,3}}P(\d{{1,9}})-Z(\d{{1,9}})")
_READER: Final = re.compile(rf"{READER}[：:\s]{{1,3}}(\S[^\t]{{0,40}})")
_CELL: Final = re.compile(r"[\t,，|]")
_LONGEST_LINE: Final = 10_000
_ALIKE: Final = 0.5  # of a title that was retyped or shortened and the one that was sent
_SEVERAL: Final = 2
_WHOSE: Final = "表上没有表号和评阅人，不能肯定是您打的，没有登记；请用发给您的评分表，或写上姓名再发，也可在回信中逐行写编号和分数"
_USE_YOURS: Final = "没有登记；请用本轮发给您的评分表，也可在回信中逐行写编号和分数"


def reader_of(text: str) -> int:
    """The id of the expert to whom a sheet went, by the number printed on it; 0: none stands there."""
    found = _FORM.search(text)
    return int(found[2]) if found else 0


def is_sheet(text: str) -> bool:
    """Whether a file is one of our score sheets, by the number printed on it."""
    return _FORM.search(text) is not None


def has_columns(lines: Iterable[str]) -> bool:
    """Whether a table names a column for numbers: it may be a sheet, ours or one made after it."""
    return any(
        NUMBER in (cell.strip('" ') for cell in _CELL.split(simplify(line[:_LONGEST_LINE]))) for line in lines
    )


def read_sheet(lines: Iterable[str], sheet: Sheet, name: str = "", *, is_his: bool = False) -> Answer:
    """Marks in the lines of a returned sheet.

    Args:
        lines: the file's.
        sheet: the one that went out.
        name: of the file.
        is_his: a person says whose it is.
    """
    lines = list(lines)
    own = [number for number, _ in sheet.rows]
    rows: list[_Row] = []
    notes: list[str] = []  # what he wrote above or below the table
    heading: Heading | None = None
    is_known = False
    for line in _as_table([line[:_LONGEST_LINE] for line in lines]):
        text = simplify(line)
        is_known = is_known or is_sheet(text)
        if why := _not_his(text, sheet, above=heading is None):
            return Answer((), (Question("评分表", f"{why}，{_USE_YOURS}"),))
        if found := read_heading(text, sheet.rules):
            heading = found
        elif heading is not None and (said := heading.row(text, sheet.rules, own)) is not None:
            rows.append(_Row(said, heading.title_in(text)))
        elif not _is_printed(text, sheet):
            notes.append(text)
    if heading is None:
        return Answer(
            (), (Question("评分表", f"没有找到“{NUMBER}”一栏，未能读出分数；也可在回信中逐行写编号和分数"),)
        )
    titles = dict(sheet.rows)
    if not is_known and _is_strange(rows, titles):
        return Answer((), (Question("评分表", f"题目都不在发给您的案例之中，{_USE_YOURS}"),))
    if rows and not (is_known or is_his or _has_name([name, *lines], sheet.expert)):
        return Answer((), (Question("评分表", _WHOSE),))
    answer = hold_comments(collect([row.beside(titles) for row in rows], sheet.rules))
    return hold_told(answer, "\n".join(notes), sheet.rules, own)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says, and the title that stands beside its number."""

    said: Mark | Question
    title: str

    def beside(self, titles: Mapping[str, str]) -> Mark | Question:
        """The same, or the question whose marks these are: numbers may have been exchanged."""
        if isinstance(self.said, Question) or not normalise(self.title):
            return self.said
        number = self.said.number
        alike = {other: same_title(self.title, title) for other, title in titles.items()}
        closest = max(alike, key=lambda other: (alike[other], other == number))
        if closest == number and alike[number] >= _ALIKE:
            return self.said
        shown = f"{number} {self.title[:30]}"
        if alike[closest] < _ALIKE:
            return Question(shown, f"{number}旁的题目与发给您的不同，请核对编号", (number,))
        return Question(shown, f"{number}旁写的是{closest}的题目，请说明分数是哪一篇的", (number, closest))


def _has_name(texts: Iterable[str], name: str) -> bool:
    """Whether a name stands anywhere, blanks left out."""
    return any(normalise(simplify(name)) in normalise(simplify(text[:_LONGEST_LINE])) for text in texts)


def _is_strange(rows: Sequence[_Row], titles: Mapping[str, str]) -> bool:
    """Whether several titles stand there, and none is of a case that he has."""
    written = [row.title for row in rows if normalise(row.title)]
    return len(written) >= _SEVERAL and all(
        same_title(one, title) < _ALIKE for one in written for title in titles.values()
    )


def _not_his(line: str, sheet: Sheet, *, above: bool) -> str:
    """Why a line shows that the sheet went to somebody else, or for something else; empty: it does not.

    ``above``: the line stands above the table, where the names of call and reader are printed.
    """
    form = _FORM.search(line)
    if form is not None and int(form[2]) != sheet.expert_id:
        return "这份评分表不是发给您的"
    if form is not None and int(form[1]) != sheet.round_id:
        return "这份评分表是另一轮评阅的"
    if not above:
        return ""
    if SHEET in line and normalise(simplify(sheet.heading)) not in normalise(line):
        return "这份评分表是另一次征集的"
    reader = _READER.search(line) if form is None else None
    if reader is not None and not normalise(reader[1]).startswith(normalise(simplify(sheet.expert))):
        return "这份评分表不是发给您的"
    return ""


def _is_printed(line: str, sheet: Sheet) -> bool:
    """Whether a line stands on the sheet as it left, or is an empty row of its table."""
    printed = normalise(
        simplify("".join((sheet.heading, READER, sheet.expert, sheet.mark, *sheet.guide, SIGNED)))
    )
    said = normalise(line)
    return (
        said in printed or any(normalise(simplify(title)) in said for _, title in sheet.rows) or FORM in line
    )


def _as_table(lines: list[str]) -> list[str]:
    """The lines of a .csv like those of any other table, cells parted by tabs."""
    if not any("\t" not in line and "," in line and has_columns([line]) for line in lines):
        return lines
    try:
        return ["\t".join(" ".join(cell.split()) for cell in cells) for cells in csv.reader(lines)]
    except csv.Error:  # a quotation mark that is never closed
        return lines
