"""One mail, one letter, one duty never stops another, whatever is raised.

:class:`Shield` is the only place of the tracker that catches everything. :func:`one_by_one` works
through the items of one transaction, each behind a savepoint: what a failed item did is taken back,
its attempts are counted in the ledger, and after :data:`MOST_ATTEMPTS` it is set apart until a
person looks (tracker/letters/notices.py tells her).
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import structlog

from intake.model.errors import ArchiveAway, IntakeError
from tracker.errors import LeaseLost, LedgerAway, LedgerBusy, LedgerFull, TrackerError
from tracker.ledger.events import delete_note, get_note, note_keys, record_event, set_note
from tracker.office.desk import Desk

MOST_ATTEMPTS = 3
ANSWERING, POSTING, NOTICING, FOLLOWING, REQUESTED, PLANNED, SPLITTING = (
    "answer",
    "post",
    "notice",
    "follow",
    "requested",
    "planned",
    "split",
)  # duties whose items are counted
FAILED = "failed:"  # notes: failed:DUTY:ITEM → {"attempts", "why"}
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
FRAMES = 4  # of a failure in the log: where, never what, for messages may quote a mail

T = TypeVar("T")
R = TypeVar("R")
Told = Callable[[Exception], object]
log = structlog.get_logger()


class LibraryExit(RuntimeError):
    """A library asked for the end of the process."""


def _do_nothing(_error: Exception) -> None:
    """The line in the log says enough."""


@dataclass(frozen=True, slots=True)
class Shield:
    """Run a block; whatever exception it raises goes to ``told``, one not foreseen to the log, and no further.

    An interruption by hand (KeyboardInterrupt) passes. The office ends by an event, so SystemExit is some
    library's and a failure as any other. The log says where, never what: the words of an exception may quote
    a mail.
    """

    what: str
    told: Told = _do_nothing

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """End the block; an exception is told and stops here."""
        if isinstance(error, SystemExit):
            error = LibraryExit().with_traceback(error.__traceback__)
        if not isinstance(error, Exception):
            return False
        if not isinstance(error, IntakeError | TrackerError):  # sentences, told where heeded
            log.error("failed", what=self.what, error=type(error).__name__, where=_where(error))
        self.told(error)
        return True


def why_failed(error: Exception) -> str:
    """A failure as a person reads it: our own errors are sentences, of others only the name is told."""
    if isinstance(error, IntakeError | TrackerError):
        return str(error)
    if is_office_fault(error):
        return "磁盘空间不足或不能写入，腾出空间后自动继续"
    return f"程序出错（{type(error).__name__}），请管理员查看日志"


def is_office_fault(error: Exception) -> bool:
    """Whether the office is at fault and not the item: no room; ledger, archive or lease held by another or away."""
    return isinstance(error, LedgerBusy | LedgerAway | LedgerFull | LeaseLost | ArchiveAway) or (
        isinstance(error, OSError) and error.errno in NO_ROOM
    )


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that failed: how often, and why the last time."""

    duty: str
    item: str
    attempts: int
    why: str


def one_by_one(
    desk: Desk, duty: str, items: Iterable[T], act: Callable[[T], R], *, name: Callable[[T], str]
) -> Iterator[R]:
    """Do ``act`` to each item behind a savepoint; yields the results of those that did not fail.

    ``name`` tells an item from the others of the duty, for ever. Items set apart are passed over.

    Raises:
        LedgerError: the ledger refused, not an item; everything in the transaction is to be done again.
    """
    for item in items:
        key = f"{FAILED}{duty}:{name(item)}"
        before = get_note(desk.connection, key)
        if before is not None and before["attempts"] >= MOST_ATTEMPTS:
            continue
        raised: list[Exception] = []
        with Shield(duty, raised.append), desk.connection.begin_nested():
            result = act(item)
        if raised:
            desk.parts.ledger.insist(desk.connection, raised[0])
            _count(desk, key, raised[0], before["attempts"] if before else 0)
            continue
        if before is not None:
            delete_note(desk.connection, key)
        yield result


def list_failures(desk: Desk) -> list[Failure]:
    """Every item that failed and has not succeeded since."""
    found = []
    for key in note_keys(desk.connection, FAILED):
        duty, _, item = key.removeprefix(FAILED).partition(":")
        note = get_note(desk.connection, key)
        found.append(Failure(duty, item, note["attempts"], note["why"]))
    return found


def count_failure(desk: Desk, duty: str, item: str, error: Exception) -> int:
    """Count a failure of an item that is done in transactions of its own; returns how often it failed."""
    key = f"{FAILED}{duty}:{item}"
    before = get_note(desk.connection, key)
    _count(desk, key, error, before["attempts"] if before else 0)
    after = get_note(desk.connection, key)
    return int(after["attempts"]) if after else 0


def forget_failures(desk: Desk, duty: str, item: str) -> None:
    """The item is done, or nobody waits for it any more."""
    delete_note(desk.connection, f"{FAILED}{duty}:{item}")


def _count(desk: Desk, key: str, error: Exception, attempts: int) -> None:
    if is_office_fault(error):
        return
    note = {"attempts": attempts + 1, "why": why_failed(error)}
    set_note(desk.connection, key, note, desk.now)
    if attempts + 1 == MOST_ATTEMPTS:
        detail = {"item": key.removeprefix(FAILED), "why": note["why"]}
        record_event(desk.connection, "item.set-apart", desk.now, detail=detail)


def _where(error: Exception) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
