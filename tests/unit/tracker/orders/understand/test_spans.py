"""What a sentence names, found with the names of the call: kinds, values, places, and what is not named."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from tests.paths import CONFIG
from tracker.orders.understand.fold import fold
from tracker.orders.understand.spans import Kind, Span, any_of, find_spans
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def spans(text):
    return find_spans(fold(text, NAMES, LEXICON).folded, NAMES)


def kinds(text):
    return [(span.kind, span.numbers or span.value) for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3号", (3,)),
        ("３号", (3,)),
        ("第3号", (3,)),
        ("3号案例", (3,)),
        ("第3篇", (3,)),
        ("XZ-003", (3,)),
        ("xz003", (3,)),
        ("XZ_003号", (3,)),
        ("XZ十二", (12,)),
        ("No.7", (7,)),
        ("编号9", (9,)),
        ("十二号", (12,)),
        ("第一百零五号", (105,)),
        ("3、5号和七号", (3, 5, 7)),
        ("9号10号", (9, 10)),
        ("1到8号", (1, 2, 3, 4, 5, 6, 7, 8)),
        ("10号至12号", (10, 11, 12)),
        ("1~3号、7号", (1, 2, 3, 7)),
        ("XZ-003到XZ-006", (3, 4, 5, 6)),
        ("XZ-003-XZ-006", (3, 4, 5, 6)),
        ("XZ003—XZ006", (3, 4, 5, 6)),
        ("1-300号", tuple(range(1, 301))),
    ],
)
def test_numbers_of_cases_are_one_span_from_end_to_end(text, expected):
    folded = fold(text, NAMES, LEXICON).folded
    assert find_spans(folded, NAMES) == (Span(Kind.CASES, folded, 0, len(folded), expected),)


@pytest.mark.parametrize("text", ["3号楼", "5号线", "12号院", "8号令", "", "。", "请抓紧", "案例", "民政"])
def test_what_names_nothing_of_the_call(text):
    assert spans(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收件12", [(Kind.MAIL, (12,))]),
        ("收件12、13", [(Kind.MAIL, (12, 13))]),
        ("收件第十二号", [(Kind.MAIL, (12,))]),
        ("第12封来信", [(Kind.MAIL, (12,))]),
        ("邮件7号", [(Kind.MAIL, (7,))]),
        ("收件12、收件15", [(Kind.MAIL, (12, 15))]),
        ("收件12和3号", [(Kind.MAIL, (12,)), (Kind.CASES, (3,))]),
        ("序号3", [(Kind.ROW, (3,))]),
        ("第3行", [(Kind.ROW, (3,))]),
        ("第三个", [(Kind.ORDINAL, (3,))]),
        ("12", [(Kind.NUMBER, (12,))]),
        ("2016年", [(Kind.NUMBER, (2016,))]),
        ("除了5号，1到3号", [(Kind.CASES, (5,)), (Kind.CASES, (1, 2, 3))]),
        ("XZ003、004", [(Kind.CASES, (3,)), (Kind.NUMBER, (4,))]),
    ],
)
def test_mails_rows_and_plain_numbers_are_no_cases(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("13800001111", Kind.PHONE, "13800001111"),
        ("138 0000 1111", Kind.PHONE, "138 0000 1111"),
        ("0516-80000001", Kind.PHONE, "0516-80000001"),
        ("80000001", Kind.PHONE, "80000001"),
        ("fx@example.cn", Kind.ADDRESS, "fx@example.cn"),
        ("a.b-c+d@mail.example.cn", Kind.ADDRESS, "a.b-c+d@mail.example.cn"),
        ("8月15日", Kind.DATE, "8月15日"),
        ("八月十五日前", Kind.DATE, "八月十五日前"),
        ("2015-08-15", Kind.DATE, "2015-08-15"),
        ("2016.8.15", Kind.DATE, "2016.8.15"),
        ("2016/8/15", Kind.DATE, "2016/8/15"),
        ("8.15", Kind.DATE, "8.15"),
        ("下周五", Kind.DATE, "下周五"),
        ("下下个星期天", Kind.DATE, "下下个星期天"),
        ("大后天", Kind.DATE, "大后天"),
        ("月底前", Kind.DATE, "月底前"),
        ("15号前", Kind.DATE, "15号前"),
        ("村级", Kind.LEVEL, "village"),
        ("街道一级", Kind.LEVEL, "town"),
        ("县区级", Kind.LEVEL, "county"),
        ("南京市丰县", Kind.FOREIGN, "南京市丰县"),
        ("丰县", Kind.UNIT, "丰县"),
        ("丰县民政局", Kind.UNIT, "丰县"),
        ("丰县那边", Kind.UNIT, "丰县"),
        ("大庙街道", Kind.TOWN, "大庙街道"),
        ("第三主题", Kind.THEME, "3"),
        ("主题③", Kind.THEME, "3"),
        ("第四类", Kind.THEME, "4"),
        ("v2", Kind.VERSION, "v2"),
        ("第二稿", Kind.VERSION, "第二稿"),
        ("最新的", Kind.VERSION, "最新的"),
        ("上面那篇", Kind.THAT, "上面那篇"),
        ("《小板凳议事会》", Kind.QUOTE, "小板凳议事会"),
        ("「小板凳」", Kind.QUOTE, "小板凳"),
        ("“3号”", Kind.QUOTE, "3号"),
    ],
)
def test_one_thing_named_alone(text, kind, value):
    assert [(span.kind, span.value, span.start) for span in spans(text)] == [(kind, value, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3号主题改四", [(Kind.CASES, (3,)), (Kind.NUMERAL, (4,))]),
        ("《3号》不是5号", [(Kind.QUOTE, "3号"), (Kind.CASES, (5,))]),
        ("丰县邮箱fx@example.cn", [(Kind.UNIT, "丰县"), (Kind.ADDRESS, "fx@example.cn")]),
        ("3号电话13800001111", [(Kind.CASES, (3,)), (Kind.PHONE, "13800001111")]),
        ("丰县延到8月15日", [(Kind.UNIT, "丰县"), (Kind.DATE, "8月15日")]),
        ("镇里的3号", [(Kind.LEVEL, "town"), (Kind.CASES, (3,))]),
        ("丰县、沛县", [(Kind.UNIT, "丰县"), (Kind.UNIT, "沛县")]),
    ],
)
def test_several_things_in_their_order(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize("name", sorted(NAMES.units))
def test_every_way_of_writing_a_unit_stands_for_it(name):
    (span,) = find_spans(name, NAMES)
    assert (span.kind, span.value) == (Kind.UNIT, NAMES.units[name])


@pytest.mark.parametrize("name", sorted(NAMES.levels))
def test_every_way_of_writing_a_level_stands_for_it(name):
    (span,) = find_spans(name, NAMES)
    assert (span.kind, span.value) == (Kind.LEVEL, NAMES.levels[name])


def test_any_of_takes_the_longest_and_of_nothing_takes_nothing():
    assert any_of(["县", "县区", "a.b"]) == r"a\.b|县区|县"
    assert any_of([]) == "(?!)"


WORDS = (
    "3号 XZ-003 1到8号 丰县 沛县民政局 大庙街道 村级 主题 第三类 《一核》 “甲” 收件12 。 改为 不是 除了 8月15日 15号前 "
    "13800001111 a@b.example 第二稿 那篇 ， 、 - 到 7"
).split(" ")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join))
def test_spans_stand_in_order_and_never_overlap(text):
    found = spans(text)
    places = [(span.start, span.end) for span in found]
    assert places == sorted(places)
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


@given(st.text(max_size=80))
def test_no_text_breaks_the_finding(text):
    assert all(span.kind in Kind for span in spans(text))
