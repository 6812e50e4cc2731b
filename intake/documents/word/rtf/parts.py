"""Parts of an RTF document beside its text: what holds in a group, pictures, form fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from intake.documents.blocks.remarks import Colour
from intake.documents.result import Drawing
from intake.documents.word.flow import MM_A_TWIP, CellShape
from intake.documents.word.shape import SAID, seen_of
from intake.model.blocks import View

HIDDEN, DELETED = 1, 2
DOWN, ACROSS = 1, 2
BOLD, KAI, ASIAN_KAI = 1, 2, 4
_BODY: Final = (None, 0)
_WORD: Final = re.compile(r"\\[a-zA-Z]+-?\d* ?|\s+")
_BINARY: Final = re.compile(r"\\bin(\d{1,9}) ?")
_HEX: Final = re.compile(r"[0-9a-fA-F]+")
_KINDS: Final = (("jpegblip", "picture.jpg"), ("pngblip", "picture.png"))
_PICTURE_HEAD: Final = 3000
_SIZE: Final = re.compile(r"\\(pic[wh]goal|picscale[xy]|piccrop[ltrb])(-?\d{1,6})")
_PROPERTY: Final = re.compile(r"\{\\sn (\w{1,20})\}\s{0,9}\{\\sv (-?\d{1,10})\}")
_FORM: Final = re.compile(r"\\(fftype|ffres|ffdefres)(\d{1,3})")
_ENTRY: Final = re.compile(r"\{\\\*\\ffl ?([^{}]*)\}")
_FIELD: Final = re.compile(
    r"[\s{}]*+(?>(?:\\[a-zA-Z]++-?\d*+ ?[\s{}]*+)*)(eq|formcheckbox|formdropdown)\b", re.I
)
_BOOKMARK: Final = re.compile(r"\{\\\*\\bkmk(?:start|end)[^{}]{0,200}\}")  # Word names each form field by one
_COLOUR: Final = re.compile(r"\\(red|green|blue)(\d{1,3})")
MOST_COLOURS: Final = 1000
_BY_DEFAULT: Final = 25
_CHECK_BOX, _LIST = 1, 2


@dataclass(slots=True)
class State:
    """What holds inside one pair of braces."""

    removed: int = 0
    font: int = -1
    size: int = 24  # half-points
    is_asian: bool = False  # associated properties are those of the text
    fallbacks: int = 1  # characters after \\u that stand in for it
    is_centred: bool = False
    breaks_page: bool = False
    in_table: bool = False
    depth: int = 1  # of tables, when in one
    style: int = 0
    shapes: tuple[CellShape, ...] = ()  # of the cells of the row
    left: int = 0
    continues: int = 0  # said of the cell whose edge comes next: DOWN, ACROSS
    apart: int = 0  # BOLD, KAI, ASIAN_KAI
    levels: tuple[int | None, int] = _BODY  # of a heading, in a list
    shift: str = ""  # the sign of text above or below the line
    ink: tuple[int, int] = (0, 0)  # number of the colour of the text, of its ground
    marks: int = 0  # STRUCK, CHANGED

    def copy(self) -> State:
        """The state that a group begins with."""
        return State(
            self.removed, self.font, self.size, self.is_asian, self.fallbacks, self.is_centred, self.breaks_page,
            self.in_table, self.depth, self.style, self.shapes, self.left, self.continues,
            self.apart, self.levels, self.shift, self.ink, self.marks,
        )  # fmt: skip


@dataclass(slots=True)
class Pictures:
    """The pictures of a document; what a shape says of how it shows one stands before the picture or behind it."""

    drawn: list[Drawing] = field(default_factory=list)
    _said: dict[str, int] = field(default_factory=dict)  # of the shape that is open
    _own: int | None = None  # its picture

    def begin_shape(self) -> None:
        """Begin a shape of which nothing is said yet."""
        self._said, self._own = {}, None

    def take(self, group: str, *, of_shape: bool) -> None:
        """Add the picture in a group."""
        self.drawn.append(read_picture(group))
        if of_shape:
            self._own = len(self.drawn) - 1
            self._see()

    def say(self, name: str, value: int) -> None:
        """Note how the open shape shows its picture."""
        self._said[name] = value
        self._see()

    def _see(self) -> None:
        if self._own is not None and self._said:
            self.drawn[self._own] = self.drawn[self._own]._replace(view=seen_of(self._said))


def read_picture(group: str) -> Drawing:
    """The picture in a group; without bytes when it is drawn by the program."""
    head = group[:_PICTURE_HEAD]
    name = next((name for word, name in _KINDS if word in head), "")
    content = _bytes_of(group, head) if name else b""
    if not content:
        return Drawing("", b"")
    said = {word: int(number) for word, number in _SIZE.findall(head)}
    width, height = (
        _shown(said, side, edges) * said.get(f"picscale{axis}", 100) / 100 * MM_A_TWIP
        for side, axis, edges in (("w", "x", "lr"), ("h", "y", "tb"))
    )
    across, down = said.get("picwgoal", 0), said.get("pichgoal", 0)
    shape = {name: int(value) for name, value in _PROPERTY.findall(head) if name in SAID}
    if any(shape.values()):
        return Drawing(name, content, width, height, seen_of(shape))
    cuts = (
        said.get(f"piccrop{edge}", 0) / (side or 1)
        for edge, side in zip("ltrb", (across, down) * 2, strict=True)
    )
    return Drawing(name, content, width, height, View(tuple(cuts)))


def shape_property(group: str) -> tuple[str, int] | None:
    """Name and number of a property of a shape that says how its picture is shown."""
    found = _PROPERTY.search(group)
    return (found[1], int(found[2])) if found is not None and found[1] in SAID else None


def _shown(said: Mapping[str, int], side: str, edges: str) -> int:
    """What is left of a side, in twips, when it is cut."""
    return max(
        0, said.get(f"pic{side}goal", 0) - sum(max(0, said.get(f"piccrop{edge}", 0)) for edge in edges)
    )


def _bytes_of(group: str, head: str) -> bytes:
    binary = _BINARY.search(head)
    if binary:
        return group[binary.end() : binary.end() + int(binary[1])].encode("latin-1", "replace")
    digits = _WORD.sub("", group[group.rfind("}") + 1 :])
    return bytes.fromhex(digits[: len(digits) & ~1]) if _HEX.fullmatch(digits) else b""


def read_colours(table: str) -> tuple[Colour | None, ...]:
    """The colours of a file by their numbers; the first, which is empty, is that of the window."""
    found: list[Colour | None] = []
    for entry in table.split(";")[:MOST_COLOURS]:
        said = {word: min(int(value), 255) for word, value in _COLOUR.findall(entry)}
        found.append((said.get("red", 0), said.get("green", 0), said.get("blue", 0)) if said else None)
    return tuple(found)


def field_kind(code: str) -> str:
    """EQ, FORMCHECKBOX or FORMDROPDOWN: fields that show something without a result; else ``""``."""
    match = _FIELD.match(_BOOKMARK.sub("", code[:1000]), 0, 400)
    return match[1].upper() if match else ""


def form_state(group: str) -> str:
    """What a form field shows by itself: ☑ or □, or the choice of a list as it is written."""
    found = {word: int(number) for word, number in _FORM.findall(group)}
    result = found.get("ffres", _BY_DEFAULT)
    chosen = found.get("ffdefres", 0) if result == _BY_DEFAULT else result
    if found.get("fftype") == _CHECK_BOX:
        return "☑" if chosen == 1 else "□"
    entries = _ENTRY.findall(group)
    return entries[chosen] if found.get("fftype") == _LIST and chosen < len(entries) else ""
