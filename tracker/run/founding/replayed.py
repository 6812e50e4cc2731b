"""An office founded beside another, to live its life once more: its call, its key, and its mails as they came.

What would reach beyond the new folder stays behind: mailboxes, the server for letters, the database, the shared
folder of the workbook.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tracker.errors import SettingsError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import span
from tracker.ledger.views.status import list_mails
from tracker.office.folder import DataDir
from tracker.office.private import owner_only
from tracker.office.secret import write_private
from tracker.office.settings import Settings, load_settings
from tracker.run.init import make_folder
from tracker.run.open import ledger_place, open_archive
from tracker.run.replay import Arrival

KEPT: Final = ("reading", "schedule", "security")  # sections of the settings that hold of any machine
LIMITS: Final = (
    "from_address", "from_name", "seconds_between", "per_hour", "per_day", "strangers_per_day", "enclosure_mib",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """What an office has had: its mails, and when its history began and ended."""

    arrivals: list[Arrival]
    since: datetime
    until: datetime


def is_office(folder: Path) -> bool:
    """Whether a folder is an office's, not one of mails."""
    return DataDir(folder).campaign.is_file() and DataDir(folder).key.is_file()


def found_beside(old: Path, new: Path) -> None:
    """Make the data folder ``new`` with the call, the key and the limits of the office in ``old``.

    Raises:
        SettingsError: the new folder has a ledger, or cannot be written.
    """
    source, data = DataDir(old), DataDir(new)
    if data.ledger.exists():
        raise SettingsError(f"{new} 中已有台账，重演请另选空目录")
    folders = (source.places, source.lexicon, source.templates)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [path for path in (source.campaign, source.workdays, source.volume) if path.is_file()]
    call = {new / path.relative_to(old): path.read_bytes() for path in files}
    call[data.settings] = settings_text(load_settings(old), old).encode()
    with owner_only():
        new.mkdir(parents=True, exist_ok=True)
    write_private(data.key, source.key.read_text("utf-8"))
    make_folder(data, call)


def recall(root: Path) -> Past:
    """The past of the office in ``root``; its ledger is only read.

    Raises:
        SettingsError: it has no history.
        LedgerError, ArchiveError: ledger or archive cannot be read.
    """
    settings = load_settings(root)
    data = settings.data_dir(root)
    place = ledger_place(settings, data)
    if not Ledger.exists(place):
        raise SettingsError(f"{root} 中没有台账，没有可以重演的")
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        rows, lasted = list_mails(connection), span(connection)
    if lasted is None:
        raise SettingsError(f"{root} 的台账还是空的，没有可以重演的")
    archive = open_archive(settings, data)
    return Past([Arrival(row.arrived_at, row.file, archive.load(row.sha256)) for row in rows], *lasted)


def settings_text(settings: Settings, old: Path) -> str:
    """The settings of the old office as far as they decide what a season comes to."""
    given = settings.model_dump(mode="json", exclude_unset=True)
    smtp = {key: value for key, value in given.get("smtp", {}).items() if key in LIMITS}
    beside = [str((old / path).resolve()) for path in settings.paths.beside]
    sections = {"smtp": smtp, **{name: given.get(name, {}) for name in KEPT}, "paths": {"beside": beside}}
    return "\n".join(_section(name, values) for name, values in sections.items() if values)


def _section(name: str, values: Mapping[str, Any]) -> str:
    # What JSON writes of texts, numbers, truth and lists of them is TOML as well.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((f"[{name}]", *lines, ""))
