"""A glance by STATUS at a folder that was read to its end: opening a large one costs the server much.

Some servers answer STATUS from a cache, so its word is checked: after :data:`MOST` glances the
folder is opened anyway, and a server that is caught saying “nothing new” wrongly is not asked again.
"""

from __future__ import annotations

import imaplib
import re
from dataclasses import dataclass, field

from intake.model.errors import SourceError
from intake.source.base import CursorState
from intake.source.imap.folders import quote_folder
from intake.source.imap.visit import Standing, Visit
from intake.source.imap.wire import Client

MOST = 5  # glances between two real looks
_ITEMS = ("MESSAGES", "UIDNEXT", "UIDVALIDITY")
_ITEM = re.compile(rb"\b(MESSAGES|UIDNEXT|UIDVALIDITY) (\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Memory:
    """How each folder stood when it was last read to its end, and whether STATUS can be believed."""

    believed: bool = True
    _ends: dict[str, tuple[Standing, CursorState]] = field(default_factory=dict)
    _glances: dict[str, int] = field(default_factory=dict)
    _said: dict[str, bool] = field(default_factory=dict)  # STATUS said “unchanged” just before a look

    def is_quiet(self, visit: Visit, folder: str, cursor: CursorState | None) -> bool:
        """Whether nothing happened since the folder was read to its end; asks the server."""
        end = self._ends.get(folder)
        if not self.believed or end is None or cursor != end[1] or end[0].uidnext <= 0:
            return False
        self._said[folder] = ask_status(visit, end[0].name) == end[0]
        if not self._said[folder] or self._glances.get(folder, 0) >= MOST:
            return False
        self._glances[folder] = self._glances.get(folder, 0) + 1
        return True

    def on_server(self, folder: str) -> int:
        """How many mails the folder held."""
        return self._ends[folder][0].exists

    def remember(self, folder: str, standing: Standing, cursor: CursorState) -> None:
        """Note how a folder stood when it was read to its end."""
        end = self._ends.get(folder)
        if self._said.pop(folder, False) and end is not None and end[0] != standing:
            self.believed = False
        self._ends[folder] = (standing, cursor)
        self._glances[folder] = 0


def ask_status(visit: Visit, name: str) -> Standing | None:
    """STATUS of a folder (RFC 3501 par. 6.3.10); None when the server does not answer it in full."""
    if not visit.line.is_open:
        return None
    try:
        data = visit.line.ask(lambda client: _status(client, name))
    except SourceError:  # opening the folder is what matters; it reconnects and says what is wrong
        return None
    found = {word.upper(): int(number) for word, number in _ITEM.findall(data.rpartition(b"(")[2])}
    if len(found) < len(_ITEMS):
        return None
    return Standing(name, found[b"UIDVALIDITY"], found[b"UIDNEXT"], found[b"MESSAGES"])


def _status(client: Client, name: str) -> bytes:
    status, data = client.wire.status(quote_folder(name), f"({' '.join(_ITEMS)})")
    if status != "OK":
        raise imaplib.IMAP4.error(data[-1] if data else status)
    return b" ".join(part for part in data if isinstance(part, bytes))
