"""Open an office: put the real parts together from a data folder. Used by the command line only."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.model.limits import Limits
from intake.source.archive import Archive
from intake.worker.pool import CallFiles, Readers
from tracker.cases.deadlines import load_deadlines
from tracker.ledger.store import Ledger
from tracker.office.assets import config_dir, templates_dir
from tracker.office.clock import Clock, SystemClock
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.office.secret import hmac_key, read_secret
from tracker.office.settings import Settings, load_settings
from tracker.office.workdays import Workdays
from tracker.office.writer import Writer
from tracker.outbox.smtp import SmtpRoute


def call_files(
    data: DataDir, campaign: Path | None = None, limits: Limits | None = None, *, ocr: bool = False
) -> CallFiles:
    """Where the call's files are: the data folder's copies first, then those that were shipped."""
    from intake.campaign.notice import load_campaign

    chosen = campaign or data.campaign
    read = load_campaign(chosen)
    return CallFiles(
        campaign=chosen,
        places=first_existing(
            data.root / "places" / f"{read.places}.toml", config_dir() / "places" / f"{read.places}.toml"
        ),
        lexicon=first_existing(
            data.root / "lexicon" / f"{read.lexicon}.toml", config_dir() / "lexicon" / f"{read.lexicon}.toml"
        ),
        learned=data.root / "learned.json",
        villages=_existing(data.root / "places" / f"{read.places}-villages.csv"),
        recognised=data.root / "recognised",
        ocr=ocr,
        limits=limits or Limits(),
    )


@contextmanager
def open_office(
    root: Path,
    *,
    clock: Clock | None = None,
    campaign: Path | None = None,
    settings: Settings | None = None,
) -> Iterator[Parts]:
    """The parts of the office in ``root``; the ledger is closed at the end.

    Raises:
        ConfigError, SettingsError, LedgerError: something in the folder is wrong.
    """
    chosen = settings or load_settings(root)
    data = chosen.data_dir(root)
    call = call_files(data, campaign, chosen.limits(), ocr=chosen.reading.ocr).load()
    ledger = Ledger.open(data.ledger)
    try:
        with ledger.read() as connection:
            extensions = load_deadlines(connection)
        yield Parts(
            call=call,
            ledger=ledger,
            archive=Archive(data.archive),
            clock=clock or SystemClock(),
            writer=_writer(chosen, root, call.campaign.organizer, call.campaign.timezone),
            workdays=Workdays.load(first_existing(root / "workdays.toml", config_dir() / "workdays.toml")),
            settings=chosen,
            data=data,
            templates=tuple(p for p in (root / "templates", templates_dir()) if p.is_dir()),
            deadlines=extensions,
            holder=f"{socket.gethostname()}:{os.getpid()}",
        )
    finally:
        ledger.close()


def open_readers(parts: Parts, campaign: Path | None = None) -> Readers:
    """The pool of reading workers for an office."""
    files = call_files(parts.data, campaign, parts.settings.limits(), ocr=parts.settings.reading.ocr)
    return Readers(files, parts.settings.reading.workers)


def open_route(parts: Parts) -> SmtpRoute:
    """The SMTP server of an office."""
    smtp = parts.settings.smtp
    return SmtpRoute(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        user=smtp.user,
        password=lambda: read_secret("smtp", parts.data.root).reveal(),
        timeout=smtp.timeout,
        context=ssl.create_default_context(cafile=str(smtp.ca_file)) if smtp.ca_file else None,
    )


def _writer(settings: Settings, root: Path, organizer: str, zone: str) -> Writer:
    smtp = settings.smtp
    host = smtp.from_address.rpartition("@")[2] or "localhost"
    return Writer(smtp.from_address, smtp.from_name or organizer, host, hmac_key(root), zone)


def first_existing(*paths: Path) -> Path:
    """The first path that exists, else the last one."""
    return next((path for path in paths if path.exists()), paths[-1])


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None
