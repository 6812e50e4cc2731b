"""Gather from the ledger what an edition of the workbook shows, and write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from intake.campaign.campaign import Campaign
from intake.model.case import Doubt
from intake.model.doubts import cure, sentence
from tracker.cases.standing import stand
from tracker.ledger import cases
from tracker.ledger.published.issued import record_issue, take_edition, unit_notes
from tracker.ledger.records import CaseRow, Value
from tracker.ledger.shown import Named, name_cases
from tracker.ledger.texts.documents import file_names
from tracker.ledger.views import status
from tracker.ledger.views.flow import answers_by_mail, cases_in_order, numbers_by_mail
from tracker.ledger.views.status import AT_ONCE
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.review.minutes import table_lines
from tracker.sheet.out.book import build_book
from tracker.sheet.out.edition import Chunk, Edition, FlowRow, PendingRow
from tracker.sheet.out.spool import Spool
from tracker.sheet.own import own_columns

SURE = 0.9  # below it the evidence stands in a comment, also where nobody has to act
WEIGHED = ("county", "town", "community", "level", "theme", "title")
WHERE_WORDS = {
    "title": "标题",
    "opening": "正文开头",
    "signature": "落款",
    "form": "表格栏目",
    "file": "文件名",
    "folder": "文件夹名",
    "sheet": "汇总表",
    "subject": "邮件主题",
    "letter": "邮件正文",
    "sender": "发件地址",
    "mail-signature": "邮件签名",
    "body": "正文",
    "thread": "往来邮件",
    "counted": "统计",
}
ANSWER_WORDS = {
    "acknowledgement": "已回执",
    "supplement": "已请补充",
    "late": "已登记逾期",
    "holding": "已转经办人",
    "listing": "已答复清单",
    "order": "已答复",
    "sheet": "已答复",
    "original": "已转发",
}


def write_edition(parts: Parts, path: Path) -> int:
    """Write a new edition to ``path`` and keep in the ledger what it shows; returns its number."""
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        number = take_edition(connection)
    with Spool() as issued:
        with parts.ledger.read() as connection:
            build_book(gather_edition(Desk(connection, parts, now), number), path, issued)
        with parts.ledger.begin() as connection:
            record_issue(connection, number, ((case_id, shown) for case_id, _, shown in issued.lines()))
    return number


def gather_edition(desk: Desk, number: int) -> Edition:
    """Everything an edition shows, as the ledger has it now; units in official order.

    The cases are read once here, to be counted, and again by whoever writes them.
    """
    connection, parts, campaign, now = desk.connection, desk.parts, desk.campaign, desk.now
    chunks = LedgerCases(desk)
    contacts: dict[str, tuple[str, str]] = {}
    deadline = campaign.deadline_at(now)
    return Edition(
        campaign=campaign,
        number=number,
        made_at=now,
        chunks=chunks,
        standing=stand(campaign, _noting_contacts(chunks.rows(), contacts)),
        pending=LedgerPending(connection, campaign),
        flow=_flow(connection),
        contacts=_registered(parts, contacts),
        cutoff=campaign.cutoff_text(deadline),
        workdays_left=parts.workdays.workdays_until(now.astimezone(campaign.zone).date(), deadline.last_day),
        choices={
            "town": _towns(parts),
            "county": tuple(unit.name for unit in campaign.active_units()),
        },
        own=own_columns(connection),
        reviewed=table_lines(desk),
        unit_notes=unit_notes(connection),
    )


class LedgerCases:
    """The ledger's cases, some at a time: in official order of their units, then by number.

    Those of no unit come last. Each iteration reads the ledger anew.
    """

    def __init__(self, desk: Desk) -> None:
        self._connection = desk.connection
        self._ids = cases_in_order(desk.connection, [unit.key for unit in desk.campaign.units])

    def __iter__(self) -> Iterator[Chunk]:
        for rows in self._some():
            versions = [row.version_id for row in rows]
            yield Chunk(rows, file_names(self._connection, versions), _evidence(self._connection, rows))

    def rows(self) -> Iterator[CaseRow]:
        """The cases alone."""
        return (row for rows in self._some() for row in rows)

    def _some(self) -> Iterator[list[CaseRow]]:
        for start in range(0, len(self._ids), AT_ONCE):
            some = self._ids[start : start + AT_ONCE].tolist()
            found = {row.id: row for row in cases.list_cases(self._connection, some)}
            yield [found[case_id] for case_id in some]


def sorted_cases(desk: Desk) -> Iterator[CaseRow]:
    """Every case in official order of its unit, then by number; those of no unit last."""
    return LedgerCases(desk).rows()


def _towns(parts: Parts) -> tuple[str, ...]:
    """Towns and subdistricts in official order of their counties, for the drop-down list."""
    places, year = parts.call.places, parts.campaign.opening.year
    return tuple(dict.fromkeys(town.name for key in places.counties for town in places.towns_of(key, year)))


def _noting_contacts(rows: Iterator[CaseRow], contacts: dict[str, tuple[str, str]]) -> Iterator[CaseRow]:
    """The same rows; on the way, contact and phone of each unit's newest county-level case."""
    for row in rows:
        if row["level"] == "county" and row["contact"]:
            contacts[row.unit_key] = (row["contact"], row["phone"])
        yield row


def _registered(parts: Parts, found: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Contact and phone of each unit: as registered, else as found in its cases."""
    known = {u.key: (u.contact, u.phone) for u in parts.campaign.units if u.contact or u.phone}
    return {**found, **known}


def _evidence(connection: Connection, rows: list[CaseRow]) -> dict[int, dict[str, str]]:
    """Evidence in words for the cells that wait, and for those the machine is less sure of."""
    unsure = {
        row.version_id: (row, names)
        for row in rows
        if (names := [name for name, value in row.values.items() if _is_unsure(name, value)])
    }
    known = cases.evidence_of(connection, list(unsure)) if unsure else {}
    return {
        version_id: {
            name: _evidence_words(known.get(version_id, {}).get(name, []), row.values[name].choices)
            for name in names
        }
        for version_id, (row, names) in unsure.items()
    }


def _is_unsure(name: str, value: Value) -> bool:
    if value.waits:
        return True
    return bool(name in WEIGHED and value.value and not value.person and value.confidence < SURE)


def _evidence_words(evidence: list[dict[str, str]], choices: tuple[str, ...]) -> str:
    lines = [f"{WHERE_WORDS.get(e['where'], e['where'])}：{e['quote'][:60]}" for e in evidence[:4]]
    if choices:
        lines.append(f"可选：{'、'.join(choices)}")
    return "\n".join(lines) or "来件中未见"


class LedgerPending:
    """What waits, some at a time: the office's first, then what senders are asked for, each in its order of opening."""

    def __init__(self, connection: Connection, campaign: Campaign) -> None:
        self._connection, self._campaign = connection, campaign
        self._ids = status.doubts_in_order(connection, status.WAITED_FOR)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[PendingRow]:
        for start in range(0, len(self._ids), AT_ONCE):
            some = self._ids[start : start + AT_ONCE].tolist()
            found = {doubt.id: doubt for doubt in status.doubts_by_id(self._connection, some)}
            by_id = name_cases(self._connection, (doubt.case_id for doubt in found.values() if doubt.case_id))
            yield from (self._row(found[one], by_id.get(found[one].case_id)) for one in some)

    def _row(self, doubt: Row[Any], named: Named | None) -> PendingRow:
        value = Doubt(doubt.code, doubt.about, doubt.detail, tuple(doubt.choices))
        return PendingRow(
            handle=f"{named.serial}号" if named else f"收件{doubt.mail_id}",
            title=named.title if named else "",
            text=sentence(value, self._campaign.own),
            cure=cure(value, self._campaign.own),
            owner=doubt.owner,
            since=doubt.opened_at,
            doubt_id=doubt.id,
        )


def _flow(connection: Connection) -> Iterator[FlowRow]:
    for mails in status.each_mail(connection):
        ids = [mail.id for mail in mails]
        numbers, answers = numbers_by_mail(connection, ids), answers_by_mail(connection, ids)
        for mail in mails:
            yield FlowRow(
                mail_id=mail.id,
                arrived_at=mail.arrived_at,
                sent_at=mail.sent_at,
                sender=mail.from_email,
                subject=mail.subject,
                kind=mail.kind,
                cases="、".join(numbers.get(mail.id, [])),
                answer=ANSWER_WORDS.get(answers.get(mail.id, ""), ""),
            )
