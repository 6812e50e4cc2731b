"""Split content streams into operators and their operands (ISO 32000-1, 7.8.2).

pdfminer's own tokenizer serves any PostScript and takes three quarters of the time a PDF costs;
this one knows the little that content streams use. Odd tokens are skipped, as viewers do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pdfminer.psparser import LIT

MAX_DEPTH = 50  # arrays and dictionaries within each other
MAX_OPERANDS = 4096  # before one operator, outside arrays
TOKENS_A_TICK = 2000

_BLANK = rb"\x00\t\n\x0c\r "
_STOP = _BLANK + rb"()<>\[\]{}/%"
_TOKEN = re.compile(
    rb"[" + _BLANK + rb"]*(?:"
    rb"(?P<integer>[+-]?\d{1,18}(?![^" + _STOP + rb"]))"
    rb"|(?P<real>[+-]?(?:\d{1,18}\.\d*|\.\d+)(?![^" + _STOP + rb"]))"
    rb"|(?P<hex><[0-9A-Fa-f" + _BLANK + rb"]*>)"
    rb"|(?P<plain>\([^()\\\r]*\))"
    rb"|(?P<name>/[^" + _STOP + rb"]*)"
    rb"|(?P<word>[^" + _STOP + rb"]+)"
    rb"|(?P<open>\[|<<)"
    rb"|(?P<close>\]|>>)"
    rb"|(?P<string>\()"
    rb"|(?P<comment>%[^\r\n]*)"
    rb"|(?P<other>.))",
    re.S,
)
_ODD_NUMBER = re.compile(rb"[+-]*(\d*\.?\d+)")
_PARENTHESIS = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.S)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_IMAGE_END = re.compile(rb"[" + _BLANK + rb"]EI(?=[" + _BLANK + rb"]|$)")
_WORDS = {b"true": True, b"false": False, b"null": None}

Operands = list[Any]


def operations(data: bytes, tick: Callable[[], None]) -> Iterator[tuple[bytes, Operands]]:
    """Operators in order, each with the operands before it.

    An inline image comes as ``EI`` with its dictionary. ``tick`` is called now and then and may
    raise to stop a stream that has no end.
    """
    state = _State(data)
    at, count = 0, 0
    match = _TOKEN.match
    while (found := match(data, at)) is not None:
        at = found.end()
        kind = found.lastgroup
        token = found.group(kind or 0)
        count += 1
        if count % TOKENS_A_TICK == 0:
            tick()
            state.trim()
        if kind == "integer":
            state.operands.append(int(token))
        elif kind == "real":
            state.operands.append(float(token))
        elif kind == "word" and not state.nests and token not in _WORDS and token[:1] not in b"+-.0123456789":
            operands, state.operands = state.operands, []
            if token == b"ID":
                image = _dictionary(operands)
                at = _image_end(data, at, image)
                token, operands = b"EI", [image]
            yield token, operands
        else:
            at = state.take(kind, token, at)


class _State:
    """Operands waiting for their operator, and the arrays and dictionaries around them."""

    def __init__(self, data: bytes) -> None:
        self.operands: Operands = []
        self.nests: list[Operands] = []
        self._data = data
        self._names: dict[bytes, Any] = {}

    def take(self, kind: str | None, token: bytes, at: int) -> int:
        """Take an operand that is no number, or a bracket; returns where the next token starts."""
        if kind == "hex":
            self.operands.append(_from_hex(token))
        elif kind == "plain":
            self.operands.append(token[1:-1])
        elif kind == "name":
            if token not in self._names:
                self._names[token] = LIT(_name(token))
            self.operands.append(self._names[token])
        elif kind == "word":
            _add_word(self.operands, token)
        elif kind == "string":
            at = self._take_string(at)
        else:
            self._nest(kind, token)
        return at

    def trim(self) -> None:
        """Forget the oldest of operands that no operator takes."""
        if not self.nests and len(self.operands) > MAX_OPERANDS:
            del self.operands[: MAX_OPERANDS // 2]

    def _nest(self, kind: str | None, token: bytes) -> None:
        if kind == "open" and len(self.nests) < MAX_DEPTH:
            self.nests.append(self.operands)
            self.operands = []
        elif kind == "close" and self.nests:
            value = self.operands if token == b"]" else _dictionary(self.operands)
            self.operands = self.nests.pop()
            self.operands.append(value)

    def _take_string(self, at: int) -> int:
        end = _string_end(self._data, at)
        if end is None:
            return at
        self.operands.append(_ESCAPE.sub(_unescape, self._data[at : end - 1]))
        return end


def _dictionary(operands: Operands) -> dict[str, Any]:
    return dict(zip(_key_names(operands[::2]), operands[1::2], strict=False))


def _add_word(operands: Operands, token: bytes) -> None:
    if token in _WORDS:
        operands.append(_WORDS[token])
    elif odd := _ODD_NUMBER.match(token):  # 0.5.2, --3 and 12-4 are written by real programs
        operands.append(float(odd.group(1)) * (-1 if token[:1] == b"-" else 1))


def _from_hex(token: bytes) -> bytes:
    digits = token[1:-1].translate(None, b"\x00\t\n\x0c\r ")
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _name(token: bytes) -> str:
    name = _HEX_IN_NAME.sub(lambda found: bytes([int(found.group(1), 16)]), token[1:])
    return name.decode("utf-8", "replace")


def _string_end(data: bytes, at: int) -> int | None:
    """Where a string that starts at ``at`` ends, its closing parenthesis included."""
    depth = 1
    while (found := _PARENTHESIS.search(data, at)) is not None:
        at = found.end()
        sign = found.group()
        if sign == b"\\":
            at += 1
        else:
            depth += 1 if sign == b"(" else -1
            if depth == 0:
                return at
    return None


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found.group(1)
    if escaped is None:
        return b"\n"
    if escaped[:1].isdigit():
        return bytes([int(escaped, 8) & 255]) if escaped[:1] < b"8" else escaped
    return _ESCAPED.get(escaped, escaped)


def _key_names(keys: Operands) -> Iterator[str]:
    return (str(getattr(key, "name", key)) for key in keys)


_COMPONENTS = {
    "G": 1,
    "DeviceGray": 1,
    "RGB": 3,
    "DeviceRGB": 3,
    "CMYK": 4,
    "DeviceCMYK": 4,
    "I": 1,
    "Indexed": 1,
}


def _image_end(data: bytes, at: int, image: dict[str, Any]) -> int:
    """Where the operators go on after the bytes of an inline image."""
    start = at + 1
    if "F" not in image and "Filter" not in image:
        start = min(start + _image_bytes(image), len(data))
        start = max(at, start - 1)
    found = _IMAGE_END.search(data, start)
    return found.end() if found else len(data)


def _image_bytes(image: dict[str, Any]) -> int:
    width, height = image.get("W", image.get("Width", 0)), image.get("H", image.get("Height", 0))
    is_mask = image.get("IM", image.get("ImageMask", False)) is True
    bits = 1 if is_mask else image.get("BPC", image.get("BitsPerComponent", 8))
    space = image.get("CS", image.get("ColorSpace"))
    space = space[0] if isinstance(space, list) and space else space
    components = 1 if is_mask else _COMPONENTS.get(str(getattr(space, "name", "")), 0)
    if not (isinstance(width, int) and isinstance(height, int) and isinstance(bits, int)):
        return 0
    if min(width, height, bits) < 0:
        return 0
    return min((width * bits * components + 7) // 8 * height, 1 << 40)
