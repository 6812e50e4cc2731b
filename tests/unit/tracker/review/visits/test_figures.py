"""Figures of a text, for the team to check on the spot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.review.visits.figures import MOST, Figure, find_figures


@pytest.mark.parametrize(
    ("clause", "value"),
    [
        ("服务居民1200余人次", "1200余人次"),
        ("筹资30余万元", "30余万元"),
        ("惠及3万余人", "3万余人"),
        ("绿化1.2万平方米", "1.2万平方米"),
        ("投入1.5亿元", "1.5亿元"),
        ("登记1,200人", "1,200人"),
        ("登记1，200人", "1，200人"),
        ("全市1,234,567人", "1,234,567人"),
        ("投入12．5万元", "12．5万元"),
        ("满意率达９８．５％", "９８．５％"),
        ("每月3-5次", "3-5次"),
        ("每组30至50户", "30至50户"),
        ("由30%提高到50%", "30%、50%"),
        ("建成 3 个站，安置 100 余 户", "3个、100余户"),
        ("化解26起，又化解26起", "26起"),
        ("接待10多个考察团", "10多个"),
        ("安装路灯28盏", "28盏"),
        ("惠及三百余户", "三百余户"),
        ("满意率百分之九十五", "百分之九十五"),
        ("九成以上群众赞成", "九成"),
        ("培育十二支队伍", "十二支"),
        ("调处率为百分之九十八点五", "百分之九十八点五"),
    ],
)
def test_a_figure_is_shown_as_it_is_written(clause: str, value: str) -> None:
    assert find_figures(f"。{clause}。") == [Figure(value, clause)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2014年8月5日",
        "电话13912345678",
        "1.2.3个",
        "第1/3",
        "一是加强领导",
        "3、4楼",
        "1234567890123个",
        "第12村",
        "一是第三次",
        "12345热线",
        "二楼",
    ],
)
def test_years_list_numbers_and_telephones_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_a_number_after_a_year_and_a_comma_is_its_own() -> None:
    assert find_figures("2014，200人参加") == [Figure("200人", "2014，200人参加")]


def test_the_part_of_a_long_clause_that_is_shown_holds_its_figure() -> None:
    clause = "2014年" + "社区组织居民议事协商" * 8 + "建成服务站21个" + "并长期坚持" * 10

    assert find_figures(clause) == [
        Figure("21个", "…民议事协商社区组织居民议事协商建成服务站21个并长期坚持并长期坚持并长期坚持并长期坚持并长期坚持并长期坚持并长期坚持并长…")
    ]  # fmt: skip


def test_the_same_clause_stands_once_and_a_list_ends_on_two_pages() -> None:
    assert find_figures("化解26起；化解26起。\n化解26起") == [Figure("26起", "化解26起")]
    many = "。".join(f"第{n}村办结{n}件" for n in range(1, MOST + 20))
    assert find_figures(many) == [Figure(f"{n}件", f"第{n}村办结{n}件") for n in range(1, MOST + 1)]


@given(
    st.text("社区议事2014年，、", max_size=120),
    st.integers(1, 999_999),
    st.sampled_from(["户", "万元", "%", "人次"]),
    st.text("社区议事，、", max_size=120),
)
def test_every_figure_stands_in_what_is_shown_of_its_clause(
    before: str, number: int, measure: str, after: str
) -> None:
    (figure,) = find_figures(f"{before}约{number}{measure}{after}")

    assert f"{number}{measure}" in figure.value.split("、")
    assert f"{number}{measure}" in figure.clause
    assert len(figure.clause) <= 62
