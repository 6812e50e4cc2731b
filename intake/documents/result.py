"""What a document reader returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.model.blocks import WHOLE, View
from intake.model.case import Doubt, Picture, Row

MARK: Final = "\ufffc"  # ‹mark›‹number›‹mark› stands for a picture until captions are found


class Drawing(NamedTuple):
    """A picture's bytes, its size on the page before it is turned, and what of it is shown.

    0 where the file does not say, no bytes where it lost them.
    """

    name: str
    content: bytes
    width_mm: float = 0.0
    height_mm: float = 0.0
    view: View = WHOLE


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one file in reading order, one paragraph a line.

    A form feed starts the first paragraph of a new page, where the format knows pages.
    ``pairs`` are label → value of form tables; their text is also in ``text``. ``centred`` are
    leading lines set centred or large, title candidates. ``doubts`` carry no ``about`` yet.

    ``shown_otherwise``, ``lines`` and ``draw`` are for the blocks (blocks/assemble.py): what they show otherwise than the file,
    found as it is asked for, once; the lines before cleaning, with their origins and the marks of pictures;
    and the picture of a number. They live as long as the reading.
    """

    text: str
    reader: str
    pairs: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pages: int = 0
    centred: tuple[str, ...] = ()
    needs_ocr: bool = False
    recognised: bool = False
    doubts: tuple[Doubt, ...] = ()
    shown_otherwise: Iterable[Doubt] = field(default=(), repr=False, compare=False)
    lines: Sequence[str] = field(default=(), repr=False, compare=False)
    draw: Callable[[int], Drawing] | None = field(default=None, repr=False, compare=False)
