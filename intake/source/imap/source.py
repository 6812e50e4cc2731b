"""An IMAP account as a source of mail.

Read-only from end to end: EXAMINE, UID FETCH, BODY.PEEK. Where each question to the server is put:
intake/source/imap/fetch.py; what happens when the connection breaks: visit.py; which mail broke it:
isolate.py; junk, sent mail and the report for ``zhengji doctor``: look.py.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from intake.failpoints import hit
from intake.model.errors import LoginRefused, SourceError
from intake.source.base import Batch, Cursors, CursorState, Known, Position, Seen
from intake.source.imap import look
from intake.source.imap.account import ImapAccount
from intake.source.imap.explain import CommandRefused
from intake.source.imap.fetch import Listed
from intake.source.imap.folders import folder_name
from intake.source.imap.glance import Memory
from intake.source.imap.isolate import Isolation, Taken
from intake.source.imap.visit import Visit, list_above, start_from
from intake.source.imap.wire import Pace

# After a refusal the same password is tried again only this often: in case it was the server's
# mistake, and seldom enough that no provider locks the account.
REFUSED_SECONDS = 6 * 3600.0


class ImapSource:
    """The mails of one account. Not for several threads at once.

    ``password`` is asked for at each connection and never kept.
    """

    def __init__(
        self,
        account: ImapAccount,
        password: Callable[[], str],
        *,
        pause: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        self._password = password
        self._pause = pause
        self._monotonic = monotonic
        self._isolation = Isolation(now)
        self._refused: tuple[str, float, LoginRefused] | None = None
        self._folders = tuple(dict.fromkeys(folder_name(written) for written in account.folders))
        self._memory = Memory()
        self._first = 0  # which folder comes first, so that a slow one does not starve the others

    @property
    def name(self) -> str:
        """The account's name in the ledger."""
        return self.account.name

    def poll(self, cursors: Cursors) -> Iterator[Batch]:
        """New mail since ``cursors``; see :meth:`intake.source.base.MailSource.poll`.

        When the deadline passes between two batches the poll just ends, without the ``done`` batch of
        the folders that are left; the next poll begins with those.
        """
        return self._walk(cursors, None)

    def reconcile(self, cursors: Cursors, known: Known) -> Iterator[Batch]:
        """Everything missing from ``known``; see :meth:`intake.source.base.MailSource.reconcile`.

        A mail whose size differs from the known one counts as missing, too: on servers whose
        UIDVALIDITY never changes that is how a UID given twice is noticed.
        """
        return self._walk(cursors, known)

    def list_junk(self, limit: int = 200) -> tuple[look.Suspect, ...]:
        """Headers of the newest mails in the junk folder; () when there is none.

        Raises:
            SourceError: as :meth:`poll`.
        """
        with self._visit() as visit:
            return look.list_junk(visit, limit)

    def sent_ids(self, since: datetime) -> frozenset[str] | None:
        """Message-IDs (with brackets) in the sent folder since then; None when there is no such
        folder, so that nothing can be concluded from an absence.

        Raises:
            SourceError: as :meth:`poll`.
        """
        with self._visit() as visit:
            return look.sent_ids(visit, since)

    def sent_headers(self, since: datetime, names: str) -> tuple[tuple[datetime | None, bytes], ...] | None:
        """When each mail of the sent folder since then came there, and these header fields of it, raw.

        None as :meth:`sent_ids`.

        Raises:
            SourceError: as :meth:`poll`.
        """
        with self._visit() as visit:
            found = look.sent_fields(visit, since, names)
        return None if found is None else tuple((one.arrived, one.header) for one in found)

    def newest_arrival(self) -> datetime | None:
        """When the newest mail of the first folder came, by the server's clock; None where there is none.

        Raises:
            SourceError: as :meth:`poll`.
        """
        with self._visit() as visit:
            return look.newest_arrival(visit, self._folders[0])

    def probe(self) -> look.ImapReport:
        """Log in and look around, for a person who waits for the answer.

        Raises:
            LoginRefused: also when an earlier poll was refused, the login is really tried.
            SourceError: no connection.
        """
        self._refused = None
        with self._visit() as visit:
            return look.probe(visit)

    @contextmanager
    def _visit(self) -> Iterator[Visit]:
        password = self._password()
        mark = hashlib.sha256(password.encode("utf-8", "surrogatepass")).hexdigest()
        if self._refused is not None:
            refused_mark, until, refusal = self._refused
            if refused_mark == mark and self._monotonic() < until:
                raise LoginRefused(refusal.detail)
        pace = Pace(self.account.poll_deadline, self.account.read_timeout, self._monotonic)
        try:
            with Visit(self.account, lambda: password, pace, self._pause) as visit:
                yield visit
        except LoginRefused as refusal:
            self._refused = (mark, self._monotonic() + REFUSED_SECONDS, refusal)
            raise
        self._refused = None

    def _walk(self, cursors: Cursors, known: Known | None) -> Iterator[Batch]:
        """All folders; one that fails does not keep the others from being read."""
        folders = self._folders
        order = folders[self._first :] + folders[: self._first]
        failure: SourceError | None = None
        with self._visit() as visit:
            for folder in order:
                if visit.is_over:
                    break
                self._first = (folders.index(folder) + 1) % len(folders)
                try:
                    yield from self._read_folder(visit, folder, cursors, known)
                except CommandRefused as refusal:
                    cursor = cursors.get((self.name, folder), CursorState(0, 0))
                    yield Batch(self.name, folder, cursor, trouble=str(refusal))
                except LoginRefused:
                    raise
                except SourceError as error:
                    failure = failure or error
            if failure is not None:
                raise failure

    def _read_folder(
        self, visit: Visit, folder: str, cursors: Cursors, known: Known | None
    ) -> Iterator[Batch]:
        at = cursors.get((self.name, folder))
        if known is None and at is not None and self._memory.is_quiet(visit, folder, at):
            yield Batch(self.name, folder, at, done=True, on_server=self._memory.on_server(folder))
            return
        standing = visit.examine(folder)
        start = start_from(visit, standing, at)
        place = self._place(folder, start.uidvalidity)
        have = known(folder, start.uidvalidity) if known is not None else {}
        present: set[int] = set()
        reached = start.uid
        for page in list_above(visit, standing, 0 if known is not None else start.uid):
            present.update(row.uid for row in page)
            wanted = [row for row in page if self._is_wanted(row, have)]
            for batch in self._isolation.split(visit, wanted, place):
                for taken in self._isolation.take(visit, batch, place):
                    reached = max(reached, taken[-1].row.uid)
                    yield self._batch(folder, CursorState(start.uidvalidity, reached), taken)
                    hit("imap.passed")
                    if visit.is_over:
                        return
            reached = max(reached, page[-1].uid)
            if known is None and not wanted:
                yield Batch(self.name, folder, CursorState(start.uidvalidity, reached))
            if visit.is_over:
                return
        self._memory.remember(folder, standing, CursorState(start.uidvalidity, reached))
        yield Batch(
            self.name,
            folder,
            CursorState(start.uidvalidity, reached),
            done=True,
            on_server=standing.exists if known is None else len(present),
            gone=tuple(sorted(have.keys() - present)),
        )

    def _is_wanted(self, row: Listed, have: Mapping[int, int]) -> bool:
        if self.account.since is not None and row.arrived is not None and row.arrived < self.account.since:
            return False
        size = have.get(row.uid)
        return size is None or bool(size and row.size and size != row.size)

    def _place(self, folder: str, validity: int) -> Callable[[int], Position]:
        return lambda uid: Position(self.name, folder, validity, uid)

    def _batch(self, folder: str, cursor: CursorState, taken: list[Taken]) -> Batch:
        mails: list[Seen] = []
        notes = []
        for one in taken:
            if one.seen is None:
                notes.append(f"文件夹“{folder}”第 {one.row.uid} 号邮件在读取前已被删除")
            else:
                mails.append(one.seen)
        return Batch(self.name, folder, cursor, tuple(mails), tuple(notes))
