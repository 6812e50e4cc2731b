"""Tables of a notice, and the shares of single units in tables and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.quotas import own_quotas
from intake.campaign.notice.tables import CELL, tables_in
from intake.campaign.notice.values import Quota


def tables(text: str) -> list[tuple[str | None, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    """The line above, the head and the rows of each."""
    return [
        (table.before.text if table.before else None, table.head, table.rows)
        for table in tables_in(read_lines(text))
    ]


def shares(text: str) -> list[tuple[str, Quota]]:
    return list(own_quotas(read_lines(text)))


def test_a_table_with_the_line_above_it() -> None:
    assert tables("名额分配\n单位\t名额\n甲县\t3\n乙县\t2\n以上") == [
        ("名额分配", ("单位", "名额"), (("甲县", "3"), ("乙县", "2")))
    ]


def test_each_row_has_its_line() -> None:
    (table,) = tables_in(read_lines("单位\t名额\n甲县\t3\n乙县\t2"))
    assert (table.head_line.text, [line.text for line in table.lines]) == (
        "单位\t名额",
        ["甲县\t3", "乙县\t2"],
    )


def test_another_number_of_cells_is_another_table() -> None:
    text = "单位\t名额\n甲县\t3\n乙县\t2\n序号\t类别\t说明\n1\t党建\t作用\n2\t协商\t议事"
    assert tables(text) == [
        (None, ("单位", "名额"), (("甲县", "3"), ("乙县", "2"))),
        ("乙县\t2", ("序号", "类别", "说明"), (("1", "党建", "作用"), ("2", "协商", "议事"))),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "单位\t名额",
        "单位\t名额\n甲县\t3",  # a head and one row may be any two lines
        "甲县\n乙县\n丙县",
        "姓名\t\t电话\n张三\t男\t1\n李四\t女\t2",  # a form, not a list under words
        f"{'长' * (CELL + 1)}\t名额\n甲县\t3\n乙县\t2",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert tables(text) == []


CELLS = st.text(alphabet="甲乙丙丁戊", min_size=1, max_size=CELL)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=3, max_size=6)))
def test_any_cells_come_back_in_their_rows(rows: list[tuple[str, ...]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    assert tables(text) == [(None, rows[0], tuple(rows[1:]))]


@given(st.text(alphabet="甲乙\t\n 名额3", max_size=60))
def test_any_lines_are_parted_into_tables_in_order(text: str) -> None:
    lines = read_lines(text)
    after = 0
    for table in tables_in(lines):
        assert len(table.rows) == len(table.lines) >= 2
        assert all(len(row) == len(table.head) > 1 for row in table.rows)
        at = next(at for at in range(after, len(lines)) if lines[at] is table.head_line)
        assert lines[at + 1 : at + 1 + len(table.lines)] == table.lines
        after = at + 1 + len(table.lines)


@pytest.mark.parametrize(
    ("cell", "quota"),
    [
        ("5", Quota(least=5)),
        ("各5", Quota(least=5)),
        ("5篇", Quota(least=5)),
        ("2至5篇", Quota(2, 5)),
        ("不超过5篇", Quota(most=5)),
        ("５", Quota(least=5)),
    ],
)
def test_the_share_in_a_cell(cell: str, quota: Quota) -> None:
    assert shares(f"报送单位\t名额\n高新区\t{cell}\n白沟新城\t1") == [
        ("高新区", quota),
        ("白沟新城", Quota(least=1)),
    ]


@pytest.mark.parametrize("head", ["名额", "推荐数量", "篇数", "案例个数", "份额", "指标"])
def test_how_a_column_of_shares_is_called(head: str) -> None:
    assert shares(f"单位\t{head}\n高新区\t5\n白沟新城\t1") == [
        ("高新区", Quota(least=5)),
        ("白沟新城", Quota(least=1)),
    ]


@pytest.mark.parametrize("head", ["电话", "备注", "序号"])
def test_a_column_of_other_numbers_has_no_shares(head: str) -> None:
    assert shares(f"单位\t{head}\n高新区\t5\n白沟新城\t1") == []


def test_a_cell_that_says_no_number_gives_no_share() -> None:
    assert shares("单位\t名额\n高新区\t不限\n白沟新城\t1") == [("白沟新城", Quota(least=1))]


@pytest.mark.parametrize(
    "said",
    [
        "高新区报送3篇。",
        "每县报送2篇，高新区报送3篇。",
        "其中高新区报送3篇。",
        "高新区民政局报送3篇。",
        "高新区（含园区）报送3篇。",
        "高 新 区 报 送 ３ 篇。",
        "高新区可报送3篇；其余不限。",
    ],
)
def test_the_share_of_one_unit_in_a_clause(said: str) -> None:
    assert shares(said) == [("高新区", Quota(least=3))]


@pytest.mark.parametrize(
    "said",
    ["每县报送3篇。", "各县报送3篇。", "请报送案例。", "《高新区》报送3篇。", f"{'长' * 61}报送3篇。", ""],
)
def test_what_is_no_share_of_a_single_unit(said: str) -> None:
    assert shares(said) == []


@given(st.text(alphabet="高新区各每县报送不超过至3５篇，；。、\t\n名额单位()", max_size=60))
def test_any_lines_are_read_and_every_share_is_possible(text: str) -> None:
    for name, quota in own_quotas(read_lines(text)):
        assert len(name) >= 2
        assert quota != Quota()
        assert not quota.most or quota.least <= quota.most
