"""What every source of mail gives: mails with their place, in batches that can be committed.

A source only reads. It never flags, moves or deletes, and it never decides that a mail is old
news: identity is the hash of the bytes, and the ledger compares it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

GENERATION = 2**32  # UIDVALIDITY itself is an unsigned 32-bit number (RFC 3501 par. 2.3.1.1)
FIRST_DELAY = 15.0  # seconds to wait after one failed poll
LONGEST_DELAY = 1800.0


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a mailbox; unique for ever.

    ``uidvalidity`` is the server's value, 0 included. When a server numbers its mails anew without
    changing it (some do), the source adds :data:`GENERATION` for each time it noticed.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class CursorState:
    """How far a folder has been read: every UID up to ``uid`` is taken in or known to be gone."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One mail as the server gave it.

    ``raw`` is None when only the header was fetched; ``trouble`` then says in Chinese why (too
    large, or the server could not hand it over), and a person must look. ``size`` is what the
    server says, in bytes; ``arrived`` its INTERNALDATE in UTC; ``flags`` are as written.
    """

    position: Position
    raw: bytes | None = field(repr=False)
    header: bytes = field(repr=False)
    size: int
    arrived: datetime
    flags: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def content(self) -> bytes:
        """The bytes to archive: the mail, else its header, else a note that stands in for it.

        The stand-in names the place, so two unreadable mails never count as the same one.
        """
        if self.raw is not None:
            return self.raw
        place = self.position
        note = (
            f"X-Zhengji-Not-Fetched: uid={place.uid}; uidvalidity={place.uidvalidity}; "
            f"size={self.size}\r\n\r\n"
        )
        return self.header.rstrip(b"\r\n") + b"\r\n" * bool(self.header) + note.encode()


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails of one folder to archive and commit together, in ascending order of UID.

    ``folder`` is the name that :data:`Cursors` and :data:`Known` use. Once the mails are committed
    its cursor may be set to ``cursor``. ``notes`` are Chinese
    remarks for the log. The last batch of a folder is ``done``: ``on_server`` is then the number of
    mails in it, and after a reconcile ``gone`` are the known UIDs that are no longer there.
    ``trouble`` says why a folder was left out.
    """

    account: str
    folder: str
    cursor: CursorState
    mails: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()
    done: bool = False
    on_server: int = 0
    gone: tuple[int, ...] = ()
    trouble: str = ""


Cursors = Mapping[tuple[str, str], CursorState]  # (account, folder) → how far it has been read
# (folder, uidvalidity) → the UIDs that are taken in, each with its size in bytes, 0 for not known
Known = Callable[[str, int], Mapping[int, int]]


class MailSource(Protocol):
    """A mailbox account that is polled."""

    @property
    def name(self) -> str:
        """The account's name in the ledger."""
        ...

    def poll(self, cursors: Cursors) -> Iterator[Batch]:
        """New mail since ``cursors``, batch by batch.

        Commit each batch before asking for the next. Stopping early loses nothing.

        Raises:
            LoginRefused: a person must act.
            SourceError: not readable now; what came before is good.
        """
        ...

    def reconcile(self, cursors: Cursors, known: Known) -> Iterator[Batch]:
        """Compare every UID on the server with those taken in and give what is missing.

        Leave mails that only have a stand-in out of ``known`` and they are tried again.

        Raises:
            As :meth:`poll`.
        """
        ...


def next_delay(failures: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds to wait before the next poll after so many failures in a row.

    Doubles each time up to half an hour; between half and the whole of it, so that several
    accounts do not come back together. Not for :class:`LoginRefused`, which waits for a person.
    """
    if failures <= 0:
        return 0.0
    whole = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(failures - 1, 16))
    return whole * (0.5 + chance() / 2)
