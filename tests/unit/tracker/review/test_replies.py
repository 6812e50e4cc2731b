"""What experts answer besides marks, and how much of three hundred answers is read."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from benchmarks.accuracy.review import judge_marks, judge_reply, load, shipped_campaign
from intake.campaign.review import ReviewRules
from tracker.review.mail.replies import Consent, Wish, read_consent, read_wish
from tracker.review.marks.answer import Answer, Mark, Question
from tracker.review.marks.lines import read_lines

RULES = ReviewRules()
NUMBERS = ("A01", "A02", "A03", "A04")
ASKED = Consent(willing=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("愿意", Consent(willing=True)),
        ("行", Consent(willing=True)),
        ("没问题！最多10篇", Consent(willing=True, most=10)),
        ("可以的，八篇封顶", Consent(willing=True, most=8)),
        ("同意，但请回避泉山区、鼓楼区", Consent(willing=True, avoids=("泉山区", "鼓楼区"))),
        ("参加。新沂市我不看，其他都行", Consent(willing=True, avoids=("新沂市",))),
        ("同意参加评审，但我是沛县人，沛县的就不要给我了", Consent(willing=True, avoids=("沛县",))),
        ("参加，不用回避", Consent(willing=True)),
        ("没问题，材料麻烦寄纸质版到学校", Consent(willing=True, paper=True)),
        ("可以，电子版就行，不要纸质", Consent(willing=True)),
        ("愿意参加，材料请发另一个邮箱 w@example.cn", Consent(willing=True, email="w@example.cn")),
        ("同意。\n王建国\n电子邮箱 w@example.cn", Consent(willing=True)),
        ("不同意", Consent(willing=False)),
        ("孩子住院来不了了", Consent(willing=False)),
        ("最近身体欠佳，恐怕难以参加了", Consent(willing=False)),
        ("不能参加现场会，但书面评阅可以", ASKED),
        ("可以，不过想先看看材料", ASKED),
        ("我愿意，可是眼睛刚做完手术", ASKED),
        ("下周以后可以，这周不行", ASKED),
        ("可以参加，能看五六篇", ASKED),
        ("愿意，回避我爱人的单位，见面再说", Consent(willing=True, avoids=("我爱人的单位",))),
        ("参加！需要准备什么？", ASKED),
        ("", ASKED),
    ],
)
def test_an_answer_to_an_invitation(text: str, expected: Consent) -> None:
    assert read_consent(text, shipped_campaign()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临时有事，退出评审，抱歉", Wish.LEAVE),
        ("最近手术，评不了了，请另请专家", Wish.LEAVE),
        ("我不会退出的，只是这几天慢一点", Wish.TIME),
        ("如果时间太紧我就退出", Wish.UNKNOWN),
        ("我退出这个微信群了，邮件联系", Wish.UNKNOWN),
        ("需要退出吗？", Wish.UNKNOWN),
        ("表格打不开，请再发一次", Wish.AGAIN),
        ("附件丢了，能不能重新发一份", Wish.AGAIN),
        ("能否宽限到15号？", Wish.TIME),
        ("下周才行，这两天在外地开会", Wish.TIME),
        ("收到，谢谢！", Wish.NOTHING),
        ("材料已收到，我会尽快评完。\n发自我的iPhone", Wish.NOTHING),
        ("收到，A03好像缺图", Wish.UNKNOWN),
        ("评审费怎么算", Wish.UNKNOWN),
    ],
)
def test_what_he_wants(text: str, expected: Wish) -> None:
    assert read_wish(text) is expected


def marks(text: str) -> dict[str, str]:
    return {mark.number: mark.said for mark in read_lines(text, RULES, NUMBERS).marks}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A01（85，90，88）；A02（77，81，79）", {"A01": "85、90、88", "A02": "77、81、79"}),
        ("1号85 90 88，2号77 81 79", {"A01": "85、90、88", "A02": "77、81、79"}),
        ("A02三项都给85。", {"A02": "85、85、85"}),
        ("A01至A03，每项都是80", {"A01": "80、80、80", "A02": "80、80、80", "A03": "80、80、80"}),
        ("A01、A03均为 80 81 82", {"A01": "80、81、82", "A03": "80、81、82"}),
        ("A01 88 86 90\nA03同A01", {"A01": "88、86、90", "A03": "88、86、90"}),
        ("A03与A01相同\nA01 88 86 90", {"A01": "88、86、90", "A03": "88、86、90"}),
        ("A03\n85\n90\n88", {"A03": "85、90、88"}),
        ("编号：A01\n科学性：85分\n创新性：90分\n实践性：88分", {"A01": "85、90、88"}),
        ("科学85 创新90 实践88（A03）", {"A03": "85、90、88"}),
        ("A02科85创90实88", {"A02": "85、90、88"}),
        ("A01 捌拾伍 玖拾 捌拾捌", {"A01": "85、90、88"}),
        ("A01：八五、九〇、八八", {"A01": "85、90、88"}),
        ("A01：85、90、88分别是创新性、科学性、实践性", {"A01": "90、85、88"}),
        ("A01 84 86 88 总分258", {"A01": "84、86、88"}),
        ("A01 84 86 88 86", {"A01": "84、86、88"}),  # the mean
        ("A01《12345热线》80 81 82", {"A01": "80、81、82"}),
        ("A02 这篇像新闻稿，科学性只能给60，创新性55，实践性62", {"A02": "60、55、62"}),
        ("编号 创新性 科学性 实践性\nA01 90 85 88", {"A01": "85、90、88"}),
        ("编号,题目,科学性,创新性,实践性,回避,意见\nA01,某题,85,90,88,,好\nA02,某题,,,,回避,", {"A01": "85、90、88", "A02": "回避"}),
        ("A02、A04两篇我回避", {"A02": "回避", "A04": "回避"}),
        ("申请回避A02", {"A02": "回避"}),
        ("A02 85 82 80 回避制度写得好", {"A02": "85、82、80"}),
        # asked
        ("A02 回避制度写得好", {}),
        ("A02建议回避图片里的牌匾", {}),
        ("A02要不要回避？", {}),
        ("A02不用回避", {}),
        ("A02 科学性80-85，创新性90，实践性88", {}),
        ("A02 85 90 88（暂定）", {}),
        ("A02 大概85 90 88", {}),
        ("A02 85 90 88作废", {}),
        ("A02 85 90 88可以吗", {}),
        ("除A03外都是85 85 85", {}),
        ("A01 85 85 85，其余都是80 80 80", {}),
        ("A01 85 90 88\n更正：上面A01的创新性应为80", {}),
        ("A01 85 90 88\nA01实践性再斟酌一下", {}),
        ("依次为创新性、科学性、实践性\nA01 90 85 88", {}),
        ("A03同A09", {}),
        ("A01 85 90 88 97", {}),
        ("A01 总分270", {}),
    ],
)  # fmt: skip
def test_ways_of_writing_marks(text: str, expected: dict[str, str]) -> None:
    assert marks(text) == expected


def test_a_case_that_is_said_to_be_like_one_without_marks_is_asked() -> None:
    assert read_lines("A03同A01", RULES, NUMBERS) == Answer(
        (), (Question("A03", "这次来信中没有A01的分数，请写明A03各项的分数"),)
    )


def test_the_comment_below_scores_in_lines_goes_with_them() -> None:
    found = read_lines("A03\n85\n90\n88\n评语：数据翔实", RULES, NUMBERS)

    assert [(mark.number, mark.comment) for mark in found.marks] == [("A03", "数据翔实")]
    assert found.questions == ()


def test_ranges_take_only_his_own() -> None:
    own = ("A01", "A02", "A04")

    assert [mark.number for mark in read_lines("A01-A04均为 80 80 80", RULES, own).marks] == list(own)
    assert read_lines("A01、A03均为 80 80 80", RULES, own).marks == ()


def test_three_hundred_answers_are_read_or_asked_never_taken_wrong() -> None:
    replies = Counter(map(judge_reply, load("replies")))
    first = Counter(map(judge_marks, load("marks")))

    assert (replies["wrong"], first["wrong"]) == (0, 0)
    assert (replies["right"] >= 210, first["right"] >= 46) == (True, True)
    assert replies.total() == 224


@cache
def whole() -> tuple[Mark, ...]:
    return tuple(mark for line in load("replies") for mark in read_lines(line["text"], RULES, NUMBERS).marks)


def test_every_mark_that_is_taken_has_all_its_scores() -> None:
    assert whole()
    assert {len(mark.scores) for mark in whole()} == {0, 3}
