"""A person's word on a case: checked, recorded, undone. The same for every way it comes in.

Values are what the ledger stores; :func:`tracker.cases.values.parse_value` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.notice import Campaign
from tracker.cases.fields import CORRECTABLE, field_word, settled_by
from tracker.cases.values import show_value
from tracker.errors import OrderError
from tracker.ledger import cases, doubts, letters
from tracker.ledger.corrections import Correction, Word, add_correction, count_made, take_back, words_on
from tracker.ledger.doubts import Settled
from tracker.ledger.events import record_event
from tracker.ledger.records import CaseRow, CaseStatus


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one case, before and after."""

    serial: int
    field: str
    before: str
    after: str


def correct_case(
    connection: Connection,
    campaign: Campaign,
    row: CaseRow,
    changes: dict[str, str],
    *,
    who: str,
    how: str,
    reason: str,
    now: datetime,
    batch: str,
) -> list[Change]:
    """Record a person's words on a case. Values are as :func:`parse_value` returns them.

    The address the case came from is learned for its unit: a person has vouched for it.
    """
    done = []
    for field, value in changes.items():
        before = _before(row, field)
        if field == "status":
            _set_status(connection, row, value, now)
        if field == "version":
            _use_version(connection, row, value, now)
        add_correction(
            connection, Correction(row.id, field, before, value, Word(who, how, reason, batch), now)
        )
        if field == "county":
            unit = campaign.unit(value)
            cases.set_case(connection, row.id, now, unit_key=unit.key if unit else "")
        doubts.settle_doubts(connection, now, who, case_id=row.id, codes=settled_by(field))
        record_event(
            connection,
            "case.corrected",
            now,
            who=who,
            case_id=row.id,
            detail={"field": field, "before": before, "value": value, "how": how, "reason": reason},
        )
        done.append(Change(row.serial, field, before, value))
    if how != "sender":
        _learn(connection, campaign, row.id)
    return done


def confirm_case(
    connection: Connection,
    campaign: Campaign,
    row: CaseRow,
    fields: Iterable[str],
    *,
    who: str,
    how: str,
    reason: str,
    now: datetime,
    batch: str,
) -> list[Change]:
    """Say that fields (all, when none is named) are right as they stand."""
    wanted = tuple(fields)
    named = wanted or tuple(name for name in row.values if name in CORRECTABLE and row[name])
    unknown = [name for name in named if name not in CORRECTABLE]
    if unknown:
        raise OrderError(f"没有“{unknown[0]}”这个字段")
    changes = {name: row[name] for name in named}
    done = correct_case(
        connection, campaign, row, changes, who=who, how=how, reason=reason, now=now, batch=batch
    )
    if not wanted:
        cases.set_case(connection, row.id, now, confirmed_at=now)
        doubts.settle_doubts(connection, now, who, case_id=row.id)
    return done


def undo_batch(
    connection: Connection, campaign: Campaign, batch: str, who: str, now: datetime
) -> list[Change]:
    """Take back every correction of a batch; what counted before counts again."""
    done = []
    for row in take_back(connection, batch, now):
        shown = cases.list_cases(connection, [row.case_id])[0]
        counts = _counts_again(connection, row)
        if row.field == "status":
            _set_status(connection, shown, counts, now)
        if row.field == "version":
            _use_version(connection, shown, counts, now)
        if row.field == "county":
            unit = campaign.unit(shown["county"])
            cases.set_case(connection, row.case_id, now, unit_key=unit.key if unit else "")
        settled = Settled(case_id=row.case_id, codes=settled_by(row.field), at=row.made_at)
        doubts.reopen_doubts(connection, settled)
        record_event(
            connection,
            "case.undone",
            now,
            who=who,
            case_id=row.case_id,
            detail={"field": row.field, "value": row.value, "back_to": counts},
        )
        done.append(Change(shown.serial, row.field, row.value, counts))
    return done


def _counts_again(connection: Connection, undone: Correction) -> str:
    """The value that counts after a correction was taken back: a later word, or an earlier one
    that stands, or what was there before the words that were taken back since.
    """
    before = undone.before
    for word in words_on(connection, undone.case_id, undone.field):
        if not word.undone and (word.id > undone.id or word.value == before):
            return word.value
        if word.id < undone.id and word.value == before:
            before = word.before
    return before


def show_change(campaign: Campaign, change: Change) -> str:
    """3号主题：（三）服务体系 → （四）协商民主"""
    before, after = (show_value(campaign, change.field, value) for value in (change.before, change.after))
    name = f"{change.serial}号{field_word(change.field)}"
    if before == after:
        return f"{name}：{after or '（无）'}，与原登记一致"
    return f"{name}：{before or '（无）'} → {after or '（无）'}"


def _before(row: CaseRow, field: str) -> str:
    if field == "status":
        return row.status
    if field == "version":
        return str(row.version) if row.pinned else ""
    if field == "on_time" and not row["on_time"] and row.on_time is not None:
        return cases.IN_TIME if row.on_time else cases.TOO_LATE
    return row[field]


def _set_status(connection: Connection, row: CaseRow, status: str, now: datetime) -> None:
    cases.set_case(connection, row.id, now, status=CaseStatus(status))


def _use_version(connection: Connection, row: CaseRow, chosen: str, now: datetime) -> None:
    """Let a version count whatever comes later; ``""``: the newest counts again."""
    numbers = [version.number for version in cases.case_versions(connection, row.id)]
    number = int(chosen) if chosen else max(numbers)
    if number not in numbers:
        raise OrderError(f"{row.serial}号没有第{number}稿，现共{len(numbers)}稿")
    cases.set_case(connection, row.id, now, current_version=number, pinned=bool(chosen))


def _learn(connection: Connection, campaign: Campaign, case_id: int) -> None:
    row = cases.list_cases(connection, [case_id])[0]
    unit = campaign.unit(row["county"])
    if row.sender and unit is not None:
        letters.learn_address(connection, row.sender, unit.key)


def make_batch(now: datetime, who: str, connection: Connection) -> str:
    """A name under which corrections made together can be undone together."""
    return f"{now:%Y%m%d%H%M%S}-{count_made(connection, now)}-{who[:20]}"
