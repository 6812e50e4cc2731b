"""The blocks of a document: what its text is made of, in the order in which a reader meets it.

Flat text serves finding facts; blocks serve whoever sets the text again. A document's blocks are made
by the same walk as its text, on request (:func:`intake.documents.read.read_blocks`), and never travel
with a :class:`~intake.model.case.Document`: pictures bring their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.model.case import Doubt


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a note is called: after ``at`` characters of a block's text. ``note`` is its ``anchor``."""

    at: int
    note: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Characters of a block's text that stand above the line (10⁵, m²), or with ``is_low`` below it (CO₂)."""

    start: int
    end: int
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``level`` 0 is the title of the document, 1 its parts, up to 9.

    The level is that of the style or outline, else that of the Chinese number in front: 一、 is 1,
    （一） is 2, 1. is 3, （1） is 4. The number is part of ``text``.
    """

    text: str
    level: int
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """An opening paragraph set apart from the body (楷体 or bold), or one that says it is (导语、摘要)."""

    text: str
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or any line of text that is nothing else."""

    text: str
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list. ``level`` counts from 0.

    ``marker`` is the number as shown, with the blank behind it if there is one; ``""`` for a bullet and
    where the file's numbers are not part of its text.
    """

    text: str
    level: int = 0
    marker: str = ""
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption of a picture or table beside it, which repeats it in its ``caption``."""

    text: str
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; notes stand after all other blocks. ``""``: where it is called is not known."""

    anchor: str
    text: str
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How a document shows a picture: cut on each side, then mirrored, then turned clockwise by so many degrees.

    What is cut off is a share of the side, or mm of the picture at its own resolution (``cuts_in_mm``).
    ``is_round``: only the ellipse inside is seen. ``is_shaped``: only an outline that is not known here.
    """

    cut: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)  # left, top, right, bottom
    cuts_in_mm: bool = False
    is_mirrored: bool = False
    turn: float = 0.0
    is_round: bool = False
    is_shaped: bool = False


WHOLE = View()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture where it stands.

    ``width_mm`` and ``height_mm`` are its size on the page, 0 where the file does not say. ``media_type``
    is found from the bytes, ``""`` when they are no picture known here; ``content`` is empty when the
    file has lost them. They are the whole picture: only what ``view`` leaves of it is for print.
    """

    name: str
    content: bytes = field(repr=False)
    media_type: str = ""
    width_mm: float = 0.0
    height_mm: float = 0.0
    caption: str = ""
    view: View = WHOLE


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with the rows and columns that it covers, and what stands in it."""

    blocks: tuple[Block, ...] = ()
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: in each row the cells that begin there, left to right; covered places have none."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


Block = Heading | Lead | Paragraph | ListItem | Caption | Note | Picture | Table


@dataclass(frozen=True, slots=True)
class Contents:
    """All blocks of one document.

    ``by_layout``: the file knows only places on a page (PDF, OFD, scans), so that paragraphs are found
    by their layout and tables are lines with tabs. ``doubts`` are Chinese remarks about what is missing.
    """

    blocks: tuple[Block, ...] = ()
    by_layout: bool = False
    doubts: tuple[Doubt, ...] = ()


def all_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks with those inside tables, each table before what stands in it."""
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        yield block
        if isinstance(block, Table):
            waiting.extend(
                inner
                for row in reversed(block.rows)
                for cell in reversed(row)
                for inner in reversed(cell.blocks)
            )
