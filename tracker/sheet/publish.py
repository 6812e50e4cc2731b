"""Publish the workbook after changes: written beside and renamed, never over her open file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from intake.doubts import Owner, cure, sentence
from intake.failpoints import hit
from intake.model import Doubt
from tracker.ledger import cases, letters, status
from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import case, document, event, submission, version
from tracker.parts import Parts
from tracker.records import CaseRow
from tracker.sheet.book import Edition, FlowRow, PendingRow, build_book
from tracker.standing import stand

NAME = "汇总表.xlsx"
PUBLISHED = "sheet.published"  # {"event": id, "at": time, "number": edition}
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


def publish_workbook(parts: Parts) -> bool:
    """Write a new edition when the ledger changed, but no more often than the set interval."""
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        last = get_note(connection, PUBLISHED) or {}
        newest = connection.execute(select(func.max(event.c.id))).scalar() or 0
    if last.get("event") == newest:
        return False
    interval = timedelta(minutes=parts.settings.schedule.workbook_minutes)
    if last and now - datetime.fromisoformat(last["at"]) < interval:
        return False
    edition = int(last.get("number", 0)) + 1
    target = parts.data.out / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    written = _write(parts, edition, target, now)
    hit("sheet.published")
    with parts.ledger.begin() as connection:
        set_note(connection, PUBLISHED, {"event": newest, "at": now.isoformat(), "number": edition}, now)
    if written != target:
        parts.health["sheet"] = f"汇总表正被打开，新一期另存为“{written.name}”"
    else:
        parts.health.pop("sheet", None)
    return True


def workbook_bytes(parts: Parts) -> bytes:
    """The workbook as it stands now, for a letter."""
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        last = get_note(connection, PUBLISHED) or {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        _build(parts, int(last.get("number", 0)), path, now)
        return path.read_bytes()


def _write(parts: Parts, number: int, target: Path, now: datetime) -> Path:
    """Build beside the target and rename; a target that is open elsewhere is left alone."""
    beside = target.with_name(f".{target.stem}.part.xlsx")
    _build(parts, number, beside, now)
    hit("sheet.built")
    local = now.astimezone(parts.campaign.zone)
    dated = target.with_name(f"{target.stem}-{local:%Y%m%d-%H%M}.xlsx")
    if _is_open(target):
        beside.replace(dated)
        return dated
    try:
        beside.replace(target)
    except PermissionError:  # Windows: the file is open in Excel or WPS
        beside.replace(dated)
        return dated
    return target


def _is_open(target: Path) -> bool:
    """Excel and WPS leave ``~$name``, LibreOffice ``.~lock.name#``, beside a file that is open."""
    return any(
        target.with_name(name).exists()
        for name in (f"~${target.name}", f".~lock.{target.name}#", f".~{target.name}")
    )


def _build(parts: Parts, number: int, path: Path, now: datetime) -> None:
    campaign = parts.campaign
    with parts.ledger.read() as connection:
        rows = sorted(cases.list_cases(connection), key=lambda row: _order(parts, row))
        deadline = campaign.deadline_at(now)
        edition = Edition(
            campaign=campaign,
            number=number,
            made_at=now,
            cases=rows,
            standing=stand(campaign, rows),
            files=_files(connection),
            evidence=_evidence(connection, rows),
            pending=_pending(connection, rows),
            flow=_flow(connection),
            contacts=unit_contacts(parts, rows),
            cutoff=campaign.cutoff_text(deadline),
            workdays_left=parts.workdays.workdays_until(
                now.astimezone(campaign.zone).date(), deadline.last_day
            ),
            choices={
                "town": _towns(parts),
                "county": tuple(unit.name for unit in campaign.active_units()),
            },
        )
        build_book(edition, path)


def _towns(parts: Parts) -> tuple[str, ...]:
    """Towns and subdistricts in official order of their counties, for the drop-down list."""
    places, year = parts.call.places, parts.campaign.opening.year
    return tuple(dict.fromkeys(town.name for key in places.counties for town in places.towns_of(key, year)))


def _order(parts: Parts, row: CaseRow) -> tuple[int, int]:
    keys = [unit.key for unit in parts.campaign.units]
    return (keys.index(row.unit_key) if row.unit_key in keys else len(keys), row.serial)


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


def _files(connection: Connection) -> dict[int, str]:
    names: dict[tuple[int, int], str] = {
        (row.mail_id, row.position): row.name
        for row in connection.execute(select(document.c.mail_id, document.c.position, document.c.name))
    }
    query = select(version.c.id, version.c.mail_id, version.c.documents)
    return {
        row.id: "、".join(dict.fromkeys(filter(None, (names.get((row.mail_id, p)) for p in row.documents))))
        for row in connection.execute(query)
    }


def _evidence(connection: Connection, rows: list[CaseRow]) -> dict[int, dict[str, str]]:
    """Evidence in words for the cells that wait."""
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        if not row.waiting:
            continue
        evidence = cases.case_evidence(connection, row.version_id)
        found[row.version_id] = {
            name: _evidence_words(evidence.get(name, []), row.values[name].choices) for name in row.waiting
        }
    return found


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
