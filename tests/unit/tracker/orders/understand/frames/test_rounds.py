"""Orders about proofs: a sentence is one of them whole, or is left for the other frames."""

from datetime import date

import pytest

from tracker.orders.order import Order, Verb
from tracker.orders.understand.frames.rounds import LONGEST, Act, read_rounds

TODAY = date(2015, 9, 10)


def brief(text, *, begun=False):
    orders, rest = read_rounds(text, TODAY, begun=begun)
    assert all(order.verb is Verb.PROOFS for order in orders)
    return [(order.field, order.value, order.words) for order in orders], rest


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("出二校", "2"),
        ("出第3校", "3"),
        ("请出一校样。", "1"),
        ("出汇编二校清样", "2"),
        ("出下一校", ""),
        ("出校样", ""),
    ],
)
def test_a_round_is_made(text, number):
    assert brief(text) == ([(Act.MAKE, number, "")], "")


@pytest.mark.parametrize(
    ("back", "day"),
    [
        ("9月20日前返回", "2015-09-20"),
        ("9 月 20 日前返回", "2015-09-20"),
        ("2015 年 9 月 20 日前返回", "2015-09-20"),
        ("2015.9.20前返回", "2015-09-20"),
        ("2015-9-20前返回", "2015-09-20"),
        ("9.20前返回", "2015-09-20"),
        ("20号前返回", "2015-09-20"),
        ("本月20日前返回", "2015-09-20"),
        ("周五前返回", "2015-09-11"),
        ("下周五前返回", "2015-09-18"),
        ("请于9月20日之前反馈", "2015-09-20"),
        ("9月31日前返回", ""),
    ],
)
def test_a_round_is_sent_and_wanted_back_on_a_day(back, day):
    assert brief(f"二校发各单位，{back}") == ([(Act.SEND, "2", day)], "")


@pytest.mark.parametrize(
    ("text", "with_round", "other"),
    [
        ("二校和一校有什么不同", "1", "2"),
        ("看看和一校有什么不同", "1", ""),
    ],
)
def test_rounds_are_compared(text, with_round, other):
    assert brief(text) == ([(Act.COMPARE, with_round, other)], "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3号主题改四",
        "学校",
        "出二校和三校的车费",
        "一校长来了",
        "出" + "二" * LONGEST + "校",
        "第3页第2行“甲”改为“乙”",
    ],
)
def test_what_is_no_such_order_is_left_as_it_was_written(text):
    assert brief(text) == ([], text)


def test_a_mail_of_several_sentences_keeps_the_others_in_their_order():
    assert brief("出二校。3号主题改四；5号撤回！出二校\n谢谢") == (
        [(Act.MAKE, "2", "")],
        "3号主题改四；5号撤回！谢谢",
    )


def test_lines_correct_a_proof_only_once_one_was_sent():
    line = "第3页第2行“甲”改为“乙”。"
    assert read_rounds(line, TODAY, begun=True) == (
        (Order(Verb.PROOFS, line.rstrip("。"), field=Act.CORRECT),),
        "",
    )
    assert read_rounds(line, TODAY, begun=False) == ((), line)
