"""Paragraph styles of a Word binary file: what a paragraph inherits (MS-DOC 2.4.6.5, 2.9.271)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from intake.documents.word.doc import sprms
from intake.documents.word.doc.head import STYLES, Fib
from intake.documents.word.doc.sprms import Properties

MOST_STYLES: Final = 4096
KEPT: Final = 128  # styles kept from file to file: few are set otherwise
_DEEPEST: Final = 20  # chain of bases; loops end here
_PARAGRAPH, _CHARACTER = 1, 2  # kinds of styles
_HIDDEN, _HIDDEN_OLD = b"\x3c\x08", b"\x5c"  # the modifier that hides, as it stands in a sheet
_MAY_BE_ODD: Final = re.compile(
    rb"\x37\x08[\x01\x81]|\x53\x2a\x01|\x70\x68[\xf3-\xff]{3}\x00|\x42\x2a\x08|\x43\x4a[\x01-\x04]\x00", re.S
)
_BUILT_IN_HEADINGS: Final = {1, 62, 74}  # Heading 1, Title, Subtitle (MS-DOC 2.9.265)
_TITLE: Final = 62
_TITLES: Final = frozenset({"title", "标题"})
_HEADING: Final = re.compile(r"(?:heading|标题) ?([1-9])")
LEVELS: Final = 9  # of headings
BODY: Final = -1  # the level of headings that body text says it has
_HEADING_NAMES: Final = {"title", "subtitle", "heading 1", "标题", "副标题", "标题 1"}


class Style(NamedTuple):
    """What a style says with the styles it is based on; ``None``: nothing."""

    base: int = 0xFFF  # none
    is_centred: bool | None = None
    breaks_page: bool | None = None
    list_number: int | None = None
    level: int | None = None
    size: int = 0  # half-points
    is_heading: bool = False
    heading: int | None = None  # level, 0: title; BODY: expressly none
    is_bold: bool | None = None
    font: int = -1  # for Hanzi
    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_faint: bool | None = None
    shift: int | None = None  # an operand of sprmCIss


NO_STYLE: Final = Style()


@dataclass(slots=True)
class Styles:
    """The styles of one file, each read when a paragraph first needs it."""

    base: int  # bytes before the name
    is_old: bool  # Word 6 and 95
    count: int
    _sheet: bytes
    _places: list[int]  # where the styles begin, as far as looked
    _known: dict[int, Style] = field(default_factory=dict)
    _own: dict[int, Style | None] = field(default_factory=dict)

    def get(self, number: int) -> Style:
        """A paragraph style with what it inherits; an empty one when it cannot be followed."""
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = self._resolve(self._raw(number) or NO_STYLE)
        return found

    def _raw(self, number: int) -> Style | None:
        if number not in self._own:
            content = self._content(number)
            kind = _word(content, 2) & 0xF if len(content) >= max(8, self.base) else 0
            usable = kind in (_PARAGRAPH, _CHARACTER)
            self._own[number] = _read_style(content, self.base, self.is_old) if usable else None
        return self._own[number]

    @property
    def may_hide(self) -> bool:
        """Whether the sheet says anything of hidden text."""
        return (_HIDDEN_OLD if self.is_old else _HIDDEN) in self._sheet

    @property
    def may_shift(self) -> bool:
        """Whether the sheet says anything of text above or below the line."""
        return any(sign in self._sheet for sign in sprms.SHIFTING[self.is_old])

    @property
    def may_be_odd(self) -> bool:
        """Whether the sheet says anything of text that is struck out, white or tiny."""
        return not self.is_old and _MAY_BE_ODD.search(self._sheet) is not None

    def _content(self, number: int) -> bytes:
        """The bytes of a style; none when the sheet ends before it."""
        if number >= self.count:
            return b""
        sheet, places = self._sheet, self._places
        at = places[-1]
        while len(places) <= number and at + 2 <= len(sheet):
            length = sheet[at] | sheet[at + 1] << 8
            at += 2 + length + (length & 1)
            places.append(at)
        if number >= len(places):
            return b""
        at = places[number]
        return sheet[at + 2 : at + 2 + _word(sheet, at)]

    def _resolve(self, style: Style) -> Style:
        parent = self._raw(style.base)
        for _ in range(_DEEPEST):
            if parent is None:
                break
            style = Style(
                parent.base,
                parent.is_centred if style.is_centred is None else style.is_centred,
                parent.breaks_page if style.breaks_page is None else style.breaks_page,
                parent.list_number if style.list_number is None else style.list_number,
                parent.level if style.level is None and style.list_number is None else style.level,
                style.size or parent.size,
                style.is_heading,
                parent.heading if style.heading is None else style.heading,
                parent.is_bold if style.is_bold is None else style.is_bold,
                parent.font if style.font < 0 else style.font,
                parent.is_hidden if style.is_hidden is None else style.is_hidden,
                parent.is_struck if style.is_struck is None else style.is_struck,
                parent.is_faint if style.is_faint is None else style.is_faint,
                parent.shift if style.shift is None else style.shift,
            )
            parent = self._raw(style.base)
        return style


def read_styles(fib: Fib, table: bytes) -> Styles:
    """The style sheet; styles that are cut off are empty."""
    offset, size = fib.place(STYLES)
    sheet = table[offset : offset + size]
    count, base = min(_word(sheet, 2), MOST_STYLES), _word(sheet, 4)
    return Styles(base, fib.is_old, count, sheet, [2 + _word(sheet, 0)])


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


@lru_cache(maxsize=KEPT)
def _read_style(content: bytes, base: int, is_old: bool) -> Style:
    name, at = _name(content, base, is_old=is_old)
    own: list[Properties] = [{}] if _word(content, 2) & 0xF == _CHARACTER else []
    for skipped in (2, 0)[len(own) :]:  # the list for paragraphs begins with the number of the style
        size = _word(content, at)
        own.append(sprms.read_properties(content[at + 2 + skipped : at + 2 + size], is_old=is_old))
        at += 2 + size + (size & 1)
    paragraph, run = own
    alignment = paragraph.get(sprms.ALIGNED_2000, paragraph.get(sprms.ALIGNED))
    breaks = paragraph.get(sprms.BREAKS_PAGE)
    number = _word(content, 0) & 0xFFF
    return Style(
        base=_word(content, 2) >> 4,
        is_centred=None if alignment is None else alignment == b"\x01",
        breaks_page=None if breaks is None else sprms.is_on(breaks),
        list_number=sprms.value(paragraph, sprms.LIST) if sprms.LIST in paragraph else None,
        level=sprms.value(paragraph, sprms.LEVEL) if sprms.LEVEL in paragraph else None,
        size=sprms.value(run, sprms.SIZE),
        is_heading=number in _BUILT_IN_HEADINGS or name.lower() in _HEADING_NAMES,
        heading=_heading(number, name.lower(), paragraph),
        is_bold=sprms.is_on(run[sprms.BOLD]) if sprms.BOLD in run else None,
        font=sprms.value(run, sprms.FONT_ASIAN, -1),
        is_hidden=sprms.is_on(run[sprms.HIDDEN]) if sprms.HIDDEN in run else None,
        is_struck=sprms.struck_of(run),
        is_faint=sprms.faint_of(run),
        shift=sprms.shift_of(run),
    )


def _heading(number: int, name: str, paragraph: Properties) -> int | None:
    if number == _TITLE or name in _TITLES:
        return 0
    if 1 <= number <= LEVELS:  # the built-in headings
        return number
    named = _HEADING.fullmatch(name)
    return int(named[1]) if named is not None else outline_of(paragraph)


def outline_of(properties: Properties) -> int | None:
    """The level of headings that modifiers of a paragraph give (sprmPOutLvl); BODY: expressly none."""
    if sprms.OUTLINE not in properties:
        return None
    level = sprms.value(properties, sprms.OUTLINE)
    return level + 1 if level < LEVELS else BODY


def _name(content: bytes, base: int, *, is_old: bool) -> tuple[str, int]:
    """The name of a style and where its properties begin (always at an even byte)."""
    if is_old:
        end = base + 1 + content[base : base + 1][0] + 1 if len(content) > base else base
        name = content[base + 1 : max(base + 1, end - 1)].decode("latin-1")
    else:
        end = base + 2 + 2 * _word(content, base) + 2
        name = content[base + 2 : end - 2].decode("utf-16-le", "replace")
    return name, end + (end & 1)
