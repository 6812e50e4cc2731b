"""What a Word binary file says of a paragraph besides its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from intake.documents.blocks.line import Said
from intake.documents.word.doc.looks import Looks, ParagraphLook, Span
from intake.documents.word.doc.pieces import FILLER
from intake.documents.word.doc.styles import BODY, Style

_KAI: Final = re.compile(r"楷|kai", re.I)
_BLANKS: Final = "".join(map(chr, range(0x21))) + "\xa0\u3000" + FILLER


@dataclass
class Types:
    """Weights and fonts of the runs of one file, looked at only when its blocks are wanted."""

    text: str
    looks: Looks
    fonts: Callable[[], list[str]]

    @cached_property
    def spans(self) -> list[Span]:
        """The runs with a weight or font of their own, in order."""
        return self.looks.types()

    @cached_property
    def starts(self) -> list[int]:
        """Where they begin."""
        return [start for start, _, _ in self.spans]

    def sets_apart(self, first: int, last: int, style: Style) -> bool:
        """Whether all that is seen between two positions is bold or in 楷体."""
        by_style = bool(style.is_bold) or self._is_kai(style.font)
        at, found = first, False
        for start, end, look in self.spans[max(0, bisect_right(self.starts, first) - 1) :]:
            if start >= last:
                break
            if end <= at:
                continue
            if self._is_seen(at, start):
                if not by_style:
                    return False
                found = True
            at = min(end, last)
            if self._is_seen(max(first, start), at):
                bold = style.is_bold if look.weight is None else look.weight
                if not bold and not self._is_kai(style.font if look.font < 0 else look.font):
                    return False
                found = True
        return (found or by_style) if not self._is_seen(at, last) else by_style

    def _is_seen(self, first: int, last: int) -> bool:
        return bool(self.text[first:last].strip(_BLANKS))

    def _is_kai(self, font: int) -> bool:
        fonts = self.fonts()
        return 0 <= font < len(fonts) and _KAI.search(fonts[font]) is not None


@dataclass(slots=True)
class Told:
    """A paragraph with what is known of it; what it says is asked later."""

    types: Types
    place: tuple[int, int]
    look: ParagraphLook
    style: Style
    item: tuple[int, str] | None  # level and label of its list
    is_prominent: bool

    def __call__(self) -> Said:
        """What it says of its lines."""
        level = self.style.heading if self.look.outline is None else self.look.outline
        return Said(
            heading=None if level == BODY else level,
            item=self.item[0] if self.item else None,
            marker=self.item[1] if self.item else "",
            apart=partial(self.types.sets_apart, *self.place, self.style),
            prominent=self.is_prominent,
        )
