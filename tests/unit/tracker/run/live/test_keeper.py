"""One office, several workers in one process: who holds what, what of the dead is offered again, who is told."""

import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec

import pytest
from sqlalchemy import update

from tests.ledgers import POSTGRES, make_ledger
from tests.office import Office
from tests.programs import miss
from tracker.cli.run import _look_beside
from tracker.errors import LeaseLost, LedgerError, SettingsError
from tracker.ledger import mails
from tracker.ledger.engines.bell import SCHEMA, hang
from tracker.ledger.engines.leases import holder_of
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import lease, mail
from tracker.office.clock import SharedClock
from tracker.office.settings import LedgerPlace
from tracker.run.duties import Outside
from tracker.run.live.keeper import WORKER, give_sign, hear_troubles, leave, sweep
from tracker.run.live.leases import DUTY, Pace, hold, take
from tracker.run.live.station import Station, look_at_clock, turns_of
from tracker.run.live.worker import folders_of, open_station, parse_queues

JOBS = f"SELECT queue_name FROM {SCHEMA}.procrastinate_jobs ORDER BY queue_name"


@pytest.fixture
def place(tmp_path):
    if find_spec("procrastinate") is None:
        miss("procrastinate")
    place = make_ledger(tmp_path, POSTGRES)
    ledger = Ledger.open(place)
    with ledger.begin() as connection:
        hang(connection)
    ledger.close()
    return place


@pytest.fixture
def stations(place, tmp_path):
    """Two hosts, a and b, by the database's clock, without readers or servers."""
    with ExitStack() as stack:
        made = []
        for name in "ab":
            (tmp_path / name).mkdir()
            office = Office(tmp_path / name, place=place)
            stack.callback(office.close)
            parts = replace(
                office.parts, holder=f"host-{name}:1:x", clock=SharedClock(office.parts.ledger.now)
            )
            outside = Outside(None, None, lambda _: None, lambda _id, _since: False)
            pace = Pace(term=timedelta(seconds=30))
            made.append(
                Station(
                    parts, place, outside, [], None, None, ("read", "send", DUTY), threading.Event(), pace
                )
            )
        yield made


def bring_mail(station, number=0):
    now = station.parts.clock.now()
    with station.parts.ledger.begin() as connection:
        mails.add_mail(connection, f"{number:064}", 1, now, now)


def claim(station):
    with station.parts.ledger.claim() as connection:
        now = station.parts.clock.now()
        return [
            row.id
            for row in mails.claim_mails(connection, station.parts.holder, now, timedelta(minutes=30), 9)
        ]


def end_leases(station, name):
    with station.parts.ledger.begin() as connection:
        past = station.parts.clock.now() - timedelta(minutes=5)
        connection.execute(update(lease).where(lease.c.name.startswith(name)).values(until=past))


def ask(station, question, *arguments):
    with station.parts.ledger.read() as connection:
        return question(connection, *arguments)


def bells(station):
    with station.parts.ledger.read() as connection:
        return list(connection.exec_driver_sql(JOBS).scalars())


def test_what_a_dead_worker_was_reading_is_offered_again_at_once(stations):
    a, b = stations
    bring_mail(a)
    for station in stations:
        give_sign(station)
    assert claim(a) == [1]
    sweep(b)
    alive = claim(b)
    end_leases(b, WORKER + a.parts.holder)
    sweep(b)
    end_leases(b, WORKER + b.parts.holder)  # slow, not dead
    sweep(b)

    assert alive == []
    assert claim(b) == [1]
    with b.parts.ledger.read() as connection:
        assert (
            mails.get_mail(connection, 1).attempts == 2
        )  # one that kills its workers is set apart in the end


def test_a_sign_of_life_renews_claims_and_leases(stations):
    a, _ = stations
    bring_mail(a)
    claim(a)
    take(a, DUTY)
    soon = a.parts.clock.now() + timedelta(seconds=1)
    with a.parts.ledger.begin() as connection:
        connection.execute(update(mail).values(lease_until=soon))
        connection.execute(update(lease).values(until=soon))
    give_sign(a)

    with a.parts.ledger.read() as connection:
        assert not mails.is_mail_waiting(connection, soon + timedelta(minutes=20))
        until = connection.execute(lease.select().where(lease.c.name == DUTY)).one().until
    assert until > soon + timedelta(seconds=20)


def test_a_worker_that_lost_its_lease_knows_it_with_the_next_sign(stations):
    a, b = stations
    take(a, DUTY)
    end_leases(a, DUTY)
    assert take(b, DUTY) is not None
    give_sign(a)

    assert (list(a.held), list(b.held)) == ([], [DUTY])
    assert ask(a, holder_of, DUTY) == b.parts.holder


def test_duties_done_under_a_lost_lease_write_nothing(stations):
    a, b = stations
    take(a, DUTY)
    end_leases(a, DUTY)
    take(b, DUTY)
    with pytest.raises(LeaseLost), a.parts.ledger.under(a.held[DUTY]).begin():
        pass
    look_at_clock(a, poll=True)

    assert a.parts.health == {}  # that another host does it is no trouble
    assert [
        ask(a, lambda c, t=t: c.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar())
        for t in ("letter", "issued")
    ] == [0, 0]


def test_one_at_a_time_holds_a_piece_of_work(stations):
    a, b = stations
    with hold(a, "send") as first, hold(b, "send") as second:
        assert (first is not None, second) == (True, None)
    with hold(b, "send") as third:
        assert third is not None
    assert (a.held, b.held, ask(a, holder_of, "send")) == ({}, {}, "")


def test_the_sweep_rings_for_what_nobody_was_woken_for(stations):
    a, b = stations
    sweep(a)
    idle = bells(a)
    bring_mail(a)
    with a.parts.ledger.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM {SCHEMA}.procrastinate_jobs")  # every bell is lost
    sweep(a)
    sweep(b)

    assert (idle, bells(a)) == ([], ["read"])


def test_troubles_of_other_hosts_are_heard_until_they_are_over(stations):
    a, b = stations
    b.parts.health["file"] = "磁盘空间不足"
    give_sign(b)
    hear_troubles(a)
    hear_troubles(b)
    heard, own = dict(a.parts.health), dict(b.parts.health)
    give_sign(a)  # does not pass on what it heard
    b.parts.health.clear()
    give_sign(b)
    hear_troubles(a)

    assert heard == {f"host:{b.parts.holder}:0": "host-b：磁盘空间不足"}
    assert own == {"file": "磁盘空间不足"}
    assert a.parts.health == {}


def test_who_leaves_leaves_nothing_in_hand(stations):
    a, b = stations
    bring_mail(a)
    give_sign(a)
    claim(a)
    take(a, DUTY)
    leave(a)

    assert claim(b) == [1]
    assert take(b, DUTY) is not None
    assert ask(a, holder_of, WORKER + a.parts.holder) == ""


def test_the_service_of_one_machine_does_not_start_beside_a_worker(stations, capsys):
    a, b = stations
    database = b.parts.settings.model_copy(update={"ledger": LedgerPlace(url="postgresql://db/x")})
    beside = replace(b.parts, settings=database)
    _look_beside(beside)
    take(a, DUTY)
    _look_beside(beside)  # a gives no sign of a worker's life: it is another service
    told = capsys.readouterr().out
    give_sign(a)
    with pytest.raises(SettingsError, match="host-a 上的工作进程"):
        _look_beside(beside)
    assert told == "host-a 上的服务正在承担这个单位的工作，本机待命；它停止或中断后，由本机自动接替。\n"


def test_bells_are_answered_for_the_queues_that_are_served(stations):
    assert list(turns_of(stations[0])) == ["read", "send"]
    stations[0].stopping.set()
    turns_of(stations[0])["read"]()  # would need readers


@pytest.mark.parametrize(
    ("written", "queues"),
    [
        ("", ("read", "ocr", "send", "duty")),
        ("read", ("read",)),
        (" send， read ,send", ("send", "read")),
    ],
)
def test_queues_are_named(written, queues):
    assert parse_queues(written) == queues


def test_an_unknown_queue_is_named():
    with pytest.raises(SettingsError, match="没有“reed”这种工作，--queues 可写 read、ocr、send、duty"):
        parse_queues("read,reed")


def test_calls_beside_are_served_when_asked_for(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "settings.toml").write_text('[paths]\nbeside = ["../b", "../a"]\n', encoding="utf-8")

    assert folders_of(tmp_path / "a", beside=False) == (tmp_path / "a",)
    assert folders_of(tmp_path / "a", beside=True) == (tmp_path / "a", tmp_path / "b")


def test_a_ledger_in_a_file_is_for_one_machine(tmp_path):
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    with (
        pytest.raises(LedgerError, match="zhengji migrate"),
        open_station(tmp_path, ("read",), threading.Event()),
    ):
        pass
