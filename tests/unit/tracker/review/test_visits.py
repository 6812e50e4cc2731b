"""What a team takes along and brings back; what people decide and make public."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.office import Office, case, desk_of
from tests.unit.tracker.sheet.season import invented, open_season
from tracker.cli.app import app
from tracker.errors import OrderError, TrackerError
from tracker.ledger.cases import list_cases
from tracker.ledger.review.decided import Visit, list_decisions, list_visits, plan_visits, put_findings
from tracker.review.decide.publish import Period, begin_publication, chosen_rows, decide, write_public_list
from tracker.review.decide.thanks import write_thanks
from tracker.review.visits.figures import MOST, Figure, find_figures
from tracker.review.visits.kit import Kit, write_kit
from tracker.review.visits.plan import plan_days
from tracker.review.visits.survey import Survey, read_survey


def test_figures_with_the_clause_they_stand_in() -> None:
    text = (
        "2014年以来，社区建成服务站3个，服务居民1200余人次。\n群众满意率达98.5%；年均化解纠纷26起。"
        "一是加强领导。联系电话13912345678。"
    )

    assert find_figures(text) == [
        Figure("3个、1200余人次", "2014年以来，社区建成服务站3个，服务居民1200余人次"),
        Figure("98.5%", "群众满意率达98.5%"),
        Figure("26起", "年均化解纠纷26起"),
    ]
    assert len(find_figures("。".join(f"第{n}批{n}户" for n in range(200)))) == MOST
    assert find_figures("没有数字") == []


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((60, 58, 55, 40, 12, 2, 1), "满意率94.5%（有效问卷55份）"),
        ((20, 20, 20, 20, 0, 0, 0), "满意率100.0%（有效问卷20份，不足30份，仅供参考）"),
    ],
)
def test_a_survey_is_never_said_without_how_many_answered(counts: tuple[int, ...], said: str) -> None:
    found = read_survey(counts)

    assert isinstance(found, Survey)
    assert found.said == said


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((60, 58), "应有7个数：发放、回收、有效、满意、基本满意、不太满意、不满意"),
        ((50, 58, 55, 40, 12, 2, 1), "应当发放（50）不少于回收（58），回收不少于有效（55）"),
        ((60, 58, 55, 40, 12, 2, 9), "四档合计63份，与有效问卷55份不符"),
        ((60, 58, 0, 0, 0, 0, 0), "没有有效问卷"),
    ],
)
def test_counts_that_cannot_be_right(counts: tuple[int, ...], why: str) -> None:
    assert read_survey(counts) == why


@given(st.lists(st.integers(-3, 500), min_size=0, max_size=9))
def test_any_counts_are_a_survey_or_a_reason(counts: list[int]) -> None:
    found = read_survey(tuple(counts))

    assert isinstance(found, str) or (0 <= found.rate <= 100 and found.given >= found.returned >= found.valid)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.at("08-20 09:00")
    for place, county in enumerate(("丰县", "沛县", "丰县", "丰县", "丰县", "丰县"), 1):
        made.mail(f"c{place}@example.cn", case(f"第{place}个做法值得一看", county, theme=str(place % 3 + 1)))
    yield made
    made.close()


def test_an_itinerary_by_county_on_working_days(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        rows = list_cases(connection)
        serial = {row.id: row.serial for row in rows}

        planned = plan_days(desk, rows, date(2015, 8, 22))  # a Saturday

        assert [(serial[one.case_id], f"{one.day:%m-%d}") for one in planned] == [
            (1, "08-24"), (3, "08-24"), (4, "08-24"), (5, "08-24"), (6, "08-25"), (2, "08-26"),
        ]  # fmt: skip
        plan_visits(connection, planned, desk.now)
        put_findings(connection, Visit(rows[0].id, None, "属实", "好", (3, 3, 3, 3, 0, 0, 0)), desk.now)
        plan_visits(connection, plan_days(desk, rows[1:2], date(2015, 9, 1)), desk.now)
        kept = {serial[one.case_id]: (one.day, one.truth) for one in list_visits(connection)}
        assert kept == {1: (date(2015, 8, 24), "属实"), 2: (date(2015, 9, 1), "")}


def test_a_kit_has_form_figures_and_questionnaire(office: Office) -> None:
    with office.parts.ledger.read() as connection:
        row = list_cases(connection)[0]
    content = write_kit(Kit(row, date(2015, 8, 24), [Figure("98%", "满意率98%")], "市民政局"))

    document = Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert all(word in text for word in ("实地察看记录表", "文中数据核对表", "群众满意度问卷", "□不太满意"))
    assert "□属实　□基本属实　□存疑" in cells
    assert "发放" not in text  # one questionnaire is one person's
    assert any("发放　　份" in cell and "不太满意　　份" in cell for cell in cells)
    assert {"2015年8月24日", row.number, row["title"], "满意率98%"} <= set(cells)


def test_a_decision_and_five_working_days(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        rows = list_cases(connection)
        with pytest.raises(OrderError, match="还没有入选案例"):
            begin_publication(desk, "陈秀兰")
        decide(desk, rows[:4], "局长办公会", "集体研究", chosen=True)
        decide(desk, rows[:1], "局长办公会", "有异议", chosen=False)
        assert [row.serial for row in chosen_rows(desk)] == [3, 4, 2]
        assert [one.chosen for one in list_decisions(connection)] == [False, True, True, True]

        days = begin_publication(desk, "陈秀兰")

        assert days == Period(date(2015, 8, 21), date(2015, 8, 27))
        assert begin_publication(desk, "陈秀兰") == days
        document = Document(io.BytesIO(write_public_list(desk, chosen_rows(desk), days)))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        cells = [cell.text for line in document.tables[0].rows for cell in line.cells]
        assert "经集体研究，拟定3篇案例入选" in text  # nobody read or visited: nothing else is said
        assert "5个工作日" in text
        assert cells[:4] == ["序号", "案例名称", "报送单位", "层级"]
        assert "第2个做法值得一看" in cells
        assert not any("0516" in cell or "139" in cell for cell in cells)


def test_by_commands(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_season(data, invented(4)):
        pass

    def run(*words: str) -> list[str]:
        result = CliRunner().invoke(app, ["review", *words, "--data", str(data)])
        if isinstance(result.exception, TrackerError):
            return [str(result.exception)]
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    out = tmp_path / "察看"
    lines = run("visits", str(out), "--number", "1", "--number", "2", "--from", "2015-09-07")
    assert lines[-1] == f"共2篇，材料在 {out}"
    assert sorted(path.name for path in out.iterdir()) == ["XZ-001.docx", "XZ-002.docx", "察看行程.docx"]
    assert run("visit", "1", "--truth", "属实", "--survey", "60 58 55 40 12 2 1")[0].endswith(
        "（有效问卷55份）"
    )
    assert "真实性请写属实、基本属实、存疑之一" in run("visit", "1", "--truth", "大概")[0]
    assert "四档合计" in run("visit", "1", "--truth", "属实", "--survey", "60 58 55 40 12 2 9")[0]
    assert "请写案例编号" in run("decide")[0]
    assert run("decide", "1", "3")[-1].startswith("入选2篇")
    assert "公示期" in run("publish", str(tmp_path / "公示.docx"))[0]
    assert run("object", "数据不实", "--number", "1", "--person", "某村民") == [
        "第1条　某村民　数据不实　待处理"
    ]
    assert run("object", "经核实属实", "--settle", "1") == ["第1条　某村民　数据不实　已处理：经核实属实"]
    assert "没有第9条异议" in run("object", "x", "--settle", "9")[0]


def test_letters_of_thanks_name_an_honour_only_where_the_call_does(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        decide(desk, list_cases(connection)[:1], "陈秀兰", "局长办公会", chosen=True)
        ((name, plain),) = write_thanks(desk)
        rules = office.campaign.review.model_copy(update={"honour": "优秀案例"})
        call = replace(desk.parts.call, campaign=office.campaign.model_copy(update={"review": rules}))
        ((_, honoured),) = write_thanks(replace(desk, parts=replace(desk.parts, call=call)))

    assert name == "感谢信（丰县）.docx"
    assert "你单位报送的《第1个做法值得一看》入选。" in _text(plain)
    assert "优秀案例”" not in _text(plain)
    assert "你单位报送的《第1个做法值得一看》入选“优秀案例”。" in _text(honoured)


def _text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
