"""A yearly call again: last year's call and its own data copied, dates set, the addresses it learned kept."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from intake.campaign.campaign import Campaign, load_campaign
from tracker.cases.addresses import addresses_of
from tracker.errors import SettingsError
from tracker.ledger.engines.store import Ledger
from tracker.office.folder import DataDir
from tracker.office.private import owner_only
from tracker.office.settings import load_settings
from tracker.run.init import make_folder
from tracker.run.open import ledger_place

_VALUE = r"[ \t]*=[ \t]*(?:\[[^\]]*\])?[^\n]*(?:\n|\Z)"  # a list may go over several lines
_LINES = rf"(?:#[^\n]*\n|[a-z_]+{_VALUE})*"
_DEADLINE = re.compile(rf"^\[\[deadlines\]\][^\n]*\n{_LINES}", re.MULTILINE)
_UNIT = re.compile(rf"^\[\[units\]\][^\n]*\n{_LINES}", re.MULTILINE)
_MAILBOX = re.compile(rf"^\[\[mailboxes\]\][^\n]*\n{_LINES}", re.MULTILINE)
_ADDRESSES = re.compile(rf"^addresses{_VALUE}", re.MULTILINE)
_SINCE = re.compile(rf"^since{_VALUE}", re.MULTILINE)
_OWN = re.compile(rf"^(?:url|workbook|beside){_VALUE}", re.MULTILINE)  # the old call's ledger and workbook
_KEPT = ("places", "lexicon", "templates")  # folders of the call's own data


@dataclass(frozen=True, slots=True)
class Dates:
    """When the new call opens, and its last day."""

    opening: date
    last_day: date


def found_again(old: Path, new: Path, dates: Dates) -> tuple[Path, ...]:
    """The data folder ``new`` for the call of ``old`` in another year; returns the files that were made.

    The ledger, the archive and the key stay with the old call, which is readable for ever; mail from before
    ``opening`` stays with it, too.

    Raises:
        SettingsError: there is a call in ``new``, the dates are in the wrong order, or the file cannot be moved on.
        ConfigError, LedgerError: something in ``old`` is wrong.
    """
    source, target = DataDir(old), DataDir(new)
    if target.campaign.exists():
        raise SettingsError(f"{target.campaign} 已存在，不覆盖；请另选一个目录")
    if dates.last_day < dates.opening:
        raise SettingsError(f"截止日期{dates.last_day}早于开始日期{dates.opening}")
    if not source.campaign.exists():
        raise SettingsError(f"{old} 中没有征集活动（campaign.toml），请核对上一次征集的数据目录")
    before = load_campaign(source.campaign)
    known = _addresses(source, before)
    moved = next_call(source.campaign.read_text("utf-8-sig"), before, dates, known)
    files = {
        target.campaign: moved.encode("utf-8"),
        target.settings: _since(source.settings.read_text("utf-8-sig"), dates.opening).encode("utf-8"),
    }
    for path in (source.workdays, source.volume, source.learned):
        if path.exists():
            files[target.root / path.name] = path.read_bytes()
    for folder in _KEPT:
        for path in sorted((source.root / folder).rglob("*")):
            if path.is_file():
                files[target.root / path.relative_to(source.root)] = path.read_bytes()
    _check(moved, dates, known)
    made = make_folder(target, files)
    if source.secrets.exists():
        with owner_only():
            shutil.copyfile(source.secrets, target.secrets)
    load_settings(new)
    return made


def next_call(text: str, before: Campaign, dates: Dates, known: Mapping[str, tuple[str, ...]]) -> str:
    """The campaign file of another year: opening, deadline and years of names moved, addresses filled in."""
    years = str(before.opening.year), str(dates.opening.year)
    for key in ("id", "title", "short", "number_format"):
        text = re.sub(
            rf'^{key} = "[^"\n]*"', lambda line: line[0].replace(*years), text, count=1, flags=re.MULTILINE
        )
    if years[0] not in before.id:
        text = text.replace(f'id = "{before.id}"', f'id = "{before.id}-{years[1]}"', 1)
    text = re.sub(r"^opening = \S+", f"opening = {dates.opening}", text, count=1, flags=re.MULTILINE)
    hour = before.deadlines[0].cutoff
    cutoff = f"cutoff = {hour:%H:%M:%S} # 照上一次，请核对\n" if hour else ""
    fresh = [f"[[deadlines]] # 请核对\nlast_day = {dates.last_day}\nannounced = {dates.opening}\n{cutoff}\n"]
    text = _DEADLINE.sub(lambda _: fresh.pop() if fresh else "", text)
    return _UNIT.sub(lambda unit: _with_addresses(unit[0], known), text)


def _with_addresses(unit: str, known: Mapping[str, tuple[str, ...]]) -> str:
    key = re.search(r'^key = "([^"\n]+)"', unit, re.MULTILINE)
    if key is None or key[1] not in known:
        return unit
    others = _ADDRESSES.sub("", unit).rstrip("\n")
    return f"{others}\naddresses = {json.dumps(known[key[1]], ensure_ascii=False)}\n"


def _since(settings: str, opening: date) -> str:
    """Mail of last year lies in the mailbox still, and is the old call's; so are its ledger and workbook."""

    def moved(box: re.Match[str]) -> str:
        head, _, rest = box[0].partition("\n")
        return f"{head}\nsince = {opening}\n{_SINCE.sub('', rest)}"

    return _OWN.sub("", _MAILBOX.sub(moved, settings))


def _addresses(data: DataDir, campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """By key of the unit: the addresses that are registered, and those that are learned; none that bounce."""
    place = ledger_place(load_settings(data.root), data)
    if isinstance(place, Path) and not place.exists():
        return {unit.key: unit.addresses for unit in campaign.units if unit.addresses}
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        found = {unit.key: addresses_of(connection, campaign, unit) for unit in campaign.units}
    taken: set[str] = set()
    for key, emails in found.items():  # an address that two units used is the first one's
        found[key] = tuple(one for one in emails if one not in taken)
        taken.update(emails)
    return {key: emails for key, emails in found.items() if emails}


def _check(text: str, dates: Dates, known: Mapping[str, tuple[str, ...]]) -> None:
    """What is written is what is meant, however the old file was laid out."""
    after = Campaign.model_validate(tomllib.loads(text))
    written = {unit.key: tuple(map(str.lower, unit.addresses)) for unit in after.units if unit.addresses}
    meant = {key: tuple(map(str.lower, addresses)) for key, addresses in known.items()}
    days = [deadline.last_day for deadline in after.deadlines]
    if (after.opening, days) != (dates.opening, [dates.last_day]) or written != meant:
        raise SettingsError(
            "原 campaign.toml 的写法特殊，日期或单位邮箱不能自动改写，未建立新目录；请复制原文件后手工修改"
        )
