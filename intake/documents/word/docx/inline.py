"""The walk inside a paragraph: runs, fields, content controls, drawings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from intake.documents.blocks.line import LEVEL, LOWERED, RAISED, Pieces, boxed, noted
from intake.documents.blocks.remarks import (
    CHART,
    DIAGRAM,
    EMBEDDED,
    INK,
    RUBY,
    UNKNOWN_SIGNS,
    Shown,
    place_before,
)
from intake.documents.blocks.symbols import UNKNOWN_SIGN, equation_text, in_symbols
from intake.documents.result import MARK
from intake.documents.word.docx.hidden import Hidden
from intake.documents.word.docx.names import AML, DGM, MC, VAL, WP, A, M, O, R, V, W
from intake.documents.word.docx.styles import said_shift
from intake.documents.word.docx.symbols import box_text, symbol_font, symbol_text
from intake.documents.word.formula import SIGNS, STRUCTURES, formula_text, row_text

P, RUN, T, TBL = W + "p", W + "r", W + "t", W + "tbl"
PPR, RPR, SDT = W + "pPr", W + "rPr", W + "sdt"
ALTERNATE, BOX = MC + "AlternateContent", W + "txbxContent"
_ALTERNATIVES: Final = frozenset({MC + "Choice", MC + "Fallback"})


def _names(text: str) -> frozenset[str]:
    return frozenset(W + name for name in text.split())


SKIPPED: Final = _names(
    "pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr del moveFrom instrText delText delInstrText"
    " proofErr bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd commentReference"
    " lastRenderedPageBreak footnoteRef endnoteRef annotationRef separator continuationSeparator fldData"
    " permStart permEnd customXmlPr smartTagPr rt rubyPr tblPrEx tblPrChange docParts binData"
    " moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
) | {MC + "Fallback", M + "oMathParaPr", M + "rPr", M + "ctrlPr"}
_PLAIN: Final = {
    W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "",
}  # fmt: skip
_NOTE_MARKS: Final = {W + "footnoteReference": "f", W + "endnoteReference": "e"}
_GRAPHICS: Final = frozenset({W + "drawing", W + "pict", W + "object", ALTERNATE})
_PICTURES: Final = {A + "blip": R + "embed", V + "imagedata": R + "id"}  # tag → attribute
SHAPE: Final = "线条、箭头、框一类的图形没有排入"
CHARTED: Final = "图表（柱形图、饼图等）没有排入"
_UNREAD: Final = {  # tag → remark, and the name of what stands in its place; "": a picture does
    DGM + "relIds": ("SmartArt 图示只排出文字", DIAGRAM),
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": (CHARTED, CHART),
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": (CHARTED, CHART),
    "{http://schemas.microsoft.com/office/word/2010/wordml}contentPart": ("手写墨迹没有排入", INK),
    "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr": ("视频只排出封面", ""),
}
OTHERWISE: Final = "?"  # before the name of what is no picture, in the place of a relation id
_SHAPES: Final = frozenset(
    {"{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"}
    | {V + name for name in ("shape", "rect", "line", "oval", "roundrect", "polyline", "curve", "arc")}
)
_SHOWN_IN_SHAPE: Final = (BOX, A + "blip", V + "imagedata", V + "textpath", V + "textbox")
OMATH: Final = M + "oMath"
_FORMULA: Final = frozenset(M + name for name in STRUCTURES) | {OMATH}
_EQUATIONS: Final = ("equation", "mathtype")  # programs, in small letters
_SHIFTS: Final = {"superscript": RAISED, "subscript": LOWERED}
_UNSEEN: Final = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none", re.I)
_PROMPT: Final = re.compile(r"\s*(单击|点击|请|选择|在此|click|tap|choose|enter|select)", re.I)


@dataclass(slots=True)
class _Field:
    """An open field: whether we are still in its code, the code, and how much text stood before it."""

    in_code: bool = True
    code: str = ""
    mark: int = 0


class Inlined(NamedTuple):
    """What stands in one paragraph: its text, lines that belong before and after it, notes it calls."""

    text: str
    before: list[str]
    after: list[str]
    called: list[tuple[int, str]]  # characters before the call, and the note


@dataclass(slots=True)
class Inline:
    """What paragraphs hold besides text, found on the way."""

    lines_of: Callable[[Iterable[etree._Element]], list[str]]  # of the blocks in an element
    diagram: Callable[[str], list[str]]  # relation id of SmartArt data → its lines
    hidden: Hidden | None = None  # None: nothing is hidden, nothing need be looked for
    raised: Mapping[str, str] | None = None  # what character styles raise or lower; None: nothing is
    has_symbols: bool = False  # runs may be in a symbol font
    pictures: list[str] = field(default_factory=list)  # relation ids; "" when linked or inline data
    places: list[etree._Element] = field(default_factory=list)  # of the pictures
    notes: list[str] = field(default_factory=list)  # "f12": footnote 12, in order of reference
    inline_notes: list[str] = field(default_factory=list)
    embedded: int = 0  # files embedded as objects
    shown: Shown = field(default_factory=Shown)  # what is printed otherwise than it was shown
    before: list[str] = field(default_factory=list)  # lines of boxes anchored at the paragraph's start
    after: list[str] = field(default_factory=list)  # lines of other boxes
    _called: list[tuple[int, str]] = field(default_factory=list)
    _style: str = ""  # of the open paragraph, as far as it may hide
    _fields: list[_Field] = field(default_factory=list)
    _codes: int = 0  # open fields in whose code we are

    def text(self, paragraph: etree._Element) -> Inlined:
        """The text of a paragraph, and what else it holds."""
        outer = self.before, self.after, self._called, self._style
        self.before, self.after, self._called = [], [], []
        if self.hidden is not None and self.hidden.styles:
            style = paragraph.find(f"{PPR}/{W}pStyle")
            self._style = style.get(VAL, "") if style is not None else ""
        out = Pieces()
        self._inline(paragraph, out)
        for open_field in self._fields:  # an unclosed code must not swallow what follows
            open_field.in_code = False
        self._codes = 0
        found = Inlined("".join(out), self.before, self.after, self._called)
        self.before, self.after, self._called, self._style = outer
        return found

    def _inline(self, parent: etree._Element, out: Pieces) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                if self.hidden is None or not self.hidden.hides(child, self._style):
                    sign = shift_of(child, self.raised) if self.raised is not None else ""
                    if sign:
                        self._called.append((out.length, sign))
                    self._run(child, out)
                    if sign:
                        self._called.append((out.length, LEVEL))
            elif (
                (tag == M + "r" and self.hidden is not None and self.hidden.hides(child, self._style))
                or tag in SKIPPED
                or not isinstance(tag, str)
            ):
                continue
            elif tag in {P, TBL}:  # a block inside an inline content control
                self.after += self.lines_of((child,))
            else:
                self._item(child, tag, out)

    def _run(self, run: etree._Element, out: Pieces) -> None:
        font = symbol_font(run) if self.has_symbols else ""
        for item in run:
            tag = item.tag
            if tag == T:
                if item.text and not self._codes:
                    out.append(self._in_symbols(item.text, font) if font else item.text)
            elif tag == W + "instrText":
                if self._codes and item.text:
                    self._fields[-1].code += item.text
            elif tag not in SKIPPED and isinstance(tag, str):
                self._item(item, tag, out)

    def _in_symbols(self, text: str, font: str) -> str:
        shown, unknown = in_symbols(text, font)
        if unknown:
            self.shown.unread[UNKNOWN_SIGNS] += unknown
        return shown

    def _item(self, item: etree._Element, tag: str, out: Pieces) -> None:
        """One element inside a run or beside runs."""
        if tag in _PLAIN:
            out.append(_PLAIN[tag])
        elif tag in {T, M + "t"}:
            if item.text and not self._codes:
                out.append(item.text)
        elif tag in _NOTE_MARKS:
            self.notes.append(_NOTE_MARKS[tag] + item.get(W + "id", ""))
            self._called.append((out.length, self.notes[-1]))
        elif tag in _GRAPHICS:
            self._graphic(item, out)
        else:
            self._rare_item(item, tag, out)

    def _rare_item(self, item: etree._Element, tag: str, out: Pieces) -> None:
        if tag == W + "br":
            out.append("\f" if item.get(W + "type") == "page" else "\n")
        elif tag == W + "sym":
            out.append(symbol_text(item))
            self.shown.unread[UNKNOWN_SIGNS] += out[-1] == UNKNOWN_SIGN
        elif tag == W + "fldChar":
            self._field(item, out)
        elif tag == SDT:
            for content in controlled(item, self.hidden):
                self._inline(content, out)
        elif tag == AML + "annotation":
            if not is_removed(item):
                self._inline(item, out)
        elif tag in _FORMULA:
            self._formula(item, tag, out)
        elif tag in {W + "footnote", W + "endnote"}:  # WordML 2003 keeps notes where they are called
            self._called.append((out.length, f"n{len(self.inline_notes)}"))
            self.inline_notes += noted(self._called[-1][1], self.lines_of(item))
        else:
            self.shown.unread[RUBY] += tag == W + "ruby"
            self._inline(item, out)

    def _formula(self, part: etree._Element, tag: str, out: Pieces) -> None:
        """A formula, or a part of one whose place on the page carries meaning: 35 over 36 is not 3536."""
        if tag == OMATH:
            self.shown.formulas.append(place_before(out))
            self._inline(part, out)
        else:
            out.append(formula_text(tag.removeprefix(M), list(self._formula_parts(part))))

    def _formula_parts(self, structure: etree._Element) -> Iterator[tuple[str, str]]:
        """The parts of a structure of a formula, and the signs that its properties name."""
        for part in structure:
            if not isinstance(part.tag, str):
                continue
            name = part.tag.removeprefix(M)
            if name.endswith("Pr"):
                signs = (
                    (str(sign.tag).removeprefix(M), sign.get(M + "val")) for sign in part.iterchildren("{*}*")
                )
                yield from ((sign, value) for sign, value in signs if sign in SIGNS and value is not None)
            elif name == "mr":
                yield name, row_text([self._part(cell) for cell in part.iterchildren(M + "e")])
            else:
                yield name, self._part(part)

    def _part(self, part: etree._Element | None) -> str:
        inner = Pieces()
        if part is not None:
            self._inline(part, inner)
        return "".join(inner)

    def _field(self, mark: etree._Element, out: Pieces) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            data = mark.find(W + "ffData")
            if data is not None and not self._codes:
                out.append(box_text(data))
            self._fields.append(_Field(mark=len(out)))
            self._codes += 1
        elif kind == "separate" and self._fields:
            self._leave_code(self._fields[-1])
            self._fields[-1].mark = len(out)
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            self._leave_code(closed)
            if not self._codes and len(out) <= closed.mark and closed.code:
                out.append(equation_text(closed.code))

    def _leave_code(self, open_field: _Field) -> None:
        if open_field.in_code:
            open_field.in_code = False
            self._codes = max(0, self._codes - 1)

    def _graphic(self, graphic: etree._Element, out: Pieces) -> None:
        """Pictures, text boxes, WordArt, SmartArt and embedded files inside a drawing."""
        for child in (graphic,) if graphic.tag == ALTERNATE else graphic:
            tag = child.tag
            self._count_unread(child, out)
            if tag == BOX:
                self._place(self._box(child), out)
            elif tag == ALTERNATE:
                self._alternate(child, out)
            elif tag in _PICTURES:
                self._picture(child, child.get(_PICTURES[tag], ""), out)
            elif tag in {V + "textpath", A + "p"}:  # WordArt, a drawing canvas
                said = child.get("string", "") + "".join(text.text or "" for text in child.iter(A + "t"))
                self._place([said.strip()], out)
            elif tag == DGM + "relIds":
                self._place(self.diagram(child.get(R + "dm", "")), out)
            elif tag == O + "OLEObject":
                self._object(child, out)
            elif tag == T:  # an emoji with a plain character as its fallback
                out.append(child.text or "")
            elif (
                isinstance(tag, str)
                and (tag not in SKIPPED or tag in _ALTERNATIVES)
                and not _is_unseen(child)
            ):
                self._graphic(child, out)

    def _object(self, child: etree._Element, out: Pieces) -> None:
        """What another program draws: formulas of Equation 3.0 and MathType, or a file."""
        if child.get("ProgID", "").lower().startswith(_EQUATIONS):
            self.shown.objects.append(place_before(out))
        else:
            self.embedded += 1
            around = child.getparent()
            if around is None or not any(True for _ in around.iter(*_PICTURES)):
                self._picture(child, OTHERWISE + EMBEDDED, out)

    def _count_unread(self, part: etree._Element, out: Pieces) -> None:
        """Note a part of a drawing that shows what no text can say, and keep its place."""
        if part.tag in _UNREAD:
            remark, name = _UNREAD[part.tag]
            self.shown.unread[remark] += 1
            if name:
                self._picture(part, OTHERWISE + name, out)
        elif (
            part.tag in _SHAPES
            and not any(True for _ in part.iter(*_SHOWN_IN_SHAPE))
            and not _is_unseen(part)
        ):
            self.shown.unread[SHAPE] += 1

    def _alternate(self, alternate: etree._Element, out: Pieces) -> None:
        """The first alternative that yields anything: Fallback repeats Choice for old programs."""
        for part in alternate:
            yielded = self._yielded(out)
            if part.tag in _ALTERNATIVES:
                self._graphic(part, out)
            if yielded != self._yielded(out):
                return

    def _yielded(self, out: Pieces) -> tuple[int, ...]:
        boxes = len(self.before), len(self.after)
        return len(out), *boxes, self.embedded, len(self.shown.objects), self.shown.unread.total()

    def _place(self, lines: list[str], out: Pieces) -> None:
        """A box goes before its paragraph when anchored at the beginning, else after it."""
        (self.after if _has_text(out) else self.before).extend(boxed(lines))

    def _box(self, box: etree._Element) -> list[str]:
        fields, codes, self._fields, self._codes = self._fields, self._codes, [], 0
        lines = self.lines_of(box)
        self._fields, self._codes = fields, codes
        return lines

    def _picture(self, place: etree._Element, relation: str, out: Pieces) -> None:
        out.append(f"{MARK}{len(self.pictures)}{MARK}")
        self.pictures.append(relation)
        self.places.append(place)


def controlled(control: etree._Element, hidden: Hidden | None) -> list[etree._Element]:
    """The content of a content control; none while it only shows its prompt.

    Some programs leave the flag of the prompt where a value is: then its words or its style tell.
    """
    content = list(control.iterchildren(W + "sdtContent"))
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        shown = "".join(node.text or "" for part in content for node in part.iter(T))
        if not shown or _PROMPT.match(shown) or (hidden is not None and hidden.is_prompt(control)):
            return []
    return content


def is_removed(annotation: etree._Element) -> bool:
    """Whether a WordML 2003 annotation holds deleted text or a comment."""
    return annotation.get(W + "type", "") in {"Word.Deletion", "Word.Comment"}


def shift_of(run: etree._Element, raised: Mapping[str, str]) -> str:
    """The sign of a run that stands above or below the line (ISO/IEC 29500-1, 17.3.2.42); ``""``: on it."""
    properties = run.find(RPR)
    if properties is None:
        return ""
    named = properties.find(W + "rStyle")
    said = said_shift(properties)
    if said is None:
        said = raised.get(named.get(VAL, ""), "") if named is not None else ""
    if said in _SHIFTS and _is_whole(run, properties):
        return ""
    return _SHIFTS.get(said, "")


def _is_whole(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a paragraph is moved as a whole, to stand beside a picture: then nothing in it is raised."""
    if properties.find(W + "vertAlign") is not None or (moved := properties.find(W + "position")) is None:
        return False
    others = (one for one in run.itersiblings(RUN, preceding=True)), (one for one in run.itersiblings(RUN))
    for one in (one for side in others for one in side):
        if any(text.text and text.text.strip() for text in one.iterchildren(T)):
            position = one.find(f"{RPR}/{W}position")
            if position is None or position.get(VAL) != moved.get(VAL):
                return False
    return True


def _has_text(out: Pieces) -> bool:
    return any(piece.strip() and not piece.startswith(MARK) for piece in out)


def _is_unseen(shape: etree._Element) -> bool:
    """Whether a drawing or VML shape is not shown."""
    said = shape.find(WP + "docPr")
    if said is not None and said.get("hidden", "0") in {"1", "true"}:
        return True
    style = shape.get("style", "")
    return bool(style) and _UNSEEN.search(style) is not None
