"""Cases called in passing, by words that mean just them, become numbers; what may mean another is asked."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tracker.orders.understand.message.named.known import GUESSED, Known, Named
from tracker.orders.understand.message.named.refer import resolve

CASES = (
    Named(5, "红色物业托起幸福小区", "白云社区", "牌楼街道", "鼓楼区", "刘洋"),
    Named(7, "积分制激活乡村治理", "邓楼村", "张集镇", "铜山区", "孙梅"),
    Named(9, "道德银行存取文明", "城头村", "张集镇", "铜山区", "周强"),
    Named(11, "时间银行助力居家养老", "大许村", "大许镇", "铜山区", "李娟"),
    Named(4, "互助养老进农家", "张街村", "敬安镇", "沛县", "赵丽"),
    Named(16, "楼道会客厅", "苏堤社区", "永安街道", "泉山区", "王海霞"),
    Named(25, "老街坊调解室", "祥和社区", "丰财街道", "鼓楼区", "吴敏"),
    Named(27, "智慧门禁进老楼", "泰山社区", "泰山街道", "泉山区", "郑伟"),
    Named(30, "智慧门禁进新楼", "泰山社区", "泰山街道", "泉山区", "郑伟", counts=False),
)


def read(text, about=()):
    return resolve(text, Known(CASES, tuple(about)), campaign_names(), lexicon_of_orders())


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        # words of a title, without 那篇
        ("积分制归二", "7号归二"),
        ("積分制歸二", "7号歸二"),
        ("道德银行归六 时间银行归三", "9号归六 11号归三"),
        ("5号归二 积分制归三", "5号归二 7号归三"),
        ("会客厅的联系人改成王霞", "16号的联系人改成王霞"),
        # a unit or a place and what it is about
        ("铜山那个养老的，主题三", "11号，主题三"),
        ("沛县的养老案例撤了", "4号撤了"),
        ("张集的道德银行算村级", "9号算村级"),
        ("门禁那个算2", "27号算2"),
        # several
        ("刘洋那篇和吴敏那篇都归二", "5号和25号都归二"),
        ("会客厅和门禁这两篇确认无误", "16号和27号确认无误"),
        ("鼓楼的都归到二", "5号、25号都归到二"),
        ("泉山那两篇算村级", "16号、27号算村级"),
        ("养老的两篇归三", "11号、4号归三"),
        # into another
        ("把时间银行并到互助养老里去", "把11号并到4号"),
        ("18号并到道德银行那篇", "18号并到9号"),
    ],
)
def test_a_name_in_passing_is_a_number(text, resolved):
    found = read(text)
    assert (found.text, found.doubtful) == (resolved, ())


@pytest.mark.parametrize(
    ("text", "resolved", "doubtful"),
    [
        ("养老那篇归三", "11号归三", ((11, "相符的有2篇"),)),
        ("治理那篇归三", "7号归三", ((7, GUESSED),)),  # every other title could hold this word
        ("张集的第二篇归六", "9号归六", ((9, GUESSED),)),  # by whose count?
        ("铜山那两篇归二", "7号、9号、11号归二", tuple((n, "相符的有3篇") for n in (7, 9, 11))),
    ],
)
def test_a_name_that_may_mean_another_is_asked(text, resolved, doubtful):
    found = read(text)
    assert (found.text, found.doubtful) == (resolved, doubtful)


@pytest.mark.parametrize(
    "text",
    [
        "3号名称改为积分制激活乡村治理",  # what a field is to hold
        "3号不是积分制",
        "铜山、泉山三家催一下",
        "丰县延到18号，鼓楼的都延到20号",
        "鼓楼的都催一下",
        "泉山区不用催",
        "王海霞说不报了",
        "积分制说是要推广",
        "邓楼的是先来的",
    ],
)
def test_what_names_no_case_is_left(text):
    assert read(text).text == text


@pytest.mark.parametrize(
    ("text", "about", "resolved"),
    [
        ("上面两篇都对", (7, 9), "7号、9号都对"),
        ("这两篇合成一篇，留后面那个", (7, 9), "7号、9号合成一篇，留9号"),
        ("这三篇都归二", (7, 9), "这三篇都归二"),
        ("最后一篇归六，其余归二", (5, 7, 13), "13号归六，5号、7号归二"),
        ("7号归六，其余都归二", (5, 7, 13), "7号归六，5号、13号都归二"),
        ("7号归六，其余不动", (5, 7, 13), "7号归六，其余不动"),
        ("上面说的那个，村级", (18,), "18号，村级"),
    ],
)
def test_several_of_the_answered_letter(text, about, resolved):
    assert read(text, about).text == resolved
