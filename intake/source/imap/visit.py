"""One visit to an account: a connection that is renewed when it breaks, and the folder it reads."""

from __future__ import annotations

import imaplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from intake.failpoints import hit
from intake.model.errors import LoginRefused, SourceError
from intake.source.base import GENERATION, CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.explain import CommandRefused
from intake.source.imap.fetch import Listed, list_range, top_uid
from intake.source.imap.folders import folder_name, list_folders, match_folder, quote_folder
from intake.source.imap.line import Line, is_unsafe_login, open_line
from intake.source.imap.wire import Client, Pace

RENEWALS = 12  # connections a visit may make after the first; more would look like an attack
FIRST_PAUSE = 1.0  # seconds before the first renewal; doubles each time
LONGEST_PAUSE = 30.0
RESERVE = 0.1  # part of the deadline in which no new batch is begun
PAGE = 2000  # UIDs listed at a time; more when they turn out to be sparse


@dataclass(frozen=True, slots=True)
class Standing:
    """What EXAMINE said. ``uidvalidity`` and ``uidnext`` are 0 when the server did not say."""

    name: str  # as the server calls it
    uidvalidity: int
    uidnext: int
    exists: int


class Visit:
    """Use as a context manager; opening it connects and logs in.

    Raises:
        LoginRefused: a person must act.
        SourceError: no connection now.
    """

    def __init__(
        self,
        account: ImapAccount,
        password: Callable[[], str],
        pace: Pace,
        pause: Callable[[float], None],
    ) -> None:
        self.account = account
        self.pace = pace
        self._password = password
        self._pause = pause
        self._renewals = 0
        self._standing: Standing | None = None
        self.line = Line(account, pace)

    def __enter__(self) -> Self:
        self.line = open_line(self.account, self._password, self.pace)
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close(politely=True)

    @property
    def is_over(self) -> bool:
        """Whether it is time to stop: what is left is too short for one more batch."""
        return self.pace.left() <= RESERVE * self.account.poll_deadline

    def examine(self, written: str) -> Standing:
        """Open a folder read-only, under the name that a person wrote.

        Raises:
            CommandRefused: there is no such folder, or the server does not open it.
            LoginRefused: NetEase's “Unsafe Login” although we said who we are.
            SourceError: the connection broke.
        """
        if not self.line.is_open:
            self.reconnect()
        wanted = folder_name(written)
        try:
            self._standing = self._examine(wanted)
        except CommandRefused as refusal:
            if is_unsafe_login(refusal):
                raise LoginRefused(refusal.detail) from refusal
            self._standing = self._examine(self._find(wanted, refusal))
        hit("imap.examined")
        return self._standing

    def recover(self, error: SourceError) -> None:
        """After a failed command make the connection and the folder usable again.

        Raises:
            SourceError: ``error`` itself when the visit is over, else why it cannot be renewed.
        """
        if self.pace.left() <= 0 or isinstance(error, LoginRefused):
            raise error
        if self.line.is_open:
            return
        before = self._standing
        self.reconnect(error)
        if before is not None:
            self._standing = self._examine(before.name)
            if self._standing.uidvalidity != before.uidvalidity:
                raise SourceError(f"文件夹“{before.name}”的编号在读取时变动，下次重读") from error

    def reconnect(self, error: SourceError | None = None) -> None:
        """Open a new connection after a pause that grows.

        Raises:
            SourceError: too many in one visit, or no connection now.
        """
        if self._renewals >= RENEWALS:
            raise error or SourceError("连接反复中断")
        self._renewals += 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (self._renewals - 1))
        self._pause(max(0.0, min(pause, self.pace.left())))
        self.line.close()
        self.line = open_line(self.account, self._password, self.pace)

    def _examine(self, name: str) -> Standing:
        try:
            return self.line.ask(lambda client: _examine(client, name))
        except CommandRefused as refusal:
            if not is_unsafe_login(refusal) or self.line.has_identified:
                raise
            self.line.identify()  # the server knows ID but did not announce it
            return self.line.ask(lambda client: _examine(client, name))

    def _find(self, wanted: str, refusal: CommandRefused) -> str:
        folders = list_folders(self.line)
        name = match_folder(folders, wanted)
        if not name or name == wanted:
            known = "、".join(folder.name for folder in folders[:30])
            raise CommandRefused(f"文件夹“{wanted}”无法打开（{refusal.detail}）；现有文件夹：{known}")
        return name


def start_from(visit: Visit, standing: Standing, cursor: CursorState | None) -> CursorState:
    """Where to read on: the cursor, or the beginning when the folder was numbered anew.

    UIDNEXT at or below the cursor cannot be (RFC 3501 par. 2.3.1.1: UIDs only grow), so either
    UIDNEXT is wrong or the server started again without telling. The highest UID decides which.

    Raises:
        SourceError: the connection broke.
    """
    if cursor is None or cursor.uidvalidity % GENERATION != standing.uidvalidity:
        return CursorState(standing.uidvalidity, 0)
    if 0 < standing.uidnext <= cursor.uid:
        top = top_uid(visit.line) if standing.exists else 0
        if top < standing.uidnext:
            return CursorState(cursor.uidvalidity + GENERATION, 0)
    return cursor


def list_above(visit: Visit, standing: Standing, after: int) -> Iterator[list[Listed]]:
    """Every mail with a UID above ``after``, ascending, page by page.

    The last page asks up to ``*``, so a wrong UIDNEXT costs time but never a mail. Pages go by
    UID: sequence numbers move when another client deletes.

    Raises:
        SourceError: refused, or the connection broke.
    """
    if standing.exists == 0:
        return
    last = standing.uidnext - 1
    if last < 0 and standing.exists > PAGE:
        last = top_uid(visit.line)
    low, width = after + 1, PAGE
    while low + width - 1 < last:
        page = list_range(visit.line, low, low + width - 1)
        low += width
        if len(page) < PAGE // 4:
            width *= 2
        elif len(page) > PAGE:
            width = max(PAGE, width // 2)
        if page:
            yield page
    page = list_range(visit.line, low)
    hit("imap.listed")
    if page:
        yield page


def _examine(client: Client, name: str) -> Standing:
    wire = client.wire
    status, data = wire.select(quote_folder(name), readonly=True)
    if status != "OK":
        raise imaplib.IMAP4.error(data[-1] if data else status)
    exists = _number(data[-1] if data else None)
    validity, following = (_number(wire.response(code)[1][-1]) for code in ("UIDVALIDITY", "UIDNEXT"))
    return Standing(name, validity % GENERATION, following, exists)


def _number(text: object) -> int:
    """A number of the server's, 0 when it is none."""
    word = text.decode("ascii", "replace").strip() if isinstance(text, bytes) else ""
    return int(word) if word.isascii() and word.isdigit() else 0
