"""Open an office: put the real parts together from a data folder."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import URL, make_url

from intake.model.errors import ArchiveAway, ConfigError
from intake.model.limits import Limits
from intake.model.system import why
from intake.source.archive.bucket import Bucket, BucketPlace
from intake.source.archive.mails import Archive
from intake.source.tls import make_context
from intake.worker.pool import CallFiles, Readers
from tracker.cases.deadlines import load_deadlines
from tracker.errors import SettingsError
from tracker.ledger.engines.store import Ledger
from tracker.office.assets import own_or_shipped, template_folders
from tracker.office.clock import Clock, SharedClock, SystemClock
from tracker.office.folder import DataDir
from tracker.office.logs import keep_quiet
from tracker.office.parts import Neighbour, Parts
from tracker.office.private import keep_private
from tracker.office.secret import find_secret, hmac_key, read_secret
from tracker.office.settings import Settings, Smtp, load_settings
from tracker.office.workdays import Workdays
from tracker.office.writer import Writer
from tracker.outbox.smtp import SECTION, SmtpRoute


def call_files(
    data: DataDir, campaign: Path | None = None, limits: Limits | None = None, *, ocr: bool = False
) -> CallFiles:
    """Where the call's files are: the data folder's copies first, then those that were shipped."""
    from intake.campaign.campaign import load_campaign

    chosen = campaign or data.campaign
    read = load_campaign(chosen)
    places, lexicon = f"{read.places}.toml", f"{read.lexicon}.toml"
    words = own_or_shipped(data.lexicon / lexicon, f"lexicon/{lexicon}")
    villages = data.places / f"{read.places}-villages.csv"
    regions = own_or_shipped(data.places / places, f"places/{places}")
    if not regions.exists():
        raise ConfigError(
            f"{chosen}：places 的值是 {read.places!r}，但没有 {data.places / places}；"
            "请核对名称，或用 zhengji places make 生成"
        )
    return CallFiles(
        campaign=chosen,
        places=regions,
        lexicon=words if words.exists() else None,
        learned=data.learned,
        villages=villages if villages.exists() else None,
        recognised=data.recognised,
        ocr=ocr,
        limits=limits or Limits(),
    )


def load_workdays(data: DataDir) -> Workdays:
    """The office's working days.

    Raises:
        ConfigError: the file is wrong.
    """
    return Workdays.load(own_or_shipped(data.workdays, "workdays.toml"))


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
    keep_quiet()
    chosen = settings or load_settings(root)
    data = chosen.data_dir(root)
    call = call_files(data, campaign, chosen.limits(), ocr=chosen.reading.ocr).load()
    place = ledger_place(chosen, data)
    with (
        keep_private(data),
        closing(Ledger.open(place)) as ledger,
        _beside(chosen, root) as beside,
    ):
        with ledger.read() as connection:
            extensions = load_deadlines(connection)
        yield Parts(
            call=call,
            ledger=ledger,
            archive=open_archive(chosen, data),
            clock=clock or (SystemClock() if isinstance(place, Path) else SharedClock(ledger.now)),
            writer=_writer(chosen, root, call.campaign.organizer, call.campaign.timezone),
            workdays=load_workdays(data),
            settings=chosen,
            data=data,
            templates=template_folders(data),
            deadlines=extensions,
            beside=beside,
            holder=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}",
        )


def open_archive(settings: Settings, data: DataDir) -> Archive:
    """The archive where the settings put it; nothing is connected yet."""
    chosen = settings.archive
    if chosen.bucket is not None:
        name, prefix = chosen.bucket
        secret = partial(_archive_secret, data.root)
        place = BucketPlace(name, prefix, chosen.endpoint, chosen.region, chosen.key_id, secret)
        return Archive(Bucket(place), data.fetched)
    return Archive(data.root / chosen.place if chosen.place else data.archive)


def _archive_secret(root: Path) -> str:
    try:
        return read_secret("archive", root).reveal()
    except SettingsError as error:
        raise ArchiveAway(error.detail) from error


def ledger_place(settings: Settings, data: DataDir) -> Path | URL:
    """Where the office's ledger stands: its file, or the database that the settings name, with the password.

    Raises:
        SettingsError: there are two ledgers, and which of them counts is not for the program to say.
    """
    if not settings.ledger.url:
        return data.ledger
    if data.ledger.exists():
        raise SettingsError(
            f"{data.settings} 的 [ledger] 指向数据库，{data.ledger} 又是一份台账，不能同时使用。"
            f"要改用数据库，请运行 zhengji migrate --to 该数据库的地址；要继续用这个文件，请删去 [ledger] 的 url"
        )
    return database_url(settings.ledger.url, data)


def database_url(written: str, data: DataDir) -> URL:
    """A database's address with the password, if one is kept: a socket of the machine may need none.

    Raises:
        SettingsError: the file of passwords cannot be used.
    """
    password = find_secret("ledger", data.root)
    url = make_url(written)
    return url.set(password=password.reveal()) if password is not None else url


@contextmanager
def _beside(settings: Settings, root: Path) -> Iterator[tuple[Neighbour, ...]]:
    """The other calls of the same mailbox, each with its ledger open.

    Raises:
        ConfigError, LedgerError: something in one of their folders is wrong.
    """
    from intake.campaign.campaign import load_campaign

    with ExitStack() as stack:
        found = []
        for other in settings.paths.beside:
            folder = root / other
            theirs = load_settings(folder)
            place = ledger_place(theirs, theirs.data_dir(folder))
            ledger = stack.enter_context(closing(Ledger.open(place)))
            campaign = load_campaign(theirs.data_dir(folder).campaign)
            found.append(Neighbour(campaign, theirs.smtp.from_address.lower(), ledger))
        yield tuple(found)


def open_readers(parts: Parts, campaign: Path | None = None) -> Readers:
    """The pool of reading workers for an office."""
    files = call_files(parts.data, campaign, parts.settings.limits(), ocr=parts.settings.reading.ocr)
    return Readers(files, parts.settings.reading.workers)


def open_route(parts: Parts) -> SmtpRoute:
    """The SMTP server of an office."""
    return smtp_route(parts.settings.smtp, parts.data.root)


def smtp_route(smtp: Smtp, root: Path) -> SmtpRoute:
    """The SMTP server that the settings name; the password is asked for at each connection.

    Raises:
        SettingsError: the file of certificates cannot be used.
    """
    try:
        plain = smtp.tls == "none-for-tests" and smtp.ca_file is None
        context = None if plain else make_context(smtp.ca_file, strict=smtp.strict_certificates)
    except OSError as error:
        raise SettingsError(
            f"证书文件 {smtp.ca_file} 不能使用（{why(error)}），请核对 {SECTION} 中的 ca_file，应为 PEM 格式的根证书"
        ) from error
    return SmtpRoute(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        user=smtp.user,
        password=lambda: read_secret("smtp", root).reveal(),
        timeout=smtp.timeout,
        context=context,
        auth=smtp.auth,
    )


def _writer(settings: Settings, root: Path, organizer: str, zone: str) -> Writer:
    smtp = settings.smtp
    host = smtp.from_address.rpartition("@")[2] or "localhost"
    return Writer(smtp.from_address, smtp.from_name or organizer, host, hmac_key(root), zone)
