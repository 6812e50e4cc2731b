"""Lists of cases written as lines, and lines that a call's form labels in its own way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.accuracy.identify import shipped_call
from intake.campaign.campaign import Campaign
from intake.model.case import Document, DocumentKind, Format, Row
from intake.understand.papers.listed import HEAD, LONGEST, read_list
from intake.understand.papers.own_labels import LONGEST as LONGEST_LABELLED
from intake.understand.papers.own_labels import with_usual_lines
from tests.properties import examples


def document(text: str, **more: Any) -> Document:
    return replace(Document("目录.docx", Format.DOCX, DocumentKind.OTHER, text=text), **more)


def sheet(text: str, *titles: str) -> Document:
    rows = (HEAD, *(Row((title, "")) for title in titles))
    return document(text, kind=DocumentKind.SHEET, rows=rows)


@pytest.mark.parametrize(
    "heading", ["案例目录", "推荐案例名单（共两篇）", "优秀做法清单", "丰县材料一览", "典型经验汇总"]
)
@pytest.mark.parametrize("mark", [".", "、", ")", "．", "）"])
def test_numbered_lines_under_a_heading_of_cases_are_its_rows(heading: str, mark: str) -> None:
    text = f"{heading}\n1{mark}东关社区五步议事\n2{mark} 《楼道公约》 睢城镇；\n丰县民政局\n8月3日"
    assert read_list(document(text)) == sheet(text, "东关社区五步议事", "楼道公约")


@pytest.mark.parametrize(
    "text",
    [
        "案例目录\n1.东关社区五步议事",  # one is no list
        "案例目录\n2.东关社区五步议事\n3.楼道公约",  # counted from the midst
        "案例目录\n1.东关社区五步议事\n1.楼道公约",
        "会议名单\n1.张三\n2.李四",
        "目录\n1.东关社区五步议事\n2.楼道公约",  # of whatever
        "东关社区\n案例目录\n1.五步议事\n2.楼道公约",  # the heading stands first
        f"案例目录\n1.{'很' * LONGEST}\n2.楼道公约",
        "案例目录\n一\n二\n三\n1.五步议事\n2.楼道公约",
        "案例目录的编写说明\n1.字数两千\n2.附照片",
        "",
    ],
)
def test_other_lines_are_no_list_of_cases(text: str) -> None:
    assert read_list(document(text)) == document(text)


def test_a_table_is_read_as_a_table() -> None:
    table = document("案例目录\n1.五步议事\n2.楼道公约", rows=(Row(("序号", "名称")),))
    assert read_list(table) == table


@settings(max_examples=examples(60))
@given(st.lists(st.text("五步议事楼道公约邻里", min_size=1, max_size=20), min_size=2, max_size=12))
def test_any_titles_come_back_in_their_order(titles: list[str]) -> None:
    text = "\n".join(["案例目录", *(f"{at}．{title}" for at, title in enumerate(titles, 1))])
    assert read_list(document(text)) == sheet(text, *titles)


@cache
def campaign() -> Campaign:
    form = {"unit": ("实施学校",), "contact": ("执笔 人：",), "phone": ("手机号",)}
    return shipped_call().campaign.model_copy(update={"item": "论文", "form": form})


@pytest.mark.parametrize(
    ("line", "read", "told"),
    [
        ("论文名称：夜读", "案例名称：夜读", ("案例名称", "夜读")),
        ("论 文 题 目: 夜读", "案例名称：夜读", ("案例名称", "夜读")),
        ("＊论文标题：夜读  ", "案例名称：夜读", ("案例名称", "夜读")),
        ("\u3000实施学校：红旗小学", "报送单位：红旗小学", ("报送单位", "红旗小学")),
        ("执笔人：王明", "联系人：王明", ("联系人", "王明")),
        ("手机号：１３９００００１１０１", "联系电话：13900001101", ("联系电话", "13900001101")),
    ],
)
def test_a_label_of_the_calls_own_form_is_read_as_the_usual_one(
    line: str, read: str, told: tuple[str, str]
) -> None:
    found = with_usual_lines(document(f"前言\n{line}\n正文。"), campaign())
    assert found == document(f"前言\n{read}\n正文。", pairs=(told,))


@pytest.mark.parametrize(
    "line",
    [
        "论文名称：",
        "论文名称 夜读",
        "论文：夜读",
        "本校论文名称：夜读",
        "案例名称：夜读",
        "执笔人和审核人：王明",
        f"论文名称：{'夜' * LONGEST_LABELLED}",  # a paragraph
        "",
    ],
)
def test_other_lines_stay_as_they_were_written(line: str) -> None:
    one = document(f"前言\n{line}", pairs=(("联系人", "王明"),))
    assert with_usual_lines(one, campaign()) == one


def test_what_a_cell_says_already_is_not_told_twice() -> None:
    one = document("执笔人：王明\n执笔人：王明", pairs=(("联系人", "王明"),))
    assert with_usual_lines(one, campaign()) == replace(one, text="联系人：王明\n联系人：王明")
