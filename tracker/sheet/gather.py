"""Gather from the ledger what an edition of the workbook shows, and write it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from intake.doubts import Owner, cure, sentence
from intake.model import Doubt
from tracker.ledger import cases, letters, status
from tracker.ledger.schema import case, submission
from tracker.parts import Parts
from tracker.records import CaseRow, Value
from tracker.sheet.book import Edition, FlowRow, PendingRow, build_book, issued_by
from tracker.sheet.issued import own_columns, record_issue, take_edition
from tracker.sheet.side import unit_notes
from tracker.sheet.take import file_names
from tracker.standing import stand

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
        number = take_edition(connection, now)
    with parts.ledger.read() as connection:
        edition = gather_edition(connection, parts, number, now)
        build_book(edition, path)
    with parts.ledger.begin() as connection:
        issued = issued_by(edition)
        record_issue(connection, number, ((row.id, issued(row)) for row in edition.cases))
    return number


def gather_edition(connection: Connection, parts: Parts, number: int, now: datetime) -> Edition:
    """Everything an edition shows, as the ledger has it now; units in official order."""
    campaign = parts.campaign
    rows = sorted_cases(connection, parts)
    deadline = campaign.deadline_at(now)
    return Edition(
        campaign=campaign,
        number=number,
        made_at=now,
        cases=rows,
        standing=stand(campaign, rows),
        files=file_names(connection),
        evidence=_evidence(connection, rows),
        pending=_pending(connection, rows),
        flow=_flow(connection),
        contacts=unit_contacts(parts, rows),
        cutoff=campaign.cutoff_text(deadline),
        workdays_left=parts.workdays.workdays_until(now.astimezone(campaign.zone).date(), deadline.last_day),
        choices={
            "town": _towns(parts),
            "county": tuple(unit.name for unit in campaign.active_units()),
        },
        own=own_columns(connection),
        unit_notes=unit_notes(connection),
    )


def sorted_cases(connection: Connection, parts: Parts) -> list[CaseRow]:
    """Every case in official order of its unit, then by number; those of no unit last."""
    place = {unit.key: position for position, unit in enumerate(parts.campaign.units)}
    rows = cases.list_cases(connection)
    return sorted(rows, key=lambda row: (place.get(row.unit_key, len(place)), row.serial))


def _towns(parts: Parts) -> tuple[str, ...]:
    """Towns and subdistricts in official order of their counties, for the drop-down list."""
    places, year = parts.call.places, parts.campaign.opening.year
    return tuple(dict.fromkeys(town.name for key in places.counties for town in places.towns_of(key, year)))


def unit_contacts(parts: Parts, rows: list[CaseRow]) -> dict[str, tuple[str, str]]:
    """Contact and phone of each unit: as registered, else from its newest county-level case."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row["level"] == "county" and row["contact"]:
            found[row.unit_key] = (row["contact"], row["phone"])
    for unit in parts.campaign.units:
        if unit.contact or unit.phone:
            found[unit.key] = (unit.contact, unit.phone)
    return found


def _evidence(connection: Connection, rows: list[CaseRow]) -> dict[int, dict[str, str]]:
    """Evidence in words for the cells that wait, and for those the machine is less sure of."""
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        names = [name for name, value in row.values.items() if _is_unsure(name, value)]
        if not names:
            continue
        evidence = cases.case_evidence(connection, row.version_id)
        found[row.version_id] = {
            name: _evidence_words(evidence.get(name, []), row.values[name].choices) for name in names
        }
    return found


def _is_unsure(name: str, value: Value) -> bool:
    if value.waits:
        return True
    return bool(name in WEIGHED and value.value and not value.person and value.confidence < SURE)


def _evidence_words(evidence: list[dict[str, str]], choices: tuple[str, ...]) -> str:
    lines = [f"{WHERE_WORDS.get(e['where'], e['where'])}：{e['quote'][:60]}" for e in evidence[:4]]
    if choices:
        lines.append(f"可选：{'、'.join(choices)}")
    return "\n".join(lines) or "来件中未见"


def _pending(connection: Connection, rows: list[CaseRow]) -> list[PendingRow]:
    by_id = {row.id: row for row in rows}
    found = []
    owners = (Owner.COORDINATOR, Owner.SYSADMIN, Owner.SENDER)
    for doubt in status.open_doubts(connection, owners):
        row = by_id.get(doubt.case_id)
        value = Doubt(doubt.code, doubt.about, doubt.detail, tuple(doubt.choices))
        found.append(
            PendingRow(
                handle=f"{row.serial}号" if row else f"收件{doubt.mail_id}",
                title=row["title"] if row else "",
                text=sentence(value),
                cure=cure(value),
                owner=doubt.owner,
                since=doubt.opened_at,
                doubt_id=doubt.id,
            )
        )
    return found


def _flow(connection: Connection) -> Iterator[FlowRow]:
    numbers: dict[int, list[str]] = {}
    joined = (
        select(submission.c.mail_id, case.c.number)
        .join(case, case.c.id == submission.c.case_id)
        .order_by(submission.c.mail_id, submission.c.position)
    )
    for row in connection.execute(joined):
        numbers.setdefault(row.mail_id, []).append(row.number)
    answers: dict[int, str] = {}
    kinds = {letter.id: letter.kind for letter in letters.list_letters(connection)}
    for letter_id, mail_ids in letters.answered_mails(connection).items():
        for mail_id in mail_ids:
            answers[mail_id] = ANSWER_WORDS.get(kinds[letter_id], "")
    for mail in status.list_mails(connection):
        yield FlowRow(
            mail_id=mail.id,
            arrived_at=mail.arrived_at,
            sent_at=mail.sent_at,
            sender=mail.from_email,
            subject=mail.subject,
            kind=mail.kind,
            cases="、".join(numbers.get(mail.id, [])),
            answer=answers.get(mail.id, ""),
        )
