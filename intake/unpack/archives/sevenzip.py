"""7z archives: by py7zr where it is installed, else by a program."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

from intake.model.case import Attachment, Doubt, Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.unpack.archives.programs import has_tool, unpack_with_tool
from intake.unpack.contents import Allowance, Budget, Contents, is_junk, is_unsafe, make_member


def open_sevenzip(content: bytes, budget: Budget) -> Contents:
    """Unpack a 7z archive.

    Raises:
        Damaged, Encrypted, OverLimit: as their names say.
        ToolMissing: neither py7zr nor a program is installed.
    """
    allowance = budget.allow(len(content))
    try:
        import py7zr
    except ImportError:
        return _by_tool(content, budget, allowance)
    problem: ReadingError = Damaged()
    for password in (None, *budget.passwords):
        try:
            return _extract(py7zr, content, password, allowance)
        except OverLimit:
            raise
        except py7zr.exceptions.PasswordRequired:
            problem = Encrypted()
        except (py7zr.exceptions.UnsupportedCompressionMethodError, NotImplementedError):
            return _by_tool(content, budget, allowance)
        except Exception as error:  # py7zr raises whatever a broken structure leads to
            if password is None:
                raise Damaged from error
    raise problem


def _extract(py7zr: Any, content: bytes, password: str | None, allowance: Allowance) -> Contents:
    with py7zr.SevenZipFile(BytesIO(content), password=password) as archive:
        if password is None and archive.needs_password():
            raise py7zr.exceptions.PasswordRequired("locked")
        listed = [entry for entry in archive.list() if not entry.is_directory and not is_junk(entry.filename)]
        wanted = [entry for entry in listed if not entry.is_symlink and not is_unsafe(entry.filename)]
        doubts = [Doubt("partial", detail="含有越界路径或链接，未打开")] if len(wanted) < len(listed) else []
        sizes = [int(entry.uncompressed) for entry in wanted]
        if sum(sizes) > allowance.bytes_left:
            raise OverLimit("解压后过大")
        factory = py7zr.io.BytesIOFactory(max(sizes, default=0) + 1)
        broken = _extract_all(archive, [entry.filename for entry in wanted], factory)
    members: list[Attachment] = []
    for entry in wanted:
        product = factory.products.get(entry.filename)
        data = b"" if product is None else _whole(product)
        if broken and zlib.crc32(data) != entry.crc32:
            doubts.append(Doubt("damaged", make_member(entry.filename, b"").name))
            continue
        try:
            allowance.take(len(data))
        except OverLimit as error:
            doubts.append(Doubt("over-limit", detail=error.detail))
            break
        members.append(make_member(entry.filename, data))
    if broken and not any(member.content for member in members):  # an empty file is whole with any password
        raise broken
    return Contents(tuple(members), tuple(doubts))


def _extract_all(archive: Any, names: list[str], factory: Any) -> Exception | None:
    """Unpack into the factory; what stopped it, when something did: files before that may be whole."""
    try:
        if names:
            archive.extract(targets=names, factory=factory)
    except (MemoryError, NotImplementedError):
        raise
    except Exception as error:  # noqa: BLE001 - as in open_sevenzip
        return error
    return None


def _whole(product: Any) -> bytes:
    product.seek(0)
    return bytes(product.read())


def _by_tool(content: bytes, budget: Budget, allowance: Allowance) -> Contents:
    problem: ReadingError = Damaged()
    for password in ("", *(budget.passwords if has_tool(Format.SEVENZIP, locked=True) else ())):
        try:
            found = unpack_with_tool((content,), Format.SEVENZIP, password, allowance)
        except (Encrypted, Damaged) as error:
            problem = problem if isinstance(problem, Encrypted) else error
            continue
        return Contents(tuple(make_member(path, data) for path, data in found))
    raise problem
