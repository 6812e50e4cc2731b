"""One short order for each frame, read whole: what is wished, of which cases, mails and units, and what is asked back."""

import pytest

from benchmarks.accuracy.orders import campaign_names
from tests.paths import CONFIG
from tracker.orders.understand.intents import Intent
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def read(text):
    found = understand(text, NAMES, LEXICON)
    return list(found.wishes), [guess.why for guess in found.guesses], list(found.unread)


@pytest.mark.parametrize(
    ("text", "intent", "cases", "values"),
    [
        ("3号主题改四", Intent.CORRECT, (3,), {"field": "theme", "value": "4"}),
        ("３號歸第四類", Intent.CORRECT, (3,), {"field": "theme", "value": "4"}),
        ("1到3号都是村级", Intent.CORRECT, (1, 2, 3), {"field": "level", "value": "village"}),
        ("除了2号，1到3号都是村级", Intent.CORRECT, (1, 3), {"field": "level", "value": "village"}),
        ("3号副标题改为“——纪实”", Intent.CORRECT, (3,), {"field": "subtitle", "value": "纪实"}),
        ("3号按期", Intent.CORRECT, (3,), {"field": "on_time", "value": "按期"}),
        ("3号算逾期", Intent.CORRECT, (3,), {"field": "on_time", "value": "逾期"}),
        ("XZ-001-XZ-003确认", Intent.CONFIRM, (1, 2, 3), {}),
        ("XZ001—XZ003确认", Intent.CONFIRM, (1, 2, 3), {}),
        ("3号并到5号", Intent.MERGE, (3,), {"value": "5"}),
        ("3号、5号合并，留5号", Intent.MERGE, (3,), {"value": "5"}),
        ("3号用第二稿", Intent.VERSION, (3,), {"value": "2"}),
        ("3号用最新的", Intent.VERSION, (3,), {}),
        ("3号撤回", Intent.WITHDRAW, (3,), {}),
        ("3号恢复", Intent.RESTORE, (3,), {}),
        ("3号确认吗？", Intent.SHOW, (3,), {}),
        ("收件12的照片给3号", Intent.ATTACH, (3,), {"mails": (12,)}),
        ("3号照片在收件12里", Intent.ATTACH, (3,), {"mails": (12,)}),
        ("收件12已处理", Intent.DONE, (), {"mails": (12,)}),
        ("收件12是广告，以后别再给我看", Intent.ADVERT, (), {"mails": (12,)}),
        ("催一下丰县", Intent.REMIND, (), {"units": ("丰县",)}),
        ("别催丰县了", Intent.MUTE, (), {"units": ("丰县",)}),
    ],
)
def test_one_order_is_one_wish(text, intent, cases, values):
    wishes, guesses, unread = read(text)
    kept = {name: values.get(name, empty) for name, empty in EMPTY.items()}
    assert [(w.intent, w.cases, {name: getattr(w, name) for name in EMPTY}) for w in wishes] == [
        (intent, cases, kept)
    ]
    assert (guesses, unread) == ([], [])


EMPTY = {"field": "", "value": "", "units": (), "mails": ()}


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("8月20日", "2015-08-20"),
        ("本月20号", "2015-08-20"),
        ("2015.8.20", "2015-08-20"),
        ("2015/8/20", "2015-08-20"),
        ("2015-8-20", "2015-08-20"),
        ("2015年8月20日", "2015-08-20"),
        ("下周五", "2015-08-14"),
        ("月底", "2015-08-31"),
    ],
)
@pytest.mark.parametrize(("whose", "units"), [("丰县", ("丰县",)), ("全体", ())])
def test_more_time_until_a_day_however_it_is_written(day, value, whose, units):
    wishes, guesses, unread = read(f"{whose}延到{day}")
    assert [(w.intent, w.value, w.units) for w in wishes] == [(Intent.EXTEND, value, units)]
    assert (guesses, unread) == ([], [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("丰县延到8月5日", "日期已过或太远"),
        ("丰县延到本月5号", "日期已过或太远"),
        ("丰县延到2016年8月20日", "日期已过或太远"),
        ("丰县延到2016.8.20", "日期已过或太远"),
        ("丰县延到2016/8/20", "日期已过或太远"),
        ("丰县延到2014-8-20", "日期已过或太远"),
        ("延3天", "请写明延到哪一天"),
        ("丰县延期五日", "请写明延到哪一天"),
        ("丰县延到8月32日", "请写明延到哪一天"),
        ("3号主题改九", "没有这一项"),
    ],
)
def test_what_cannot_be_done_as_it_is_written_is_asked_back(text, why):
    wishes, guesses, _ = read(text)
    assert (wishes, guesses) == ([], [why])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3号主题改四，级别改村级", {"theme": "4", "level": "village"}),
        ("3号联系人改为周庆和，电话13800001111", {"contact": "周庆和", "phone": "13800001111"}),
        ("3号电话改为0516 80000001", {"phone": "0516-80000001"}),
        ("3号标题改为《一核引领——纪实》", {"title": "一核引领", "subtitle": "纪实"}),
        ("3号属铜山区张集镇柳桥村", {"county": "铜山区", "town": "张集镇", "community": "柳桥村"}),
        ("| 3 | 主题 | 四 |", {"theme": "4"}),
        ("| 3 | 联系人 | 周庆和 |", {"contact": "周庆和"}),
        ("编号\t主题\t联系人\n3\t四\t周庆和", {"theme": "4", "contact": "周庆和"}),
    ],
)
def test_several_fields_of_one_case(text, values):
    wishes, guesses, unread = read(text)
    assert {w.field: w.value for w in wishes} == values
    assert {(w.intent, w.cases) for w in wishes} == {(Intent.CORRECT, (3,))}
    assert (guesses, unread) == ([], [])
