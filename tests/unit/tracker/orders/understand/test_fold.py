"""Text made even for reading: widths, signs, numerals, slips, rows of tables; every step keeps the length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from tests.paths import CONFIG
from tracker.orders.understand.fold import LONGEST, fold, read_tables
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def folded(text):
    return fold(text, NAMES, LEXICON).folded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("１２号主题改肆", "12号主题改四"),
        ("３号歸第四類", "3号归第四类"),
        ("請將該篇標題備註對換，3個鄉應轉來", "请将该篇标题备注对换,3个乡应转来"),
        ("ＸＺ－００３", "XZ-003"),
        ("3号\u3000确认\xa0好", "3号 确认 好"),
        ("〇五号", "零五号"),
        ("3好的主题改二", "3号的主题改二"),
        ("第 1 1 号 列 入 名 单", "第11号列入名单"),
        ("12号，不对不对，是21号", "          21号"),
        ("12号，不是13号", "12号,不是13号"),
        ("说：“18号联系人更正为高敏。”请照改。", "说: 18号联系人更正为高敏。。    "),
        ("", ""),
    ],
)
def test_what_is_read_of_what_was_written(written, read):
    assert folded(written) == read


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("3 | 主题 | 四", "3号主题：四"),
        ("3号|主题|四", "3号主题：四"),
        ("| 3 | 主题 | 四 |", "3号主题：四"),
        ("3\t主题\t四", "3号主题：四"),
        ("XZ-003｜主题｜四", "XZ-003号主题：四"),
        ("3 | 主题 | 二 → 四", "3号主题：四"),
        ("3 | 主题 | 二->四", "3号主题：四"),
        ("编号\t主题\n3\t四\n5\t二", "\n3号主题：四\n5号主题：二"),
        ("编号|主题|联系人\n3|四|周庆和", "\n3号主题：四，联系人：周庆和"),
        ("没有表格\n一行文字", "没有表格\n一行文字"),
        ("甲 | 乙", "甲 | 乙"),
        ("3 |", "3 |"),
    ],
)
def test_rows_of_a_table_become_orders(table, read):
    assert read_tables(table, LEXICON.fields, LEXICON.lists["old_column"]) == read


def test_a_column_of_what_was_is_left_out():
    old = LEXICON.lists["old_column"][0]
    table = f"编号|{old}|主题\n3|二|四"
    assert read_tables(table, LEXICON.fields, LEXICON.lists["old_column"]) == "\n3号主题：四"


def test_more_than_an_order_is_not_looked_at():
    assert len(folded("三" * (LONGEST + 1))) == LONGEST


@given(st.text(max_size=200))
def test_places_in_the_folded_text_are_places_in_what_was_written(text):
    piece = fold(text, NAMES, LEXICON)
    assert len(piece.folded) == len(piece.written)


PARTS = [
    "3号",
    "１２号",
    "，",
    "不对",
    "，是",
    "5号",
    "好的",
    "说：",
    "“18号改四。”",
    "请照改",
    "|",
    "\t",
    "主题",
    "\n",
    "四",
    "類",
]


@given(st.lists(st.sampled_from(PARTS), max_size=24).map("".join))
def test_the_length_stays_through_slips_assents_and_tables(text):
    piece = fold(text, NAMES, LEXICON)
    assert len(piece.folded) == len(piece.written)


@given(st.lists(st.sampled_from([*PARTS[:3], *PARTS[4:7], "丰县", "确认"]), max_size=12).map("".join))
def test_a_text_folded_twice_is_the_same(text):
    once = folded(text)
    assert folded(once) == once
