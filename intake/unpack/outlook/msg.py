"""Outlook's .msg files: an OLE2 folder of MAPI properties (MS-OXMSG).

Read here: the libraries for this format mangle Chinese text that is not Unicode.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake.documents.packages.compound import Compound, Entry
from intake.mail.filenames import clean_name
from intake.mail.words.html import html_to_text
from intake.model.case import Attachment
from intake.model.errors import Damaged, OverLimit
from intake.text.charset import decode_bytes
from intake.text.clean import clean_text
from intake.unpack.attached_mails import BODY_CHARS, body_attachment
from intake.unpack.contents import Allowance, Budget, Contents

_MAX_LEVEL = 5  # messages attached to messages
_MAX_STREAMS = 20_000
_LONGEST_NAME = 4096  # bytes: many names may claim the same sectors
_SUBJECT, _BODY, _HTML = "0037", "1000", "1013"
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _DATA, _MIME, _CONTENT_ID = (
    "3707",
    "3704",
    "3001",
    "3701",
    "370E",
    "3712",
)


def open_msg(content: bytes, budget: Budget) -> Contents:
    """The text and the files of an Outlook message.

    Raises:
        Damaged: the OLE2 structure cannot be read.
        OverLimit: it holds more than allowed.
    """
    allowance = budget.allow(len(content))
    package = Compound(content)
    streams = package.streams()
    if not streams:
        raise Damaged
    if len(streams) > _MAX_STREAMS:
        raise OverLimit("邮件内部分过多")
    return Contents(tuple(_read_message(_Store(package, streams), (), allowance, 0)))


@dataclass(frozen=True, slots=True)
class _Store:
    """Streams by path."""

    package: Compound
    streams: dict[tuple[str, ...], Entry]

    def text(self, folder: tuple[str, ...], identity: str, most: int | None = None) -> str:
        """A string property, at most so many bytes of it, Unicode or in a code page nobody names reliably."""
        if (wide := self._read(folder, f"{identity}001F", most)) is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        if (narrow := self._read(folder, f"{identity}001E", most)) is not None:
            return decode_bytes(narrow.rstrip(b"\0"), "gb18030").text
        return ""

    def binary(self, folder: tuple[str, ...], identity: str) -> bytes | None:
        """A binary property, None when absent."""
        return self._read(folder, f"{identity}0102", None)

    def _read(self, folder: tuple[str, ...], tag: str, most: int | None) -> bytes | None:
        entry = self.streams.get((*folder, f"__substg1.0_{tag}"))
        return None if entry is None else self.package.read_entry(entry, most)

    def folders(self, folder: tuple[str, ...], prefix: str) -> list[tuple[str, ...]]:
        """Storages directly below ``folder`` whose name starts with ``prefix``, in order."""
        depth = len(folder)
        found = {
            path[: depth + 1]
            for path in self.streams
            if len(path) > depth + 1 and path[:depth] == folder and path[depth].startswith(prefix)
        }
        return sorted(found)


def _read_message(
    store: _Store, folder: tuple[str, ...], allowance: Allowance, level: int
) -> list[Attachment]:
    found: list[Attachment] = []
    text = store.text(folder, _BODY)
    html = store.binary(folder, _HTML)
    shown = decode_bytes(html).text if html else store.text(folder, _HTML)
    if not text.strip() and shown:
        text = html_to_text(shown)
    for place in store.folders(folder, "__attach_version1.0_"):
        found.extend(_read_attachment(store, place, (allowance, shown), level))
    least = BODY_CHARS if found else 1  # else the text is all there is
    if body := body_attachment(clean_text(text), store.text(folder, _SUBJECT), least):
        found.insert(0, body)
    return found


def _read_attachment(
    store: _Store, place: tuple[str, ...], about: tuple[Allowance, str], level: int
) -> list[Attachment]:
    allowance, html = about
    name = next(
        (
            clean
            for identity in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME)
            if (clean := clean_name(store.text(place, identity, _LONGEST_NAME)))
        ),
        "",
    )
    data = store.binary(place, _DATA)
    if data is not None:
        allowance.take(len(data))
        cid = store.text(place, _CONTENT_ID, _LONGEST_NAME)
        inline = bool(cid) and f"cid:{cid}" in html
        declared = store.text(place, _MIME, _LONGEST_NAME)
        return [Attachment(name or "未命名附件", data, declared=declared, inline=inline)]
    inner = (*place, f"__substg1.0_{_DATA}000D")
    if level >= _MAX_LEVEL or not store.folders(place, f"__substg1.0_{_DATA}000D"):
        return []
    title = name or clean_name(store.text(inner, _SUBJECT, _LONGEST_NAME)) or "邮件"
    return [
        Attachment(a.name, a.content, path=(title, *a.path), declared=a.declared, inline=a.inline)
        for a in _read_message(store, inner, allowance, level + 1)
    ]
