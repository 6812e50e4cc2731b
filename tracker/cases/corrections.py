"""A person's word on a case: checked, recorded, undone. The same for every way it comes in.

Values are what the ledger stores; :func:`tracker.cases.values.parse_value` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign
from tracker.cases.addresses import registered_unit
from tracker.cases.fields import CORRECTABLE, field_word, settled_by
from tracker.cases.values import show_value
from tracker.errors import OrderError
from tracker.ledger import cases, doubts
from tracker.ledger.doubts import Settled
from tracker.ledger.events import record_event
from tracker.ledger.people import addresses
from tracker.ledger.people.corrections import (
    Correction,
    Word,
    add_correction,
    count_made,
    counted_before,
    take_back,
    words_on,
)
from tracker.ledger.published.finals import declare_final, final_of, take_back_final
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.desk import Desk

# What the author of a level has not: a county no town, an organisation neither.
BELOW = {"": ("town", "community"), "county": ("town", "community"), "town": ("community",)}
FINAL = "final"
SENDER = "sender"  # how a word came that a sender said of his own case


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one case, before and after."""

    serial: int
    field: str  # or FINAL: which version is printed
    before: str
    after: str


def correct_case(desk: Desk, row: CaseRow, changes: dict[str, str], word: Word) -> list[Change]:
    """Record a person's word on a case. Values are as :func:`parse_value` returns them.

    The address the case came from is learned for its unit, unless it is registered: a person has vouched for it. What a
    sender says of his own case vouches for nobody.

    Raises:
        OrderError: the case has no such version.
    """
    connection, now = desk.connection, desk.now
    done: list[Change] = []
    for field, value in changes.items():
        before = _before(row, field)
        counted = [row.version, _newest(desk, row)] if field == "version" else []
        if field == "status":
            _set_status(desk, row, value)
        moved = _use_version(desk, row, value, word.who) if field == "version" else []
        add_correction(connection, Correction(row.id, field, before, value, word, now))
        if field == "county":
            _set_unit(desk, row.id, value)
        doubts.settle_doubts(connection, now, word.who, case_id=row.id, codes=settled_by(field))
        record_event(
            connection,
            "case.corrected",
            now,
            who=word.who,
            mail_id=word.mail_id,
            case_id=row.id,
            detail={
                "field": field,
                "before": before,
                "value": value,
                "how": word.how,
                "reason": word.reason,
                **({"counted": counted} if counted else {}),
            },
        )
        done += moved if moved and before == value else [Change(row.serial, field, before, value), *moved]
    if word.how != SENDER:
        _learn(desk, row.id)
    return done


def confirm_case(desk: Desk, row: CaseRow, fields: Iterable[str], word: Word) -> list[Change]:
    """Say that fields (all, when none is named) are right as they stand.

    Raises:
        OrderError: there is no such field; or the whole is confirmed and something must be filled in first.
    """
    wanted = tuple(fields)
    named = wanted or tuple(name for name in row.values if name in CORRECTABLE and row[name])
    unknown = [name for name in named if name not in CORRECTABLE]
    if unknown:
        raise OrderError(f"没有“{unknown[0]}”这个字段")
    if not wanted and (why := why_unready(desk.campaign, row)):
        raise OrderError(f"{row.serial}号{why}")
    done = correct_case(desk, row, {name: row[name] for name in named}, word)
    if not wanted:
        cases.set_case(desk.connection, row.id, desk.now, confirmed_at=desk.now)
        doubts.settle_doubts(desk.connection, desk.now, word.who, case_id=row.id)
    return done


def why_unready(campaign: Campaign, row: CaseRow) -> str:
    """What must be filled in before a case is confirmed, in whatever way; "" where nothing must.

    What the authors of its level have not is not asked for.
    """
    below = BELOW.get(campaign.depth_of(row["level"]), ()) if row["level"] else ()
    empty = (name for name in row.waiting if not row[name] and name in CORRECTABLE and name not in below)
    words = "、".join(campaign.own(field_word(name)) for name in empty)
    return f"{words}尚未填写，填写后才能确认" if words else ""


def undo_batch(desk: Desk, batch: str, who: str) -> list[Change]:
    """Take back every correction of a batch; what counted before counts again."""
    connection = desk.connection
    done: list[Change] = []
    for taken in take_back(connection, batch, desk.now):
        row = cases.list_cases(connection, [taken.case_id])[0]
        counts = _counts_again(connection, taken)
        if taken.field == "status":
            _set_status(desk, row, counts)
        if taken.field == "version":
            done += _take_back_version(desk, row, (counts, taken.made_at), who)
        if taken.field == "county":
            _set_unit(desk, row.id, row["county"])
        settled = Settled(case_id=row.id, codes=settled_by(taken.field), at=taken.made_at)
        doubts.reopen_doubts(connection, settled)
        record_event(
            connection,
            "case.undone",
            desk.now,
            who=who,
            case_id=row.id,
            detail={"field": taken.field, "value": taken.value, "back_to": counts},
        )
        done.append(Change(row.serial, taken.field, taken.value, counts))
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
    name = f"{change.serial}号{'定稿' if change.field == FINAL else campaign.own(field_word(change.field))}"
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


def _set_status(desk: Desk, row: CaseRow, status: str) -> None:
    cases.set_case(desk.connection, row.id, desk.now, status=CaseStatus(status))


def _set_unit(desk: Desk, case_id: int, county: str) -> None:
    unit = desk.campaign.unit(county)
    cases.set_case(desk.connection, case_id, desk.now, unit_key=unit.key if unit else "")


def _use_version(desk: Desk, row: CaseRow, chosen: str, who: str) -> list[Change]:
    """Let a version count whatever comes later; ``""``: the newest counts again. Returns how the final text moved."""
    number = _let_count(desk, row, chosen)
    final = final_of(desk.connection, row.id)
    if final is None:
        return []
    declare_final(desk.connection, row.id, number, who, desk.now)  # she says which text is printed, too
    return [] if final == number else [Change(row.serial, FINAL, str(final), str(number))]


def _take_back_version(desk: Desk, row: CaseRow, back: tuple[str, datetime], who: str) -> list[Change]:
    """Let count what counted before a word on the version; ``back``: that, and when the word was said."""
    counts, said_at = back
    before = final_of(desk.connection, row.id)
    counted, newest = counted_before(desk.connection, row.id, said_at) or (0, 0)
    held: list[Change] = []
    number = _let_count(desk, row, counts)
    if not counts and number == newest:  # what was held back then is held back again
        cases.set_case(desk.connection, row.id, desk.now, current_version=counted)
        held = [Change(row.serial, "version", str(number), str(counted))] if counted != number else []
    take_back_final(desk.connection, row.id, said_at, who, desk.now)
    final = final_of(desk.connection, row.id)
    moved = Change(row.serial, FINAL, str(before), "" if final is None else str(final))
    return held if final == before else [*held, moved]


def _newest(desk: Desk, row: CaseRow) -> int:
    return max(int(version.number) for version in cases.case_versions(desk.connection, row.id))


def _let_count(desk: Desk, row: CaseRow, chosen: str) -> int:
    numbers = [int(version.number) for version in cases.case_versions(desk.connection, row.id)]
    number = int(chosen) if chosen else max(numbers)
    if number not in numbers:
        raise OrderError(f"{row.serial}号没有第{number}稿，现共{len(numbers)}稿")
    cases.set_case(desk.connection, row.id, desk.now, current_version=number, pinned=bool(chosen))
    return number


def _learn(desk: Desk, case_id: int) -> None:
    row = cases.list_cases(desk.connection, [case_id])[0]
    unit = desk.campaign.unit(row["county"])
    if row.sender and unit is not None and not registered_unit(desk.campaign, row.sender):
        addresses.learn_from_case(desk.connection, row.sender, unit.key)


def make_batch(desk: Desk, who: str) -> str:
    """A name under which corrections made together can be undone together."""
    return f"{desk.now:%Y%m%d%H%M%S}-{count_made(desk.connection, desk.now)}-{who[:20]}"
