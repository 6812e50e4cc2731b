"""From what is typed into a cell to what the ledger stores."""

from datetime import UTC, datetime

import pytest

from tests.office import notice
from tracker.errors import OrderError
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
