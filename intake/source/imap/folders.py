"""Folder names: listing them, finding the junk and sent folders, matching what a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7

from intake.source.imap.explain import CommandRefused
from intake.source.imap.line import Line
from intake.source.imap.wire import Client

INBOX = "INBOX"
_ALIASES = {"收件箱": INBOX, "收信箱": INBOX}
_ENCODED = re.compile(r"&[A-Za-z0-9+,]+-")  # modified UTF-7, RFC 3501 par. 5.1.3
_CLOSED = frozenset({"noselect", "nonexistent"})

# Last parts of names, for servers that mark no folder (RFC 6154 SPECIAL-USE, or XLIST before it).
# QQ and exmail: Sent Messages, Junk; 163 and Coremail: 已发送, 垃圾邮件; Outlook: Sent Items, Junk Email.
_SENT_NAMES = (
    "sent messages",
    "已发送",
    "已发送邮件",
    "sent",
    "sent items",
    "sent mail",
    "已发邮件",
    "发件夹",
)
_JUNK_NAMES = (
    "junk",
    "垃圾邮件",
    "spam",
    "junk e-mail",
    "junk email",
    "垃圾箱",
    "垃圾邮箱",
    "bulk mail",
    "广告邮件",
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that can be read; ``flags`` lower-case without backslash."""

    name: str
    flags: frozenset[str] = frozenset()
    delimiter: str = "/"

    @property
    def last(self) -> str:
        """The last part of the name, for comparing."""
        return self.parts[-1].casefold()

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels of the name."""
        return tuple(self.name.split(self.delimiter)) if self.delimiter else (self.name,)


def folder_name(written: str) -> str:
    """What a person wrote as a server's name: 收件箱 and “inbox” are INBOX, “&dcVr0mWHTvZZOQ-” is decoded."""
    name = written.strip()
    if name.upper() == INBOX or name in _ALIASES:
        return INBOX
    return _decode(name.encode()) if name.isascii() and _ENCODED.search(name) else name


def quote_folder(name: str) -> str:
    """A name as an IMAP quoted string in modified UTF-7."""
    encoded: str = encode_utf7(name).decode("ascii")
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def list_folders(line: Line) -> tuple[Folder, ...]:
    """Every folder that can be read.

    Raises:
        SourceError: the server does not list them.
    """
    if "XLIST" in line.capabilities():
        try:
            return _as_folders(line.ask(lambda client: _list(client, "xlist_folders")))
        except CommandRefused:
            pass  # announced but not served; LIST always is
    return _as_folders(line.ask(lambda client: _list(client, "list_folders")))


def find_sent(folders: Iterable[Folder]) -> str:
    """The folder of sent mail, or ``""``."""
    return _find(tuple(folders), frozenset({"sent"}), _SENT_NAMES)


def find_junk(folders: Iterable[Folder]) -> str:
    """The junk folder, or ``""``."""
    return _find(tuple(folders), frozenset({"junk", "spam"}), _JUNK_NAMES)


def match_folder(folders: Iterable[Folder], wanted: str) -> str:
    """The server's name for a folder that a person wrote with “/” or by its last part only.

    ``""`` when none fits, or several do.
    """
    path = tuple(part.casefold() for part in wanted.split("/"))
    exact, loose = [], []
    for folder in folders:
        parts = tuple(part.casefold() for part in folder.parts)
        if parts == path:
            exact.append(folder.name)
        elif parts[-len(path) :] == path:
            loose.append(folder.name)
    found = exact or loose
    return found[0] if len(found) == 1 else ""


def _find(folders: tuple[Folder, ...], flags: frozenset[str], names: tuple[str, ...]) -> str:
    for folder in folders:
        if folder.flags & flags:
            return folder.name
    for name in names:
        for folder in folders:
            if folder.last == name:
                return folder.name
    return ""


def _list(client: Client, command: str) -> list[tuple[tuple[bytes, ...], bytes | None, bytes | str]]:
    client.folder_encode = False  # one name in broken UTF-7 would lose the whole list
    try:
        rows: list[tuple[tuple[bytes, ...], bytes | None, bytes | str]] = getattr(client, command)()
    finally:
        client.folder_encode = True
    return rows


def _as_folders(
    rows: Iterable[tuple[tuple[bytes, ...], bytes | None, bytes | str]],
) -> tuple[Folder, ...]:
    folders = []
    for flags, delimiter, name in rows:
        words = frozenset(
            flag.decode("ascii", "replace").lstrip("\\").lower() for flag in flags if isinstance(flag, bytes)
        )
        if words & _CLOSED:
            continue
        decoded = _decode(name) if isinstance(name, bytes) else str(name)
        folders.append(Folder(decoded, words, delimiter.decode("ascii", "replace") if delimiter else ""))
    return tuple(folders)


def _decode(name: bytes) -> str:
    try:
        return str(decode_utf7(name.decode("ascii").encode()))
    except ValueError:  # UnicodeError and binascii.Error are ValueErrors: some servers send plain UTF-8
        return name.decode("utf-8", "replace")
