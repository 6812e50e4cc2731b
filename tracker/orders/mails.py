"""Orders about mails: settled, or what they brought belongs to a case."""

from __future__ import annotations

from tracker.errors import OrderError
from tracker.ledger import cases, doubts, mails
from tracker.ledger.records import MailRow
from tracker.ledger.texts.documents import named_files
from tracker.orders.deed import Deed
from tracker.orders.order import Order


def settle_mails(deed: Deed, order: Order) -> str:
    """The mails need nothing more: answered by telephone, passed on, or read."""
    for row in _mails_of(deed, order):
        settle_mail(deed, row)
    return f"收件{'、'.join(map(str, order.serials))}已标为处理完毕"


def settle_mail(deed: Deed, row: MailRow) -> None:
    """A mail waits for nobody; its doubts that are about no case are settled."""
    deed.can_undo("review", mail=row.id, was=row.needs_person)
    mails.update_mail(deed.connection, row.id, reviewed_at=deed.now, needs_person=False)
    open_ones = doubts.list_doubts(deed.connection, mail_id=row.id)
    ids = [doubt.id for doubt in open_ones if doubt.case_id is None]
    doubts.settle_doubts(deed.connection, deed.now, deed.who, ids=ids)


def attach_mails(deed: Deed, order: Order) -> str:
    """The files of mails belong to cases; they go out with the originals of these."""
    done = []
    for serial in map(int, order.value.split("、")):
        case = cases.get_case(deed.connection, serial)
        if case is None:
            raise OrderError(f"没有{serial}号案例")
        for row in _mails_of(deed, order):
            names = "、".join(name for name, _ in named_files(deed.connection, row.id))
            if not names:
                raise OrderError(f"收件{row.id}没有附件")
            if cases.attach_mail(deed.connection, row.id, case.id):
                deed.can_undo("attach", mail=row.id, case=case.id)
            settle_mail(deed, row)
            done.append(f"收件{row.id}的{names}已归入{serial}号《{case['title']}》")
    return "；".join(done)


def _mails_of(deed: Deed, order: Order) -> list[MailRow]:
    found = []
    for mail_id in order.serials:
        row = mails.get_mail(deed.connection, mail_id)
        if row is None:
            raise OrderError(f"没有收件{mail_id}")
        found.append(row)
    return found
