"""Zip archives: names in any Chinese charset, limits kept while inflating.

Entries are inflated here, from the offsets of the directory: the standard library refuses an
archive whose two copies of a name differ, and some Chinese packers write such.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from intake.documents.packages.directory import is_own_directory
from intake.model.case import Attachment, Doubt, Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.text.charset import decode_bytes
from intake.unpack.archives.entries import SPLIT_MARK, walk_entries
from intake.unpack.archives.programs import has_tool, missing_tool, unpack_with_tool
from intake.unpack.contents import Allowance, Budget, Contents, is_junk, is_link, is_unsafe, make_member

_DIRECTORY_ENTRY = b"PK\x01\x02"
_UTF8_FLAG = 0x800
_LOCKED_FLAG = 0x1
_AES = 99
_MAX_DIRECTORY = 20_000  # entries; reading the directory alone costs time
_BLOCK = 65_536
_ERRORS = (
    zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError, KeyError,
    struct.error, zlib.error, UnicodeError,
)  # fmt: skip


def open_zip(content: bytes, budget: Budget) -> Contents:
    """Unpack a zip archive.

    Raises:
        Damaged: the directory cannot be read.
        Encrypted: every file is locked and no password fits.
        OverLimit: the archive is a bomb, or larger than allowed.
        ToolMissing: its packing method needs a program that is not installed.
    """
    allowance = budget.allow(len(content))
    doubts: list[Doubt] = []
    infos, missing = _find_entries(content, allowance)
    wanted = list(_choose(infos, doubts))
    if sum(info.compress_size for info, _ in wanted) > len(content) + 64:
        raise OverLimit("压缩包内文件互相重叠")
    if any(_needs_tool(info) for info, _ in wanted):
        found = _by_tool(content, wanted, budget, allowance)
        return Contents(found.attachments, tuple(doubts))
    key = _find_password(content, wanted, budget)
    unlocked = [one for one in wanted if key is not None or not one[0].flag_bits & _LOCKED_FLAG]
    members = _unpack(content, unlocked, key, (allowance, doubts))
    if len(unlocked) < len(wanted):
        if not members:
            raise Encrypted
        doubts.append(Doubt("encrypted"))
    if missing:
        if not members:
            raise Damaged
        doubts.append(Doubt("incomplete", detail=missing))
    return Contents(tuple(members), tuple(doubts))


def _unpack(
    content: bytes,
    wanted: list[tuple[zipfile.ZipInfo, str]],
    key: bytes | None,
    into: tuple[Allowance, list[Doubt]],
) -> list[Attachment]:
    """The files of entries, until the archive has given all it may; what is wrong joins the doubts."""
    allowance, doubts = into
    members: list[Attachment] = []
    for info, path in wanted:
        try:
            members.append(make_member(path, _inflate(content, info, key, allowance)))
        except OverLimit as error:
            doubts.append(Doubt("over-limit", detail=error.detail))
            break
        except (Damaged, *_ERRORS):
            doubts.append(Doubt("damaged", make_member(path, b"").name))
    return members


def _find_entries(content: bytes, allowance: Allowance) -> tuple[list[zipfile.ZipInfo], str]:
    """The entries of the directory, or where it is lost those that can still be found; what is missing."""
    if not content.startswith(SPLIT_MARK):
        try:
            return _read_directory(content), ""
        except Damaged:
            pass
    found = walk_entries(content, allowance.bytes_left)
    if not (found.entries or found.cut):
        raise Damaged
    if found.cut:
        name = make_member(_decode_names([*found.entries, found.cut])[-1], b"").name
        return found.entries, f"“{name}”及其后的文件未能取出"
    return found.entries, "" if found.closed else "末尾缺失，可能还有文件未收到"


def _read_directory(content: bytes) -> list[zipfile.ZipInfo]:
    if content.count(_DIRECTORY_ENTRY) > _MAX_DIRECTORY:
        raise OverLimit("压缩包内文件过多")
    for attempt in (content, _without_utf8_flags(content)):
        try:
            with zipfile.ZipFile(BytesIO(attempt)) as archive:
                infos = archive.infolist()
        except UnicodeDecodeError:
            continue  # marked UTF-8, written GBK
        except _ERRORS as error:
            raise Damaged from error
        if is_own_directory(content, infos):
            return infos
        break
    raise Damaged


def _without_utf8_flags(content: bytes) -> bytes:
    """The archive with the mark "names are UTF-8" removed from its directory."""
    out = bytearray(content)
    at = content.find(_DIRECTORY_ENTRY)
    while 0 <= at < len(content) - 46:
        out[at + 9] &= 0xFF ^ (_UTF8_FLAG >> 8)
        at = content.find(_DIRECTORY_ENTRY, at + 4)
    return bytes(out)


# --- names ---------------------------------------------------------------------------------------


def _choose(infos: list[zipfile.ZipInfo], doubts: list[Doubt]) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Entries that are files a person packed, with their decoded paths."""
    refused = False
    for info, path in zip(infos, _decode_names(infos), strict=True):
        if path.endswith(("/", "\\")) or is_junk(path):
            continue
        if is_link(info.external_attr >> 16) or is_unsafe(path):
            refused = True
            continue
        yield info, path
    if refused:
        doubts.append(Doubt("partial", detail="含有越界路径或链接，未打开"))


def _decode_names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """All names without a mark are judged together: one program wrote them."""
    raw = [_raw_name(info) for info in infos]
    unmarked = [name for info, name in zip(infos, raw, strict=True) if not info.flag_bits & _UTF8_FLAG]
    charset = decode_bytes(b"\n".join(unmarked), "gb18030").charset
    names = []
    for info, name in zip(infos, raw, strict=True):
        if info.flag_bits & _UTF8_FLAG:
            names.append(info.orig_filename)
        else:
            names.append(_unicode_name(info, name) or _decode_name(name, charset))
    return names


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename.encode("utf-8", "surrogatepass")
    return info.orig_filename.encode("cp437", "replace")


def _decode_name(name: bytes, charset: str) -> str:
    try:
        return name.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return decode_bytes(name, "gb18030").text


def _unicode_name(info: zipfile.ZipInfo, name: bytes) -> str:
    """The name in the Info-ZIP Unicode Path field 0x7075, when it belongs to this name."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(data) > 5 and data[0] == 1:
            if struct.unpack("<L", data[1:5])[0] != zlib.crc32(name):
                return ""
            return data[5:].decode("utf-8", "replace")
    return ""


# --- contents ------------------------------------------------------------------------------------


def _inflate(content: bytes, info: zipfile.ZipInfo, key: bytes | None, allowance: Allowance) -> bytes:
    """One entry's bytes, never more than allowed.

    Raises:
        OverLimit: it grows beyond what the archive may give.
        Damaged: its bytes are not whole.
    """
    most = allowance.bytes_left
    if info.file_size > most or allowance.files_left <= 0:
        allowance.take(info.file_size)
    if info.flag_bits & _LOCKED_FLAG or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        data = _read_by_library(content, info, key, most)
    else:
        packed = _packed(content, info)
        data = packed if info.compress_type == zipfile.ZIP_STORED else _deflate(packed, most)
    allowance.take(len(data))
    if zlib.crc32(data) != info.CRC:
        raise Damaged
    return data


def _packed(content: bytes, info: zipfile.ZipInfo) -> bytes:
    at = info.header_offset
    header = content[at : at + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise Damaged
    name, extra = struct.unpack("<HH", header[26:30])
    start = at + 30 + name + extra
    return content[start : start + info.compress_size]


def _deflate(packed: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(packed, most + 1)
    if len(data) > most:
        raise OverLimit("解压后过大")
    if not inflater.eof:
        raise Damaged
    return data


def _read_by_library(content: bytes, info: zipfile.ZipInfo, key: bytes | None, most: int) -> bytes:
    out: list[bytes] = []
    total = 0
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(info, pwd=key) as entry:
        while block := entry.read(_BLOCK):
            total += len(block)
            if total > most:
                raise OverLimit("解压后过大")
            out.append(block)
    return b"".join(out)


# --- locked archives -----------------------------------------------------------------------------


def _find_password(content: bytes, wanted: list[tuple[zipfile.ZipInfo, str]], budget: Budget) -> bytes | None:
    """The password of the mail that opens the smallest locked entry, checksum and all."""
    locked = [info for info, _ in wanted if info.flag_bits & _LOCKED_FLAG]
    if not locked:
        return None
    trial = min(locked, key=lambda info: info.compress_size)
    for password in budget.passwords:
        for key in dict.fromkeys((password.encode("utf-8"), password.encode("gb18030", "replace"))):
            try:
                data = _read_by_library(content, trial, key, budget.bytes_left)
            except (OverLimit, *_ERRORS):
                continue
            if zlib.crc32(data) == trial.CRC:
                return key
    return None


def _needs_tool(info: zipfile.ZipInfo) -> bool:
    """AES encryption (WinZip) and packing methods that the standard library lacks."""
    return info.compress_type not in {
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
        zipfile.ZIP_BZIP2,
        zipfile.ZIP_LZMA,
    }


def _by_tool(
    content: bytes, wanted: list[tuple[zipfile.ZipInfo, str]], budget: Budget, allowance: Allowance
) -> Contents:
    """Unpack with a program; names come from our reading of the directory."""
    locked = any(info.compress_type == _AES or info.flag_bits & _LOCKED_FLAG for info, _ in wanted)
    if not locked and not has_tool(Format.ZIP):
        raise missing_tool(Format.ZIP)
    if locked and (not budget.passwords or not has_tool(Format.ZIP, locked=True)):
        raise Encrypted
    problem: ReadingError = Encrypted()
    for password in budget.passwords if locked else ("",):
        try:
            found = unpack_with_tool((content,), Format.ZIP, password, allowance)
        except (Encrypted, Damaged) as error:
            problem = Encrypted() if locked else error
            continue
        ours = ((_our_path(path, data, wanted), data) for path, data in found)
        return Contents(tuple(make_member(path, data) for path, data in ours if path))
    raise problem


def _our_path(path: str, data: bytes, wanted: list[tuple[zipfile.ZipInfo, str]]) -> str:
    """The path as we decoded it: found by size and checksum (AES entries have none).

    ``""`` for a file we refused: programs mend paths that lead outside and unpack them.
    """
    check = zlib.crc32(data)
    alike = [(info, ours) for info, ours in wanted if info.file_size == len(data)]
    exact = [ours for info, ours in alike if check == info.CRC]
    if exact:
        return exact[0]
    if any(path == ours for _, ours in alike):
        return path
    return alike[0][1] if len(alike) == 1 else path if alike else ""
