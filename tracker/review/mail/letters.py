"""Letters to experts: invitation, papers, receipt, reminder; and word to the coordinator when all is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from tracker.ledger.events import get_note, set_note
from tracker.ledger.records import LetterKind, LetterRow, MailRow
from tracker.ledger.review.experts import ExpertRow, ExpertState, set_state
from tracker.letters.reminders import in_office_hours
from tracker.letters.writing.draft import DOCX, XLSX, Draft, Enclosure, Thread
from tracker.letters.writing.post import post, post_each, post_to
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.review.copies.papers import heading_of, hide_cases, known_names, sheet_for, write_copies
from tracker.review.copies.search import checked
from tracker.review.copies.sheets import write_docx, write_xlsx
from tracker.review.marks.answer import Question
from tracker.review.rounds import (
    Table,
    counted_marks,
    is_late,
    lacking_words,
    leave_house,
    look_at,
    look_for,
    outstanding,
    results,
    unmarked,
)

REMINDED = (3, 1, -1)  # working days before the last day; -1: the first after it
LATEST = time(17, 30)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is said to an expert about his mail."""

    taken: Sequence[str] = ()
    questions: Sequence[Question] = ()
    notes: Sequence[str] = ()


def invite(desk: Desk, table: Table, experts: Iterable[ExpertRow]) -> int:
    """Invite experts who have an address and were not asked yet; returns how many."""
    asked = [expert for expert in experts if expert.email and expert.state is ExpertState.LISTED]
    reading = max(1, sum(expert.reads for expert in table.experts.values()))
    share = -(-len(table.numbers) * table.rules.readers // reading)
    queued = 0
    for expert in asked:
        values = {
            "expert": expert.name,
            "cases": len(table.numbers),
            "share": share,
            "criteria": _criteria(table),
            "workdays": table.rules.workdays,
        }
        draft = _to(desk, table, expert, LetterKind.INVITATION, "invited", values)
        if post(desk, draft) is not None:
            set_state(desk.connection, expert.id, ExpertState.INVITED, desk.now)
            queued += 1
    return queued


def send_papers(desk: Desk, table: Table, experts: Sequence[ExpertRow], who: str) -> int:
    """Mail sheets and copies to experts who have cases and an address; returns how many.

    Raises:
        OrderError: somebody would get a case that he must not read, or a name is still in the copies.
    """
    chosen = [
        expert
        for expert in experts
        if expert.email and not expert.paper and table.of(expert.id) and expert.id not in table.unclear
    ]
    if not chosen:
        return 0
    leave_house(desk, table, [expert.id for expert in chosen], who)
    frozen = look_at(desk, table.round.name)
    names = known_names(desk)
    return sum(_send_papers(desk, frozen, expert, names) is not None for expert in chosen)


def send_again(desk: Desk, table: Table, expert: ExpertRow, occasion: str) -> int | None:
    """The papers of what he has not answered once more: he lost them, or cannot open them; ``None``: nothing to send."""
    if expert.paper or not expert.email:
        return None
    return _send_papers(desk, table, expert, known_names(desk), occasion)


def put_receipt(desk: Desk, table: Table, expert: ExpertRow, row: MailRow, receipt: Receipt) -> int | None:
    """Say what was taken of an expert's mail and what was not."""
    missing = outstanding(desk, table).get(expert.id, [])
    draft = Draft(
        LetterKind.MARKS,
        _key(table, expert, f"marks:{row.id}"),
        expert.email,
        {
            "expert": expert.name,
            "taken": receipt.taken,
            "questions": receipt.questions,
            "notes": receipt.notes,
            "missing": missing,
            "due": _due(desk, table.due_of(expert.id)) if missing else None,
        },
        thread=Thread(row.message_id, row.references),
        answers=(row.id,),
    )
    return post(desk, draft)


def tell_when_all_is_in(desk: Desk, table: Table) -> int:
    """Tell the coordinators once that the last answer of a round has come."""
    mark = f"review.in:{table.round.id}"
    if table.round.frozen_at is None or outstanding(desk, table) or get_note(desk.connection, mark):
        return 0
    given = counted_marks(desk, table)
    if not given:
        return 0
    set_note(desk.connection, mark, {"marks": len(given)}, desk.now)
    found = results(desk, table)
    values = {
        "name": table.round.name,
        "cases": len(table.numbers),
        "marks": len(given),
        "alarms": sum(result.alarm for result in found),
        "lacking": lacking_words(table, found),
    }
    return post_to(desk, desk.campaign.coordinators, Draft(LetterKind.MARKS_IN, f"{mark}:", values=values))


def remind_experts(parts: Parts) -> int:
    """Remind experts of what they have not answered: three days and one before the last day, and after it."""
    now = parts.clock.now()
    local = now.astimezone(parts.campaign.zone)
    if (
        not parts.workdays.is_workday(local.date())
        or not parts.campaign.reminders.at <= local.time() < LATEST
    ):
        return 0
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, now)
        table = look_for(desk)
        if table is None or table.round.due is None:
            return 0
        told = 0
        for key in outstanding(desk, table):
            if (offset := _offset(desk, table.due_of(key), local.date())) is not None:
                told += _remind(desk, table, f"due{offset}:{table.due_of(key)}", past=offset < 0, only=key)
        return told


def _offset(desk: Desk, due: date | None, today: date) -> int | None:
    """Which of the days of REMINDED today is, for answers due then."""
    if due is None:
        return None
    workdays = desk.parts.workdays
    days = {
        offset: workdays.workdays_before(due, offset)
        if offset > 0
        else workdays.nth_workday_after(due, -offset)
        for offset in REMINDED
    }
    return next((offset for offset, day in days.items() if day == today), None)


def remind_now(desk: Desk, table: Table, occasion: str, *, only: int = 0) -> tuple[list[str], list[str]]:
    """Remind whoever has not answered (``only`` one), by her order; names of those told, and of those without mail."""
    waiting = [table.experts[key] for key in outstanding(desk, table) if only in (0, key)]
    told = [expert.name for expert in waiting if expert.email and not expert.paper]
    today = desk.now.astimezone(desk.campaign.zone).date()
    for expert in waiting:
        past = is_late(table, today, expert.id)
        _remind(desk, table, f"ordered:{occasion}", past=past, only=expert.id)
    return told, [expert.name for expert in waiting if expert.name not in told]


def tell_change(desk: Desk, table: Table, occasion: str, notices: Mapping[int, str]) -> list[str]:
    """Tell experts by mail what has changed, with what they still have; names of those without mail."""
    for key, notice in notices.items():
        expert = table.experts[key]
        if expert.email and not expert.paper:
            missing = outstanding(desk, table).get(key, [])
            values = {
                "expert": expert.name,
                "missing": missing,
                "due": _due(desk, table.due_of(key)),
                "past": False,
                "notice": notice,
            }
            post(desk, _to(desk, table, expert, LetterKind.MARKS_DUE, f"changed:{occasion}", values))
    return [one.name for one in map(table.experts.__getitem__, notices) if one.paper or not one.email]


def _remind(desk: Desk, table: Table, occasion: str, *, past: bool, only: int = 0) -> int:
    notice = ""
    drafts = [
        _to(
            desk,
            table,
            expert,
            LetterKind.MARKS_DUE,
            occasion,
            {
                "expert": expert.name,
                "missing": missing,
                "due": _due(desk, table.due_of(key)),
                "past": past,
                "notice": notice,
            },
        )
        for key, missing in outstanding(desk, table).items()
        if only in (0, key) and (expert := table.experts[key]).email and not expert.paper
    ]
    return sum(letter is not None for letter in post_each(desk, drafts))


def _send_papers(
    desk: Desk, table: Table, expert: ExpertRow, names: frozenset[str], occasion: str = ""
) -> int | None:
    own = unmarked(desk, table, expert.id)
    if not own:
        return None
    sheet = sheet_for(desk, table, expert.id, own)
    copies = write_copies(hide_cases(desk, table, own.values()), heading_of(desk.campaign), names)
    sheets = (
        Enclosure("评分表.xlsx", checked(write_xlsx(sheet), names, *sheet.known), XLSX, "sheet.xlsx"),
        Enclosure("评分表.docx", checked(write_docx(sheet), names, *sheet.known), DOCX, "sheet.docx"),
    )
    fits = desk.parts.settings.smtp.may_enclose(copies + b"".join(one.content for one in sheets))
    numbers = sorted(own)
    marks = " ".join(
        str(table.rules.scale * (85 + 4 * place % 9) // 100) for place in range(len(table.rules.criteria))
    )
    values = {
        "expert": expert.name,
        "numbers": numbers,
        "criteria": _criteria(table),
        "scale": table.rules.scale,
        "due": _due(desk, table.due_of(expert.id)),
        "example": f"{numbers[0]} {marks}",
        "enclosed": fits,
    }
    # New cases after a first sending are a letter of their own; the same cases are not sent twice unasked.
    what = "papers:" + ",".join(sorted(table.of(expert.id))) + occasion
    draft = _to(desk, table, expert, LetterKind.PAPERS, what, values)
    copy = (Enclosure(f"评阅{desk.campaign.item}.docx", copies, DOCX, "cases.docx"),) if fits else ()
    return post(desk, replace(draft, enclosures=(*sheets, *copy)))


def _to(
    desk: Desk, table: Table, expert: ExpertRow, kind: LetterKind, what: str, values: Mapping[str, object]
) -> Draft:
    return Draft(
        kind,
        _key(table, expert, what),
        expert.email,
        values,
        reason="expert",
        due_at=in_office_hours(desk.parts, desk.now),
    )


def _key(table: Table, expert: ExpertRow, what: str) -> str:
    return f"review:{table.round.id}:{expert.id}:{what}"


def round_of(letter: LetterRow) -> int:
    """The id of the round that a letter to an expert is about."""
    return int(letter.key.split(":")[1])


def _criteria(table: Table) -> str:
    return "、".join(criterion.name for criterion in table.rules.criteria)


def _due(desk: Desk, due: date | None) -> datetime | None:
    return datetime.combine(due, time(12), desk.campaign.zone).astimezone(UTC) if due else None
