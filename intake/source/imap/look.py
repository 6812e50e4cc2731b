"""Looks around an account without taking mail in: junk, sent mail, the report for a person."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.model.errors import SourceError
from intake.source.arrival import arrival_of
from intake.source.base import Position
from intake.source.imap.explain import CommandRefused
from intake.source.imap.fetch import Fields, fetch_fields
from intake.source.imap.folders import find_junk, find_sent, folder_name, list_folders
from intake.source.imap.visit import Standing, Visit

STEP = 200  # headers asked for at a time
SENT_MAILS = 5000  # the most headers looked at in the sent folder
_SLACK = timedelta(days=1)  # INTERNALDATE in a sent folder is the server's clock, or the client's
_ID = re.compile(rb"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A mail in the junk folder; ``header`` has From, Subject, Date and Message-ID as raw lines."""

    position: Position
    header: bytes
    arrived: datetime | None


@dataclass(frozen=True, slots=True)
class FolderReport:
    """One configured folder; ``trouble`` in Chinese when it cannot be opened."""

    folder: str
    name: str = ""  # as the server calls it
    mails: int = 0
    uidvalidity: int = 0
    uidnext: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ImapReport:
    """What a login showed. ``encryption`` is "" on a plain test connection."""

    greeting: str
    encryption: str
    server: tuple[tuple[str, str], ...]  # the server's answer to ID
    capabilities: tuple[str, ...]
    folders: tuple[FolderReport, ...]
    all_folders: tuple[str, ...]
    junk: str
    sent: str


def list_junk(visit: Visit, limit: int) -> tuple[Suspect, ...]:
    """The newest ``limit`` mails of the junk folder, oldest first.

    Raises:
        SourceError: the connection broke.
    """
    named = visit.account.junk
    name = find_junk(list_folders(visit.line)) if named is None else folder_name(named)
    standing = _try_examine(visit, name)
    if standing is None:
        return ()
    found: list[Suspect] = []
    for fields in _newest(visit, standing, "FROM SUBJECT DATE MESSAGE-ID", limit):
        found.extend(
            Suspect(
                Position(visit.account.name, name, standing.uidvalidity, one.uid),
                one.header,
                one.arrived or arrival_of(one.header),
            )
            for one in fields
        )
    return tuple(sorted(found, key=lambda suspect: suspect.position)[-limit:])


def sent_ids(visit: Visit, since: datetime) -> frozenset[str] | None:
    """Message-IDs of the sent folder since then; compared here because QQ's SEARCH HEADER lies.

    Those that were looked at on the way are among them however old they seem: the clocks may differ by days.

    Raises:
        SourceError: the connection broke, or it took too long to see all.
    """
    found = _look_through_sent(visit, since, "MESSAGE-ID")
    if found is None:
        return None
    return frozenset(
        identity.decode("ascii", "replace") for one in found for identity in _ID.findall(one.header)
    )


def sent_fields(visit: Visit, since: datetime, names: str) -> tuple[Fields, ...] | None:
    """Header fields of the mails in the sent folder since then, newest first; None without such a folder.

    Raises:
        SourceError: the connection broke, or it took too long to see all.
    """
    found = _look_through_sent(visit, since, names)
    if found is None:
        return None
    return tuple(one for one in found if one.arrived is None or one.arrived >= since - _SLACK)


def _look_through_sent(visit: Visit, since: datetime, names: str) -> list[Fields] | None:
    named = visit.account.sent
    standing = _try_examine(
        visit, find_sent(list_folders(visit.line)) if named is None else folder_name(named)
    )
    if standing is None:
        return None
    earliest, unseen = since - _SLACK, min(standing.exists, SENT_MAILS)
    found: list[Fields] = []
    for fields in _newest(visit, standing, names, SENT_MAILS):
        found += fields
        unseen -= STEP
        if fields and all(one.arrived is not None and one.arrived < earliest for one in fields):
            return found
    if unseen > 0:  # what was not looked at is not known to be absent
        raise SourceError("发件箱未能在限定时间内看完")
    return found


def newest_arrival(visit: Visit, folder: str) -> datetime | None:
    """When the newest mail of a folder came, by the server's clock.

    Raises:
        SourceError: the connection broke.
    """
    standing = _try_examine(visit, folder)
    if standing is None:
        return None
    fields = next(_newest(visit, standing, "DATE", 1), [])
    return max((one.arrived for one in fields if one.arrived is not None), default=None)


def probe(visit: Visit) -> ImapReport:
    """What the account looks like.

    Raises:
        SourceError: the connection broke.
    """
    line = visit.line
    folders = list_folders(line)
    junk, sent = visit.account.junk, visit.account.sent
    return ImapReport(
        greeting=line.ask(lambda client: _printable(client.welcome)),
        encryption=line.ask(lambda client: _encryption(client.wire.sock)),
        server=line.id_reply,
        capabilities=line.capabilities(),
        folders=tuple(_report(visit, folder) for folder in visit.account.folders),
        all_folders=tuple(folder.name for folder in folders),
        junk=find_junk(folders) if junk is None else folder_name(junk),
        sent=find_sent(folders) if sent is None else folder_name(sent),
    )


def _report(visit: Visit, folder: str) -> FolderReport:
    try:
        standing = visit.examine(folder)
    except CommandRefused as refusal:
        return FolderReport(folder, trouble=refusal.detail)
    return FolderReport(folder, standing.name, standing.exists, standing.uidvalidity, standing.uidnext)


def _try_examine(visit: Visit, name: str) -> Standing | None:
    if not name:
        return None
    try:
        return visit.examine(name)
    except CommandRefused:
        return None


def _newest(visit: Visit, standing: Standing, fields: str, limit: int) -> Iterator[list[Fields]]:
    """Header fields from the newest mail backwards, by sequence number: a bounded glance that may
    miss a mail when another client deletes one meanwhile, which intake itself must never do.
    """
    high, lowest = standing.exists, max(1, standing.exists - limit + 1)
    while high >= lowest and not visit.is_over:
        low = max(lowest, high - STEP + 1)
        yield fetch_fields(visit.line, low, high, fields)
        high = low - 1


def _printable(greeting: object) -> str:
    text = greeting.decode("utf-8", "replace") if isinstance(greeting, bytes) else str(greeting or "")
    return " ".join(text.split())[:200]


def _encryption(sock: object) -> str:
    return (sock.version() or "") if isinstance(sock, ssl.SSLSocket) else ""
