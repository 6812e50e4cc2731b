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
from tracker.ledger.review.rounds import list_rounds, standing_marks
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
    """Publish from the next working day on; one whose list is the same is not begun again.

    A list to which cases were added, or that was changed after its days were over, is published anew, with all its
    days. One from which cases were only taken, or whose words were put right, goes on; the change is kept.

    Raises:
        OrderError: nothing was decided yet.
    """
    chosen = sorted(row.id for row in chosen_rows(desk))
    if not chosen:
        raise OrderError("还没有入选案例，请先用 zhengji review decide 登记")
    running = period(desk)
    today = desk.now.astimezone(desk.campaign.zone).date()
    shown = [list(row) for row in _shown(desk, chosen_rows(desk))]
    if running is not None and (
        list(running.cases) == chosen or (today <= running.last and set(chosen) < set(running.cases))
    ):
        return _changed(desk, running, chosen, shown, who)
    workdays = desk.parts.workdays
    first = workdays.next_workday(today)
    last = workdays.nth_workday_after(first, DAYS - 1)
    days = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "cases": chosen,
        "shown": shown,
        "at": today.isoformat(),
    }
    set_note(desk.connection, MARK, [*_noted(desk), days], desk.now)
    detail = {"last": last.isoformat(), "cases": chosen}
    if running is not None and today <= running.last:
        detail["before"] = list(running.cases)
    record_event(desk.connection, "review.published", desk.now, who=who, detail=detail)
    return Period(first, last, tuple(chosen))


def _changed(desk: Desk, running: Period, chosen: list[int], shown: list[list[str]], who: str) -> Period:
    """The publication that runs, with its list as it is now; what was changed is kept with its day."""
    *earlier, newest = _noted(desk)
    if newest["cases"] == chosen and newest.get("shown", shown) == shown:
        return running
    today = desk.now.astimezone(desk.campaign.zone).date().isoformat()
    before = {"at": today, "who": who, "cases": newest["cases"], "shown": newest.get("shown", [])}
    now = {**newest, "cases": chosen, "shown": shown, "changes": [*newest.get("changes", []), before]}
    set_note(desk.connection, MARK, [*earlier, now], desk.now)
    gone = sorted(set(before["cases"]) - set(chosen))
    for case in gone or [None]:
        detail = {"first": running.first.isoformat(), "before": before["cases"], "after": chosen}
        record_event(
            desk.connection, "review.published_changed", desk.now, who=who, case_id=case, detail=detail
        )
    return periods(desk)[-1]


def change_words(desk: Desk) -> str:
    """How the list that is public was changed within its days, in Chinese; ``""``: it was not."""
    noted = _noted(desk)
    if len(noted) > 1 and noted[-1].get("at", noted[-1]["first"]) <= noted[-2]["last"]:
        return f"公示期内名单有增加，自{day_words(periods(desk)[-1].first)}重新公示{DAYS}个工作日，此前的名单已记录"
    changes = noted[-1].get("changes", []) if noted else []
    if not changes:
        return ""
    numbers = {row.id: row.number for row in list_cases(desk.connection, changes[0]["cases"])}
    gone = [numbers[key] for key in changes[0]["cases"] if key not in noted[-1]["cases"]]
    what = f"撤下{'、'.join(gone)}" if gone else "更正文字"
    return f"名单在公示期内有变（{what}，已记录），公示期不重新起算；需要重新公示的，请期满后再出公示"


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


def _shown(desk: Desk, rows: Sequence[CaseRow]) -> list[tuple[str, str, str]]:
    """Title, unit and level of each case, as they are posted."""
    levels = {str(level.key): level.name for level in desk.campaign.levels}
    return [(row["title"], row["unit"] or row["county"], levels.get(row["level"], "")) for row in rows]


def write_public_list(desk: Desk, rows: Sequence[CaseRow], days: Period) -> bytes:
    """The document that is posted."""
    campaign = desk.campaign
    paper = open_paper(16)
    add_title(paper, f"关于{campaign.title}入选{campaign.item}的公示", 20)
    contact = "，".join(filter(None, (campaign.signature.contact, campaign.signature.phone)))
    add_text(
        paper,
        f"经{_went_before(desk, rows)}，拟定{len(rows)}篇{campaign.item}{f'为“{honour}”' if (honour := campaign.review.honour) else '入选'}，现予公示。公示期为{day_words(days.first)}至{day_words(days.last)}"
        f"（{DAYS}个工作日）。公示期内如有不同意见，请以书面形式反映：单位反映的须加盖公章，个人反映的须签署真实姓名并留联系方式。"
        + (f"联系人及电话：{contact}。" if contact else ""),
    )
    add_text(paper, f"附件：入选{campaign.item}名单")
    paper.add_paragraph("")
    add_signature(paper, campaign.signature.office, day_words(days.first))
    paper.add_page_break()
    paper.add_paragraph("附件")
    levels = {str(level.key): level.name for level in campaign.levels}
    listed = [(str(place), *shown) for place, shown in enumerate(_shown(desk, rows), 1)]
    add_list(paper, [("序号", f"{campaign.item}名称", "报送单位", "层级"), *listed], _widths(levels.values()))
    return paper_bytes(paper)


def _widths(levels: Iterable[str]) -> tuple[float, ...]:
    """Of the columns in mm: a call whose levels have long names gives them room."""
    level = max(20, min(48, 6 * max(map(len, levels), default=0) + 4))
    title = 0.58 * (142 - level)
    return 14, title, 142 - level - title, level


def _went_before(desk: Desk, rows: Sequence[CaseRow]) -> str:
    """What the list comes from; only steps that the ledger has of these cases are named, with how many it has them of."""
    chosen = {row.id for row in rows}
    marked = {
        mark.case_id
        for one in list_rounds(desk.connection)
        for mark in standing_marks(desk.connection, one.id)
        if mark.scores
    }
    seen = {one.case_id for one in list_visits(desk.connection) if one.truth}
    steps = []
    for word, cases in (("专家评阅", marked & chosen), ("实地察看", seen & chosen)):
        if cases:
            steps.append(word if cases == chosen else f"{word}（其中{len(cases)}篇）")
    return "、".join(steps) + ("和集体研究" if steps else "集体研究")
