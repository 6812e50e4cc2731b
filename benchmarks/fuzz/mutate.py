"""Spoil bytes: flips, cuts, splices, wild numbers; inside zip members and encoded attachments, too."""

from __future__ import annotations

import base64
import binascii
import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence

WILD = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
WORDS = (
    b"<", b">", b"</", b"&", b"]]>", b"<!DOCTYPE x [", b"<![CDATA[", b"\0", b"\r\n\r\n", b"--", b"=?gb2312?B?", b'"', b"(", b"{", b"\\bin9",
    b"endobj", b"stream\n", b"/Kids[1 0 R]", b"1 0 R", b"%PDF-1.4", b"PK\x03\x04", b"PK\x01\x02", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Content-Type: message/rfc822\r\n\r\n", b"boundary=", b"-1", b"99999999999", b"1e309", b"nan",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_ATTRIBUTE = re.compile(rb'"[^"<>]{0,40}"')
_BLOCK = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n){3,}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
LONGEST = 3_000_000  # bytes of a spoiled file; more would only measure patience

Change = Callable[[random.Random, bytes, bytes], bytes]


def mutate(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """``data`` spoiled once or a few times; ``other`` gives material for splices."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        data = _change(rng, data, other)
    return data[:LONGEST]


def _change(rng: random.Random, data: bytes, other: bytes) -> bytes:
    inner: list[Change] = []
    if data.startswith(b"PK\x03\x04"):
        inner = [_in_zip] * 12
    elif data.startswith(b"%PDF") and b"stream" in data:
        inner = [_in_stream] * 5
    elif _BLOCK.search(data):
        inner = [_in_attachment] * 10
    return rng.choice([*_PLAIN, *inner])(rng, data, other)


def _place(rng: random.Random, data: bytes) -> int:
    """A place, the beginning more likely than the rest: headers are there."""
    if not data:
        return 0
    return rng.randrange(min(len(data), 600)) if rng.random() < 0.3 else rng.randrange(len(data))


def _flip(rng: random.Random, data: bytes, _: bytes) -> bytes:
    out = bytearray(data)
    for _number in range(rng.choice((1, 2, 8, 64))):
        if out:
            out[_place(rng, data)] ^= 1 << rng.randrange(8)
    return bytes(out)


def _overwrite(rng: random.Random, data: bytes, _: bytes) -> bytes:
    size = rng.choice((1, 2, 4))
    value = (rng.choice(WILD) & (1 << 8 * size) - 1).to_bytes(size, rng.choice(("little", "big")))
    at = _place(rng, data)
    return data[:at] + value + data[at + size :]


def _remove(rng: random.Random, data: bytes, _: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + data[at + rng.choice((1, 2, 16, 512, 4096)) :]


def _repeat(rng: random.Random, data: bytes, _: bytes) -> bytes:
    at = _place(rng, data)
    piece = data[at : at + rng.choice((1, 8, 64, 512))]
    return data[:at] + piece * rng.choice((2, 3, 50, 1000)) + data[at:]


def _insert(rng: random.Random, data: bytes, _: bytes) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice(WORDS) + data[at:]


def _cut(rng: random.Random, data: bytes, _: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.8 else data[at:]


def _splice(rng: random.Random, data: bytes, other: bytes) -> bytes:
    at, start = _place(rng, data), _place(rng, other)
    piece = other[start : start + rng.choice((16, 256, 4096))]
    return data[:at] + piece + data[at + rng.choice((0, len(piece))) :]


def _shuffle(rng: random.Random, data: bytes, _: bytes) -> bytes:
    size = rng.choice((64, 512))
    one, two = (_place(rng, data) // size * size for _number in range(2))
    out = bytearray(data)
    out[one : one + size], out[two : two + size] = data[two : two + size], data[one : one + size]
    return bytes(out)


def _renumber(rng: random.Random, data: bytes, _: bytes) -> bytes:
    """A number in the text becomes a wild one."""
    found = _NUMBER.search(data, _place(rng, data))
    if not found:
        return data
    return (
        data[: found.start()]
        + rng.choice((b"0", b"-1", b"%d" % rng.choice(WILD), b"9" * 20))
        + data[found.end() :]
    )


def _requote(rng: random.Random, data: bytes, _: bytes) -> bytes:
    """A quoted value becomes another one."""
    found = _ATTRIBUTE.search(data, _place(rng, data))
    if not found:
        return data
    value = rng.choice((b"", b"-1", b"nan", b"\xff\xfe", b"x" * 5000, b"../../x", b"1e309", b"2147483648"))
    return data[: found.start() + 1] + value + data[found.end() - 1 :]


_PLAIN: Sequence[Change] = (
    _flip, _flip, _overwrite, _overwrite, _remove, _repeat, _insert, _cut, _splice, _shuffle, _renumber, _requote,
)  # fmt: skip


def _in_zip(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """One member spoiled, left out, or put in twice; the zip itself stays whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return _flip(rng, data, other)
    if not members:
        return data
    at = rng.randrange(len(members))
    name, content = members[at]
    what = rng.random()
    if what < 0.04:
        del members[at]
    elif what < 0.06:
        members[at] = (rng.choice(members)[0], content)
    else:
        members[at] = (name, _change(rng, content, other)[:LONGEST])
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")  # that a name is there twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2015, 7, 7, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _in_stream(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A stream of a PDF spoiled as it is when inflated."""
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    chosen = rng.choice(found)
    try:
        content = zlib.decompress(chosen[1])
    except zlib.error:
        return data[: chosen.start(1)] + _change(rng, chosen[1], other) + data[chosen.end(1) :]
    return data[: chosen.start(1)] + zlib.compress(_change(rng, content, other)) + data[chosen.end(1) :]


def _in_attachment(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A base64 block of a mail spoiled as it is when decoded."""
    found = list(_BLOCK.finditer(data))
    chosen = rng.choice(found)
    end = data.find(b"\n\r\n", chosen.end())
    end = end if 0 <= end - chosen.end() < 200 else chosen.end()
    try:
        content = base64.b64decode(data[chosen.start() : end])
    except binascii.Error:
        return _flip(rng, data, other)
    return data[: chosen.start()] + base64.encodebytes(_change(rng, content, other)) + data[end:]
