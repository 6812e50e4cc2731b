"""“撤销”: take back the last thing a person ordered, corrections and all else.

What each mail's orders changed is kept as a small stack of entries, newest last, one stack a
person. Corrections that came another way (a returned workbook) are found in the ledger itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from tracker.cases.corrections import show_change, undo_batch
from tracker.errors import OrderError
from tracker.ledger import cases, mails
from tracker.ledger.doubts import Settled, reopen_doubts
from tracker.ledger.events import MUTED, STOPPED, get_note, set_note
from tracker.ledger.people.addresses import forget_address, learn_address, learn_from_case
from tracker.ledger.people.corrections import is_used, newest_word
from tracker.ledger.people.planned import add_planned, drop_planned, load_planned
from tracker.ledger.people.wishes import DigestWish, Zero, mark, put_digest_wish, put_zero
from tracker.ledger.published.issued import add_unit_note
from tracker.ledger.published.rounds import drop_corrections, put_back_correction
from tracker.ledger.records import CaseStatus
from tracker.ledger.texts import submissions
from tracker.orders.acts.split import undo_split
from tracker.orders.deed import Deed
from tracker.orders.sending.book import undo_left, undo_taken
from tracker.orders.sending.choice import undo_choice
from tracker.publications.volume.rounds.take import show_correction

MOST_KEPT = 20
NOTHING = "没有可以撤销的更正"

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the orders of one mail changed: a batch of corrections, and steps beside them."""

    batch: str
    at: datetime
    steps: list[Step]


_STORED: Final = TypeAdapter(list[_Kept])


def keep_deed(deed: Deed) -> bool:
    """Remember what a mail's orders changed; returns whether “撤销” can take any of it back."""
    corrected = is_used(deed.connection, deed.batch)
    if not corrected and not deed.steps:
        return False
    _put_stack(deed, [*_stack(deed), _Kept(deed.batch, deed.now, list(deed.steps))])
    return corrected or any(step["what"] != "fixed" for step in deed.steps)


def undo_last(deed: Deed) -> str:
    """Take back the newest entry; returns what was put back in one Chinese line.

    Raises:
        OrderError: there is nothing left to take back.
    """
    newest = newest_word(deed.connection, deed.who)
    stack = _stack(deed)
    entry = stack[-1] if stack else None
    if entry is not None and (newest is None or entry.at >= newest.made_at):
        _put_stack(deed, stack[:-1])
        return _undo_entry(deed, entry)
    if newest is None:
        raise OrderError(NOTHING)
    return "已撤销：" + _undo_corrections(deed, newest.word.batch)


def _undo_entry(deed: Deed, entry: _Kept) -> str:
    parts = [_undo_corrections(deed, entry.batch)]
    fixed = []
    for step in reversed(entry.steps):
        if step["what"] == "fixed":
            fixed.append(step["why"])
        else:
            parts.append(STEPS[step["what"]](deed, step, entry.at))
    done = "；".join(dict.fromkeys(part for part in parts if part))
    return "；".join(filter(None, (f"已撤销：{done}" if done else "", *dict.fromkeys(fixed))))


def _undo_corrections(deed: Deed, batch: str) -> str:
    done = undo_batch(deed, batch, deed.who)
    changed = [change for change in done if change.before != change.after]
    return "；".join(show_change(deed.campaign, change) for change in changed)


def _unmerge(deed: Deed, step: Step, _at: datetime) -> str:
    row = cases.list_cases(deed.connection, [step["case"]])[0]
    if row.status is CaseStatus.ACTIVE:
        cases.set_case(deed.connection, row.id, deed.now, duplicate_of=None)
    return ""


def _unconfirm(deed: Deed, step: Step, at: datetime) -> str:
    row = cases.list_cases(deed.connection, [step["case"]])[0]
    if not step["was"]:
        cases.set_case(deed.connection, row.id, deed.now, confirmed_at=None)
    reopen_doubts(deed.connection, Settled(case_id=row.id, at=at, by=deed.who))
    return f"{row.serial}号不再标为已确认"


def _unmute(deed: Deed, step: Step, _at: datetime) -> str:
    muted = set(get_note(deed.connection, MUTED, []))
    muted = muted | {step["unit"]} if step["was"] else muted - {step["unit"]}
    set_note(deed.connection, MUTED, sorted(muted), deed.now)
    unit = deed.campaign.unit(step["unit"])
    return f"{unit.name if unit else step['unit']}{'不再催报' if step['was'] else '恢复催报'}"


def _unpause(deed: Deed, step: Step, _at: datetime) -> str:
    set_note(deed.connection, STOPPED, step["was"], deed.now)
    return "暂停发信" if step["was"] else "恢复发信"


def _unreview(deed: Deed, step: Step, at: datetime) -> str:
    mails.update_mail(deed.connection, step["mail"], reviewed_at=None, needs_person=step["was"])
    reopen_doubts(deed.connection, Settled(mail_id=step["mail"], at=at, by=deed.who))
    return f"收件{step['mail']}重新列为待处理"


def _undoubt(deed: Deed, step: Step, _at: datetime) -> str:
    reopen_doubts(deed.connection, Settled(id=step["doubt"]))
    return "待核事项重新列出"


def _uncorrect(deed: Deed, step: Step, _at: datetime) -> str:
    gone = drop_corrections(deed.connection, [step["id"]], deed.now)
    return "；".join(f"{show_correction(one)}不再照改" for one in gone)


def _undrop(deed: Deed, step: Step, _at: datetime) -> str:
    return f"{show_correction(put_back_correction(deed.connection, step['correction'], deed.now))}重新列出"


def _unchoose(deed: Deed, step: Step, _at: datetime) -> str:
    return undo_choice(deed, step)


def _untake(deed: Deed, step: Step, at: datetime) -> str:
    return undo_taken(deed, step, at)


def _unleave(deed: Deed, step: Step, _at: datetime) -> str:
    return undo_left(deed, step)


def _unnote(deed: Deed, step: Step, _at: datetime) -> str:
    unit = deed.campaign.unit(step["unit"])
    add_unit_note(deed.connection, step["unit"], step["was"], deed.now)
    return f"{unit.name if unit else step['unit']}备注：{step['was'] or '（无）'}"


def _unzero(deed: Deed, step: Step, _at: datetime) -> str:
    was = Zero(**step["was"]) if step["was"] else None
    put_zero(deed.connection, step["unit"], was, deed.now)
    unit = deed.campaign.unit(step["unit"])
    back = "登记为零报告" if was is not None and was.zero else "不按零报告处理"
    return f"{unit.name if unit else step['unit']}{back}"


def _unmark(deed: Deed, step: Step, _at: datetime) -> str:
    mark(deed.connection, step["kind"], step["which"], deed.now, important=step["was"])
    return f"重点标记{'恢复' if step['was'] else '去掉'}"


def _undigest(deed: Deed, step: Step, _at: datetime) -> str:
    put_digest_wish(deed.connection, step["email"], DigestWish(**step["was"]), deed.now)
    return "日报恢复原来的发法"


def _unsplit(deed: Deed, step: Step, _at: datetime) -> str:
    return undo_split(deed, step["mail"], step["sha256"], step["name"])


def _unplan(deed: Deed, step: Step, _at: datetime) -> str:
    gone = drop_planned(deed.connection, [step["number"]], deed.now)
    return f"定时{step['number']}{'已取消' if gone else '已办过，不能收回'}"


def _plan_again(deed: Deed, step: Step, _at: datetime) -> str:
    back = [one for one in load_planned(step["planned"]) if one.at > deed.now]
    add_planned(deed.connection, back, deed.now)
    names = "、".join(f"定时{one.number}" for one in back)
    return f"{names}照办" if back else "所取消的定时事项时间已过"


def _untype(deed: Deed, step: Step, _at: datetime) -> str:
    row = cases.list_cases(deed.connection, [step["case"]])[0]
    cases.set_case(deed.connection, row.id, deed.now, status=CaseStatus.WITHDRAWN)
    return f"新增的{row.serial}号已撤回"


def _unattach(deed: Deed, step: Step, _at: datetime) -> str:
    row = cases.list_cases(deed.connection, [step["case"]])[0]
    submissions.detach_mail(deed.connection, step["mail"], row.id)
    return f"收件{step['mail']}不再归入{row.serial}号"


def _unlearn(deed: Deed, step: Step, _at: datetime) -> str:
    forget_address(deed.connection, step["email"])
    if step["was"]:
        learn = learn_address if step.get("said", True) else learn_from_case
        learn(deed.connection, step["email"], step["was"])
    return f"{step['email']}恢复原来的登记"


STEPS: dict[str, Callable[[Deed, Step, datetime], str]] = {
    "merge": _unmerge,
    "confirm": _unconfirm,
    "mute": _unmute,
    "address": _unlearn,
    "pause": _unpause,
    "review": _unreview,
    "attach": _unattach,
    "doubt": _undoubt,
    "proof-correction": _uncorrect,
    "proof-dropped": _undrop,
    "volume-choice": _unchoose,
    "book-taken": _untake,
    "book-left": _unleave,
    "unit-note": _unnote,
    "zero": _unzero,
    "mark": _unmark,
    "digest": _undigest,
    "split": _unsplit,
    "planned": _unplan,
    "called-off": _plan_again,
    "typed": _untype,  # a case that came on paper, entered in the workbook
}


def _stack(deed: Deed) -> list[_Kept]:
    return _STORED.validate_python(get_note(deed.connection, _key(deed), []))


def _put_stack(deed: Deed, stack: list[_Kept]) -> None:
    set_note(deed.connection, _key(deed), _STORED.dump_python(stack[-MOST_KEPT:], mode="json"), deed.now)


def _key(deed: Deed) -> str:
    return f"orders.deeds:{deed.email}"
