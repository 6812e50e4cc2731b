"""What an order would do can be said in words for every act, and every word of it is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest

from tests.office import LI, Office
from tests.unit.tracker.orders.acts.desk import fill_office, told
from tracker.orders.acts.phrases import PHRASES, REVIEW_PHRASES
from tracker.orders.carry_out import describe
from tracker.orders.order import OF_MAIL, Order, Verb
from tracker.review.mail.acts import Act

SAID_ELSEWHERE = {Verb.EXTEND, Verb.REMIND, Verb.CORRECT}  # in words of their own values


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = fill_office(tmp_path_factory.mktemp("phrases"))
    yield made
    made.close()


def names_in(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_each_order_has_its_words() -> None:
    assert set(Verb) - set(PHRASES) == SAID_ELSEWHERE
    assert set(REVIEW_PHRASES) == set(Act)


@pytest.mark.parametrize("verb", PHRASES)
def test_the_words_of_an_order_name_only_what_orders_have(verb: Verb) -> None:
    known = {"about", "units", "mails", "named", "value", "words", "field"}

    assert names_in(PHRASES[verb]) <= known


@pytest.mark.parametrize("act", REVIEW_PHRASES)
def test_the_words_of_review_name_only_what_orders_have(act: Act) -> None:
    assert names_in(REVIEW_PHRASES[act]) <= {"about", "value", "words"}


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (Order(Verb.WITHDRAW, "", (2, 3)), "撤回2号《水岸议事亭》、3号《三社联动》，不再计数"),
        (Order(Verb.RESTORE, "", (1,)), "恢复1号《一核引领》，照常计数"),
        (Order(Verb.CONFIRM_CASE, "", (1,)), "把1号《一核引领》标为已确认"),
        (Order(Verb.MERGE, "", (2, 3), value="3"), "把2号《水岸议事亭》、3号《三社联动》并为一篇，留3号"),
        (Order(Verb.WITHDRAW, "", (9,)), "没有办：没有9号案例"),
        (Order(Verb.CONTACT, "", field="张三", value="13800000002"), "把联系人张三的电话改为13800000002"),
        (Order(Verb.ZERO, "", units=("睢宁县", "泉山区")), "把睢宁县、泉山区登记为零报告，不再催报"),
        (Order(Verb.MUTE, "", units=("邳州市",)), "不再催报邳州市"),
        (Order(Verb.NOTE, "", units=("丰县",), words="联系人休假"), "给丰县备注：“联系人休假”"),
        (Order(Verb.ANSWER, "", (5,), words="8月10日"), "答复收件5：“8月10日”"),
        (Order(Verb.ATTACH, "", (5,), value="2"), "把收件5的附件归入2号"),
        (Order(Verb.ADVERT, "", (4, 5)), "把收件4、5归入广告"),
        (Order(Verb.MARK, "", (5,), OF_MAIL), "把收件5标为重点"),
        (Order(Verb.MARK, "", (1,)), "把1号《一核引领》标为重点"),
        (Order(Verb.UNMARK, "", units=("丰县",)), "去掉丰县的重点标记"),
        (Order(Verb.FORWARD, "", (1,), value=LI.email), "把1号《一核引领》转给limin@example.cn"),
        (Order(Verb.FORWARD, "", value=LI.email), "把汇总表转给limin@example.cn"),
        (Order(Verb.CORRECT, "", (1,), "theme", "5"), "把1号《一核引领》的主题改为（五）三社联动"),
        (Order(Verb.CORRECT, "", (9,), "theme", "5"), "没有办：没有9号案例"),
        (Order(Verb.PAUSE, ""), "暂停向各单位发信"),
        (Order(Verb.WORKBOOK, "", at="2015-08-05T09:00"), "于8月5日（星期三）09:00要最新汇总表"),
        (
            Order(Verb.WORKBOOK, "", at="2015-08-03T09:00"),
            "没有办：8月3日（星期一）09:00已经过去，请另定时间",
        ),
    ],
)
def test_what_an_order_would_do(begun: Office, order: Order, said: str) -> None:
    assert told(begun, describe, order) == said
