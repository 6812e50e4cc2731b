"""Polling a mailbox of 100,000 old mails with nothing new, against polling an empty one (Dovecot)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.speed.measure import Row, median_of
from intake.source.base import CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.flow.dovecot import PASSWORD, PATHS, Dovecot
from tests.programs import find

LIMIT = 2.0
BATCH = 1000
MAIL = b"From: a@example.cn\r\nSubject: old\r\n\r\nold\r\n"


def bench(count: int = 100_000) -> list[Row]:
    """Rows of the table; empty where Dovecot is not installed."""
    binary = find("dovecot", *PATHS)
    if binary is None:
        return []
    with tempfile.TemporaryDirectory(prefix="zj-poll-") as folder:
        Path(folder).chmod(0o777)
        # Not Maildir: with it the server itself reads a list of 100,000 names at each connection.
        with Dovecot(binary, f"mail_location = mdbox:{folder}/%u\n") as server:
            return _compare(server, count)


def _compare(server: Dovecot, count: int) -> list[Row]:
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
    with server.client(user) as client:
        for start in range(0, count, BATCH):
            client.multiappend("INBOX", [MAIL] * min(BATCH, count - start))
