"""A round from its opening to its table: who reads what, what was sent, what came back.

Who must not read what is asked at every step, when a plan is made, when sheets leave and when marks are
counted, because cases are corrected meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from intake.campaign.review import ReviewRules
from intake.text.fold import fold, simplify
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.events import events_of, get_note, record_event
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.ledger.review.decided import list_decisions
from tracker.ledger.review.experts import ExpertRow, ExpertState, list_experts, set_state
from tracker.ledger.review.rounds import (
    PairRow,
    PairState,
    Round,
    freeze_round,
    latest_round,
    list_pairs,
    open_round,
    put_pairs,
    round_numbers,
    standing_marks,
)
from tracker.ledger.texts.versions import edges_of, texts_of
from tracker.office.desk import Desk
from tracker.review.experts.assign import Assignment, Task, assign
from tracker.review.experts.avoid import Paper, barred_pairs
from tracker.review.experts.readers import paper_of, plain_reader, reader_of, theme_of
from tracker.review.experts.unclear import unclear_avoids
from tracker.review.results import CaseResult, Given, count

PREFIX = "A"  # of printed numbers
BY_HAND = "review.by_hand"  # the event of a pair that a person gave or took back
MIXED_FROM = 10  # cases; a handful is told apart by its titles, whatever its order
MOST_SHOWN = 5  # cases that a sentence names
EDGE = 600  # characters at the beginning and at the end of a text, where its author stands


@dataclass(frozen=True, slots=True)
class Table:
    """All that a round is about, as the ledger has it now."""

    round: Round
    rules: ReviewRules
    numbers: dict[int, str]  # case id → printed number
    cases: dict[int, CaseRow]
    experts: dict[int, ExpertRow]
    pairs: tuple[PairRow, ...]
    barred: dict[tuple[int, int], str]  # (expert id, case id) → why
    left_out: dict[int, str] = field(default_factory=dict)  # like numbers, of cases that were taken out
    answered: frozenset[tuple[int, int]] = frozenset()  # (expert id, case id) with marks
    own_due: dict[int, date] = field(default_factory=dict)  # expert id → day, where it is not the round's
    unclear: dict[int, tuple[str, ...]] = field(default_factory=dict)  # expert id → words of his 回避
    named: dict[tuple[int, int], str] = field(
        default_factory=dict
    )  # like barred, until a person gives it by hand
    papers: dict[int, Paper] = field(default_factory=dict)  # cases as far as it matters who reads them
    taken_back: frozenset[tuple[int, int]] = frozenset()  # pairs that a person took back: no plan makes them

    @property
    def standing(self) -> frozenset[tuple[int, int]]:
        """Pairs that were not let go."""
        return frozenset((p.expert_id, p.case_id) for p in self.pairs if p.state is not PairState.LET_GO)

    def due_of(self, expert_id: int) -> date | None:
        """The day by which an expert's answer is due."""
        return self.own_due.get(expert_id, self.round.due)

    def of(self, expert_id: int) -> dict[str, int]:
        """``{printed number: case id}`` of the cases that an expert has, in the order of their numbers."""
        mine = {case for expert, case in self.standing if expert == expert_id}
        return dict(sorted((self.numbers[case], case) for case in mine if case in self.numbers))


def begin_round(desk: Desk, name: str, cases: Sequence[CaseRow], who: str) -> Round:
    """Open a round with these cases, numbered in an order that tells nothing of when they came or from where.

    Raises:
        OrderError: there is a round of this name, or there are no cases.
    """
    if latest_round(desk.connection, name) is not None:
        raise OrderError(f"已有名为“{name}”的评阅，请另取名称")
    active = sorted((row for row in cases if row.status is CaseStatus.ACTIVE), key=lambda row: row.serial)
    if len(active) >= MIXED_FROM:
        active.sort(key=lambda row: hashlib.sha256(f"{name}\n{row.number}\n{row['title']}".encode()).digest())
    if not active:
        raise OrderError("没有可评阅的案例")
    width = max(2, len(str(len(active))))
    numbers = {row.id: f"{PREFIX}{place:0{width}}" for place, row in enumerate(active, 1)}
    opened = open_round(
        desk.connection, name, desk.campaign.review.model_dump(mode="json"), numbers, desk.now
    )
    record_event(
        desk.connection, "review.opened", desk.now, who=who, detail={"round": name, "cases": len(active)}
    )
    return opened


def look_at(desk: Desk, name: str = "") -> Table:
    """The round of this name, or the one opened last.

    Raises:
        OrderError: there is none.
    """
    found = look_for(desk, name)
    if found is None:
        raise OrderError(
            f"没有名为“{name}”的评阅" if name else "还没有评阅，请先用 zhengji review open 开始一轮"
        )
    return found


def look_for(desk: Desk, name: str = "") -> Table | None:
    """The round of this name, or the one opened last, or None."""
    found = latest_round(desk.connection, name)
    if found is None:
        return None
    rules = ReviewRules.model_validate(found.rules) if found.frozen_at else desk.campaign.review
    all_numbers = round_numbers(desk.connection, found.id)
    out = set(get_note(desk.connection, left_out_mark(found.id)) or ())
    numbers = {case: number for case, number in all_numbers.items() if case not in out}
    left_out = {case: number for case, number in all_numbers.items() if case in out}
    cases = {row.id: row for row in list_cases(desk.connection, list(numbers))}
    experts = {row.id: row for row in list_experts(desk.connection)}
    edges = edges_of(desk.connection, [row.version_id for row in cases.values()], EDGE)
    papers = [paper_of(desk, row, edges.get(row.version_id, ("", ""))) for row in cases.values()]
    barred = barred_pairs([reader_of(desk, expert) for expert in experts.values()], papers)
    marks = standing_marks(desk.connection, found.id)
    for mark in marks:
        if not mark.scores:
            barred.setdefault((mark.expert_id, mark.case_id), "本人申请回避")
    pairs = tuple(pair for pair in list_pairs(desk.connection, found.id) if pair.case_id in numbers)
    days = {key: get_note(desk.connection, own_due_mark(found.id, key)) for key in experts}
    own_due = {key: date.fromisoformat(day) for key, day in days.items() if day}
    answered = frozenset((mark.expert_id, mark.case_id) for mark in marks if mark.scores)
    table = Table(found, rules, numbers, cases, experts, pairs, barred, left_out, answered, own_due)
    unclear = {
        key: words
        for key, one in experts.items()
        if one.reads and one.avoids and (words := unclear_avoids(desk, one, papers))
    }
    by_id = {paper.id: paper for paper in papers}
    taken_back = _taken_back(desk, found.name) - table.standing
    return replace(table, papers=by_id, named=_named(desk, table), unclear=unclear, taken_back=taken_back)


def _taken_back(desk: Desk, name: str) -> frozenset[tuple[int, int]]:
    """The pairs of a round of which the last that a person said is that the expert does not have the case."""
    given = {
        (one.detail["id"], one.detail["case"]): one.detail["given"]
        for one in events_of(desk.connection, BY_HAND)
        if one.detail["round"] == name
    }
    return frozenset(pair for pair, has in given.items() if not has)


def _named(desk: Desk, table: Table) -> dict[tuple[int, int], str]:
    """Experts whose names stand in the text of a case, as long as cases are still to be given or sent.

    A pair that a person made by hand is not among them.
    """
    readers = {
        name: key for key, one in table.experts.items() if len(name := simplify(fold(one.name).text)) > 1
    }
    is_whole = len(table.standing) >= table.rules.readers * len(table.numbers)
    waits = any(pair.state is PairState.PLANNED for pair in table.pairs)
    if not readers or (table.round.frozen_at and is_whole and not waits):
        return {}
    texts = texts_of(desk.connection, [row.version_id for row in table.cases.values()])
    said = re.compile("|".join(map(re.escape, sorted(readers, key=len, reverse=True))))
    by_hand = {(pair.expert_id, pair.case_id) for pair in table.pairs if pair.who}
    found = {
        (readers[name], row.id): "文中有本人姓名"
        for row in table.cases.values()
        for name in set(said.findall(simplify(texts.get(row.version_id, ""))))
    }
    return {pair: why for pair, why in found.items() if pair not in by_hand}


def left_out_mark(round_id: int) -> str:
    """The note that holds the ids of cases which were taken out of a round."""
    return f"review.out:{round_id}"


def own_due_mark(round_id: int, expert_id: int) -> str:
    """The note that holds the day on which one expert's answers are due."""
    return f"review.due:{round_id}:{expert_id}"


def propose(table: Table) -> Assignment:
    """Who would read what; nothing is written."""
    active = [key for key, row in table.cases.items() if row.status is CaseStatus.ACTIVE]
    return assign(
        Task(
            papers=[table.papers[key] for key in active],
            experts=[plain_reader(expert) for expert in table.experts.values()],
            barred={**dict.fromkeys(table.taken_back, "经办人已收回"), **table.named, **table.barred},
            readers=table.rules.readers,
            standing=table.standing,
            done=table.answered,
        )
    )


def keep_plan(desk: Desk, table: Table, plan: Assignment, who: str) -> None:
    """Record a plan; pairs that stand no more are let go with their reason."""
    let_go = [
        PairRow(expert, case, PairState.LET_GO, _why_gone(table, expert, case), who)
        for expert, case in sorted(table.standing - plan.pairs)
    ]
    new = [PairRow(expert, case, PairState.PLANNED) for expert, case in sorted(plan.new)]
    put_pairs(desk.connection, table.round.id, [*let_go, *new], desk.now)
    record_event(
        desk.connection,
        "review.planned",
        desk.now,
        who=who,
        detail={"round": table.round.name, "new": len(new), "let_go": len(let_go)},
    )


def withdraw(desk: Desk, table: Table, expert_id: int, reason: str, who: str) -> None:
    """An expert reads no more: cases without marks of his are let go, marks that came stand."""
    set_state(desk.connection, expert_id, ExpertState.WITHDRAWN, desk.now)
    marked = {
        mark.case_id
        for mark in standing_marks(desk.connection, table.round.id)
        if mark.expert_id == expert_id
    }
    let_go = [
        PairRow(expert_id, case, PairState.LET_GO, reason or "专家退出", who)
        for expert, case in sorted(table.standing)
        if expert == expert_id and case not in marked
    ]
    put_pairs(desk.connection, table.round.id, let_go, desk.now)
    record_event(
        desk.connection,
        "review.withdrawn",
        desk.now,
        who=who,
        detail={"expert": table.experts[expert_id].name},
    )


def leave_house(desk: Desk, table: Table, expert_ids: Iterable[int], who: str) -> Round:
    """Sheets leave: from now on the rules of the round are what they are, and so are these pairs.

    Raises:
        OrderError: an expert has a case that he must not read.
    """
    leaving = sorted(pair for pair in table.standing if pair[0] in set(expert_ids))
    for expert in dict.fromkeys(expert for expert, _ in leaving if expert in table.unclear):
        raise OrderError(unclear_words(table, expert))
    for expert, case in leaving:
        if why := table.barred.get((expert, case)):
            raise OrderError(
                f"{table.experts[expert].name}应回避{table.numbers[case]}（{why}），请先重新分配"
            )
    if table.round.frozen_at is None:
        today = desk.now.astimezone(desk.campaign.zone).date()
        due = desk.parts.workdays.nth_workday_after(today, table.rules.workdays)
        freeze_round(desk.connection, table.round.id, table.rules.model_dump(mode="json"), due, desk.now)
    known = {(pair.expert_id, pair.case_id): pair for pair in table.pairs}
    for expert, case in leaving:
        if (expert, case) in table.named and known[expert, case].state is not PairState.SENT:
            name, number = table.experts[expert].name, table.numbers[case]
            raise OrderError(f"{number}的正文中有{name}的姓名，请重新分配；确认无碍的请写“{number}给{name}”")
    # What left before keeps its day: it is sent along again only because the sheet names all his cases.
    going = [known[pair] for pair in leaving if known[pair].state is not PairState.SENT]
    sent = [PairRow(pair.expert_id, pair.case_id, PairState.SENT, pair.reason, pair.who) for pair in going]
    put_pairs(desk.connection, table.round.id, sent, desk.now)
    record_event(desk.connection, "review.sent", desk.now, who=who, detail={"pairs": len(leaving)})
    return latest_round(desk.connection, table.round.name) or table.round


def results(desk: Desk, table: Table) -> list[CaseResult]:
    """The table of the round; marks of pairs that turned out to be barred are left out."""
    return count(
        {case: theme_of(table.cases[case]) for case in table.numbers if case in table.cases},
        counted_marks(desk, table),
        table.rules,
    )


def counted_marks(desk: Desk, table: Table) -> list[Given]:
    """The marks that count: the newest of each pair, none of a barred one, none of one who keeps away."""
    return [
        Given(mark.expert_id, mark.case_id, mark.scores)
        for mark in standing_marks(desk.connection, table.round.id)
        if mark.scores
        and mark.case_id in table.numbers
        and (mark.expert_id, mark.case_id) not in table.barred
    ]


def lacking_words(table: Table, found: Sequence[CaseResult]) -> str:
    """The cases that have fewer marks than they should, with how many: A03缺1份、A07缺2份; ``""``: none."""
    lacking = [one for one in found if one.missing and one.case in table.numbers]
    ordered = sorted(lacking, key=lambda one: table.numbers[one.case])
    shown = "、".join(f"{table.numbers[one.case]}缺{one.missing}份" for one in ordered[:MOST_SHOWN])
    return shown + (f"等{len(ordered)}篇" if len(ordered) > MOST_SHOWN else "")


def outstanding(desk: Desk, table: Table) -> dict[int, list[str]]:
    """``{expert id: printed numbers}`` of cases that were sent and are not answered."""
    answered = {(mark.expert_id, mark.case_id) for mark in standing_marks(desk.connection, table.round.id)}
    found: dict[int, list[str]] = {}
    for pair in table.pairs:
        if pair.state is PairState.SENT and (pair.expert_id, pair.case_id) not in answered:
            found.setdefault(pair.expert_id, []).append(table.numbers[pair.case_id])
    return {expert: sorted(numbers) for expert, numbers in found.items()}


def unmarked(desk: Desk, table: Table, expert_id: int) -> dict[str, int]:
    """``{printed number: case id}`` of the cases that an expert has and has not answered."""
    answered = {
        mark.case_id
        for mark in standing_marks(desk.connection, table.round.id)
        if mark.expert_id == expert_id
    }
    return {number: case for number, case in table.of(expert_id).items() if case not in answered}


def unsent(table: Table) -> dict[int, list[str]]:
    """``{expert id: printed numbers}`` of cases that were given to an expert and have not left."""
    found: dict[int, list[str]] = {}
    for pair in table.pairs:
        if pair.state is PairState.PLANNED:
            found.setdefault(pair.expert_id, []).append(table.numbers[pair.case_id])
    return found


def unclear_words(table: Table, expert: int) -> str:
    """That nothing goes to an expert yet, as nobody knows what he keeps away from."""
    name, words = table.experts[expert].name, "”“".join(table.unclear[expert])
    return f"{name}申请回避“{words}”，不明所指，材料暂不发；请写“{name}回避某县（某单位）”，不必回避的写“{name}无需回避”"


def is_decided(desk: Desk, table: Table) -> bool:
    """Whether cases were chosen since the round began: what comes now changes nothing by itself."""
    return any(one.chosen and one.at >= table.round.opened_at for one in list_decisions(desk.connection))


def is_late(table: Table, today: date, expert_id: int = 0) -> bool:
    """Whether the day by which answers are due, of an expert or of the round, has passed."""
    due = table.due_of(expert_id)
    return due is not None and today > due


def printed_cases(table: Table, numbers: Sequence[str]) -> list[CaseRow]:
    """The cases of printed numbers.

    Raises:
        OrderError: there is no such number in the round.
    """
    by_number = {number: case for case, number in table.numbers.items()}
    wanted = [simplify(number).strip().upper() for number in numbers]
    if unknown := [number for number in wanted if number not in by_number]:
        known = list(by_number)
        raise OrderError(f"没有印号{'、'.join(unknown)}；印号为{known[0]}至{known[-1]}")
    return [table.cases[by_number[number]] for number in wanted]


def _why_gone(table: Table, expert: int, case: int) -> str:
    if why := table.barred.get((expert, case)):
        return why
    return "专家不再参加" if not table.experts[expert].reads else "案例已撤出"
