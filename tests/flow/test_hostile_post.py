"""A day on which every mail but a county's and the coordinator's is hostile: these two notice nothing.

Real servers on loopback and the office as the service runs it. The mails: posted.py, sent.py and spelled.py in tests/corpus/hostile.
"""

from __future__ import annotations

import email
import hashlib
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.fuzz.letters import letter_faults
from benchmarks.soak.audit import audit
from benchmarks.soak.child import Child, Tick
from benchmarks.soak.peers import Peers
from benchmarks.soak.post import LI, Arrival, Post
from benchmarks.soak.season import UNIT, ZONE, make_office
from tests.corpus.hostile.posted import COUNTY, OURS, POSTED
from tests.corpus.hostile.sent import SENT
from tests.corpus.hostile.spelled import SPELLED
from tracker.ledger import letters
from tracker.ledger.cases import list_cases
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import note_keys
from tracker.ledger.records import LetterRow
from tracker.office.folder import DataDir
from tracker.office.isolation import FAILED

pytestmark = pytest.mark.slow

HOSTILE = {**POSTED, **SENT, **SPELLED}
MONDAY = datetime(2015, 7, 20, 17, 0, tzinfo=ZONE)  # the digest that she answers
MORNING = MONDAY + timedelta(hours=16)


@dataclass(frozen=True)
class Day:
    """What the ledger says when the day is over."""

    faults: tuple[str, ...]
    failed: list[str]
    kinds: dict[str, str]  # by name of the input
    letters: list[tuple[LetterRow, bytes]]
    remark: str


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    root = tmp_path_factory.mktemp("hostile") / "data"
    with Peers() as peers:
        make_office(root, peers)
        child = Child(root)
        try:
            yield _play(root, peers, child)
        finally:
            child.kill()


def _play(root: Path, peers: Peers, child: Child) -> Day:
    post = Post(random.Random(12), heads=[("", b"")])

    def work(at: datetime) -> None:
        assert child.work(Tick(at)) is not None
        for one in peers.listen(doubtful=False):
            if f"To: {LI}".encode() in one.content:
                post.letters.append(one.content)

    arrivals = [_county(post.write_case(MONDAY - timedelta(hours=2)))]
    peers.deliver(arrivals[0].raw, MONDAY - timedelta(hours=2))
    work(MONDAY)
    ours = str(email.message_from_bytes(post.letters[-1])["Message-ID"]).encode()
    order = Arrival("order", post._reply(post.letters[-1], "1号备注：可作典型", MORNING).as_bytes(), LI)
    hostile = {name: make().replace(OURS, ours) for name, (make, _) in HOSTILE.items()}
    half = list(hostile).index(
        "an order of nobody in our thread"
    )  # which makes her letter's identifier known
    coming = [Arrival(name, raw) for name, raw in hostile.items()]
    for one in (*coming[:half], order, *coming[half:], second := _second(post)):
        arrivals.append(one)
        peers.deliver(one.raw, MORNING)
    for minutes in (0, 10, 40, 120, 300):
        work(MORNING + timedelta(minutes=minutes))
    work(MONDAY + timedelta(days=1))
    child.stop()
    account = audit(root, peers.world(arrivals, frozenset({UNIT}), 0, MONDAY + timedelta(days=1)))
    with closing(Ledger.open(DataDir(root).ledger)) as ledger, ledger.read() as connection:
        kinds = {row.sha256: row.kind for row in connection.exec_driver_sql("select sha256, kind from mail")}
        rows = [(row, letters.letter_bytes(connection, row.id)) for row in letters.list_letters(connection)]
        failed, first = note_keys(connection, FAILED), list_cases(connection)[0]
    named = {one.what: kinds[hashlib.sha256(one.raw).hexdigest()] for one in (*coming, order, second)}
    return Day(account.faults, failed, named, rows, first["remark"])


def _county(made: Arrival | None) -> Arrival:
    """The same case from the registered address, under the identifier that a stranger copies."""
    assert made is not None
    raw = made.raw.replace(made.sender.encode(), UNIT.encode())
    begin = raw.index(b"Message-ID: ")
    end = raw.index(b"\r\n", begin)
    return Arrival("case", raw[:begin] + b"Message-ID: " + COUNTY + raw[end:], UNIT, made.case)


def _second(post: Post) -> Arrival:
    made = post.write_case(MORNING)
    assert made is not None
    return made


def test_nothing_is_lost_doubled_or_left_without_a_reason(day: Day) -> None:
    assert (day.faults, day.failed) == ((), [])


def test_the_order_and_both_cases_are_taken(day: Day) -> None:
    assert day.remark == "可作典型"
    assert (day.kinds["order"], day.kinds["case"]) == ("command", "submission")


@pytest.mark.parametrize("name", [name for name, (_, kind) in HOSTILE.items() if kind])
def test_what_a_mail_says_is_understood_whatever_is_around_it(day: Day, name: str) -> None:
    assert day.kinds[name] == HOSTILE[name][1]


def test_every_letter_is_sound(day: Day) -> None:
    faults = {f"{row.kind} to {row.recipient}": letter_faults(row.recipient, raw) for row, raw in day.letters}
    assert {who: found for who, found in faults.items() if found} == {}


def test_an_address_whose_failure_nobody_proved_is_still_written_to(day: Day) -> None:
    assert [
        row.state for row, _ in day.letters if row.recipient == UNIT and row.kind == "acknowledgement"
    ] == ["sent"]


def test_no_letter_goes_where_a_mail_only_asks_for_receipts(day: Day) -> None:
    assert "v@victim.example.com" not in {row.recipient for row, _ in day.letters}
