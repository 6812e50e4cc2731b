"""Understand a returned workbook: which row is which case, what stands in which field.

Pure: runs in the reading worker (intake/worker/pool.py), knows no ledger, and answers hostile files with
a stated refusal. What the values mean against the ledger is settled by tracker/sheet/take/compare.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from intake.campaign.entries import ITEM
from intake.documents.sheet.cells import CellKind
from intake.model.errors import Damaged, ReadingError
from intake.model.limits import Limits
from intake.text.fold import nfkc
from tracker.sheet.back.grid import EMPTY, Book, Cell, Grid, column_letters
from tracker.sheet.back.marks import Mark, is_side_page, read_marks
from tracker.sheet.columns import BASE_COLUMN, CASES, COLUMNS, EVIDENCE, OURS, SERIAL, STAMP, TOTAL

LOOK_ROWS: Final = 20
LEAST_HEADINGS: Final = 4
MOST_OWN: Final = 30  # columns of her own
MOST_BYTES: Final = 64 * 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STAMP: Final = re.compile(r"\s*(\d{1,7})\.(\d{1,5})\.(\d{1,7})\s*")
_BASE_MARK: Final = re.compile(r"([a-z0-9][a-z0-9-]*)/(\d{1,7})")
_THREADED: Final = re.compile(r"^\[[^\]]{2,20}\].*?(?:Comment|Reply|批注|注释|评论|回复)[:：]\s*", re.S)


@dataclass(frozen=True, slots=True)
class BackRow:
    """One row of the returned sheet; ``row`` as the program numbers it, from 1."""

    row: int
    serial: int | None  # from the hidden stamp
    version: int | None
    edition: int | None
    cells: dict[str, Cell]  # column name → cell
    own: dict[str, Cell]  # heading of a column of hers → cell
    notes: dict[str, str]  # column name → her comment

    def text(self, name: str) -> str:
        """What a cell of ours shows, ``""`` when there is none."""
        return self.cells.get(name, EMPTY).text


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned workbook as understood; with ``refused`` set nothing else counts."""

    refused: str = ""
    sheet: str = ""
    campaign: str = ""
    edition: int | None = None
    editor: str = ""
    columns: dict[str, str] = field(default_factory=dict)  # column name → its letters
    own: dict[str, str] = field(default_factory=dict)  # heading of hers → its letters
    rows: tuple[BackRow, ...] = ()
    base: dict[int, dict[str, str]] = field(default_factory=dict)  # serial → field → value as issued
    has_notes: bool = False
    remarks: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()  # what she wrote on the other pages

    def place(self, row: int, name: str) -> str:
        """案例汇总表!F7"""
        letters = self.columns.get(name) or self.own.get(name, "")
        return f"{self.sheet}!{letters}{row}"


def read_back(item: tuple[bytes, Limits]) -> Returned:
    """Read the bytes of a returned workbook. Never raises for what the bytes hold."""
    content, limits = item
    if len(content) > MOST_BYTES:
        return Returned(refused="文件过大")
    try:
        return understand(_open(content, limits))
    except ReadingError as error:
        return Returned(refused=str(error))
    except ValueError:  # lxml on characters that XML cannot hold
        return Returned(refused=Damaged.message)


def looks_like_ours(grid: Grid) -> bool:
    """Whether the first rows hold one of our headings, or the sheet is the hidden base."""
    return _heading_row(grid) is not None or _base_mark(grid) is not None or is_side_page(grid)


def _open(content: bytes, limits: Limits) -> Book:
    if content.startswith(_OLE):
        from tracker.sheet.back.xls import read_xls_grids

        return read_xls_grids(content, limits, looks_like_ours)
    from tracker.sheet.back.xlsx import read_xlsx_grids

    return read_xlsx_grids(content, limits, looks_like_ours)


def understand(book: Book) -> Returned:
    """Find the sheet of cases, its columns and rows."""
    remarks: list[str] = []
    bases = [grid for grid in book.grids if _base_mark(grid) is not None]
    sides = [grid for grid in book.grids if is_side_page(grid) and _heading_row(grid) is None]
    grids = [grid for grid in book.grids if grid not in bases and grid not in sides]
    if not grids:
        return Returned(refused="未找到案例汇总表：没有同时含“案例编号”“案例名称”等栏目的工作表")
    grid = max(grids, key=_rank)
    others = [other.name for other in grids if other is not grid]
    if others:
        remarks.append(f"另有工作表{'、'.join(f'“{name}”' for name in others[:5])}与汇总表相似，未读取")
    grid.spread_merges()
    head = _heading_row(grid)
    assert head is not None
    heads = _read_heads(grid, head, remarks)
    rows = tuple(_rows(grid, heads))
    campaign, edition = _said(book, bases)
    editions = [row.edition for row in rows if row.edition is not None]
    return Returned(
        sheet=grid.name,
        campaign=campaign,
        edition=max(editions, default=edition),
        editor=book.editor,
        columns={name: column_letters(index) for name, index in heads.ours.items()},
        own={heading: column_letters(index) for heading, index in heads.own.items()},
        rows=rows,
        base=_base(bases[0]) if bases else {},
        has_notes=grid.has_notes,
        remarks=tuple(remarks),
        marks=read_marks(sides),
    )


def _said(book: Book, bases: list[Grid]) -> tuple[str, int | None]:
    """Campaign and edition as the file says: its properties, else the hidden sheet."""
    campaign = book.properties.get("zhengji-campaign", "")
    number = book.properties.get("zhengji-edition", "")
    edition = int(number) if number.isdecimal() and len(number) < 8 else None
    mark = _base_mark(bases[0]) if bases else None
    if mark is not None:
        campaign, edition = campaign or mark[0], mark[1] if edition is None else edition
    return campaign, edition


def _rank(grid: Grid) -> tuple[bool, bool, int]:
    """The sheet that is the one of cases: with our stamps, with our name, with most rows."""
    head = _heading_row(grid)
    row = grid.cells.get(head, {}) if head is not None else {}
    stamped = any(fold(cell.text) == STAMP for cell in row.values())
    return stamped, grid.name.endswith(CASES.removeprefix(ITEM)), len(grid.cells)


def fold(text: str) -> str:
    """A heading without width, spaces and line ends: 县（市）区 is 县(市)区."""
    return "".join(nfkc(text).split())


_BY_HEADING: Final = {fold(column.heading): column.name for column in COLUMNS}
_OTHER_WORDS: Final = {
    "编号": "number", "登记编号": "number", "县市区": "county", "县区": "county", "区县": "county",
    "镇街道": "town", "镇街": "town", "乡镇": "town", "乡镇街道": "town", "村社区": "community",
    "村居": "community", "题目": "title", "标题": "title", "案例题目": "title", "主题类别": "theme",
    "单位": "unit", "上报单位": "unit", "电话": "phone", "联系方式": "phone", "手机": "phone",
    "状态": "status", "备注说明": "remark",
}  # fmt: skip


def _usual(cells: Iterable[Cell]) -> list[str]:
    """The headings of a row, folded, with our word where a call has its own: 论文编号 beside 论文名称."""
    folded = [fold(cell.text) for cell in cells]
    words = {text.removesuffix("编号") for text in folded if text.endswith("编号")}
    own = next((word for word in words if word and f"{word}名称" in folded), ITEM)
    return [
        f"{ITEM}{text.removeprefix(own)}" if text in (f"{own}编号", f"{own}名称") else text for text in folded
    ]


def _name_of(heading: str) -> str:
    folded = fold(heading)
    bare = re.sub(r"[()、/]", "", folded)
    return _BY_HEADING.get(folded) or _OTHER_WORDS.get(folded) or _OTHER_WORDS.get(bare, "")


def _heading_row(grid: Grid) -> int | None:
    for row, cells in grid.rows():
        if row >= LOOK_ROWS:
            return None
        names = {_BY_HEADING.get(heading, "") for heading in _usual(cells.values())} - {""}
        if len(names) >= LEAST_HEADINGS and names & {"number", "title"}:
            return row
    return None


@dataclass(frozen=True, slots=True)
class _Heads:
    """The row of the headings, and what stands in which column."""

    row: int
    ours: dict[str, int]  # name → column
    own: dict[str, int]  # heading of hers → column
    stamp: int | None


def _read_heads(grid: Grid, head: int, remarks: list[str]) -> _Heads:
    """What the headings say; what is odd about them goes into ``remarks``."""
    columns: dict[str, int] = {}
    own: dict[str, int] = {}
    stamp = None
    found = sorted(grid.cells[head].items())
    usual = _usual(cell for _, cell in found)
    exact = set(usual) & set(_BY_HEADING)
    taken = {_BY_HEADING[heading] for heading in exact}
    for (index, cell), folded in zip(found, usual, strict=True):
        heading = " ".join(cell.text.split())[:40]
        name = _BY_HEADING.get(folded) or _name_of(cell.text)
        if folded not in _BY_HEADING and name in taken:
            name = ""  # 电话 beside 联系电话 is a column of hers
        if folded == STAMP:
            stamp = index
        elif name and name not in columns:
            columns[name] = index
        elif name or heading in own:
            remarks.append(f"栏目“{heading}”出现两次，只读取了前一列")
        elif folded != SERIAL and heading:
            own[heading] = index
    own |= _bare_columns(grid, _Heads(head, columns, own, stamp))
    if len(own) > MOST_OWN:
        remarks.append(f"自行增加的栏目超过{MOST_OWN}个，其余未读取")
        own = dict(list(own.items())[:MOST_OWN])
    missing = [column.heading for column in COLUMNS if column.field and column.name not in columns]
    if missing:
        remarks.append(f"表中没有栏目{'、'.join(f'“{heading}”' for heading in missing)}，这些内容未作变动")
    return _Heads(head, columns, own, stamp)


def _bare_columns(grid: Grid, heads: _Heads) -> dict[str, int]:
    """Columns in which she wrote beside cases without a heading are kept, under a heading of ours."""
    known = {*heads.ours.values(), *heads.own.values(), *grid.cells[heads.row], heads.stamp}
    bare = {
        index
        for row, cells in grid.cells.items()
        if row > heads.row and heads.stamp in cells
        for index in cells
        if index not in known
    }
    return {f"自加栏{column_letters(index)}": index for index in sorted(bare)}


def _rows(grid: Grid, heads: _Heads) -> list[BackRow]:
    found = []
    stamp = heads.stamp
    names = {index: name for name, index in heads.ours.items()}
    notes: dict[int, dict[str, str]] = {}
    for (row, column), text in grid.notes.items():
        if column in names and (hers := her_note(text)):
            notes.setdefault(row, {})[names[column]] = hers
    for row, cells in grid.rows():
        if row <= heads.row:
            continue
        mark = _STAMP.fullmatch(cells[stamp].text) if stamp is not None and stamp in cells else None
        if mark is None and (_is_total(cells) or _is_heading(cells)):
            continue
        found.append(
            BackRow(
                row + 1,
                int(mark[1]) if mark else None,
                int(mark[2]) if mark else None,
                int(mark[3]) if mark else None,
                {name: cells[index] for name, index in heads.ours.items() if index in cells},
                {heading: cells[index] for heading, index in heads.own.items() if index in cells},
                notes.get(row, {}),
            )
        )
    return found


def _is_total(cells: dict[int, Cell]) -> bool:
    """A row of sums, wherever sorting has taken it."""
    return any(fold(cell.text) in (TOTAL, "总计", "小计") for cell in cells.values())


def _is_heading(cells: dict[int, Cell]) -> bool:
    """A heading repeated further down."""
    return sum(heading in _BY_HEADING for heading in _usual(cells.values())) >= LEAST_HEADINGS


def her_note(text: str) -> str:
    """What a person wrote into a comment, without the evidence that we put there."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _THREADED.sub("", text)
    before, ours, after = text.partition(OURS)
    if ours:
        text = f"{before.partition(EVIDENCE)[0].strip()}\n{after.strip()}"
    elif text.lstrip().startswith(EVIDENCE):
        return ""
    return text.strip()[:1000]


def _base_mark(grid: Grid) -> tuple[str, int] | None:
    cell = grid.cells.get(0, {}).get(BASE_COLUMN)
    mark = _BASE_MARK.fullmatch(cell.text) if cell is not None else None
    return (mark[1], int(mark[2])) if mark else None


def _base(grid: Grid) -> dict[int, dict[str, str]]:
    """The values as issued that the hidden sheet holds."""
    fields = {index: cell.text for index, cell in grid.cells[0].items() if index > BASE_COLUMN}
    found = {}
    for row, cells in grid.rows():
        serial = cells.get(BASE_COLUMN, EMPTY).text
        if row and serial.isdecimal() and len(serial) < 8:
            found[int(serial)] = {name: cells.get(index, EMPTY).text for index, name in fields.items()}
    return found


def spoiled(cell: Cell) -> str:
    """Why a cell's value cannot be taken whatever the field, or ``""``."""
    if cell.kind is CellKind.FORMULA:
        return "是公式，请改为文字（复制后粘贴为数值）"
    if cell.kind is CellKind.ERROR:
        return f"显示为错误值{cell.text}"
    if cell.text.startswith("="):
        return "以“=”开头，疑为公式，未采用"
    if re.match(r"[+\-@].*\||[+\-@]\s*[A-Za-z_.]+\s*\(", cell.text):
        return "疑为公式，未采用"
    if re.fullmatch(r"#{3,}", cell.text):
        return "只有“#”号，内容未保存下来"
    return ""
