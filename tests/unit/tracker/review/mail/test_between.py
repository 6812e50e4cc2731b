"""What an expert wrote between the lines of our letter, and nothing that is ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import ReviewRules
from intake.mail.words.quote import split_body
from tests.unit.intake.mail.test_own_words import HEADS
from tracker.review.mail.between import gaps_in, words_with_marks, words_with_questions
from tracker.review.marks.lines import read_lines

NUMBERS = ("A01", "A02", "A03", "A05")
PAPERS = """王建国老师：

您好。现送上案例4篇（A01、A02、A03、A05），已隐去单位和人员名称，烦请按科学性、创新性、实践性评阅，每项满分100分，于2015年9月6日前返回。

评分可用两种办法之一：填好附件评分表作为附件回复；或在回信中每篇写一行，如“A01 85 89 84”。与您有关、或看出是哪一家的，请写“A01 回避”。

案例市民政局
联系人：李敏　电话：0516-80000000
2015年8月24日

（本邮件由系统自动发送，直接回复即可转人工处理。）
"""
RECEIPT = """王建国老师：

您好。收到您的评分，已登记1篇：
A02　科学性85　创新性90　实践性88

以下内容没有登记，烦请核对后回复：
1. A03 85 190 88　分数190不在0至100之间
2. A05 大概80　分数还不确定（左右、大概、暂定一类的说法），请写明最后的分数

还有3篇待评：A01、A03、A05，请于2015年9月6日前返回。
"""
REMINDER = "王建国老师：\n\n您好。您处还有1篇案例待评（A05），请于2015年9月6日前返回。填好评分表回复，或在回信中逐行写编号和分数均可。\n"


def quoted(letter: str) -> str:
    return "".join(f"> {line}\n" for line in letter.splitlines())


def wrapped(letter: str, width: int = 30) -> str:
    """Quoted by a program that breaks long lines and loses the sign on what it breaks off."""
    lines = [
        line[at : at + width] for line in letter.splitlines() for at in range(0, max(1, len(line)), width)
    ]
    starts = [at == 0 for line in letter.splitlines() for at in range(0, max(1, len(line)), width)]
    return "".join(f"> {line}\n" if first else f"{line}\n" for line, first in zip(lines, starts, strict=True))


def marks(text: str, letter: str) -> dict[str, str]:
    found = read_lines(
        words_with_marks(gaps_in(split_body(text, False), letter), NUMBERS), ReviewRules(), NUMBERS
    )
    return {mark.number: mark.said for mark in found.marks}


@pytest.mark.parametrize("head", ["", "评分见下。\n\n", "在 2015-08-25 10:00，案例征集 <a@b.cn> 写道：\n"])
@pytest.mark.parametrize(
    ("letter", "line", "his", "expected"),
    [
        (RECEIPT, "1. A03", "86 90 84", {"A03": "86、90、84"}),
        (RECEIPT, "1. A03", "\n应为86、90、84", {"A03": "86、90、84"}),
        (RECEIPT, "2. A05", "80\n81\n82", {"A05": "80、81、82"}),
        (RECEIPT, "2. A05", "回避", {"A05": "回避"}),
        (RECEIPT, "还有3篇", "A01 70 71 72\nA05 80 81 82", {"A01": "70、71、72", "A05": "80、81、82"}),
        (RECEIPT, "还有3篇", "86 90 84", {}),  # of which of the three?
        (PAPERS, "评分可用", "A03：86 90 84", {"A03": "86、90、84"}),
        (PAPERS, "评分可用", "86 90 84", {}),  # A01 stands there as an example
        (PAPERS, "（本邮件", "\nA02 70 71 72", {"A02": "70、71、72"}),
        (REMINDER, "您好", "86 90 84", {}),
    ],
)
def test_answers_below_quoted_lines(
    head: str, letter: str, line: str, his: str, expected: dict[str, str]
) -> None:
    text = "".join(
        f"> {one}\n" + (f"{his}\n\n" if one.startswith(line) else "") for one in letter.splitlines()
    )
    assert marks(head + text, letter) == expected


@pytest.mark.parametrize(
    ("line", "his", "expected"),
    [
        ("1. A03", "  86 90 84", {"A03": "86、90、84"}),
        ("还有3篇", " A01 70 71 72", {"A01": "70、71、72"}),
        ("2. A05", "：回避", {"A05": "回避"}),
    ],
)
@pytest.mark.parametrize("sign", ["> ", ">", "＞ "])
def test_answers_behind_quoted_lines(sign: str, line: str, his: str, expected: dict[str, str]) -> None:
    lines = RECEIPT.splitlines()
    text = "".join(f"{sign}{one}{his if one.startswith(line) else ''}\n" for one in lines)
    assert marks(text, RECEIPT) == expected


def test_lines_of_his_own_behind_signs_between_ours() -> None:
    lines = quoted(PAPERS).splitlines()
    text = "\n".join([*lines[:3], "> A03：86 90 84", "> A05 70，71，72", *lines[3:]])
    assert marks(text, PAPERS) == {"A03": "86、90、84", "A05": "70、71、72"}
    assert marks("> A03：86 90 84\n> A05 70，71，72", PAPERS) == {}  # whoever wrote that


def test_marks_of_another_that_are_quoted_below_our_letter_are_not_his() -> None:
    """A list of marks behind ``>`` is his only as long as nobody else's words stand in the quotation."""
    passed_on = "> 你们转来的李卫东同志的回信：\n> A03 60 61 62\n\n这份好像发错人了，退还。\n"
    assert marks(f"> 会务组 写道：\n{quoted(PAPERS)}{passed_on}", PAPERS) == {}
    assert marks(f"{quoted(PAPERS)}{passed_on}", PAPERS) == {}


@pytest.mark.parametrize(
    "head", ["signs", "QQ", "Coremail", "Foxmail", "Outlook zh", "Outlook en", "Sina", "NetEase master"]
)
def test_usual_programs_without_signs(head: str) -> None:
    lines = RECEIPT.splitlines()
    text = "\n".join(f"{one}\n86 90 84" if one.startswith("1. A03") else one for one in lines)
    assert marks(f"见下面。\n\n{HEADS[head]}\n{text}", RECEIPT) == {"A03": "86、90、84"}
    assert marks(f"见下面。\n{HEADS[head]}\n{RECEIPT}\nA01 70 71 72", RECEIPT) == {"A01": "70、71、72"}


@pytest.mark.parametrize("letter", [PAPERS, RECEIPT, REMINDER])
@pytest.mark.parametrize("cite", [quoted, wrapped, str])
def test_nothing_of_our_letter_is_ever_his(letter: str, cite: Callable[[str], str]) -> None:
    own = "A02 60 61 62\n\n"
    for head in ["", *HEADS.values()]:
        assert marks(f"{head}{cite(letter)}", letter) == {}, head
        assert marks(f"{own}{head}{cite(letter)}", letter) == {"A02": "60、61、62"}, head


def test_earlier_mails_below_are_not_read() -> None:
    older = "> 在 2015-08-20 10:00，王建国 <w@b.cn> 写道：\n>> A01 50 51 52\n"
    assert marks(f"谢谢\n\n{quoted(RECEIPT)}{older}", RECEIPT) == {}
    assert marks(f"{HEADS['QQ']}{RECEIPT}\n{HEADS['QQ']}A01 50 51 52", RECEIPT) == {}
    assert (
        marks(f"{quoted(RECEIPT)}\n张三 <z@b.cn> 于2015年8月20日周四 上午10:00写道：\nA01 50 51 52", RECEIPT)
        == {}
    )


def test_a_bare_answer_to_a_letter_about_one_case() -> None:
    assert marks("86 90 84", REMINDER) == {"A05": "86、90、84"}
    assert marks(f"86 90 84\n\n{quoted(REMINDER)}", REMINDER) == {"A05": "86、90、84"}
    assert words_with_marks(gaps_in(split_body("收到，谢谢", False), REMINDER), NUMBERS) == "收到，谢谢"
    assert marks("86 90 84", RECEIPT) == {}


def test_answers_to_questions_keep_them() -> None:
    body = split_body("> 是否参加？\n参加\n\n> 最多几篇？\n\n8\n", False)
    assert words_with_questions(gaps_in(body, "")) == "> 是否参加？\n参加\n\n> 最多几篇？\n8"


@given(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4, unique=True), st.data())
def test_where_he_writes_does_not_matter(cases: list[str], data: st.DataObject) -> None:
    lines = quoted(PAPERS).splitlines()
    for number in cases:
        at = data.draw(st.integers(0, len(lines)))
        lines[at:at] = ["", f"{number} 86 90 84", ""]
    assert marks("\n".join(lines), PAPERS) == dict.fromkeys(cases, "86、90、84")
