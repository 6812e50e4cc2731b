"""The faults, each a thing that begins, lasts and ends. ``lasting`` is in seconds of the machine."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from benchmarks.faults.door import Way
from benchmarks.faults.servers import LATER
from benchmarks.faults.world import OFFICES, World
from benchmarks.soak.season import full

HOUR = timedelta(hours=1)
BEYOND = timedelta(minutes=31)  # longer than any lease: tracker/run/duties.py, tracker/ledger/letters.py
Fault = Callable[[World, float], None]


def kill_office(world: World, lasting: float) -> None:
    """One host dies at any instruction and comes back."""
    world.kill(world.rng.choice(OFFICES))
    time.sleep(lasting / 4)


def kill_both(world: World, lasting: float) -> None:
    """Both at once."""
    world.kill(*OFFICES)
    time.sleep(lasting / 4)


def kill_often(world: World, lasting: float) -> None:
    """Again and again, sooner than it can begin."""
    end = time.monotonic() + lasting
    while time.monotonic() < end:
        time.sleep(world.rng.random())
        world.keep_alive()
        world.kill(world.rng.choice(OFFICES))


def kill_imap(world: World, lasting: float) -> None:
    """The mailbox's server."""
    world.kill("imap")
    time.sleep(lasting)


def kill_smtp(world: World, lasting: float) -> None:
    """The way out."""
    world.kill("smtp")
    time.sleep(lasting)


def _turn(name: str, way: Way) -> Fault:
    def fault(world: World, lasting: float) -> None:
        world.doors[name].turn(way)
        time.sleep(lasting)
        world.doors[name].turn(Way.REFUSE)  # what hung is cut off
        world.doors[name].turn(Way.OPEN)

    return fault


def _swallow(name: str) -> Fault:
    def fault(world: World, lasting: float) -> None:
        if world.network is None:
            _turn(name, Way.HOLE)(world, lasting)
            return
        world.network.swallow(name)
        time.sleep(lasting)
        world.network.carry(name)

    return fault


def cut_off(world: World, lasting: float) -> None:
    """One host reaches nobody while the other works on; what was under way comes through afterwards."""
    assert world.network is not None
    name = world.rng.choice(OFFICES)
    world.network.swallow(name)
    time.sleep(lasting)
    world.network.carry(name)


def cut_off_beyond_lease(world: World, lasting: float) -> None:
    """So long that the other takes over what it had in hand."""
    assert world.network is not None
    name = world.rng.choice(OFFICES)
    world.network.swallow(name)
    time.sleep(lasting / 2)
    world.pass_time(BEYOND)
    time.sleep(lasting)
    world.network.carry(name)


def pull_cable(world: World, lasting: float) -> None:
    """Of any machine there is, a host or a server."""
    assert world.network is not None
    name = world.rng.choice([*OFFICES, *world.doors])
    world.network.pull(name)
    time.sleep(lasting)
    world.network.plug(name)


def pull_often(world: World, lasting: float) -> None:
    """A cable with a loose contact."""
    assert world.network is not None
    name, end = world.rng.choice([*OFFICES, *world.doors]), time.monotonic() + lasting
    while time.monotonic() < end:
        world.network.pull(name)
        time.sleep(world.rng.random())
        world.network.plug(name)
        time.sleep(world.rng.random())


def put_off(world: World, lasting: float) -> None:
    """The SMTP server takes nothing for now."""
    (world.folder / LATER).touch()
    time.sleep(lasting)
    (world.folder / LATER).unlink()


def stop_beyond_lease(world: World, lasting: float) -> None:
    """One host stands still, the other takes over what it had in hand, and it goes on as if nothing were."""
    name = world.rng.choice(OFFICES)
    world.signal(name, signal.SIGSTOP)
    time.sleep(lasting / 2)
    world.pass_time(BEYOND)
    time.sleep(lasting)
    world.signal(name, signal.SIGCONT)


def clock_ahead(world: World, lasting: float) -> None:
    """An hour, and back again."""
    _shift(world, lasting, HOUR)


def clock_back(world: World, lasting: float) -> None:
    """An hour, and right again."""
    _shift(world, lasting, -HOUR)


def _shift(world: World, lasting: float, by: timedelta) -> None:
    world.pass_time(by)
    time.sleep(lasting)
    world.pass_time(-by)


def disk_full(world: World, lasting: float) -> None:
    """Not a byte is left for the data folder."""
    with full(world.root.parent, 0):
        time.sleep(lasting)


def database_restarts(world: World, lasting: float) -> None:
    """As an administrator does it."""
    assert world.postgres is not None
    del lasting
    world.postgres.stop("fast")
    world.postgres.start()


def database_down(world: World, lasting: float) -> None:
    """For a while, as after an update."""
    assert world.postgres is not None
    world.postgres.stop("fast")
    time.sleep(lasting)
    world.postgres.start()


def database_killed(world: World, lasting: float) -> None:
    """As if the power had failed."""
    assert world.postgres is not None
    world.postgres.stop("immediate")
    time.sleep(lasting / 4)
    world.postgres.start()


EVERYWHERE: Mapping[str, Fault] = {
    "one host killed": kill_office,
    "both hosts killed": kill_both,
    "hosts killed again and again": kill_often,
    "IMAP server killed": kill_imap,
    "SMTP server killed": kill_smtp,
    "IMAP a black hole": _swallow("imap"),
    "SMTP a black hole": _swallow("smtp"),
    "IMAP refuses": _turn("imap", Way.REFUSE),
    "SMTP refuses": _turn("smtp", Way.REFUSE),
    "SMTP puts off": put_off,
    "a host stands still beyond its lease": stop_beyond_lease,
    "clock an hour ahead": clock_ahead,
    "clock an hour back": clock_back,
}
ON_A_NETWORK: Mapping[str, Fault] = {
    "a host cut off": cut_off,
    "a host cut off beyond its lease": cut_off_beyond_lease,
    "a cable out": pull_cable,
    "a loose cable": pull_often,
}
ON_A_SMALL_DISK: Mapping[str, Fault] = {"disk full": disk_full}
ON_POSTGRES: Mapping[str, Fault] = {
    "PostgreSQL restarts": database_restarts,
    "PostgreSQL down": database_down,
    "PostgreSQL killed": database_killed,
    "PostgreSQL a black hole": _swallow("database"),
}
