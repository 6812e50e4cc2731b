import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from intake.text.numerals import read_number
from tests.office import ROOT
from tracker.orders.order import Verb
from tracker.orders.parse import _clock, order_of
from tracker.orders.understand.numbers import read_numbers
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

LEXICON = load_words(ROOT / "config/words/orders.toml")


def parse(text):
    found = understand(text, campaign_names(), LEXICON)
    return [order_of(wish) for wish in found.wishes], found


def brief(text):
    """The orders, and what was not understood: told apart are doubts and sentences without any order."""
    orders, found = parse(text)
    unclear = [*(guess.text for guess in found.guesses), *found.unread]
    return [(o.verb.value, o.serials, o.field, o.value or "、".join(o.units)) for o in orders], unclear


ONE = [
    ("3号主题改四", ("correct", (3,), "theme", "4")),
    ("请把3号的主题改为（四）", ("correct", (3,), "theme", "4")),
    ("3号 主题：三", ("correct", (3,), "theme", "3")),
    ("第三号的主题应为六", ("correct", (3,), "theme", "6")),
    ("3、5和7号主题改三", ("correct", (3, 5, 7), "theme", "3")),
    ("3号，5号主题改为三", ("correct", (3, 5), "theme", "3")),
    ("3号名称改为《一核引领》", ("correct", (3,), "title", "一核引领")),
    ("3号联系人改为李四", ("correct", (3,), "contact", "李四")),
    ("8号县区改铜山区", ("correct", (8,), "county", "铜山区")),
    ("3号备注：需核实数字", ("correct", (3,), "remark", "需核实数字")),
    ("2号属村级", ("correct", (2,), "level", "village")),
    ("7号属张集镇", ("correct", (7,), "town", "张集镇")),
    ("5、6 是同一篇，留6", ("merge", (5, 6), "", "6")),
    ("6号重复，留5号", ("merge", (6, 5), "", "5")),
    ("张三的电话改为13800001111", ("contact", (), "张三", "13800001111")),
    ("截止延到8月20日", ("extend", (), "", "2015-08-20")),
    ("延期到8月20日", ("extend", (), "", "2015-08-20")),
    ("把截止时间改为2015年8月20日18时", ("extend", (), "", "2015-08-20 18:00")),
    ("铜山区不用再催", ("mute", (), "", "铜山区")),
    ("不用催丰县了", ("mute", (), "", "丰县")),
    ("恢复催丰县", ("unmute", (), "", "丰县")),
    ("把12号原件发我", ("original", (12,), "", "")),
    ("3号撤回", ("withdraw", (3,), "", "")),
    ("3号恢复", ("restore", (3,), "", "")),
    ("确认3号", ("confirm-case", (3,), "", "")),
    ("3号确认无误", ("confirm-case", (3,), "", "")),
    ("收件12已处理", ("reviewed", (12,), "", "")),
    ("暂停发信", ("pause", (), "", "")),
    ("恢复", ("resume", (), "", "")),
    ("撤销", ("undo", (), "", "")),
    ("确认", ("yes", (), "", "")),
    ("不同意", ("no", (), "", "")),
    ("进度", ("report", (), "", "")),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_order(text, expected):
    found, unclear = brief(text)
    assert unclear == []
    assert [(v, s, f, value.strip("《》") if f == "title" else value) for v, s, f, value in found] == [
        (*expected[:3], expected[3].strip("《》"))
    ]


@pytest.mark.parametrize(
    "wrap", ["您好，{}。谢谢", "{}。", "  {}  ", "1. {}", "好的，{}；", "\n\n{}\n\n李四"]
)
@pytest.mark.parametrize("text", ["3号主题改四", "截止延到8月20日", "铜山区不用再催"])
def test_politeness_does_not_matter(text, wrap):
    found, unclear = brief(wrap.format(text))
    assert found == brief(text)[0]
    assert unclear in ([], ["李四"])


def test_several_orders_in_one_reply():
    found, unclear = brief("您好，3号主题改（四），2号属村级。\n5、6是同一篇，留6；那件事你看着办。谢谢")
    assert found == [
        ("correct", (3,), "theme", "4"),
        ("correct", (2,), "level", "village"),
        ("merge", (5, 6), "", "6"),
    ]
    assert unclear == ["那件事你看着办"]


@pytest.mark.parametrize(
    "text",
    ["今天天气不错", "我不同意3号的主题", "3号", "主题改四", "8月20日开会，请参加", "是不是该催一下铜山"],
)
def test_what_is_not_sure_is_no_order(text):
    found, unclear = brief(text)
    assert [order for order in found if order[0] != "extend"] == []
    assert unclear or not found


@pytest.mark.parametrize("text", ["", "您好", "好的", "收到，谢谢", "辛苦了！"])
def test_mere_politeness_is_neither_order_nor_unclear(text):
    assert brief(text) == ([], [])


MANY = [
    ("三号、五号主题都改为四", [("correct", (3, 5), "theme", "4")]),
    ("1-3号确认无误", [("confirm-case", (1, 2, 3), "", "")]),
    ("2至4号主题改四", [("correct", (2, 3, 4), "theme", "4")]),
    ("2号是村级的", [("correct", (2,), "level", "village")]),
    ("3号：主题改四，层级改村级", [("correct", (3,), "theme", "4"), ("correct", (3,), "level", "village")]),
    ("3号主题改四、5号主题改三", [("correct", (3,), "theme", "4"), ("correct", (5,), "theme", "3")]),
    (
        "3号镇改为邱集镇，村改为王庄村",
        [("correct", (3,), "town", "邱集镇"), ("correct", (3,), "community", "王庄村")],
    ),
    (
        "3号联系人王五，电话13800001111",
        [("correct", (3,), "contact", "王五"), ("correct", (3,), "phone", "13800001111")],
    ),
    ("3号名称改为“一核引领，多元共治”", [("correct", (3,), "title", "一核引领，多元共治")]),
    ("３号主题改４", [("correct", (3,), "theme", "4")]),
    ("5、6号是同一个案例，以6号为准", [("merge", (5, 6), "", "6")]),
    ("撤回3号", [("withdraw", (3,), "", "")]),
    ("3号不是案例", [("withdraw", (3,), "", "")]),
    ("恢复3号", [("restore", (3,), "", "")]),
    ("12号原件发一下", [("original", (12,), "", "")]),
    ("收件8、9都处理了", [("reviewed", (8, 9), "", "")]),
    ("8号收件已处理", [("reviewed", (8,), "", "")]),
    ("不用催铜山区、丰县", [("mute", (), "", "铜山区、丰县")]),
    ("今天先不发信", [("pause", (), "", "")]),
    ("可以发", [("yes", (), "", "")]),
    ("OK", [("yes", (), "", "")]),
    ("不发了", [("no", (), "", "")]),
    ("目前报了多少", [("report", (), "", "")]),
]


@pytest.mark.parametrize(("text", "orders"), MANY)
def test_other_ways_to_say_it(text, orders):
    assert brief(text) == (orders, [])


@pytest.mark.parametrize(
    "text",
    [
        "2015年8月5日",
        "8月5日",
        "3号村很好",
        "3号县里还要再看看",
        "村改为王庄村",
        "全部确认",
        "你看着办，主题改四",
    ],
)
def test_what_could_be_an_accident_is_no_order(text):
    assert brief(text)[0] == []


def test_free_text_is_kept_as_written():
    ((order,), _) = parse("3号备注：须核实（数字），Ａ类")
    assert (order.value, order.text) == ("须核实（数字），Ａ类", "3号备注：须核实（数字），Ａ类")


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("两", 2), ("甲", 0)],
)
def test_read_number(text, number):
    assert read_number(text) == number


def test_serials_are_read_once_each():
    assert read_numbers("3、5号和五号、十二") == (3, 5, 12)


@given(st.text(max_size=60))
def test_any_text_is_parsed(text):
    orders, _ = parse(text)
    assert all(order is None or order.verb in Verb for order in orders)


@given(st.integers(1, 99999), st.integers(1, 6))
def test_every_serial_and_theme(serial, theme):
    assert brief(f"{serial}号主题改{theme}") == ([("correct", (serial,), "theme", str(theme))], [])


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("延到12月25日", ""),
        ("延到12月25日17时", " 17:00"),
        ("延到12月25日下午5点", " 17:00"),
        ("延到12月25日下午五点半", " 17:30"),
        ("延到12月25日上午11点半", " 11:30"),
        ("延到12月25日晚8点", " 20:00"),
        ("延到12月25日晚上12点", " 24:00"),
        ("延到12月25日中午12点", " 12:00"),
        ("延到12月25日中午1点", " 13:00"),
        ("延到12月25日下午3点一刻", " 15:15"),
        ("延到12月25日18:30", " 18:30"),
        ("延到12月25日下午17点", " 17:00"),
        ("延到12月25日早上9时", " 9:00"),
        ("延到12月25日18：30", " 18:30"),
        ("延到12月25日，另有两点意见", ""),
        ("延到12月25日，第31点意见", ""),
    ],
)
def test_the_hour_of_a_new_deadline(words: str, hour: str) -> None:
    """下午5点 was once told to a county as 5时."""
    assert _clock(words) == hour
