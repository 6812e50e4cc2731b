"""Wishes of senders to be left out of the volume, and the words that lift them: 同意编入, 不撤了."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.model.case import Doubt, Reading
from tracker.ledger import doubts, mails
from tracker.ledger.cases import list_cases, own_cases
from tracker.ledger.events import record_event
from tracker.ledger.published.leaving import LIFTED, LeftOut, left_out, lifted_wishes
from tracker.ledger.published.volume import list_choices
from tracker.ledger.records import CaseRow, DoubtRow, MailRow
from tracker.office.desk import Desk
from tracker.publications.volume.finals.answers import keeps_in
from tracker.publications.volume.finals.named import name_works, works_of

WISH: Final = "withdrawal"  # the doubt that such a wish is


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish about a case that is open: its doubt and its mail."""

    doubt: DoubtRow
    mail: MailRow

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.mail.sent_at or self.mail.arrived_at


def open_wishes(desk: Desk, row: CaseRow) -> Iterator[Wished]:
    """The wishes to take a case back or to leave it out that wait for a person."""
    for doubt in doubts.list_doubts(desk.connection, code=WISH):
        mail = mails.get_mail(desk.connection, doubt.mail_id) if doubt.mail_id else None
        if mail is None or (doubt.case_id is None and row.sender != mail.from_email):
            continue
        if doubt.case_id == row.id or (doubt.case_id is None and row.id in _meant(desk, mail)):
            yield Wished(doubt, mail)


def _meant(desk: Desk, mail: MailRow) -> Sequence[int]:
    """The sender's own cases that a mail names; all, where it names none."""
    works = works_of(own_cases(desk.connection, mail.from_email))
    named = name_works(f"{mail.subject}\n{mails.body_of(desk.connection, mail.id)}", works)
    return named or [work.id for work in works]


def want_out(desk: Desk, row: MailRow, case: CaseRow, words: str) -> None:
    """Put to the coordinator that a sender wants a case left out."""
    open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
    doubts.settle_doubts(
        desk.connection, desk.now, row.from_email, ids=[one.id for one in open_ones if one.code == "unclear"]
    )
    if not any(one.code == WISH for one in open_ones):
        doubt = Doubt(WISH, case["title"], words)
        doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id, case_id=case.id)


def take_leaving(desk: Desk, row: MailRow, reading: Reading) -> bool:
    """Lift the wishes that a sender takes back by this mail; returns whether he did."""
    text = reading.body.own
    if not keeps_in(text):
        return False
    own = own_cases(desk.connection, row.from_email)
    waiting = {case.id: list(_before(open_wishes(desk, case), row)) for case in own}
    named = name_works(text, works_of(own)) if len(own) > 1 else ()
    meant = [case for case in own if waiting[case.id] and (not named or case.id in named)]
    for case in meant:
        lift_wishes(desk, case, waiting[case.id], (row.from_email, row))
    if meant:
        codes = {"unclear", "question", WISH}
        open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
        gone = [one.id for one in open_ones if one.code in codes]
        doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=gone)
        out = any(case.id not in list_choices(desk.connection) for case in meant)
        mails.update_mail(desk.connection, row.id, needs_person=out, wants_answer=True)
    return bool(meant)


def _before(wished: Iterable[Wished], row: MailRow) -> Iterator[Wished]:
    return (one for one in wished if one.mail.id < row.id)


def lift_wishes(
    desk: Desk, case: CaseRow, wished: Sequence[Wished], by: tuple[str, MailRow | None]
) -> list[int]:
    """The wishes about a case stand no more; ``by``: whose word it is, and his mail. Returns the doubts settled.

    A mail that speaks of several cases keeps its doubt for the others, by its case.
    """
    who, mail = by
    for one in wished:
        others = [] if one.doubt.case_id else [other for other in _meant(desk, one.mail) if other != case.id]
        doubts.settle_doubts(desk.connection, desk.now, who, ids=[one.doubt.id])
        for other in list_cases(desk.connection, others):
            left = Doubt(WISH, other["title"], one.doubt.detail)
            doubts.add_doubts(desk.connection, [left], desk.now, mail_id=one.mail.id, case_id=other.id)
        if not others:
            mails.update_mail(desk.connection, one.mail.id, needs_person=False)
        record_event(
            desk.connection,
            LIFTED,
            desk.now,
            who=who,
            mail_id=mail.id if mail is not None else None,
            case_id=case.id,
            detail={"asked_at": one.at.isoformat()},
        )
    return [one.doubt.id for one in wished]


def tell_leaving(desk: Desk, row: CaseRow) -> Iterator[str]:
    """What was wished of a case: to be taken back, and whether that still stands."""
    for lifted in lifted_wishes(desk.connection, row.id):
        who = "来信" if lifted.mail_id else lifted.who
        yield f"{_day(desk, lifted.asked_at)}来信要求撤回，{_day(desk, lifted.at)}{who}同意编入"
    for one in open_wishes(desk, row):
        yield f"{_day(desk, one.at)}来信要求撤回，待核定"


def tell_lifted(desk: Desk, row: MailRow) -> Iterator[str]:
    """What is said to a sender who took such a wish back."""
    for case in own_cases(desk.connection, row.from_email):
        if any(one.mail_id == row.id for one in lifted_wishes(desk.connection, case.id)):
            chosen = case.id in list_choices(desk.connection)
            yield f"《{case['title']}》{'照常编入，' if chosen else ''}此前的撤回要求不再办理"


def tell_left_out(desk: Desk, holds: Callable[[CaseRow], bool] = lambda _: True) -> Iterator[str]:
    """The cases (for which ``holds``) that were taken out of the volume, a line each."""
    choices = list_choices(desk.connection)
    gone = {case_id: one for case_id, one in left_out(desk.connection).items() if case_id not in choices}
    for row in list_cases(desk.connection, list(gone)):
        if holds(row):
            yield f"{row.number}《{row['title'] or '名称待核'}》{show_left_out(desk, gone[row.id])}"


def show_left_out(desk: Desk, one: LeftOut) -> str:
    """8月5日去掉（3号不编入）"""
    return f"{_day(desk, one.at)}由{one.who}去掉" + (f"（{one.reason}）" if one.reason else "")


def _day(desk: Desk, when: datetime) -> str:
    local = when.astimezone(desk.campaign.zone)
    return f"{local.month}月{local.day}日"
