"""What an expert gets: cases without names, one file each and all in one for printing, and his sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from intake.campaign.campaign import Campaign
from intake.config.words import either
from tracker.ledger.cases import each_case
from tracker.ledger.texts.versions import get_version
from tracker.office.desk import Desk
from tracker.publications.office_paper import add_text, add_title, number_pages, open_paper, paper_bytes
from tracker.publications.volume.content.model import Block, Case, Footnote, Grid, GridCell, Image, Line
from tracker.review.copies.content import kept_case, pictures_of
from tracker.review.copies.hide import hide_names, hide_upright, ledger_names, place_names, torn_names
from tracker.review.copies.search import checked
from tracker.review.copies.sheets import SHEET, Sheet
from tracker.review.rounds import Table
from tracker.review.words import review_words

COVER: Final = (
    "本册已隐去县（市、区）、镇（街道）、村（社区）、单位和人员名称。地方风物、特产、特有数字仍可能看出出处，"
    "如您看出是哪一家的，请在评分表“回避”栏注明，不必打分。评阅意见请勿外传。"
)
_OF_FILE: Final = re.compile(r"^“[^”]{1,255}”[^：]{0,12}：")  # its name may say whose it is
WIDEST: Final = 120.0  # mm of a picture


@dataclass(frozen=True, slots=True)
class Copy:
    """A case without names."""

    number: str  # printed
    title: str
    blocks: tuple[Block, ...]
    doubts: tuple[str, ...]  # what may be a name and stands
    pictures: Path  # folder of its pictures
    subtitle: str = ""
    unprinted: tuple[str, ...] = ()  # of the original: charts, embedded files, pictures that cannot be shown


def heading_of(campaign: Campaign) -> str:
    """What stands above the copies that an expert gets."""
    return f"{campaign.short}评阅材料"


def hide_cases(desk: Desk, table: Table, case_ids: Iterable[int]) -> list[Copy]:
    """Copies of cases for experts, by printed number."""
    names = known_names(desk)
    copies = []
    for case in sorted(case_ids, key=lambda case: table.numbers[case]):
        row = table.cases[case]
        text = get_version(desk.connection, row.version_id).text
        whole = (Line("paragraph", line.strip()) for line in text.splitlines() if line.strip())
        doubts: dict[str, None] = {}
        title = _hidden(row["title"], names, doubts)
        kept = kept_case(desk, row)
        blocks = hide_blocks(kept.blocks if kept else tuple(whole), names, doubts)
        unprinted = tuple(hide_names(words, names).text for words in _unprinted(kept))
        doubts.update(dict.fromkeys(unprinted))
        pictures = sum(isinstance(block, Image) for block in blocks)
        if pictures:
            doubts[f"图片{pictures}张（看有无牌匾、人名、二维码）"] = None
        subtitle = _hidden(kept.subtitle if kept else row["subtitle"], names, doubts)
        copies.append(
            Copy(table.numbers[case], title, blocks, tuple(doubts), pictures_of(desk), subtitle, unprinted)
        )
    return copies


def _unprinted(kept: Case | None) -> tuple[str, ...]:
    """What the reading of the original says it could not take along."""
    said = re.compile(either(review_words().copies.unprinted))
    remarks = (words for words in (kept.remarks if kept else ()) if said.search(words))
    return tuple(dict.fromkeys(_OF_FILE.sub("", words).removesuffix("，请对照原件") for words in remarks))


def known_names(desk: Desk) -> frozenset[str]:
    """All names that must not reach an expert: of every case in the ledger, and of the city's places."""
    return ledger_names(each_case(desk.connection)) | place_names(desk.parts.call.places)


def write_copies(copies: Sequence[Copy], heading: str, names: Iterable[str]) -> bytes:
    """Copies as one Word document, a page each; properties are empty.

    Raises:
        OrderError: a name is still in the finished document; nothing may be sent.
    """
    paper = open_paper(14)
    number_pages(paper)
    add_front(paper, heading)
    for copy in copies:
        add_text(paper, f"{copy.number}　{copy.title}")
    for copy in copies:
        paper.add_page_break()
        add_copy(paper, copy)
    return checked(paper_bytes(paper), names, heading)


def add_front(paper: Any, heading: str) -> None:
    """What it is, and what experts are asked; a list of the copies follows."""
    add_title(paper, heading, 18)
    add_text(paper, COVER)
    paper.add_paragraph("")


def add_copy(paper: Any, copy: Copy) -> Any:
    """A case below its number; returns the heading."""
    from docx.shared import Pt

    heading = paper.add_heading(f"{copy.number}　{copy.title}", 2)
    for run in heading.runs:
        run.font.size = Pt(16)
    if copy.subtitle:
        add_text(paper, copy.subtitle)
    for words in copy.unprinted:
        add_text(paper, f"［原件有本册未能印出的内容：{words}］")
    for block in copy.blocks:
        _add_block(paper, block, copy.pictures)
    return heading


def sheet_for(desk: Desk, table: Table, expert_id: int, own: Mapping[str, int] | None = None) -> Sheet:
    """The score sheet of an expert for the cases that he has, or for these of them."""
    names = known_names(desk)
    own = table.of(expert_id) if own is None else own
    rows = tuple(
        (number, hide_names(table.cases[case]["title"], names).text) for number, case in sorted(own.items())
    )
    return Sheet(
        round_id=table.round.id,
        expert_id=expert_id,
        heading=f"{desk.campaign.short}{SHEET}",
        expert=table.experts[expert_id].name,
        due=table.due_of(expert_id),
        rules=table.rules,
        rows=rows,
    )


def _hidden(text: str, names: frozenset[str], doubts: dict[str, None]) -> str:
    found = hide_names(text, names)
    doubts.update(dict.fromkeys(found.doubts))
    return found.text


def hide_blocks(blocks: Sequence[Block], names: frozenset[str], doubts: dict[str, None]) -> tuple[Block, ...]:
    """Blocks without names, those among them that are spread over several lines."""
    lines = [block.text if isinstance(block, Line) else "" for block in blocks]
    doubts.update(dict.fromkeys(f"{name}（分在两段）" for name in torn_names(lines, names)))
    closed = hide_upright(lines, names)
    joined = (
        replace(block, text=text) if isinstance(block, Line) else block
        for block, text in zip(blocks, closed, strict=True)
    )
    return tuple(hide_block(block, names, doubts) for block in joined)


def hide_block(block: Block, names: frozenset[str], doubts: dict[str, None]) -> Block:
    """A block with every name in it hidden; what may be one is added to ``doubts``.

    Where notes were called is not kept, as texts change in length.
    """
    match block:
        case Line():
            text, marker = (_hidden(one, names, doubts) for one in (block.text, block.marker))
            return replace(block, text=text, marker=marker, calls=())
        case Footnote():
            return replace(block, text=_hidden(block.text, names, doubts))
        case Image():
            return replace(block, name="", caption=_hidden(block.caption, names, doubts))
        case Grid():
            cells = [_hide_cell(cell, names, doubts) for row in block.rows for cell in row]
            rows = _hide_columns(block.rows, cells, names)
            return replace(block, rows=rows, caption=_hidden(block.caption, names, doubts))


def _hide_cell(cell: GridCell, names: frozenset[str], doubts: dict[str, None]) -> GridCell:
    lines = hide_upright(cell.lines, names)
    return replace(cell, lines=tuple(_hidden(line, names, doubts) for line in lines))


def _hide_columns(
    rows: Sequence[Sequence[GridCell]], cells: Iterable[GridCell], names: frozenset[str]
) -> tuple[tuple[GridCell, ...], ...]:
    """The rows of a table with these cells; names with a character a cell, along a row or down a column, veiled."""
    rest = iter(cells)
    grid = [[next(rest) for _ in row] for row in rows]
    for row in grid:
        row[:] = _hide_along(row, names)
    for column in range(max(map(len, grid), default=0)):
        those = [row for row in grid if column < len(row)]
        for row, cell in zip(those, _hide_along([row[column] for row in those], names), strict=True):
            row[column] = cell
    return tuple(map(tuple, grid))


def _hide_along(cells: Sequence[GridCell], names: frozenset[str]) -> list[GridCell]:
    texts = ["".join(cell.lines) for cell in cells]
    return [
        cell if text == closed else replace(cell, lines=(closed,))
        for cell, text, closed in zip(cells, texts, hide_upright(texts, names), strict=True)
    ]


def _add_block(paper: Any, block: Block, pictures: Path) -> None:
    match block:
        case Line(kind="heading"):
            paper.add_paragraph().add_run(block.text).bold = True
        case Line():
            mark = "" if not block.marker or block.text.startswith(block.marker) else block.marker
            add_text(paper, mark + block.text)
        case Footnote():
            add_text(paper, f"注：{block.text}")
        case Grid():
            _add_grid(paper, block)
        case Image():
            _add_image(paper, block, pictures)


def _add_grid(paper: Any, grid: Grid) -> None:
    """A table with its merged cells; one too wide for the page as lines."""
    from tracker.publications.volume.word.table import MOST_COLUMNS, columns_of, covered_rows

    if grid.caption:
        paper.add_paragraph(grid.caption)
    columns = columns_of(grid)
    if not 0 < columns <= MOST_COLUMNS:
        for cells in grid.rows:
            add_text(paper, "　".join("".join(cell.lines) for cell in cells))
        return
    table = paper.add_table(rows=len(grid.rows), cols=columns, style="Table Grid")
    for place, row in enumerate(covered_rows(grid)):
        column = 0
        for cell, is_covered in row:
            if not is_covered and column < columns:
                corner = table.cell(place, column)
                last = (
                    min(place + max(1, cell.rows), len(grid.rows)) - 1,
                    min(column + max(1, cell.columns), columns) - 1,
                )
                if last != (place, column):
                    corner = corner.merge(table.cell(*last))
                corner.text = "\n".join(cell.lines)
            column += max(1, cell.columns)
    paper.add_paragraph("")


def _add_image(paper: Any, image: Image, pictures: Path) -> None:
    """A picture, not wider than the page; one that Word cannot show is named."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.shared import Mm

    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    path = pictures / image.file
    wide = min(image.width_mm or WIDEST, WIDEST)
    try:
        shape = paragraph.add_run().add_picture(io.BytesIO(path.read_bytes()), width=Mm(wide))
    except (OSError, ValueError, ZeroDivisionError, InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):  # fmt: skip
        paragraph.add_run("［此处图片不能显示］")
        return
    shape._inline.docPr.set("name", "图片")  # python-docx names it after the file
    if image.caption:
        caption = paper.add_paragraph(image.caption)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
