"""Rows of a table: of a returned sheet, or of one that stands in a mail's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from intake.campaign.review import ReviewRules
from intake.text.fold import simplify
from tracker.review.marks.answer import LONGEST_COMMENT, Mark, Question, checked, criteria_names
from tracker.review.marks.values import find_number, is_total, labels_of, read_value, why_unknown
from tracker.review.words import review_words

NUMBER, TITLE, AVOID, COMMENT = "编号", "题目", "回避", "意见"
_TITLED: Final = (TITLE, "名称")
_BLANKS: Final = r"\s+"
_TOTAL: Final = re.compile(r"(?:总分|总得分|合计|总计|共计|平均|均分|加权|综合)")
_NONE: Final = re.compile(r"[-—–/\\一]{1,4}")  # a cell struck through
_PARTING: Final = tuple(map(re.compile, (r"\t", r"\|", r"[,，]", _BLANKS)))  # of cells, tried in turn


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that says what stands in which column."""

    columns: tuple[int, ...]  # number, each criterion, 回避, 意见; -1: none
    parting: re.Pattern[str]
    width: int  # cells
    title: int = -1  # column; -1: none
    total: int = -1

    def row(self, line: str, rules: ReviewRules, numbers: Collection[str]) -> Mark | Question | None:
        """What a line below it says; ``None``: it is no row of the table, or an empty one."""
        cells = cells_of(line, self.parting)
        number = cells[self.columns[0]] if self.columns[0] < len(cells) else ""
        if not any(char.isdigit() for char in number) or _TOTAL.match(number):
            return None
        picked = [cells[place] if 0 <= place < len(cells) else "" for place in self.columns]
        if self.parting.pattern == _BLANKS and len(cells) != self.width:
            as_usual = self.columns[: len(rules.criteria) + 1] == tuple(range(len(rules.criteria) + 1))
            return None if as_usual else Question(line[:60], "这一行与表头的栏数不符，没有登记")
        read = read_row(picked, rules, numbers)
        total = read_value(cells[self.total]) if 0 <= self.total < len(cells) else None
        if not isinstance(read, Mark) or read.avoids or total is None or is_total(total, read.scores, rules):
            return read
        return Question(line[:60], f"{read.number}各项分数与所写总分{total}对不上，请核对", (read.number,))

    def title_in(self, line: str) -> str:
        """The title beside a row's number; empty where the table has none."""
        cells = cells_of(line, self.parting)
        whole = self.parting.pattern != _BLANKS or len(cells) == self.width
        return cells[self.title] if whole and 0 <= self.title < len(cells) else ""


def cells_of(line: str, parting: re.Pattern[str]) -> list[str]:
    """The cells of a line."""
    return [cell.strip() for cell in parting.split(line.strip().strip("|"))]


def read_heading(line: str, rules: ReviewRules) -> Heading | None:
    """The line as headings, when every criterion is one of them, whatever parts the cells."""
    names = [labels[1] if len(labels) > 1 else labels[0] for labels in labels_of(rules)]
    if not all(name in line for name in names) or re.search(
        r"\d", re.sub(r"[（(][^（()）]{0,40}[)）]", "", line)
    ):
        return None
    for parting in _PARTING:
        cells = cells_of(line, parting)
        if all(any(_is_heading(cell, name) for cell in cells) for name in names):
            titled = (at for at, cell in enumerate(cells) if any(word in cell for word in _TITLED))
            summed = (at for at, cell in enumerate(cells) if _TOTAL.match(cell))
            columns = tuple(_columns(cells, names))
            return Heading(columns, parting, len(cells), next(titled, -1), next(summed, -1))
    return None


def _is_heading(cell: str, name: str) -> bool:
    """科学性, 科学, 科学性得分, 科学性（30%）."""
    return (
        re.fullmatch(rf"{re.escape(name)}性?(?:得分|分数|评分|分)?(?:[（(][^（()）]{{0,20}}[)）])?", cell)
        is not None
    )


def _columns(cells: Sequence[str], names: Sequence[str]) -> list[int]:
    def place(word: str) -> int:
        return next((place for place, cell in enumerate(cells) if cell.startswith(word)), -1)

    first = next((place for place, cell in enumerate(cells) if "编号" in cell or "印号" in cell), 0)
    return [
        first,
        *map(place, names),
        place(AVOID),
        next((p for p in map(place, (COMMENT, "评语", "备注")) if p >= 0), -1),
    ]


def read_row(cells: Sequence[str], rules: ReviewRules, numbers: Collection[str]) -> Mark | Question | None:
    """A row of a returned sheet: printed number, a mark a criterion, 回避, 意见; ``None``: left empty."""
    wanted = len(rules.criteria)
    number, *rest = [cell.strip() for cell in cells]
    scores, others = ["" if _NONE.fullmatch(cell) else cell for cell in rest[:wanted]], rest[wanted:]
    avoids, comment = [*others, "", ""][:2]
    if not any(scores) and not avoids and re.fullmatch(r"(?:申请|需要?|应)?回避", comment):
        avoids, comment = comment, ""
    if any("回避" in cell for cell in scores) and not any(re.search(r"\d", cell) for cell in scores):
        scores, avoids = [""] * wanted, "回避"
    shown = " ".join(cell for cell in (number, *scores, avoids) if cell)
    if not any(scores) and not avoids:
        return None
    known = find_number(simplify(number), numbers)
    if known is None:
        return Question(shown, why_unknown(simplify(number), numbers))
    if avoids and avoids not in review_words().words.keeping:
        if any(scores):
            return Question(shown, f"{known}既写了“{avoids}”又打了分，请说明以哪个为准")
        return Mark(known, (), comment[:LONGEST_COMMENT])
    if not any(scores):
        return None
    values = [read_value(simplify(cell)) for cell in scores]
    if any(value is None for value in values):
        return Question(shown, f"应有{wanted}项分数（{criteria_names(rules)}），有的没有填或不是数字")
    return checked(shown, known, [value for value in values if value is not None], comment, rules)
