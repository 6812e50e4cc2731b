"""The evening's account of the soak finds what is lost, doubled or left lying about."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmarks.soak.audit import audit
from benchmarks.soak.peers import Accepted, Peers, World
from benchmarks.soak.post import Arrival
from intake.source.base import Position
from tests.office import Office, case, local
from tracker.ledger import mails
from tracker.ledger.people.addresses import learn_address
from tracker.office.private import make_private

NEXT_DAY = local("07-11 00:00")


@dataclass
class Evening:
    """An office that answered two mails, and its world."""

    office: Office
    world: World

    def sql(self, text: str) -> None:
        with self.office.parts.ledger.begin() as connection:
            connection.exec_driver_sql(text)

    def faults(self) -> list[str]:
        return list(audit(self.office.folder, self.world).faults)


@pytest.fixture
def evening(tmp_path: Path):
    tmp_path.chmod(0o700)
    office = Office(tmp_path).at("07-10 09:00")
    rows = [
        office.mail("a@town.example.cn", case("一门受理")),
        office.mail("b@town.example.cn", case("议事亭")),
    ]
    office.send()
    raws = [office.parts.archive.load(row.sha256) for row in rows]
    with office.parts.ledger.begin() as connection:
        for uid, row in enumerate(rows, 1):
            mails.add_sighting(connection, Position("main", "INBOX", 7, uid), row.id, office.clock.now())
    make_private(office.parts.data)
    accepted = tuple(
        Accepted(letter.row.message_id, content, doubtful=False)
        for letter, (_, content) in zip(office.letters(), office.route.sent, strict=True)
    )
    arrivals = tuple(Arrival("case", raw, case=name) for name, raw in zip("xy", raws, strict=True))
    yield Evening(office, World(arrivals, dict(enumerate(raws, 1)), 7, accepted, frozenset(), 0, NEXT_DAY))
    office.close()


def test_nothing_is_found_where_nothing_is_wrong(evening: Evening) -> None:
    assert evening.faults() == []


def lose_a_place(evening: Evening) -> None:
    evening.sql("DELETE FROM sighting WHERE uid = 2")


def leave_unfiled(evening: Evening) -> None:
    evening.sql("UPDATE mail SET state = 'archived' WHERE id = 1")


def want_an_answer(evening: Evening) -> None:
    evening.sql("UPDATE mail SET wants_answer = 1 WHERE id = 1")


def answer_twice(evening: Evening) -> None:
    evening.sql("INSERT INTO answer VALUES (2, 1)")


def lose_a_case(evening: Evening) -> None:
    evening.sql("DELETE FROM submission WHERE mail_id = 2")


def double_a_letter(evening: Evening) -> None:
    evening.world = replace(evening.world, accepted=(*evening.world.accepted, evening.world.accepted[0]))


def say_sent(evening: Evening) -> None:
    evening.world = replace(evening.world, accepted=evening.world.accepted[1:])


def write_from_nowhere(evening: Evening) -> None:
    more = Accepted("<nobody@example.cn>", b"", doubtful=False)
    evening.world = replace(evening.world, accepted=(*evening.world.accepted, more))


def damage_the_archive(evening: Evening) -> None:
    next(evening.office.parts.data.archive.rglob("*.eml")).write_bytes(b"x")


def leave_a_half(evening: Evening) -> None:
    beside = next(evening.office.parts.data.archive.rglob("*.eml")).with_suffix(".tmp")
    beside.touch(0o600)


def let_others_read(evening: Evening) -> None:
    evening.office.parts.data.ledger.chmod(0o644)


SPOILED: dict[str, tuple[Callable[[Evening], None], list[str]]] = {
    "lost": (lose_a_place, ["lost: case, UID 2"]),
    "unfiled": (leave_unfiled, ["mail 1 is archived"]),
    "not answered": (want_an_answer, ["mail 1 (case) from a@town.example.cn wants an answer"]),
    "answered twice": (
        answer_twice,
        [
            "mail 1 (case) has 2 answers",
            "letter 2 to b@town.example.cn answers ['a@town.example.cn', 'b@town.example.cn']",
        ],
    ),
    "case lost": (lose_a_case, ["no case in mail 2 (y)"]),
    "letter twice": (double_a_letter, ["letter 1 (acknowledgement) went 2 times"]),
    "letter not sent": (say_sent, ["letter 1 (acknowledgement) is said to be sent"]),
    "letter from nowhere": (write_from_nowhere, ["letter without a row: <nobody@example.cn>"]),
    "half written": (leave_a_half, ["1 half-written files in the archive after 0 deaths"]),
    "open to others": (let_others_read, ["others may read ledger.db"]),
}


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "found"), SPOILED.values(), ids=SPOILED)
def test_each_fault_is_found(evening: Evening, spoil: Callable[[Evening], None], found: list[str]) -> None:
    spoil(evening)
    assert evening.faults() == found


def test_a_damaged_original_is_found(evening: Evening) -> None:
    damage_the_archive(evening)
    (fault,) = evening.faults()
    assert fault.startswith("archive: ")
    assert fault.endswith(" is damaged")


def test_a_reminder_goes_to_units_and_to_who_a_person_took_for_one(evening: Evening) -> None:
    evening.sql("UPDATE letter SET kind = 'reminder' WHERE id = 1")
    unanswered = "mail 1 (case, submission) was never answered"
    assert evening.faults() == [unanswered, "letter 1 (reminder) to a@town.example.cn"]
    sent = (replace(one, sender="a@town.example.cn") for one in evening.world.arrivals)
    evening.world = replace(evening.world, arrivals=tuple(sent))
    assert evening.faults() == [unanswered, "letter 1 (reminder) to a@town.example.cn"]
    with evening.office.parts.ledger.begin() as connection:
        learn_address(connection, "a@town.example.cn", "fengxian")
    assert evening.faults() == [unanswered]


def test_an_answer_may_go_again_after_an_unknown_outcome(evening: Evening) -> None:
    first = replace(evening.world.accepted[0], doubtful=True)
    evening.world = replace(evening.world, accepted=(first, *evening.world.accepted))
    account = audit(evening.office.folder, evening.world)
    assert account.faults == ()
    assert account.explained["answer again after an unknown outcome"] == 1


def test_an_address_that_was_answered_today_waits(evening: Evening) -> None:
    want_an_answer(evening)
    evening.world = replace(evening.world, midnight=local("07-10 00:00"))
    account = audit(evening.office.folder, evening.world)
    assert (account.faults, account.explained["had an answer today"]) == ((), 1)


class Late(list):
    """What a server has taken, of which it takes note when it comes to it."""

    def __init__(self) -> None:
        super().__init__()
        self.comes = threading.Event()

    def append(self, one: bytes) -> None:
        self.comes.wait()
        super().append(one)


def hand_over_and_die(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as office, office.makefile("rb") as answers:
        for word in ("MAIL FROM:<a@b.cn>", "RCPT TO:<c@d.cn>", "DATA"):
            answers.readline()
            office.sendall(f"{word}\r\n".encode())
        answers.readline()
        office.sendall(b"Message-ID: <k@b.cn>\r\n\r\nx\r\n.\r\n")


def test_what_a_killed_office_handed_over_is_in_doubt_only_if_the_server_is_waited_for() -> None:
    """Asked at once, the letter is not there yet, and passes for one of the office that is started next."""
    found = []
    for waits in (False, True):
        with Peers() as peers:
            peers.smtp.letters = taken = Late()
            hand_over_and_die(peers.smtp.port)
            if waits:
                taken.comes.set()
                peers.smtp.wait_for_end()
            peers.listen(doubtful=True)
            taken.comes.set()
            peers.smtp.wait_for_end()
            peers.listen(doubtful=False)
            found.append([(one.message_id, one.doubtful) for one in peers.accepted])

    assert found == [[("<k@b.cn>", False)], [("<k@b.cn>", True)]]
