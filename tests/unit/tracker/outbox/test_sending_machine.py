"""The outbox driven at random: a real ledger, a set clock, a route that fails in every way there is,
processes that die between any two steps, a Sent folder that may keep silent.
"""

from __future__ import annotations

import shutil
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from intake.model.errors import SourceError
from tests.office import LI, Office
from tests.properties import examples
from tracker.errors import SendDeferred, SendPaused, SendRefused, SendUnknown
from tracker.ledger import letters
from tracker.ledger.events import STOPPED, set_note
from tracker.ledger.records import ANSWERS, TO_COORDINATORS, LetterKind, LetterState, NewLetter
from tracker.ledger.schema import letter as letter_table
from tracker.outbox import sending
from tracker.outbox.held import release_letters
from tracker.outbox.retry import GIVE_UP, GRACE, MOST_RESENT, PAUSE
from tracker.outbox.shares import Share, daily, hourly
from tracker.outbox.smtp import Confirm

FX = "fx@example.cn"  # registered for a unit
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUIET = settings(suppress_health_check=list(HealthCheck))
REPLIES = (
    "taken", "taken", "taken", "busy", "refused", "pause", "lost-before-dot",
    "lost-taken", "lost-untaken", "dies-before-dot", "dies-taken",
)  # fmt: skip
DEATHS = ("outbox.claimed", "outbox.delivered", "outbox.settled")
KINDS = (
    LetterKind.ACKNOWLEDGEMENT,
    LetterKind.HOLDING,
    LetterKind.REMINDER,
    LetterKind.EXTENSION,
    LetterKind.DIGEST,
    LetterKind.ORDER,
)
WAITING = {LetterState.QUEUED, LetterState.DEFERRED}


class Died(BaseException):
    """The process ends here, as by a power cut."""


@dataclass
class Logical:
    """What must hold of one logical letter, and what befell it outside."""

    kind: LetterKind
    message_id: str
    content: bytes
    expires_at: datetime | None
    offered: list[datetime] = field(default_factory=list)  # handed to the server
    taken: list[datetime] = field(default_factory=list)  # delivered by it
    ends: list[str] = field(default_factory=list)  # each offer's outcome as the server knows it
    found: bool = False  # seen in the Sent folder by the office


@dataclass
class Server:
    """The other side of SMTP: answers as drawn, and remembers."""

    machine: OutboxMachine
    replies: list[str] = field(default_factory=list)
    unheard: Logical | None = None  # handed over, its outcome not yet in the ledger
    name: str = "drawn"

    def deliver(self, _sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        confirm()
        machine = self.machine
        logical = machine.by_content[content]  # other bytes than those composed: KeyError
        now = machine.office.clock.now()
        assert recipient == machine.recipients[logical.message_id]
        assert not logical.found, "sent again though it was seen in the Sent folder"
        assert now >= machine.closed_until, "sent in a pause that the provider asked for"
        if machine.stopped:
            assert logical.kind in TO_COORDINATORS
        if logical.offered and logical.ends[-1] in ("lost-taken", "lost-untaken", "dies"):
            assert logical.kind in ANSWERS
            assert now - logical.offered[-1] >= GRACE
        reply = self.replies.pop(0) if self.replies else "taken"
        logical.offered.append(now)
        logical.ends.append(reply)
        self.unheard = logical
        if reply.endswith("taken") and reply != "lost-untaken":
            logical.taken.append(now)
        if reply in ("taken", "lost-taken", "lost-untaken"):
            machine.handed.append((now, machine.share_of(logical.kind, recipient)))
        return self._say(reply, now)

    def _say(self, reply: str, now: datetime) -> str:
        if reply == "pause":
            self.machine.closed_until = now + PAUSE
            raise SendPaused("450 MI:SFQ", 450, "MI:SFQ")
        if reply in ("busy", "lost-before-dot"):
            raise SendDeferred(reply, 450)
        if reply == "refused":
            raise SendRefused("554 refused", 554)
        if reply.startswith("lost"):
            raise SendUnknown(reply)
        if reply.startswith("dies"):
            raise Died
        return "250 taken"

    def close(self) -> None:
        pass


class OutboxMachine(RuleBasedStateMachine):
    """Letters of every policy; each handed over exactly as often as the policy says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="zhengji-outbox-"))
        self.logical: dict[int, Logical] = {}
        self.by_content: dict[bytes, Logical] = {}
        self.recipients: dict[str, str] = {}
        self.handed: list[tuple[datetime, Share]] = []
        self.stopped = False
        self.server = Server(self)
        self.die_at = ""

    @initialize(
        per_hour=st.sampled_from((2, 7)), per_day=st.sampled_from((3, 20)), gap=st.sampled_from((0, 30))
    )
    def open(self, per_hour: int, per_day: int, gap: int) -> None:
        self.per_hour, self.per_day, self.gap = per_hour, per_day, gap
        self.office = Office(
            self.folder,
            per_hour=per_hour,
            per_day=per_day,
            strangers_per_day=per_day // 2,
            seconds_between=gap,
        )
        self.office.at("07-10 20:00")
        self.closed_until = self.office.clock.now()

    def teardown(self) -> None:
        try:
            if hasattr(self, "office"):
                self.let_everything_end()
        finally:
            if hasattr(self, "office"):
                self.office.close()
            shutil.rmtree(self.folder)

    # What may happen

    @rule(
        kind=st.sampled_from(KINDS),
        many=st.integers(1, 4),
        held=st.booleans(),
        expires=st.booleans(),
        known=st.booleans(),
    )
    def compose(self, kind: LetterKind, many: int, held: bool, expires: bool, known: bool) -> None:
        now = self.office.clock.now()
        until = now + 2 * HOUR if expires and kind not in ANSWERS else None
        for _ in range(many):
            number = len(self.logical)
            key, identity = f"letter-{number}", f"<zj.{number}@example.cn>"
            content = f"Message-ID: {identity}\r\n\r\nletter {number}\r\n".encode()
            unit = FX if known else f"n{number}@example.org"
            recipient = LI.email if kind in TO_COORDINATORS else unit
            new = NewLetter(
                key=key, kind=kind, recipient=recipient, subject=key, message_id=identity, content=content,
                expires_at=until, held=held and kind is LetterKind.EXTENSION,
            )  # fmt: skip
            with self.office.parts.ledger.begin() as connection:
                letter_id = letters.put_letter(connection, new, now)
                assert letters.put_letter(connection, new, now) is None  # once a key, however often asked
            assert letter_id is not None
            self.logical[letter_id] = Logical(kind, identity, content, until)
            self.by_content[content] = self.logical[letter_id]
            self.recipients[identity] = recipient

    @rule(
        replies=st.lists(st.sampled_from(REPLIES), max_size=6),
        die_at=st.sampled_from((*[""] * 4, *DEATHS)),
        folder=st.sampled_from(("honest", "honest", "blind", "broken")),
    )
    def work(self, replies: list[str], die_at: str, folder: str) -> None:
        """One tick of a process that may die on the way; another takes over."""
        self.server.replies, self.server.unheard, self.die_at = replies, None, die_at
        before = len(self.handed)
        started = self.office.clock.now()
        hit, sending.hit = sending.hit, self._reach
        try:
            sending.recover_sending(self.office.parts, self._sent_folder(folder))
            sending.send_due(self.office.parts, self.server, self._wait)
        except Died:
            if self.server.unheard is not None:  # what the server said is known to nobody
                self.server.unheard.ends[-1] = "dies"
            self.office.restart()
        finally:
            sending.hit = hit
        mine = [at for at, _ in self.handed[before:]]
        assert all(later - one >= timedelta(seconds=self.gap) for one, later in pairwise(mine))
        assert self.office.clock.now() >= started

    def _reach(self, point: str) -> None:
        if point == "outbox.settled":
            self.server.unheard = None
        if point == self.die_at:
            self.die_at = ""
            raise Died

    def _wait(self, seconds: float) -> None:
        self.office.clock.advance(timedelta(seconds=seconds))

    def _sent_folder(self, how: str) -> Callable[[str, datetime], bool]:
        def was_sent(message_id: str, since: datetime) -> bool:
            if how == "broken":
                raise SourceError("连接中断")
            logical = next(one for one in self.logical.values() if one.message_id == message_id)
            found = how == "honest" and any(at >= since for at in logical.taken)
            logical.found = logical.found or found
            return found

        return was_sent

    @rule(minutes=st.sampled_from((1, 3, 11, 21, 31, 61, 241, 1441)))
    def time_passes(self, minutes: int) -> None:
        self.office.clock.advance(timedelta(minutes=minutes))

    @rule()
    def machine_restarts(self) -> None:
        self.office.restart()

    @rule(stopped=st.booleans())
    def coordinator_says(self, stopped: bool) -> None:
        self.stopped = stopped
        with self.office.parts.ledger.begin() as connection:
            set_note(connection, STOPPED, stopped, self.office.clock.now())

    @rule()
    def person_releases(self) -> None:
        with self.office.parts.ledger.begin() as connection:
            held = letters.letters_in(connection, LetterState.HELD)
            release_letters(connection, held, LI.name, self.office.clock.now())

    # What must always hold

    @invariant()
    @precondition(lambda self: hasattr(self, "office"))
    def nothing_is_lost_or_changed(self) -> None:
        with self.office.parts.ledger.read() as connection:
            rows = {row.id: row for row in connection.execute(letter_table.select())}
        assert rows.keys() == self.logical.keys()
        for letter_id, logical in self.logical.items():
            row = rows[letter_id]
            assert (row.message_id, row.content, row.kind) == (
                logical.message_id,
                logical.content,
                logical.kind,
            )
            self._state_is_true(LetterState(row.state), logical)

    def _state_is_true(self, state: LetterState, logical: Logical) -> None:
        """The ledger's word against what the server knows."""
        last = logical.ends[-1] if logical.ends else ""
        assert len(logical.taken) <= (MOST_RESENT if logical.kind in ANSWERS else 1)
        if state is LetterState.SENT:
            assert logical.taken
        if state is LetterState.HELD:
            assert not logical.offered
        if state is LetterState.CANCELLED:
            assert logical.expires_at is not None
            assert not logical.taken
        if state is LetterState.FAILED:
            assert last == "refused" or len(logical.offered) >= GIVE_UP
        if state in WAITING and logical.taken:
            assert logical.kind in ANSWERS
        if logical.taken and logical.kind not in ANSWERS:
            assert state in (LetterState.SENT, LetterState.SENDING, LetterState.UNKNOWN)

    @invariant()
    @precondition(lambda self: hasattr(self, "office"))
    def pace_is_kept(self) -> None:
        zone, smtp = self.office.campaign.zone, self.office.settings.smtp
        for share in Share:
            times = [at for at, of in self.handed if of >= share]
            for at in times:
                assert bisect_right(times, at) - bisect_right(times, at - HOUR) <= hourly(smtp, share)
            days = Counter(at.astimezone(zone).date() for at in times)
            assert not days or max(days.values()) <= daily(smtp, share)

    @staticmethod
    def share_of(kind: LetterKind, recipient: str) -> Share:
        if recipient == LI.email:
            return Share.COORDINATORS
        if kind not in ANSWERS:
            return Share.MAILINGS
        return Share.UNITS if recipient == FX else Share.STRANGERS

    # How it must end

    def let_everything_end(self) -> None:
        """All goes well from now on, and the office wakes only when it says that something is due."""
        self.coordinator_says(False)
        self.person_releases()
        self.office.clock.advance(letters.LEASE + timedelta(seconds=1))
        for _ in range(4 * len(self.logical) + 10):
            self.work([], "", "honest")
            due = sending.next_sending(self.office.parts)
            unknown = [row for row in self._in(LetterState.UNKNOWN) if row.kind in ANSWERS]
            grace = GRACE if any(row.attempts < MOST_RESENT for row in unknown) else None
            if due is None and grace is None:
                break
            now = self.office.clock.now()
            self.office.clock.set(
                max(now + timedelta(seconds=1), min(filter(None, (due, grace and now + grace))))
            )
        self.nothing_is_lost_or_changed()
        self.pace_is_kept()
        assert not self._in(*WAITING, LetterState.SENDING, LetterState.HELD)
        for row in self._in(LetterState.UNKNOWN):
            assert row.kind not in ANSWERS or row.attempts >= MOST_RESENT

    def _in(self, *states: LetterState) -> list[letters.LetterRow]:
        with self.office.parts.ledger.read() as connection:
            return letters.letters_in(connection, *states)


TestOutboxMachine = pytest.mark.slow(OutboxMachine.TestCase)
TestOutboxMachine.settings = settings(QUIET, max_examples=examples(25), stateful_step_count=20)
