"""What experts answer besides marks, and how much of three hundred answers is read."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from benchmarks.accuracy.replies import HANDS, judge
from benchmarks.accuracy.review import judge_marks, judge_reply, load, shipped_campaign
from intake.campaign.review import ReviewRules
from tracker.review.mail.consent import Consent, read_consent
from tracker.review.mail.replies import Wish, avoids_in, read_wish
from tracker.review.marks.answer import Answer, Mark, Question
from tracker.review.marks.lines import read_lines

RULES = ReviewRules()
NUMBERS = ("A01", "A02", "A03", "A04")
ASKED = Consent(willing=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("愿意", Consent(willing=True)),
        ("行啊，寄纸的吧", Consent(willing=True, paper=True)),
        ("中。啥时候要？", Consent(willing=True, asks=True)),
        ("能看几篇？我带毕业班，顶多五篇", Consent(willing=True, most=5, asks=True)),
        ("除沛县以外均可", Consent(willing=True, avoids=("沛县",))),
        (
            "云龙的不能看，鼓楼我们有项目，也不看。别的都可以",
            Consent(willing=True, avoids=("云龙区", "鼓楼区")),
        ),
        ("可，惟老朽不谙电脑，请赐纸本", Consent(willing=True, paper=True)),
        ("接受邀请。上限：贰拾篇。介质：纸质", Consent(willing=True, most=20, paper=True)),
        ("Happy to serve, no more than 5 cases please", Consent(willing=True, most=5)),
        ("Happy to serve, conflict: Xinyi", ASKED),
        ("容我婉谢。", Consent(willing=False)),
        ("你们发错人了吧？", ASKED),
        ("让我评别人？不合适吧。不嫌弃我就试试", ASKED),
        ("前天说不参加，现在又可以参加了", ASKED),
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
        ("同意。≤6篇。避开贾汪、铜山。", Consent(willing=True, most=6, avoids=("铜山区", "贾汪区"))),
        ("云龙区之案例理应回避，其余均可，同意", Consent(willing=True, avoids=("云龙区",))),
        ("同意。每个县区不超过2份，总共不超过20份", Consent(willing=True, most=20)),
        ("是否参加：☑是 □否\n材料：□电子 ☑纸质", Consent(willing=True, paper=True)),
        ("是否参加：□是  ☑否", Consent(willing=False)),
        ("是否参加：是/否", ASKED),
        ("同意参加，A组给我三份，B组给我五份", ASKED),
        ("同意参加，沛县我待过", ASKED),
        ("同意参加，打印店的事我去办", ASKED),
        ("接受邀请，不接受电子版", ASKED),
        ("愿意，a@b.example 或 c@d.example 都行", ASKED),
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
        ("材料已阅。", Wish.NOTHING),
        ("🙏🙏🙏", Wish.NOTHING),
        ("材料没收到，只收到一个空信封", Wish.AGAIN),
        ("再给一周行不？", Wish.TIME),
        ("材料已收到，我会尽快评完。\n发自我的iPhone", Wish.NOTHING),
        ("收到，A03好像缺图", Wish.UNKNOWN),
        ("评审费怎么算", Wish.UNKNOWN),
        ("", Wish.UNKNOWN),  # all he wrote stands under a quotation
        ("七号 科学85 创新80 实践90，纸找不到了", Wish.UNKNOWN),
    ],
)
def test_what_he_wants(text: str, expected: Wish) -> None:
    assert read_wish(text) is expected


def marks(text: str) -> dict[str, str]:
    return {mark.number: mark.said for mark in read_lines(text, RULES, NUMBERS).marks}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A01/85/90/88", {"A01": "85、90、88"}),
        ("A01 85-90-88", {"A01": "85、90、88"}),
        ('{"A01": [85, 90, 88], "A02": [77, 81, 79]}', {"A01": "85、90、88", "A02": "77、81、79"}),
        ("A 0 1: 8 5, 9 0, 8 8", {"A01": "85、90、88"}),
        ("1:85,90,88;2:77,81,79", {"A01": "85、90、88", "A02": "77、81、79"}),
        ("A01 (85)(90)(88)", {"A01": "85、90、88"}),
        ("A01\n科学性\n85\n创新性\n90\n实践性\n88", {"A01": "85、90、88"}),
        ("A01 80 81 82，A02同上，A03也同上。", dict.fromkeys(("A01", "A02", "A03"), "80、81、82")),
        ("A01（80，81，82）、A02（同A01）", {"A01": "80、81、82", "A02": "80、81、82"}),
        ("A01 80 81 82\nA02 同上，就实践性少5分", {"A01": "80、81、82"}),
        ("先前寄的A02作废，改为：A02 76、80、71", {"A02": "76、80、71"}),
        ("A02 90 90 90 改为 76 80 71，还是原来的吧", {}),
        ("A01三项90 91 92，其余三篇三项都是80", {"A01": "90、91、92"} | dict.fromkeys(("A02", "A03", "A04"), "80、80、80")),
        ("A01三项90 91 92，其余四篇三项都是80", {}),
        ("除A03为60、61、62外，A01、A02均为88、86、84", {"A01": "88、86、84", "A02": "88、86、84", "A03": "60、61、62"}),
        ("A01-A03：科学性都85；创新性分别为70、75、80；实践性都90", {"A01": "85、70、90", "A02": "85、75、90", "A03": "85、80、90"}),
        ("科学性都85；创新性A01 70，A02 75；实践性A01 90，A02 91", {"A01": "85、70、90", "A02": "85、75、91"}),
        ("A01 85左右，A02 80 82 84", {"A02": "80、82、84"}),
        ("A09 85 90 88；A02 80 82 84", {"A02": "80、82、84"}),
        ("A02、A04两篇涉及我任职的基金会，请换人", {"A02": "回避", "A04": "回避"}),
        ("A02的作者打电话来说情，我不便再评这一篇", {"A02": "回避"}),
        ("A02材料不全，我不评", {}),
        ("A02不是我学生写的，不评", {}),
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
        ("A01 科学和实践都是80，创新只能给65", {"A01": "80、65、80"}),
        ("A01 创新性扣5分即82，科学性、实践性都是87", {"A01": "87、82、87"}),
        ("第一篇85、90、88，第二篇77、81、79", {"A01": "85、90、88", "A02": "77、81、79"}),
        ("A01 里面有14处空话、32个调解员，科学75，创新70，实践72", {"A01": "75、70、72"}),
        ("A01 85 90 88\nA02 同上", {"A01": "85、90、88", "A02": "85、90、88"}),
        ("科学性：A01 85，A02 80\n创新性：A01 80，A02 84\n实践性：A01 88，A02 82", {"A01": "85、80、88", "A02": "80、84、82"}),
        ("案例 A01 A02\n科学性 85 80\n创新性 82 76\n实践性 90 85", {"A01": "85、82、90", "A02": "80、76、85"}),
        ("A01 85 90 88，A02大概八十五六，A03 80 81 82", {"A01": "85、90、88", "A03": "80、81、82"}),
        ("A01科学85 创新80 实践92，A02怪孬，50", {"A01": "85、80、92"}),
        # asked
        ("A01 科学性84，创新性83（亦可作86），实践性88", {}),
        ("科学性A01-A03依次为85、80；创新性依次为80、84、86；实践性依次为88、82、91", {}),
        ("A01 科学性80，创新性不低于85，实践性82", {}),
        ("A01 科学性80，创新性好像是85，实践性82", {}),
        ("A01三项平均86", {}),
        ("A01 科学性90 创新性8 实践性87", {}),
        ("A01 85 90 88\n以上都是初步意见", {}),
        ("我按十分制打的\nA01 85 90 88", {}),
        ("A01 85 90 88，其中创新92", {}),
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
        ("依次为创新性、科学性、实践性\nA01 90 85 88", {"A01": "85、90、88"}),
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


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("若找不到别人，我勉强也能看。", Wish.UNKNOWN),
        ("实在找不到人，我再看两篇", Wish.UNKNOWN),
        ("我可能要退出，等体检结果出来再说。", Wish.UNKNOWN),
        ("原来想退出，想想还是坚持看完吧。", Wish.UNKNOWN),
        ("材料找不到了", Wish.AGAIN),
        ("因病退出，抱歉", Wish.LEAVE),
        ("你们发的材料在垃圾箱里找到了，不用重发", Wish.UNKNOWN),
        ("下周三前一定寄来", Wish.PROMISE),
        ("好的，我抓紧看，下周一之前给您。", Wish.PROMISE),
        ("本周五下班前奉上，勿念。", Wish.PROMISE),
        ("我争取月底前看完，误不了。", Wish.PROMISE),
        ("12号前保证寄出", Wish.PROMISE),
        ("三天之内奉上", Wish.PROMISE),
        ("下周三前交", Wish.PROMISE),
        ("下周三前交不了", Wish.TIME),
        ("周五前看不完", Wish.TIME),
        ("下周三前请把材料寄来", Wish.UNKNOWN),
        ("周五前发我评分表", Wish.UNKNOWN),
        ("周三前后交", Wish.UNKNOWN),
        ("下周三前才能交，行不行", Wish.TIME),
        ("周三来不及，能否宽限到周五？", Wish.TIME),
        ("评阅恐怕要晚一周", Wish.TIME),
        ("下周交", Wish.TIME),
        ("解压说密码错误，请再传一份", Wish.AGAIN),
    ],
)
def test_a_promise_asks_for_no_time_and_a_doubt_is_no_leaving(text: str, wish: Wish) -> None:
    assert read_wish(text) is wish


def test_ranges_take_only_his_own() -> None:
    own = ("A01", "A02", "A04")

    assert [mark.number for mark in read_lines("A01-A04均为 80 80 80", RULES, own).marks] == list(own)
    assert read_lines("A01、A03均为 80 80 80", RULES, own).marks == ()


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("3号 85 90 88", []),  # A03, or the third of his, A07?
        ("第3篇 85 90 88", []),
        ("3、85 90 88", []),
        ("03 85 90 88", ["A03"]),
        ("7号 85 90 88", ["A07"]),  # there is no seventh
        ("1号 85 90 88", ["A01"]),
        ("编号\t科学性\t创新性\t实践性\n3\t85\t90\t88\n7\t80\t81\t82", ["A07"]),
    ],
)
def test_a_number_without_its_letter_is_a_case_only_where_it_can_be_no_other(
    text: str, taken: list[str]
) -> None:
    answer = read_lines(text, RULES, ("A01", "A03", "A07"))

    assert [mark.number for mark in answer.marks] == taken
    assert bool(answer.questions) == (not taken or "\n" in text)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("A01 85 90 88 合计268", {}),
        ("A01 85 90 88，总分263", {"A01": "85、90、88"}),
        ("A01 85 90 88（均分87.7）", {"A01": "85、90、88"}),
        ("A01 85 90 88 平均89", {}),
        ("A01 27 35 26", {}),  # out of 30, 40, 30
        ("A01 27 35 26，核对无误", {"A01": "27、35、26"}),
        ("A01 8 9 8 核对无误", {"A01": "8、9、8"}),
        ("A01 27 45 26", {"A01": "27、45、26"}),
    ],
)
def test_sums_that_are_none_and_marks_out_of_the_weights_are_asked(text: str, taken: dict[str, str]) -> None:
    assert marks(text) == taken


def test_three_hundred_answers_are_read_or_asked_never_taken_wrong() -> None:
    replies = Counter(map(judge_reply, load("replies")))
    first = Counter(map(judge_marks, load("marks")))

    assert (replies["wrong"], first["wrong"]) == (0, 0)
    assert (replies["right"] >= 210, first["right"] >= 46) == (True, True)
    assert replies.total() == 224


def test_whole_mails_of_ten_more_hands_are_never_taken_wrong_nor_left_unheard() -> None:
    found = Counter(judge(line) for hand in HANDS for line in load(f"replies{hand}"))

    assert (found["wrong"], found["unheard"], found.total()) == (0, 0, 1505)
    assert found["right"] >= 800


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丰沛两县应当回避，其余乐意", Consent(willing=True, avoids=("丰县", "沛县"))),
        ("愿意，回避 云龙/铜山", Consent(willing=True, avoids=("云龙区", "铜山区"))),
        ("沛县的免了，其余我愿意", Consent(willing=True, avoids=("沛县",))),
        ("我是沛县人，不便参加", Consent(willing=False)),
        ("这次就不参加了，推荐我们系的周敏老师。", Consent(willing=False, asks=True)),
        ("要看具体时间，九月上旬我在外地，中旬以后可以。", ASKED),
        ("原则上同意", ASKED),
        ("时间允许的话可以", ASKED),
        ("愿意，回避哪几个你们看着办", ASKED),
        ("OK, max 5 cases please", Consent(willing=True, most=5)),
        ("可以。上限 10", Consent(willing=True, most=10)),
        ("愿意，先给 4 吧", ASKED),
        ("愿意，八篇为宜，不超过十篇", Consent(willing=True, most=10)),
        ("愿意，最多10篇，不，5篇吧", ASKED),
        ("行，发来吧", Consent(willing=True)),
        ("好，我再看看", ASKED),
        ("不了，谢谢。", Consent(willing=False)),
        ("愿意\t是\n篇数上限\t七\n回避\t贾汪\n纸质\t否", Consent(willing=True, most=7, avoids=("贾汪区",))),
        (
            "> 是否参加\n参加\n> 最多多少篇？\n二十\n> 要纸质材料吗？\n要",
            Consent(willing=True, most=20, paper=True),
        ),
        ("> 愿意担任吗？\n否", Consent(willing=False)),
        ("愿意，打印出来寄给我", Consent(willing=True, paper=True)),
    ],
)
def test_kinds_of_answers_to_an_invitation(text: str, expected: Consent) -> None:
    assert read_consent(text, shipped_campaign()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A01→88→84→90", {"A01": "88、84、90"}),
        ("A01=85+90+88=263", {"A01": "85、90、88"}),
        ("A01：85+88+90=273", {}),  # a sum that is none
        ("A01 85/100 90/100 88/100", {"A01": "85、90、88"}),
        ("A01 85% 90% 88%", {"A01": "85、90、88"}),
        ("A01.85.90.88", {"A01": "85、90、88"}),
        ("A01：八 十 五、九 十、八 十 八", {"A01": "85、90、88"}),
        ("案例A01\n  一、科学性：85\n  二、创新性：90\n  三、实践性：88", {"A01": "85、90、88"}),
        ("A01 [科]84 [创]81 [实]87", {"A01": "84、81、87"}),
        ("A01：85 90 88（科学 实践 创新？）", {}),
        ("A01 85 90 88（创新、科学、实践）", {}),
        ("顺序是创新、实践、科学：A01 90 85 80", {"A01": "80、90、85"}),
        ("A01科学性八十，创新性十八，实践性八十一", {}),
        ("A01科学性80，创新性18，实践性81", {"A01": "80、18、81"}),
    ],
)
def test_signs_and_orders_of_scores(text: str, expected: dict[str, str]) -> None:
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A01：科学性八十八分半，创新性八十四分，实践性九十分整", {"A01": "88.5、84、90"}),
        ("A01 85分半、90分、88分", {"A01": "85.5、90、88"}),
        ("A01 八十五点五 九十 八十八", {"A01": "85.5、90、88"}),
        ("A01科学性满分，创新性95，实践性98", {"A01": "100、95、98"}),
        ("1#：85′ 90′ 88′\n2#：84′ 86′ 82′", {"A01": "85、90、88", "A02": "84、86、82"}),
        ("A01&nbsp;&nbsp;86&nbsp;88&nbsp;85", {"A01": "86、88、85"}),
        ("第二篇，实践性九十二，科学性八十五，创新性七十八", {"A02": "85、78、92"}),
        ("┌──┬──┬──┬──┐\n│编号│科学│创新│实践│\n├──┼──┼──┼──┤\n│A01 │ 83 │ 85 │ 81 │\n└──┴──┴──┴──┘", {"A01": "83、85、81"}),
        ("编号\t科学性\t创新性\t实践性\t备注\nA01\t84\t82\t88\t\nA02\t—\t—\t—\t回避", {"A01": "84、82、88", "A02": "回避"}),
        ("编号 科学性 创新性 实践性 总分\nA01 80 82 84 246\nA02 85 88 88 271", {"A01": "80、82、84"}),
        ("①85 90 88 ②80 79 83 ③91 90 92 ④76 72 80", {"A01": "85、90、88", "A02": "80、79、83", "A03": "91、90、92", "A04": "76、72、80"}),
        ("①85 90 88 ②80 79 83", {}),  # the first two of his, or A01 and A02?
        ("A01—A03依次为：85、90、88；80、81、82；77、79、75。", {"A01": "85、90、88", "A02": "80、81、82", "A03": "77、79、75"}),
        ("按A01、A02的顺序，一行一篇，科学、创新、实践：\n80 82 84\n85 86 87", {"A01": "80、82、84", "A02": "85、86、87"}),
        ("按A01、A02的顺序，一行一篇，创新、科学、实践：\n80 82 84\n85 86 87", {}),
        ("A01到A03依次为：85 90 88；80 81 82", {}),
        ("昨天报的A02作废，以这次为准：84 88 90。", {"A02": "84、88、90"}),
        ("回避第2、4篇", {"A02": "回避", "A04": "回避"}),
        ("A02避嫌不评", {"A02": "回避"}),
        ("2号 利益相关 不评", {"A02": "回避"}),
        ("A02与本人公司有合同往来，跳过", {"A02": "回避"}),
        ("A01 80 85 90\n次序是不是创新在前我记不清了", {}),
        ("A01 80 85 90\n前两项的顺序可能弄反了", {}),
        ("上周三我发过一封，里面A01 80 82 85等都有，你们收到没有？", {}),
        ("下午三点五十开会，A01 80 82 85", {"A01": "80、82、85"}),
    ],
)  # fmt: skip
def test_kinds_of_a_seventh_hand(text: str, expected: dict[str, str]) -> None:
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("盛情难却，不便推辞，遵命。", Consent(willing=True)),
        ("不敢推辞", Consent(willing=True)),
        ("推辞了，抱歉", Consent(willing=False)),
        ("十二篇太多，八篇以内可以。", Consent(willing=True, most=8)),
        ("六篇为限，月底交。", Consent(willing=True, most=6, asks=True)),
        ("行。我不会弄电脑，材料请寄纸的。", Consent(willing=True, paper=True)),
        ("这回就不凑热闹了", Consent(willing=False)),
    ],
)
def test_consents_of_a_seventh_hand(text: str, expected: Consent) -> None:
    assert read_consent(text, shipped_campaign()) == expected


def test_what_is_not_needed_is_no_wish() -> None:
    assert read_wish("不用延期，也不用减篇数，按原来的办。") is Wish.UNKNOWN
    assert read_wish("谢谢提醒。祝教师节快乐！") is Wish.NOTHING


def test_cases_are_no_units_to_keep_away_from() -> None:
    assert avoids_in("回避第3、7、11篇", shipped_campaign())[1] is False


def test_what_leaves_next_week_is_no_wish_for_time() -> None:
    assert read_wish("下周就走，评审这事只好交回") is Wish.LEAVE
    assert read_wish("下周交") is Wish.TIME


@cache
def whole() -> tuple[Mark, ...]:
    return tuple(mark for line in load("replies") for mark in read_lines(line["text"], RULES, NUMBERS).marks)


def test_every_mark_that_is_taken_has_all_its_scores() -> None:
    assert whole()
    assert {len(mark.scores) for mark in whole()} == {0, 3}
