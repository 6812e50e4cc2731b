"""What the coordinator marks, notes and wishes: what she is told, and what an undo would put back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office import LI, Office
from tests.unit.tracker.orders.acts.desk import done, fill_office, told
from tracker.ledger.people.wishes import DigestWish, digest_wish
from tracker.ledger.published.issued import unit_notes
from tracker.orders.acts import look
from tracker.orders.acts.digests import wish_digest
from tracker.orders.acts.marks import list_marked, mark_important
from tracker.orders.acts.units import note_units, report_zero
from tracker.orders.order import OF_MAIL, Order, Verb

NOW = "2015-08-04T02:00:00+00:00"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = fill_office(tmp_path_factory.mktemp("wished"))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def marked(office: Office) -> str:
    return told(office, list_marked, Order(Verb.MARKED, ""))


def test_cases_mails_and_units_are_marked_and_listed(office: Office) -> None:
    assert marked(office) == "还没有标为重点的"
    assert told(office, mark_important, Order(Verb.MARK, "", (2, 1))) == (
        "2号、1号已标为重点，回复“重点有哪些”可查"
    )
    assert told(office, mark_important, Order(Verb.MARK, "", units=("丰县",))) == (
        "丰县已标为重点，回复“重点有哪些”可查"
    )
    assert told(office, mark_important, Order(Verb.MARK, "", (5,), OF_MAIL)) == (
        "收件5已标为重点，回复“重点有哪些”可查"
    )
    assert marked(office) == "标为重点的：2号《水岸议事亭》、1号《一核引领》；收件5“请问”；丰县"
    assert told(office, look.show_cases, Order(Verb.SHOW, "", (3,))).endswith("，第1稿")
    assert told(office, look.show_cases, Order(Verb.SHOW, "", (2,))).endswith("，第1稿，重点")


def test_a_mark_is_taken_away_and_an_undo_knows_only_what_changed(office: Office) -> None:
    first = done(office, mark_important, Order(Verb.MARK, "", (1,)))
    again = done(office, mark_important, Order(Verb.MARK, "", (1, 2)))
    away = done(office, mark_important, Order(Verb.UNMARK, "", (1, 2)))

    assert first[1] == [{"what": "mark", "kind": "case", "which": 1, "was": False}]
    assert again[1] == [{"what": "mark", "kind": "case", "which": 2, "was": False}]
    assert away == (
        "1号、2号不再标为重点",
        [
            {"what": "mark", "kind": "case", "which": 1, "was": True},
            {"what": "mark", "kind": "case", "which": 2, "was": True},
        ],
    )
    assert marked(office) == "还没有标为重点的"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "没有办：请写明哪一篇、哪封来信或哪个单位"),
        ({"serials": (9,)}, "没有办：没有9号案例"),
        ({"serials": (1, 9)}, "没有办：没有9号案例"),
    ],
)
def test_what_is_not_there_is_not_marked_nor_what_stands_beside_it(
    office: Office, asked: dict[str, Any], why: str
) -> None:
    assert done(office, mark_important, Order(Verb.MARK, "", **asked)) == (why, [])
    assert marked(office) == "还没有标为重点的"


def test_units_that_send_nothing_are_told_as_such_and_expected_again(office: Office) -> None:
    both = ("睢宁县", "泉山区")
    missing = "未报送：睢宁县、邳州市、泉山区"

    assert done(office, report_zero, Order(Verb.ZERO, "", units=both)) == (
        "睢宁县、泉山区登记为零报告，不再催报；再来材料照常登记",
        [{"what": "zero", "unit": "suining", "was": None}, {"what": "zero", "unit": "quanshan", "was": None}],
    )
    assert told(office, look.list_missing, Order(Verb.MISSING, "")) == (
        f"{missing}；其中零报告：睢宁县、泉山区"
    )
    assert told(office, report_zero, Order(Verb.EXPECT, "", units=both)) == (
        "睢宁县、泉山区不按零报告处理，恢复为未报送"
    )
    assert told(office, look.list_missing, Order(Verb.MISSING, "")) == missing


def test_of_units_one_of_which_has_cases_none_is_taken_as_sending_nothing(office: Office) -> None:
    assert done(office, report_zero, Order(Verb.ZERO, "", units=("睢宁县", "丰县"))) == (
        "没有办：丰县已报1篇，不能登记为零报告；确实不报的，请先撤回各篇",
        [],
    )
    assert told(office, look.list_missing, Order(Verb.MISSING, "")) == "未报送：睢宁县、邳州市、泉山区"


@pytest.mark.parametrize("act", [report_zero, note_units])
def test_a_wish_on_units_that_names_none_is_asked_back(office: Office, act: Any) -> None:
    assert done(office, act, Order(Verb.ZERO, "", words="本次不报")) == ("没有办：请写明单位", [])


def test_a_note_on_a_unit_stands_behind_the_one_before(office: Office) -> None:
    first = Order(Verb.NOTE, "", units=("丰县",), words="联系人休假")
    second = Order(Verb.NOTE, "", units=("丰县", "沛县"), words="电话已换")

    assert done(office, note_units, first) == (
        "丰县备注：联系人休假",
        [{"what": "unit-note", "unit": "fengxian", "was": ""}],
    )
    assert done(office, note_units, second) == (
        "丰县、沛县备注：电话已换",
        [
            {"what": "unit-note", "unit": "fengxian", "was": "联系人休假"},
            {"what": "unit-note", "unit": "peixian", "was": ""},
        ],
    )
    assert office.ask(unit_notes) == {"fengxian": "联系人休假；电话已换", "peixian": "电话已换"}


@pytest.mark.parametrize(
    ("field", "value", "said", "wish"),
    [
        ("at", "07:45", "日报工作日07:45发给您，从下一次起", DigestWish(at="07:45", off=False, since=NOW)),
        ("days", "all", "日报每天17:00发给您，从下一次起", DigestWish(all_days=True, off=False, since=NOW)),
        ("days", "work", "日报工作日17:00发给您，从下一次起", DigestWish(off=False, since=NOW)),
        ("", "off", "日报不再发给您；要恢复，回复“日报照常发给我”", DigestWish(off=True, since=NOW)),
        ("", "on", "日报工作日17:00发给您，从下一次起", DigestWish(off=False, since=NOW)),
    ],
)
def test_the_daily_digest_as_she_wants_it(
    office: Office, field: str, value: str, said: str, wish: DigestWish
) -> None:
    assert told(office, wish_digest, Order(Verb.DIGEST, "", field=field, value=value)) == said
    assert office.ask(lambda connection: digest_wish(connection, LI.email)) == wish


@pytest.mark.parametrize("value", ["25:00", "12:61", "早上", ""])
def test_an_hour_that_is_none_changes_nothing(office: Office, value: str) -> None:
    assert done(office, wish_digest, Order(Verb.DIGEST, "", field="at", value=value)) == (
        f"没有办：没有“{value}”这个钟点",
        [],
    )
    assert office.ask(lambda connection: digest_wish(connection, LI.email)) == DigestWish()


def test_an_hour_brings_back_a_digest_that_was_off_and_keeps_its_days(office: Office) -> None:
    orders = [("days", "all"), ("", "off"), ("at", "18:00")]
    said = [
        told(office, wish_digest, Order(Verb.DIGEST, "", field=field, value=value)) for field, value in orders
    ]

    assert said == [
        "日报每天17:00发给您，从下一次起",
        "日报不再发给您；要恢复，回复“日报照常发给我”",
        "日报每天18:00发给您，从下一次起",
    ]


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (("丰县",), "丰县不按零报告处理"),
        (("睢宁县", "丰县"), "丰县、睢宁县不按零报告处理，睢宁县恢复为未报送"),
    ],
)
def test_a_unit_that_has_sent_is_not_called_missing(
    office: Office, units: tuple[str, ...], said: str
) -> None:
    assert told(office, report_zero, Order(Verb.EXPECT, "", units=units)) == said
