"""A coordinator's text cut into items, sentences and clauses; list numbers fall away, named things stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from tests.paths import CONFIG
from tracker.orders.understand.fold import fold
from tracker.orders.understand.items import SENTENCE, Piece, clauses_of, divide, items, sentences
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def piece(text):
    return Piece(text, text)


def cut(text):
    return [item.written for item in items(piece(text))]


def clauses(text):
    return [clause.written for clause in clauses_of(fold(text, NAMES, LEXICON), NAMES, LEXICON)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1、3号主题改四\n2、5号撤回", ["3号主题改四\n", "5号撤回"]),
        ("1. 3号确认\n2. 5号撤回", ["3号确认\n", "5号撤回"]),
        ("1.12号主题改四\n2.13号主题改五", ["12号主题改四\n", "13号主题改五"]),
        ("1) 甲 2) 乙", ["甲 ", "乙"]),
        ("(1)甲\n(2)乙\n(3)丙", ["甲\n", "乙\n", "丙"]),
        ("（一）甲。（二）乙", ["甲。", "乙"]),
        ("一、甲\n二、乙", ["甲\n", "乙"]),
        ("①甲；②乙", ["甲；", "乙"]),
        ("甲、3号\n乙、5号", ["3号\n", "5号"]),
        ("一是3号确认；二是5号撤回", ["3号确认；", "5号撤回"]),
        ("其一，3号确认。其二，5号撤回", ["3号确认。", "5号撤回"]),
        ("第一，3号确认。第二，5号撤回", ["3号确认。", "5号撤回"]),
        ("请办：1、甲；2、乙", ["请办：", "甲；", "乙"]),
        ("3号确认\n1、5号撤回\n2、6号撤回", ["3号确认\n", "5号撤回\n", "6号撤回"]),
        ("\n".join(f"{n}、第{n}件" for n in range(1, 13)), [f"第{n}件\n" for n in range(1, 12)] + ["第12件"]),
    ],
)
def test_a_run_of_marks_that_count_up_from_one_is_a_list(text, expected):
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1、3号和5号确认",
        "2、甲\n3、乙",
        "1、甲\n3、乙",
        "2.5号确认",
        "一、甲",
        "3号确认，5号撤回",
        "（1）甲",
        "①甲",
    ],
)
def test_marks_that_do_not_count_up_are_words(text):
    assert cut(text) == [text]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \n"])
def test_of_nothing_there_is_no_item(text):
    assert cut(text) == []


def test_a_mark_out_of_turn_belongs_to_the_item_it_stands_in():
    assert cut("1、甲\n1、乙\n2、丙") == ["甲\n1、乙\n", "丙"]


def test_quoted_lines_fall_away_and_the_length_stays():
    (item,) = items(piece("> 2号撤回\n3号确认\n＞原文"))
    assert item.written.strip() == "3号确认"
    assert len(item.written) == len("> 2号撤回\n3号确认\n＞原文")
    assert cut("> 全是引文\n> 两行") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3号确认。5号撤回！", ["3号确认", "5号撤回"]),
        ("3号确认；5号撤回\n6号确认", ["3号确认", "5号撤回", "6号确认"]),
        ("3号确认吗？5号撤回", ["3号确认吗？", "5号撤回"]),
        ("3号确认!!!5号撤回", ["3号确认", "5号撤回"]),
        ("《甲；乙》；丙", ["《甲；乙》", "丙"]),
        ("3号标题改为“好。是的！”。请办", ["3号标题改为“好。是的！”", "请办"]),
        ("“不成对。5号撤回", ["“不成对", "5号撤回"]),
        ("「甲。乙」丙。丁", ["「甲。乙」丙", "丁"]),
        ("。。；\n", []),
        ("", []),
    ],
)
def test_sentences_end_at_marks_outside_quotes(text, expected):
    assert [sentence.written for sentence in sentences(piece(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,2,4号确认", ["1,2,4号确认"]),
        ("1，2，4号确认，5号撤回", ["1，2，4号确认", "5号撤回"]),
        ("9号镇级10号村级", ["9号镇级", "10号村级"]),
        ("3号联系人改为周庆和，电话13800001111", ["3号联系人改为周庆和", "电话13800001111"]),
        ("标题改成 一张圆桌", ["标题改成 一张圆桌"]),
        ("作废的是12号，11号恢复", ["作废的是12号", "11号恢复"]),
        ("4号、7号互换主题：4号为三", ["4号、7号互换主题：", "4号为三"]),
        ("3号备注：甲，乙，丙", ["3号备注：甲，乙，丙"]),
        ("3号确认 5号撤回", ["3号确认", "5号撤回"]),
        ("3号标题改为《甲，乙》，5号撤回", ["3号标题改为《甲，乙》", "5号撤回"]),
        ("3号确认，，，5号撤回，", ["3号确认", "5号撤回"]),
        ("3号确认……5号撤回", ["3号确认", "5号撤回"]),
        ("，", []),
        ("", []),
    ],
)
def test_clauses_end_at_commas_that_stand_in_no_named_thing(text, expected):
    assert clauses(text) == expected


def test_a_piece_is_cut_alike_on_both_sides():
    assert Piece("3号确认", "３号確認").cut(2, 4) == Piece("确认", "確認")
    assert list(divide(Piece("甲;乙", "甲；乙"), SENTENCE)) == [Piece("甲", "甲"), Piece("乙", "乙")]


MARKS = [
    "1、",
    "2、",
    "3、",
    "（一）",
    "（二）",
    "①",
    "②",
    "一是",
    "二是",
    "\n",
    "。",
    "；",
    "，",
    " ",
    "> ",
    "？",
]
WORDS = [
    "3号",
    "确认",
    "《甲，乙》",
    "“丙。丁”",
    "丰县",
    "改为",
    "镇级",
    "主题",
    "1到3号",
    "8.15",
    "甲",
    "：",
]


@given(st.lists(st.sampled_from(MARKS + WORDS), max_size=20).map("".join))
def test_what_is_cut_is_part_of_the_text_in_its_order_and_never_empty(text):
    folded = fold(text, NAMES, LEXICON)
    at = 0
    for item in items(folded):
        assert len(item.folded) == len(item.written)
        for sentence in sentences(item):
            for clause in clauses_of(sentence, NAMES, LEXICON):
                assert clause.folded.strip()
                assert len(clause.folded) == len(clause.written)
                place = folded.folded.find(clause.folded.strip(), at)
                assert place >= at
                at = place + len(clause.folded.strip())
