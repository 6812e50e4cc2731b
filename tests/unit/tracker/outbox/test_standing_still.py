"""A host that stands still at any step of sending, while another works on and takes over what it had in hand.

The first host is halted at each step in turn (each look at its clock, each statement and each end of a transaction, each
word to the server) for minutes or hours, in which the second host looks, settles and sends six times. The
server leaves a client that is silent for ten minutes; its Sent folder shows a letter a quarter of an hour later.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event

from tests.office import Office
from tracker.errors import LedgerBusy, SendDeferred, SendUnknown
from tracker.ledger import letters
from tracker.ledger.engines.database import Access
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import LetterKind, LetterState, NewLetter
from tracker.office.parts import Parts
from tracker.outbox.retry import GRACE
from tracker.outbox.sending import recover_sending, send_due
from tracker.outbox.smtp import Confirm

ROUNDS = 6  # of the host that works on, meanwhile
SHOWN = timedelta(minutes=15)  # after which the Sent folder shows a letter
RFC = timedelta(minutes=10)  # RFC 5321 par. 4.5.3.2 asks servers to wait for five
SPANS = [
    timedelta(minutes=31),
    *(pytest.param(timedelta(minutes=m), marks=pytest.mark.slow) for m in (11, 300)),
]
Step = Callable[[], None]


@dataclass
class Server:
    """Takes letters from both hosts and leaves who is silent for too long."""

    clock: Callable[[], datetime]
    patience: timedelta
    taken: dict[str, list[datetime]] = field(default_factory=dict)

    def was_sent(self, message_id: str, _since: datetime) -> bool:
        return any(at + SHOWN <= self.clock() for at in self.taken.get(message_id, []))

    def take(self, content: bytes) -> None:
        self.taken.setdefault(content.decode(), []).append(self.clock())


@dataclass
class Way:
    """A host's connection to it: stops to think at each word."""

    server: Server
    step: Step
    name: str = "way"

    def deliver(self, _sender: str, _recipient: str, content: bytes, confirm: Confirm) -> str:
        heard = self.server.clock()
        self.step()  # DATA and the content
        heard = self._say(heard)
        confirm()
        self.step()  # the final dot
        self._say(heard)
        self.server.take(content)
        self.step()  # the answer
        return "250 taken"

    def _say(self, heard: datetime) -> datetime:
        if self.server.clock() - heard > self.server.patience:
            raise SendDeferred("the server has left")
        return self.server.clock()

    def close(self) -> None:
        pass


@dataclass
class Loses:
    """A server that takes a letter or not, and loses the line after the final dot."""

    name: str = "loses"

    def deliver(self, _sender: str, _recipient: str, _content: bytes, confirm: Confirm) -> str:
        confirm()
        raise SendUnknown("lost")

    def close(self) -> None:
        pass


@dataclass
class Halting:
    """The clock of the host that stands still: each look is a step."""

    clock: Callable[[], datetime]
    step: Step

    def now(self) -> datetime:
        self.step()
        told = self.clock()
        self.step()
        return told


class HaltingLedger(Ledger):
    """Its ledger: each transaction begins and ends with a step."""

    step: Step

    @contextmanager
    def _transaction(self, access: Access) -> Iterator[Connection]:
        self.step()
        with super()._transaction(access) as connection:
            yield connection
            self.step()
        self.step()


class Pair:
    """Two hosts at one ledger."""

    def __init__(self, office: Office, patience: timedelta) -> None:
        self.office = office
        self.server = Server(office.clock.now, patience)
        self.ledger = Ledger.open(office.place, busy_seconds=0.01)
        self.second = replace(office.parts, ledger=self.ledger, holder="second")
        mine = Ledger.open(office.place)
        halting = HaltingLedger(mine.engine, mine._database)
        halting.step = self._step
        event.listen(mine.engine, "before_cursor_execute", lambda *_: self._step())
        self.mine = mine
        clock = Halting(office.clock.now, self._step)
        self.first = replace(office.parts, ledger=halting, clock=clock, holder="first")
        self.left, self.pause = 0, lambda: None

    def close(self) -> None:
        self.ledger.close()
        self.mine.close()

    def send(self, parts: Parts, step: Step = lambda: None) -> None:
        with suppress(LedgerBusy):
            recover_sending(parts, self.server.was_sent)
            send_due(parts, Way(self.server, step), lambda _: None)

    def halt_at(self, step: int, span: timedelta) -> bool:
        """Send as the first host, which halts at a step; whether there was such a step.

        From then on the second looks and sends before each word of the first to the server, too.
        """
        self.left, self.pause = step, lambda: self._work_on(span)
        self.send(self.first, self._word)
        return self._end()

    def wake_at(self, step: int, span: timedelta, name: str) -> bool:
        """The first host halts at a step, and wakes when the second is about to say the final dot of another letter."""
        halted, woken = threading.Event(), threading.Event()

        def pause() -> None:
            halted.set()
            woken.wait()

        def work() -> None:
            self.send(self.first)
            halted.set()
            self.send(self.first)
            self.send(self.first)

        def wake() -> None:
            woken.set()
            thread.join()

        self.put(name, span)
        self.left, self.pause = step, pause
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        halted.wait()
        self.office.clock.advance(span)
        words = Counter[str]()

        def say() -> None:
            words["said"] += 1
            if words["said"] == 2:  # the final dot
                wake()

        self.send(self.second, say)
        wake()
        return self._end()

    def _end(self) -> bool:
        reached, self.left = self.left <= 0, 0
        while set(self.states()) != {LetterState.SENT}:
            self.office.clock.advance(timedelta(hours=1))
            self.send(self.second)
        self.office.clock.advance(timedelta(days=2))  # beyond every limit of sending
        return reached

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.pause()

    def _word(self) -> None:
        self._step()
        if self.left < 0:
            self.send(self.second)

    def _work_on(self, span: timedelta) -> None:
        for _ in range(ROUNDS):
            self.office.clock.advance(span / ROUNDS)
            self.send(self.second)

    def put(self, name: str, due: timedelta = timedelta()) -> None:
        now, to = self.office.clock.now(), "fx@example.cn"
        new = NewLetter(name, LetterKind.ACKNOWLEDGEMENT, to, "题", name, name.encode(), due_at=now + due)
        with self.ledger.begin() as connection:
            letters.put_letter(connection, new, now)

    def states(self) -> Counter[LetterState]:
        with self.ledger.read() as connection:
            return Counter(row.state for row in letters.list_letters(connection))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path, per_day=100_000, per_hour=100_000).at("07-08 09:00")
    yield office
    office.close()


def halt_everywhere(pair: Pair, span: timedelta, prepare: Callable[[str], None]) -> int:
    """How many steps there were."""
    step = 1
    while True:
        prepare(f"<{span.total_seconds():.0f}.{step}@example.cn>")
        if not pair.halt_at(step, span):
            return step - 1
        step += 1


@pytest.mark.slow
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_a_letter_in_the_hand_of_a_host_that_stands_still_goes_once(office, span):
    with closing(Pair(office, RFC)) as pair:
        steps = halt_everywhere(pair, span, pair.put)

    assert steps > 40
    assert {name: len(times) for name, times in pair.server.taken.items() if len(times) != 1} == {}
    assert len(pair.server.taken) == steps + 1


@pytest.mark.slow
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_a_letter_of_unknown_fate_that_such_a_host_asks_about_goes_once(office, span):
    """It was not taken, but nobody knows: half an hour later both ask the Sent folder and send it again."""

    def lose(name: str) -> None:
        pair.put(name)
        send_due(pair.second, Loses(), lambda _: None)
        office.clock.advance(GRACE + timedelta(minutes=1))

    with closing(Pair(office, RFC)) as pair:
        steps = halt_everywhere(pair, span, lose)

    assert steps > 60
    assert {name: len(times) for name, times in pair.server.taken.items() if len(times) != 1} == {}
    assert len(pair.server.taken) == steps + 1


@pytest.mark.slow
@pytest.mark.parametrize("span", SPANS, ids=str)
def test_a_host_that_wakes_up_leaves_a_letter_alone_that_another_has_in_hand(office, span):
    with closing(Pair(office, RFC)) as pair:
        step = 1
        while pair.wake_at(step, span, f"<{step}@example.cn>"):
            step += 1

    assert step > 20
    assert {name: len(times) for name, times in pair.server.taken.items()} == {
        f"<{number}@example.cn>": 1 for number in range(1, step + 1)
    }


@pytest.mark.slow
def test_what_remains_is_a_server_that_waits_for_half_an_hour_at_the_final_dot(office):
    """No client can look and say the dot in one. The window: after the clock was read, before the dot, 25 minutes long."""
    doubled = {}
    for minutes in (24, 61):
        span = timedelta(minutes=minutes)
        with closing(Pair(office, timedelta(hours=2))) as pair:
            halt_everywhere(pair, span, pair.put)
        doubled[minutes] = [len(times) for times in pair.server.taken.values() if len(times) > 1]

    assert doubled == {24: [], 61: [2, 2]}
