"""From what is typed into a cell to what the ledger stores."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import ZONE, notice
from tracker.errors import OrderError
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.sheet.back.grid import Cell, CellKind
from tracker.sheet.take.values import as_stored, read_moment, spoiled_field

NOW = datetime(2015, 8, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015-08-03 10:25", "2015-08-03T02:25"),
        ("2015年8月3日", "2015-08-02T16:00"),
        (" 2015/8/3 ", "2015-08-02T16:00"),
        ("2015.8.3 9点", "2015-08-03T01:00"),
        ("2015年8月3日9时5分", "2015-08-03T01:05"),
        ("2015-08-03T10:25:30", "2015-08-03T02:25"),
    ],
)
def test_times_as_people_write_them(text, moment):
    assert read_moment(notice(), text, NOW) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("上周", "没有看懂时间“上周”，写法如 2015-08-03 10:25"),
        ("2015-02-30", "没有“2015-02-30”这个时间"),
        ("2015-08-03 25:00", "没有“2015-08-03 25:00”这个时间"),
        ("2015-08-04", "“2015-08-04”晚于现在"),
    ],
)
def test_times_that_cannot_be(text, why):
    with pytest.raises(OrderError) as caught:
        read_moment(notice(), text, NOW)
    assert caught.value.detail == why


@pytest.mark.parametrize(
    ("name", "cell", "why"),
    [
        ("contact", Cell("周庆和"), ""),
        ("remark", Cell("5", CellKind.NUMBER), ""),
        ("phone", Cell("13800001111", CellKind.NUMBER), ""),
        ("phone", Cell("1.38E+10", CellKind.NUMBER), "号码变成了科学计数，原号码已不完整，请将单元格设为文本后重填"),
        ("town", Cell("5", CellKind.NUMBER), "是数字（5），应为文字"),
        ("title", Cell("2015-08-03", CellKind.DATE), "被表格程序改成了日期（2015-08-03），请将单元格设为文本后重填"),
    ],
)  # fmt: skip
def test_what_a_program_made_of_a_value(name, cell, why):
    assert spoiled_field(name, cell) == why


@pytest.mark.parametrize(
    ("name", "text", "stored"),
    [
        ("title", "《一核引领》", {"title": "一核引领", "subtitle": ""}),
        ("title", "“红色圆桌”连起一条街", {"title": "“红色圆桌”连起一条街", "subtitle": ""}),
        ("title", "“红色圆桌”", {"title": "“红色圆桌”", "subtitle": ""}),
        ("title", "三驾马车 —— 望湖社区纪实", {"title": "三驾马车", "subtitle": "望湖社区纪实"}),
        ("theme", "（四）协商民主", {"theme": "4"}),
        ("level", "镇级", {"level": "town"}),
        ("remark", " 已核 ", {"remark": "已核"}),
        ("status", "已确认", {"confirm": "1"}),
        ("status", "撤回", {"status": "withdrawn"}),
        ("status", "重复", {"status": "duplicate"}),
    ],
)
def test_a_typed_value_as_the_ledger_stores_it(name, text, stored):
    assert as_stored(notice(), None, name, text) == stored


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("title", "——望湖社区纪实", "案例名称不能为空"),
        ("county", " ", "不能为空"),
        ("status", "好", "处理状态应为待核、已确认、已登记、重复、撤回，现为“好”"),
    ],
)
def test_a_value_that_makes_no_sense_says_what_would(name, text, why):
    with pytest.raises(OrderError) as caught:
        as_stored(notice(), None, name, text)
    assert (caught.value.detail or str(caught.value)) == why


def known(**changes):
    values = {"title": Value("红色圆桌"), "subtitle": Value("旧副题")}
    row = CaseRow(1, 1, "XZ-001", CaseStatus.ACTIVE, "fengxian", 1, 1, 1, values, (), (), 1200, True, NOW, NOW, NOW)  # fmt: skip
    return replace(row, **changes)


def titled(title):
    return known(values={"title": Value(title)})


@pytest.mark.parametrize(
    ("case", "text", "changes"),
    [
        (known(), "红色圆桌——旧副题", {}),
        (known(), "《红色圆桌——旧副题》", {}),
        (known(), "《红色圆桌》——旧副题", {}),
        (known(), "红色圆桌", {"subtitle": ""}),
        (known(), "红色圆桌——新副题", {"subtitle": "新副题"}),
        (known(), "蓝色圆桌——旧副题", {"title": "蓝色圆桌"}),
        (known(), "“红色圆桌”——旧副题", {"title": "“红色圆桌”"}),
        (known(), "“红色圆桌”", {"subtitle": ""}),  # she wrote marks round the title, it has none
        (titled("“红色圆桌”"), "“红色圆桌”", {}),  # its own
        (None, "《甲》与《乙》", {"title": "《甲》与《乙》", "subtitle": ""}),
        (None, "《读〈社区〉有感》", {"title": "读〈社区〉有感", "subtitle": ""}),
        (None, "《读《社区》有感》", {"title": "读《社区》有感", "subtitle": ""}),
        (None, "《红色圆桌》——《社区》观察", {"title": "红色圆桌", "subtitle": "《社区》观察"}),
        (None, "红色圆桌————纪实", {"title": "红色圆桌", "subtitle": "——纪实"}),
        (None, " 红 色 圆 桌 ", {"title": "红 色 圆 桌", "subtitle": ""}),
    ],
)
def test_a_title_changes_only_what_she_changed(case, text, changes):
    assert as_stored(notice(), case, "title", text) == changes


@pytest.mark.parametrize(
    ("case", "text", "changes"),
    [
        (known(), "已确认", {"confirm": "1"}),
        (known(confirmed=True), "已登记", {"confirm": ""}),
        (known(confirmed=True), "待核", {"confirm": ""}),
        (known(), "撤回", {"status": "withdrawn"}),
        (known(status=CaseStatus.WITHDRAWN), "已确认", {"status": "active", "confirm": "1"}),
        (known(status=CaseStatus.WITHDRAWN), "已登记", {"status": "active"}),
        (known(status=CaseStatus.DUPLICATE), "撤回", {"status": "withdrawn"}),
    ],
)
def test_a_state_typed_over_another(case, text, changes):
    assert as_stored(notice(), case, "status", text) == changes


@pytest.mark.parametrize("text", ["已登记", "待核"])
def test_what_the_system_says_of_a_case_nobody_types(text):
    with pytest.raises(OrderError) as caught:
        as_stored(notice(), known(), "status", text)
    assert caught.value.detail == "“待核”“已登记”由系统标注；核定无误请填“已确认”"


@pytest.mark.parametrize("name", ["theme", "level", "county", "on_time"])
def test_what_every_case_has_cannot_be_emptied(name):
    with pytest.raises(OrderError) as caught:
        as_stored(notice(), known(), name, " ")
    assert (caught.value.detail or str(caught.value)) == "不能为空"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2015 年 8 月 3 日 9 时", "2015-08-03T01:00"),
        ("2015/08/03 09：05", "2015-08-03T01:05"),
        ("２０１５－０８－０３".replace("－", "-"), "2015-08-02T16:00"),
        ("2015年8月3日17点", "2015-08-03T09:00"),  # this very moment
        ("2015年8月3日9点30分", "2015-08-03T01:30"),
        ("2012-02-29", "2012-02-28T16:00"),
    ],
)
def test_more_times_as_people_write_them(text, moment):
    assert read_moment(notice(), text, NOW) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize(
    "text", ["", "0000-01-01", "2015-13-01", "2013-02-29", "8月3日", "2015-08", "2015-08-03 9", "15-08-03", "2015-08-03 10:60"]
)  # fmt: skip
def test_no_time_is_guessed(text):
    with pytest.raises(OrderError, match=text[:30] or "没有看懂时间"):
        read_moment(notice(), text, NOW)


@given(st.integers(0, 13_000_000))
def test_a_time_that_the_workbook_shows_is_read_back(minutes):
    when = NOW.astimezone(ZONE) - timedelta(minutes=minutes)
    shown = f"{when:%Y-%m-%d %H:%M}"
    read = read_moment(notice(), shown, NOW)
    assert f"{read:%Y-%m-%d %H:%M}" == shown


titles = st.text("《》“”甲乙圆桌—", min_size=1, max_size=12)


@given(titles)
def test_any_title_is_stored_once_and_for_all_or_asked_about(text):
    """What is stored, typed again as it is shown, changes nothing."""
    try:
        first = as_stored(notice(), None, "title", text)
    except OrderError:
        return
    case = known(values={name: Value(value) for name, value in first.items()})
    shown = f"{first['title']}——{first['subtitle']}" if first["subtitle"] else first["title"]
    assert as_stored(notice(), case, "title", shown) == {}
