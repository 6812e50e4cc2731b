"""A POP3 account as a source of mail, where IMAP is barred (RFC 1939).

Read-only: UIDL, LIST, TOP and RETR, never DELE. Mails are told apart by their UIDL, which is a text of the
server's; its place in the ledger is a number made of it. What was taken in is asked of the ledger, since
a POP3 server remembers nothing.
"""

from __future__ import annotations

import hashlib
import poplib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from intake.failpoints import hit
from intake.model.errors import LoginRefused, SourceError
from intake.model.limits import MIB
from intake.source.arrival import arrival_of, header_of
from intake.source.base import Batch, Cursors, CursorState, Known, Position, Seen
from intake.source.imap.account import ImapAccount
from intake.source.imap.explain import explain
from intake.source.tls import make_context

FOLDER = "INBOX"  # the only one there is
CURSOR = CursorState(0, 0)  # of no use here: numbers made of a UIDL have no order
TRIES = 3  # failures after which only the header is asked for
UID_BYTES = 7  # of a hash: 56 bits
LONGEST_LINE = MIB  # poplib gives up at 2048 bytes, and mail programs write longer lines of HTML
REFUSED_SECONDS = 6 * 3600.0  # as of the IMAP source


@dataclass(frozen=True, slots=True)
class _Listed:
    number: int  # of this session
    uid: int
    size: int


def uid_of(uidl: bytes) -> int:
    """The number that stands in the ledger for a mail's UIDL."""
    return int.from_bytes(hashlib.sha256(uidl).digest()[:UID_BYTES])


class Pop3Source:
    """The mails of one account. Not for several threads at once.

    ``password`` is asked for at each connection and never kept; ``known`` are the numbers taken in.
    """

    def __init__(
        self,
        account: ImapAccount,
        password: Callable[[], str],
        known: Known,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        self._password = password
        self._known = known
        self._monotonic = monotonic
        self._now = now
        self._failures: dict[int, int] = {}
        self._passed: set[int] = set()  # given as a stand-in or too old: asked for again at a reconcile
        self._refused: tuple[str, float, LoginRefused] | None = None

    @property
    def name(self) -> str:
        """The account's name in the ledger."""
        return self.account.name

    def poll(self, _cursors: Cursors) -> Iterator[Batch]:
        """What is on the server and not in the ledger; see :meth:`intake.source.base.MailSource.poll`."""
        yield from self._read()

    def reconcile(self, _cursors: Cursors, _known: Known) -> Iterator[Batch]:
        """The same, with those that have only a stand-in; see :meth:`intake.source.base.MailSource.reconcile`."""
        self._passed.clear()
        yield from self._read()

    def count(self) -> int:
        """How many mails the server has, for a person who waits for the answer.

        Raises:
            LoginRefused: also when an earlier poll was refused, the login is really tried.
            SourceError: no connection.
        """
        self._refused = None
        line = self._open()
        try:
            return len(self._list(line))
        finally:
            _leave(line)

    def _read(self) -> Iterator[Batch]:
        until = self._monotonic() + self.account.poll_deadline
        line = self._open()
        try:
            listed = self._list(line)
            known = self._known(FOLDER, CURSOR.uidvalidity)
            for row in listed:
                if row.uid in known or row.uid in self._passed:
                    continue
                if self._monotonic() > until:
                    return
                if (seen := self._take(line, row)) is not None:
                    yield Batch(self.name, FOLDER, CURSOR, (seen,))
                    hit("imap.passed")
            gone = tuple(sorted(known.keys() - {row.uid for row in listed}))
            yield Batch(self.name, FOLDER, CURSOR, done=True, on_server=len(listed), gone=gone)
        finally:
            _leave(line)

    def _open(self) -> poplib.POP3:
        password = self._password()
        mark = hashlib.sha256(password.encode("utf-8", "surrogatepass")).hexdigest()
        if self._refused is not None:
            refused_mark, until, refusal = self._refused
            if refused_mark == mark and self._monotonic() < until:
                raise LoginRefused(refusal.detail)
        line = self._connect()
        try:
            line.user(self.account.user)
            line.pass_(password)
        except poplib.error_proto as error:
            _leave(line)
            refusal = LoginRefused(_words(error).replace(password, "***"))
            self._refused = (mark, self._monotonic() + REFUSED_SECONDS, refusal)
            raise refusal from error
        except OSError as error:
            line.close()
            raise explain(error, self.account) from error
        self._refused = None
        return line

    def _connect(self) -> poplib.POP3:
        account = self.account
        try:
            if account.tls == "plain-for-tests":
                return _Plain(account.host, account.port, timeout=account.read_timeout)
            context = make_context(account.ca_file, strict=account.strict_certificates)
            if account.tls == "tls":
                return _Ssl(account.host, account.port, timeout=account.read_timeout, context=context)
            line = _Plain(account.host, account.port, timeout=account.read_timeout)
            try:
                line.stls(context)
            except BaseException:
                line.close()
                raise
        except poplib.error_proto as error:
            raise SourceError(_words(error)) from error
        except OSError as error:
            raise explain(error, account) from error
        return line

    def _list(self, line: poplib.POP3) -> list[_Listed]:
        try:
            names = [row.split(None, 1) for row in line.uidl()[1]]
            sizes = {int(number): int(size) for number, size in (row.split()[:2] for row in line.list()[1])}
            return [_Listed(int(number), uid_of(uidl), sizes.get(int(number), 0)) for number, uidl in names]
        except poplib.error_proto as error:
            raise SourceError(f"服务器不支持 UIDL，不能用 POP3 收信：{_words(error)}") from error
        except ValueError as error:
            raise SourceError("服务器的邮件清单无法识别") from error
        except OSError as error:
            raise explain(error, self.account) from error

    def _take(self, line: poplib.POP3, row: _Listed) -> Seen | None:
        """One mail, or its header; None when it came before the account's first day or cannot be had now."""
        too_large = row.size > self.account.oversize_bytes
        failed = self._failures.get(row.uid, 0)
        try:
            if self.account.since is not None:
                arrived = arrival_of(self._lines(line.top(row.number, 0)))
                if arrived is not None and arrived < self.account.since:
                    self._passed.add(row.uid)
                    return None
            if too_large or failed >= TRIES:
                header = self._lines(line.top(row.number, 0))
                self._passed.add(row.uid)
                reason = (
                    f"邮件过大（{row.size / MIB:.0f} MB），只取了信头"
                    if too_large
                    else "服务器多次未能完整给出这封邮件，只取到信头"
                )
                return self._seen(row, None, header, reason)
            raw = self._lines(line.retr(row.number))
        except poplib.error_proto:  # this mail alone: the others are read
            self._failures[row.uid] = failed + 1
            return None
        except OSError as error:
            self._failures[row.uid] = failed + 1
            raise explain(error, self.account) from error
        self._failures.pop(row.uid, None)
        return self._seen(row, raw, header_of(raw), "")

    def _lines(self, answer: tuple[bytes, list[bytes], int]) -> bytes:
        return b"".join(line + b"\r\n" for line in answer[1])

    def _seen(self, row: _Listed, raw: bytes | None, header: bytes, trouble: str) -> Seen:
        return Seen(
            position=Position(self.name, FOLDER, CURSOR.uidvalidity, row.uid),
            raw=raw,
            header=header,
            size=row.size or len(raw or b""),
            arrived=arrival_of(header) or self._now(),
            trouble=trouble,
        )


class _LongLines(poplib.POP3):
    """POP3 whose lines may be as long as mail programs write them."""

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            raise poplib.error_proto("line too long")
        if not line:
            raise ConnectionError("closed")
        return line.removesuffix(b"\n").removesuffix(b"\r"), len(line)


class _Plain(_LongLines):
    """Without TLS from the start: STLS follows, or a test."""


class _Ssl(_LongLines, poplib.POP3_SSL):
    """With TLS from the start."""


def _leave(line: poplib.POP3) -> None:
    """QUIT: nothing was marked, so nothing is deleted."""
    with suppress(OSError, poplib.error_proto):
        line.quit()
    with suppress(OSError):
        line.close()


def _words(error: poplib.error_proto) -> str:
    said = error.args[0] if error.args else b""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text.removeprefix("-ERR").strip()[:200] or "服务器拒绝了请求"
