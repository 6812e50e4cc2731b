"""The account after a fault finds what is lost, doubled or held up; doors do what they say."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from benchmarks.faults.account import account, history, unfinished
from benchmarks.faults.door import Door, Way
from benchmarks.faults.inflict import EVERYWHERE, ON_A_NETWORK, ON_A_SMALL_DISK, ON_POSTGRES
from benchmarks.faults.world import _mail, wait_until
from benchmarks.national.crowd import make_crowd
from tests.office import Office, case


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two mails answered; the letter to one was put off."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail("clerk1@example.cn", case("一张清单管到底"))
    office.mail("slow2@example.cn", case("院落议事", "沛县"))
    office.at("08-04 09:30").tick()
    with office.parts.ledger.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE letter SET state = 'deferred', sent_at = NULL WHERE recipient LIKE 'slow%'"
        )
    office.route.sent = [(to, raw) for to, raw in office.route.sent if not to.startswith("slow")]
    office.close()
    return office


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    office = begun.copy(tmp_path)
    yield office
    office.close()


def put_in(office: Office) -> list[bytes]:
    with office.parts.ledger.read() as connection:
        shas = connection.exec_driver_sql("SELECT sha256 FROM mail ORDER BY id").scalars().all()
    return [office.parts.archive.path(sha).read_bytes() for sha in shas]


def taken(office: Office) -> list[bytes]:
    return [raw for _, raw in office.route.sent]


def found(office: Office, accepted: list[bytes], mails: list[bytes] | None = None) -> list[str]:
    return list(account(office.place, put_in(office) if mails is None else mails, accepted))


def test_all_is_well_though_one_letter_is_put_off(office: Office) -> None:
    assert unfinished(office.place, 2) == []
    assert found(office, taken(office)) == []


def test_a_letter_that_went_twice(office: Office) -> None:
    [fault] = found(office, [*taken(office), taken(office)[0]])

    assert fault.endswith("@example.cn> was accepted 2 times")


def test_what_the_ledger_knows_of_a_letter_that_went_twice(office: Office) -> None:
    told = list(history(office.place, [*taken(office), taken(office)[0]]))

    assert told[0] == "letter 3 (digest), attempts 1, sent"
    assert [line.split()[2] for line in told[1:]] == ["letter.queued", "letter.sent"]


def test_a_letter_that_is_said_to_be_sent_and_one_of_nobody(office: Office) -> None:
    stray = EmailMessage()
    stray["Message-ID"] = "<stray@example.cn>"
    faults = found(office, [*taken(office)[1:], stray.as_bytes()])

    assert faults[0] == "<stray@example.cn> is no letter of the ledger"
    assert [fault.partition(" is ")[2] for fault in faults[1:]] == ["said to be sent"]


def test_a_mail_that_is_lost_and_one_that_never_came(office: Office) -> None:
    mails = put_in(office)
    lost = found(office, taken(office), [*mails, b"Subject: lost\r\n\r\n"])
    doubled = found(office, taken(office), mails[1:])

    assert [fault.partition(": ")[2] for fault in (*lost, *doubled)] == [
        "put in 1, in the ledger 0",
        "put in 0, in the ledger 1",
    ]


def test_a_mail_that_is_set_apart_and_a_letter_that_slipped_through(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE mail SET state = 'quarantined' WHERE id = 1")
        connection.exec_driver_sql("UPDATE letter SET state = 'sending' WHERE recipient LIKE 'slow%'")
    left = unfinished(office.place, 2)
    in_hand = found(office, taken(office))
    with office.parts.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET state = 'held' WHERE recipient LIKE 'slow%'")
    faults = found(office, taken(office))

    assert [line.split(":")[0] for line in left][-1].endswith("is sending")
    assert in_hand == ["mail 1 is quarantined"]
    assert faults[0] == "mail 1 is quarantined"
    assert faults[1].endswith("which nobody takes, is held")


def test_what_is_left_to_do(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE letter SET state = 'queued' WHERE id = 1")
        connection.exec_driver_sql("UPDATE mail SET state = 'archived' WHERE id = 1")
        connection.exec_driver_sql("DELETE FROM answer WHERE mail_id = 2")

    assert unfinished(office.place, 3) == [
        "1 mails not taken in",
        "mail 1 is archived",
        "mail 2 has no answer",
        "letter 1 (acknowledgement) is queued: 250 taken",
    ]


@pytest.fixture
def echo() -> Iterator[Door]:
    """A door before a server that says everything again."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                one, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(one,), daemon=True).start()

    def answer(one: socket.socket) -> None:
        with one:
            while block := one.recv(100):
                one.sendall(block)

    threading.Thread(target=serve, daemon=True).start()
    with Door(lambda: socket.create_connection(server.getsockname())) as door:
        yield door
    server.close()


def call(door: Door, timeout: float = 5.0) -> socket.socket:
    return socket.create_connection(("127.0.0.1", door.port), timeout=timeout)


def test_an_open_door(echo: Door) -> None:
    with closing(call(echo)) as client:
        client.sendall(b"hello")
        assert client.recv(100) == b"hello"


def test_a_door_that_refuses_closes_what_is_open(echo: Door) -> None:
    with closing(call(echo)) as client:
        client.sendall(b"hello")
        assert client.recv(100) == b"hello"
        echo.turn(Way.REFUSE)
        assert client.recv(100) == b""
    with closing(call(echo)) as client:
        assert client.recv(100) == b""


def test_a_black_hole_takes_everything_and_gives_it_back_when_it_ends(echo: Door) -> None:
    with closing(call(echo)) as client:
        client.sendall(b"one")
        assert client.recv(100) == b"one"
        echo.turn(Way.HOLE)
        client.sendall(b"two")
        client.settimeout(0.2)
        with pytest.raises(TimeoutError):
            client.recv(100)
        echo.turn(Way.OPEN)
        client.settimeout(5)
        assert client.recv(100) == b"two"


def test_every_fault_has_a_sentence_and_its_own_name() -> None:
    names = [*EVERYWHERE, *ON_A_NETWORK, *ON_A_SMALL_DISK, *ON_POSTGRES]

    assert len(names) == len(set(names)) == 22


def test_no_two_mails_are_alike() -> None:
    rng = random.Random(1)
    mails = {_mail(number, f"clerk{number}@example.cn") for number in rng.sample(range(1, 300), 80)}

    assert len(mails) == 80


def test_the_crowd_is_the_same_for_the_same_seed_each_with_an_address_of_its_own() -> None:
    crowd, again = list(make_crowd(10, 3)), list(make_crowd(10, 3))

    assert [who for who, _ in crowd] == [who for who, _ in again]
    assert len({who for who, _ in crowd}) == len({raw for _, raw in crowd}) == 10
    assert all(who.encode() in raw for who, raw in crowd)


def test_waiting_ends(tmp_path: Path) -> None:
    assert wait_until(lambda: True, 0)
    assert not wait_until((tmp_path / "never").exists, 0.3)
