"""winmail.dat: the files that Outlook hid in it (MS-OXTNEF).

Read by our own bounded walk: hostile samples exist on which the usual library never ends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.mail.filenames import clean_name
from intake.mail.parts import WHOLE
from intake.model.case import Attachment, Doubt
from intake.model.errors import Damaged, OverLimit
from intake.text.charset import decode_bytes
from intake.unpack.contents import Allowance, Budget, Contents
from intake.unpack.outlook.mapi import OBJECT, Property, Reader, read_properties

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTRIBUTES = 5000
_HEADER_BYTES = 9  # of an attribute: level, identifier, type, length

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
    files, cut = _read_files(content, allowance, level=0)
    return Contents(tuple(files), tuple(cut))


def _read_files(content: bytes, allowance: Allowance, level: int) -> tuple[list[Attachment], list[Doubt]]:
    """The files, and what is lost where the bytes end before they should.

    Who sent it never sees a winmail.dat: it is spoken of by the name of the file that was lost, or as the mail.
    """
    if not content.startswith(SIGNATURE):
        raise Damaged
    reader = Reader(content[6:])
    files: list[_File] = []
    charset = ""
    cut: list[Doubt] = []
    try:
        for identity, data in _attributes(reader):
            if identity == _CODE_PAGE and len(data) >= 4:
                charset = f"cp{int.from_bytes(data[:4], 'little')}"
            elif identity == _RENDER_DATA:
                files.append(_File())
            elif files:
                _note(files[-1], identity, data, charset)
    except (Damaged, OverLimit):
        if not files:
            raise
        lost = "" if files[-1].content else _name(files.pop(), charset)
        cut.append(Doubt("damaged", lost) if lost else Doubt("incomplete", WHOLE, "后面的附件未能取出"))
    found, inner_cut = _finish(files, charset, allowance, level)
    return found, [*cut, *inner_cut]


def _attributes(reader: Reader) -> Iterator[tuple[int, bytes]]:
    """Identifier and data of each attribute.

    Raises:
        Damaged: the bytes end inside one.
        OverLimit: there are more than any program writes.
    """
    for _ in range(MAX_ATTRIBUTES):
        if reader.left < _HEADER_BYTES:
            if reader.take(reader.left).strip(b"\0\r\n"):
                raise Damaged
            return
        reader.take(1)
        identity = reader.number(2)
        reader.take(2)
        yield identity, reader.take(reader.number())
        reader.take(min(2, reader.left))  # the checksum, which some writers get wrong
    raise OverLimit("内容过多")


def _note(file: _File, identity: int, data: bytes, charset: str) -> None:
    if identity == _TITLE:
        file.title = data.rstrip(b"\0")
    elif identity == _DATA:
        file.content = data
    elif identity == _PROPERTIES:
        for found in _properties(data):
            if found.id in {_LONG_NAME, _SHORT_NAME}:
                file.names[found.id] = found.text(charset)
            elif found.id == _MIME_TYPE:
                file.declared = found.text(charset)
            elif found.id == _OBJECT_DATA and found.type == OBJECT and not file.content:
                file.content = found.value[16:] if found.value[:16] == _MESSAGE_IID else found.value


def _properties(data: bytes) -> Iterator[Property]:
    """As far as they can be read: broken properties of one file say nothing of the next."""
    with contextlib.suppress(Damaged):
        yield from read_properties(data)


def _finish(
    files: list[_File], charset: str, allowance: Allowance, level: int
) -> tuple[list[Attachment], list[Doubt]]:
    found: list[Attachment] = []
    cut: list[Doubt] = []
    for number, file in enumerate(files, 1):
        name = _name(file, charset)
        if file.content.startswith(SIGNATURE) and level < allowance.budget.limits.archive_depth:
            try:
                inner, inner_cut = _read_files(file.content, allowance, level + 1)
            except Damaged:  # of this message alone: its neighbours are whole
                cut.append(Doubt("damaged", name or "邮件"))
                continue
            cut.extend(inner_cut)
            found.extend(
                Attachment(a.name, a.content, path=(name or "邮件", *a.path), declared=a.declared)
                for a in inner
            )
            continue
        allowance.take(len(file.content))
        found.append(Attachment(name or f"未命名附件{number}", file.content, declared=file.declared))
    return found, cut


def _name(file: _File, charset: str) -> str:
    title = decode_bytes(file.title, charset).text
    return clean_name(file.names.get(_LONG_NAME) or title or file.names.get(_SHORT_NAME, ""))
