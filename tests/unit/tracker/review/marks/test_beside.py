"""Marks beside which a tie to the case is told, or that they are not the last, are held and asked about."""

from __future__ import annotations

import pytest

from benchmarks.accuracy.review import load
from intake.campaign.review import ReviewRules
from tracker.review.marks.answer import Answer, Mark, Question, Tie
from tracker.review.marks.beside import TIED, TIED_SOME, UNFINAL, hold_comments, hold_named, unread_beside
from tracker.review.marks.lines import read_lines

RULES = ReviewRules()
NUMBERS = ("A01", "A02", "A03", "A04")


def read(text: str) -> Answer:
    return read_lines(text, RULES, NUMBERS)


def taken(text: str) -> list[str]:
    return [mark.number for mark in read(text).marks]


def test_words_beside_marks_hold_them_or_leave_them() -> None:
    lines = load("beside")

    found = [(line["text"], taken(line["text"])) for line in lines]

    assert len(lines) > 230
    assert found == [(line["text"], line["taken"]) for line in lines]


def test_a_tie_is_asked_and_told_with_his_words() -> None:
    found = read("A01 80 81 82\nA02 85 90 88，这篇是我们单位的")

    words = "A02 85 90 88，这篇是我们单位的"
    assert [mark.number for mark in found.marks] == ["A01"]
    assert found.questions == (Question(words, TIED.format(number="A02"), ("A02",)),)
    assert found.ties == (Tie("A02", words),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A01 80 81 82\nA02 85 90 88\n其中一篇是我学生写的", TIED_SOME),
        ("A01 80 81 82\nA02 85 90 88\n以上仅供参考", UNFINAL),
        ("A01 80 81 82\nA02 85 90 88\n还没打完", UNFINAL),
    ],
)
def test_what_may_be_of_any_case_holds_all(text: str, why: str) -> None:
    found = read(text)

    assert (found.marks, found.ties) == ((), ())
    assert [question.why for question in found.questions] == [why]
    assert found.questions[0].about == ("A01", "A02")


def test_a_tie_is_told_without_marks_too() -> None:
    assert [tie.number for tie in read("A03 是我们学院报的").ties] == ["A03"]
    assert read("A02、A04两篇涉及我任职的基金会，请换人").ties == ()  # he keeps away already


def test_he_says_that_he_need_not_keep_away() -> None:
    found = read("A02 无需回避，85 90 88")

    assert (found.cleared, [mark.number for mark in found.marks]) == (("A02",), ["A02"])
    assert read("A02 要不要回避？").cleared == ()


@pytest.mark.parametrize(
    ("comment", "held"),
    [
        ("我单位报送", True),
        ("暂定", True),
        ("作者是我学生", True),
        ("数据翔实，可推广", False),
        ("社区与单位联动好", False),
        ("还需进一步完善", False),
    ],
)
def test_a_remark_on_a_sheet(comment: str, *, held: bool) -> None:
    mark = Mark("A01", read("A01 80 81 82").marks[0].scores, comment)

    assert (hold_comments(Answer((mark,), ())).marks == ()) is held


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("评分表（初稿）", True),
        ("评分表-未完成", True),
        ("专家评阅表 草稿2", True),
        ("评分表", False),
        ("评分表最终版", False),
        ("王建国评分", False),
        ("回复：评阅材料", False),
    ],
)
def test_the_name_of_a_file_or_a_subject(name: str, *, held: bool) -> None:
    assert (hold_named(read("A01 80 81 82"), [name]).marks == ()) is held


def test_sentences_of_which_nothing_is_known_are_named() -> None:
    text = "各位老师好：\nA01 80 81 82\n看了一多半\n其余的过几天给\n祝工作顺利\n王建国\n2015年9月1日"

    assert unread_beside(text, RULES, NUMBERS) == ("看了一多半",)


def test_a_tie_to_a_case_that_is_not_his_holds_no_other() -> None:
    found = read("A01 80 81 82\nA09 85 90 88，这篇是我们单位的")

    assert ([mark.number for mark in found.marks], found.ties) == (["A01"], ())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("A01 80 81 82，沛县的吧", ("沛县的吧",)),
        ("A01 80 81 82，凑个整先", ("凑个整先",)),
        ("A01 80 81 82，群众基础好，做法朴实", ()),
        ("A01 八十 八十一 八十二，略长", ()),
        ("A01 80 81 82\n扫描件随后寄出", ()),
    ],
)
def test_words_behind_scores_that_are_no_remark_are_named(text: str, unread: tuple[str, ...]) -> None:
    assert unread_beside(text, RULES, NUMBERS) == unread
