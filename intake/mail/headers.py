"""Mail header bytes to text: encoded words, raw 8-bit text, parameters (RFC 2047, RFC 2231).

Lenient by design: what real mailers write is read, whatever the standards say. Splitting a mail
into parts is done in :mod:`intake.mail.parts`, meaning of fields in :mod:`intake.mail.fields`.
"""

from __future__ import annotations

import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from intake.text.charset import decode_bytes
from intake.text.clean import clean_text

MAX_FIELDS = 1000  # header fields of one part that are looked at
MAX_VALUE_BYTES = 65_536  # of one field; References of long threads stay far below

_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_KNOWN = re.compile(
    rb"(?:received|from|to|cc|subject|date|message-id|mime-version|return-path|reply-to|sender|references"
    rb"|in-reply-to|importance|dkim-signature|list-[a-z]+|content-[a-z-]+|x-[a-z0-9-]+)[ \t]*:",
    re.I,
)
_FOLD = re.compile(rb"(?:\r\n|\r|\n)(?=[ \t])")
_ANY_FOLD = re.compile(rb"(?<![ \t])[ \t]*+(?:\r\n|\r|\n)[ \t]*+")


@dataclass(frozen=True, slots=True)
class Headers:
    """The header fields of one part, names in lower case, values raw with their folds."""

    fields: tuple[tuple[str, bytes], ...] = ()
    _first: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def first(self, name: str) -> bytes:
        """The first value of a field, ``b""`` when absent."""
        return self._first.get(name, b"")

    def has(self, name: str) -> bool:
        """Whether the field is there, even empty."""
        return name in self._first

    def all(self, name: str) -> list[bytes]:
        """Every value of a field, topmost first."""
        return [value for key, value in self.fields if key == name]

    def text(self, name: str) -> str:
        """The first value, decoded and on one line."""
        return decode_header(self._first.get(name, b""))


def _go_on(found: list[tuple[str, bytes]], line: bytes) -> None:
    """Add a line to the last field; no field grows far beyond what is looked at."""
    name, value = found[-1]
    if len(value) < MAX_VALUE_BYTES:
        found[-1] = (name, value + line)


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields at ``start`` and the offset where the body begins.

    A line that is no field ends the head, unless fields that mail programs write follow it: then
    it is a continuation whose blank got lost.
    """
    found: list[tuple[str, bytes]] = []
    at = start
    while at < end:
        line = _LINE.match(raw, at, end)
        assert line is not None  # the pattern matches everywhere
        if not line.group(1):
            at = line.end()
            break
        if line.group(1)[:1] in b" \t" and found:
            _go_on(found, b"\n" + line.group(1))
        elif field_ := _FIELD.match(line.group(1)):
            found.append((field_.group(1).decode("ascii").lower(), field_.group(2)))
        elif line.group(1).startswith((b"From ", b">From ")) and len(found) < 2:
            pass  # the separator line of an mbox file
        elif found and _is_lost_continuation(raw, line.end(), end):
            _go_on(found, b"\n " + line.group(1))
        else:
            break
        at = line.end()
        if len(found) >= MAX_FIELDS:
            at = _skip_head(raw, at, end)
            break
    return _freeze(found), at


def _freeze(found: list[tuple[str, bytes]]) -> Headers:
    first: dict[str, bytes] = {}
    for name, value in found:
        first.setdefault(name, value)
    return Headers(tuple(found), first)


def _is_lost_continuation(raw: bytes, at: int, end: int) -> bool:
    for _ in range(3):
        line = _LINE.match(raw, at, end)
        if line is None or not line.group(1):
            return False
        if _KNOWN.match(line.group(1)):
            return True
        at = line.end()
    return False


_HEAD_END = re.compile(rb"(?>\r\n|\r|\n)(?>\r\n|\r|\n)")


def _skip_head(raw: bytes, at: int, end: int) -> int:
    found = _HEAD_END.search(raw, at, end)
    return found.end() if found else end


# --- encoded words -------------------------------------------------------------------------------

# The text of a word ends at "?=", at the end (cut off), never runs into the next word.
_WORD = re.compile(rb"=\?([^?\s]{1,40})\?([bBqQ])\?((?>(?:[^?=]+|=(?!\?[^=\s])|\?(?!=))*))(?:\?=|\Z)")
_WORD_TEXT = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?]*\?=")
_BETWEEN = re.compile(rb"\s*")
_SPACES = re.compile(r"\s+")


def decode_header(value: bytes) -> str:
    """One header value as clean text on one line; never raises (RFC 2047, and beyond it)."""
    value = value[:MAX_VALUE_BYTES]
    if b"=?" not in value and value.isascii():
        text = value.decode("ascii")
    else:
        text = decode_words(value)
        if _WORD_TEXT.search(text):  # encoded twice, by a mailer and again by a gateway
            text = decode_words(text.encode("utf-8", "ignore"))
    return _SPACES.sub(" ", clean_text(text)).strip()


def decode_words(value: bytes) -> str:
    """Decode encoded words and raw text, blanks inside kept."""
    folded = value
    value = _FOLD.sub(b"", value)
    out: list[str] = []
    run: list[tuple[str, str, bytes]] = []
    at = 0
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        if not run or _BETWEEN.fullmatch(between) is None:
            out.extend((_decode_run(run), _decode_raw(between, folded)))
            run = []
        charset = word.group(1).decode("ascii", "replace").partition("*")[0].lower()
        piece = (_family(charset), word.group(2).decode("ascii").lower(), word.group(3))
        if run and run[-1][0] != piece[0]:
            out.append(_decode_run(run))
            run = []
        run.append(piece)
        at = word.end()
    out.extend((_decode_run(run), _decode_raw(value[at:], folded)))
    return "".join(out)


def _family(charset: str) -> str:
    """Charsets that one mailer mixes inside one text, under one name."""
    return "gb18030" if charset.startswith(("gb", "x-gb", "cp936", "euc-cn")) else charset


def _decode_run(run: list[tuple[str, str, bytes]]) -> str:
    """Words of one charset: their bytes are joined first, for they may split a character."""
    if not run:
        return ""
    uneven = any(kind == "b" and len(text.strip()) % 4 for _, kind, text in run[:-1])
    if uneven and all(kind == "b" for _, kind, _ in run) and b"=" not in b"".join(t for _, _, t in run[:-1]):
        data = decode_base64(b"".join(text for _, _, text in run))  # one base64 text cut anywhere
    else:
        data = b"".join(_decode_word(kind, text) for _, kind, text in run)
    return decode_bytes(data, run[0][0]).text


def _decode_word(kind: str, text: bytes) -> bytes:
    if kind == "b":
        return decode_base64(text)
    return binascii.a2b_qp(text.replace(b"\n", b""), header=True)


def _decode_raw(data: bytes, folded: bytes) -> str:
    if data.isascii():
        return data.decode("ascii")
    decoded = decode_bytes(data)
    if not decoded.sure and b"\n" in folded and b"=?" not in folded:
        joined = decode_bytes(_ANY_FOLD.sub(b"", folded))  # folded inside a character
        if joined.sure:
            return joined.text
    return decoded.text


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PADDED_AGAIN = re.compile(rb"=[^\S\n]*+\n\s*+(?=[A-Za-z0-9+/])")


def decode_base64(data: bytes) -> bytes:
    """Decode base64 with junk, wrong padding, or several padded runs in a row; never raises."""
    tail = data.find(b"=")
    if 0 <= tail < len(data) - 8 and _PADDED_AGAIN.search(data, tail):
        pieces = re.split(rb"=+", data)
        if all(_is_base64(piece) for piece in pieces):
            return b"".join(decode_base64(piece) for piece in pieces if piece.strip())
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = _NOT_BASE64.sub(b"", data)
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def _is_base64(piece: bytes) -> bool:
    return not _NOT_BASE64.search(b"".join(piece.split()))


# --- parameters ----------------------------------------------------------------------------------

_KEY = re.compile(rb"(?<![^\s=;\"])([^\s=;\"]++)\s*+=\s*+")
_CLOSING = re.compile(rb"\"\s*+(?=;|\Z)")
_MAX_PARAMETER_BYTES = 16_384
_MAIN = re.compile(rb"\s*\"?([!-.0-9:A-~]+(?:/[!-.0-9:A-~]*)?)")
_ESCAPED = re.compile(rb"(?<![\x81-\xfe])\\([\"\\])")  # 0x5C may be the second byte of a GBK character
_NUMBERED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_PERCENT = re.compile(rb"(?:%[0-9A-Fa-f]{2}){3,}")


@dataclass(frozen=True, slots=True)
class Parameters:
    """A value with parameters: ``text/plain; charset=gbk``. Names are lower case."""

    main: str = ""
    plain: dict[str, bytes] = field(default_factory=dict)
    extended: dict[str, str] = field(default_factory=dict)

    def token(self, name: str) -> str:
        """A parameter that is ASCII by nature (charset, boundary), ``""`` when absent."""
        if name in self.plain:
            return self.plain[name].decode("latin-1").strip()
        return self.extended.get(name, "").strip()

    def readings(self, name: str) -> list[str]:
        """Every decoding of a textual parameter (filename), the standard's own first."""
        found = [self.extended[name]] if name in self.extended else []
        if name in self.plain:
            found.append(_decode_plain(self.plain[name]))
        return found


def read_parameters(value: bytes) -> Parameters:
    """Split a Content-Type or Content-Disposition value; never raises (RFC 2045, RFC 2231)."""
    value = _FOLD.sub(b"", value[:_MAX_PARAMETER_BYTES])
    head = _MAIN.match(value)
    main = head.group(1).decode("latin-1").lower().rstrip(";,") if head else ""
    rest = value[head.end() :] if head else value
    if head and rest.lstrip().startswith(b"="):  # the type is missing: "; name=…" or "name=…"
        main, rest = "", value
    main = main.partition(";")[0]
    plain: dict[str, bytes] = {}
    pieces: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for name, data in _split_parameters(rest if main or not head else value):
        key = name.decode("latin-1").lower()
        numbered = _NUMBERED.match(key)
        if numbered is None or (numbered.group(2) is None and numbered.group(3) is None):
            plain.setdefault(key, data)
        else:
            index = int(numbered.group(2) or 0)
            pieces.setdefault(numbered.group(1), {}).setdefault(index, (bool(numbered.group(3)), data))
    return Parameters(main, plain, {name: _join_pieces(parts) for name, parts in pieces.items()})


def _split_parameters(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values without their quotes; a quoted value may hold quotes that do not end it."""
    closings = [found.start() for found in _CLOSING.finditer(text)]
    last_quote = text.rfind(b'"')
    at = 0
    while key := _KEY.search(text, at):
        start = key.end()
        following = bisect_right(closings, start)
        quoted = text.startswith(b'"', start)
        if quoted and following < len(closings):
            at = closings[following] + 1
            yield key.group(1), _ESCAPED.sub(rb"\1", text[start + 1 : closings[following]])
        elif quoted and last_quote == start:  # never closed
            at = len(text)
            yield key.group(1), _ESCAPED.sub(rb"\1", text[start + 1 :])
        else:
            end = text.find(b";", start)
            at = len(text) if end < 0 else end
            yield key.group(1), text[start:at].strip()


def _join_pieces(parts: dict[int, tuple[bool, bytes]]) -> str:
    """RFC 2231 continuations: percent-decoded, joined as bytes, then decoded once."""
    charset = ""
    out: list[bytes] = []
    escaped = b""  # joined before it is decoded: some mailers cut inside an escape
    for position, (_, (encoded, data)) in enumerate(sorted(parts.items())):
        piece = data
        if encoded and position == 0 and piece.count(b"'") >= 2:
            claimed, _, piece = piece.split(b"'", 2)
            charset = claimed.decode("latin-1")
        if encoded:
            escaped += piece
        else:
            out += [unquote_to_bytes(escaped), piece]
            escaped = b""
    out.append(unquote_to_bytes(escaped))
    joined = b"".join(out)
    if b"=?" in joined:
        return decode_words(joined)
    return decode_bytes(joined, charset).text


def _decode_plain(data: bytes) -> str:
    """An ordinary parameter: RFC 2047 (forbidden there, and common), raw 8-bit, or URL escapes."""
    if data.isascii() and b"=?" not in data:
        if _PERCENT.search(data):
            decoded = decode_bytes(unquote_to_bytes(data))
            if decoded.sure and not decoded.text.isascii():
                return decoded.text
        return data.decode("ascii")
    return decode_words(data)
