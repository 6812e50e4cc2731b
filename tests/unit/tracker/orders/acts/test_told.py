"""What the coordinator is told when she only looks or asks: cases, units, mails, how things stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office import Office
from tests.unit.tracker.orders.acts.desk import fill_office, told
from tracker.orders.acts import look
from tracker.orders.acts.facts import tell
from tracker.orders.order import OF_MAIL, Order, Verb


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = fill_office(tmp_path_factory.mktemp("told"))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("serials", "shown"),
    [
        (
            (1,),
            "1号（XZ-001）《一核引领》：丰县，宋楼镇，柳桥村，镇级，（二）治理方式，张三，13800000001，第2稿",
        ),
        (
            (2,),
            "2号（XZ-002）《水岸议事亭》：沛县，宋楼镇，村级，（五）三社联动，第1稿",
        ),
        ((9,), "没有办：没有9号案例"),
        ((9, 1), "没有办：没有9号案例"),
    ],
)
def test_a_case_is_shown_with_all_that_is_known(begun: Office, serials: tuple[int, ...], shown: str) -> None:
    assert told(begun, look.show_cases, Order(Verb.SHOW, "", serials)) == shown


@pytest.mark.parametrize(
    ("serials", "named"),
    [((), ""), ((9,), ""), ((2, 9, 1), "2号《水岸议事亭》、1号《一核引领》")],
)
def test_cases_are_named_as_far_as_there_are_any(begun: Office, serials: tuple[int, ...], named: str) -> None:
    assert told(begun, look.name_cases, Order(Verb.SHOW, "", serials)) == named


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ({}, "共3篇：1号《一核引领》、2号《水岸议事亭》、3号《三社联动》"),
        ({"units": ("沛县",)}, "沛县2篇：2号《水岸议事亭》、3号《三社联动》"),
        ({"units": ("睢宁县", "丰县")}, "睢宁县0篇；丰县1篇：1号《一核引领》"),
        ({"field": "theme", "value": "5"}, "（五）三社联动1篇：2号《水岸议事亭》"),
        ({"field": "theme", "value": "1"}, "（一）治理结构0篇"),
        ({"field": "level", "value": "village"}, "村级1篇：2号《水岸议事亭》"),
        ({"field": "level", "value": "town"}, "镇级2篇：1号《一核引领》、3号《三社联动》"),
    ],
)
def test_cases_are_counted_and_listed(begun: Office, asked: dict[str, Any], listed: str) -> None:
    assert told(begun, look.list_cases, Order(Verb.LIST, "", **asked)) == listed


def test_how_things_stand(begun: Office) -> None:
    missing = "未报送：睢宁县、邳州市、泉山区"
    assert told(begun, look.list_missing, Order(Verb.MISSING, "")) == missing
    assert told(begun, look.report, Order(Verb.REPORT, "")) == f"已报2/5个单位，共3篇；{missing}"
    assert told(begun, look.list_unwanted, Order(Verb.UNWANTED, "")) == (
        "归入广告、诈骗的来信1封：收件4：shop@example.com“开发票”"
    )


@pytest.mark.parametrize(
    ("serials", "said"),
    [
        ((2, 3), "2号与3号：4%文字相同，60处不同，多不相同，不逐句列出"),
        ((1, 2, 3), "没有办：一次只能比较两篇，如：比较3、5号"),
        ((2,), "没有办：2号只有一稿；与另一篇比较请写明两个编号，如 3 5"),
    ],
)
def test_what_cannot_be_compared_sentence_by_sentence_is_said(
    begun: Office, serials: tuple[int, ...], said: str
) -> None:
    assert told(begun, look.compare, Order(Verb.COMPARE, "", serials)) == said


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("phone", "联系人张三，电话13800000001"),
        ("contact", "联系人张三，电话13800000001"),
        ("when", "8月3日09:00收到，第2稿8月4日09:00收到，按期"),
        ("length", "597字，通知要求约2000字"),
        ("files", "写在来信正文中，没有附件"),
        ("sender", "丰县，报送单位丰县民政局，fx@example.cn（丰县）8月4日09:00来信（收件3）"),
    ],
)
def test_a_question_on_a_case(begun: Office, what: str, answer: str) -> None:
    assert told(begun, tell, Order(Verb.TELL, "", (1,), what)) == f"1号《一核引领》：{answer}"


def test_a_case_of_one_draft_whose_author_named_nobody(begun: Office) -> None:
    assert told(begun, tell, Order(Verb.TELL, "", (2,), "phone")) == "2号《水岸议事亭》：联系人未写，电话未写"
    assert told(begun, tell, Order(Verb.TELL, "", (2,), "when")) == "2号《水岸议事亭》：8月3日10:00收到，按期"


@pytest.mark.parametrize(
    ("what", "units", "answer"),
    [
        ("phone", ("丰县",), "丰县：联系人张三，电话0516-80000001"),
        (
            "phone",
            ("邳州市", "沛县"),
            "沛县：联系人王五，电话0516-80000002；邳州市：联系人未登记，电话未登记",
        ),
        ("address", ("邳州市",), "邳州市：没有登记邮箱"),
        ("address", ("丰县", "睢宁县"), "丰县：fx@example.cn；睢宁县：sn@example.cn"),
        ("reminded", ("丰县",), "丰县：还没有催报过，已报1篇"),
        ("reminded", ("睢宁县",), "睢宁县：还没有催报过"),
        ("reminded", ("邳州市",), "邳州市：还没有催报过，没有登记邮箱，不能发信催报"),
        ("deadline", ("睢宁县",), "睢宁县：8月10日（星期一）24时截止"),
        ("last", ("邳州市",), "邳州市：没有来信"),
    ],
)
def test_a_question_on_units_is_answered_in_official_order(
    begun: Office, what: str, units: tuple[str, ...], answer: str
) -> None:
    assert told(begun, tell, Order(Verb.TELL, "", (), what, units=units)) == answer


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("when", "收件5：8月4日09:30收到"),
        ("files", "收件5：没有附件"),
        ("phone", "睢宁县：联系人未登记，电话未登记"),
        ("mail", "收件5：sn@example.cn（睢宁县）8月4日09:30来信（收件5），主题“请问”：请问截止到哪天？"),
    ],
)
def test_a_question_on_a_mail(begun: Office, what: str, answer: str) -> None:
    assert told(begun, tell, Order(Verb.TELL, "", (5,), what, OF_MAIL)) == answer


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("deadline", "8月10日（星期一）24时截止"),
        ("today", "今天来信3封，最近的：收件5（睢宁县）、收件3（丰县）"),
        (
            "last",
            "最近一封：收件5：sn@example.cn（睢宁县）8月4日09:30来信（收件5），主题“请问”：请问截止到哪天？",
        ),
        ("phone", "没有办：请写明问的是哪一篇、哪封来信或哪个单位"),
    ],
)
def test_a_question_that_names_nothing_is_of_the_whole_call(begun: Office, what: str, answer: str) -> None:
    assert told(begun, tell, Order(Verb.TELL, "", (), what)) == answer


def test_an_office_that_has_had_no_mail_is_told_so(tmp_path: Path) -> None:
    empty = Office(tmp_path).at("08-04 10:00")

    assert [told(empty, tell, Order(Verb.TELL, "", (), what)) for what in ("last", "today")] == [
        "还没有来信",
        "今天来信0封",
    ]
    assert told(empty, look.list_cases, Order(Verb.LIST, "")) == "共0篇"
    assert told(empty, look.list_unwanted, Order(Verb.UNWANTED, "")) == "归入广告、诈骗的来信0封"
    empty.close()
