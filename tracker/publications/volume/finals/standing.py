"""How the chosen cases stand: which have their final text, what came late or after it, which are gone from the call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from tracker.ledger import mails
from tracker.ledger.cases import case_versions, get_case, list_cases
from tracker.ledger.published.finals import Asked, last_word, list_asked
from tracker.ledger.published.volume import Choice, chosen_unit, list_choices
from tracker.ledger.records import CaseRow, CaseStatus, MailRow
from tracker.ledger.texts.submissions import attached_mails
from tracker.office.desk import Desk
from tracker.publications.volume.finals.leaving import tell_leaving, tell_lifted
from tracker.publications.volume.finals.take import COMING, MISSING, WHICH, WHOSE


def tell_finals(desk: Desk, row: MailRow) -> Iterator[str]:
    """What is said to a sender of the final texts in his mail."""
    asked = {one.case_id: one for one in list_asked(desk.connection).values() if one.mail_id == row.id}
    for case in list_cases(desk.connection, list(asked)) if asked else ():
        one, name = asked[case.id], f"《{case['title']}》" if case["title"] else case.number
        due = f"{one.due.month}月{one.due.day}日"
        if one.note == COMING:
            yield f"{name}的定稿请于{due}前发来"
        elif one.note.startswith(WHICH):
            yield f"“{one.note.removeprefix(WHICH)}”是否指{name}？请回信写明题名"
        elif one.note.startswith(WHOSE):
            yield f"“{one.note.removeprefix(WHOSE)}”指哪一篇未能认定，请回信写明题名"
        elif one.note == MISSING:
            yield f"{name}的定稿未见附件，请于{due}前补发"
        elif one.unused:
            yield f"{name}已有定稿，本次第{one.unused}稿由我处核定是否采用"
        else:
            late = f"（晚于约定的{due}）" if one.late else ""
            yield f"{name}以第{one.version}稿为定稿{late}"
    yield from tell_lifted(desk, row)


def show_final(desk: Desk, row: CaseRow, choice: Choice) -> str:
    """How a chosen case stands: 定稿第2稿, 第1稿，待报定稿（限9月20日）."""
    asked = list_asked(desk.connection).get(row.id)
    if choice.final is None:
        if asked is None:
            shown = f"第{row.version}稿，未定稿"
        else:
            today = desk.now.astimezone(desk.campaign.zone).date()
            word = "已过期未报定稿" if today > asked.due else "待报定稿"
            shown = f"第{row.version}稿，{word}（限{asked.due.month}月{asked.due.day}日）"
    else:
        shown = f"定稿第{choice.final}稿"
    return "，".join((shown, *doubt_standing(desk, row, choice)))


def doubt_chosen(desk: Desk, chosen: Sequence[tuple[CaseRow, Choice]]) -> Iterator[str]:
    """What whoever prints, shows or sends out chosen cases should know of how they stand, by case and of all."""
    for row, choice in chosen:
        yield from (f"{row.number} {doubt}" for doubt in doubt_standing(desk, row, choice))
    yield from tell_drafts(row.number for row, choice in chosen if choice.final is None)


def tell_drafts(numbers: Iterable[str]) -> Iterator[str]:
    """2篇尚未定稿：XZ-003、XZ-005"""
    if drafts := list(numbers):
        yield f"{len(drafts)}篇尚未定稿：{'、'.join(drafts)}"


def doubt_standing(desk: Desk, row: CaseRow, choice: Choice) -> Iterator[str]:
    """What an editor should know of a chosen case beside its text."""
    yield from doubt_final(desk, row, choice)
    yield from doubt_place(desk, row)


def doubt_final(desk: Desk, row: CaseRow, choice: Choice) -> Iterator[str]:
    """What an editor should know of a case's final text: that it came late, what came after it."""
    if choice.final is None:
        return
    asked = list_asked(desk.connection).get(row.id)
    if asked is not None and asked.version == choice.final and asked.came_at is not None:
        yield from _how_it_came(desk, asked)
    newest = max(version.number for version in case_versions(desk.connection, row.id))
    if newest > choice.final:
        yield f"定稿之后又收到第{newest}稿，未采用"
    for mail in papers_after(desk, row, choice):
        yield f"定稿之后（{_day(desk, mail.sent_at or mail.arrived_at)}）又收到图片或其他附件，未排入；要排入请再次定稿"


def _how_it_came(desk: Desk, asked: Asked) -> Iterator[str]:
    assert asked.came_at is not None
    if asked.late:
        due = f"{asked.due.month}月{asked.due.day}日"
        yield f"定稿{_day(desk, asked.came_at)}收到，晚于约定的{due}"
    elif asked.before and asked.before != asked.version:
        yield f"先以第{asked.before}稿为定稿，{_day(desk, asked.came_at)}改报"


def papers_after(desk: Desk, row: CaseRow, choice: Choice) -> list[MailRow]:
    """The mails with pictures and papers that were put to a case after the last word on its final text."""
    word = last_word(desk.connection, row.id) if choice.final is not None else None
    if word is None:
        return []
    found = mails.mails_by_id(desk.connection, attached_mails(desk.connection, row.id)).values()
    return [mail for mail in found if (mail.id > word.mail_id if word.mail_id else mail.arrived_at > word.at)]


def doubt_place(desk: Desk, row: CaseRow) -> Iterator[str]:
    """What became of a chosen case in the call since: moved to another unit, or asked to be taken back."""
    was = chosen_unit(desk.connection, row.id)
    if was is not None and was != row.unit_key:
        before, now = (desk.campaign.unit(key) for key in (was, row.unit_key))
        yield f"选定后由{before.name if before else '所属待核'}改为{now.name if now else '所属待核'}"
    yield from tell_leaving(desk, row)


def fallen_cases(desk: Desk, holds: Callable[[CaseRow], bool] = lambda _: True) -> list[str]:
    """Chosen cases (for which ``holds``) that are not printed because they count no more, a sentence each."""
    rows = list_cases(desk.connection, list(list_choices(desk.connection)))
    return [
        f"{row.number}《{row['title'] or '名称待核'}》{fallen_case(desk, row)}"
        for row in rows
        if row.status is not CaseStatus.ACTIVE and holds(row)
    ]


def fallen_case(desk: Desk, row: CaseRow) -> str:
    """Why a chosen case that counts no more is not printed, and what would change that."""
    if row.status is CaseStatus.WITHDRAWN:
        return "选定后已撤回，未排入；要仍然编入，请先恢复"
    return f"选定后已并入{row.duplicate_of}，未排入{_other(desk, row)}"


def _other(desk: Desk, row: CaseRow) -> str:
    """Whether the case that it was found to repeat is in the volume."""
    digits = "".join(sign for sign in row.duplicate_of.rpartition("-")[2] if sign.isdecimal())
    other = get_case(desk.connection, int(digits)) if digits else None
    if other is None or other.id in list_choices(desk.connection):
        return ""
    return f"；{row.duplicate_of}还没有选入，要编入请写 zhengji volume choose {other.serial}"


def _day(desk: Desk, when: datetime) -> str:
    local = when.astimezone(desk.campaign.zone)
    return f"{local.month}月{local.day}日"
