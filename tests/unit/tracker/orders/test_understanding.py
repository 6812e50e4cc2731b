"""A coordinator's plain words, against the corpus of all hands and one kind at a time."""

import time

import pytest

from benchmarks.accuracy.orders import (
    BROAD,
    CALLING,
    EVERYDAY,
    FRESH,
    HELD_OUT,
    LAST,
    LEARNED,
    PARTS,
    TODAY,
    TRAINED,
    TUNED,
    UNTOUCHED,
    campaign_names,
    shares,
    trials_of,
)
from tests.office import ROOT
from tracker.orders.understand.intents import Guess, Intent, Understanding, Wish
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

LEXICON = load_words(ROOT / "config/words/orders.toml")


def read(text: str) -> Understanding:
    return understand(text, campaign_names(), LEXICON)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "right", "wrong"),
    [
        (TUNED, 0.965, 0.0075),
        (HELD_OUT, 0.91, 0.0125),
        (TRAINED, 0.75, 0.005),
        (UNTOUCHED, 0.75, 0.03),
        (LEARNED, 0.83, 0.02),
    ],
    ids=["looked at", "held out", "later, looked at", "later, never mended", "last, learned from"],
)
def test_figures_of_the_page_hold(parts, right, wrong):
    found = shares(parts)
    assert found["right"] >= right
    assert found["wrong"] <= wrong


def test_at_least_a_third_of_the_orders_was_held_out():
    orders = {part: tuple(trials_of(part)) for part in PARTS}
    assert len(TUNED) + len(HELD_OUT) == 10
    assert len(orders) == 10 + len(TRAINED) + len(UNTOUCHED) + len(LEARNED) + len(LAST) + len(FRESH) + len(
        BROAD
    ) + len(EVERYDAY) + len(CALLING)
    assert sum(len(orders[part]) for part in HELD_OUT) == 590


@pytest.mark.parametrize(
    "text",
    [
        "140=141 删141",  # a number beside the case that would go
        "66跟65一样 删66",  # what is kept would go as well
        "132放丰县还是沛县 你定",
        "7号归主题二还是主题四",
        "后天再催丰县",
        "二十三号宜归（二）社区服务体系",  # the number is one theme, the name another
        "收件12 13一样 废13",  # a mail or a case
        "收件12与收件13一样，后一个作废",
        "122二类123二类124三类",
        "周五下班前(14号)都可以交",
    ],
)
def test_what_an_order_would_leave_out_is_asked(text):
    found = read(text)
    assert found.wishes == ()
    assert found.guesses or found.unread


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("12改4类", ("correct", (12,), "theme", "4")),
        ("5 9 27 统统6类", ("correct", (5, 9, 27), "theme", "6")),
        ("十九号先归三类", ("correct", (19,), "theme", "3")),
        ("原先我叫你把八号归第四类，是我弄错了，应归第二类", ("correct", (8,), "theme", "2")),
        ("XZ-075请由县级降为镇街级，实为郑集镇所报", ("correct", (75,), "level", "town")),
        ("91费了", ("withdraw", (91,), "", "")),
    ],
)
def test_short_and_long_ways_of_saying_the_same(text, order):
    (wish,) = read(text).wishes
    assert (wish.intent, wish.cases, wish.field, wish.value) == order


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        # a negation reaches as far as the case that it names, and the 别 of 级别 is none
        ("4号别动，5号改成镇级", [("correct", (5,), "level", "town")]),
        ("3号别改，主题四", []),
        ("1号级别改成镇级", [("correct", (1,), "level", "town")]),
        # what two cases are together ends at the comma
        ("22号并到18号，18号主题改四", [("merge", (22,), "", "18"), ("correct", (18,), "theme", "4")]),
        ("86号跟87号别并，题目一样而已", [("keep", (86, 87), "", "")]),
        # a case that only shows how it is to be is left as it is
        ("18号题目照22号的写：《楼栋管家》", [("correct", (18,), "title", "楼栋管家")]),
        ("74号：同73号类别，第三类", [("correct", (74,), "theme", "3")]),
        ("18号题目照22号的", []),
        ("39号原件发我，另外看看它归哪个区", [("original", (39,), "", ""), ("show", (39,), "", "")]),
        ("61号没有什么二级主题，抹掉", [("clear", (61,), "secondary", "")]),
        ("6号电话记一下，0516，80003456，前头那个号打不通", [("correct", (6,), "phone", "0516-80003456")]),
        ("36号单位写的是民证局", []),
        ("15号备注里头写上局长关注，四个字，别的不写", [("correct", (15,), "remark", "局长关注")]),
        ("11号的原文转我一份，顺带着12号的也转来", [("original", (11,), "", ""), ("original", (12,), "", "")]),
        # who says it is not whose it is; where it was before is not where it goes
        ("17号丰县来电话说撤回，他们要重写", [("withdraw", (17,), "", "")]),
        ("5号归主题一，原来放在主题三，不妥", [("correct", (5,), "theme", "1")]),
        ("16号层级改镇级，落款是王陵街道", [("correct", (16,), "level", "town")]),
        ("鼓楼的放开催吧，前两天我让停的", [("unmute", (), "", "")]),
        # written so: an order where a quote says how, a complaint where none does
        ("27号村名写的大李庄，人家是小李庄，一字之差差一个村呢", [("correct", (27,), "community", "小李庄村")]),
        # how characters are written is no part of an order
        ("24号镇改成利国镇，利益的利，国家的国，联系人改成马秀英，俊秀的秀", [("correct", (24,), "town", "利国镇"), ("correct", (24,), "contact", "马秀英")]),
        # a quote that begins a title; what each of two is to get from the other; what is left as it is
        ("3号题目应该叫“乡贤调解室”进村来", [("correct", (3,), "title", "“乡贤调解室”进村来")]),
        ("5号和27号的题目写颠倒了，互相换过来就行", []),
        ("9、10撤掉，11留着", [("withdraw", (9, 10), "", "")]),
        ("28号把村名拿掉，镇街级的不用填村", [("clear", (28,), "community", "")]),
        # beside what is there, told of another day, of one value alone: asked
        ("15号原来那个手机后头再加个座机 83120099", []),
        ("上回把6并到26是我看走眼了，分开吧", []),
        ("3号你认成第四类是对的", []),
        ("除了5号，5号主题改四", []),
        ("3号社区写成“虹桥社区”", [("correct", (3,), "community", "虹桥社区")]),
        ("3号村名写成“马庄”，应为“马家庄”", [("correct", (3,), "community", "马家庄村")]),
        ("3号村名写成马庄了", []),
        ("5号标题换成《古镇新治》，副标题“乡村治理实践”", [("correct", (5,), "title", "古镇新治"), ("correct", (5,), "subtitle", "乡村治理实践")]),
        # the second theme by its names
        ("7号第二主题填五", [("correct", (7,), "secondary", "5")]),
        ("7号归第二主题", [("correct", (7,), "theme", "2")]),
        ("37号丢了村名，是八路镇的后马村", [("correct", (37,), "community", "后马村"), ("correct", (37,), "town", "八路镇")]),
        ("3号电话多了一位，正确的是1330 000 1122", [("correct", (3,), "phone", "13300001122")]),
        ("全市统一推迟到月底", [("extend", (), "", "2015-08-31")]),
        ("3号备注一下，缺盖章件，周一补", [("correct", (3,), "remark", "缺盖章件，周一补")]),
    ],
)  # fmt: skip
def test_each_clause_has_its_part(text, orders):
    assert [(str(w.intent), w.cases, w.field, w.value) for w in read(text).wishes] == orders


@pytest.mark.parametrize(
    "text",
    [
        "收件12是问格式的，你回她：Word就行，不用PDF。回完算结了。",
        "请给收件12回一句“Word就行，不用PDF”，然后结掉。",
    ],
)
def test_a_mail_that_is_answered_is_settled_in_the_same_breath(text):
    found = {str(wish.intent): (wish.mails, wish.words) for wish in read(text).wishes}
    assert found == {"answer": ((12,), "Word就行，不用PDF"), "done": ((12,), "")}


def test_days_behind_a_word_of_extending_are_how_long_whatever_else_is_said():
    (wish,) = read("睢宁县的报送期限请在原定8月10日基础上顺延六日，即至8月16日。").wishes
    assert (wish.intent, wish.units, wish.value) == ("extend", ("睢宁县",), "2015-08-16")


def test_no_more_mails_to_a_unit_is_not_no_more_mails_at_all():
    (guess,) = read("铜山区民政局来电反映提醒过于频繁，请即停发。").guesses
    assert guess.wish is not None
    assert (guess.wish.intent, guess.wish.units) == ("mute", ("铜山区",))


def test_a_number_behind_a_word_of_extending_is_a_day():
    (wish,) = read("云龙延到13").wishes
    assert (wish.intent, wish.units, wish.value) == ("extend", ("云龙区",), "2015-08-13")


def test_days_right_behind_a_word_of_extending_are_how_long():
    found = read("丰县人手紧张，容其延期五日")
    assert (found.wishes, [guess.wish.value for guess in found.guesses]) == ((), ["五日"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("催一下丰县，让他们本周五前务必报齐", "本周五前务必报齐"),
        ("催丰县，叫他们把盖章件一起寄来", "把盖章件一起寄来"),
        ("请提醒丰县，请他们补照片", "补照片"),
    ],
)
def test_what_a_unit_shall_do_is_said_in_the_reminder(text, words):
    (wish,) = read(text).wishes
    assert (wish.intent, wish.units, wish.words) == ("remind", ("丰县",), words)


def test_what_was_not_read_beside_an_order_is_told():
    found = read("21进19 然后19放5类")
    assert [(wish.cases, wish.value) for wish in found.wishes] == [((19,), "5")]
    assert [guess.text for guess in found.guesses] == ["21进19"]


@pytest.mark.parametrize(
    "text",
    [
        "1、11号主题四\n2、12号镇级",
        "一、11号主题四。二、12号镇级。",
        "（1）11号主题四；（2）12号镇级",
        "①11号主题四②12号镇级",
        "1．11号主题四\n2．12号镇级",
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
    started = time.process_time()  # of this process: other work on the machine is not counted
    read(unit * 4000)
    assert time.process_time() - started < 5


def correct(number: int, **fields: str) -> list[tuple[tuple[int, ...], str, str]]:
    return [((number,), name, value) for name, value in fields.items()]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("3号主题改四，4号别动", correct(3, theme="4")),
        ("3号联系人改为王芳 13300001111", correct(3, contact="王芳", phone="13300001111")),
        ("12号，不对不对，是21号，主题改四", correct(21, theme="4")),
        ("3号次要主题改为二", correct(3, secondary="2")),
    ],
)
def test_no_more_and_no_less_than_was_said(text, orders):
    found = read(text)
    assert sorted((w.cases, w.field, w.value) for w in found.wishes) == sorted(orders)
    assert all(wish.intent is Intent.CORRECT for wish in found.wishes)


def test_a_no_may_have_its_reason():
    assert [wish.intent for wish in read("不中，这个方案科长没批").wishes] == [Intent.NO]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("11号的村名打错了，是王集村，不是汪集村", [("correct", (11,), "community", "王集村")]),
        ("15号的联系人换成刘晓梅，她是新来的", [("correct", (15,), "contact", "刘晓梅")]),
        ("27号那位联系人叫“闫”芳", [("correct", (27,), "contact", "闫芳")]),
        ("1号的次要主题不要了，一个主题就够", [("clear", (1,), "secondary", "")]),
        (
            "请把24号的备注写成：需要补盖公章，八月十号前补",
            [("correct", (24,), "remark", "需要补盖公章，八月十号前补")],
        ),
        ("除第7号外，第5号至第9号案例均可核定", [("confirm", (5, 6, 8, 9), "", "")]),
        ("备注写“待补照片” 28号", [("correct", (28,), "remark", "待补照片")]),
        ("收件5号问能不能报两篇，请回他：可以", [("answer", (), "", "")]),
        ("经开区来信说：“18号联系人请更正为高敏。”请照改。", [("correct", (18,), "contact", "高敏")]),
    ],
)
def test_reasons_and_what_was_wrong_are_no_orders(text, orders):
    assert [(w.intent, w.cases, w.field, w.value) for w in read(text).wishes] == orders


@pytest.mark.parametrize(
    "text",
    [
        "请将52号题目中的“创兴”改为“创新”",  # the rest of the title is not said
        "2号、3号、5号是同一个事，留写得最全的那个",
        "退回去让他们重写",
        "以上意见，除涉及第30号的外，其余作罢",
    ],
)
def test_what_is_half_said_is_asked(text):
    found = read(text)
    assert (found.wishes, bool(found.guesses or found.unread)) == ((), True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("收件12不是广告", [("genuine", (12,))]),
        ("疑似广告里收件12不是广告", [("genuine", (12,))]),
        ("收件12并非广告，请正常处理", [("genuine", (12,))]),
        ("收件12、13误判了", [("genuine", (12, 13))]),
        ("收件12是广告", [("done", (12,))]),
        ("收件12是广告，以后别再给我看", [("advert", (12,))]),
        ("收件12是广告，今后不用再给我看了", [("advert", (12,))]),
        ("收件7是诈骗，屏蔽", [("advert", (7,))]),
        ("收件12是不是广告？", []),
    ],
)
def test_what_she_says_of_adverts(text, wanted):
    assert [(str(wish.intent), wish.mails) for wish in read(text).wishes] == wanted
