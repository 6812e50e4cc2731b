"""Orders for another time as such: within half a year, kept whole, called off by whoever may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import LI, Office, local
from tracker.errors import OrderError
from tracker.ledger.people.planned import Planned, list_planned
from tracker.orders.acts.later import call_off, moment_of, order_of_planned, plan, show_planned
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb

NOW = "08-05 10:00"
ZHOU = ("周敏", "zhoumin@example.cn")
NONE = "没有这样的定时事项；回复“看一下定时的”可查"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path).at(NOW)
    yield made
    made.close()


@contextmanager
def at_desk(office: Office, who: tuple[str, str] = (LI.name, LI.email)) -> Iterator[Deed]:
    with office.parts.ledger.begin() as connection:
        yield Deed(connection, office.parts, office.clock.now(), *who, "b")


def wanted(at: datetime, verb: Verb = Verb.WORKBOOK, text: str = "到时候把汇总表发我") -> Order:
    return Order(verb, text, at=at.replace(tzinfo=None).isoformat(timespec="minutes"))


def kept(office: Office) -> list[tuple[int, str]]:
    return [(one.number, one.who) for one in office.ask(list_planned)]


def refused(deed: Deed, order: Order) -> str:
    with pytest.raises(OrderError) as raised:
        plan(deed, order)
    return raised.value.detail or str(raised.value)


def test_now_is_past_and_a_minute_later_is_not(office: Office) -> None:
    with at_desk(office) as deed:
        assert refused(deed, wanted(local(NOW))) == "8月5日（星期三）10:00已经过去，请另定时间"
        assert moment_of(deed, wanted(local("08-05 10:01"))) == local("08-05 10:01")


def test_half_a_year_ahead_is_the_farthest(office: Office) -> None:
    last = local(NOW) + timedelta(days=183)
    with at_desk(office) as deed:
        assert moment_of(deed, wanted(last)) == last
        assert refused(deed, wanted(last + timedelta(minutes=1))) == (
            "2月4日（星期四）10:01太远，请定在半年以内"
        )


def test_what_is_refused_takes_no_number_and_is_not_kept(office: Office) -> None:
    with at_desk(office) as deed:
        refused(deed, wanted(local("08-04 10:00")))
        assert deed.steps == []
        told = plan(deed, wanted(local("08-06 09:00")))
        assert deed.steps == [{"what": "planned", "number": 1}]
    assert told == "定时1：8月6日（星期四）09:00办理；不用了，回复“取消定时1”"
    assert kept(office) == [(1, "李敏")]


@pytest.mark.parametrize(
    ("verb", "when", "told"),
    [
        (Verb.REMIND, "08-08 10:00", "定时1：8月8日（星期六）10:00办理（届时不在工作时间，提醒信8月10日（星期一）08:40发出）；不用了，回复“取消定时1”"),
        (Verb.WORKBOOK, "08-08 10:00", "定时1：8月8日（星期六）10:00办理；不用了，回复“取消定时1”"),
        (Verb.MEMO, "08-06 23:30", "定时1：8月6日（星期四）23:30办理；不用了，回复“取消定时1”"),
        (Verb.REMIND, "08-06 15:00", "定时1：8月6日（星期四）15:00办理；不用了，回复“取消定时1”"),
    ],
)  # fmt: skip
def test_only_a_reminder_waits_for_the_office_to_open(
    office: Office, verb: Verb, when: str, told: str
) -> None:
    with at_desk(office) as deed:
        assert plan(deed, wanted(local(when), verb)) == told


def test_what_is_kept_is_told_with_who_wants_it(office: Office) -> None:
    with at_desk(office) as deed:
        assert show_planned(deed, Order(Verb.PLANNED, "")) == "没有定时事项"
        plan(deed, wanted(local("08-07 15:00"), text="周五下午给我汇总表"))
    with at_desk(office, ZHOU) as deed:
        plan(deed, wanted(local("08-06 15:00"), text="明天下午给我汇总表"))
        assert show_planned(deed, Order(Verb.PLANNED, "")) == (
            "定时事项2项：定时2，8月6日（星期四）15:00：明天下午给我汇总表（周敏）；"
            "定时1，8月7日（星期五）15:00：周五下午给我汇总表（李敏）"
        )


@pytest.fixture
def several(office: Office) -> Office:
    """Of hers a workbook and a reminder on Thursday and a workbook on Friday, of his a workbook on Thursday."""
    with at_desk(office) as deed:
        plan(deed, wanted(local("08-06 09:00")))
        plan(deed, wanted(local("08-06 15:00"), Verb.REMIND))
        plan(deed, wanted(local("08-07 09:00")))
    with at_desk(office, ZHOU) as deed:
        plan(deed, wanted(local("08-06 10:00")))
    return office


@pytest.mark.parametrize(
    ("order", "left"),
    [
        (Order(Verb.CANCEL, "", value="2"), [1, 3, 4]),
        (Order(Verb.CANCEL, "", value="4"), [1, 2, 3]),  # by its number whoever ordered it
        (Order(Verb.CANCEL, "", value="2015-08-06"), [3, 4]),
        (Order(Verb.CANCEL, "", value="2015-08-06", field="remind"), [1, 3, 4]),
        (Order(Verb.CANCEL, "", field="workbook"), [2, 4]),
        (Order(Verb.CANCEL, ""), [4]),
    ],
)
def test_called_off_is_what_is_named_and_of_days_only_her_own(
    several: Office, order: Order, left: list[int]
) -> None:
    with at_desk(several) as deed:
        told = call_off(deed, order)
    assert sorted(number for number, _ in kept(several)) == left
    gone = [number for number in (1, 2, 3, 4) if number not in left]
    assert [f"定时{number}（" in told for number in (1, 2, 3, 4)] == [
        number in gone for number in (1, 2, 3, 4)
    ]
    assert told.count("已取消") == len(gone)


@pytest.mark.parametrize("value", ["9", "0", "2015-08-08"])
def test_what_is_not_there_is_not_called_off(several: Office, value: str) -> None:
    with at_desk(several) as deed, pytest.raises(OrderError) as raised:
        call_off(deed, Order(Verb.CANCEL, "", value=value))
    assert (raised.value.detail or str(raised.value)) == NONE
    assert sorted(number for number, _ in kept(several)) == [1, 2, 3, 4]


def test_the_words_say_when_and_what_it_was(several: Office) -> None:
    with at_desk(several) as deed:
        assert call_off(deed, Order(Verb.CANCEL, "", value="3")) == (
            "定时3（8月7日（星期五）09:00，到时候把汇总表发我）已取消"
        )


ORDERS = st.builds(
    Order,
    st.sampled_from(Verb),
    st.text(max_size=30),
    serials=st.lists(st.integers(1, 99_999), max_size=4).map(tuple),
    field=st.sampled_from(("", "mail", "title", "workbook")),
    value=st.text(max_size=10),
    units=st.lists(st.sampled_from(("丰县", "沛县", "睢宁县")), max_size=3).map(tuple),
    words=st.text(max_size=30),
    at=st.just("2015-08-07T09:00"),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("shared")).at(NOW)
    yield made
    made.close()


@given(ORDERS)
def test_the_order_that_is_done_is_the_order_that_was_given(shared: Office, order: Order) -> None:
    with at_desk(shared) as deed:
        plan(deed, order)
        found: Planned = list_planned(deed.connection)[-1]
        back = order_of_planned(found)
        call_off(deed, Order(Verb.CANCEL, "", value=str(found.number)))

    assert (back.verb, back.text, back.serials, back.field) == (
        order.verb, order.text, order.serials, order.field,
    )  # fmt: skip
    assert (back.value, back.units, back.words, back.at) == (order.value, order.units, order.words, "")
