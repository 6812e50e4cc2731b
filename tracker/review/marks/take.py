"""Marks taken into the ledger, or kept apart: those of a case that has to do with the expert, those that come too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.model.case import Doubt
from tracker.ledger.doubts import add_doubts, list_doubts, settle_doubts
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.review.rounds import MarkRow, PairRow, PairState, add_mark, put_pairs, standing_marks
from tracker.office.desk import Desk
from tracker.review.marks.answer import Answer, Mark, Question
from tracker.review.rounds import Table, is_decided

TIED, LATE = "marks-tied", "marks-late"  # codes of doubts
LATE_NOTE = "研究已有结果，这次报来的另存备查，不改变已定的结果，已转经办人：{said}"
SHOWN = 30  # characters of a remark that a receipt repeats
ASKED = "您此前说这一篇与您有关（“{words}”），没有登记；应回避的请回复“{number} 回避”，不必回避的请写明“{number} 无需回避”并重写分数"


@dataclass(frozen=True, slots=True)
class Came:
    """How an expert's answer came."""

    channel: str  # mail, sheet, typed
    source: str = ""  # SHA-256 of the mail or file, name of the photo
    who: str = ""  # who typed it in
    mail_id: int = 0


def take_answer(desk: Desk, table: Table, expert_id: int, answer: Answer, came: Came) -> list[str]:
    """Record what an expert says; returns Chinese lines that repeat what was taken, for his receipt."""
    own = table.of(expert_id)
    before = {
        m.case_id: m for m in standing_marks(desk.connection, table.round.id) if m.expert_id == expert_id
    }
    criteria = tuple((criterion.name, criterion.weight) for criterion in table.rules.criteria)
    lines = []
    for mark in answer.marks:
        case = own[mark.number]
        row = MarkRow(
            expert_id,
            case,
            mark.scores,
            mark.comment,
            came.channel,
            came.source,
            came.who,
            desk.now,
            criteria,
        )
        old = before.get(case)
        if old is not None and (old.scores, old.comment) == (row.scores, row.comment):
            lines.append(f"{mark.number}　与此前所报相同")
            continue
        add_mark(desk.connection, table.round.id, row)
        if mark.avoids:
            gone = PairRow(expert_id, case, PairState.LET_GO, "本人申请回避", table.experts[expert_id].name)
            put_pairs(desk.connection, table.round.id, [gone], desk.now)
        lines.append(_said(table, mark, old))
    return lines


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an expert's answer; Chinese lines for his receipt."""

    taken: Sequence[str] = ()
    questions: Sequence[Question] = ()
    notes: Sequence[str] = ()


def receive_answer(desk: Desk, table: Table, expert_id: int, answer: Answer, came: Came) -> Received:
    """Take what an expert sent himself; what has to do with him, or comes after the decision, is kept apart."""
    if is_decided(desk, table) and answer.marks:
        said = "；".join(f"{mark.number} {mark.said}" for mark in answer.marks)
        _keep_late(desk, table, expert_id, answer, came)
        return Received((), answer.questions, (LATE_NOTE.format(said=said),))
    answer = _without_tied(desk, table, expert_id, answer, came)
    return Received(take_answer(desk, table, expert_id, answer, came), answer.questions)


def settle_ties(desk: Desk, table: Table, expert_id: int, numbers: Sequence[str], who: str) -> None:
    """A person has settled whether the expert keeps away from these cases: nothing is asked any more."""
    ties = open_ties(desk, table, expert_id)
    about = {_about(table, expert_id, number) for number in numbers}
    asked = [doubt.id for doubt in list_doubts(desk.connection, code=TIED) if doubt.about in about]
    settle_doubts(desk.connection, desk.now, who, ids=asked)
    if set(numbers) & set(ties):
        left = {number: words for number, words in ties.items() if number not in numbers}
        set_note(desk.connection, _tie_mark(table, expert_id), left, desk.now)


def open_ties(desk: Desk, table: Table, expert_id: int) -> dict[str, str]:
    """``{printed number: his words}`` of cases that an expert says have to do with him, not settled yet."""
    found: dict[str, str] = get_note(desk.connection, _tie_mark(table, expert_id)) or {}
    return found


def _tie_mark(table: Table, expert_id: int) -> str:
    return f"review.ties:{table.round.id}:{expert_id}"


def _about(table: Table, expert_id: int, number: str) -> str:
    return f"{table.experts[expert_id].name}{number}"


def _without_tied(desk: Desk, table: Table, expert_id: int, answer: Answer, came: Came) -> Answer:
    """The answer without marks of cases that he said have to do with him, until he or a person says otherwise."""
    own = table.of(expert_id)
    before = open_ties(desk, table, expert_id)
    told = {tie.number: tie.words for tie in answer.ties}
    for number, words in told.items():
        detail = {"round": table.round.name, "expert": table.experts[expert_id].name, "words": words}
        record_event(desk.connection, "review.tied", desk.now, case_id=own[number], detail=detail)
        if number not in before:
            asked = Doubt(TIED, _about(table, expert_id, number), words)
            add_doubts(desk.connection, [asked], desk.now, mail_id=came.mail_id or None)
    ended = {mark.number for mark in answer.marks if mark.avoids} | set(answer.cleared) - set(told)
    ties = {number: words for number, words in (before | told).items() if number not in ended}
    if ties != before:
        set_note(desk.connection, _tie_mark(table, expert_id), ties, desk.now)
    if gone := [mark.number for mark in answer.marks if mark.avoids and mark.number in before]:
        settle_ties(desk, table, expert_id, gone, table.experts[expert_id].name)
    held = [mark for mark in answer.marks if mark.number in ties]
    asked_again = [
        Question(mark.number, ASKED.format(words=ties[mark.number], number=mark.number), (mark.number,))
        for mark in held
    ]
    kept = tuple(mark for mark in answer.marks if mark not in held)
    return replace(answer, marks=kept, questions=(*answer.questions, *asked_again))


def _keep_late(desk: Desk, table: Table, expert_id: int, answer: Answer, came: Came) -> None:
    """Marks that came after the decision, in the history of their cases and on her list, and nowhere else."""
    own, name = table.of(expert_id), table.experts[expert_id].name
    for mark in answer.marks:
        detail = {
            "round": table.round.name,
            "expert": name,
            "said": mark.said,
            "comment": mark.comment,
            "channel": came.channel,
            "source": came.source,
        }
        record_event(desk.connection, "review.mark_late", desk.now, case_id=own[mark.number], detail=detail)
    said = "；".join(f"{mark.number} {mark.said}" for mark in answer.marks)
    add_doubts(desk.connection, [Doubt(LATE, name, said)], desk.now, mail_id=came.mail_id or None)


def _said(table: Table, mark: Mark, old: MarkRow | None) -> str:
    if mark.avoids:
        return f"{mark.number}　回避"
    marks = "　".join(
        f"{criterion.name}{score}" for criterion, score in zip(table.rules.criteria, mark.scores, strict=True)
    )
    instead = f"（原为{'、'.join(map(str, old.scores)) or '回避'}）" if old is not None else ""
    comment = f"（意见：{mark.comment[:SHOWN]}）" if mark.comment else ""
    return f"{mark.number}　{marks}{instead}{comment}"
