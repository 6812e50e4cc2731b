"""The letter that says what became of a returned workbook, and the same in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake.campaign.entries import Coordinator
from tracker.cases.fields import field_word
from tracker.ledger.records import LetterKind
from tracker.letters.writing.draft import Draft, Thread
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb
from tracker.orders.pending import Asked, keep_waiting
from tracker.sheet.take.compare import HEADINGS, Conflict, Line
from tracker.sheet.take.take import Taken, words_of_gone
from tracker.sheet.take.values import CONFIRM

LONGEST = 80  # characters of a value
MOST_LINES = 100  # of each kind in a letter; the rest is in the history


def change_line(line: Line) -> str:
    """3号主题：（三）服务体系 → （四）协商民主"""
    about = f"{line.serial}号" if line.serial else ""
    return f"{about}{line.heading}：{_short(line.before) or '（无）'} → {_short(line.after) or '（无）'}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def conflict_line(conflict: Conflict) -> str:
    """Both values of a cell that was changed on both sides."""
    edit = conflict.edit
    heading = HEADINGS.get(edit.name) or field_word(edit.name)
    whose = f"{conflict.who}改为" if conflict.who else "现为"
    return (
        f"{edit.serial}号{heading}（{edit.place}）：台账{whose}“{_short(conflict.now) or '空'}”，"
        f"表中为“{_short(edit.text) or '空'}”"
    )


def summary_values(taken: Taken, name: str) -> dict[str, Any]:
    """What the templates of the letter may use besides the usual."""
    groups = {
        "changes": [change_line(line) for line in taken.lines],
        "refusals": [
            f"{refusal.place}　{refusal.heading}{f'“{refusal.text}”' if refusal.text else ''}：{refusal.reason}"
            for refusal in taken.refusals
        ],
        "conflicts": [conflict_line(conflict) for conflict in taken.conflicts],
        "new": [f"{made.serial}号（{made.number}）《{made.title}》" for made in taken.new],
        "gone": [words_of_gone(case) for case in taken.gone],
        "remarks": list(taken.remarks),
        "columns": list(taken.columns),
    }
    more = {key: max(0, len(lines) - MOST_LINES) for key, lines in groups.items()}
    return {
        **{key: lines[:MOST_LINES] for key, lines in groups.items()},
        "more": more,
        "counts": {key: len(lines) for key, lines in groups.items()},
        "refused": taken.refused,
        "undoable": taken.undoable,
        "untouched": taken.is_empty,
        "name": name,
        "withdraw": f"{'、'.join(f'{case.serial}号' for case in taken.gone[:MOST_LINES])}撤回",
    }


def summary_lines(taken: Taken) -> Iterator[str]:
    """The same for a terminal."""
    if taken.refused:
        yield f"未读取：{taken.refused}"
        return
    values = summary_values(taken, "")
    for key, heading in (
        ("changes", "已采用"),
        ("new", "新增案例"),
        ("columns", "新增栏目"),
        ("refusals", "未采用"),
        ("conflicts", "两边都有改动，未采用表中内容"),
        ("gone", "表中已删除，台账未作变动"),
        ("remarks", "说明"),
    ):
        if values[key]:
            yield f"{heading}（{values['counts'][key]}）："
            yield from (f"  {line}" for line in values[key])
            if values["more"][key]:
                yield f"  ……另有{values['more'][key]}处，见台账记录"
    if taken.is_empty:
        yield "表中没有修改。"


@dataclass(frozen=True, slots=True)
class Came:
    """How a workbook came: its name, the key of the letter about it, and the mail that brought it."""

    name: str
    key: str
    thread: Thread | None = None
    answers: tuple[int, ...] = ()


def put_summary(desk: Desk, taken: Taken, person: Coordinator, came: Came) -> int | None:
    """Queue the letter to the coordinator; conflicts then wait for her “确认”."""
    if taken.conflicts:
        deed = Deed(desk.connection, desk.parts, desk.now, person.name, person.email, how="sheet")
        keep_waiting(deed, [Asked(order) for order in _orders(taken)], came.key)
    draft = Draft(
        LetterKind.SHEET,
        came.key,
        person.email,
        {"person": person, **summary_values(taken, came.name)},
        reason="coordinator",
        thread=came.thread,
        answers=came.answers,
    )
    return post(desk, draft)


def _orders(taken: Taken) -> list[Order]:
    """Her side of every conflict as an order that a “确认” carries out."""
    found = []
    for conflict in taken.conflicts:
        edit = conflict.edit
        for field, value in edit.changes.items():
            if field == CONFIRM and not value:
                continue  # no order takes a confirmation back; the line in the letter says what she wrote
            verb = Verb.CONFIRM_CASE if field == CONFIRM else Verb.CORRECT
            text = f"{edit.serial}号{HEADINGS.get(edit.name, edit.name)}改为{edit.text}"
            found.append(Order(verb, text, (edit.serial,), field, value))
    return found
