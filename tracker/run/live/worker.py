"""A worker process: the offices it serves, its threads, its end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import FrameType

import structlog
from sqlalchemy import URL

from tracker.errors import LedgerError, SettingsError
from tracker.ledger.engines.bell import hang
from tracker.ledger.engines.store import Ledger
from tracker.office.clock import Clock
from tracker.office.settings import load_settings
from tracker.run.duties import Outside
from tracker.run.live.keeper import keep_alive, keep_clock
from tracker.run.live.leases import DUTY, LIVE, Pace
from tracker.run.live.listen import listen
from tracker.run.live.station import ALL_QUEUES, Station
from tracker.run.open import ledger_place, open_office, open_readers, open_route
from tracker.run.polling import open_mailboxes, sent_letters, sent_lookup

log = structlog.get_logger("service")


def parse_queues(written: str) -> tuple[str, ...]:
    """The queues named in ``read,ocr,send``; all of them for nothing.

    Raises:
        SettingsError: a word names none.
    """
    words = tuple(
        dict.fromkeys(word.strip() for word in written.replace("，", ",").split(",") if word.strip())
    )
    if unknown := [word for word in words if word not in ALL_QUEUES]:
        raise SettingsError(f"没有“{unknown[0]}”这种工作，--queues 可写 {'、'.join(ALL_QUEUES)}")
    return words or ALL_QUEUES


def folders_of(root: Path, *, beside: bool) -> tuple[Path, ...]:
    """The data folders of the offices that a worker serves: one, or it with the calls beside it."""
    others = load_settings(root).paths.beside if beside else ()
    return tuple(dict.fromkeys((root.resolve(), *((root / other).resolve() for other in others))))


@contextmanager
def open_station(
    root: Path,
    queues: tuple[str, ...],
    stopping: threading.Event,
    *,
    pace: Pace = LIVE,
    clock: Clock | None = None,
) -> Iterator[Station]:
    """An office ready to be served; its bell is hung where there is none.

    Raises:
        LedgerError: the ledger is no PostgreSQL, or out of reach, or the extra is missing.
        ConfigError, SettingsError: something in the folder is wrong.
    """
    settings = load_settings(root)
    place = ledger_place(settings, settings.data_dir(root))
    if not isinstance(place, URL):
        raise LedgerError("多个工作进程需要放在 PostgreSQL 中的台账，请先运行 zhengji migrate")
    with closing(Ledger.open(place)) as ledger, ledger.begin() as connection:
        hang(connection)
    with ExitStack() as stack:
        parts = stack.enter_context(open_office(root, clock=clock))
        readers, scanners, clerks = (stack.enter_context(open_readers(parts)) for _ in range(3))
        mailboxes = open_mailboxes(parts)
        route = open_route(parts) if parts.settings.smtp.host else None
        if route is not None:
            stack.callback(route.close)
        outside = Outside(
            readers, route, stopping.wait, sent_lookup(mailboxes), sent_since=sent_letters(mailboxes)
        )
        yield Station(parts, place, outside, mailboxes, scanners, clerks, queues, stopping, pace)


def work(stations: list[Station]) -> None:
    """Serve the stations until they are told to stop; what is in hand is finished first."""
    threads = []
    for station in stations:
        threads.append(threading.Thread(target=keep_alive, args=(station,), name="alive"))
        if DUTY in station.queues:
            threads.append(threading.Thread(target=keep_clock, args=(station,), name="clock"))
    for thread in threads:
        thread.start()
    log.info("worker started", offices=len(stations), queues=list(stations[0].queues))
    try:
        listen(stations)
    finally:
        for station in stations:
            station.stopping.set()
        for thread in threads:
            thread.join()
    log.info("worker stopped")


def stop_on_signals(stopping: threading.Event) -> None:
    """SIGTERM, Ctrl+C and Ctrl+Break end the worker after what is in hand."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
