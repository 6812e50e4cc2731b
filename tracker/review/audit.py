"""The file of one case for whoever asks later: who read it, who kept away and why, what came when and how."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final

from intake.text.fold import simplify
from tracker.cases.corrections import Change, show_change
from tracker.errors import OrderError
from tracker.ledger.cases import case_versions, list_cases
from tracker.ledger.events import case_events, events_of
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import list_decisions, list_objections, list_visits
from tracker.ledger.review.rounds import MarkRow, PairState, all_marks, list_pairs
from tracker.office.desk import Desk
from tracker.review.amend import CASE_ADDED, CASE_REMOVED, EXTENDED
from tracker.review.decide.publish import periods
from tracker.review.experts.declared import DECLARED
from tracker.review.results import CaseResult, remarks, rule_in_words
from tracker.review.rounds import BY_HAND, Table, results
from tracker.review.words import CHANNELS, day_words

SHOWN_HASH: Final = 12  # hex digits of a SHA-256, as `sha256sum` prints them first


def audit_lines(desk: Desk, table: Table, number: str) -> Iterator[str]:
    """All that is known of the review of one case, in Chinese, a fact a line.

    Raises:
        OrderError: the round has no such case.
    """
    word = simplify(number).strip().upper()
    known = {**table.numbers, **table.left_out}
    audited = {row.id: row for row in list_cases(desk.connection, list(known))}
    case = next(
        (
            key
            for key, row in audited.items()
            if word in (known[key], row.number.upper(), f"{row.serial}号", f"{row.serial}")
        ),
        None,
    )
    if case is None:
        raise OrderError(f"“{table.round.name}”中没有{number}")
    row = audited[case]
    if case in table.left_out:
        yield f"已退出“{table.round.name}”，所收评分留档不计"
    yield f"{row.number}　印号{known[case]}　{row['county']}　{row['title']}"
    yield from _arrived(desk, row)
    yield f"规则：{rule_in_words(table.rules, desk.campaign.item)}"
    frozen = table.round.frozen_at
    yield f"规则自{_when(desk, frozen)}起固定" if frozen else "评分表尚未发出，规则未固定"
    pairs = [pair for pair in list_pairs(desk.connection, table.round.id) if pair.case_id == case]
    yield from _due(desk, table, {pair.expert_id for pair in pairs})
    yield from _kept_away(desk, table, case)
    for pair in pairs:
        name = table.experts[pair.expert_id].name
        hand = f"，{pair.who}：{pair.reason}" if pair.who or pair.reason else ""
        sent = f"，{_when(desk, pair.sent_at)}发出" if pair.sent_at else ""
        state = {PairState.PLANNED: "已分配", PairState.SENT: "已发出", PairState.LET_GO: "已收回"}[
            pair.state
        ]
        yield f"专家：{name}　{state}{sent}{hand}"
    yield from _by_hand(desk, table, case)
    marks = [mark for mark in all_marks(desk.connection, table.round.id) if mark.case_id == case]
    newest = {mark.expert_id: mark.id for mark in marks}
    for mark in marks:
        yield _mark_line(desk, table, mark, stands=newest[mark.expert_id] == mark.id)
    yield from _apart(desk, table, case)
    found = results(desk, table)
    lacking = sum(result.missing > 0 and result.case != case for result in found)
    yield from (_place_line(table, result, lacking) for result in found if result.case == case)
    yield from _after(desk, case)


def _arrived(desk: Desk, row: CaseRow) -> Iterator[str]:
    """What came of the case, and what a person changed in it."""
    for version in case_versions(desk.connection, row.id):
        counts = "（现用）" if version.number == row.version else ""
        yield (
            f"来稿：第{version.number}稿{counts}　{_when(desk, version.received_at)}，{version.from_email}来信，"
            f"原件{version.sha256[:SHOWN_HASH]}"
        )
    for one in case_events(desk.connection, row.id, "case."):
        said = one.detail
        if one.what == "case.corrected":
            change = Change(row.serial, said["field"], said["before"], said["value"])
            why = f"（{said['reason']}）" if said.get("reason") else ""
            yield f"更正：{_when(desk, one.at)}，{one.who}　{show_change(desk.campaign, change)}{why}"
        elif one.what == "case.undone":
            change = Change(row.serial, said["field"], said["value"], said["back_to"])
            yield f"撤销更正：{_when(desk, one.at)}，{one.who}　{show_change(desk.campaign, change)}"


def _due(desk: Desk, table: Table, experts: Collection[int]) -> Iterator[str]:
    """By when marks of the case were due, and who put that off."""
    if table.round.due is None:
        return
    own = [
        f"{table.experts[key].name}为{day_words(day)}" for key, day in table.own_due.items() if key in experts
    ]
    yield f"截止：{day_words(table.round.due)}" + (f"，{'，'.join(own)}" if own else "")
    names = {table.experts[key].name for key in experts}
    for one in events_of(desk.connection, EXTENDED):
        only = one.detail.get("expert", "")
        if one.detail["round"] == table.round.name and (not only or only in names):
            day = day_words(date.fromisoformat(one.detail["due"]))
            yield f"延期：{_when(desk, one.at)}，{one.who}改为{day}" + (f"，只限{only}" if only else "")


def _kept_away(desk: Desk, table: Table, case: int) -> Iterator[str]:
    """Who must not read it and why; where he says so himself, when and in which mail."""
    declared = events_of(desk.connection, DECLARED)
    for expert, who in table.experts.items():
        why = table.barred.get((expert, case))
        if not why:
            continue
        yield f"应回避：{who.name}（{why}）"
        for one in declared:
            said = one.detail
            if said["expert"] == expert and any(f"（{word}）" in why for word in said["avoids"]):
                words = "、".join(said["avoids"])
                yield f"申请回避：{who.name}“{words}”，{_when(desk, one.at)}邮件，原件{said['source'][:SHOWN_HASH]}"


def _by_hand(desk: Desk, table: Table, case: int) -> Iterator[str]:
    """What a person changed of the case in the round."""
    for one in case_events(desk.connection, case, "review."):
        said = one.detail
        if said.get("round") != table.round.name:
            continue
        why = f"：{said['reason']}" if said.get("reason") else ""
        if one.what == BY_HAND:
            done = f"给{said['expert']}" if said["given"] else f"从{said['expert']}处收回"
            yield f"人工调整：{_when(desk, one.at)}，{one.who}{done}{why}"
        elif one.what in (CASE_ADDED, CASE_REMOVED):
            done = "加入本轮" if one.what == CASE_ADDED else "撤出本轮"
            yield f"人工调整：{_when(desk, one.at)}，{one.who}{done}{why}"


def _apart(desk: Desk, table: Table, case: int) -> Iterator[str]:
    """What an expert said of a tie of his own, and marks that came after the decision."""
    for one in case_events(desk.connection, case, "review."):
        said = one.detail
        if said.get("round") != table.round.name:
            continue
        if one.what == "review.tied":
            yield f"本人说明与案例有关：{said['expert']}“{said['words']}”，{_when(desk, one.at)}"
        elif one.what == "review.mark_late":
            how = CHANNELS.get(said["channel"], said["channel"])
            source = f"，原件{said['source'][:SHOWN_HASH]}" if said["source"] else ""
            yield f"研究决定之后报来，未计：{said['expert']}　{said['said']}　{_when(desk, one.at)}{how}{source}"


def _place_line(table: Table, result: CaseResult, lacking: int) -> str:
    """What a case comes to; its place is for the time being while marks of it or of others are missing."""
    if result.mean is None:
        return f"得分：尚无评分，缺{result.missing}份评分"
    place = f"暂列第{result.rank}名" if result.missing or lacking else f"第{result.rank}名"
    others = [f"另有{lacking}篇评分未齐"] if lacking else []
    out = "、".join(table.experts[key].name for key in result.left_out)
    return "；".join(
        [f"得分：{result.mean}，{place}", *remarks(result), *others, *([f"未计入：{out}"] if out else [])]
    )


def _after(desk: Desk, case: int) -> Iterator[str]:
    """What was found on the spot, what people decided, when it was public, what was said against it."""
    for visit in list_visits(desk.connection):
        if visit.case_id == case:
            day = f"，{day_words(visit.day)}" if visit.day else ""
            yield f"实地察看：{visit.truth or '待察看'}{day}" + (f"，{visit.who}登记" if visit.who else "")
    for one in list_decisions(desk.connection):
        if one.case_id == case:
            word = "入选" if one.chosen else "不入选"
            why = f"：{one.reason}" if one.reason else ""
            yield f"研究决定：{word}，{_when(desk, one.at)}，{one.who}登记{why}"
    for objection in list_objections(desk.connection):
        if objection.case_id == case:
            settled = f"；处理结果：{objection.answer}" if objection.settled_at else "；待处理"
            yield f"第{objection.id}条异议：{_when(desk, objection.came_at)}，{objection.said}{settled}"
    for gone in case_events(desk.connection, case, "review.published_changed"):
        yield f"公示期内撤下：{_when(desk, gone.at)}，{gone.who}办理"
    for place, days in enumerate(periods(desk), 1):
        if case in days.cases:
            yield f"第{place}次公示：{day_words(days.first)}至{day_words(days.last)}"


def _mark_line(desk: Desk, table: Table, mark: MarkRow, *, stands: bool) -> str:
    name = table.experts[mark.expert_id].name
    said = "、".join(
        f"{criterion}{score}" for (criterion, _), score in zip(mark.criteria, mark.scores, strict=False)
    )
    how = CHANNELS.get(mark.channel, mark.channel)
    by = f"，{mark.who}录入" if mark.who and mark.channel == "typed" else ""
    source = f"，原件{mark.source[:SHOWN_HASH]}" if mark.source else ""
    old = "" if stands else "（已由后来的代替）"
    if stands and mark.scores and (mark.expert_id, mark.case_id) in table.barred:
        old = "（应回避，不计）"
    return f"评分：{name}　{said or '回避'}　{_when(desk, mark.taken_at)}{how}{by}{source}{old}"


def _when(desk: Desk, at: datetime) -> str:
    local = at.astimezone(desk.campaign.zone)
    return f"{day_words(local.date())}{local:%H:%M}"
