"""Fields of a Word binary file: codes fall away, results stay (MS-DOC 2.8.25)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from intake.documents.blocks.remarks import place_before
from intake.documents.blocks.symbols import equation_text
from intake.documents.word.doc.pieces import FILLER

BEGIN, SEPARATOR, END = "\x13", "\x14", "\x15"
INSERTED: Final = 0x10_0000  # characters from here on stand for inserted strings
MOST_INSERTED: Final = 0xFFFD
_MARK: Final = re.compile("[\x13-\x15]")
_INNER_CODE: Final = re.compile("\x13[^\x13-\x15]*[\x14\x15]|[\x13-\x15]")
_END_OF_PARAGRAPH: Final = re.compile("[\r\x07]")
_SHOWN: Final = re.compile(r"[^\0-\x20]")
_KEPT: Final = re.compile("[^\x07]")
_ANY_INSERTED: Final = re.compile("[\U00100000-\U0010fffd]")
BEFORE: Final = 40  # characters before a formula that are looked at
_SHOWN_SIGNS: Final = re.compile("[\0-\x1f\U00100000-\U0010ffff]")
LONGEST_CODE: Final = 4000


@dataclass(slots=True)
class Inserted:
    """Strings that stand in the text as one character each, so that positions stay what they are."""

    strings: list[str] = field(default_factory=list)

    def add(self, text: str) -> str:
        """The character that stands for ``text``; a filler when there is no room or no text."""
        if not text or len(self.strings) >= MOST_INSERTED:
            return FILLER
        self.strings.append(text)
        return chr(INSERTED + len(self.strings) - 1)

    def show(self, text: str) -> str:
        """``text`` with the strings in place."""
        return _ANY_INSERTED.sub(self._string, text)

    def _string(self, match: re.Match[str]) -> str:
        number = ord(match[0]) - INSERTED
        return self.strings[number] if number < len(self.strings) else ""


@dataclass(slots=True)
class _Field:
    start: int
    separator: int = -1


@dataclass(slots=True)
class Fields:
    """What the fields of one document are replaced by, and what was met on the way."""

    inserted: Inserted
    embedded: int = 0  # files embedded as objects
    formulas: list[str] = field(default_factory=list)  # the text before each that another program draws
    _cuts: list[tuple[int, int, str]] = field(default_factory=list)

    def reduce(self, text: str, start: int, end: int) -> str:
        """The story from ``start`` to ``end``, as long as before, its fields reduced to results."""
        story = text[start:end]
        if BEGIN not in story and SEPARATOR not in story and END not in story:
            return story
        self._cuts = []
        stack: list[_Field] = []
        codes = 0  # open fields in whose code we are
        for match in _MARK.finditer(story):
            sign, at = match[0], match.start()
            if sign == BEGIN:
                stack.append(_Field(at))
                codes += 1
            elif sign == SEPARATOR and stack and stack[-1].separator < 0:
                stack[-1].separator = at
                codes -= 1
            elif sign == END and stack:
                closed = stack.pop()
                codes -= closed.separator < 0
                if not codes:
                    self._close(story, closed, at)
        for left in stack:  # never closed: the code goes to the end of its paragraph
            stop = _END_OF_PARAGRAPH.search(story, left.start)
            self._cuts.append((left.start, stop.start() if stop else len(story), ""))
        return self._apply(story)

    def _close(self, story: str, closed: _Field, end: int) -> None:
        """Note what a field that stands in no other field's code is replaced by."""
        stop = closed.separator if closed.separator >= 0 else end
        code = _INNER_CODE.sub("", story[closed.start + 1 : min(stop, closed.start + LONGEST_CODE)])
        words = code.split(None, 1)
        kind = words[0].upper() if words else ""
        shown = ""
        if kind == "EMBED" and ("equation" in code.lower() or "mathtype" in code.lower()):
            before = _SHOWN_SIGNS.sub(
                "", story[max(0, closed.start - BEFORE) : closed.start].rpartition("\r")[2]
            )
            self.formulas.append(place_before([before]))
        elif kind == "EMBED":
            self.embedded += 1
        elif kind in {"FORMCHECKBOX", "FORMDROPDOWN"}:
            shown = "".join(_ANY_INSERTED.findall(code))
        elif kind == "EQ" and not _SHOWN.search(story, stop, end):
            shown = self.inserted.add(equation_text(code))
        self._cuts.append((closed.start, stop, shown))

    def _apply(self, story: str) -> str:
        parts: list[str] = []
        done = 0
        for start, stop, shown in sorted(self._cuts):
            if start >= done:
                gone = _KEPT.sub(FILLER, story[start:stop])
                parts += (story[done:start], (shown + gone[len(shown) :])[: stop - start])
                done = stop
        parts.append(story[done:])
        return "".join(parts)
