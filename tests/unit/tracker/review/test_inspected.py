"""What an inspector asks of any case after a round, each answered by its file: ``zhengji review audit NUMBER``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import MailKind
from tests.office import Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.review.audit import audit_lines
from tracker.review.experts.declared import put_listed
from tracker.review.experts.people import read_people
from tracker.review.progress import shortage_lines
from tracker.review.rounds import look_at, propose

PEOPLE = """姓名\t单位\t县区\t邮箱\t方式
王建国\t某大学\t\twang@example.cn\t
李卫东\t丰县民政局\t丰县\tli@example.cn\t
赵敏\t某研究院\t\t\t纸质
周强\t某党校\t\tzhou@example.cn\t
吴芳\t某协会\t\twu@example.cn\t
郑立\t某报社\t\tzheng@example.cn\t"""
QUESTIONS = {  # of guide and law: what must be told of a case, and the lines that tell it
    "what came when, by which channel, with which hash": ("来稿", "评分"),
    "who read it": ("专家",),
    "who was barred and why": ("应回避", "申请回避"),
    "which rule was in force, from when": ("规则",),
    "by when, and who put it off": ("截止", "延期"),
    "every change by hand, with name and reason": ("更正", "人工调整", "专家"),
    "what it came to": ("得分",),
    "what was found on the spot": ("实地察看",),
    "who decided, when it was public, what was said against it": ("研究决定", "第1次公示", "第1条异议"),
}

RULE = (
    "规则：每位专家按科学性30%、创新性40%、实践性30%折算总分（满分100分）；一个案例有5份及以上评分的，去掉一个最"
    "高分和一个最低分后取平均，不足5份的取平均；四舍五入保留两位小数。得分相同的，依次比较创新性、实践性；仍相同的，提请合议"
    "。各份评分最高与最低相差超过20分的，提请合议。"
)
FIRST = """\
XZ-001　印号A01　丰县　“一核五元”聚民心的做法
来稿：第1稿（现用）　2015年8月20日09:00，fx@example.cn来信，原件29788540258a
更正：2015年8月24日09:10，李敏　1号案例名称：“一核五元”聚民心 → “一核五元”聚民心的做法（1号题目改为“一核五元”聚民心的做法）
RULE
规则自2015年8月24日09:40起固定
截止：2015年9月8日，赵敏为2015年9月15日
延期：2015年8月27日09:00，李敏改为2015年9月15日，只限赵敏
应回避：李卫东（本县（市、区）案例）
专家：王建国　已发出，2015年8月24日09:40发出
专家：赵敏　已发出，2015年8月24日09:40发出
专家：吴芳　已发出，2015年8月24日09:40发出
评分：王建国　科学性85、创新性90、实践性88　2015年8月25日10:00邮件，原件b08307465da7（已由后来的代替）
评分：王建国　科学性86、创新性90、实践性88　2015年8月26日10:00邮件，原件92c705595085
评分：吴芳　科学性70、创新性80、实践性90　2015年8月26日11:00邮件，原件56993417e79c
评分：赵敏　科学性90、创新性60、实践性70　2015年8月28日09:00纸质，李敏录入，原件b78b2da96e62
研究决定之后报来，未计：王建国　50、50、50　2015年9月12日10:00邮件，原件8109aac7618b
得分：80.07，暂列第1名；另有1篇评分未齐
实地察看：属实，2015年9月2日，李敏登记
研究决定：入选，2015年9月9日09:00，李敏登记：1号入选
第1条异议：2015年9月10日09:00，有居民反映次数不实；处理结果：经查台账属实
第1次公示：2015年9月10日至2015年9月16日""".replace("RULE", RULE).splitlines()
SECOND = """\
XZ-002　印号A02　沛县　老街坊的议事亭
来稿：第1稿（现用）　2015年8月20日09:00，px@example.cn来信，原件144366e43026
RULE
规则自2015年8月24日09:40起固定
截止：2015年9月8日，赵敏为2015年9月15日
延期：2015年8月27日09:00，李敏改为2015年9月15日，只限赵敏
应回避：周强（本人申请回避）
应回避：吴芳（本人申请回避（沛县））
申请回避：吴芳“沛县”，2015年8月21日10:00邮件，原件e90f30dc0227
专家：王建国　已发出，2015年8月24日09:40发出，李敏：A02给王建国
专家：李卫东　已收回，2015年8月24日09:40发出，李卫东：本人来信退出
专家：赵敏　已发出，2015年8月26日14:10发出
专家：周强　已收回，2015年8月24日09:40发出，周强：本人申请回避
专家：郑立　已收回，李敏：A02从郑立那里收回
人工调整：2015年8月24日09:20，李敏从郑立处收回：A02从郑立那里收回
人工调整：2015年8月24日09:30，李敏给王建国：A02给王建国
评分：王建国　科学性80、创新性80、实践性80　2015年8月25日10:00邮件，原件b08307465da7
评分：周强　回避　2015年8月26日12:30邮件，原件0896352c3557
本人说明与案例有关：周强“A02 90 80 80，这篇是我学生写的”，2015年8月26日12:00
得分：80.00，暂列第2名；缺2份评分""".replace("RULE", RULE).splitlines()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("office")).at("08-20 09:00")
    made.mail("fx@example.cn", case("“一核五元”聚民心", "丰县"))
    made.mail("px@example.cn", case("老街坊的议事亭", "沛县"))
    made.until("08-20 17:05")
    yield made
    made.close()


def says(office: Office, when: str, words: str) -> None:
    """She answers the digest that she had last."""
    office.at(when)
    told = office.order(words, office.last("order", "digest"))
    assert told is not None
    assert "未执行" not in told.text


def writes(office: Office, when: str, address: str, words: str, kind: str = "papers") -> str:
    """An expert answers the newest letter of this kind that he had."""
    office.at(when)
    to = [letter for letter in office.letters(kind) if letter.row.recipient == address][-1]
    return office.mail(address, kind=MailKind.QUESTION, body=words, to=to).sha256[:12]


def told(office: Office, number: str) -> list[str]:
    with at_desk(office) as desk:
        return list(audit_lines(desk, look_at(desk), number))


@pytest.fixture(scope="module")
def played(office: Office) -> Office:
    """A round with a correction, two changes by hand, a tie, one who leaves, one on paper, a visit, an objection."""
    with at_desk(office) as desk:
        list_people(desk, PEOPLE)
    says(office, "08-21 09:00", "开始初评")
    says(office, "08-21 09:10", "邀请各位专家")
    for address, words in (
        ("wu@example.cn", "愿意，回避沛县"),
        ("wang@example.cn", "愿意"),
        ("zhou@example.cn", "愿意"),
        ("zheng@example.cn", "愿意"),
        ("li@example.cn", "愿意"),
    ):
        writes(office, "08-21 10:00", address, words, "invitation")
    says(office, "08-24 09:00", "同意分配方案")
    says(office, "08-24 09:10", "1号题目改为“一核五元”聚民心的做法")
    says(office, "08-24 09:20", "A02从郑立那里收回")
    says(office, "08-24 09:30", "A02给王建国")
    says(office, "08-24 09:40", "发评阅材料")
    writes(office, "08-25 10:00", "wang@example.cn", "A01 85 90 88\nA02 80 80 80")
    writes(office, "08-26 10:00", "wang@example.cn", "更正：A01 86 90 88")
    writes(office, "08-26 11:00", "wu@example.cn", "A01 70 80 90")
    writes(office, "08-26 12:00", "zhou@example.cn", "A02 90 80 80，这篇是我学生写的")
    writes(office, "08-26 12:30", "zhou@example.cn", "A02 回避")
    writes(office, "08-26 13:00", "li@example.cn", "因病退出")
    says(office, "08-26 14:00", "同意分配方案")
    says(office, "08-26 14:10", "发评阅材料")
    says(office, "08-27 09:00", "赵敏延到9月15日")
    says(office, "08-28 09:00", "赵敏评分：A01 90 60 70")
    says(office, "09-01 09:00", "1号安排察看")
    says(office, "09-02 09:00", "1号察看：属实，成效明显，问卷60 58 55 40 12 2 1")
    says(office, "09-08 09:00", "出评审意见")
    says(office, "09-09 09:00", "1号入选")
    says(office, "09-09 09:10", "出公示")
    says(office, "09-10 09:00", "对1号的异议：有居民反映次数不实")
    says(office, "09-11 09:00", "异议1处理结果：经查台账属实")
    writes(office, "09-12 10:00", "wang@example.cn", "A01 50 50 50")
    return office


def test_every_question_of_an_inspector_is_answered_by_the_file_of_the_case(played: Office) -> None:
    first = told(played, "A01")
    second = told(played, "A02")

    assert first == FIRST
    assert second == SECOND
    for question, begins in QUESTIONS.items():
        assert all(any(line.startswith(f"{word}：") for line in (*first, *second)) for word in begins), (
            question
        )


def test_the_hashes_of_the_file_are_those_of_the_archived_originals(played: Office) -> None:
    kept = {hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in originals(played)}
    named = {found[1] for line in (*FIRST, *SECOND) for found in re.finditer("原件([0-9a-f]{12})", line)}

    assert named <= kept


def originals(office: Office) -> Iterator[Path]:
    return (path for path in (office.folder / "archive").rglob("*.eml"))


def test_whom_a_person_took_a_case_from_does_not_get_it_by_the_next_plan(played: Office) -> None:
    with at_desk(played) as desk:
        table = look_at(desk)
        zheng = next(key for key, one in table.experts.items() if one.name == "郑立")

        assert sorted(table.of(zheng)) == []
        assert list(shortage_lines(table, propose(table))) == [
            "A02缺1位专家；周强、吴芳应回避；郑立已由人工收回"
        ]


def test_a_list_taken_anew_keeps_what_experts_keep_away_from_by_their_own_word(played: Office) -> None:
    with at_desk(played) as desk:
        put_listed(desk, read_people(PEOPLE.splitlines(), desk.campaign).experts)
        table = look_at(desk)
        wu = next(one for one in table.experts.values() if one.name == "吴芳")

        said = put_listed(desk, read_people(["姓名\t单位", "李卫东\t某大学"], desk.campaign).experts)
        li = next(one for one in look_at(desk).experts.values() if one.name == "李卫东")

        assert said == ["李卫东：名单中空着的照旧（li@example.cn），要改的请写明新的"]
        assert (li.unit, li.county, li.email) == ("某大学", "fengxian", "li@example.cn")
        assert wu.avoids == ("沛县",)
        assert [table.numbers[case] for who, case in table.barred if who == wu.id] == ["A02"]
