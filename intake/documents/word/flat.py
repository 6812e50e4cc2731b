"""Office files that are one XML file but not Word's: Excel 2003 XML and UOF (标文通, GB/T 20916)."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from intake.documents.packages.xml import parse_xml, rescue_xml
from intake.documents.result import Text
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Doubt, Row
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.text.clean import clean_text

HEAD: Final = 4096
MOST_COLUMNS: Final = 1000
_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"


def is_flat(content: bytes) -> bool:
    """Whether :func:`read_flat` is the reader for this XML file."""
    head = content[:HEAD]
    return b"microsoft-com:office:spreadsheet" in head or b"uof" in head.lower()


def read_flat(content: bytes, limits: Limits) -> Text:
    """The text of an Excel 2003 XML or UOF file, tables as lines with tabs and as rows.

    Raises:
        Damaged: not XML.
        OverLimit: larger, deeper, or with more elements, than allowed.
    """
    if len(content) > limits.xml_part_bytes:
        raise OverLimit
    doubts: tuple[Doubt, ...] = ()
    try:
        root = parse_xml(content)
    except Damaged:
        root = rescue_xml(content)
        doubts = (Doubt("partial", detail="文件结构有误"),)
    if root.tag == _SS + "Workbook":
        return _workbook(root, doubts)
    page = _Page()
    try:
        page.walk(root)
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error
    page.end_line()
    return _text("\n".join(page.lines), page.pairs, page.rows, doubts, "uof")


def _text(
    text: str, pairs: list[tuple[str, str]], rows: list[Row], doubts: tuple[Doubt, ...], reader: str
) -> Text:
    shown = re.sub(r"\n{2,}", "\n", clean_text(text)).strip("\n")
    return Text(text=shown, reader=reader, pairs=tuple(pairs), rows=tuple(rows), doubts=doubts)


def _workbook(root: etree._Element, doubts: tuple[Doubt, ...]) -> Text:
    rows = [cells for row in root.iter(_SS + "Row") if any(cells := _cells(row))]
    lines = ["\t".join(cells).rstrip("\t") for cells in rows]
    return _text("\n".join(lines), [], [Row(tuple(cells)) for cells in rows], doubts, "excel-xml")


def _cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren(_SS + "Cell"):
        index = cell.get(_SS + "Index", "")
        if index.isdecimal() and len(cells) < int(index) <= MOST_COLUMNS:
            cells += [""] * (int(index) - 1 - len(cells))
        data = cell.find(_SS + "Data")
        text = "".join(data.itertext()) if data is not None else ""
        if data is not None and data.get(_SS + "Type") == "Number":
            text = re.sub(r"\.0+$", "", text)
        cells.append(" ".join(clean_text(text).split()))
        across = cell.get(_SS + "MergeAcross", "")
        if across.isdecimal() and int(across) < MOST_COLUMNS:
            cells += [""] * int(across)
    return cells


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _Page:
    """UOF text on its way to lines; elements are told by their Chinese local names alone."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.rows: list[Row] = []
        self._line: list[str] = []

    def end_line(self) -> None:
        """Write the open line, if it holds anything."""
        line = "".join(self._line).strip()
        self._line.clear()
        if line:
            self.lines.append(line)

    def walk(self, element: etree._Element) -> None:
        """Write an element and what is inside."""
        for child in element:
            name = _name(child)
            if name == "文本串" or (name == "文本" and not len(child)):
                self._line.append(child.text or "")
            elif name in _MARKS:
                self._line.append(_MARKS[name])
            elif name == "段落":
                self.end_line()
                self.walk(child)
                self.end_line()
            elif name in {"文字表", "工作表内容"}:
                self._table(child)
            elif name not in _UNSEEN:
                self.walk(child)

    def _table(self, table: etree._Element) -> None:
        self.end_line()
        grid = [
            [self._cell(cell) for cell in row if _name(cell) == "单元格"]
            for row in table.iter()
            if _name(row) == "行"
        ]
        for line in grid:
            self.lines += lines_of_row(line)
        head = header_row(grid)
        if head is None:
            self.pairs += pairs_of_form(grid)
        else:
            self.rows += rows_of_list(grid, head)

    def _cell(self, cell: etree._Element) -> Cell:
        outer, self.lines = self.lines, []
        self.walk(cell)
        self.end_line()
        found, self.lines = self.lines, outer
        return Cell(tuple(found))


_MARKS: Final = {"制表符": "\t", "换行符": "\n", "空格符": " ", "分页符": "\f"}
_UNSEEN: Final = {
    "", "式样集", "元数据", "书签集", "链接集", "对象集", "页眉", "页脚", "批注集", "修订信息集",
}  # fmt: skip
