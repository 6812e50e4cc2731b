"""Pass on to a colleague of the office what brought a case, a mail with its files, or the workbook."""

from __future__ import annotations

from intake.campaign.entries import Coordinator
from tracker.errors import OrderError
from tracker.ledger import doubts
from tracker.ledger.records import MailState
from tracker.letters.original import Request, put_requests, requests
from tracker.orders.acts.look import rows_of
from tracker.orders.acts.mails import mails_of
from tracker.orders.deed import Deed
from tracker.orders.order import Order

WORKBOOK = "workbook"


def forward(deed: Deed, order: Order) -> str:
    """Have it sent; only to an address that the call registers.

    Raises:
        OrderError: nobody of that name is registered; there is no such mail, or it may not go on.
    """
    person = _colleague(deed, order.value)
    serials: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    if order.field == WORKBOOK:
        what = "最新汇总表"
    elif order.is_of_mails:
        rows = mails_of(deed, order)
        for row in rows:
            secret = doubts.list_doubts(deed.connection, mail_id=row.id, code="secret", state=None)
            if secret or row.state is not MailState.FILED:
                raise OrderError(f"收件{row.id}{'标有密级' if secret else '尚未读出'}，不能转发")
        ids = tuple(row.id for row in rows)
        what = f"收件{'、'.join(map(str, ids))}"
    else:
        serials = tuple(row.serial for row in rows_of(deed, order))
        what = f"{'、'.join(f'{serial}号' for serial in serials)}原件"
    waiting = requests(deed.connection)
    wanted = Request(
        f"{deed.batch}:{len(waiting)}",
        person.email,
        serials,
        workbook=order.field == WORKBOOK,
        mails=ids,
        who=deed.who,
        passed_on=True,
    )
    put_requests(deed.connection, [*waiting, wanted], deed.now)
    deed.cannot_undo("材料已转出，不能撤销")
    return f"{what}转给{person.name}（{person.email}），另函发送"


def _colleague(deed: Deed, name: str) -> Coordinator:
    people = deed.campaign.coordinators
    found = next((person for person in people if person.name == name), None)
    if found is None:
        raise OrderError(f"“{name}”没有登记为经办人，只能转给：{'、'.join(p.name for p in people)}")
    return found
