"""What a document reader returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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


class Kept(Iterable[Doubt]):
    """Doubts found when they are first asked for; whoever asks again gets the same."""

    __slots__ = ("_found", "_left")

    def __init__(self, left: Iterable[Doubt]) -> None:
        self._left = iter(left)
        self._found: tuple[Doubt, ...] | None = None

    def __iter__(self) -> Iterator[Doubt]:
        """All of them, in order."""
        if self._found is None:
            self._found = tuple(self._left)
        return iter(self._found)


@dataclass(frozen=True, slots=True)
class Text:
    """Text of one file in reading order, one paragraph a line.

    A form feed starts the first paragraph of a new page, where the format knows pages.
    ``pairs`` are label → value of form tables; their text is also in ``text``. ``centred`` are
    leading lines set centred or large, title candidates. ``doubts`` carry no ``about`` yet.

    ``shown_otherwise``, ``lines`` and ``draw`` are for the blocks (blocks/assemble.py): what they show otherwise than the file,
    found when it is first asked for, and kept; the lines before cleaning, with their origins and the marks of pictures;
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

    def __post_init__(self) -> None:
        """What is shown otherwise is kept, as a generator ends with the first who asks."""
        if not isinstance(self.shown_otherwise, tuple | Kept):
            object.__setattr__(self, "shown_otherwise", Kept(self.shown_otherwise))
