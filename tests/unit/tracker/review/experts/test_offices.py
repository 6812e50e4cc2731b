"""Two names of one office, and experts kept from cases of their own office, of a case that names them, of what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.model.case import MailKind
from tests.office import LI, Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.review.experts import list_experts
from tracker.review.amend import pair_by_hand
from tracker.review.experts.offices import is_office, offices_in, same_office
from tracker.review.experts.unclear import settle_avoids
from tracker.review.mail.letters import invite, send_papers
from tracker.review.progress import plan_lines, tell_news
from tracker.review.rounds import begin_round, keep_plan, leave_house, look_at, propose


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("江苏师范大学", "江苏师范大学社会学院", True),
        ("江苏师范大学公共管理学院", "江苏师范大学", True),
        ("永安街道办事处", "徐州市泉山区永安街道办事处", True),
        ("永安街道", "永安街道民政办", True),
        ("徐州市民政局", "市民政局", True),
        ("宋楼镇人民政府", "丰县宋楼镇", True),
        ("丰县宋楼镇社会事务办公室", "宋楼镇人民政府", True),
        ("中国矿业大学", "矿业大学", True),
        ("市委党校", "徐州市委党校", True),
        ("望湖社区居委会", "彭城街道望湖社区", True),
        ("爱心社会工作服务中心", "徐州市爱心社会工作服务中心", True),
        ("新城社区", "新城社区居民委员会", True),
        ("人民医院", "徐州市人民医院", True),
        ("徐州市民政局", "丰县民政局", False),
        ("民政局", "丰县民政局", False),
        ("徐州工程学院", "南京工程学院", False),
        ("云龙区教育局", "鼓楼区教育局", False),
        ("某大学", "另一大学", False),
        ("徐州市中心医院", "沛县中医院", False),
        ("", "丰县民政局", False),
    ],
)
def test_names_of_one_office(one: str, other: str, *, is_same: bool) -> None:
    assert (same_office(one, other), same_office(other, one)) == (is_same, is_same)


def test_who_wrote_and_who_signed_a_text() -> None:
    head = "“一核五元”聚民心\n丰县宋楼镇人民政府\n近年来，我们坚持党建引领，发动群众，建设社区，一步一步把小事办好，把难事办成，群众满意。"
    foot = "谢谢。\n（作者单位：江苏师范大学）\n2015年8月"

    assert {"丰县宋楼镇", "江苏师范大学"} <= offices_in(head, foot)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("江苏师范大学", True),
        ("某某公司", True),
        ("我爱人的单位", False),
        ("老家", False),
        ("学生写的", False),
    ],
)
def test_a_word_that_names_an_office(word: str, *, expected: bool) -> None:
    assert is_office(word) is expected


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    texts = (
        "我们请周强教授讲课。\n做法如下。",
        "做法如下。\n（作者单位：江苏师范大学社会学院）",
        "做法如下。\n徐州市泉山区永安街道办事处",
    )
    for place, text in enumerate(texts):
        made.mail("fx@example.cn", replace(case(f"第{place}个做法值得一看", "丰县"), text=text))
    made.until("08-20 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def begin(office: Office, people: str) -> None:
    with at_desk(office) as desk:
        list_people(desk, people)
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")


def barred(office: Office) -> set[tuple[str, str]]:
    with at_desk(office) as desk:
        table = look_at(desk)
        return {(table.experts[key].name, table.numbers[row]) for key, row in table.barred}


def test_an_office_is_matched_with_who_wrote_and_signed(office: Office) -> None:
    begin(
        office,
        "姓名\t单位\t邮箱\n王建国\t江苏师范大学\tw@e.cn\n李卫东\t永安街道办事处\tl@e.cn\n赵敏\t江苏大学\tz@e.cn",
    )
    with at_desk(office) as desk:
        numbers = {row.serial: look_at(desk).numbers[row.id] for row in list_cases(desk.connection)}

    assert barred(office) == {("王建国", numbers[2]), ("李卫东", numbers[3])}


def test_the_county_of_an_office_is_that_of_its_town(office: Office) -> None:
    begin(office, "姓名\t单位\t邮箱\n王建国\t宋楼镇中心小学\tw@e.cn")

    assert {name for name, _ in barred(office)} == {"王建国"}
    assert len(barred(office)) == 3


def test_an_expert_whose_name_a_case_has_gets_it_from_a_person_alone(office: Office) -> None:
    begin(office, "姓名\t邮箱\n周强\tq@e.cn\n赵敏\tz@e.cn")
    with at_desk(office) as desk:
        table = look_at(desk)
        (pair,) = table.named
        number = table.numbers[pair[1]]
        assert pair not in propose(table).pairs
        assert f"{number}的正文中有周强的姓名，未分给他；确认无碍的请写“{number}给周强”" in plan_lines(
            table, propose(table)
        )

        pair_by_hand(desk, table, pair, "只是讲过课", "陈秀兰")

        assert look_at(desk).named == {}
        assert pair in propose(look_at(desk)).pairs
        leave_house(desk, look_at(desk), [pair[0]], "陈秀兰")


UNCLEAR = "王建国申请回避“我爱人的单位”，不明所指，材料暂不发；请写“王建国回避某县（某单位）”，不必回避的写“王建国无需回避”"


def test_nothing_goes_to_one_of_whom_it_is_not_clear_what_he_keeps_away_from(office: Office) -> None:
    begin(office, "姓名\t邮箱\n王建国\tw@e.cn\n赵敏\tz@e.cn")
    with at_desk(office) as desk:
        invite(desk, look_at(desk), list(look_at(desk).experts.values()))
    letter = next(one for one in office.letters("invitation") if one.row.recipient == "w@e.cn")
    office.mail("w@e.cn", kind=MailKind.QUESTION, body="愿意，回避我爱人的单位", to=letter)

    assert "您说回避“我爱人的单位”，请写明是哪个县（市、区）或单位" in office.last("marks").text
    with at_desk(office) as desk:
        table = look_at(desk)
        keep_plan(desk, table, propose(table), "陈秀兰")
        assert UNCLEAR in plan_lines(look_at(desk), propose(look_at(desk)))
        assert send_papers(desk, look_at(desk), list(look_at(desk).experts.values()), "陈秀兰") == 1
        with pytest.raises(OrderError) as caught:
            leave_house(desk, look_at(desk), [1], "陈秀兰")
        assert caught.value.detail == UNCLEAR
        assert "不明所指" in tell_news(desk).needs[0].text

        king = next(one for one in list_experts(desk.connection) if one.name == "王建国")
        assert settle_avoids(desk, king, "陈秀兰") == ("我爱人的单位",)
        assert send_papers(desk, look_at(desk), list(look_at(desk).experts.values()), "陈秀兰") == 1


@pytest.mark.parametrize("words", ["王建国回避沛县", "王建国无需回避", "王建国回避江苏师范大学"])
def test_her_word_settles_it(office: Office, words: str) -> None:
    begin(office, "姓名\t邮箱\t回避\n王建国\tw@e.cn\t我爱人的单位\n赵敏\tz@e.cn\t")

    office.mail(LI.email, kind=MailKind.COMMAND, body=words, to=office.last("digest"))
    if "回复“是”即办" in office.last("order").text:
        office.mail(LI.email, kind=MailKind.COMMAND, body="是", to=office.last("order"))

    with at_desk(office) as desk:
        assert look_at(desk).unclear == {}, office.last("order").text
