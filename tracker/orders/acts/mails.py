"""Orders about mails: settled, what they brought belongs to a case, whose address they come from."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row

from intake.campaign.entries import Unit
from intake.model.case import DocumentKind, Format, MailKind
from intake.understand.papers.words import PAPER_WORDS
from tracker.cases.addresses import known_unit
from tracker.errors import OrderError
from tracker.ledger import cases, doubts, mails
from tracker.ledger.people.addresses import (
    bad_addresses,
    is_named,
    learn_address,
    named_addresses,
    say_unwanted,
    unit_of_address,
)
from tracker.ledger.records import MailRow
from tracker.ledger.texts import submissions
from tracker.ledger.texts.documents import file_hashes, forget_documents, list_documents, named_files
from tracker.orders.deed import Deed
from tracker.orders.order import Order

# What an order may name of a mail's files, in the words of the office.
PAPERS: Final = {
    "照片": PAPER_WORDS.photo,
    "推荐表": PAPER_WORDS.form,
    "汇总表": PAPER_WORDS.sheet,
    "盖章件": PAPER_WORDS.sealed,
}
UNWANTED: Final = (MailKind.ADVERT, MailKind.SPAM, MailKind.MAYBE_ADVERT)
_WHOLE: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def settle_mails(deed: Deed, order: Order) -> str:
    """The mails need nothing more: answered by telephone, passed on, or read."""
    for row in mails_of(deed, order):
        settle_mail(deed, row)
    return f"收件{'、'.join(map(str, order.serials))}已标为处理完毕"


def set_aside(deed: Deed, order: Order) -> str:
    """The mails are adverts or fraud, and so is what else comes from their addresses."""
    rows = [_of_nobody(deed, row) for row in mails_of(deed, order)]
    for row in rows:
        if submissions.submissions_of(deed.connection, row.id):
            raise OrderError(f"收件{row.id}带有案例，请先撤回案例")
        say_unwanted(deed.connection, row.from_email, deed.now, unwanted=True)
        settle_mail(deed, row)
        mails.update_mail(deed.connection, row.id, kind=MailKind.ADVERT, wants_answer=False)
    shown = _shown(rows)
    deed.cannot_undo(f"{shown}已归入广告；如需改回，请回复“{shown}不是广告”")
    return f"{shown}已归入广告，{_addresses(rows)}今后的来信不再列出"


def take_up(deed: Deed, order: Order) -> str:
    """The mails are no adverts: they are read and answered as any other, and so is what else comes from there."""
    rows = [_of_nobody(deed, row) for row in mails_of(deed, order)]
    for row in rows:
        say_unwanted(deed.connection, row.from_email, deed.now, unwanted=False)
        if row.kind in UNWANTED:
            settle_mail(deed, row)
            forget_documents(deed.connection, row.id)
            mails.file_anew(deed.connection, row.id)
    shown = _shown(rows)
    deed.cannot_undo(f"{shown}已按普通来信处理；如需改回，请回复“{shown}是广告”")
    return f"{shown}按普通来信重新处理，{_addresses(rows)}今后的来信不再当作广告"


def _of_nobody(deed: Deed, row: MailRow) -> MailRow:
    """A mail whose address belongs to no unit and to nobody of the office."""
    unit = deed.campaign.unit(known_unit(deed.connection, deed.campaign, row.from_email))
    if unit is not None:
        raise OrderError(f"收件{row.id}来自{unit.name}的邮箱，不会当作广告")
    if not row.from_email or row.from_email in _ours(deed):
        raise OrderError(f"收件{row.id}不是外来邮箱的来信")
    return row


def _shown(rows: Collection[MailRow]) -> str:
    return f"收件{'、'.join(str(row.id) for row in rows)}"


def _addresses(rows: Collection[MailRow]) -> str:
    return "、".join(dict.fromkeys(row.from_email for row in rows))


def settle_mail(deed: Deed, row: MailRow) -> None:
    """A mail waits for nobody; its doubts that are about no case are settled."""
    deed.can_undo("review", mail=row.id, was=row.needs_person)
    mails.update_mail(deed.connection, row.id, reviewed_at=deed.now, needs_person=False)
    open_ones = doubts.list_doubts(deed.connection, mail_id=row.id)
    ids = [doubt.id for doubt in open_ones if doubt.case_id is None]
    doubts.settle_doubts(deed.connection, deed.now, deed.who, ids=ids)


def settle_requests(deed: Deed, units: Collection[str]) -> None:
    """Mails of these units (of all, where none is named) that asked for more time have their answer."""
    for doubt in doubts.list_doubts(deed.connection, code="extension"):
        row = mails.get_mail(deed.connection, doubt.mail_id) if doubt.mail_id is not None else None
        if row is None:
            continue
        unit = deed.campaign.unit(known_unit(deed.connection, deed.campaign, row.from_email) or row.unit)
        if not units or (unit is not None and unit.key in units):
            settle_mail(deed, row)


def attach_mails(deed: Deed, order: Order) -> str:
    """The files of mails, or those that the order names, belong to cases; they go out with their originals."""
    done = []
    for serial in map(int, order.value.split("、")):
        case = cases.get_case(deed.connection, serial)
        if case is None:
            raise OrderError(f"没有{serial}号案例")
        for row in mails_of(deed, order):
            files = named_files(deed.connection, row.id)
            if not files:
                raise OrderError(f"收件{row.id}没有附件")
            meant = _meant(deed, row, order.text)
            names = "、".join(name for name, sha256 in files if meant is None or sha256 in meant)
            if not names:
                raise OrderError(
                    f"收件{row.id}没有{deed.campaign.own(_paper(order.text))}，共有{len(files)}个附件"
                )
            if submissions.attach_mail(deed.connection, row.id, case.id, meant):
                deed.can_undo("attach", mail=row.id, case=case.id)
            settle_mail(deed, row)
            done.append(f"收件{row.id}的{names}已归入{serial}号《{case['title']}》")
    return "；".join(done)


def _paper(text: str) -> str:
    """The one kind of papers that an order names, as its words have it: 照片; ``""`` for none or several."""
    named = [kind for kind, words in PAPERS.items() if words.search(text)]
    return named[0] if len(named) == 1 and not PAPER_WORDS.whole.search(text) else ""


def _meant(deed: Deed, row: MailRow, text: str) -> tuple[str, ...] | None:
    """Hashes of the files of a mail that an order means by kind; None where it means all of them."""
    paper = _paper(text)
    if not paper:
        return None
    hashes = file_hashes(deed.connection, row.id)
    found = (one for one in list_documents(deed.connection, row.id) if _is_paper(one, paper))
    return tuple(dict.fromkeys(hashes[one.position] for one in found if one.position in hashes))


def _is_paper(document: Row[Any], paper: str) -> bool:
    if paper == "照片":
        return document.kind == DocumentKind.PHOTO or (
            document.format == Format.IMAGE and not PAPER_WORDS.sealed.search(document.name)
        )
    if paper == "盖章件":
        return bool(document.kind == DocumentKind.SCAN or PAPER_WORDS.sealed.search(document.name))
    kind = DocumentKind.FORM if paper == "推荐表" else DocumentKind.SHEET
    return bool(document.kind == kind or PAPERS[paper].search(document.name))


def register_address(deed: Deed, order: Order) -> str:
    """An address speaks for a unit from now on, and reminders go there."""
    unit, email = _address_of(deed, order)
    before, named = unit_of_address(deed.connection, email), named_addresses(deed.connection, unit)
    if known_unit(deed.connection, deed.campaign, email) == unit.key and email in named:
        return f"{email}早已登记为{unit.name}的邮箱"
    said = is_named(deed.connection, email)
    learn_address(deed.connection, email, unit.key)
    deed.can_undo("address", email=email, was=before, said=said)
    return f"{email}已登记为{unit.name}的邮箱，今后催报等信发到这里，该邮箱来信算作{unit.name}的"


def doubt_address(deed: Deed, order: Order) -> str:
    """Why an address should be confirmed before it speaks for a unit, ``""`` where it is plain."""
    try:
        unit, email = _address_of(deed, order)
    except OrderError:
        return ""  # whoever carries it out says so
    other = deed.campaign.unit(known_unit(deed.connection, deed.campaign, email))
    if other is not None and other.key != unit.key:
        return f"它原为{other.name}所用"
    return "它此前退过信" if email in bad_addresses(deed.connection) else ""


def describe_address(deed: Deed, order: Order) -> str:
    """What registering an address would do, with what is doubtful about it."""
    unit, email = _address_of(deed, order)
    doubt = doubt_address(deed, order)
    return f"把{email}登记为{unit.name}的邮箱{f'（{doubt}）' if doubt else ''}"


def _address_of(deed: Deed, order: Order) -> tuple[Unit, str]:
    unit = next((unit for unit in deed.campaign.units if unit.name in order.units), None)
    email = (order.value or next(row.from_email for row in mails_of(deed, order))).lower()
    if unit is None:
        raise OrderError("请写明是哪个单位的邮箱")
    if not _WHOLE.fullmatch(email):
        raise OrderError(f"{email}不是完整的邮箱地址")
    if email in _ours(deed):
        raise OrderError(f"{email}是本办公室的邮箱，不能登记给报送单位")
    return unit, email


def _ours(deed: Deed) -> set[str]:
    return {deed.parts.writer.email.lower(), *(one.email.lower() for one in deed.campaign.coordinators)}


def mails_of(deed: Deed, order: Order) -> list[MailRow]:
    """The mails of an order.

    Raises:
        OrderError: there is no such mail.
    """
    found = []
    for mail_id in order.serials:
        row = mails.get_mail(deed.connection, mail_id)
        if row is None:
            raise OrderError(f"没有收件{mail_id}")
        found.append(row)
    return found
