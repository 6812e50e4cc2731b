"""An answer that chooses among three cases of three counties, as coordinators write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import lexicon_of_orders
from tracker.orders.understand.message.chosen import LONGEST, Option, Picked, read_choice, split_answer

CASES = (
    Option(12, ("12号《一核引领》", "一核引领", "丰县", "张三")),
    Option(15, ("15号《红色议事厅》", "红色议事厅", "睢宁县", "李四")),
    Option(21, ("21号《邻里坊》", "邻里坊", "邳州市")),
)


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        (0, "第一篇 前者 丰县那篇 张三的 一核引领 嗯，第一篇 12 是12号 头一篇"),
        (1, "第二篇 第二 是第二个吧 应该是第二个 15号那篇 十五 李四报的那篇 红色议事厅 《红色议事厅》那篇 议事厅 红色 睢宁的 睢宁县的 您好，李四那个，谢谢"),
        (2, "第三个 第３个 选第3个 我要的是第三篇 最后一篇 末一篇 后一个 3 三 21 ２１号 二十一号 XZ-021 案例21 21号《邻里坊》 《邻里坊》 邻里坊那个 不是12号，是21号"),
    ],
)  # fmt: skip
def test_one_of_three_by_place_number_county_person_or_title(place: int, texts: str) -> None:
    said = {text: read_choice(text, CASES, lexicon_of_orders()) for text in texts.split()}

    assert said == dict.fromkeys(texts.split(), Picked((place,)))


@pytest.mark.parametrize("text", ["都要", "三个都是"])
def test_all_three(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked((0, 1, 2))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("第四个", 0),
        ("第十个", 0),
        ("99", 0),
        ("0", 0),
        ("99号", 99),
        ("二号", 2),
        ("案例7", 7),
        ("XZ-030", 30),
    ],
)
def test_none_of_three_and_another_case_only_where_it_is_marked_as_one(text: str, other: int) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked(other=other)


@pytest.mark.parametrize(
    "text",
    ["随便", "就是它", "算了", "不是12号", "除了15号", "丰县的和睢宁县的", "号", "《》", "县", "谢谢", "1" * (LONGEST + 1)],
)  # fmt: skip
def test_what_leaves_open_which_of_three(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) is None


@pytest.mark.parametrize("text", ["1", "12号", "丰县", "都是"])
def test_of_one_alone_or_none_nothing_is_chosen(text: str) -> None:
    assert read_choice(text, CASES[:1], lexicon_of_orders()) is None
    assert read_choice(text, (), lexicon_of_orders()) is None


@given(st.integers(1, 20), st.sampled_from(["第{}个", "选第{}篇", "第{}篇，谢谢", "您好，第{}个"]))
def test_any_place_is_counted_from_one_and_beyond_the_last_is_none(place: int, words: str) -> None:
    options = tuple(Option(100 + at, (f"{100 + at}号",)) for at in range(9))
    expected = Picked((place - 1,)) if place <= len(options) else Picked()

    assert read_choice(words.format(place), options, lexicon_of_orders()) == expected


@given(st.text("第一二三12350号个篇案例《》丰县那是不，、。 XZ-", max_size=20))
def test_whatever_is_written_chooses_only_what_is_there(text: str) -> None:
    picked = read_choice(text, CASES, lexicon_of_orders())

    assert picked is None or set(picked.places) <= {0, 1, 2}
    assert picked is None or not (picked.places and picked.other)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("", ("", "")),
        ("您好，\n30号。", ("30号", "")),
        ("第二个；另外撤回5号", ("第二个", "另外撤回5号")),
        ("第二个！谢谢", ("第二个", "谢谢")),
        ("嗯\n第二个\n李敏\n民政局", ("第二个", "李敏\n民政局")),
        ("好的。好的。第一个", ("第一个", "")),
        ("第一个，谢谢", ("第一个，谢谢", "")),
    ],
)
def test_what_stands_before_and_behind_an_answer(text: str, split: tuple[str, str]) -> None:
    assert split_answer(text, lexicon_of_orders()) == split


@given(st.text("第一个30号您好。；！\n，谢 ", max_size=40))
def test_the_answer_and_what_stands_behind_it_are_of_the_text(text: str) -> None:
    answer, behind = split_answer(text, lexicon_of_orders())

    assert answer in text
    assert text.endswith(behind)
