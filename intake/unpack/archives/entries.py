"""Entries of a zip archive whose directory is lost, found by their local headers (APPNOTE par. 4.3.7)."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass

SPLIT_MARK = b"PK\x07\x08"  # at the very beginning: an archive that was cut in volumes (par. 8.5.3)
_LOCAL = b"PK\x03\x04"
_AFTER = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08")  # what follows the last entry
_END = b"PK\x05\x06"
_HEADER = struct.Struct("<4s5H3L2H")
_DESCRIBED = 0x8  # sizes and checksum stand behind the data
_UTF8_FLAG = 0x800
_MOST = 20_000
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Found:
    """Entries in order; the one whose bytes end too early; whether the archive ends as it should."""

    entries: list[zipfile.ZipInfo]
    cut: zipfile.ZipInfo | None = None
    closed: bool = False


def walk_entries(content: bytes, most: int) -> Found:
    """The entries one after the other.

    ``most``: bytes that may be inflated, in all, to find the end of entries that do not state their size.
    """
    found: list[zipfile.ZipInfo] = []
    at = content.find(_LOCAL)
    while at >= 0 and len(found) < _MOST:
        info, end = _read_entry(content, at, most)
        if info is None:
            break
        if end > len(content):
            return Found(found, cut=info)
        found.append(info)
        most -= info.file_size if info.flag_bits & _DESCRIBED else 0
        at = _next(content, end) if most > 0 else -1
    return Found(found, closed=_is_closed(content, len(found)))


def _read_entry(content: bytes, at: int, most: int) -> tuple[zipfile.ZipInfo | None, int]:
    """One entry and where its data ends; beyond the content when that is cut."""
    header = content[at : at + _HEADER.size]
    if len(header) < _HEADER.size:
        return None, 0
    _, _, flags, method, _, _, check, packed, size, name, extra = _HEADER.unpack(header)
    start = at + _HEADER.size + name + extra
    raw = content[at + _HEADER.size : at + _HEADER.size + name]
    info = zipfile.ZipInfo()
    info.orig_filename = raw.decode("utf-8", "replace") if flags & _UTF8_FLAG else raw.decode("cp437")
    info.extra = content[at + _HEADER.size + name : start]
    info.flag_bits, info.compress_type, info.header_offset = flags, method, at
    info.CRC, info.compress_size, info.file_size = check, packed, size
    if flags & _DESCRIBED and not packed:
        _measure(content, start, info, most)
    return info, start + info.compress_size


def _measure(content: bytes, start: int, info: zipfile.ZipInfo, most: int) -> None:
    """Sizes and checksum of an entry that does not state them."""
    if info.compress_type != zipfile.ZIP_DEFLATED:
        info.CRC, end = _stored_end(content, start)
        info.compress_size = info.file_size = end - start
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    at = start
    try:
        while not inflater.eof and at < len(content) and info.file_size <= most:
            block = content[at : at + _BLOCK]
            data = inflater.decompress(block)
            at += len(block)
            info.file_size += len(data)
            info.CRC = zlib.crc32(data, info.CRC)
    except zlib.error:
        at = len(content)
    whole = inflater.eof
    info.compress_size = at - len(inflater.unused_data) - start if whole else len(content) + 1 - start


def _stored_end(content: bytes, start: int) -> tuple[int, int]:
    """Checksum and end of data that is only stored: a descriptor with that checksum follows.

    The data may be an archive itself, whose own descriptors bear the same mark.
    """
    check, at = 0, start
    end = content.find(SPLIT_MARK, start)
    while end >= 0:
        check, at = zlib.crc32(content[at:end], check), end
        if content[end + 4 : end + 8] == check.to_bytes(4, "little"):
            return check, end
        end = content.find(SPLIT_MARK, end + 1)
    return 0, len(content) + 1


def _next(content: bytes, end: int) -> int:
    """The next local header; a descriptor of 12 to 24 bytes may stand between."""
    if content.startswith(_AFTER, end):
        return -1
    return content.find(_LOCAL, end)


def _is_closed(content: bytes, entries: int) -> bool:
    """Whether the end record is there and counts as many entries."""
    at = content.rfind(_END)
    return at >= 0 and int.from_bytes(content[at + 10 : at + 12], "little") == entries
