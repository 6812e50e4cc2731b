"""A desk at which the coordinator orders, in an office that has had a few mails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intake.model.case import MailKind
from tests.office import LI, Office, case
from tracker.errors import OrderError
from tracker.orders.deed import Deed
from tracker.orders.order import Order

Act = Callable[[Deed, Order], str]


def fill_office(folder: Path) -> Office:
    """丰县 has sent a case and its second draft, 沛县 two cases; an advert, a question."""
    office = Office(folder).at("08-03 09:00")
    office.mail("fx@example.cn", case("一核引领", contact="张三", phone="13800000001", community="柳桥村"))
    office.at("08-03 10:00")
    office.mail(
        "px@example.cn", case("水岸议事亭", "沛县", theme="5", level="village"), case("三社联动", "沛县")
    )
    office.at("08-04 09:00").mail(
        "fx@example.cn", case("一核引领", contact="张三", edition=2), subject="第二稿"
    )
    office.at("08-04 09:30").mail(
        "shop@example.com", kind=MailKind.SPAM, subject="开发票", body="代开各类发票"
    )
    office.mail("sn@example.cn", kind=MailKind.QUESTION, subject="请问", body="请问截止到哪天？")
    return office.at("08-04 10:00")


def done(office: Office, act: Act, order: Order) -> tuple[str, list[dict[str, object]]]:
    """What the coordinator is told, or why it is refused; and what an undo would put back."""
    with office.parts.ledger.begin() as connection:
        deed = Deed(connection, office.parts, office.clock.now(), LI.name, LI.email, "b")
        try:
            return act(deed, order), deed.steps
        except OrderError as error:
            return f"没有办：{error.detail or error}", deed.steps


def told(office: Office, act: Act, order: Order) -> str:
    """What the coordinator is told, or why it is refused."""
    return done(office, act, order)[0]
