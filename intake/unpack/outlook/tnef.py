"""winmail.dat: the files that Outlook hid in it (MS-OXTNEF).

Read by our own bounded walk: hostile samples exist on which the usual library never ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.mail.filenames import clean_name
from intake.model.case import Attachment
from intake.model.errors import Damaged, OverLimit
from intake.text.charset import decode_bytes
from intake.unpack.contents import Allowance, Budget, Contents
from intake.unpack.outlook.mapi import OBJECT, Reader, read_properties

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTRIBUTES = 5000

# attribute identifiers, without their type
_RENDER_DATA, _TITLE, _DATA, _PROPERTIES, _CODE_PAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
# MAPI property identifiers
_LONG_NAME, _SHORT_NAME, _OBJECT_DATA, _MIME_TYPE = 0x3707, 0x3704, 0x3701, 0x370E
_MESSAGE_IID = bytes.fromhex("0703020000000000c000000000000046")  # MS-OXTNEF: an embedded message


@dataclass(slots=True)
class _File:
    """One attachment under construction."""

    title: bytes = b""
    names: dict[int, str] = field(default_factory=dict)
    content: bytes = b""
    declared: str = ""


def open_tnef(content: bytes, budget: Budget) -> Contents:
    """The files inside a winmail.dat; messages attached inside it are opened too.

    Raises:
        Damaged: the structure is broken before the first file.
        OverLimit: it holds more than allowed.
    """
    allowance = budget.allow(len(content))
    return Contents(tuple(_read_files(content, allowance, level=0)))


def _read_files(content: bytes, allowance: Allowance, level: int) -> list[Attachment]:
    if not content.startswith(SIGNATURE):
        raise Damaged
    reader = Reader(content[6:])
    files: list[_File] = []
    charset = ""
    try:
        for _ in range(MAX_ATTRIBUTES):
            if reader.left < 9:
                break
            reader.take(1)
            identity = reader.number(2)
            reader.take(2)
            data = reader.take(reader.number())
            reader.take(min(2, reader.left))  # the checksum, which some writers get wrong
            if identity == _CODE_PAGE and len(data) >= 4:
                charset = f"cp{int.from_bytes(data[:4], 'little')}"
            elif identity == _RENDER_DATA:
                files.append(_File())
            elif files:
                _note(files[-1], identity, data, charset)
        else:
            if not files:
                raise OverLimit("内容过多")
    except Damaged:
        if not files:
            raise
    return _finish(files, charset, allowance, level)


def _note(file: _File, identity: int, data: bytes, charset: str) -> None:
    if identity == _TITLE:
        file.title = data.rstrip(b"\0")
    elif identity == _DATA:
        file.content = data
    elif identity == _PROPERTIES:
        for found in read_properties(data):
            if found.id in {_LONG_NAME, _SHORT_NAME}:
                file.names[found.id] = found.text(charset)
            elif found.id == _MIME_TYPE:
                file.declared = found.text(charset)
            elif found.id == _OBJECT_DATA and found.type == OBJECT and not file.content:
                file.content = found.value[16:] if found.value[:16] == _MESSAGE_IID else found.value


def _finish(files: list[_File], charset: str, allowance: Allowance, level: int) -> list[Attachment]:
    found: list[Attachment] = []
    for number, file in enumerate(files, 1):
        title = decode_bytes(file.title, charset).text
        name = clean_name(file.names.get(_LONG_NAME) or title or file.names.get(_SHORT_NAME, ""))
        if file.content.startswith(SIGNATURE) and level < allowance.budget.limits.archive_depth:
            inner = _read_files(file.content, allowance, level + 1)
            found.extend(
                Attachment(a.name, a.content, path=(name or "邮件", *a.path), declared=a.declared)
                for a in inner
            )
            continue
        allowance.take(len(file.content))
        found.append(Attachment(name or f"未命名附件{number}", file.content, declared=file.declared))
    return found
