"""Read a returned workbook that was saved as .xls (or old .et) into grids. No comments are read."""

from __future__ import annotations

from collections.abc import Callable

from intake.documents.packages.compound import Compound
from intake.documents.sheet.cells import CellKind
from intake.documents.sheet.xls import read_xls
from intake.model.errors import Damaged, Encrypted, OverLimit, Unsupported
from intake.model.limits import Limits
from tracker.sheet.back.grid import Book, Cell, Grid

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


def read_xls_grids(content: bytes, limits: Limits, wanted: Callable[[Grid], bool]) -> Book:
    """The sheets for which ``wanted`` says yes; formulas count as what they show.

    Raises:
        Damaged, Encrypted, OverLimit, Unsupported: the workbook is refused; says why.
    """
    _check(content)
    workbook = read_xls(content, limits)
    if workbook.macros:
        raise Unsupported("含有宏，请另存为不带宏的 .xlsx 后重试")
    if workbook.damaged:
        raise Damaged
    book = Book()
    for sheet in workbook.sheets:
        grid = Grid(sheet.name)
        for row, cells in sheet.cells.items():
            grid.cells[row] = {column: _cell(text) for column, text in cells.items()}
        grid.merges = list(sheet.merges)
        if wanted(grid):
            if sheet.is_cut:
                raise OverLimit("表格过大，请另存为 .xlsx 后重试")
            book.grids.append(grid)
    return book


def _cell(text: str) -> Cell:
    text = text.strip()
    return Cell(text, CellKind.ERROR if text in _ERRORS else CellKind.TEXT)


def _check(content: bytes) -> None:
    names = Compound(content).entries.keys()
    if not names:
        raise Damaged
    if "encryptedpackage" in names:
        raise Encrypted
    if not names & {"workbook", "book"}:
        raise Unsupported("不是 Excel 工作簿，请另存为 .xlsx")
