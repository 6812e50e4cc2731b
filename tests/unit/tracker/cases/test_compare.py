"""Two cases or two versions side by side: in the command line, in a letter, in the doubt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from intake.model.case import CaseReading, Doubt
from intake.model.doubts import sentence
from intake.text.likeness import Change
from tests.office import Office, case, desk_of
from tracker.cases.compare import Comparison, compare_cases, compare_versions, show_difference
from tracker.cases.corrections import correct_case
from tracker.cli import ledger
from tracker.errors import OrderError
from tracker.ledger import doubts
from tracker.ledger.people.corrections import Word

FX, PX = "fx@example.cn", "px@example.cn"
TOLD = (
    "前王村地处镇区东南，全村六百一十二户。过去村里的事由几个干部说了算，群众意见不小。2013年起，前王村每月开一次村民议事会，"
    "由各组推选代表二十一人，先把要办的事摆出来，再逐件表决。修路、清塘、装灯都先议后办，账目贴在公示栏里。"
    "两年下来，议定事项34件，办结九成以上，上访的人少了，来议事的人多了。村民说，事情摆在桌面上，心里就亮堂。"
    "镇里把做法整理成六步流程，发到各村照着办，每季度看一次记录。"
)


def told(text: str, county: str = "丰县", **values: str) -> CaseReading:
    return replace(case("村里的事大家议", county, **values), text=text)


SHOWN = """\
XZ-002（2号）　已登记　第1稿
案例名称：村里的事大家议　可信度0.95
报送单位：沛县民政局　可信度0.95
县(市)区：沛县　可信度0.95
镇(街道)：宋楼镇　可信度0.95
层级：镇级　可信度0.95
主题：（四）协商民主　李敏更正
字数：597　可信度0.95
自加栏目：自加的一栏　李敏更正
疑点：与《村里的事大家议》高度相似（1号，丰县，89%文字相同）
相似：1号与2号：89%文字相同，4处不同（zhengji compare 1 2 并列查看）
第1稿　2015-07-07 08:00　px@example.cn　案例材料
1号与2号：89%文字相同，4处不同
  1　前：前王村地处镇区东南，全村六百一十二户。
 　　后：后李村地处镇区东南，全村六百一十二户。
  2　前：2013年起，前王村每月开一次村民议事会，由各组推选代表二十一人，先把要办的事摆出来，再逐件表决。
 　　后：2013年起，后李村每月开一次村民议事会，先把要办的事摆出来，再逐件表决。
  3　前：两年下来，议定事项39件，办结九成以上，上访的人少了，来议事的人多了。
 　　后：两年下来，议定事项34件，办结九成以上，上访的人少了，来议事的人多了。
  4　前：今年又添了两处议事点。
 　　后：（无）
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun"))
    made.mail(FX, told(TOLD))
    made.mail(FX, told(TOLD.replace("34件", "39件") + "今年又添了两处议事点。"))
    made.mail(PX, told(TOLD.replace("前王", "后李").replace("由各组推选代表二十一人，", ""), "沛县"))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


FIRST = TOLD[: TOLD.index("过去")]
VERSIONS = (
    Change("两年下来，议定事项34件，办结九成以上，上访的人少了，来议事的人多了。", "两年下来，议定事项39件，办结九成以上，上访的人少了，来议事的人多了。"),
    Change("", "今年又添了两处议事点。"),
)  # fmt: skip


def test_versions_side_by_side(office: Office) -> None:
    found = office.ask(lambda c: compare_versions(c, office.cases()[0]))
    assert isinstance(found, Comparison)
    assert (found.head, found.changes) == ("1号第1稿与第2稿：96%文字相同，2处不同", VERSIONS)


def test_one_version_has_nothing_to_be_compared_with(office: Office) -> None:
    with pytest.raises(OrderError, match="2号只有一稿"):
        office.ask(lambda c: compare_versions(c, office.cases()[1]))


def test_cases_side_by_side(office: Office) -> None:
    first, second = office.cases()
    found = office.ask(lambda c: compare_cases(c, first, second))
    assert isinstance(found, Comparison)
    assert found.changes[0] == Change(FIRST, FIRST.replace("前王", "后李"))
    assert (found.head, len(found.changes)) == ("1号与2号：89%文字相同，4处不同", 4)
    assert office.ask(lambda c: compare_cases(c, first, first)).head == "1号与1号：文字相同"


def test_the_doubt_names_the_other_case(office: Office) -> None:
    said = [sentence(Doubt(d.code, d.about, d.detail)) for d in office.ask(doubts.list_doubts)]
    assert said == ["与《村里的事大家议》高度相似（1号，丰县，89%文字相同）"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            "1号改了什么",
            ["1号第1稿与第2稿：96%文字相同，2处不同", "“两年下来", "新增“今年又添了两处议事点。”"],
        ),
        ("比较1、2号", ["1号与2号：89%文字相同，4处不同", "“前王村地处", "删去“今年又添了两处议事点。”"]),
        ("2号改了什么", ["未执行：2号只有一稿"]),
        ("比较1、2、1、9号", ["未执行：没有9号案例"]),
    ],
)
def test_by_mail(office: Office, order: str, expected: list[str]) -> None:
    office.until("07-08 17:10")
    answer = office.order(order, office.last("digest"))
    assert answer is not None
    assert [part in answer.text for part in expected] == [True] * len(expected)


def test_different_texts_are_not_listed_sentence_by_sentence(office: Office) -> None:
    office.mail(FX, case("另一件事"))
    office.until("07-08 17:10")
    answer = office.order("3、2号比较一下", office.last("digest"))
    assert answer is not None
    assert "处不同，多不相同，不逐句列出。" in answer.text


def test_more_than_two_are_refused(office: Office) -> None:
    office.mail(FX, case("另一件事"))
    office.until("07-08 17:10")
    answer = office.order("比较1、2、3号", office.last("digest"))
    assert answer is not None
    assert "一次只能比较两篇" in answer.text


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("甲。", "乙。"), "“甲。”改为“乙。”"),
        (Change("", "乙。"), "新增“乙。”"),
        (Change("甲。", ""), "删去“甲。”"),
        (Change("一二三四五六。", "一二三四五七。"), "“一二三…”改为“一二三…”"),
    ],
)
def test_lines(change: Change, line: str) -> None:
    assert show_difference(change, 4) == line


def test_show_prints_all_there_is(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values, a person's words and own columns, doubts, likeness, versions."""
    monkeypatch.setattr("tracker.run.open.open_office", lambda _data: nullcontext(office.parts))
    with office.parts.ledger.begin() as connection:
        row = office.cases()[1]
        changes = {"theme": "4", "x1": "自加的一栏"}
        correct_case(desk_of(connection, office.parts), row, changes, Word("李敏", "reply", batch="b"))
    ledger.show("2号", office.folder)
    ledger.compare("1", "2", office.folder)
    assert capsys.readouterr().out == SHOWN
