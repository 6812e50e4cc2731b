"""What changes while a round runs: more time, cases in and out, papers once more, days of visits."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document as Word

from intake.documents.read import read_document
from intake.model.case import Attachment, MailKind
from intake.model.limits import Limits
from tests.office import LI, Letter, Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.review.decided import Visit, list_visits
from tracker.ledger.review.experts import ExpertRow, find_expert, put_expert
from tracker.review.amend import extend_round, put_in, take_out
from tracker.review.audit import audit_lines
from tracker.review.decide.publish import begin_publication, decide
from tracker.review.mail.letters import remind_experts, send_papers
from tracker.review.progress import opening_remarks, plan_lines, progress_lines
from tracker.review.rounds import begin_round, counted_marks, keep_plan, look_at, outstanding, propose
from tracker.review.visits.plan import arrange, move_visits, said_days, write_kits

PEOPLE = """姓名\t县区\t邮箱\t评阅方式
王建国\t\twang@example.cn\t
李卫东\t丰县\tli@example.cn\t
赵敏\t\t\t纸质
周强\t\tzhou@example.cn\t"""
CASES = (
    ("“一核五元”聚民心", "丰县"),
    ("老街坊的议事亭", "沛县"),
    ("板材村的碰头会", "沛县"),
    ("楼道里的评理台", "丰县"),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A round of the first three cases is on its way; the fourth is not in it."""
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for title, county in CASES:
        made.mail("fx@example.cn" if county == "丰县" else "px@example.cn", case(title, county))
    made.until("08-20 17:05")
    with at_desk(made) as desk:
        list_people(desk, PEOPLE)
        begin_round(desk, "初评", list_cases(desk.connection)[:3], "陈秀兰")
        table = look_at(desk)
        keep_plan(desk, table, propose(table), "陈秀兰")
        send_papers(desk, look_at(desk), list(look_at(desk).experts.values()), "陈秀兰")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def ordered(office: Office, text: str) -> tuple[str, list[Letter]]:
    """What is answered to her order, and the letters to others that it causes."""
    before = len(office.letters())
    office.mail(LI.email, kind=MailKind.COMMAND, body=text, to=office.last("digest"))
    fresh = office.letters()[before:]
    (answer,) = [
        letter for letter in fresh if letter.row.recipient == LI.email and letter.row.kind == "order"
    ]
    return answer.text, [letter for letter in fresh if letter.row.recipient != LI.email]


def papers(office: Office, address: str) -> list[Letter]:
    return [letter for letter in office.letters("papers") if letter.row.recipient == address]


def own(office: Office, name: str) -> list[str]:
    with at_desk(office) as desk:
        expert = find_expert(desk.connection, name)
        assert expert is not None
        return sorted(look_at(desk).of(expert.id))


def wrote(office: Office, letter: Letter, text: str) -> list[Letter]:
    before = len(office.letters("marks"))
    office.mail(letter.row.recipient, kind=MailKind.QUESTION, body=text, to=letter)
    return office.letters("marks")[before:]


@pytest.mark.slow
def test_all_get_more_time_and_are_told(office: Office) -> None:
    answer, told = ordered(office, "评阅延到9月15日")

    assert "评阅截止时间改为2015年9月15日，已告知王建国、李卫东、周强" in answer
    assert sorted(letter.row.recipient for letter in told) == [
        "li@example.cn",
        "wang@example.cn",
        "zhou@example.cn",
    ]
    assert {letter.row.subject.partition("（")[0] for letter in told} == {"【案例征集】评阅安排有变"}
    assert all("评阅截止时间改为2015年9月15日。您处还有" in letter.text for letter in told)
    with at_desk(office) as desk:
        assert next(progress_lines(desk, look_at(desk))).endswith("截止2015年9月15日")


def test_one_gets_more_time_and_is_reminded_by_his_own_day(office: Office) -> None:
    answer, (letter,) = ordered(office, "王建国延到9月15日")

    assert "王建国的评阅截止时间改为2015年9月15日，已告知王建国" in answer
    assert letter.row.recipient == "wang@example.cn"
    with at_desk(office) as desk:
        table = look_at(desk)
        wang = find_expert(desk.connection, "王建国")
        assert wang is not None
        assert (table.round.due, table.due_of(wang.id)) == (date(2015, 9, 6), date(2015, 9, 15))
    office.at("09-07 09:00")  # the first working day after the round's last
    remind_experts(office.parts)
    late = [one.row.recipient for one in office.letters("chaser") if "已过" in one.text]
    assert sorted(late) == ["li@example.cn", "zhou@example.cn"]
    office.at("09-14 09:00")  # the working day before his
    before = len(office.letters("chaser"))
    remind_experts(office.parts)
    assert [one.row.recipient for one in office.letters("chaser")[before:]] == ["wang@example.cn"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("给王建国宽限三天", "2015年9月9日"),
        ("王建国的评审期限延长一周", "2015年9月13日"),
        ("王建国延期5个工作日", "2015年9月11日"),
        ("王建国的评阅截止改到下周五", "2015年8月28日"),
    ],
)
def test_ways_of_giving_time(office: Office, text: str, day: str) -> None:
    assert f"王建国的评阅截止时间改为{day}" in ordered(office, text)[0]


def test_no_more_time_before_anything_is_sent_or_back_in_time(office: Office) -> None:
    with at_desk(office) as desk:
        with pytest.raises(OrderError) as past:
            extend_round(desk, look_at(desk), date(2015, 8, 1), "陈秀兰")
        begin_round(desk, "复评", list_cases(desk.connection), "陈秀兰")
        with pytest.raises(OrderError) as early:
            extend_round(desk, look_at(desk), date(2015, 9, 1), "陈秀兰")
    assert past.value.detail == "2015年8月1日已过，请写以后的日期"
    assert early.value.detail == "评阅材料还没有发出，发出时才起算截止日"


def test_a_case_joins_and_only_its_readers_hear_of_it(office: Office) -> None:
    with at_desk(office) as desk:
        before = look_at(desk)
    answer, told = ordered(office, "4号加入评阅")

    assert "4号（印号A04）已加入“初评”；下一步请回复“分配方案”，已定的不动" in answer
    assert told == []
    ordered(office, "同意分配方案")
    with at_desk(office) as desk:
        after = look_at(desk)
    assert before.standing <= after.standing
    assert after.rules == before.rules
    new = {after.experts[expert].name for expert, case in after.standing - before.standing}
    assert new == {"王建国", "周强", "赵敏"}  # 李卫东 keeps away from his county
    ordered(office, "发评阅材料")
    assert [len(papers(office, f"{name}@example.cn")) for name in ("wang", "zhou", "li")] == [2, 2, 1]
    with at_desk(office) as desk, pytest.raises(OrderError) as again:
        put_in(desk, look_at(desk), list_cases(desk.connection)[:1], "陈秀兰")
    assert again.value.detail == "1号已在“初评”中，印号A01"


def test_a_case_leaves_and_counts_no_more(office: Office) -> None:
    (wang,) = papers(office, "wang@example.cn")
    wrote(office, wang, "A02 80 81 82")
    answer, told = ordered(office, "A02退出评阅")

    assert "A02已退出“初评”，所收评分留档不计，已告知王建国、李卫东" in answer
    assert sorted(letter.row.recipient for letter in told) == ["li@example.cn", "wang@example.cn"]
    assert all("A02不再评阅，请不必评分。" in letter.text for letter in told)
    assert "A02" not in own(office, "王建国")
    with at_desk(office) as desk:
        table = look_at(desk)
        assert counted_marks(desk, table) == []
        assert not any("A02" in numbers for numbers in outstanding(desk, table).values())
        filed = list(audit_lines(desk, table, "A02"))
        assert filed[0] == "已退出“初评”，所收评分留档不计"
        assert any(line.startswith("评分：王建国　科学性80、创新性81、实践性82") for line in filed)
    (receipt,) = wrote(office, wang, "A02 90 90 90")
    assert "编号“A02”不在给您的案例之中" in receipt.text


def test_a_case_that_comes_back_has_its_number_and_its_marks(office: Office) -> None:
    (wang,) = papers(office, "wang@example.cn")
    wrote(office, wang, "A02 80 81 82")
    with at_desk(office) as desk:
        rows = [row for row in list_cases(desk.connection) if row.serial == 2]
        take_out(desk, look_at(desk), rows, "撤回", "陈秀兰")
        assert put_in(desk, look_at(desk), rows, "陈秀兰") == ["A02"]
        assert [given.scores for given in counted_marks(desk, look_at(desk))] == [(80, 81, 82)]
        with pytest.raises(OrderError) as caught:
            take_out(desk, look_at(desk), list_cases(desk.connection)[3:], "", "陈秀兰")
    assert caught.value.detail == "4号不在“初评”中"


def test_papers_once_more_by_her_order_and_by_his_own_words(office: Office) -> None:
    (first,) = papers(office, "wang@example.cn")
    wrote(office, first, "A01 80 81 82")
    answer, (second,) = ordered(office, "材料再发给王建国一次")
    assert "王建国未评的材料已重发" in answer
    assert sorted(second.files) == ["评分表.docx", "评分表.xlsx", "评阅案例.docx"]
    assert "A01" not in second.text.split("）")[0]  # what he has answered is not sent again

    (receipt,) = wrote(office, second, "附件打不开，请重发")
    assert "材料已另函重发。" in receipt.text
    assert len(papers(office, "wang@example.cn")) == 3
    assert "赵敏用纸质材料" in ordered(office, "材料再发给赵敏一次")[0]


@pytest.mark.parametrize(
    ("order", "whose", "numbers"),
    [("装订本发我", "初评", ["A01", "A02", "A03"]), ("李卫东的装订本发我", "李卫东", ["A02", "A03"])],
)
def test_all_copies_are_bound_in_one_file_with_running_numbers(
    office: Office, order: str, whose: str, numbers: list[str]
) -> None:
    answer, _ = ordered(office, order)
    letter = next(letter for letter in reversed(office.letters()) if letter.files)
    (name,) = letter.files
    bound = Word(io.BytesIO(letter.files[name]))
    headings = [p.text[:3] for p in bound.paragraphs if p.style.name == "Heading 2"]

    assert f"{whose}的装订本（{len(numbers)}篇）另函发送" in answer
    assert (name, headings) == (f"装订本（{whose}）.docx", numbers)
    assert "PAGE" in bound.sections[0].footer._element.xml
    assert not {"丰县", "沛县"} & {word for p in bound.paragraphs for word in re.findall("丰县|沛县", p.text)}


def test_what_needs_no_answer_gets_none_and_what_a_person_must_answer_is_shown(office: Office) -> None:
    (wang,) = papers(office, "wang@example.cn")

    assert wrote(office, wang, "收到，谢谢！") == []
    (later,) = wrote(office, wang, "能否宽限到15号？")
    assert "您说的时间已转告经办人；需要延期的，请等候答复。" in later.text
    (keeps,) = wrote(office, wang, "我要回避沛县的材料")
    assert "已登记您回避沛县" in keeps.text
    with at_desk(office) as desk:
        expert = find_expert(desk.connection, "王建国")
        assert isinstance(expert, ExpertRow)
        assert expert.avoids == ("沛县",)
    office.until("08-21 17:05")
    assert "能否宽限到15号" in office.last("digest").text
    assert office.letters("holding") == []


def test_the_day_of_a_visit_is_set_and_shown(office: Office) -> None:
    with at_desk(office) as desk:
        rows = list_cases(desk.connection)
        arrange(desk, rows, date(2015, 9, 10))
    answer, _ = ordered(office, "丰县的两个9月14号上午去察看")
    assert "1号、4号定于2015年9月14日上午察看；要新的行程请回复“察看行程”" in answer
    assert (
        "丰县待察看的是2篇（1号、4号），请写明是哪几篇" in ordered(office, "丰县的三个9月14号上午去察看")[0]
    )
    assert "2号定于2015年9月15日下午察看" in ordered(office, "2号改到9月15日下午察看")[0]
    assert "（不是工作日，请核对）" in ordered(office, "3号察看改到9月19日")[0]

    with at_desk(office) as desk:
        planned = list_visits(desk.connection)
        assert said_days(rows, planned) == (
            "2015年9月14日上午XZ-001、XZ-004；2015年9月15日下午XZ-002；2015年9月19日XZ-003"
        )
        name, itinerary = write_kits(desk, rows, planned)[0]
    assert name == "察看行程.docx"
    path = office.folder / name
    path.write_bytes(itinerary)
    days = [row.cells[0].text for row in Word(str(path)).tables[0].rows]
    assert days == ["日期", "9月14日上午", "9月14日上午", "9月15日下午", "9月19日"]
    assert "待察看4篇：2015年9月14日上午XZ-001、XZ-004；" in ordered(office, "察看行程")[0]


def test_a_case_that_was_seen_is_not_moved(office: Office) -> None:
    with at_desk(office) as desk:
        rows = list_cases(desk.connection)
        arrange(desk, rows[:1], date(2015, 9, 10))
    ordered(office, "1号察看：属实，成效明显")
    with at_desk(office) as desk:
        with pytest.raises(OrderError) as caught:
            move_visits(desk, rows[:1], date(2015, 9, 11))
        assert [(one.day, one.truth) for one in list_visits(desk.connection)] == [(date(2015, 9, 10), "属实")]
    assert caught.value.detail == "1号已登记察看结果"
    assert isinstance(Visit(1), Visit)


def test_a_plan_says_that_nothing_lacks_or_what_does(office: Office) -> None:
    with at_desk(office) as desk:
        table = look_at(desk)
        assert list(plan_lines(table, propose(table)))[-1] == "每篇3位专家，无缺额"
        for name in ("周强", "赵敏"):
            expert = find_expert(desk.connection, name)
            assert expert is not None
            put_expert(desk.connection, ExpertRow(expert.name, email=expert.email, most=1), desk.now)
        begin_round(desk, "复评", list_cases(desk.connection), "陈秀兰")
        table = look_at(desk)
        short = [line for line in plan_lines(table, propose(table)) if "缺" in line]
    assert all(
        re.fullmatch(
            r"A\d\d缺\d位专家(?:；李卫东应回避)?(?:；(?:赵敏|周强|赵敏、周强|周强、赵敏)已满)?", line
        )
        for line in short
    )
    assert short


def test_a_round_that_begins_too_early_says_so(tmp_path: Path) -> None:
    office = Office(tmp_path).at("07-20 09:00")
    office.mail("fx@example.cn", case("“一核五元”聚民心", "丰县"))
    with at_desk(office) as desk:
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        early = list(opening_remarks(desk, look_at(desk)))
    office.at("08-20 09:00")
    with at_desk(office) as desk:
        late = list(opening_remarks(desk, look_at(desk)))
    office.close()
    assert [line for line in early if line not in late] == [
        "报送2015年8月10日才截止，此后报来的案例可用“加入评阅”补入"
    ]


def listed(office: Office, text: str, name: str, lines: str) -> str:
    """What is answered to an order with a list of cases enclosed."""
    enclosed = read_document(Attachment(name, lines.encode()), Limits())
    before = len(office.letters("order"))
    office.mail(LI.email, kind=MailKind.COMMAND, body=text, to=office.last("digest"), documents=(enclosed,))
    return office.letters("order")[before].text


def test_cases_of_an_enclosed_list(office: Office) -> None:
    lines = "入选名单\n编号\t题目\nXZ-002\t老街坊的议事亭\nXZ-003\t板材村的碰头会\n"

    assert "已排2篇：" in listed(office, "附件名单中的案例安排察看", "名单.txt", lines)
    assert "现共入选2篇" in listed(office, "入选名单见附件", "名单.txt", lines)
    wrong = listed(office, "附件里的案例都入选", "名单.txt", lines + "XZ-099\t没有这一篇\n")
    assert "没有对应的案例" in wrong


def test_a_list_that_changed_after_its_days_is_published_anew(office: Office) -> None:
    with at_desk(office) as desk:
        first, second, *_ = list_cases(desk.connection)
        decide(desk, [first], "陈秀兰", "研究", chosen=True)
        days = begin_publication(desk, "陈秀兰")
    office.at("08-24 09:00")
    with at_desk(office) as desk:
        decide(desk, [second], "陈秀兰", "研究", chosen=True)
        again = begin_publication(desk, "陈秀兰")  # it runs; what is added has all the days
        assert (days.first, again.first) == (date(2015, 8, 21), date(2015, 8, 25))
    office.at("09-08 09:00")
    with at_desk(office) as desk:
        assert begin_publication(desk, "陈秀兰") == again
