"""What a document reader returns."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model.case import Doubt, Picture, Row


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one file in reading order, one paragraph a line.

    A form feed starts the first paragraph of a new page, where the format knows pages.
    ``pairs`` are label → value of form tables; their text is also in ``text``. ``centred`` are
    leading lines set centred or large, title candidates. ``doubts`` carry no ``about`` yet.
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
