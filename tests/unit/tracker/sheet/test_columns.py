"""What the columns of the workbook show of a case."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.office import notice
from tracker.cases.values import theme_label
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.sheet.columns import COLUMNS, Context, OwnColumn, make_stamp, minute, status_word

AT = datetime(2015, 8, 3, 2, 25, 59, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def row(*, status=CaseStatus.ACTIVE, confirmed=False, on_time=None, **values: Value) -> CaseRow:
    return CaseRow(
        id=7, serial=3, number="XZ-003", status=status, unit_key="fengxian", version=2, version_id=11, mail_id=5,
        values=values, themes=(), flags=(), characters=1200, on_time=on_time, sent_at=AT, received_at=AT,
        created_at=AT, confirmed=confirmed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "word"),
    [
        (row(), "已登记"),
        (row(confirmed=True), "已确认"),
        (row(theme=Value("4", waits=True), confirmed=True), "待核"),
        (row(status=CaseStatus.WITHDRAWN, theme=Value("4", waits=True)), "撤回"),
        (row(status=CaseStatus.DUPLICATE, confirmed=True), "重复"),
    ],
)
def test_one_word_for_the_state_of_a_case(case, word):
    assert status_word(case) == word


@pytest.mark.parametrize(
    ("number", "label"),
    [("1", "（一）治理结构"), ("6", "（六）文化与法治"), ("7", ""), ("0", ""), ("", ""), ("四", "")],
)
def test_label_of_a_theme(number, label):
    assert theme_label(notice(), number) == label


def test_times_are_local_and_text():
    assert [minute(AT, SHANGHAI), minute(None, SHANGHAI)] == ["2015-08-03 10:25", ""]


def test_every_column_shows_its_value():
    case = row(
        title=Value("一核引领"), subtitle=Value("丰县纪实"), level=Value("county"), theme=Value("2"),
        x1=Value("同意"),
    )  # fmt: skip
    context = Context.of(notice(), {11: "案例.docx、照片.jpg"})
    shown = {column.heading: column.value(case, context) for column in COLUMNS}

    assert {heading: text for heading, text in shown.items() if text} == {
        "案例编号": "XZ-003", "层级": "县级", "案例名称": "一核引领——丰县纪实", "主题": "（二）治理方式", "字数": 1200,
        "发送时间": "2015-08-03 10:25", "附件情况": "案例.docx、照片.jpg", "稿次": 2, "处理状态": "已登记",
    }  # fmt: skip
    assert OwnColumn("x1", "批示").as_column().value(case, context) == "同意"
    assert make_stamp(case, 17) == "3.2.17"


@pytest.mark.parametrize(("on_time", "word"), [(True, "按期"), (False, "逾期"), (None, "")])
def test_in_time_or_late(on_time, word):
    column = next(column for column in COLUMNS if column.name == "on_time")
    assert column.value(row(on_time=on_time), Context.of(notice(), {})) == word
