"""Tables understood: lines of text, label → value pairs of forms, rows of lists.

Works on plain cells, so that other readers of tables can use it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from intake.documents.tables.labels import is_known_label, known_label, may_be_label, plain_label
from intake.model.case import Row

SHORT_LINES: Final = 3
SHORT_CHARS: Final = 60  # a cell of so few lines and characters stays within its row
VERTICAL_CHARS: Final = 12
LONGEST_VALUE: Final = 4000


class Cell(NamedTuple):
    """One cell: its lines, how many columns it spans, and whether it only continues a merge."""

    lines: tuple[str, ...] = ()
    span: int = 1
    continues: bool = False  # belongs to the cell above, or to the one before
    nested: bool = False  # holds a table of its own
    across: bool = False  # it is the one before
    drawn: tuple[str, ...] = ()  # the lines with their marks of pictures, where ``lines`` are without
    gap: bool = False  # stands for no cell: the row begins further right; ``continues`` is set, too

    @property
    def text(self) -> str:
        """The lines as one; single characters set below each other are one word."""
        lines = self.lines
        joined = lines[0] if len(lines) == 1 else _join_vertical(lines) or "\n".join(lines)
        return joined.replace("\f", "")

    @property
    def is_short(self) -> bool:
        """Whether the cell may share a line with its neighbours."""
        if len(self.lines) <= 1:
            return True
        few = len(self.lines) <= SHORT_LINES and sum(map(len, self.lines)) <= SHORT_CHARS
        return not self.nested and (few or bool(_join_vertical(self.lines)))


Grid = Sequence[Sequence[Cell]]
_WORD: Final = re.compile(r"[\u4e00-\u9fff（）()、]+")
_NEW_LABEL: Final = re.compile(r"[\u4e00-\u9fff、/（）()]{2,12}")


def _join_vertical(lines: Sequence[str]) -> str:
    """案 / 例 / 名 / 称 in a narrow cell → 案例名称; ``""`` for ordinary lines such as two names."""
    if len(lines) < 2 or any(len(line) > 2 for line in lines):
        return ""
    joined = "".join(lines)
    if len(joined) > VERTICAL_CHARS or not _WORD.fullmatch(joined):
        return ""
    return joined if len(joined) == len(lines) or is_known_label(joined) else ""


def lines_of_row(cells: Sequence[Cell]) -> Iterator[str]:
    """The row as lines of text: short cells joined by tabs, long cells as paragraphs."""
    shown = [cell for cell in cells if not cell.continues]
    if len(shown) == 1:
        yield from shown[0].lines
        return
    current: list[str] = []
    for cell in shown:
        lines = cell.lines
        if len(lines) == 1 or cell.is_short:
            current.append(lines[0] if len(lines) == 1 else _join_vertical(lines) or " ".join(lines))
            continue
        yield from _flush(current)
        current = []
        yield from lines
    yield from _flush(current)


def _flush(current: list[str]) -> Iterator[str]:
    line = "\t".join(current).strip("\t")
    if line.strip():
        yield line


HEADER_WORDS: Final = re.compile(
    r"序号|编号|(案例|材料|项目|文章)?(名称|标题|题目)|(申报|报送|推荐|上报|填报|实施|所在|作者|选送)?单位(名称)?|联系人(姓名)?"
    r"|(联系|办公|移动)?(电话|手机|方式)(号码)?|手机号码?|字数|(所属|案例|申报)?(主题|类别|类型|层级|级别)|(所属|所在)?"
    r"(县区|区县|县市区|县|区|镇|乡镇|镇街|街道|村|社区|村居|村社区|镇街道|县、市区)|作者|撰稿人?|执笔人?|姓名|职务|备注|(填报|报送)?(时间|日期)|附件(情况)?"
)


def header_row(grid: Grid) -> int | None:
    """The number of the row that heads a list (汇总表), or None: forms and prose have none."""
    for number, cells in enumerate(grid[:4]):
        filled = [text for cell in cells if not cell.continues and (text := cell.text)]
        if len(filled) < 2 or len(filled) < 0.7 * len(cells) or number + 1 >= len(grid):
            continue
        heads = sum(may_be_label(text) and bool(HEADER_WORDS.fullmatch(plain_label(text))) for text in filled)
        heads -= 2 * sum(_names_level(known_label(a), b) for a, b in pairwise(filled))
        if heads >= max(2, 0.6 * len(filled)) and (len(filled) > 2 or _is_list_below(grid, number)):
            return number
    return None


_LEVELS: Final = re.compile(r"[县区市镇乡村]|街道|社区|县区|县级|镇街|村居|村社区|[县镇村][(（]\S{1,4}[）)]")


def _names_level(label: str, text: str) -> bool:
    """层级 | 社区: the word that would be a label elsewhere is the value here."""
    return label.endswith(("层级", "级别")) and _LEVELS.fullmatch("".join(text.split())) is not None


def _is_list_below(grid: Grid, number: int) -> bool:
    """For two columns: below the head there must be values, not labels."""
    below = [cells for cells in grid[number + 1 :] if any(cell.text for cell in cells)]
    return len(below) >= 2 and not any(is_known_label(cells[0].text) for cells in below if cells)


def rows_of_list(grid: Grid, head: int) -> tuple[Row, ...]:
    """Head and data rows; a cell merged downwards gives its value to every row it covers."""
    rows = []
    above: dict[int, str] = {}
    for cells in grid[head:]:
        texts, column = [], 0
        for cell in cells:
            text = (
                above.get(column, "")
                if cell.continues and not cell.gap
                else ""
                if cell.gap
                else " ".join(cell.text.split())
            )
            above[column] = text
            texts.append(text)
            column += cell.span
        if any(texts):
            rows.append(Row(tuple(texts)))
    return tuple(rows)


_TITLES: Final = ("标题", "题目", "名称")
LONGEST_LABEL: Final = 6  # characters of what may still be a label beside 标题


class _Field(NamedTuple):
    """A cell of a form."""

    text: str
    label: str  # "" when it holds none
    continues: bool


def pairs_of_form(grid: Grid) -> Iterator[tuple[str, str]]:
    """Label → value of a form: a label cell and the cell to its right, or below its head row."""
    texts = (cell.text for cells in grid for cell in cells if not cell.continues)
    if not any(may_be_label(text) and known_label(text) for text in texts):
        return
    rows = [
        [_Field(text := cell.text, known_label(text), cell.continues) for cell in cells] for cells in grid
    ]
    labels = sum(bool(field.label) and not field.continues for fields in rows for field in fields)
    if len(rows) == 2 and _all_labels(rows[0]):
        yield from _pairs_below(rows[0], rows[1])
        return
    group = ""
    for fields in rows:
        starts_group = bool(fields) and not fields[0].continues
        own = [field for field in fields if not field.continues]
        found, head = _pairs_of_row(own, "" if starts_group else group)
        group = head if starts_group else group
        yield from found
        if not found and labels >= 2 and len(fields) == 2:
            yield from _pair_of_two(fields[0].text, fields[1])


def _all_labels(fields: Sequence[_Field]) -> bool:
    filled = [field for field in fields if field.text]
    return len(filled) >= 2 and all(field.label for field in filled)


def _pairs_below(heads: Sequence[_Field], values: Sequence[_Field]) -> Iterator[tuple[str, str]]:
    if len(heads) != len(values) or any(field.label for field in values):
        return
    for head, value in zip(heads, values, strict=True):
        if head.text and value.text:
            yield head.label, value.text[:LONGEST_VALUE]


def _pairs_of_row(fields: Sequence[_Field], group: str) -> tuple[list[tuple[str, str]], str]:
    """The pairs of one row, and the label that heads a group of rows (联系人 | 姓名 | … ), if any."""
    found = []
    head = ""
    at = 0
    while at + 1 < len(fields):
        first, second = fields[at], fields[at + 1]
        if not first.label:
            at += 1
        elif second.label and not _names_level(first.label, second.text) and not _is_title(fields, at):
            if at == 0:
                head = group = first.label
            at += 1
        else:
            label = first.label
            if second.text:
                full = group + label if group and label != group else label
                found.append((full, second.text[:LONGEST_VALUE]))
            at += 2
    return found, head


def _is_title(fields: Sequence[_Field], at: int) -> bool:
    """标题 | 苹果地磅的半夜电话: a title may end as a label does."""
    first, second = fields[at], fields[at + 1]
    return len(fields) == 2 and first.label.endswith(_TITLES) and len(second.text) > LONGEST_LABEL


def _pair_of_two(head: str, value: _Field) -> Iterator[tuple[str, str]]:
    """In a form, a row of two cells is a pair even when the label is a new word."""
    label = plain_label(head)
    if value.text and not value.label and _NEW_LABEL.fullmatch(label):
        yield label, value.text[:LONGEST_VALUE]
