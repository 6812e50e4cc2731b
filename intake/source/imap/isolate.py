"""Fetch mails in batches, and find the one that breaks the connection when a batch fails.

A mail is given up only after several failures with a working connection in between; it then comes
as a header, or as nothing but its place, with the reason, so that the cursor can pass it. Failures
are remembered between polls: a mail that eats a whole poll's deadline is alone in the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from intake.failpoints import hit
from intake.model.errors import LoginRefused, SourceError
from intake.model.limits import MIB
from intake.source.arrival import arrival_of, header_of
from intake.source.base import Position, Seen
from intake.source.imap.fetch import Listed, fetch_bodies, fetch_header, list_range
from intake.source.imap.visit import Visit

WHOLE_TRIES = 3  # failures, a failed batch included, before only the header is asked for
HEADER_TRIES = 6  # failures before the mail is passed with nothing

Place = Callable[[int], Position]  # UID → place in the present folder


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one listed mail; ``seen`` is None when it had been deleted meanwhile."""

    row: Listed
    seen: Seen | None


class Isolation:
    """Takes batches and remembers which mails failed. One for each account."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._failures: Counter[Position] = Counter()

    def split(self, visit: Visit, rows: Iterable[Listed], place: Place) -> Iterator[list[Listed]]:
        """Batches in order, bounded by bytes and number; doubtful and oversize mails go alone."""
        account = visit.account
        batch: list[Listed] = []
        size = 0
        for row in rows:
            alone = not row.size or row.size > account.oversize_bytes or place(row.uid) in self._failures
            full = size + row.size > account.batch_bytes or len(batch) >= account.batch_mails
            if batch and (alone or full):
                yield batch
                batch, size = [], 0
            batch.append(row)
            size += row.size
            if alone:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def take(self, visit: Visit, batch: list[Listed], place: Place) -> Iterator[list[Taken]]:
        """Fetch a batch: as a whole, or one by one when that fails.

        Raises:
            LoginRefused: when the connection had to be renewed.
            SourceError: it could not be renewed, or the deadline passed.
        """
        if len(batch) > 1:
            try:
                taken = self._fetch(visit, batch, place)
            except SourceError as error:
                self._failures.update(place(row.uid) for row in batch)
                visit.recover(error)
            else:
                yield taken
                return
        for row in batch:
            yield [self._take_alone(visit, row, place)]

    def _take_alone(self, visit: Visit, row: Listed, place: Place) -> Taken:
        position = place(row.uid)
        too_large = row.size > visit.account.oversize_bytes
        tried = too_large  # whether the whole mail was asked for in this visit
        while True:
            failures = self._failures[position]
            try:
                if failures < WHOLE_TRIES and not too_large:
                    tried = True
                    taken = self._fetch(visit, [row], place)[0]
                elif failures < HEADER_TRIES:
                    taken = self._fetch_header(visit, row, position)
                    if not tried:  # all failures were in earlier visits: the server may be well again
                        taken = self._try_whole(visit, row, place) or taken
                else:
                    taken = Taken(row, self._seen(row, position, None, b"", "服务器多次未能给出这封邮件"))
            except SourceError as error:
                self._failures[position] += 1
                visit.recover(error)
            else:
                del self._failures[position]
                return taken

    def _try_whole(self, visit: Visit, row: Listed, place: Place) -> Taken | None:
        try:
            return self._fetch(visit, [row], place)[0]
        except SourceError as error:
            try:
                visit.recover(error)
            except LoginRefused:
                raise
            except SourceError:
                pass  # the header in hand is good; the next command will say that the visit is over
            return None

    def _fetch(self, visit: Visit, rows: list[Listed], place: Place) -> list[Taken]:
        bodies = fetch_bodies(visit.line, rows, visit.account.oversize_bytes)
        hit("imap.fetched")
        taken = []
        for row in rows:
            body = bodies.get(row.uid)
            if body is None or (not body and row.size):
                if row.uid in bodies or list_range(visit.line, row.uid, row.uid):
                    raise SourceError("服务器没有给出邮件内容")
                taken.append(Taken(row, None))
            else:
                header = header_of(body)
                taken.append(Taken(row, self._seen(row, place(row.uid), body, header, "")))
        for row in rows:
            self._failures.pop(place(row.uid), None)
        return taken

    def _fetch_header(self, visit: Visit, row: Listed, position: Position) -> Taken:
        header = fetch_header(visit.line, row.uid)
        if header is None:
            if list_range(visit.line, row.uid, row.uid):
                raise SourceError("服务器没有给出信头")
            return Taken(row, None)
        reason = "服务器多次未能完整给出这封邮件，只取到信头"
        if row.size > visit.account.oversize_bytes:
            reason = f"邮件过大（{row.size / MIB:.0f} MB），只取了信头"
        return Taken(row, self._seen(row, position, None, header, reason))

    def _seen(self, row: Listed, position: Position, raw: bytes | None, header: bytes, trouble: str) -> Seen:
        return Seen(
            position=position,
            raw=raw,
            header=header,
            size=row.size or len(raw or b""),
            arrived=row.arrived or arrival_of(header) or self._now(),
            flags=row.flags,
            trouble=trouble,
        )
