"""The pass over an RTF document: groups, words, and what they do to the text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from intake.documents.blocks.line import LEVEL, Pieces, Said, boxed, noted
from intake.documents.blocks.remarks import FAINT, TINY, Colour, Shown, is_unseen
from intake.documents.blocks.symbols import equation_text, symbol_of
from intake.documents.result import MARK
from intake.documents.word.flow import LARGE, Flow, Part
from intake.documents.word.rtf import tokens
from intake.documents.word.rtf.parts import DELETED, Pictures, State, field_kind, form_state
from intake.documents.word.rtf.words import DESTINATIONS, ENTERED, SYMBOLS
from intake.model.errors import OverLimit
from intake.model.limits import Limits

MOST_DEPTH: Final = 5_000
MOST_PICTURES: Final = 2000
_MOST_RUNS: Final = 10_000
LONGEST_CODE: Final = 4000
_PROMINENT: Final = frozenset({0, 1, tokens.SUBTITLE})
_TICK: Final = 4096  # tokens between looks at the clock


@dataclass(frozen=True, slots=True)
class _Capture:
    """A group whose text goes elsewhere, and what stood open around it."""

    depth: int  # of groups
    end: Callable[[Reader, list[str]], None]  # takes the lines, or the one text
    out: Pieces
    label: str
    boxes: tuple[list[str], list[str]]
    part: Part | None
    called: list[tuple[int, str]]
    is_apart: bool
    is_listed: bool


@dataclass(slots=True)
class _Field:
    depth: int  # of groups
    paragraph: int
    mark: int  # pieces of text before it
    code: str = ""
    form: str = ""


Action = Callable[["Reader", int | None], None]


@dataclass(slots=True)
class Reader:
    """Tokens in, lines out."""

    actions: Mapping[str, Action]  # what words do; others do nothing
    starred: frozenset[str]  # those whose groups are entered though older programs may skip them
    content: str
    is_text: bool  # characters stand for themselves, not for bytes
    limits: Limits
    deadline: float
    is_inner: bool = False  # reads a piece of another document
    flow: Flow = field(default_factory=Flow)
    notes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)
    embedded: int = 0
    commenter: str = ""  # who wrote the comment that comes
    shown: Shown = field(default_factory=Shown)  # what is printed otherwise than it was shown
    structures: list[list[tuple[str, str]]] = field(
        default_factory=list
    )  # open ones of formulas: their parts
    colours: tuple[Colour | None, ...] = ()
    is_closed: bool = False
    at: int = 0
    state: State = field(default_factory=State)
    charsets: dict[int, str] = field(default_factory=dict)
    symbols: dict[int, str] = field(default_factory=dict)
    headings: dict[int, int] = field(default_factory=dict)  # style → level
    kai: frozenset[int] = frozenset()  # fonts
    code_page: str = ""
    default_font: int = -1
    is_endnote: bool = False
    has_box: bool = False  # the shape being read has shown what it holds
    skips_next: bool = False  # the next group says the same for older programs
    by_section: bool = False  # the new page is due to a section that may yet say otherwise
    out: Pieces = field(default_factory=Pieces)  # text of the open paragraph
    _label: str = ""  # its automatic number
    _boxes: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))  # before and after it
    _is_large: bool = False
    _is_apart: bool = True
    _is_listed: bool = False
    _called: list[tuple[int, str]] = field(default_factory=list)
    _noted: int = 0
    _paragraphs: int = 0
    _chars: int = 0
    _stack: list[State] = field(default_factory=list)
    _captures: list[_Capture] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _bytes: list[str] = field(default_factory=list)
    _runs: dict[str, tuple[tuple[tuple[Action, int | None], ...], int]] = field(default_factory=dict)
    _pattern: re.Pattern[str] = field(default_factory=lambda: tokens.token_pattern(1))

    def read(self) -> None:
        """Read every token; ends early at the limit on text.

        Raises:
            OverLimit: nested too deep, or too slow.
        """
        size = len(self.content)
        takes = (  # by the groups of a token
            self._literal,
            self._units,
            self._hex,
            self._words,
            self._brace,
            self._starred,
            self._symbol,
        )
        count = 0
        while self.at < size and not self.is_closed and self._chars <= self.limits.text_chars:
            token = self._pattern.match(self.content, self.at)
            if token is None:
                break
            self.at = token.end()
            count += 1
            if count % _TICK == 0 and time.monotonic() > self.deadline:
                raise OverLimit("读取时间过长")
            if kind := token.lastindex:
                takes[kind - 1](token[kind])
        self._flush()
        while self._captures:
            self._end_capture()
        if self.out or self._boxes != ([], []):
            self.end_paragraph()
        self.flow.to_depth(0)

    def _units(self, run: str) -> None:
        self._flush()
        self.put(tokens.text_of_units(run))

    def _hex(self, run: str) -> None:
        self._bytes.append(tokens.bytes_of_hex(run))

    def _brace(self, sign: str) -> None:
        self._flush()
        if sign == "{":
            self._open()
        else:
            self._close()

    def _words(self, run: str) -> None:
        """A run of words; what begins a destination ends it, for that looks at what follows."""
        known = self._runs.get(run)
        if known is None:
            known = self._read_run(run)
            if len(self._runs) < _MOST_RUNS:
                self._runs[run] = known
        actions, end = known
        self.at += end - len(run)
        if actions:
            self._flush()
            for action, number in actions:
                action(self, number)

    def _read_run(self, run: str) -> tuple[tuple[tuple[Action, int | None], ...], int]:
        found = []
        for word, number, end in tokens.words_of(run):
            action = self.actions.get(word)
            if action is not None:
                found.append((action, number))
                if word in DESTINATIONS:
                    return tuple(found), end
        return tuple(found), len(run)

    def _literal(self, text: str) -> None:
        if self.is_text or (text.isascii() and not self._bytes):
            self._flush()
            self.put(text)
        else:
            self._bytes.append(text)

    def _symbol(self, symbol: str) -> None:
        if symbol in "\r\n":
            self._flush()
            self.end_paragraph()
        elif symbol in SYMBOLS:
            self._literal(SYMBOLS[symbol])

    def _starred(self, word: str) -> None:
        """A group that older programs may skip: entered when it holds text, or when it is understood."""
        self._flush()
        if word in self.starred:
            self.actions[word](self, None)
        elif word not in ENTERED:
            self.skip()

    def _flush(self) -> None:
        if self._bytes:
            data = "".join(self._bytes)
            self._bytes.clear()
            font = self.state.font
            if font in self.symbols:
                self.put(data)
            else:
                self.put(tokens.decode_text(data, self.charsets.get(font, ""), self.code_page))

    def put(self, text: str) -> None:
        """Add text to the open paragraph, unless it is hidden or deleted."""
        state = self.state
        if state.removed or not text:
            self.shown.is_changed |= bool(text and state.removed & DELETED)
            return
        if not text.isspace():
            self.shown.take(self._marks())
        if state.font in self.symbols:
            name = self.symbols[state.font]
            text = "".join(_shown_in(name, sign) for sign in text)
        self._chars += len(text)
        self._is_large |= state.size >= LARGE
        if self._is_apart and not state.apart and not text.isspace():
            self._is_apart = False
        if not state.shift:
            self.out.append(text)
            return
        at = self.out.length
        self._called += ((at, state.shift), (at + len(text), LEVEL))
        self.out.append(text)

    def _marks(self) -> int:
        """How the text that comes is shown, if otherwise than it will be printed."""
        state = self.state
        if state.marks == 0 and state.ink == (0, 0) and state.size > TINY:
            return 0
        colour, ground = (
            self.colours[number] if 0 < number < len(self.colours) else None for number in state.ink
        )
        is_faint = 0 < state.size <= TINY or is_unseen(colour, ground)
        return state.marks | FAINT * is_faint

    def skip(self) -> str:
        """Leave out the rest of the group, and return it."""
        end = tokens.end_of_group(self.content, self.at)
        group, self.at = self.content[self.at : end], end
        return group

    # --- groups ----------------------------------------------------------------------------------

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._stack)

    def _open(self) -> None:
        if len(self._stack) >= MOST_DEPTH:
            raise OverLimit("嵌套过深")
        self._stack.append(self.state)
        self.state = self.state.copy()
        if self.skips_next:
            self.skips_next = False
            self.skip()

    def _close(self) -> None:
        if not self._stack:
            self.is_closed = True
            return
        depth = len(self._stack)
        while self._captures and self._captures[-1].depth >= depth:
            self._end_capture()
        before, self.state = self.state, self._stack.pop()
        if self._fields and self._fields[-1].depth >= depth:
            self._end_field(self._fields.pop())
        if before.fallbacks != self.state.fallbacks:
            self._pattern = tokens.token_pattern(self.state.fallbacks)
        self.is_closed = not self._stack

    def set_fallbacks(self, count: int) -> None:
        """Say how many characters stand in for one that is given by number."""
        self.state.fallbacks = max(0, min(count, tokens.MOST_FALLBACKS))
        self._pattern = tokens.token_pattern(self.state.fallbacks)

    def capture(self, end: Callable[[Reader, list[str]], None], *, is_part: bool) -> None:
        """Send what the open group holds to ``end``: as lines, or as one text."""
        part = self.flow.begin_part() if is_part else None
        self._captures.append(
            _Capture(
                self.depth,
                end,
                self.out,
                self._label,
                self._boxes,
                part,
                self._called,
                self._is_apart,
                self._is_listed,
            )
        )
        self.out, self._label, self._boxes = Pieces(), "", ([], [])
        self._called, self._is_apart, self._is_listed = [], True, False
        self.state.in_table = self.state.in_table and not is_part

    def _end_capture(self) -> None:
        capture = self._captures.pop()
        if capture.part is None:
            found = ["".join(self.out)]
        else:
            self.end_paragraph()
            found = self.flow.end_part(capture.part)
        self.out, self._label, self._boxes = capture.out, capture.label, capture.boxes
        self._called, self._is_apart, self._is_listed = capture.called, capture.is_apart, capture.is_listed
        capture.end(self, found)

    # --- fields ----------------------------------------------------------------------------------

    def begin_field(self) -> None:
        """A field begins in the open group."""
        self._fields.append(_Field(self.depth, self._paragraphs, len(self.out)))

    def take_code(self, code: str) -> None:
        """The code of the innermost field, in which Word writes the state of a form field, too."""
        if self._fields and field_kind(code):
            self._fields[-1].code = code[:LONGEST_CODE]
            if (at := code.find("\\formfield")) >= 0:
                self.take_form(code[at:])

    def take_form(self, group: str) -> None:
        """The state of the form field that the innermost field is."""
        if self._fields:
            self._fields[-1].form = form_state(group)

    def _end_field(self, closed: _Field) -> None:
        kind = field_kind(closed.code)
        has_result = self._paragraphs != closed.paragraph or "".join(self.out[closed.mark :]).strip() != ""
        if kind == "EQ" and not has_result and not self.is_inner:
            self.put(equation_text(self.plain(closed.code)))
        elif kind == "FORMCHECKBOX" or (kind == "FORMDROPDOWN" and not has_result):
            self.put(closed.form if kind == "FORMCHECKBOX" else self.plain(closed.form))

    def plain(self, piece: str) -> str:
        """The text of a piece of RTF."""
        if self.is_inner:
            return ""
        group = f"{{{piece[:LONGEST_CODE]}}}"
        inner = Reader(
            self.actions, self.starred, group, self.is_text, self.limits, self.deadline, is_inner=True
        )
        inner.charsets, inner.code_page, inner.state = self.charsets, self.code_page, self.state.copy()
        inner.state.removed, inner.state.in_table = 0, False
        inner.read()
        return "\n".join(inner.flow.lines)

    # --- paragraphs ------------------------------------------------------------------------------

    def end_paragraph(self, depth: int | None = None) -> None:
        """Close the paragraph; ``depth`` is that of the table whose cell it ends."""
        flow, state = self.flow, self.state
        if depth is None:
            if state.removed:  # a deleted end joins two paragraphs
                return
            depth = state.depth if state.in_table else 0
        text = "".join(self.out)
        self.out.clear()
        if self._label:
            text = self._label + text if text.strip() else self._label.rstrip(" .、．") if depth else text
        if depth != len(flow.tables):
            flow.to_depth(depth)
        flow.new_page |= state.breaks_page
        before, after = self._boxes
        level = self.headings.get(state.style)
        is_prominent = state.is_centred or self._is_large or level in _PROMINENT
        flow.add(before)
        if text:
            moved = len(self._label)
            called = [(at + moved, note) for at, note in self._called]
            flow.write(text, is_prominent=is_prominent, origin=self._said(level, is_prominent), called=called)
        flow.add(after)
        self._label, self._boxes, self._is_large, self.by_section = "", ([], []), False, False
        self._is_apart, self._is_listed, self._called = True, False, []
        self._paragraphs += 1

    def _said(self, level: int | None, is_prominent: bool) -> Said:
        """What is said of the paragraph that ends here."""
        state = self.state
        return Said(
            heading=state.levels[0] or (None if level == tokens.SUBTITLE else level),
            item=state.levels[1] if self._is_listed else None,
            marker=self._label,
            apart=self._is_apart,
            prominent=is_prominent,
        )

    def end_cell(self, depth: int) -> None:
        """Close a cell of the table at ``depth``."""
        self.end_paragraph(depth)
        self.flow.end_cell()

    def end_row(self, depth: int) -> None:
        """Close a row of the table at ``depth``."""
        if "".join(self.out).strip():
            self.end_paragraph(depth)
        self.flow.to_depth(depth)
        self.flow.end_row(self.state.shapes, self.state.left)

    def take_label(self, found: list[str]) -> None:
        """The automatic number of the paragraph; marks without letter or digit are no numbers."""
        label = found[0].strip("\t ")
        if not any(map(str.isalnum, label)) or label == "o":
            label = ""
        self._is_listed = True
        self._label = label if not label or not label[-1].isascii() or label[-1] in ".)" else label + " "

    def take_box(self, found: list[str]) -> None:
        """Lines of a shape: before the paragraph when it stands at its beginning, else after."""
        before, after = self._boxes
        has_text = any(piece.strip() and not piece.startswith(MARK) for piece in self.out)
        (after if has_text else before).extend(boxed(found))
        self.has_box = True

    def take_note(self, found: list[str]) -> None:
        """Lines of a footnote or endnote."""
        anchor = f"n{self._noted}"
        self._noted += 1
        self._called.append((self.out.length, anchor))
        (self.endnotes if self.is_endnote else self.notes).extend(noted(anchor, found))
        self.is_endnote = False

    def take_picture(self, group: str, *, of_shape: bool = False) -> None:
        """Note a picture where it stands."""
        if not self.state.removed and len(self.pictures.drawn) < MOST_PICTURES and not self.is_inner:
            self.out.append(f"{MARK}{len(self.pictures.drawn)}{MARK}")
            self.pictures.take(group, of_shape=of_shape)


def _shown_in(font: str, sign: str) -> str:
    """A character of a symbol font; codes may stand in the private area or be bytes."""
    code = ord(sign)
    if 0x20 < code < 0x100:
        code += 0xF000
    return symbol_of(font, code) if 0xF000 <= code <= 0xF0FF else sign
