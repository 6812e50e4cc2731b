"""Whatever happens on the server and to us: no mail that stayed in the mailbox is ever missed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from intake.failpoints import POINTS, VARIABLE
from intake.model.errors import SourceError
from intake.source.archive.mails import Archive
from intake.source.base import CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource
from tests.flow.imap_stub import ImapStub
from tests.properties import examples

# Reads until the mailbox is read out, keeping a journal as the ledger would: a line a batch, with
# the mails it brought and the cursor, written only after the mails are archived.
INTAKE = """
import json, os, sys
from pathlib import Path
from intake.source.archive.mails import Archive
from intake.source.base import CursorState
from intake.source.imap.account import ImapAccount
from intake.source.imap.source import ImapSource

port, root = int(sys.argv[1]), Path(sys.argv[2])
journal, archive = root / "journal", Archive(root / "archive")
archive.sweep(older_than=-1)
cursors = {}
for line in journal.read_text().splitlines() if journal.exists() else ():
    row = json.loads(line)
    cursors["a", row["folder"]] = CursorState(*row["cursor"])
account = ImapAccount("a", "127.0.0.1", "bumen@163.com", port, "plain-for-tests", batch_mails=2)
for batch in ImapSource(account, lambda: "auth-code").poll(cursors):
    row = {"folder": batch.folder, "cursor": [batch.cursor.uidvalidity, batch.cursor.uid],
           "mails": [archive.store(seen.content) for seen in batch.mails]}
    with journal.open("a") as file:
        file.write(json.dumps(row) + "\\n")
        file.flush()
        os.fsync(file.fileno())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("point", sorted(p for p in POINTS if p.startswith(("imap.", "archive."))))
def test_killed_anywhere_and_started_again(stub: ImapStub, tmp_path: Path, point: str, count: int) -> None:
    mails = [f"Subject: {number}\r\n\r\n".encode() for number in range(5)]
    for raw in mails:
        stub.inbox.deliver(raw)
    command = [sys.executable, "-c", INTAKE, str(stub.port), str(tmp_path)]
    killed = subprocess.run(command, env={**os.environ, VARIABLE: f"{point}:{count}"}, check=False)
    assert killed.returncode in {-signal.SIGKILL, 0}  # a point may be met once only
    subprocess.run(command, check=True)
    rows = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    archive = Archive(tmp_path / "archive")
    taken = [archive.load(sha256) for row in rows for sha256 in row["mails"]]
    assert set(taken) == set(mails)
    assert len(list(archive.place.root.rglob("*.*"))) == len(mails)


class Mailbox(RuleBasedStateMachine):
    """People deliver, delete and move; the server renumbers, with and without a word; we poll,
    stop in the middle, and reconcile now and then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stub = ImapStub().__enter__()
        account = ImapAccount(
            "a",
            "127.0.0.1",
            self.stub.user,
            self.stub.port,
            "plain-for-tests",
            batch_mails=2,
            read_timeout=5.0,
        )
        self.reader = ImapSource(account, lambda: self.stub.password, pause=lambda _: None)
        self.cursors: dict[tuple[str, str], CursorState] = {}
        self.sightings: dict[tuple[int, int], int] = {}  # (uidvalidity, uid) → size, as in the ledger
        self.archived: set[bytes] = set()
        self.serial = 0
        self.is_silent = False  # numbered anew without a new UIDVALIDITY: only a reconcile is sure to see it

    def teardown(self) -> None:
        self.stub.__exit__()

    @rule(skip=st.integers(0, 3), count=st.integers(1, 4))
    def deliver(self, skip: int, count: int) -> None:
        for _ in range(count):
            self.serial += 1
            self.stub.inbox.deliver(b"Subject: %d\r\n\r\n" % self.serial + b"x" * self.serial, skip=skip)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        mails = self.stub.inbox.mails
        if mails:
            del mails[data.draw(st.integers(0, len(mails) - 1))]

    @rule(validity=st.sampled_from([0, 1, 2, None]), keep=st.integers(0, 2), grow=st.integers(0, 9))
    def number_anew(self, validity: int | None, keep: int, grow: int) -> None:
        """The folder is made anew, with or without a word, and may outgrow our cursor meanwhile."""
        before = self.stub.inbox.uidvalidity
        del self.stub.inbox.mails[keep:]
        self.stub.inbox.number_anew(before if validity is None else validity)
        self.is_silent |= self.stub.inbox.uidvalidity == before
        self.deliver(skip=0, count=grow)

    @rule(batches=st.integers(0, 3))
    def poll_and_die(self, batches: int) -> None:
        walk = self.reader.poll(self.cursors)
        for _, batch in zip(range(batches), walk, strict=False):
            self.commit(batch)
        walk.close()

    @precondition(lambda self: self.stub.inbox.mails)
    @rule(data=st.data())
    def poll_while_the_line_breaks(self, data: st.DataObject) -> None:
        self.deliver(skip=0, count=3)
        new = self.stub.inbox.mails[-data.draw(st.integers(1, 3))].uid
        left = data.draw(st.integers(1, 8))
        self.stub.drop = {new: 1}

        def heal(command: str) -> None:
            nonlocal left
            left -= "BODY" in command
            if left < 0:
                self.stub.drop = {}

        self.stub.before_fetch = heal
        try:
            for batch in self.reader.poll(self.cursors):
                self.commit(batch)
        except SourceError:
            pass
        finally:
            self.stub.drop, self.stub.before_fetch = {}, None

    @rule()
    def poll(self) -> None:
        cursor = self.cursors.get(("a", "INBOX"))
        if cursor and self.stub.inbox.next_uid <= cursor.uid:
            self.is_silent = False  # numbers ran backwards: this poll must notice
        for batch in self.reader.poll(self.cursors):
            self.commit(batch)
        if not self.is_silent:
            self.everything_is_here()

    @rule()
    def reconcile(self) -> None:
        def known(folder: str, validity: int) -> dict[int, int]:
            return {uid: size for (valid, uid), size in self.sightings.items() if valid == validity}

        for batch in self.reader.reconcile(self.cursors, known):
            self.commit(batch)
            for uid in batch.gone:
                del self.sightings[batch.cursor.uidvalidity, uid]
        self.is_silent = False
        self.everything_is_here()

    def commit(self, batch) -> None:
        for seen in batch.mails:
            if seen.raw is None:  # quarantined: a person sees it, and it is left out of what we know
                self.archived.add(next(m.raw for m in self.stub.inbox.mails if m.uid == seen.position.uid))
                continue
            self.archived.add(seen.raw)
            self.sightings[seen.position.uidvalidity, seen.position.uid] = seen.size
        self.cursors[batch.account, batch.folder] = batch.cursor

    def everything_is_here(self) -> None:
        assert {mail.raw for mail in self.stub.inbox.mails} <= self.archived

    @invariant()
    def nothing_was_touched(self) -> None:
        assert not [
            c for c in self.stub.commands if c.startswith(("SELECT", "UID STORE", "STORE", "EXPUNGE"))
        ]
        assert all(not mail.flags for mail in self.stub.inbox.mails)


@pytest.mark.hypothesis
@pytest.mark.slow
def test_random_histories_lose_nothing() -> None:
    run_state_machine_as_test(
        Mailbox,
        settings=settings(
            max_examples=examples(30), stateful_step_count=14, suppress_health_check=list(HealthCheck)
        ),
    )


@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(raws=st.lists(st.binary(max_size=200), min_size=1, max_size=6))
def test_any_bytes_come_through_unchanged(raws: list[bytes]) -> None:
    with ImapStub() as stub:
        for raw in raws:
            stub.inbox.deliver(raw)
        account = ImapAccount("a", "127.0.0.1", stub.user, stub.port, "plain-for-tests")
        batches = ImapSource(account, lambda: stub.password).poll({})
        assert [seen.raw for batch in batches for seen in batch.mails] == raws
