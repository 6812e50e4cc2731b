"""Heads of earlier mails inside a text, and how far the sender's own words surely go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.words.heads import (
    attribution_length,
    find_foreign,
    head_length,
    is_field,
    is_forward_mark,
    is_quoted,
    unquote_line,
    without_cited,
)


@pytest.mark.parametrize(
    ("line", "quoted", "rest"),
    [
        ("> 您好", True, "您好"),
        (">您好", True, "您好"),
        (">> 您好", True, "> 您好"),
        ("  ＞ 您好", True, "您好"),
        ("5 > 3", False, "5 > 3"),
        ("", False, ""),
    ],
)
def test_behind_a_quotation_sign(line: str, quoted: bool, rest: str) -> None:
    assert (is_quoted(line), unquote_line(line)) == (quoted, rest)


@pytest.mark.parametrize(
    ("line", "is_mark"),
    [
        ("---------- Forwarded message ---------", True),
        ("-------- 转发邮件信息 --------", True),
        ("------------------ 转发的邮件 ------------------", True),
        ("以下是转发邮件：", True),
        ("Begin forwarded message:", True),
        ("转发邮件", False),
        ("我们转发的邮件已收到", False),
        ("", False),
    ],
)
def test_a_mark_of_forwarding(line: str, is_mark: bool) -> None:
    assert is_forward_mark(line) is is_mark


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("发件人：张三", True),
        ("发 件 人: 张三", True),
        ("*主题:* 案例", True),
        ("| 日期 | 2015年7月20日", True),
        ("Reply-To: a@b.cn", True),
        ("发件人：甲 发送时间：2015年7月20日 收件人：乙", True),
        ("主题很好", False),
        ("发件人", False),
        ("", False),
    ],
)
def test_a_header_field(line: str, is_one: bool) -> None:
    assert is_field(line) is is_one


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("在 2015-07-20 10:00:00，张三 <a@b.cn> 写道：", 1),
        ("On Mon, Jul 20, 2015 at 10:00 AM Zhang <a@b.cn> wrote:", 1),
        ("2015年7月20日，10:00，市局 <a@b.cn> 写道：", 1),
        ("在 2015年7月20日 10:00，\n市局 <a@b.cn> 写道：", 2),
        ("On Mon, 20 Jul 2015 at 10:00,\nZhang San\n<a@b.cn> wrote:", 3),
        ("张三在2015年7月20日的日记里写道：", 0),  # nothing that only a mail says
        ("他写道：", 0),
        ("2015年7月20日，我们开会。", 0),
        ("在 2015年7月20日 10:00，\n\n市局 <a@b.cn> 写道：", 0),
        ("在 2015年7月20日 10:00，" + "长" * 400 + " 写道：", 0),
        ("", 0),
    ],
)
def test_who_wrote_what_follows(text: str, length: int) -> None:
    assert attribution_length(text.split("\n"), 0) == length


HEAD = ("发件人: 市局 <a@b.cn>", "发送时间: 2015年7月20日 10:00", "收件人: 丰县", "主题: 回执")


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (HEAD, 4),
        ((*HEAD, "", "您好"), 4),
        (("-----原始邮件-----", *HEAD, "您好"), 5),
        (("------------------ 原始邮件 ------------------",), 1),
        (("-----Original Message-----", "From: a@b.cn", "Sent: x", "您好"), 3),
        (("Original", "您好"), 0),
        (("Original", *HEAD), 5),
        ((HEAD[0], HEAD[1], "您好"), 0),  # two fields are no proof
        ((HEAD[0], "", HEAD[1], "", HEAD[2]), 5),
        ((HEAD[0], HEAD[1], "收件人: 甲;", "乙;丙", HEAD[3]), 5),  # a list of recipients that runs on
        (("发件人：甲 发送时间：2015年7月20日 收件人：乙 主题：丙 您好", "x"), 1),
        (("您好",), 0),
        (("",), 0),
        (("主题: 回执", *HEAD[:3]), 0),
    ],
)
def test_the_head_of_an_earlier_mail(lines: tuple[str, ...], length: int) -> None:
    assert head_length(list(lines), 0) == length


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("您好，请查收。\n附件两个。", None),
        ("", None),
        ("确认。\n> 您好", (1, 0)),
        ("确认。\n-----原始邮件-----\n您好", (1, 0)),
        ("确认。\n\n——————————\n您好", (2, 0)),
        ("确认。\n发件人：甲", (1, 0)),
        ("确认。\n主题：回执\n\n发件人：甲", (1, 0)),  # a subject above its sender
        ("确认。\n收件人：甲\n时间：明天", (1, 0)),
        ("时间：明天上午", None),  # one field alone is said by anybody
        ("确认。 ----- 转发邮件 -----", (0, 4)),
        ("确认。发件人：甲", (0, 3)),
        ("下面是李四发来的\n撤回", (1, 0)),
        ("李四来信说：\n撤回", (0, 0)),
        ("在 2015-07-20 10:00，张三 <a@b.cn> 写道：\n撤回", (0, 0)),
        ("Begin forwarded message:", (0, 0)),
        ("***\n撤回", (0, 0)),
    ],
)
def test_where_words_of_another_may_begin(text: str, at: tuple[int, int] | None) -> None:
    assert find_foreign(text.split("\n")) == at


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ((), []),
        (("确认。", "> 您好", "> 请确认", "", "第二条也对"), ["确认。", "", "第二条也对"]),
        (("> 一", "对", "", "> 二", "不对"), [""]),  # what is right below may be a line that was wrapped
        (("> 一", "", "对", "", "> 二", "", "不对"), ["", "对", "", "", "不对"]),
        (("在 2015-07-20 10:00，甲 <a@b.cn> 写道：", "> 您好", "", "确认"), ["", "确认"]),
        (("在 2015-07-20 10:00，", "甲 <a@b.cn> 写道：", "", "> 您好", "", "确认"), ["", "确认"]),
        (
            ("在 2015-07-20 10:00，甲 <a@b.cn> 写道：", "有话", "> 您好"),
            ["在 2015-07-20 10:00，甲 <a@b.cn> 写道：", "有话"],
        ),
    ],
)
def test_answers_between_citations_are_left(lines: tuple[str, ...], kept: list[str]) -> None:
    assert without_cited(list(lines)) == kept


_LINE = st.sampled_from(
    (
        "确认。",
        "",
        *HEAD,
        "> 您好",
        "-----原始邮件-----",
        "Original",
        "——————",
        "在 2015-07-20 10:00，甲 <a@b.cn> 写道：",
        "他写道：",
        "发件人",
        "* * *",
        "长" * 300,
    )
)


@given(st.lists(_LINE, max_size=12))
def test_lengths_stay_within_the_text(lines: list[str]) -> None:
    for at in range(len(lines)):
        assert 0 <= head_length(lines, at) <= len(lines) - at
        assert 0 <= attribution_length(lines, at) <= min(3, len(lines) - at)
    kept = without_cited(lines)
    assert not any(map(is_quoted, kept))
    rest = iter(lines)
    assert all(line in rest for line in kept)  # in their order


@given(st.lists(_LINE, max_size=12))
def test_own_words_end_before_any_proof_of_history(lines: list[str]) -> None:
    found = find_foreign(lines)
    for at, line in enumerate(lines):
        if is_quoted(line) or head_length(lines, at) or attribution_length(lines, at):
            assert found is not None
            assert found[0] <= at
            break
