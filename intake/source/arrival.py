"""When a mail arrived, from its own headers, where no server says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

HEADER_BYTES = 256 * 1024  # more than this is not a header
EARLIEST = 1990
LATEST = 2100
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")


def header_of(raw: bytes) -> bytes:
    """The header part of a mail, at most :data:`HEADER_BYTES`."""
    head = raw[:HEADER_BYTES]
    end = _END.search(head)
    return head[: end.end()] if end else head


def arrival_of(header: bytes) -> datetime | None:
    """The topmost Received stamp, else the Date header, in UTC; None when neither can be read.

    A stamp without zone counts as UTC (RFC 5322 par. 3.3, zone -0000).
    """
    lines = _FOLD.sub(b" ", header_of(header)).splitlines()
    for name, cut in ((b"received:", b";"), (b"date:", b":")):
        for line in lines:
            if line.lower().startswith(name):
                when = parse_stamp(line.rpartition(cut)[2] if cut == b";" else line.partition(cut)[2])
                if when is not None:
                    return when
                break  # only the topmost Received is ours; deeper ones are the sender's claims
    return None


def parse_stamp(text: bytes) -> datetime | None:
    """A date of a mail header in UTC, or None when it cannot be one."""
    try:
        when = parsedate_to_datetime(text.decode("ascii", "replace").strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not EARLIEST <= when.year < LATEST:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
