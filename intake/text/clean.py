"""Text as it is stored and shown: without signs that nobody sees, with the usual blanks and line ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from intake.text.fold import usual_hanzi

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufdd0-\ufdef"
    "\ufffe\uffff\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ANY_ODD = re.compile(  # one class: alternatives take six times as long
    _UNWANTED.pattern[:-1] + "\r\x0b\x85\u2028\u2029" + _BLANK.pattern[1:-1] + _SURROGATE.pattern[1:]
)
_EDGES = " \t\u3000"


def clean_text(text: str) -> str:
    """Text fit to store and show.

    Lone surrogates, control, bidi and zero-width characters are dropped, exotic line ends become
    LF, exotic blanks a space; NFC, and Hanzi in their usual form. Paragraphs lose blanks at both ends (Chinese indents with
    U+3000) and keep those inside. A form feed stays only as the first character of a line.
    """
    if _ANY_ODD.search(text):
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        text = _LINE_END.sub("\n", text)
        text = _UNWANTED.sub("", text)
        text = _BLANK.sub(" ", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = usual_hanzi(text)
    if "\f" in text:
        text = "\n\f".join(_pages(text))
    return "\n".join([line.strip(_EDGES) for line in text.split("\n")])


def _pages(text: str) -> Iterator[str]:
    """The pieces between form feeds, without the blanks around these; empty ones left out."""
    first, *middle, last = text.split("\f")
    pieces = (first.rstrip(), *(piece.strip() for piece in middle), last.lstrip())
    return (piece for piece in pieces if piece.strip())
