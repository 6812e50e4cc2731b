"""Polling a mailbox of 100,000 old mails with nothing new, against polling an empty one (Dovecot)."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.measure import Row, median_of
from intake.source.account import ImapAccount
from intake.source.base import CursorState
from intake.source.imap import ImapSource
from tests.flow.dovecot import PASSWORD, Dovecot, find_dovecot

LIMIT = 2.0
MAIL = b"From: a@example.cn\r\nSubject: old\r\n\r\nold\r\n"


def bench(count: int = 100_000) -> list[Row]:
    """Rows of the table; empty where Dovecot is not installed."""
    binary = find_dovecot()
    if binary is None:
        return []
    with Dovecot(binary) as server:
        full, empty = "full@example.cn", "empty@example.cn"
        _fill(server, full, count)
        server.deliver(empty)
        times = {}
        for user in (empty, full):
            account = ImapAccount(
                "main", "127.0.0.1", user, server.tls_port, folders=("INBOX",), ca_file=server.authority
            )
            with server.client(user) as client:
                state = client.folder_status("INBOX", ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
            assert state[b"MESSAGES"] == (count if user == full else 0)
            cursor = {("main", "INBOX"): CursorState(state[b"UIDVALIDITY"], state[b"UIDNEXT"] - 1)}
            source = ImapSource(account, lambda: PASSWORD)
            assert not [mail for batch in source.poll(cursor) for mail in batch.mails]
            times[user] = median_of(lambda source=source, cursor=cursor: list(source.poll(cursor)), 9)
    ratio = times[full] / times[empty]
    detail = f"{times[full] * 1000:.0f} ms ÷ {times[empty] * 1000:.0f} ms"
    what = f"poll with nothing new, {count:,} old mails ÷ empty mailbox"
    return [Row(what, f"{ratio:.2f} ({detail})", f"{LIMIT}", ratio <= LIMIT)]


def _fill(server: Dovecot, user: str, count: int) -> None:
    """Write a Maildir as a delivery agent does; the server finds it at the first look."""
    folder = server.mail / user
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path: Path = folder / "cur" / f"1436000000.M{number}.bench,S={len(MAIL)}:2,S"
        path.write_bytes(MAIL)
    for path in [folder, *folder.iterdir()]:
        os.chown(path, *server.owner)
    for path in (folder / "cur").iterdir():
        os.chown(path, *server.owner)
