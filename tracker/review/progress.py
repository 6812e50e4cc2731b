"""How a round stands, in Chinese lines: the plan, who has answered, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.ledger.events import get_note, set_note
from tracker.ledger.review.decided import list_decisions, list_objections, list_visits
from tracker.ledger.review.experts import ExpertRow
from tracker.ledger.review.rounds import all_marks
from tracker.letters.digest.content import Need, News
from tracker.office.desk import Desk
from tracker.publications.office_paper import add_list, add_title, open_paper, paper_bytes
from tracker.review.decide.publish import chosen_rows, period
from tracker.review.experts.assign import Assignment
from tracker.review.rounds import (
    Table,
    counted_marks,
    is_late,
    lacking_words,
    look_for,
    outstanding,
    results,
    unclear_words,
    unsent,
)
from tracker.review.words import STATES, day_words

MOST_SHOWN = 10  # numbers of cases in a line
NOBODY = "但{lacking}，没有专家在评，请补请专家"
LONGEST_SAID = 60  # characters of an objection in the digest


def plan_lines(table: Table, found: Assignment) -> Iterator[str]:
    """Who would read what, a line an expert; then a line for each case that lacks readers, with the reason."""
    for name, count, barred, numbers in _loads(table, found):
        away = f"，应回避{barred}篇" if barred else ""
        yield f"{name}：{count}篇{away}　{numbers}"
    yield from shortage_lines(table, found) if found.shortages else (whole_words(table),)
    yield from held_lines(table)


def held_lines(table: Table) -> Iterator[str]:
    """Experts to whom nothing goes until a person says what they mean, or whose names stand in a case."""
    yield from (unclear_words(table, expert) for expert in sorted(table.unclear))
    for expert, case in sorted(table.named):
        name, number = table.experts[expert].name, table.numbers[case]
        if (expert, case) not in table.barred and table.experts[expert].reads:
            yield f"{number}的正文中有{name}的姓名，未分给他；确认无碍的请写“{number}给{name}”"


def whole_words(table: Table) -> str:
    """That nothing is lacking."""
    return f"每篇{table.rules.readers}位专家，无缺额"


def write_plan(table: Table, found: Assignment, heading: str) -> bytes:
    """The plan as a Word document, before anything goes."""
    paper = open_paper(12)
    add_title(paper, f"{heading}评阅分配方案", 16)
    rows = [(name, str(count), str(barred), numbers) for name, count, barred, numbers in _loads(table, found)]
    add_list(paper, [("专家", "篇数", "应回避", "印号"), *rows], (28, 16, 18, 98))
    for line in [*(list(shortage_lines(table, found)) or [whole_words(table)]), *held_lines(table)]:
        paper.add_paragraph(line)
    paper.add_paragraph("")
    titles = [(number, table.cases[case]["title"]) for case, number in table.numbers.items()]
    add_list(paper, [("印号", "题目（仅供经办人核对）"), *titles], (20, 140))
    return paper_bytes(paper)


def opening_remarks(desk: Desk, table: Table) -> Iterator[str]:
    """What speaks against a round that begins now: cases may still come, or what is known of some is in doubt."""
    campaign = desk.campaign
    last = campaign.deadline_at(desk.now).last_day
    if desk.now.astimezone(campaign.zone).date() <= last:
        yield f"报送{day_words(last)}才截止，此后报来的案例可用“加入评阅”补入"
    doubtful = [f"{row.serial}号" for row in table.cases.values() if row.waiting]
    if doubtful:
        shown = "、".join(doubtful[:MOST_SHOWN]) + ("等" if len(doubtful) > MOST_SHOWN else "")
        yield f"{len(doubtful)}篇还有待核事项（{shown}），县区、联系人有误会影响回避，请先核对"


def progress_lines(desk: Desk, table: Table) -> Iterator[str]:
    """How far the round is, and who still has what."""
    waiting = outstanding(desk, table)
    today = desk.now.astimezone(desk.campaign.zone).date()
    state = "尚未发出" if table.round.due is None else f"截止{day_words(table.round.due)}"
    yield f"{table.round.name}：{len(table.numbers)}篇，已收评分{len(counted_marks(desk, table))}份，{state}"
    for expert, numbers in sorted(waiting.items()):
        late = "，已过期" if is_late(table, today, expert) else _own_day(table, expert)
        yield f"{table.experts[expert].name}：还有{len(numbers)}篇（{'、'.join(numbers)}）{late}"
    for expert, numbers in sorted(unsent(table).items()):
        yield f"{table.experts[expert].name}：{'、'.join(numbers)}已分配，材料未发"
    if table.round.frozen_at is not None and not waiting and not unsent(table):
        lacking = lacking_words(table, results(desk, table))
        yield f"发出的评分都已返回，{NOBODY.format(lacking=lacking)}" if lacking else "评分已全部返回"


def _own_day(table: Table, expert: int) -> str:
    return f"，延至{day_words(table.own_due[expert])}" if expert in table.own_due else ""


def tell_news(desk: Desk) -> News:
    """How review stands, for the digest and ``status``; nothing once it is over."""
    lines, needs = [], []
    table = look_for(desk)
    since = table.round.opened_at if table is not None else None
    decided = any(
        one.chosen and (since is None or one.at >= since) for one in list_decisions(desk.connection)
    )  # a new round begins anew
    if table is not None and not decided:
        lines.append("；".join(progress_lines(desk, table)))
        needs += _round_needs(desk, table)
    visits = list_visits(desk.connection)
    if visits and not decided:
        lines.append(f"实地察看{len(visits)}篇，已登记结果{sum(bool(one.truth) for one in visits)}篇")
    days = period(desk)
    today = desk.now.astimezone(desk.campaign.zone).date()
    waiting = [one for one in list_objections(desk.connection) if one.settled_at is None]
    if decided and (days is None or today <= days.last or waiting):
        shown = f"公示期{day_words(days.first)}至{day_words(days.last)}" if days else "尚未公示"
        lines.append(f"入选{len(chosen_rows(desk))}篇，{shown}")
    needs += [
        Need(f"异议{one.id}", one.said[:LONGEST_SAID], f"异议{one.id}处理结果：经核实……") for one in waiting
    ]
    return News(tuple(lines), tuple(needs))


def _round_needs(desk: Desk, table: Table) -> list[Need]:
    """What a round waits for her to do."""
    held = [
        Need(
            "评阅",
            f"{table.experts[key].name}申请回避“{'”“'.join(words)}”，不明所指，材料暂不发",
            f"{table.experts[key].name}回避某县",
        )
        for key, words in sorted(table.unclear.items())
    ]
    return [*held, *_next_steps(desk, table)]


def _next_steps(desk: Desk, table: Table) -> list[Need]:
    """Whom to remind, or that the round is in."""
    waiting = outstanding(desk, table)
    today = desk.now.astimezone(desk.campaign.zone).date()
    if over := [key for key in sorted(waiting) if is_late(table, today, key)]:
        names = "、".join(table.experts[key].name for key in over)
        return [Need("评阅", f"已过截止日，{names}还没有返回", "催一下专家")]
    if table.round.frozen_at is not None and not waiting and not unsent(table):
        if lacking := lacking_words(table, results(desk, table)):
            return [Need("评阅", f"发出的评分都已返回，{NOBODY.format(lacking=lacking)}", "分配方案")]
        since = marks_since(desk, table)
        said = f"评审意见出具后又收到{since}份评分，名次可能有变" if since else "评分已全部返回"
        return [Need("评阅", said, "出评审意见")]
    return []


def note_minutes(desk: Desk, table: Table) -> None:
    """The minutes were made with the marks that are there now."""
    newest = max((mark.id for mark in all_marks(desk.connection, table.round.id)), default=0)
    set_note(desk.connection, f"review.minutes:{table.round.id}", newest, desk.now)


def marks_since(desk: Desk, table: Table) -> int | None:
    """How many marks came since the minutes were made; ``None``: they were not made."""
    last = get_note(desk.connection, f"review.minutes:{table.round.id}")
    return (
        None if last is None else sum(mark.id > last for mark in all_marks(desk.connection, table.round.id))
    )


def described(desk: Desk, expert: ExpertRow) -> str:
    """An expert in one line."""
    county = next((unit.name for unit in desk.campaign.units if unit.key == expert.county), "外单位")
    parts = [
        expert.name,
        expert.unit or county,
        "纸质" if expert.paper else expert.email,
        STATES[expert.state],
    ]
    if expert.most:
        parts.append(f"最多{expert.most}篇")
    if expert.wishes:
        parts.append("主题" + "、".join(map(str, expert.wishes)))
    if expert.avoids:
        parts.append("回避" + "、".join(expert.avoids))
    return "　".join(parts)


def ends(numbers: Sequence[str]) -> str:
    """A01至A12."""
    return f"{numbers[0]}至{numbers[-1]}" if len(numbers) > 1 else "".join(numbers)


def _loads(table: Table, found: Assignment) -> Iterator[tuple[str, int, int, str]]:
    loads = found.loads()
    for expert in table.experts.values():
        if expert.reads:
            numbers = sorted(table.numbers[case] for who, case in found.pairs if who == expert.id)
            barred = sum(who == expert.id for who, _ in table.barred)
            yield expert.name, loads[expert.id], barred, " ".join(numbers)


def shortage_lines(table: Table, found: Assignment) -> Iterator[str]:
    """A line for each case that lacks readers, with the reason."""
    for short in found.shortages:
        back = {key for key in short.barred if _is_only_back(table, (key, short.case_id))}
        reasons = (
            ("应回避", [key for key in short.barred if key not in back]),
            ("已由人工收回", [key for key in short.barred if key in back]),
            ("已满", short.full),
        )
        why = "".join(
            f"；{'、'.join(table.experts[key].name for key in keys)}{reason}"
            for reason, keys in reasons
            if keys
        )
        yield f"{table.numbers[short.case_id]}缺{short.missing}位专家{why}"


def _is_only_back(table: Table, pair: tuple[int, int]) -> bool:
    """Whether nothing but a person's word keeps an expert from a case."""
    return pair in table.taken_back and pair not in table.barred and pair not in table.named
