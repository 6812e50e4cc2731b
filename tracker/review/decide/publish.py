"""The public list (公示) in Word: units, titles, levels, no telephone, no score; five working days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import Decision, list_decisions, list_visits, put_decision
from tracker.ledger.review.rounds import latest_round
from tracker.office.desk import Desk
from tracker.publications.office_paper import (
    add_list,
    add_signature,
    add_text,
    add_title,
    open_paper,
    paper_bytes,
)
from tracker.publications.volume.choice import theme_of
from tracker.review.words import day_words

DAYS: Final = 5  # working days that a list is public
MARK: Final = "review.publications"
SINGLE: Final = "review.public"  # the note of a ledger from before there could be two


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day of publication."""

    first: date
    last: date
    cases: tuple[int, ...] = field(default=(), compare=False)  # ids of those that were listed


def decide(desk: Desk, cases: Sequence[CaseRow], who: str, reason: str, *, chosen: bool) -> None:
    """Record that cases are chosen, or are not."""
    for row in cases:
        put_decision(desk.connection, Decision(row.id, chosen, who, reason, desk.now))
        detail = {"chosen": chosen, "reason": reason}
        record_event(desk.connection, "review.decided", desk.now, who=who, case_id=row.id, detail=detail)


def chosen_rows(desk: Desk) -> list[CaseRow]:
    """The chosen cases: themes in order, units in official order."""
    return _in_order(desk, [one.case_id for one in list_decisions(desk.connection) if one.chosen])


def _in_order(desk: Desk, ids: Sequence[int]) -> list[CaseRow]:
    order = {unit.key: place for place, unit in enumerate(desk.campaign.units)}
    return sorted(
        list_cases(desk.connection, ids),
        key=lambda row: (theme_of(desk, row), order.get(row.unit_key, len(order)), row.serial),
    )


def begin_publication(desk: Desk, who: str) -> Period:
    """Publish from the next working day on; one that runs is not begun again, nor one whose list is the same.

    A list that was changed after its days were over is published anew.

    Raises:
        OrderError: nothing was decided yet.
    """
    chosen = sorted(row.id for row in chosen_rows(desk))
    if not chosen:
        raise OrderError("还没有入选案例，请先用 zhengji review decide 登记")
    running = period(desk)
    today = desk.now.astimezone(desk.campaign.zone).date()
    if running is not None and (today <= running.last or list(running.cases) == chosen):
        return running
    workdays = desk.parts.workdays
    first = workdays.next_workday(today)
    last = workdays.nth_workday_after(first, DAYS - 1)
    days = {"first": first.isoformat(), "last": last.isoformat(), "cases": chosen}
    set_note(desk.connection, MARK, [*_noted(desk), days], desk.now)
    record_event(desk.connection, "review.published", desk.now, who=who, detail={"last": last.isoformat()})
    return Period(first, last, tuple(chosen))


def periods(desk: Desk) -> list[Period]:
    """Every publication, oldest first."""
    return [
        Period(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), tuple(one["cases"]))
        for one in _noted(desk)
    ]


def _noted(desk: Desk) -> list[dict[str, Any]]:
    """The notes of all publications; one that was made when there could be one alone is the first."""
    noted: list[dict[str, Any]] | None = get_note(desk.connection, MARK)
    if noted is None:
        single: dict[str, Any] | None = get_note(desk.connection, SINGLE)
        noted = [{"cases": [row.id for row in chosen_rows(desk)], **single}] if single else []
    return noted


def period(desk: Desk) -> Period | None:
    """When the newest list is public, None before one was published."""
    return next(reversed(periods(desk)), None)


def published(desk: Desk, which: int) -> tuple[Period, list[CaseRow]]:
    """The ``which``-th publication, from 1, and the cases that it listed.

    Raises:
        OrderError: there were fewer.
    """
    known = periods(desk)
    if not 1 <= which <= len(known):
        raise OrderError(f"没有第{which}次公示，已公示{len(known)}次")
    days = known[which - 1]
    return days, _in_order(desk, days.cases)


def write_public_list(desk: Desk, rows: Sequence[CaseRow], days: Period) -> bytes:
    """The document that is posted."""
    campaign = desk.campaign
    paper = open_paper(16)
    add_title(paper, f"关于{campaign.title}入选{campaign.item}的公示", 20)
    contact = "，".join(filter(None, (campaign.signature.contact, campaign.signature.phone)))
    add_text(
        paper,
        f"经{_went_before(desk)}，拟定{len(rows)}篇{campaign.item}{f'为“{honour}”' if (honour := campaign.review.honour) else '入选'}，现予公示。公示期为{day_words(days.first)}至{day_words(days.last)}"
        f"（{DAYS}个工作日）。公示期内如有不同意见，请以书面形式反映：单位反映的须加盖公章，个人反映的须签署真实姓名并留联系方式。"
        + (f"联系人及电话：{contact}。" if contact else ""),
    )
    add_text(paper, f"附件：入选{campaign.item}名单")
    paper.add_paragraph("")
    add_signature(paper, campaign.signature.office, day_words(days.first))
    paper.add_page_break()
    paper.add_paragraph("附件")
    levels = {str(level.key): level.name for level in campaign.levels}
    listed = [
        (str(place), row["title"], row["unit"] or row["county"], levels.get(row["level"], ""))
        for place, row in enumerate(rows, 1)
    ]
    add_list(paper, [("序号", f"{campaign.item}名称", "报送单位", "层级"), *listed], _widths(levels.values()))
    return paper_bytes(paper)


def _widths(levels: Iterable[str]) -> tuple[float, ...]:
    """Of the columns in mm: a call whose levels have long names gives them room."""
    level = max(20, min(48, 6 * max(map(len, levels), default=0) + 4))
    title = 0.58 * (142 - level)
    return 14, title, 142 - level - title, level


def _went_before(desk: Desk) -> str:
    """What the list comes from; only steps that the ledger has are named."""
    steps = []
    if latest_round(desk.connection) is not None:
        steps.append("专家评阅")
    if any(one.truth for one in list_visits(desk.connection)):
        steps.append("实地察看")
    return "、".join(steps) + ("和集体研究" if steps else "集体研究")
