"""Rar archives: listed by rarfile, unpacked by an installed program (there is no free library).

Entries that are only stored are read without any program.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from intake.model.case import Attachment, Doubt, Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.text.charset import decode_bytes
from intake.unpack.archives.programs import has_tool, missing_tool, unpack_with_tool
from intake.unpack.contents import Allowance, Budget, Contents, is_junk, is_unsafe, make_member

_STORED = 0x30
_SPLIT = 0x3  # continued from, or in, another volume


def open_rar(volumes: tuple[bytes, ...], budget: Budget) -> Contents:
    """Unpack a rar archive, version 4 or 5, given in one volume or several, the first of all in front.

    Raises:
        Damaged, Encrypted, OverLimit: as their names say.
        ToolMissing: no program that unpacks rar is installed.
    """
    content = volumes[0]
    allowance = budget.allow(sum(map(len, volumes)))
    listing = _list(content) if len(volumes) == 1 else None
    if listing is None:
        return _by_tool(volumes, [], (budget, allowance), locked=False)
    entries, locked = listing
    doubts: list[Doubt] = []
    wanted = [(info, path) for info, path in entries if not is_junk(path)]
    safe = [(info, path) for info, path in wanted if not is_unsafe(path) and not info.is_symlink()]
    if len(safe) < len(wanted):
        doubts.append(Doubt("partial", detail="含有越界路径或链接，未打开"))
    if sum(info.file_size for info, _ in safe) > allowance.bytes_left:
        raise OverLimit("解压后过大")
    if len(safe) > allowance.files_left:
        raise OverLimit(f"文件超过{budget.limits.archive_entries}个")
    if not locked and safe and all(_is_stored(info) for info, _ in safe):
        found = _read_stored(content, safe, allowance)
    else:
        found = _by_tool(volumes, safe, (budget, allowance), locked=locked)
    return Contents(found.attachments, (*doubts, *found.doubts))


def _list(content: bytes) -> tuple[list[tuple[Any, str]], bool] | None:
    """Files with their paths, and whether the archive is locked; None without rarfile."""
    try:
        import rarfile
    except ImportError:
        return None
    try:
        with rarfile.RarFile(BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            locked = bool(archive.needs_password())
    except (rarfile.NeedFirstVolume, rarfile.BadRarName) as error:
        raise Damaged("分卷压缩包，需要全部分卷") from error
    except rarfile.PasswordRequired:
        return [], True
    except Exception as error:  # rarfile raises whatever a broken structure leads to
        raise Damaged from error
    if any(info.flags & _SPLIT for info in infos):
        raise Damaged("分卷压缩包，需要全部分卷")
    return [(info, _path(info)) for info in infos], locked


def _path(info: Any) -> str:
    """The entry's path; without a Unicode name rarfile guesses Western bytes."""
    raw = info.orig_filename
    if isinstance(raw, bytes) and not info.flags & 0x200 and not raw.isascii():
        return decode_bytes(raw, "gb18030").text.replace("\\", "/")
    return str(info.filename)


def _is_stored(info: Any) -> bool:
    return bool(info.compress_type == _STORED and info.file_redir is None)


def _read_stored(content: bytes, wanted: list[tuple[Any, str]], allowance: Allowance) -> Contents:
    """The entries that are whole; each of the others is a doubt by its name."""
    import rarfile

    members: list[Attachment] = []
    doubts: list[Doubt] = []
    try:
        with rarfile.RarFile(BytesIO(content)) as archive:
            for info, path in wanted:
                try:
                    data = archive.read(info)
                except (rarfile.Error, OSError, EOFError):
                    doubts.append(Doubt("damaged", make_member(path, b"").name))
                    continue
                allowance.take(len(data))
                members.append(make_member(path, data))
    except ReadingError:
        raise
    except Exception as error:  # as in _list
        raise Damaged from error
    if not members:
        raise Damaged
    return Contents(tuple(members), tuple(doubts))


def _by_tool(
    volumes: tuple[bytes, ...],
    wanted: list[tuple[Any, str]],
    limits: tuple[Budget, Allowance],
    *,
    locked: bool,
) -> Contents:
    budget, allowance = limits
    if locked and not budget.passwords:
        raise Encrypted
    if not has_tool(Format.RAR, locked=locked):
        raise missing_tool(Format.RAR)
    paths = {(info.file_size, info.CRC): path for info, path in wanted}
    sums = frozenset(paths)
    problem: ReadingError = Encrypted()
    for password in budget.passwords if locked else ("", *budget.passwords):
        try:
            found = unpack_with_tool(volumes, Format.RAR, password, allowance, sums)
        except Encrypted as error:
            problem = error
            continue
        except Damaged as error:
            if not locked:
                raise
            problem = error if not isinstance(problem, Encrypted) else problem
            continue
        there = [((len(data), zlib.crc32(data)), path, data) for path, data in found]
        members = tuple(make_member(paths.get(key, path), data) for key, path, data in there)
        lost = [] if len(members) >= len(wanted) else sums - {key for key, _, _ in there}
        return Contents(members, tuple(Doubt("damaged", make_member(paths[key], b"").name) for key in lost))
    raise problem
