"""What is asked of an open folder: which mails there are, their bytes, their headers.

Mail is listed by UID FETCH alone: SEARCH answers wrongly on QQ and others, UNSEEN changes when a
person reads the mailbox on the web, IDLE is missing on NetEase. Only BODY.PEEK is ever fetched.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient.response_parser import parse_fetch_response

from intake.model.limits import MIB
from intake.source.arrival import parse_stamp
from intake.source.imap.explain import CommandRefused
from intake.source.imap.line import Line
from intake.source.imap.wire import Client

SLOWEST = 64 * 1024  # bytes a second; a mail that comes slower than this counts as hanging
HEADER_BUDGET = 8 * MIB
_LISTINGS = ("(UID RFC822.SIZE INTERNALDATE FLAGS)", "(UID)")
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([^"]*)"', re.IGNORECASE)
_FLAGS = re.compile(rb"\bFLAGS \(([^()]*+)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a listing; ``size`` in bytes is 0 when the server did not say."""

    uid: int
    size: int = 0
    stamp: bytes = b""
    marks: bytes = b""

    @property
    def arrived(self) -> datetime | None:
        """INTERNALDATE in UTC, or None when it cannot be read."""
        return parse_stamp(self.stamp) if self.stamp else None

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags as written."""
        return tuple(self.marks.decode("utf-8", "replace").split())


@dataclass(frozen=True, slots=True)
class Fields:
    """Some header fields of one mail, as raw header lines; ``arrived`` in UTC."""

    uid: int
    arrived: datetime | None
    header: bytes


def list_range(line: Line, low: int, high: int | None = None) -> list[Listed]:
    """Mails with UID from ``low`` to ``high`` (None: to the end), ascending.

    ``n:*`` always brings the last mail, also when its UID is below n (RFC 3501 par. 6.4.8), so what
    lies outside is dropped here. One mail whose size the server cannot tell makes some servers
    refuse the whole command; then only UIDs are asked for.

    Raises:
        SourceError: refused both ways, or the connection broke.
    """
    sequence = f"{low}:{'*' if high is None else high}"
    try:
        data = line.ask(lambda client: uid_fetch(client, sequence, _LISTINGS[0]))
    except CommandRefused:
        data = line.ask(lambda client: uid_fetch(client, sequence, _LISTINGS[1]))
    rows = {row.uid: row for row in _parse_listing(data)}
    return [rows[uid] for uid in sorted(rows) if uid >= low and (high is None or uid <= high)]


def top_uid(line: Line) -> int:
    """The highest UID in the folder, 0 when it is empty.

    Raises:
        SourceError: refused, or the connection broke.
    """
    data = line.ask(lambda client: uid_fetch(client, "*", "(UID)"))
    return max((row.uid for row in _parse_listing(data)), default=0)


def fetch_bodies(line: Line, rows: Sequence[Listed], unsized: int) -> dict[int, bytes | None]:
    """The bytes of mails, by UID; None where the server gave NIL. A UID without answer is missing.

    ``unsized`` is the most bytes allowed for a mail whose size is not known.

    Raises:
        SourceError: refused, broken, slower than :data:`SLOWEST`, or far more bytes than announced.
    """
    total = sum(row.size or unsized for row in rows)
    uids = [row.uid for row in rows]
    found = line.ask(
        lambda client: client.fetch(uids, ["BODY.PEEK[]"]),
        seconds=line.account.read_timeout + total / SLOWEST,
        budget=total + total // 4 + MIB,  # sizes are estimates on some servers
    )
    return {uid: _body(found[uid]) for uid in uids if uid in found}


def fetch_header(line: Line, uid: int) -> bytes | None:
    """The header of one mail, or None when the mail is not there.

    Raises:
        SourceError: refused or broken.
    """
    found = line.ask(lambda client: client.fetch([uid], ["BODY.PEEK[HEADER]"]), budget=HEADER_BUDGET)
    return (_body(found[uid]) or b"") if uid in found else None


def fetch_fields(line: Line, low: int, high: int, fields: str) -> list[Fields]:
    """Some header fields of the mails with *sequence numbers* ``low`` to ``high``, by UID.

    Raises:
        SourceError: refused or broken.
    """
    items = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({fields})])"

    def run(client: Client) -> Mapping[int, Mapping[bytes, Any]]:
        status, data = client.wire.fetch(f"{low}:{high}", items)
        _check(status, data)
        parsed: Mapping[int, Mapping[bytes, Any]] = parse_fetch_response(data, normalise_times=False)
        return parsed

    found = []
    for uid, entry in sorted(line.ask(run).items()):
        header, when = _body(entry), entry.get(b"INTERNALDATE")
        if header is not None:
            found.append(Fields(uid, when.astimezone(UTC) if isinstance(when, datetime) else None, header))
    return found


def uid_fetch(client: Client, sequence: str, items: str) -> list[Any]:
    """UID FETCH as imaplib gives it back: lines, and pairs of line and literal."""
    status, data = client.wire.uid("FETCH", sequence, items)
    _check(status, data)
    return data


def _check(status: str, data: Sequence[Any]) -> None:
    if status != "OK":
        raise imaplib.IMAP4.error(data[-1] if data else status)


def _parse_listing(data: Iterable[Any]) -> list[Listed]:
    """Rows with a UID; anything else (other clients' flag changes, garbage) is passed over."""
    rows = []
    for part in data:
        text = part[0] if isinstance(part, tuple) else part
        if not isinstance(text, bytes) or (uid := _UID.search(text)) is None:
            continue
        size, date, marks = _SIZE.search(text), _DATE.search(text), _FLAGS.search(text)
        rows.append(
            Listed(
                int(uid.group(1)),
                int(size.group(1)) if size else 0,
                date.group(1) if date else b"",
                marks.group(1) if marks else b"",
            )
        )
    return rows


def _body(entry: Mapping[bytes, Any]) -> bytes | None:
    for key, value in entry.items():
        if isinstance(key, bytes) and key.startswith((b"BODY[", b"RFC822")) and key != b"RFC822.SIZE":
            if isinstance(value, bytes):
                return value
            if isinstance(value, int):  # a mail of digits only, sent as an atom
                return str(value).encode()
    return None
