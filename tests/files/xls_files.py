"""Workbooks in BIFF8 and BIFF5 made for tests, record by record (MS-XLS)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.files.ole_files import make_ole

Value = str | float | bool | tuple[str, float]  # (number format, number) for formatted numbers


@dataclass(frozen=True)
class Tab:
    """One sheet to be written; cells by row and column from 0."""

    name: str
    cells: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    merges: Sequence[tuple[int, int, int, int]] = ()
    state: int = 0  # 1 hidden, 2 very hidden
    kind: int = 0  # 2 chart
    extra: bytes = b""  # more records


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def wide(text: str, counted: str = "<H") -> bytes:
    """An unformatted string; Latin-1 ones are kept narrow, as Excel does."""
    raw = text.encode("utf-16-le")
    narrow = all(ord(c) < 256 for c in text)
    return struct.pack(counted + "B", len(raw) // 2, not narrow) + (text.encode("latin-1") if narrow else raw)


def shared(texts: Sequence[str], room: int = 8224) -> bytes:
    """The table of shared strings, broken wherever a record is full, inside characters too."""
    bodies = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        head = struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1)
        if len(bodies[-1]) + len(head) + 2 > room:
            bodies.append(b"")
        bodies[-1] += head
        for at in range(0, len(raw := text.encode("utf-16-le")), 2):
            if len(bodies[-1]) + 2 > room:
                bodies.append(b"\1")
            bodies[-1] += raw[at : at + 2]
    return record(0xFC, bodies[0]) + b"".join(record(0x3C, body) for body in bodies[1:])


def pack_rk(value: int) -> int:
    """A whole number in the short form."""
    return (value << 2 | 2) & 0xFFFFFFFF


def make_biff(tabs: Sequence[Tab], room: int = 8224, date_1904: bool = False, head: bytes = b"") -> bytes:
    """A BIFF8 workbook stream."""
    texts = list(dict.fromkeys(v for tab in tabs for v in tab.cells.values() if isinstance(v, str)))
    formats = list(dict.fromkeys(v[0] for tab in tabs for v in tab.cells.values() if isinstance(v, tuple)))
    styles = b"".join(
        record(0xE0, struct.pack("<HH16x", 0, number)) for number in (0, *range(200, 200 + len(formats)))
    )
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + head
    start += record(0x22, struct.pack("<H", date_1904))
    start += b"".join(
        record(0x41E, struct.pack("<H", 200 + n) + wide(code)) for n, code in enumerate(formats)
    )
    end = shared(texts, room) + record(0x0A)
    bodies = [_sheet(tab, texts, formats) for tab in tabs]
    bounds_length = sum(len(_bound(tab, 0)) for tab in tabs)
    at = len(start) + len(styles) + bounds_length + len(end)
    bounds = b""
    for tab, body in zip(tabs, bodies, strict=True):
        bounds += _bound(tab, at)
        at += len(body)
    return start + styles + bounds + end + b"".join(bodies)


def _bound(tab: Tab, at: int) -> bytes:
    return record(0x85, struct.pack("<IBB", at, tab.state, tab.kind) + wide(tab.name, "<B"))


def _sheet(tab: Tab, texts: Sequence[str], formats: Sequence[str]) -> bytes:
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    body += b"".join(_cell(place, value, texts, formats) for place, value in tab.cells.items())
    merged = b"".join(struct.pack("<HHHH", *area) for area in tab.merges)
    return body + tab.extra + record(0xE5, struct.pack("<H", len(tab.merges)) + merged) + record(0x0A)


def _cell(place: tuple[int, int], value: Value, texts: Sequence[str], formats: Sequence[str]) -> bytes:
    style = 1 + formats.index(value[0]) if isinstance(value, tuple) else 0
    shown = value[1] if isinstance(value, tuple) else value
    head = struct.pack("<HHH", *place, style)
    if isinstance(shown, str):
        return record(0xFD, head + struct.pack("<I", texts.index(shown)))
    if isinstance(shown, bool):
        return record(0x205, head + bytes([shown, 0]))
    if float(shown).is_integer() and abs(shown) < 1 << 28:
        return record(0x27E, head + struct.pack("<I", pack_rk(int(shown))))
    return record(0x203, head + struct.pack("<d", shown))


def make_xls(tabs: Iterable[Tab], stream: str = "Workbook", **manner: int) -> bytes:
    """An .xls file."""
    return make_ole({stream: make_biff(list(tabs), **manner)})  # type: ignore[arg-type]


def make_old(cells: Mapping[tuple[int, int], str], charset: str = "gbk", page: int = 936) -> bytes:
    """A BIFF5 workbook of one sheet, its text in a code page."""
    start = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + record(0x42, struct.pack("<H", page))
    name = "表".encode(charset)
    bound = record(0x85, struct.pack("<IBBB", len(start) + 4 + 7 + len(name) + 4, 0, 0, len(name)) + name)
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for place, text in cells.items():
        raw = text.encode(charset)
        body += record(0x204, struct.pack("<HHHH", *place, 0, len(raw)) + raw)
    return make_ole({"Book": start + bound + record(0x0A) + body + record(0x0A)})


def rc4(key: bytes, length: int) -> bytes:
    """The first bytes of an RC4 key stream."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    while len(out) < length:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(state[(state[i] + state[j]) % 256])
    return bytes(out)


def lock(tabs: Sequence[Tab], password: str) -> bytes:
    """An .xls locked with 40-bit RC4 (MS-OFFCRYPTO 2.3.6)."""
    salt, verifier = b"0123456789abcdef", b"fedcba9876543210"
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    second = hashlib.md5((first + salt) * 16).digest()[:5]

    def key(block: int) -> bytes:
        return hashlib.md5(second + block.to_bytes(4, "little")).digest()

    proof = verifier + hashlib.md5(verifier).digest()
    proof = bytes(a ^ b for a, b in zip(proof, rc4(key(0), 32), strict=True))
    plain = make_biff(tabs, head=record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + proof))
    stream = b"".join(rc4(key(block), 1024) for block in range(len(plain) // 1024 + 1))
    out = bytearray(plain)
    at = 0
    while at + 4 <= len(plain):
        kind, length = struct.unpack_from("<HH", plain, at)
        at += 4
        clear = {0x809: length, 0x2F: length, 0x85: 4}.get(kind, 0)
        for place in range(at + clear, at + length):
            out[place] ^= stream[place]
        at += length
    return make_ole({"Workbook": bytes(out)})
