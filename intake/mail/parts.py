"""A raw mail to its parts: offsets in the bytes, no recursion, bounded in depth and number.

The standard library's parser is not used here: it builds an object for each of a million empty
parts and fails on deep nesting, while this one stops at the limits; it also takes three times as
long. It is the reference in the tests. Which part is text and which a file is decided in
:mod:`intake.mail.words.body` and :mod:`intake.mail.files`.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, replace

from intake.mail.headers import Headers, Parameters, decode_base64, read_headers, read_parameters
from intake.mail.signed import open_signed
from intake.model.case import Doubt
from intake.model.limits import Limits

WHOLE = "邮件"  # what doubts about the mail as a whole are about


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One multipart around a part; ``number`` tells multiparts of one mail apart."""

    subtype: str
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds no other parts. ``raw`` is its body as transferred."""

    headers: Headers
    type: str
    parameters: Parameters
    disposition: Parameters
    raw: bytes
    within: tuple[Enclosure, ...] = ()

    def inside(self, subtype: str) -> int | None:
        """The number of the nearest multipart of this kind around the part."""
        return next((e.number for e in reversed(self.within) if e.subtype == subtype), None)

    def names(self) -> list[str]:
        """Every reading of the file name, the likeliest first."""
        return [*self.disposition.readings("filename"), *self.parameters.readings("name")]

    def content(self) -> bytes:
        """The body with its transfer encoding undone; never raises."""
        return _undo_transfer(self)


@dataclass(frozen=True, slots=True)
class Tree:
    """A mail taken apart: its own headers, and the parts in order."""

    headers: Headers
    type: str
    parts: tuple[Part, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Span:
    """Work still to do: one entity between two offsets of some bytes."""

    raw: bytes
    start: int
    end: int
    within: tuple[Enclosure, ...]
    default: str


_PKCS7_MIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*")
_ODD_LINE_END = b"\r\r\n"


def take_apart(raw: bytes, limits: Limits) -> Tree:
    """Split a mail into its parts; never raises on any bytes (RFC 2045, RFC 2046)."""
    raw, start = _begin(raw)
    parts: list[Part] = []
    doubts: list[Doubt] = []
    head, head_type = Headers(), ""
    number = 0
    waiting = [_Span(raw, start, len(raw), (), "text/plain")]
    while waiting:
        span = waiting.pop()
        headers, body = read_headers(span.raw, span.start, span.end)
        kind = read_parameters(headers.first("content-type"))
        main = _settle_type(kind.main, span.default)
        if number == 0:
            head, head_type = headers, main
        number += 1
        inner = _inner_spans(body, span, (main, kind, number), doubts, limits)
        if inner is not None:
            waiting.extend(reversed(inner))
            continue
        part = _leaf(headers, (main, kind), span, body)
        if _is_shut(part, doubts):
            continue
        if wrapped := _unwrap(part, len(span.within), limits):
            waiting.append(
                _Span(wrapped, 0, len(wrapped), (*span.within, Enclosure("wrapped", number)), main)
            )
            continue
        if main.startswith("multipart/"):
            doubts.append(Doubt("header-odd", WHOLE, "未见各部分的分隔标记"))
        if part.raw or headers.fields:
            parts.append(replace(part, type="text/plain") if main.startswith("multipart/") else part)
        if waiting and (len(parts) >= limits.mime_parts or number >= 4 * limits.mime_parts):
            doubts.append(Doubt("over-limit", WHOLE, f"超过{limits.mime_parts}个部分"))
            break
    return Tree(head, head_type, tuple(parts), tuple(dict.fromkeys(doubts)))


def _begin(raw: bytes) -> tuple[bytes, int]:
    """The mail with usual line ends, and where it begins."""
    if _ODD_LINE_END in raw[:4096]:
        raw = raw.replace(_ODD_LINE_END, b"\r\n")
    leading = _LEADING.match(raw)
    return raw, leading.end() if leading else 0


def _leaf(headers: Headers, about: tuple[str, Parameters], span: _Span, body: int) -> Part:
    main, kind = about
    disposition = read_parameters(headers.first("content-disposition"))
    return Part(headers, main, kind, disposition, span.raw[body : span.end], span.within)


def _unwrap(part: Part, depth: int, limits: Limits) -> bytes:
    """The entity inside a part that only wraps one: signed data, or a multipart that was encoded as a whole.

    RFC 2045 par. 6.4 forbids the latter; mail programs show it all the same.
    """
    if depth >= limits.mime_depth:
        return b""
    if part.type in _PKCS7_MIME:
        return open_signed(part.content())
    if not part.type.startswith("multipart/") or not part.headers.has("content-transfer-encoding"):
        return b""
    content = part.content()
    if content == part.raw or not _guess_boundary(content, 0, len(content)):
        return b""
    return (
        b"Content-Type: "
        + _FOLDS.sub(b" ", part.headers.first("content-type")).strip()
        + b"\r\n\r\n"
        + content
    )


SHUT = "mail-locked"  # the doubt about an encrypted mail
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")  # RFC 5652 par. 6.1: enveloped data
_PGP_MESSAGE = b"-----BEGIN PGP MESSAGE-----"


def _is_shut(part: Part, doubts: list[Doubt]) -> bool:
    """Whether nothing of a part can be read: encrypted, or a later piece of a mail that was split; which is a doubt."""
    if part.type == "message/partial":  # RFC 2046 par. 5.2.2
        total, number = (_count(part.parameters.token(name)) for name in ("total", "number"))
        pieces = f"拆成{total}封" if total else "拆开"
        doubts.append(Doubt("incomplete", WHOLE, f"由邮件程序{pieces}发送，这是第{number or 1}封"))
        return number > 1
    enveloped = part.type in _PKCS7_MIME and _ENVELOPED in part.content()[:64]
    if enveloped or (part.inside("encrypted") is not None and _PGP_MESSAGE in part.content()[:200]):
        doubts.append(Doubt(SHUT, WHOLE))
        return True
    return False


def _count(stated: str) -> int:
    return int(stated) if stated.isascii() and stated.isdecimal() and len(stated) < 4 else 0


_FOLDS = re.compile(rb"[\r\n]+[ \t]*+")
_WORDS_FOR_TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "html": "text/html",
    "multipart": "multipart/mixed",
    "message": "message/rfc822",
}


def _settle_type(declared: str, default: str) -> str:
    if not declared:
        return default
    kind, slash, subtype = declared.partition("/")
    if slash and subtype:
        return declared
    return _WORDS_FOR_TYPES.get(kind, "application/octet-stream")


def _inner_spans(
    body: int,
    span: _Span,
    about: tuple[str, Parameters, int],
    doubts: list[Doubt],
    limits: Limits,
) -> list[_Span] | None:
    """The entities inside a multipart; None when the entity is a leaf."""
    main, kind, number = about
    raw = span.raw
    declared = main.startswith("multipart/")
    if not declared and (kind.main or not _looks_multipart(raw, body, span.end)):
        return None
    if len(span.within) >= limits.mime_depth:
        doubts.append(Doubt("too-deep", WHOLE))
        return []
    boundary = kind.token("boundary").encode("latin-1", "replace").rstrip() if declared else b""
    ranges, closed = _split(raw, body, span.end, boundary, limits.mime_parts)
    if not ranges:
        guessed = _guess_boundary(raw, body, span.end)
        if guessed and guessed != boundary:
            ranges, closed = _split(raw, body, span.end, guessed, limits.mime_parts)
    if not ranges:
        return None
    if not closed:
        doubts.append(Doubt("header-odd", WHOLE, "结尾缺失，可能未收全"))
    subtype = main.partition("/")[2] if declared else "mixed"
    within = (*span.within, Enclosure(subtype, number))
    default = "message/rfc822" if subtype == "digest" else "text/plain"
    return [_Span(raw, start, end, within, default) for start, end in ranges]


def _split(
    raw: bytes, start: int, end: int, boundary: bytes, most: int
) -> tuple[list[tuple[int, int]], bool]:
    """The ranges between delimiter lines, and whether the closing one was seen."""
    if not boundary:
        return [], False
    delimiter = b"--" + boundary
    ranges: list[tuple[int, int]] = []
    opened = -1
    closed = False
    at = raw.find(delimiter, start, end)
    while at >= 0 and len(ranges) <= most:
        after = at + len(delimiter)
        tail = _TAIL.match(raw, after, end) if at == start or raw[at - 1] in b"\r\n" else None
        if tail is not None:
            if opened >= 0:
                ranges.append((opened, max(opened, _before_line_end(raw, opened, at))))
            closed = bool(tail.group(1))
            opened = -1 if closed else tail.end()
            after = tail.end()
        at = raw.find(delimiter, after, end)
    if opened >= 0 and len(ranges) <= most:
        ranges.append((opened, end))
    return ranges, closed


_TAIL = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    """The line end in front of a delimiter belongs to it (RFC 2046 par. 5.1.1)."""
    if at - 2 >= start and raw[at - 2 : at] == b"\r\n":
        return at - 2
    return at - 1 if at > start else at


_GUESS = re.compile(
    rb"(?:\A|[\r\n])--([^\r\n]{1,200}?)[ \t]*(?:\r\n|\r|\n)[ \t]*content-[a-z-]+[ \t]*:", re.IGNORECASE
)
_GUESS_WITHIN = 100_000  # bytes


def _guess_boundary(raw: bytes, start: int, end: int) -> bytes:
    found = _GUESS.search(raw, max(0, start - 1), min(end, start + _GUESS_WITHIN))
    return found.group(1) if found else b""


_MULTIPART_START = re.compile(rb"\s*+(?:This is a multi-?part message[^\r\n]*+\s*+)?--\S", re.IGNORECASE)


def _looks_multipart(raw: bytes, start: int, end: int) -> bool:
    """Whether a body without Content-Type is a multipart all the same."""
    return bool(_MULTIPART_START.match(raw, start, end)) and bool(_guess_boundary(raw, start, end))


# --- transfer encodings --------------------------------------------------------------------------

_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")
_BINARY_IN_BASE64 = (b"UEsDB", b"0M8R4", b"JVBER", b"/9j/", b"UmFyI", b"N3q8", b"e1xyd", b"iVBOR", b"R0lGO")


def _undo_transfer(part: Part) -> bytes:
    encoding = part.headers.first("content-transfer-encoding").decode("latin-1").strip().lower()
    if encoding.startswith(("base64", "base-64", "b64")):
        return _undo_base64(part.raw)
    if encoding.startswith(("quoted", "qp")):
        return binascii.a2b_qp(part.raw)
    if "uu" in encoding[:8]:
        return decode_uu(part.raw) or part.raw
    start = part.raw[:64].strip()
    if start.startswith(_BINARY_IN_BASE64) and _BASE64_ONLY.match(part.raw):
        return decode_base64(part.raw)  # the encoding was not declared
    return part.raw


def _undo_base64(raw: bytes) -> bytes:
    if not raw.isascii():  # text sent as it is under a false label, or a few damaged bytes
        plain = len(raw.translate(None, _ASCII))
        if plain > len(raw) // 10:
            return raw
    return decode_base64(raw)


_ASCII = bytes(range(128))

_UU_BEGIN = re.compile(rb"(?:\A|(?<=[\r\n]))begin(-base64)? [0-7]{3,4} ([^\r\n]{1,300})(?:\r\n|\r|\n)")
_UU_END = re.compile(rb"(?:\A|(?<=[\r\n]))(?:end|====)[ \t]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Uuencoded:
    """One file written into the text with uuencode; ``start`` and ``end`` are offsets there."""

    name: bytes
    content: bytes
    start: int
    end: int


def find_uuencoded(data: bytes, most: int) -> list[Uuencoded]:
    """Files inside a text body, between ``begin 644 name`` and ``end``."""
    found: list[Uuencoded] = []
    at = 0
    for _ in range(_UU_TRIALS):
        begin = _UU_BEGIN.search(data, at) if data.find(b"begin", at) >= 0 else None
        if begin is None or len(found) >= most:
            break
        end = _UU_END.search(data, begin.end())
        stop = end.start() if end else len(data)
        block = data[begin.end() : stop]
        content = decode_base64(block) if begin.group(1) else _decode_uu_lines(block)
        at = begin.end()
        if content:
            at = end.end() if end else stop
            found.append(Uuencoded(begin.group(2), content, begin.start(), at))
    return found


_UU_TRIALS = 50  # each "begin" may mean a search to the end of the text


def decode_uu(data: bytes) -> bytes:
    """The first uuencoded file in ``data``, ``b""`` when there is none."""
    found = find_uuencoded(data, 1)
    return found[0].content if found else b""


def _decode_uu_lines(block: bytes) -> bytes:
    out: list[bytes] = []
    for line in block.splitlines():
        if not line or line[0] in b"`":
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (line[0] - 32) & 63  # encoders that pad wrongly: take what the length says
            try:
                out.append(binascii.a2b_uu(line[: 1 + (length + 2) // 3 * 4]))
            except binascii.Error:
                return b"" if not out else b"".join(out)
    return b"".join(out)
