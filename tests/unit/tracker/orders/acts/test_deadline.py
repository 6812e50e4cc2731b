"""A new deadline is read from the words of an order, or refused with what is wrong about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.entries import Deadline
from tests.office import LI, Office
from tracker.errors import OrderError
from tracker.orders.acts.deadline import describe_extension, read_deadline
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb

Answer = TypeVar("Answer")
RULING = date(2015, 8, 10)  # of the shipped call


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A Wednesday, five days before the deadline."""
    folder: Path = tmp_path_factory.mktemp("office")
    made = Office(folder).at("08-05 10:00")
    yield made
    made.close()


def at_desk(office: Office, ask: Callable[[Deed, Order], Answer], value: str, *units: str) -> Answer:
    with office.parts.ledger.begin() as connection:
        deed = Deed(connection, office.parts, office.clock.now(), LI.name, LI.email, "b")
        return ask(deed, Order(Verb.EXTEND, f"截止延到{value}", value=value, units=units))


def read(office: Office, value: str, *units: str) -> Deadline:
    return at_desk(office, read_deadline, value, *units)


def refused(office: Office, value: str) -> str:
    with pytest.raises(OrderError) as raised:
        read(office, value)
    return raised.value.detail or str(raised.value)


@pytest.mark.parametrize(
    ("value", "last", "cutoff"),
    [
        ("8月20日", date(2015, 8, 20), None),
        ("8月20号", date(2015, 8, 20), None),
        ("2015年9月1日", date(2015, 9, 1), None),
        ("2015-08-20", date(2015, 8, 20), None),
        ("2015-08-20 18:00", date(2015, 8, 20), time(18)),
        ("8月20日18时", date(2015, 8, 20), time(18)),
        ("8月20日 17时30分", date(2015, 8, 20), time(17, 30)),
        ("8月20日9点", date(2015, 8, 20), time(9)),
        ("8月20日24时", date(2015, 8, 20), None),  # the whole day counts
        ("8月6日", date(2015, 8, 6), None),
        ("12月31日", date(2015, 12, 31), None),
        ("1月5日", date(2016, 1, 5), None),  # said in August: of the next year
        ("2月29日", date(2016, 2, 29), None),  # this year has none
        ("8月5日18时", date(2015, 8, 5), time(18)),  # still to come
    ],
)
def test_a_day_is_read_with_its_hour(office: Office, value: str, last: date, cutoff: time | None) -> None:
    assert read(office, value) == Deadline(
        last_day=last, announced=date(2015, 8, 5), cutoff=cutoff, reason="李敏延期", units=()
    )


@pytest.mark.parametrize(
    ("value", "days"),
    [("1天", 1), ("三天", 3), ("10日", 10), ("一周", 7), ("两周", 14), ("2个星期", 14), ("三礼拜", 21), ("十二天", 12)],
)  # fmt: skip
def test_so_much_more_is_counted_from_the_deadline_that_rules(office: Office, value: str, days: int) -> None:
    assert read(office, value).last_day == RULING + timedelta(days=days)


@pytest.mark.parametrize(
    ("value", "last"),
    [("1个工作日", date(2015, 8, 11)), ("五个工作日", date(2015, 8, 17)), ("4个工作日", date(2015, 8, 14))],
)
def test_workdays_leave_out_the_weekend(office: Office, value: str, last: date) -> None:
    assert read(office, value).last_day == last


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("本周五", date(2015, 8, 7)),
        ("这周日", date(2015, 8, 9)),
        ("下周一", date(2015, 8, 10)),
        ("下周五", date(2015, 8, 14)),
        ("下星期天", date(2015, 8, 16)),
        ("下下周三", date(2015, 8, 19)),
    ],
)
def test_a_weekday_is_one_of_the_week_that_is_said(office: Office, value: str, last: date) -> None:
    assert (read(office, value).last_day, read(office, value).cutoff) == (last, None)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("8月32日", "没有“8月32日”这一天"),
        ("2月30日", "没有“2月30日”这一天"),
        ("13月1日", "没有“13月1日”这一天"),
        ("8月20日25时", "没有“8月20日25时”这一天"),
        ("8月5日9时", "“8月5日9时”已经过去"),
        ("2015-02-29", "没有“2015-02-29”这一天"),
        ("8月20日18时75分", "没有“8月20日18时75分”这一天"),
        ("8月4日", "“8月4日”已经过去"),
        ("2014年8月20日", "“2014年8月20日”已经过去"),
        ("本周一", "“本周一”已经过去"),
        ("等通知", "没有看懂日期“等通知”，写法如：截止延到8月20日"),
        ("", "没有看懂日期“”，写法如：截止延到8月20日"),
        ("月底", "没有看懂日期“月底”，写法如：截止延到8月20日"),
    ],
)
def test_what_is_no_day_to_come_is_refused(office: Office, value: str, told: str) -> None:
    assert refused(office, value) == told


def test_the_keys_of_the_units_go_with_it_and_unknown_names_do_not(office: Office) -> None:
    found = read(office, "8月18日", "睢宁县", "丰县", "铜山区")
    assert found.units == ("fengxian", "suining")


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (("睢宁县",), "把睢宁县截止时间改为8月18日（星期二）24时，并发信通知1个单位（睢宁县）"),
        (
            ("邳州市",),
            "把邳州市截止时间改为8月18日（星期二）24时，没有可以发信通知的单位；另有1个单位未登记邮箱，请电话通知：邳州市",
        ),
        (
            ("丰县", "邳州市"),
            "把丰县、邳州市截止时间改为8月18日（星期二）24时，并发信通知1个单位（丰县）；另有1个单位未登记邮箱，请电话通知：邳州市",
        ),
        (
            (),
            "把截止时间改为8月18日（星期二）24时，并发信通知4个单位（丰县、沛县、睢宁县、泉山区）；另有1个单位未登记邮箱，请电话通知：邳州市",
        ),
    ],
)
def test_who_would_be_told_is_said_before(office: Office, units: tuple[str, ...], told: str) -> None:
    assert at_desk(office, describe_extension, "8月18日", *units) == told


def test_the_hour_is_said_with_the_day(office: Office) -> None:
    told = at_desk(office, describe_extension, "8月18日17时30分", "丰县")
    assert told == "把丰县截止时间改为8月18日（星期二）17时30分，并发信通知1个单位（丰县）"


@given(st.dates(date(2015, 8, 6), date(2017, 12, 31)), st.one_of(st.none(), st.times()))
def test_a_day_and_hour_written_out_are_read_again(office: Office, day: date, hour: time | None) -> None:
    clock = hour.replace(second=0, microsecond=0) if hour else None
    for form in (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日"):
        found = read(office, f"{form} {clock:%H:%M}" if clock else form)
        assert (found.last_day, found.cutoff) == (day, clock)


@given(st.text(alphabet="0123456789一二三十两年月日号时点分:-周下本个天工作星期礼拜 ", max_size=16))
def test_whatever_is_written_is_a_day_to_come_or_refused_in_a_sentence(office: Office, value: str) -> None:
    told, last = "", date.max
    try:
        last = read(office, value).last_day
    except OrderError as error:
        told = error.detail
    assert last >= date(2015, 8, 5)
    assert not told or f"“{value}”" in told
