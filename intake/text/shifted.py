"""Chinese, Japanese and Korean text in seven bits, as old gateways pass it on: it looks like ASCII."""

from __future__ import annotations

import re

_SEVEN_BIT = {"hz", "iso2022_jp", "iso2022_kr", "utf_7"}
_ESCAPE = re.compile(rb"\x1b\$[)*+]?[A-IM@B]")
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){1,1000}~\}")
_CHINESE_SET = b"\x1b$)A"  # GB 2312 by shift-out
_DESIGNATED = re.compile(rb"\x1b\$[)*+][A-IM]|[\x0e\x0f]")


def read_shifted(data: bytes, codec: str) -> tuple[str, str] | None:
    """Text whose Hanzi stand between escapes, and its codec; None for any other text.

    ``codec`` is the one that is claimed. Sources: RFC 1843, RFC 1468, RFC 1922, RFC 2152.
    """
    if codec in _SEVEN_BIT and (text := _strict(data, codec)) is not None:
        return text, codec
    if _ESCAPE.search(data):
        if _CHINESE_SET in data and (text := _decode_iso_2022_cn(data)) is not None:
            return text, "iso-2022-cn"
        name = "iso2022_kr" if b"\x0e" in data else "iso2022_jp_2"
        if (text := _strict(data, name)) is not None:
            return text, name
    elif data.isascii() and _HZ.search(data) and (text := _strict(data, "hz")) is not None:
        return text, "hz"
    return None


def _decode_iso_2022_cn(data: bytes) -> str | None:
    """GB 2312 of seven bits between shift-out and shift-in (RFC 1922); other sets are not read."""
    out: list[bytes] = []
    shifted = False
    at = 0
    for mark in _DESIGNATED.finditer(data):
        out.append(_set_high(data[at : mark.start()], high=shifted))
        if mark.group() in {b"\x0e", b"\x0f"}:
            shifted = mark.group() == b"\x0e"
        elif mark.group() != _CHINESE_SET:
            return None
        at = mark.end()
    out.append(_set_high(data[at:], high=shifted))
    return _strict(b"".join(out), "gb18030")


def _set_high(data: bytes, *, high: bool) -> bytes:
    return bytes(byte | 0x80 if byte > 0x20 else byte for byte in data) if high else data


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None
