"""Everyday orders are read by whole ways of saying them, what they leave goes to the other readers."""

from dataclasses import replace

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tests.office import ROOT
from tracker.orders.understand.intents import Intent, deeds_of
from tracker.orders.understand.message.daily.first import split_off, understand
from tracker.orders.understand.message.daily.times import find_moment
from tracker.orders.understand.model.store import load_model

NAMES = replace(campaign_names(), people=("周敏", "孙立"))  # a Thursday, 6 August 2015
PARTS = (NAMES, lexicon_of_orders(), load_model(ROOT / "config/lexicon/orders.json.gz"))


def deeds(text):
    return {deed for wish in understand(text, PARTS).wishes for deed in deeds_of(wish)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("泉山说今年不报了", {("zero", "泉山区", "", "")}),
        ("睢宁说没有", {("zero", "睢宁县", "", "")}),
        ("沛县说没有，我不信，再催一下", {("remind", "")}),  # the zero report is asked
        ("泉山零报告，另外催一下丰县", {("zero", "泉山区", "", ""), ("remind", "丰县")}),
        ("经开区办公室刚来电，不报了，你按零报告登", {("zero", "徐州经济技术开发区", "", "")}),
        ("鼓楼前两天说没有，今天又说有一篇，零报告撤了吧", {("expect", "鼓楼区", "", "")}),
        ("收件21里头塞了两个案例，给我拆成两条", {("split", "收件21", "", "")}),
        ("31号里那个《网格长日记.doc》另登一条", {("split", 31, "", "网格长日记.doc")}),
        ("28号那个重点取消", {("unmark", 28, "", "")}),
        ("标重点的是哪几篇来着", {("marked", "", "", "")}),
        ("你手头还排着哪些定时的", {("planned", "", "", "")}),
        ("截止到哪天来着，我给忘了", {("tell", "", "deadline", "")}),
        ("今儿一天进来多少封信啦", {("tell", "", "today", "")}),
        ("日报每天早上七点五十给我", {("digest", "", "at", "07:50")}),
        ("日报太多了先停", {("digest", "", "send", "off")}),
        ("礼拜六礼拜天就不要发日报了，手机老响", {("digest", "", "days", "workdays")}),
        ("刚接到鼓楼电话，他们今年没有案例要报，你记个零报告", {("zero", "鼓楼区", "", "")}),
        ("零报告：泉山、新沂", {("zero", "泉山区", "", ""), ("zero", "新沂市", "", "")}),
        ("之前说云龙是零报告，现在人家要报了，改回来", {("expect", "云龙区", "", "")}),
        ("收件12其实是两篇，帮我分成两个案例", {("split", "收件12", "", "")}),
        ("5号的附件二另算一篇", {("split", 5, "", "2")}),
        ("23号的《暑期小课堂.docx》单独算一篇", {("split", 23, "", "暑期小课堂.docx")}),
        ("9、16号都标为重点", {("mark", 9, "", ""), ("mark", 16, "", "")}),
        ("丰县记一笔，答应周三前补表", {("note", "丰县", "答应周三前补表")}),
        ("请把收件30抄送周敏、孙立", {("forward", "收件30", "", "周敏"), ("forward", "收件30", "", "孙立")}),
        ("日报以后放到早晨八点半", {("digest", "", "at", "08:30")}),
        ("明早9点把汇总表发我", {("later", "2015-08-07T09:00", "workbook", "")}),
        ("汇总表明天下午三点发我", {("later", "2015-08-07T15:00", "workbook", "")}),
        ("8号下班前提醒铜山", {("later", "2015-08-08T16:30", "remind", "铜山区")}),
        (
            "8月9日上午8时30分催报新沂，并附一句：请务必按时",
            {("later", "2015-08-09T08:30", "remind", "新沂市")},
        ),
        ("过两天再催一次泉山", {("later", "2015-08-08T09:00", "remind", "泉山区")}),
        ("明天提醒我看一下16号", {("later", "2015-08-07T09:00", "memo", "", "看一下16号")}),
        ("后天要是邳州还没交，再催一遍", {("later", "2015-08-08T09:00", "remind", "邳州市")}),
        ("如果丰县还没交就催一下", {("remind", "丰县")}),
        ("5号是谁发来的，电话多少", {("tell", 5, "sender", ""), ("tell", 5, "phone", "")}),
        ("泉山零报告，顺便把汇总表发我", {("zero", "泉山区", "", ""), ("workbook", "")}),
        ("9号标重点，顺便把原件发我", {("mark", 9, "", ""), ("original", 9, "", "")}),
        ("9号属村级，还有收件18已处理", {("correct", 9, "level", "village"), ("done", 18)}),
    ],
)
def test_what_she_says_is_understood(text, wanted):
    assert deeds(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "铜山说没有镇级的，只有村级",
        "丰县还没报",
        "贾汪没交",
        "泉山要是不报，让他们写个零报告来",
        "睢宁没有零报告过吧",
        "14号别拆，就是一篇",
        "19号附件2只是照片，不算案例",
        "收件12两篇是不是一回事，你看看要不要拆",
        "5号讲的是拆迁户的事，主题放三",
        "周五之前都要报上来",
        "3号下午开会，把汇总表发我",
        "今天到几家了",
        "收件18已转给社会组织科",
        "收件22转成案例",
        "收件18回复：泉山零报告的事知道了",
        "催一下丰县，加一句：今年不报的请回零报告",
        "日报看过了，没问题",
        "每周五给我发一次汇总表",
    ],
)
def test_what_only_looks_like_one_is_left_to_the_other_readers(text):
    found, rest = split_off(text, PARTS)
    assert (found.wishes, found.guesses, rest) == ((), (), text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("经开区没有，零报告", Intent.ZERO),
        ("沛县来电话，今年他们没有案例报，算零报告", Intent.ZERO),
        ("16号里那个附件3我看得另编号", Intent.SPLIT),
        ("丰县先不催，周五再催", Intent.REMIND),
        ("昨天下午催一下丰县", Intent.REMIND),
    ],
)
def test_what_is_said_in_no_known_way_is_asked_with_one_guess(text, intent):
    found = understand(text, PARTS)
    assert found.wishes == ()
    assert [guess.wish.intent for guess in found.guesses if guess.wish] == [intent]


def test_her_words_to_a_sender_of_several_lines_order_nothing():
    text = "收件29回复如下：\n泉山零报告\n请知悉"
    assert split_off(text, PARTS)[0].wishes == ()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("下周一一早", "2015-08-10T08:40"),
        ("周四", "2015-08-13T09:00"),
        ("今晚八点", "2015-08-06T20:00"),
        ("下午五点三刻", "2015-08-06T17:45"),
        ("明天中午", "2015-08-07T12:00"),
        ("十二号上午10:30", "2015-08-12T10:30"),
        ("截止前一天", "2015-08-09T09:00"),
        ("三天后", "2015-08-09T09:00"),
        ("9月1日", "2015-09-01T09:00"),
    ],
)
def test_a_moment_is_the_hour_that_it_names(text, at):
    assert find_moment(text + "催", NAMES).at.isoformat(timespec="minutes") == at


@pytest.mark.parametrize("text", ["3号主题改四", "今年", "明确一下", "后面那篇", "25点", "第3点"])
def test_what_names_no_time_is_none(text):
    found = find_moment(text, NAMES)
    assert found is None or found.at is None
