"""Labels that only one call's form has are read as the usual ones."""

from __future__ import annotations

from functools import cache

import pytest

from intake.campaign.campaign import Campaign
from intake.model.case import Document, Format, Row
from intake.understand.papers.own_labels import USUAL, with_usual_labels, with_usual_lines
from intake.worker.pool import CallFiles
from tests.paths import CONFIG


@cache
def campaign() -> Campaign:
    files = (
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    )
    own = {"item": "论文", "form": {"unit": ("实施学校",), "contact": ("执笔 人：",)}}
    return CallFiles(*files).load().campaign.model_copy(update=own)


def read(*pairs: tuple[str, str], rows: tuple[Row, ...] = ()) -> Document:
    (found,) = with_usual_labels([Document("表.doc", Format.DOC, pairs=pairs, rows=rows)], campaign())
    return found


@pytest.mark.parametrize(
    ("label", "usual"),
    [
        ("实施学校", "报送单位"),
        ("实 施\u3000学 校：", "报送单位"),
        ("＊实施学校", "报送单位"),
        ("执笔人", "联系人"),
        ("论文名称", "案例名称"),
        ("论文题目", "案例名称"),
        ("论文标题:", "案例名称"),
        ("论文", "论文"),
        ("实施学校名称", "实施学校名称"),
        ("报送单位", "报送单位"),
        ("", ""),
    ],
)
def test_a_label_of_the_call(label: str, usual: str) -> None:
    assert read((label, "甲"), ("备注", "乙")).pairs == ((usual, "甲"), ("备注", "乙"))


def test_a_head_row_is_read_so_too_and_values_stay() -> None:
    rows = (Row(("序号", "论文 题目", "实施学校")), Row(("1", "甲", "乙")))
    assert read(rows=rows).rows == (Row(("序号", "案例名称", "报送单位")), Row(("1", "甲", "乙")))
    assert read(("备注", "实施学校")).pairs == (("备注", "实施学校"),)


def test_no_documents_are_none() -> None:
    assert with_usual_labels([], campaign()) == []
    assert len(set(USUAL.values())) == len(USUAL)


def test_a_line_of_the_text_is_read_so_too() -> None:
    text = "论文名称：夜读\n实施学校: 红旗小学\n联系人：王明\n夜读从七点开始：灯亮了。"
    found = with_usual_lines(
        Document("1.txt", Format.TEXT, text=text, pairs=(("联系人", "王明"),)), campaign()
    )

    assert found.text == "案例名称：夜读\n报送单位：红旗小学\n联系人：王明\n夜读从七点开始：灯亮了。"
    assert found.pairs == (("联系人", "王明"), ("案例名称", "夜读"), ("报送单位", "红旗小学"))
