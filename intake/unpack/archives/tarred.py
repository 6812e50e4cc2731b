"""Tar archives, and single files packed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from intake.model.case import Attachment, Doubt
from intake.model.errors import Damaged, OverLimit
from intake.text.charset import decode_bytes
from intake.unpack.contents import Allowance, Budget, Contents, is_junk, is_unsafe, make_member

_BLOCK = 1 << 20
_RECORD = 512  # of an archive
_MAX_HEADERS = 20_000  # entries of any kind looked at
_MAX_STREAMS = 1000  # packed one after the other in a file; each copies the rest


def open_tar(content: bytes, budget: Budget) -> Contents:
    """Unpack an uncompressed tar archive; what came before a limit is kept.

    Raises:
        Damaged: not one entry can be read.
    """
    allowance = budget.allow(len(content))
    members: list[Attachment] = []
    doubts: list[Doubt] = []
    try:
        with tarfile.open(
            fileobj=BytesIO(content), mode="r:", encoding="utf-8", errors="surrogateescape"
        ) as tar:
            for number, info in enumerate(tar):
                if number > _MAX_HEADERS:
                    doubts.append(Doubt("over-limit", detail="压缩包内文件过多"))
                    break
                _take_entry(tar, info, allowance, members, doubts)
            if not doubts and _lacks_end(content[tar.offset :]):
                doubts.append(Doubt("incomplete", detail="末尾缺失，可能还有文件未收到"))
    except OverLimit as error:
        doubts.append(Doubt("over-limit", detail=error.detail))
    except (tarfile.TarError, OSError, ValueError, EOFError, RecursionError) as error:
        if not members:
            raise Damaged from error
        doubts.append(Doubt("damaged"))
    return Contents(tuple(members), tuple(dict.fromkeys(doubts)))


def _lacks_end(rest: bytes) -> bool:
    """Whether no block of zeros stands where the entries end, as POSIX asks: the library takes a cut for the end."""
    return len(rest) < _RECORD or any(rest[:_RECORD])


def _take_entry(
    tar: tarfile.TarFile,
    info: tarfile.TarInfo,
    allowance: Allowance,
    members: list[Attachment],
    doubts: list[Doubt],
) -> None:
    path = decode_bytes(info.name.encode("utf-8", "surrogateescape"), "gb18030").text
    if info.isdir() or is_junk(path):
        return
    if not info.isfile() or is_unsafe(path):
        doubts.append(Doubt("partial", detail="含有越界路径或链接，未打开"))
        return
    allowance.take(info.size)
    file = tar.extractfile(info)
    try:
        members.append(make_member(path, file.read() if file else b""))
    except tarfile.TarError:  # its bytes end too early, and so do all others
        doubts.append(Doubt("damaged", make_member(path, b"").name))


def open_gzip(content: bytes, name: str, budget: Budget) -> Contents:
    """Unpack a gzip file; its inner name is the one it states, else its own without ``.gz``.

    Of an archive that was cut the whole files are kept, and the rest asked for; a single file is whole or damaged.

    Raises:
        Damaged: its bytes are not whole.
        OverLimit: it grows beyond what is allowed.
    """
    inner = _stated_name(content) or _without_suffix(name)
    return _open_single(content, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16), inner, budget)


def open_packed(content: bytes, name: str, budget: Budget) -> Contents:
    """Unpack a bzip2 or xz file.

    Raises:
        Damaged, OverLimit: as :func:`open_gzip`.
    """
    make = bz2.BZ2Decompressor if content.startswith(b"BZh") else _make_xz
    return _open_single(content, make, _without_suffix(name), budget)


def _open_single(content: bytes, make: Callable[[], Any], inner: str, budget: Budget) -> Contents:
    allowance = budget.allow(len(content))
    data, whole = _inflate(content, make, allowance.bytes_left)
    member = make_member(inner.replace("\\", "/").rpartition("/")[2], data)
    if not whole:
        if data[257:262] != b"ustar":
            raise Damaged
        found = open_tar(data, budget)
        named = [doubt for doubt in found.doubts if doubt.about]
        cut = Doubt("incomplete", detail="末尾缺失，后面的文件未能取出")
        files = (replace(file, path=(member.name, *file.path)) for file in found.attachments)
        return Contents(tuple(files), (*named, cut))
    allowance.take(len(data))
    return Contents((member,))


def _make_xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=256 * 1024 * 1024)


def _inflate(content: bytes, make: Callable[[], Any], most: int) -> tuple[bytes, bool]:
    """All packed streams of ``content`` one after the other, never more than ``most`` bytes; whether they are whole.

    Raises:
        Damaged: nothing can be read.
        OverLimit: there is more than ``most``.
    """
    out: list[bytes] = []
    total = 0
    for number in range(_MAX_STREAMS):
        if not content:
            break
        inflater = make()
        piece = content
        try:
            while not inflater.eof:
                data = inflater.decompress(piece, _BLOCK)
                piece = getattr(inflater, "unconsumed_tail", b"")
                total += len(data)
                if total > most:
                    raise OverLimit("解压后过大")
                if not data and not piece and not inflater.eof:
                    return _cut_short(out)
                out.append(data)
        except (zlib.error, OSError, lzma.LZMAError, ValueError, EOFError):
            if number == 0:
                return _cut_short(out)
            break  # padding or junk after a whole stream
        content = inflater.unused_data
    return b"".join(out), True


def _cut_short(out: list[bytes]) -> tuple[bytes, bool]:
    if not any(out):
        raise Damaged
    return b"".join(out), False


def _stated_name(content: bytes) -> str:
    """FNAME of the header (RFC 1952 par. 2.3)."""
    if len(content) < 12 or not content[3] & 0x08:
        return ""
    at = 10
    if content[3] & 0x04:
        at += 2 + int.from_bytes(content[10:12], "little")
    end = content.find(b"\0", at, at + 1000)
    return decode_bytes(content[at:end], "gb18030").text if end > at else ""


def _without_suffix(name: str) -> str:
    if re.search(r"\.(?:tgz|tbz2?|txz)$", name, re.I):
        return re.sub(r"\.[a-z0-9]+$", ".tar", name, flags=re.I)
    return re.sub(r"\.(?:gz|bz2|xz)$", "", name, flags=re.I) or "未命名文件"
