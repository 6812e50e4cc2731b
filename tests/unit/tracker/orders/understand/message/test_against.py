"""What stands beside an order and speaks against it: asked with one guess, not done."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tests.unit.tracker.orders.understand.reading import read
from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.found import (
    EVERY,
    FOR_OTHERS,
    LEFT_TO_US,
    NOT_AT_ONCE,
    TWO_WAYS,
    UNSURE,
)
from tracker.orders.understand.intents import Intent, Understanding, Wish
from tracker.orders.understand.message.second import look_again
from tracker.orders.understand.model.talk import without_talk


def again(text, *wishes):
    """What is left of orders that some reader made of a text, and why the rest is asked."""
    piece = fold(text, campaign_names(), lexicon_of_orders())
    found = look_again(Understanding(wishes), piece, campaign_names(), lexicon_of_orders())
    return found.wishes, [(guess.why, guess.wish) for guess in found.guesses]


@pytest.mark.parametrize(
    ("text", "why", "guess"),
    [
        ("12号我昨天说归三，今天又想了想还是归五", TWO_WAYS, (Intent.CORRECT, (12,), "5", "")),
        ("33用新稿，第二版那个", TWO_WAYS, (Intent.VERSION, (33,), "", "")),
        ("今晚七点再给经开区提个醒", NOT_AT_ONCE, (Intent.REMIND, (), "", "2015-08-06T19:00")),
        ("每周五给我发一次汇总表", EVERY, (Intent.WORKBOOK, (), "", "")),
        ("31号材料发给老马看看", FOR_OTHERS, (Intent.ORIGINAL, (31,), "", "")),
    ],
)
def test_what_speaks_against_it_is_asked_with_the_likelier_order(text, why, guess):
    found = read(text)
    assert found.wishes == ()
    assert [(g.why, (g.wish.intent, g.wish.cases, g.wish.value, g.wish.at)) for g in found.guesses] == [
        (why, guess)
    ]


def test_two_cases_that_get_one_value_each_do_not_get_the_last():
    found = read("十七号跟二十号主题换一下，十七归四二十归三")
    assert found.wishes == ()
    assert [guess.why for guess in found.guesses] == [TWO_WAYS]


@pytest.mark.parametrize(
    ("text", "wish", "why"),
    [
        (
            "7号第二主题填三社联动，主类不变",
            Wish(Intent.CORRECT, "7号第二主题填三社联动", (7,), "theme", "5"),
            UNSURE,
        ),
        (
            "上周撤的那几个除了6号其他都恢复吧",
            Wish(Intent.RESTORE, "上周撤的那几个除了6号其他都恢复吧", (6,)),
            UNSURE,
        ),
        ("5号跟社区食堂两篇原文发来", Wish(Intent.ORIGINAL, "5号跟社区食堂两篇原文发来", (5,)), UNSURE),
        ("22号和那个八义集的不是重复的", Wish(Intent.KEEP, "22号和那个八义集的不是重复的", (22,)), UNSURE),
        ("21号22号并一下子，谁并谁你看着来", Wish(Intent.MERGE, "21号22号并一下子", (22,), value="21"), LEFT_TO_US),
        ("24号题目太白，改个响亮的", Wish(Intent.CORRECT, "改个响亮的", (24,), "title", "个响亮"), "“个响亮”不像是这一栏的内容"),
        ("19号的镇不对，换个对的", Wish(Intent.CORRECT, "19号的镇不对", (19,), "town", "那个镇"), "“那个镇”不像是这一栏的内容"),
    ],
)  # fmt: skip
def test_an_order_that_leaves_out_what_its_sentence_says_is_asked(text, wish, why):
    assert again(text, wish) == ((), [(why, wish)])


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "XZ-030撤了\n啊不对是XZ-031\n30留着",
            Wish(Intent.WITHDRAW, "XZ-030撤了", (30,)),
            Wish(Intent.KEEP, "30留着", (30,)),
        ),
    ],
)
def test_of_two_orders_that_cannot_both_be_meant_the_harder_is_never_done(text, first, second):
    done, asked = again(text, first, second)
    assert first not in done
    assert (TWO_WAYS, first) in asked


def test_two_cases_with_a_word_of_setting_each_do_not_get_one_value():
    both = Wish(Intent.CORRECT, "27是协商30是治理方式", (27, 30), "theme", "2")
    assert again("27是协商30是治理方式，你改一下", both) == ((), [(TWO_WAYS, both)])


def test_what_is_corrected_in_the_same_breath_is_not_taken_out():
    out = Wish(Intent.WITHDRAW, "老王退了", (25,))
    contact = Wish(Intent.CORRECT, "现在是孟庆华", (25,), "contact", "孟庆华")
    assert again("25号联系人换了，老王退了，现在是孟庆华", out, contact) == ((contact,), [(UNSURE, out)])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("3号撤了吧。算了，不撤了", [(TWO_WAYS, Intent.WITHDRAW)]),
        ("丰县延到18号。先不延了", [(TWO_WAYS, Intent.EXTEND)]),
        ("3号主题改四，不用了", [(TWO_WAYS, Intent.CORRECT)]),
        ("催一下丰县，当我没说", [(TWO_WAYS, Intent.REMIND)]),
    ],
)
def test_what_the_next_words_take_back_is_asked(text, asked):
    found = read(text)
    assert found.wishes == ()
    assert [(guess.why, guess.wish.intent) for guess in found.guesses if guess.wish] == asked


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("3号撤了，5号不撤", [(Intent.WITHDRAW, (3,))]),
        ("93号保留，不作废", [(Intent.KEEP, (93,))]),
        ("3号主题改四，5号撤了，算了，不撤了", [(Intent.CORRECT, (3,))]),
    ],
)
def test_only_the_last_order_is_taken_back(text, done):
    assert [(wish.intent, wish.cases) for wish in read(text).wishes] == done


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("县里的同志跟我磨了半天。12号还是放到第三个主题吧。", ("县里的同志跟我磨了半天",)),
        ("昨天那个会开到半夜。12号归第三个主题。", ("昨天那个会开到半夜",)),
    ],
)
def test_talk_beside_the_only_order_does_not_make_it_doubtful(text, told):
    found = read(text)
    assert [(wish.cases, wish.field, wish.value) for wish in found.wishes] == [((12,), "theme", "3")]
    assert (found.guesses, found.unread) == ((), told)


@pytest.mark.parametrize(
    "text", ["他们说要撤。3号撤了吧", "3号撤了吧。先这样，等我消息", "3号改村级？沛县不同意。"]
)
def test_what_may_turn_an_order_round_is_no_talk(text):
    piece = fold(text, campaign_names(), lexicon_of_orders())
    assert without_talk(piece, campaign_names(), lexicon_of_orders()) == ("", ())


def test_a_place_that_only_says_which_case_is_meant_is_not_written_into_it():
    text = "101号是邳州运河街道的，副标题给它写个“运河社区邻里互助纪实”"
    county = Wish(Intent.CORRECT, "101号是邳州运河街道的", (101,), "county", "邳州市")
    subtitle = Wish(Intent.CORRECT, "副标题给它写个", (101,), "subtitle", "运河社区邻里互助纪实")
    assert again(text, county, subtitle) == ((subtitle,), [(UNSURE, county)])


@pytest.mark.parametrize(
    "text",
    [
        "11号不是主题四，是三",
        "XZ-019的主题归类有误，请由（二）更正为（六）",
        "42 五类改三类",
        "十九号应入第二主题",
        "催邳州，跟他们说周五下班前一定要报",
        "没报的几家都发个提醒，今天下班前发出去",
        "未报送名单发我一份，要给处长看",
        "请删除37号案例所登记的联系电话，该号码系私人号码，当事人不愿公开。",
        "9、14两篇都应该算三社联动",
        "17号标题改成 一张圆桌议大事",
    ],
)
def test_what_has_its_reason_beside_it_is_done(text):
    found = read(text)
    assert (len(found.wishes), found.guesses) == (1, ())


def test_a_question_about_the_last_mail_takes_nothing_back():
    assert Intent.UNDO not in {wish.intent for wish in read("刚才那封是谁发的").wishes}
