"""What keeps many workers one office: signs of life, leases renewed, the work of the dead offered again."""

from __future__ import annotations

import time
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from tracker.ledger import letters, mails
from tracker.ledger.engines.bell import OCR, READ, SEND, forget_dead, ring_again
from tracker.ledger.engines.leases import drop_lease, ended_leases, take_lease
from tracker.ledger.events import delete_note, get_note, note_keys, set_note
from tracker.ledger.texts.documents import free_scans, is_scan_waiting, renew_scans
from tracker.office.isolation import Shield
from tracker.run.backup import back_up_daily
from tracker.run.duties import LEASE, duty
from tracker.run.live.leases import DUTY, give_back, take
from tracker.run.live.station import Station, look_at_clock
from tracker.run.watch.pulse import give_pulse
from tracker.run.watch.tell import watch_over

WORKER = "worker:"  # leases that are signs of life: worker:HOLDER
TROUBLES = "host:"  # notes host:HOLDER → what troubles a worker, for the digest
SCANNING = timedelta(hours=1)  # as long as a scan may be in hand
log = structlog.get_logger("service")


def keep_alive(station: Station) -> None:
    """Give signs of life and look for what was left lying, until the worker stops."""
    swept = -station.pace.sweep
    while not station.stopping.is_set():
        with Shield("sign"):
            give_sign(station)
        with Shield("pulse"):
            give_pulse(station.parts)
        if time.monotonic() - swept >= station.pace.sweep:
            swept = time.monotonic()
            with duty(station.parts, "sweep"):
                sweep(station)
        station.stopping.wait(station.pace.beat)
    with Shield("sign"):
        leave(station)
    with Shield("pulse"):
        give_pulse(station.parts, stopped=True)


def give_sign(station: Station) -> None:
    """Renew what this worker holds: its sign of life, its leases, the mails and scans it is reading."""
    parts, term = station.parts, station.pace.term
    with parts.ledger.claim() as connection:
        if take_lease(connection, WORKER + parts.holder, parts.holder, term) is None:
            raise AssertionError("two workers have one name")
    for name in list(station.held):
        take(station, name)
    now = parts.clock.now()
    with parts.ledger.claim() as connection:
        mails.renew_claims(connection, parts.holder, now + LEASE)
        renew_scans(connection, parts.holder, now + SCANNING)
        _tell_troubles(station, connection)


def _tell_troubles(station: Station, connection: Connection) -> None:
    key = TROUBLES + station.parts.holder
    mine = sorted({text for name, text in station.parts.health.items() if not name.startswith(TROUBLES)})
    if get_note(connection, key, []) != mine:
        if mine:
            set_note(connection, key, mine, station.parts.clock.now())
        else:
            delete_note(connection, key)


def hear_troubles(station: Station) -> None:
    """What troubles other workers stands in the digest of the host that writes it."""
    parts = station.parts
    with parts.ledger.read() as connection:
        known = {key: get_note(connection, key, []) for key in note_keys(connection, TROUBLES)}
    known.pop(TROUBLES + parts.holder, None)
    told = {
        f"{key}:{number}": f"{key.removeprefix(TROUBLES).partition(':')[0]}：{text}"
        for key, texts in known.items()
        for number, text in enumerate(texts)
    }
    for name in [name for name in parts.health if name.startswith(TROUBLES) and name not in told]:
        del parts.health[name]
    parts.health.update(told)


def sweep(station: Station) -> None:
    """Offer again what dead workers had in hand, and ring for work that nobody was woken for."""
    parts = station.parts
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        for dead in ended_leases(connection, WORKER):
            if dead.holder == parts.holder:
                continue  # slow, not dead: the next sign of life is due
            freed = mails.free_claims(connection, dead.holder) + free_scans(connection, dead.holder)
            drop_lease(connection, dead)
            delete_note(connection, TROUBLES + dead.holder)
            log.warning("worker silent", holder=dead.holder, freed=freed)
        forget_dead(connection)
        if mails.is_mail_waiting(connection, now):
            ring_again(connection, READ)
        if is_scan_waiting(connection, now):
            ring_again(connection, OCR)
        if letters.is_sending_due(connection, now):
            ring_again(connection, SEND)


def leave(station: Station) -> None:
    """Nobody has to wait for the end of what a worker held that stops by itself."""
    parts = station.parts
    for name in list(station.held):
        give_back(station, name)
    with parts.ledger.begin() as connection:
        mails.free_claims(connection, parts.holder)
        free_scans(connection, parts.holder)
        delete_note(connection, TROUBLES + parts.holder)
        mine = take_lease(connection, WORKER + parts.holder, parts.holder, timedelta(seconds=-2))
        if mine is not None:
            drop_lease(connection, mine)


def keep_clock(station: Station) -> None:
    """Do what goes by the clock while this worker holds the lease for it, until it stops."""
    schedule = station.parts.settings.schedule
    polled = worked = -float("inf")
    while not station.stopping.wait(station.pace.tick):
        if DUTY not in station.held:
            polled = worked = -float("inf")
            with Shield("lease"):
                take(station, DUTY)
        now = time.monotonic()
        if DUTY not in station.held or now - worked < schedule.work_seconds:
            continue
        poll = now - polled >= 60 * schedule.poll_minutes
        with Shield("troubles"):
            hear_troubles(station)
        look_at_clock(station, poll=poll)
        if poll:
            with duty(station.parts, "watch"):
                watch_over(station.parts)
        worked, polled = now, now if poll else polled
        local = station.parts.clock.now().astimezone(station.parts.campaign.zone)
        if local.hour >= schedule.backup_hour and DUTY in station.held:
            with duty(station.parts, "backup"):
                back_up_daily(station.parts)
