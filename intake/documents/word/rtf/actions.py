"""What each control word of RTF does to a reader (Rich Text Format 1.9.1)."""

from __future__ import annotations

from typing import Final

from intake.documents.blocks.line import LOWERED, RAISED
from intake.documents.blocks.remarks import CHANGED, STRUCK, comment_said, place_before
from intake.documents.word.flow import CellShape
from intake.documents.word.formula import PARTS, STRUCTURES, formula_text, row_text
from intake.documents.word.rtf import tokens
from intake.documents.word.rtf.parts import (
    ACROSS,
    ASIAN_KAI,
    BOLD,
    DELETED,
    DOWN,
    HIDDEN,
    KAI,
    read_colours,
    shape_property,
)
from intake.documents.word.rtf.reader import Action, Reader
from intake.documents.word.rtf.words import SIGNS, SKIPPED

_MOST_CELLS: Final = 64
LEAST_SHIFT: Final = 4  # half-points
OUTLINED: Final = 9  # levels of headings; the next is body text
_LONGEST_BOX_NAME: Final = 60
_CHARSETS: Final = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}


def _sign(text: str) -> Action:
    return lambda reader, _: reader.put(text)


def _skip(reader: Reader, _: int | None) -> None:
    reader.skip()


def _removal(bit: int) -> Action:
    def act(reader: Reader, number: int | None) -> None:
        reader.state.removed = reader.state.removed & ~bit if number == 0 else reader.state.removed | bit

    return act


def _plain(reader: Reader, _: int | None) -> None:
    state = reader.state
    state.removed, state.size, state.font, state.shift = 0, 24, reader.default_font, ""
    state.ink, state.marks = (0, 0), 0
    state.apart = KAI if reader.default_font in reader.kai else 0


def _pard(reader: Reader, _: int | None) -> None:
    state = reader.state
    state.is_centred = state.breaks_page = state.in_table = False
    state.depth, state.style = 1, 0
    state.levels = None, 0


def _font(reader: Reader, number: int | None) -> None:
    reader.state.font = -1 if number is None else number
    if reader.kai:
        _set_apart(reader, KAI, is_on=number in reader.kai)


def _default_font(reader: Reader, number: int | None) -> None:
    reader.default_font = reader.state.font = -1 if number is None else number


def _size(reader: Reader, number: int | None) -> None:
    reader.state.size = 24 if number is None else number


def _shift(sign: str) -> Action:
    def act(reader: Reader, number: int | None) -> None:
        reader.state.shift = sign if number != 0 else ""

    return act


def _move(sign: str, usual: int = 6) -> Action:
    """Text above or below the line by so many half-points; a little is a correction of type."""

    def act(reader: Reader, number: int | None) -> None:
        reader.state.shift = sign if (usual if number is None else number) >= LEAST_SHIFT else ""

    return act


def _mark(bit: int) -> Action:
    def act(reader: Reader, number: int | None) -> None:
        marks = reader.state.marks
        reader.state.marks = marks & ~bit if number == 0 else marks | bit

    return act


def _ink(reader: Reader, number: int | None) -> None:
    reader.state.ink = number or 0, reader.state.ink[1]


def _ground(reader: Reader, number: int | None) -> None:
    reader.state.ink = reader.state.ink[0], number or 0


def _colours(reader: Reader, _: int | None) -> None:
    reader.colours = read_colours(reader.skip())


def _formula(reader: Reader, _: int | None) -> None:
    """A formula in signs, which stand in the text."""
    reader.shown.formulas.append(place_before(reader.out))


def _structure(kind: str) -> Action:
    """A structure of a formula: its parts are kept until it ends."""

    def end(reader: Reader, _: list[str]) -> None:
        parts = reader.structures.pop()
        if kind == "mr" and reader.structures:
            reader.structures[-1].append((kind, row_text([text for _, text in parts])))
        else:
            reader.put(formula_text(kind, parts))

    def begin(reader: Reader, _: int | None) -> None:
        reader.structures.append([])
        reader.capture(end, is_part=False)

    return begin


def _part_of_formula(name: str) -> Action:
    """A part of the innermost structure of a formula; outside of one it is text."""

    def end(reader: Reader, found: list[str]) -> None:
        if reader.structures:
            reader.structures[-1].append((name, "".join(found)))
        else:
            reader.put("".join(found))

    return lambda reader, _: reader.capture(end, is_part=False)


def _asian_size(reader: Reader, number: int | None) -> None:
    if reader.state.is_asian and number is not None:
        reader.state.size = number


def _asian_font(reader: Reader, number: int | None) -> None:
    if reader.state.is_asian:
        _set_apart(reader, ASIAN_KAI, is_on=number in reader.kai)


def _bold(reader: Reader, number: int | None) -> None:
    _set_apart(reader, BOLD, is_on=number != 0)


def _asian_bold(reader: Reader, number: int | None) -> None:
    if reader.state.is_asian:
        _set_apart(reader, BOLD, is_on=number != 0)


def _set_apart(reader: Reader, bit: int, *, is_on: bool) -> None:
    state = reader.state
    state.apart = state.apart | bit if is_on else state.apart & ~bit


def _outline(reader: Reader, number: int | None) -> None:
    level = number + 1 if number is not None and 0 <= number < OUTLINED else None
    reader.state.levels = level, reader.state.levels[1]


def _list_level(reader: Reader, number: int | None) -> None:
    reader.state.levels = reader.state.levels[0], min(max(number or 0, 0), OUTLINED - 1)


def _asian(reader: Reader, _: int | None) -> None:
    reader.state.is_asian = True


def _not_asian(reader: Reader, _: int | None) -> None:
    reader.state.is_asian = False


def _style(reader: Reader, number: int | None) -> None:
    reader.state.style = number or 0


def _centre(reader: Reader, _: int | None) -> None:
    reader.state.is_centred = True


def _align(reader: Reader, _: int | None) -> None:
    reader.state.is_centred = False


def _break_before(reader: Reader, number: int | None) -> None:
    reader.state.breaks_page = number != 0


def _fallbacks(reader: Reader, number: int | None) -> None:
    reader.set_fallbacks(1 if number is None else number)


def _code_page(reader: Reader, number: int | None) -> None:
    if number is not None:
        reader.code_page = tokens.charset_of_page(number)


def _charset(name: str) -> Action:
    def act(reader: Reader, _: int | None) -> None:
        reader.code_page = reader.code_page or name

    return act


def _binary(reader: Reader, number: int | None) -> None:
    reader.at += max(0, number or 0)


def _par(reader: Reader, _: int | None) -> None:
    reader.end_paragraph()


def _section(reader: Reader, _: int | None) -> None:
    reader.end_paragraph()
    reader.flow.new_page = reader.by_section = True


def _same_page(reader: Reader, _: int | None) -> None:
    if reader.by_section:
        reader.flow.new_page = reader.by_section = False


def _in_table(reader: Reader, number: int | None) -> None:
    reader.state.in_table = number != 0


def _table_depth(reader: Reader, number: int | None) -> None:
    reader.state.depth = max(1, number or 0)
    reader.state.in_table = reader.state.in_table or bool(number)


def _begin_row(reader: Reader, _: int | None) -> None:
    state = reader.state
    state.shapes, state.left, state.continues = (), 0, 0


def _left(reader: Reader, number: int | None) -> None:
    reader.state.left = number or 0


def _continues(reader: Reader, _: int | None) -> None:
    reader.state.continues = DOWN


def _continues_across(reader: Reader, _: int | None) -> None:
    reader.state.continues = ACROSS


def _edge(reader: Reader, number: int | None) -> None:
    state = reader.state
    if len(state.shapes) < _MOST_CELLS:
        state.shapes += (CellShape(number or 0, state.continues != 0, state.continues == ACROSS),)
    state.continues = 0


def _cell(reader: Reader, _: int | None) -> None:
    reader.end_cell(1)


def _row(reader: Reader, _: int | None) -> None:
    reader.end_row(1)


def _inner_cell(reader: Reader, _: int | None) -> None:
    reader.end_cell(max(2, reader.state.depth))


def _inner_row(reader: Reader, _: int | None) -> None:
    reader.end_row(max(2, reader.state.depth))


def _fonts(reader: Reader, _: int | None) -> None:
    table = reader.skip()
    reader.charsets, reader.symbols = tokens.read_fonts(table)
    reader.kai = tokens.read_kai(table)


def _styles(reader: Reader, _: int | None) -> None:
    reader.headings = tokens.read_headings(reader.skip())


def _picture(reader: Reader, _: int | None) -> None:
    reader.take_picture(reader.skip())


def _field(reader: Reader, _: int | None) -> None:
    reader.begin_field()


def _code(reader: Reader, _: int | None) -> None:
    reader.take_code(reader.skip())


def _form(reader: Reader, _: int | None) -> None:
    reader.take_form(reader.skip())


def _label(reader: Reader, _: int | None) -> None:
    reader.capture(Reader.take_label, is_part=False)


def _note(reader: Reader, _: int | None) -> None:
    reader.capture(Reader.take_note, is_part=True)


def _end_note(reader: Reader, _: int | None) -> None:
    reader.is_endnote = True


def _shape(reader: Reader, _: int | None) -> None:
    reader.has_box = False
    reader.pictures.begin_shape()


def _box(reader: Reader, _: int | None) -> None:
    reader.capture(Reader.take_box, is_part=True)


def _old_shape(reader: Reader, _: int | None) -> None:
    """The same shape for older programs."""
    if reader.has_box:
        reader.skip()


def _shape_property(reader: Reader, _: int | None) -> None:
    """Of the properties of a shape two show something: its picture, and the text of WordArt; some say how."""
    group = reader.skip()
    if said := shape_property(group):
        reader.pictures.say(*said)
    name = group[group.find("{\\sn") : _LONGEST_BOX_NAME].partition("}")[0]
    if name.endswith("pib") and "\\pict" in group:
        reader.take_picture(group[group.find("\\pict") :].rstrip("} \r\n"), of_shape=True)
        reader.has_box = True
    elif name.endswith("gtextUNICODE"):
        start = group.find("{\\sv")
        reader.take_box(reader.plain(group[start + 4 : group.rfind("}")]).split("\n") if start >= 0 else [])


def _comment(reader: Reader, _: int | None) -> None:
    said = reader.plain(reader.skip())
    reader.shown.comments.append(comment_said(said, "", reader.commenter))


def _commenter(reader: Reader, _: int | None) -> None:
    reader.commenter = reader.plain(reader.skip())


def _object_class(reader: Reader, _: int | None) -> None:
    program = reader.skip().lower()
    if "equation" in program or "mathtype" in program:
        reader.shown.objects.append(place_before(reader.out))
    else:
        reader.embedded += 1


def _twice(reader: Reader, _: int | None) -> None:
    reader.skips_next = True


ACTIONS: Final[dict[str, Action]] = {
    **dict.fromkeys(SKIPPED, _skip),
    **{word: _sign(text) for word, text in SIGNS.items()},
    **{word: _charset(name) for word, name in _CHARSETS.items()},
    **dict.fromkeys(("ql", "qr", "qj", "qd"), _align),
    "clmrg": _continues_across, "clvmrg": _continues,
    "strike": _mark(STRUCK), "striked": _mark(STRUCK), "revised": _mark(CHANGED), "mvt": _mark(CHANGED),
    "cf": _ink, "cb": _ground, "chcbpat": _ground, "highlight": _ground, "colortbl": _colours, "moMath": _formula,
    "super": _shift(RAISED), "sub": _shift(LOWERED), "nosupersub": _shift(""),
    "up": _move(RAISED), "dn": _move(LOWERED),
    "b": _bold, "ab": _asian_bold, "af": _asian_font, "outlinelevel": _outline, "ilvl": _list_level,
    **dict.fromkeys(("sbknone", "sbkcol"), _same_page),
    **dict.fromkeys(("listtext", "pntext"), _label),
    **dict.fromkeys(("shptxt", "dptxbxtext"), _box),
    "v": _removal(HIDDEN), "deleted": _removal(DELETED), "mvf": _removal(DELETED), "plain": _plain, "pard": _pard,
    "f": _font, "deff": _default_font, "fs": _size, "afs": _asian_size, "dbch": _asian, "loch": _not_asian, "hich": _not_asian, "s": _style, "qc": _centre, "pagebb": _break_before,
    "uc": _fallbacks, "ansicpg": _code_page, "bin": _binary, "par": _par, "sect": _section, "intbl": _in_table,
    "itap": _table_depth, "trowd": _begin_row, "trleft": _left, "cellx": _edge, "cell": _cell, "row": _row,
    "nestcell": _inner_cell, "nestrow": _inner_row, "fonttbl": _fonts, "stylesheet": _styles, "pict": _picture,
    "field": _field, "fldinst": _code, "formfield": _form, "footnote": _note, "ftnalt": _end_note,
    "shp": _shape, "shprslt": _old_shape, "sp": _shape_property, "objclass": _object_class, "upr": _twice,
    **{f"m{name}": _part_of_formula(name) for name in PARTS},
    **{f"m{name}": _structure(name) for name in (*STRUCTURES, "mr")},
    "annotation": _comment, "atnauthor": _commenter,
}  # fmt: skip
# Of the groups that older programs may skip, those that are understood.
STARRED: Final = frozenset(
    "moMath fldinst formfield footnote listtext pntext shptxt dptxbxtext objclass pict sp shprslt fonttbl stylesheet annotation atnauthor".split()
)
