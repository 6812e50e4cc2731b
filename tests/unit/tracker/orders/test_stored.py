"""What is kept between an order and its “确认” or “撤销” outlives a change of version."""

import pytest

from tests.office import Office, case, desk_of, local
from tracker.ledger.events import get_note, set_note
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb
from tracker.orders.pending import Asked, Waiting, keep_waiting, take_waiting
from tracker.orders.undo import undo_last

EXTEND = Order(Verb.EXTEND, "截止延到8月20日", value="8月20日")
BOTH = Order(Verb.CORRECT, "1、2号主题改四", (1, 2), "theme", "4")


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    yield office
    office.close()


def deed_of(connection, office, batch=""):
    desk = desk_of(connection, office.parts)
    return Deed(desk.connection, desk.parts, desk.now, "李敏", "limin@example.cn", batch)


def orders_waiting(connection, office):
    waiting = take_waiting(deed_of(connection, office), None)
    assert isinstance(waiting, Waiting), waiting
    return waiting.orders


def test_orders_come_back_as_they_were_kept(office):
    with office.parts.ledger.begin() as connection:
        keep_waiting(deed_of(connection, office), [Asked(EXTEND), Asked(BOTH)], "order:1")
    with office.parts.ledger.begin() as connection:
        assert orders_waiting(connection, office) == (EXTEND, BOTH)
        assert take_waiting(deed_of(connection, office), None) == "没有等待确认的指令"


def test_orders_kept_by_an_earlier_version_are_understood(office):
    """It wrote the moment with its offset, and no field where there was none."""
    note = {
        "letter": "order:1",
        "at": local("08-04 09:00").isoformat(),
        "orders": [{"verb": "extend", "text": "截止延到8月20日", "value": "8月20日"}],
    }
    with office.parts.ledger.begin() as connection:
        set_note(connection, "orders.pending:limin@example.cn", note, office.clock.now())
        assert orders_waiting(connection, office) == (EXTEND,)


def test_what_an_earlier_version_kept_can_be_taken_back(office):
    entries = [
        {
            "batch": "none",
            "at": local("08-04 09:00").isoformat(),
            "steps": [
                {"what": "mute", "unit": "peixian", "was": True},
                {"what": "fixed", "why": "材料已发出，不能撤销"},
            ],
        }
    ]
    with office.parts.ledger.begin() as connection:
        set_note(connection, "orders.deeds:limin@example.cn", entries, office.clock.now())
        done = undo_last(deed_of(connection, office))
        assert done == "已撤销：沛县不再催报；材料已发出，不能撤销"
        assert get_note(connection, "orders.deeds:limin@example.cn") == []
