"""Outlook's .msg files: an OLE2 folder of MAPI properties (MS-OXMSG).

Read with olefile: the libraries for this format mangle Chinese text that is not Unicode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from intake.mail.filenames import clean_name
from intake.mail.html import html_to_text
from intake.model.case import Attachment
from intake.model.errors import Damaged, OverLimit, ReadingError
from intake.text.charset import clean_text, decode_bytes
from intake.unpack.contents import Allowance, Budget, Contents
from intake.unpack.nested import body_attachment

_MAX_LEVEL = 5  # messages attached to messages
_MAX_STREAMS = 20_000
_SUBJECT, _BODY, _HTML, _HEADERS = "0037", "1000", "1013", "007D"
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
    try:
        return Contents(tuple(_read_all(content, allowance)))
    except ReadingError:
        raise
    except Exception as error:  # olefile raises whatever the broken structure leads to
        raise Damaged from error


def _read_all(content: bytes, allowance: Allowance) -> list[Attachment]:
    import olefile

    with olefile.OleFileIO(BytesIO(content)) as ole:
        names = ole.listdir(streams=True, storages=False)
        if len(names) > _MAX_STREAMS:
            raise OverLimit("邮件内部分过多")
        store = _Store({tuple(path): _opener(ole, path) for path in names})
        return _read_message(store, (), allowance, 0)


def _opener(ole: Any, path: list[str]) -> Callable[[], bytes]:
    return lambda: bytes(ole.openstream(path).read())


@dataclass(frozen=True, slots=True)
class _Store:
    """Streams by path."""

    streams: dict[tuple[str, ...], Callable[[], bytes]]

    def text(self, folder: tuple[str, ...], identity: str) -> str:
        """A string property, Unicode or in a code page nobody names reliably."""
        if read := self.streams.get((*folder, f"__substg1.0_{identity}001F")):
            return read().decode("utf-16-le", "replace").rstrip("\0")
        if read := self.streams.get((*folder, f"__substg1.0_{identity}001E")):
            return decode_bytes(read().rstrip(b"\0"), "gb18030").text
        return ""

    def binary(self, folder: tuple[str, ...], identity: str) -> bytes | None:
        """A binary property, None when absent."""
        read = self.streams.get((*folder, f"__substg1.0_{identity}0102"))
        return read() if read else None

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
    if body := body_attachment(clean_text(text), store.text(folder, _SUBJECT)):
        found.append(body)
    for place in store.folders(folder, "__attach_version1.0_"):
        found.extend(_read_attachment(store, place, (allowance, shown), level))
    return found


def _read_attachment(
    store: _Store, place: tuple[str, ...], about: tuple[Allowance, str], level: int
) -> list[Attachment]:
    allowance, html = about
    name = next(
        (
            clean
            for identity in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME)
            if (clean := clean_name(store.text(place, identity)))
        ),
        "",
    )
    data = store.binary(place, _DATA)
    if data is not None:
        allowance.take(len(data))
        cid = store.text(place, _CONTENT_ID)
        inline = bool(cid) and f"cid:{cid}" in html
        declared = store.text(place, _MIME)
        return [Attachment(name or "未命名附件", data, declared=declared, inline=inline)]
    inner = (*place, f"__substg1.0_{_DATA}000D")
    if level >= _MAX_LEVEL or not store.folders(place, f"__substg1.0_{_DATA}000D"):
        return []
    title = name or clean_name(store.text(inner, _SUBJECT)) or "邮件"
    return [
        Attachment(a.name, a.content, path=(title, *a.path), declared=a.declared, inline=a.inline)
        for a in _read_message(store, inner, allowance, level + 1)
    ]
