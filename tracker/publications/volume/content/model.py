"""The content of one volume as values; everything that is printed comes from these alone.

They are kept as JSON (``zhengji.volume/1``); docs/volume.md names every key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from intake.campaign.entries import ITEM

FORMAT = "zhengji.volume/1"


@dataclass(frozen=True, slots=True)
class Call:
    """A note is called after ``at`` characters of a line."""

    at: int
    note: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Characters that stand above the line (m²), or with ``is_low`` below it (CO₂); of a cell in its line ``line``."""

    start: int
    end: int
    is_low: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, lead, paragraph or item of a list.

    ``level`` is that of a heading from 1, or of an item from 0. The number of a heading is in its text,
    that of an item in ``marker`` unless it is in its text.
    """

    kind: Literal["heading", "lead", "paragraph", "item"]
    text: str
    level: int = 0
    marker: str = ""
    calls: tuple[Call, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. ``file`` in the folder pictures/ is made of its pixels alone; ``""``: it could not be decoded.

    It is cut and stands upright as in the original. Sizes in mm are those of the original, 0 where it does
    not say.
    """

    name: str
    file: str = ""
    sha256: str = ""
    pixels: tuple[int, int] = (0, 0)
    width_mm: float = 0.0
    height_mm: float = 0.0
    caption: str = ""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell, the places that it covers, and its lines."""

    lines: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: in each row the cells that begin there."""

    rows: tuple[tuple[GridCell, ...], ...]
    caption: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, by the name with which a line calls it."""

    anchor: str
    text: str
    kind: Literal["note"] = "note"
    shifts: tuple[Shift, ...] = ()


Block = Line | Image | Grid | Footnote


@dataclass(frozen=True, slots=True)
class Original:
    """A file that the case came as."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is printed. ``sha256`` is of title, unit and blocks: equal means printed the same."""

    number: str
    version: int
    is_final: bool
    title: str
    subtitle: str
    unit: str
    county: str
    level: str
    characters: int
    mail: str  # SHA-256 of the mail that brought it
    originals: tuple[Original, ...]
    blocks: tuple[Block, ...]
    sha256: str
    remarks: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[tuple[str, str, str], tuple[Block, ...]]:
        """What ``sha256`` is of."""
        return (self.title, self.subtitle, self.unit), self.blocks


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one theme; ``theme`` 0: of none."""

    theme: int
    title: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before and behind the cases, as the settings had it on the day."""

    title: str
    subtitle: str
    issuer: str
    permit: str
    notice: str
    recipients: str
    purpose: str
    summary: str
    funding: str
    printer: str
    printed: str
    copies: int
    board: tuple[tuple[str, tuple[str, ...]], ...]
    about: tuple[str, ...]
    preface: tuple[str, ...]
    afterword: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How it is set and bound."""

    design: str
    fonts: dict[str, str]
    binding: str
    sheet_pages: int
    folio: int
    paper_mm: float = 0.1  # thickness of a leaf
    cover_colour: str = ""  # #rrggbb; "": that of the paper


@dataclass(frozen=True, slots=True)
class Volume:
    """Everything that one run prints."""

    name: str  # of the run
    made_at: str  # ISO 8601, local time
    day: str  # the same for people: 二〇一五年十一月
    program: str  # version of the program
    campaign: str  # id of the call
    front: Front
    layout: Layout
    parts: tuple[Part, ...]
    counties: tuple[str, ...]  # official order
    remarks: tuple[str, ...] = ()
    format: str = FORMAT
    item: str = ITEM  # what the call calls a thing sent in

    @property
    def cases(self) -> Iterator[Case]:
        """Every case in print order."""
        return (case for part in self.parts for case in part.cases)
