"""Named points at which a fault test lets the process die as if the power had gone.

``ZHENGJI_FAILPOINT=archive.renamed`` kills the process (SIGKILL) the first time it gets there,
``archive.renamed:3`` the third time. Without the variable a point costs one comparison. Nothing
else in the product may read that variable, and no setting file can set it.
"""

from __future__ import annotations

import os
import signal
from typing import Final

VARIABLE: Final = "ZHENGJI_FAILPOINT"

# Every point there is, in the order in which a mail meets them. A test compares this with the
# calls of hit() in the source, so a fault test that walks over POINTS walks over all of them.
POINTS: Final = frozenset(
    {
        "imap.connected",
        "imap.logged-in",
        "imap.examined",
        "imap.listed",
        "imap.fetched",
        "imap.passed",  # the caller came back for more: the batch before is committed
        "archive.written",
        "archive.synced",
        "archive.renamed",
        "archive.stored",
        "poll.archived",
        "poll.recorded",
        "poll.committed",
        "sheet.built",
        "sheet.published",
        "outbox.claimed",
        "send.before-data",
        "send.before-dot",
        "send.dot-sent",
        "send.after-dot",
        "outbox.delivered",
        "outbox.settled",
    }
)


def parse_failpoint(text: str) -> tuple[str, int] | None:
    """``name`` or ``name:n`` as (name, n); None for empty text.

    Raises:
        ValueError: the name is not one of :data:`POINTS`, or n is not a positive number.
    """
    if not text:
        return None
    name, _, count = text.partition(":")
    if name not in POINTS:
        raise ValueError(f"unknown failpoint: {name!r}")
    if count and (not count.isdecimal() or int(count) < 1):
        raise ValueError(f"failpoint count must be 1 or more: {text!r}")
    return name, int(count or 1)


_armed = parse_failpoint(os.environ.get(VARIABLE, ""))
_hits = 0


def hit(name: str) -> None:
    """Die here if this point is the armed one; otherwise do nothing."""
    if _armed is not None:
        _reach(name, *_armed)


def _reach(name: str, armed: str, count: int) -> None:
    global _hits  # noqa: PLW0603 - a process has one fate
    if name not in POINTS:
        raise ValueError(f"unknown failpoint: {name!r}")
    if name == armed:
        _hits += 1
        if _hits == count:
            # Windows has no SIGKILL; there SIGTERM ends a process just as abruptly.
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
