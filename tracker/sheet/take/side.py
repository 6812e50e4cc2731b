"""Take what she wrote on the other pages: pending items settled, remarks on units kept."""

from __future__ import annotations

from tracker.ledger import cases, doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.published.issued import add_unit_note, unit_notes
from tracker.ledger.records import DoubtRow
from tracker.orders.deed import Deed
from tracker.sheet.back.grid import plain
from tracker.sheet.back.marks import Mark
from tracker.sheet.back.rows import spoiled
from tracker.sheet.columns import DONE, DONE_WORD, MISSING_REMARK
from tracker.sheet.take.compare import Line, Refusal
from tracker.sheet.take.merge import merge_words

DONE_WORDS = frozenset(
    {DONE_WORD, "已办", "已办理", "已处理完毕", "已核", "已核实", "已解决", "处理完毕", "完成", "√", "✓"}
)
LONGEST = 500


def take_marks(deed: Deed, marks: tuple[Mark, ...]) -> tuple[list[Line], list[Refusal]]:
    """Settle and keep; returns what to tell, and the cells not taken."""
    lines: list[Line] = []
    refusals: list[Refusal] = []
    open_ones = {row.id: row for row in doubts.list_doubts(deed.connection)}
    for mark in marks:
        text = plain(mark.cell.text)
        heading = DONE if mark.kind == "d" else MISSING_REMARK
        if text and (reason := spoiled(mark.cell)):
            refusals.append(Refusal(mark.place, heading, text[:60], reason))
        elif mark.kind == "u":
            lines += _take_note(deed, mark, text[:LONGEST])
        elif text and (found := open_ones.get(_number(mark.key))) is not None:
            if text in DONE_WORDS:
                lines.append(_settle(deed, found, mark))
                del open_ones[found.id]  # its row may have been copied
            else:
                refusals.append(Refusal(mark.place, heading, text[:60], f"处理完毕的请填“{DONE_WORD}”"))
    return lines, refusals


def _number(key: str) -> int:
    return int(key) if key.isdecimal() else 0


def _settle(deed: Deed, found: DoubtRow, mark: Mark) -> Line:
    doubts.settle_doubts(deed.connection, deed.now, deed.who, ids=[found.id])
    deed.can_undo("doubt", doubt=found.id)
    record_event(
        deed.connection,
        "doubt.settled",
        deed.now,
        who=deed.who,
        mail_id=found.mail_id,
        case_id=found.case_id,
        detail={"code": found.code, "how": deed.how},
    )
    if found.case_id is not None:
        serial = cases.list_cases(deed.connection, [found.case_id])[0].serial
        return Line(serial, mark.place, "待核事项", "", DONE_WORD)
    if found.mail_id is not None and not doubts.list_doubts(deed.connection, mail_id=found.mail_id):
        mail = mails.get_mail(deed.connection, found.mail_id)
        if mail is not None:
            deed.can_undo("review", mail=mail.id, was=mail.needs_person)
            mails.update_mail(deed.connection, mail.id, reviewed_at=deed.now, needs_person=False)
    return Line(0, mark.place, f"收件{found.mail_id}", "", DONE_WORD)


def _take_note(deed: Deed, mark: Mark, text: str) -> list[Line]:
    unit = deed.parts.campaign.unit(mark.key)
    now, base = unit_notes(deed.connection), unit_notes(deed.connection, mark.edition)
    current, issued = now.get(mark.key, ""), base.get(mark.key, "")
    if current not in (issued, ""):
        text = merge_words(issued, text, current)
    if unit is None or text in (current, issued):
        return []
    add_unit_note(deed.connection, mark.key, text, deed.now)
    detail = {"unit": mark.key, "before": current, "value": text}
    record_event(deed.connection, "unit.noted", deed.now, who=deed.who, detail=detail)
    deed.can_undo("unit-note", unit=mark.key, was=current)
    return [Line(0, mark.place, f"{unit.name}备注", current, text)]
