"""A coordinator's plain words, against the corpus of all hands and one kind at a time."""

import time

import pytest

from benchmarks.accuracy.orders import HELD_OUT, TODAY, TUNED, shares, try_all
from tests.office import ROOT
from tracker.orders.understand.order import Guess, Intent, Understanding, Wish
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

LEXICON = load_words(ROOT / "config/words/orders.toml")


def read(text: str) -> Understanding:
    return understand(text, try_all()["first"][0].names, LEXICON)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "right", "wrong"),
    [(TUNED, 0.97, 0.0075), (HELD_OUT, 0.91, 0.0125)],
    ids=["looked at", "held out"],
)
def test_figures_of_the_page_hold(parts, right, wrong):
    found = shares(parts)
    assert found["right"] >= right
    assert found["wrong"] <= wrong


def test_at_least_a_third_of_the_orders_was_held_out():
    orders = try_all()
    assert len(orders) == len(TUNED) + len(HELD_OUT) == 10
    assert sum(len(orders[part]) for part in HELD_OUT) == 590


@pytest.mark.parametrize(
    "text",
    [
        "1、11号主题四\n2、12号镇级",
        "一、11号主题四。二、12号镇级。",
        "（1）11号主题四；（2）12号镇级",
        "①11号主题四②12号镇级",
    ],
)
def test_numbers_of_a_list_are_no_cases(text):
    assert [(wish.cases, wish.field, wish.value) for wish in read(text).wishes] == [
        ((11,), "theme", "4"),
        ((12,), "level", "town"),
    ]


@pytest.mark.parametrize("text", ["序号5改成主题三", "第8行是村级", "第三个改成四"])
def test_a_row_of_the_sheet_is_no_case(text):
    found = read(text)
    assert found.wishes == ()
    assert len(found.guesses) == 1


@pytest.mark.parametrize(
    "text",
    [
        "11号先别撤",
        "有人建议把11号撤掉",
        "11号不要撤",
        "11号先撤掉……等下，先别撤",
        "> 11号撤掉\n这是我前天发的",
    ],
)
def test_what_is_held_back_or_told_is_not_done(text):
    assert read(text).wishes == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("如果11号重复就撤掉", "附有条件"),
        ("11号不予确认", "没有全看懂"),
        ("4号还是10号撤掉", "写了不止一种"),
        ("11号主题改成九", "没有这一项"),
    ],
)
def test_what_is_not_sure_is_asked(text, why):
    found = read(text)
    assert found.wishes == ()
    assert why in [guess.why for guess in found.guesses]


def test_a_guess_names_the_deed_it_would_do():
    assert read("如果11号是村级就改成主题四").guesses == (
        Guess(
            "如果11号是村级就改成主题四",
            "附有条件",
            Wish(Intent.CORRECT, "如果11号是村级就改成主题四", (11,), field="theme", value="4"),
        ),
    )


def test_words_for_a_sender_stay_as_written():
    assert read("收件18回复：请补盖章，１５号前报来。\n11号撤掉").wishes == (
        Wish(Intent.WITHDRAW, "11号撤掉", (11,)),
        Wish(
            Intent.ANSWER,
            "收件18回复：请补盖章，１５号前报来。",
            mails=(18,),
            words="请补盖章，１５号前报来。",
        ),
    )


def test_words_in_a_reminder_are_no_orders():
    assert read("催一下丰县，注明：11号撤掉了，请再报一篇").wishes == (
        Wish(Intent.REMIND, "催一下丰县", units=("丰县",), words="11号撤掉了，请再报一篇"),
    )


def test_rows_of_a_table_are_orders():
    found = read("编号 | 项目 | 应为\n3 | 主题 | 四\n9 | 层级 | 村级 → 镇级")
    assert [(wish.cases, wish.field, wish.value) for wish in found.wishes] == [
        ((3,), "theme", "4"),
        ((9,), "level", "town"),
    ]


def test_later_words_replace_earlier_ones():
    assert [wish.value for wish in read("8号改成村级，不对，镇级").wishes] == ["town"]
    assert [(w.intent, w.cases) for w in read("11号作废，还是恢复吧").wishes] == [(Intent.RESTORE, (11,))]


def test_days_are_read_from_the_day_of_the_mail():
    assert TODAY.isoformat() == "2015-08-06"
    days = {
        text: read(text).wishes[0].value for text in ("延到15号", "截止延到8月20日", "延到下周五", "延到廿日")
    }
    assert days == {
        "延到15号": "2015-08-15",
        "截止延到8月20日": "2015-08-20",
        "延到下周五": "2015-08-14",
        "延到廿日": "2015-08-20",
    }


@pytest.mark.parametrize(
    "unit", ["11号、", "主题四，", "“", "收件18回复", "丰县", "不对，", "一、", "3 | 主题 | 四\n"]
)
def test_long_texts_are_read_in_linear_time(unit):
    started = time.perf_counter()
    read(unit * 4000)
    assert time.perf_counter() - started < 5
