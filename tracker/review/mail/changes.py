"""What she changes by mail while a round or its visits run: the last day, the cases, papers once more, a day; objections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from intake.text.numerals import read_number
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import (
    Objection,
    add_objection,
    list_objections,
    list_visits,
    settle_objection,
)
from tracker.letters.reminders import in_office_hours, say_later
from tracker.office.desk import Desk
from tracker.review.amend import extend_round, put_in, take_out
from tracker.review.decide.chosen import named_cases
from tracker.review.experts.people import county_key
from tracker.review.mail.acts import Asked
from tracker.review.mail.experts import expert_named
from tracker.review.mail.letters import send_again, tell_change
from tracker.review.rounds import Table, look_at, printed_cases
from tracker.review.visits.plan import HALVES, move_visits
from tracker.review.words import day_words

_LONGER = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})个?(工作日|天|日|周|星期)$")


def extend(desk: Desk, asked: Asked) -> str:
    """Another last day, for all experts or for one; they are told."""
    table = look_at(desk)
    only = expert_named(desk, asked.words).id if asked.words else 0
    day = _new_day(desk, asked, table.due_of(only))
    concerned = extend_round(desk, table, day, asked.who, only)
    table = look_at(desk)
    on_paper = tell_change(
        desk, table, asked.key, dict.fromkeys(concerned, f"评阅截止时间改为{day_words(day)}。")
    )
    whose = f"{asked.words}的" if only else ""
    return f"{whose}评阅截止时间改为{day_words(day)}" + _told(desk, table, concerned, on_paper)


def join(desk: Desk, asked: Asked) -> str:
    """Cases join the round."""
    table = look_at(desk)
    rows = named_cases(desk, asked.lines)
    numbers = put_in(desk, table, rows, asked.who)
    shown = "、".join(f"{row.serial}号（印号{number}）" for row, number in zip(rows, numbers, strict=True))
    return f"{shown}已加入“{table.round.name}”；下一步请回复“分配方案”，已定的不动"


def leave(desk: Desk, asked: Asked) -> str:
    """Cases leave the round; whoever had them is told."""
    table = look_at(desk)
    rows = _cases_of(desk, table, asked)
    told = take_out(desk, table, rows, asked.text, asked.who)
    numbers = "、".join(table.numbers[row.id] for row in rows)
    table = look_at(desk)
    notices = {expert: f"{'、'.join(own)}不再评阅，请不必评分。" for expert, own in told.items()}
    on_paper = tell_change(desk, table, asked.key, notices)
    return f"{numbers}已退出“{table.round.name}”，所收评分留档不计" + _told(desk, table, told, on_paper)


def again(desk: Desk, asked: Asked) -> str:
    """Papers once more to one who lost them."""
    who = expert_named(desk, asked.words)
    table = look_at(desk)
    if table.round.frozen_at is None:
        raise OrderError("评阅材料还没有发出，请回复“发评阅材料”")
    if who.paper or not who.email:
        raise OrderError(
            f"{who.name}用纸质材料，请在征集所用电脑上运行 zhengji review papers 目录 {who.name}"
        )
    if send_again(desk, table, who, asked.key) is None:
        raise OrderError(f"{who.name}没有待评的案例")
    return f"{who.name}未评的材料已重发{say_later(desk, in_office_hours(desk.parts, desk.now))}"


def visit_day(desk: Desk, asked: Asked) -> str:
    """The day of a visit, of the cases that are named or of all of a county that are to be seen."""
    day = _day_of(asked)
    half = next((word for word in HALVES if word in asked.value), "")
    named_ones = [f"{serial}号" for serial in asked.serials]
    rows = named_cases(desk, named_ones) if named_ones else _of_county(desk, asked)
    move_visits(desk, rows, day, half)
    named = "、".join(f"{row.serial}号" for row in rows)
    rest = "" if desk.parts.workdays.is_workday(day) else "（不是工作日，请核对）"
    return f"{named}定于{day_words(day)}{half}察看{rest}；要新的行程请回复“察看行程”"


def take_objection(desk: Desk, asked: Asked) -> str:
    """What somebody says against the public list, with its papers."""
    rows = named_cases(desk, asked.lines) if asked.lines else []
    papers = "、".join(document.name for document in asked.documents if document.name)
    number = add_objection(
        desk.connection,
        Objection(asked.words, desk.now, rows[0].id if rows else None, "", papers),
    )
    waiting = sum(one.settled_at is None for one in list_objections(desk.connection))
    return f"异议已登记为第{number}条，待处理{waiting}条；办结请回复“异议{number}处理结果：……”"


def end_objection(desk: Desk, asked: Asked) -> str:
    """How an objection was settled."""
    if not settle_objection(desk.connection, int(asked.value), asked.words, desk.now):
        raise OrderError(f"没有第{asked.value}条异议")
    return f"第{asked.value}条异议已办结：{asked.words}"


def _new_day(desk: Desk, asked: Asked, due: date | None) -> date:
    """The day that is named, or so many days after the one that was."""
    if due is not None and (longer := _LONGER.fullmatch(asked.value)):
        count, unit = read_number(longer[1]), longer[2]
        if unit == "工作日":
            return desk.parts.workdays.nth_workday_after(due, count)
        return due + timedelta(days=count * (7 if unit in ("周", "星期") else 1))
    return _day_of(asked)


def _day_of(asked: Asked) -> date:
    if asked.day is None:
        raise OrderError(f"“{asked.value}”不是日期，请写如“9月15日”")
    return asked.day


def _cases_of(desk: Desk, table: Table, asked: Asked) -> list[CaseRow]:
    """The cases by their numbers in the ledger, or by those printed for this round."""
    return printed_cases(table, asked.value.split()) if asked.value else named_cases(desk, asked.lines)


def _of_county(desk: Desk, asked: Asked) -> list[CaseRow]:
    key = county_key(asked.words, desk.campaign)
    unit = next((unit.name for unit in desk.campaign.units if unit.key == key), "")
    if not unit:
        raise OrderError(f"没有看懂“{asked.words}”是哪个县（市、区），请写如“3、7号12日上午去察看”")
    planned = [f"{serial}号" for serial, row_key in _planned(desk) if row_key == key]
    if not planned:
        raise OrderError(f"{unit}没有待察看的案例，请先安排，如“前20名安排实地察看”")
    said = re.search(r"([\d一二两三四五六七八九十]{1,2})\s?[个篇家处]", asked.words)
    if said and read_number(said[1]) != len(planned):
        raise OrderError(f"{unit}待察看的是{len(planned)}篇（{'、'.join(planned)}），请写明是哪几篇")
    return named_cases(desk, planned)


def _planned(desk: Desk) -> Iterable[tuple[int, str]]:
    waiting = [visit.case_id for visit in list_visits(desk.connection) if not visit.truth]
    return [(row.serial, row.unit_key) for row in list_cases(desk.connection, waiting)] if waiting else []


def _told(desk: Desk, table: Table, concerned: Iterable[int], on_paper: Iterable[str]) -> str:
    silent = list(on_paper)
    names = [table.experts[key].name for key in concerned if table.experts[key].name not in silent]
    told = (
        f"，已告知{'、'.join(names)}{say_later(desk, in_office_hours(desk.parts, desk.now))}" if names else ""
    )
    return told + (f"；用纸质或没有邮箱的请电话告知：{'、'.join(silent)}" if silent else "")
