"""Shares of single units, read from clauses and from tables; what is said of every unit is none of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.quotas import LONGEST, own_quotas
from intake.campaign.notice.values import Quota
from tests.properties import examples


def shares(text: str) -> list[tuple[str, int, int]]:
    return [(name, quota.least, quota.most) for name, quota in own_quotas(read_lines(text))]


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("报送3篇", 3, 0),
        ("报送3至5篇", 3, 5),
        ("报送1—2篇", 1, 2),
        ("不少于2篇、不超过5篇", 2, 5),
        ("至少推荐两篇", 2, 0),
        ("推荐1个", 1, 0),
        ("限报2篇", 0, 2),
        ("最多3件", 0, 3),
        ("原则上不超过2篇", 0, 2),
        ("可报送2篇以内", 0, 2),
        ("应提交4份", 4, 0),
        ("各3篇", 3, 0),
    ],
)
@pytest.mark.parametrize("name", ["高新区", "白沟新城", "市属高校"])
def test_a_clause_that_says_what_one_unit_sends(name: str, said: str, least: int, most: int) -> None:
    assert shares(f"{name}{said}。") == [(name, least, most)]
    assert shares(f"每县（市、区）报送3篇；{name}{said}。") == [(name, least, most)]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("高新区、白沟新城", ["高新区", "白沟新城"]),
        ("高新区和白沟新城", ["高新区", "白沟新城"]),
        ("高新区、白沟新城及度假区", ["高新区", "白沟新城", "度假区"]),
        ("其中高新区", ["高新区"]),
        ("另外两个高新区", ["高新区"]),
        ("高新区（含空港）", ["高新区"]),
        ("高新区教育局", ["高新区"]),
        ("云龙区总工会、泉山区妇联", ["云龙区", "泉山区"]),
        ("经开区管委会、高新区管委会", ["经开区", "高新区"]),
        ("云龙区民政局", ["云龙区"]),
    ],
)
def test_a_unit_is_named_without_its_office(who: str, names: list[str]) -> None:
    assert shares(f"{who}限报2篇。") == [(name, 0, 2) for name in names]


@pytest.mark.parametrize(
    "said",
    [
        "每县（市、区）报送3篇。",
        "每校限报1篇。",
        "各镇限报1篇。",
        "评出一等奖10个、二等奖20个。",
        "评出一等奖高新区3篇。",
        "报送《项目申报书》1份。",
        "高新区报送。",
        "请于8月10日前报送。",
        f"{'高' * (LONGEST + 1)}报送3篇。",
        "",
    ],
)
def test_what_is_no_share_of_one_unit(said: str) -> None:
    assert shares(said) == []


@pytest.mark.parametrize("head", ["名额", "推荐名额", "报送数量", "篇数", "分配指标"])
def test_a_column_of_shares_in_a_table(head: str) -> None:
    table = f"单位\t{head}\n丰县、沛县\t各6篇\n泉山区\t5\n云龙区\t五篇\n鼓楼区\t不超过4篇\n睢宁县\t6至8篇"
    assert shares(table) == [
        ("丰县", 6, 0),
        ("沛县", 6, 0),
        ("泉山区", 5, 0),
        ("云龙区", 5, 0),
        ("鼓楼区", 0, 4),
        ("睢宁县", 6, 8),
    ]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("序号\t单位\t推荐数量\n1\t丰县\t3\n2\t沛县\t2", [("丰县", 3, 0), ("沛县", 2, 0)]),
        ("单位\t名额\n丰县\t0\n沛县\t2", [("沛县", 2, 0)]),
        ("单位\t名额\n丰县\t待定\n沛县\t２", [("沛县", 2, 0)]),
        ("单位\t电话\n丰县\t83081234\n沛县\t83081235", []),
        ("名额\t单位\n6\t丰县\n5\t沛县", []),  # the unit stands before its share
        ("单位\t名额\n丰县\t3", []),  # one row is no table
    ],
)
def test_a_table_gives_the_shares_that_it_says(table: str, found: list[tuple[str, int, int]]) -> None:
    assert shares(table) == found


@settings(max_examples=examples(120))
@given(st.text("高新区丰县、和各每限报送23至篇不少于超过。，\t\n名额（）", max_size=60))
def test_any_notice_is_read_and_a_share_is_a_number(text: str) -> None:
    for name, quota in own_quotas(read_lines(text)):
        assert 2 <= len(name) <= LONGEST
        assert "每" not in name
        assert quota != Quota()
        assert not quota.most or quota.least <= quota.most
