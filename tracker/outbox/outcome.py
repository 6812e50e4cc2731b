"""How an attempt to send ended: stored, or kept in mind until the ledger can be written again.

What a server said is known to this process alone until it is stored. A disk that fills up between the
final dot and the commit makes no taken letter one of unknown fate, unless the process dies before there is room.
"""

from __future__ import annotations

import shutil

from tracker.errors import LedgerFull
from tracker.ledger import letters
from tracker.ledger.records import Claimed, Fate, LetterState, Outcome
from tracker.office.parts import Parts

ROOM = 1024 * 1024  # bytes free before a letter is handed over: to store how it ended takes a twentieth


def require_room(parts: Parts) -> None:
    """See that an outcome could be stored, before a server hears of a letter or a mail is claimed.

    Raises:
        LedgerFull: the disk is full.
    """
    if shutil.disk_usage(parts.data.root).free < ROOM:
        raise LedgerFull("数据目录所在磁盘空间不足，请清理后重试")


def keep(parts: Parts, claimed: Claimed, fate: Fate) -> Outcome:
    """Keep in mind how an attempt ended; what is kept of it already stands."""
    return parts.unstored.setdefault(claimed.row.id, Outcome(claimed, fate, parts.clock.now()))


def settle(parts: Parts, claimed: Claimed, fate: Fate) -> LetterState:
    """Store how an attempt ended, as it is kept in mind; returns the state.

    Raises:
        LedgerError: it stays in mind.
    """
    outcome = keep(parts, claimed, fate)
    _store(parts, outcome)
    return outcome.fate.state


def store_kept(parts: Parts) -> None:
    """Store what could not be stored before, so that nobody is in doubt about it.

    Raises:
        LedgerError: it still cannot be.
    """
    for outcome in list(parts.unstored.values()):
        _store(parts, outcome)


def _store(parts: Parts, outcome: Outcome) -> None:
    """That a server took the letter is a fact; all else is for who has it in hand."""
    claimed, fate = outcome.claimed, outcome.fate
    with parts.ledger.begin(always=True) as connection:
        if fate.state is LetterState.SENT or letters.is_claimed(connection, claimed):
            letters.settle_letter(connection, claimed.row.id, fate, outcome.at)
    del parts.unstored[claimed.row.id]
