"""Levels of any number and name: of places, of kinds of authors, told by the call's own form."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from benchmarks.accuracy.identify import shipped_call
from intake.campaign.call import Call, Sender
from intake.campaign.campaign import Campaign
from intake.pipeline import read_mail
from tests.unit.intake.understand.identify.test_heads import make_mail

LEVELS: list[dict[str, Any]] = [
    {"key": "county", "name": "县级部门"},
    {"key": "towns", "name": "镇街", "depth": "town"},
    {"key": "village", "name": "村（社区）"},
    {"key": "group", "name": "社会组织", "endings": ["协会", "服务中心", "促进会"]},
    {"key": "school", "name": "学校", "endings": ["小学", "中学"]},
    {"key": "person", "name": "个人", "aliases": ["居民个人"]},
]
FORM = {"level": ["报送类别"], "unit": ["案例实施单位"]}
BODY = (
    "过去，这里的老人吃饭难、看病难，子女在外务工，日常照料缺位。近年来坚持问题导向，入户走访820户，梳理问题47条，"
    "开设助餐点12处，组织志愿者上门送餐，建立健康档案，请医生定期坐诊，老人们的日子有了盼头。"
)
CASE = ["一碗热饭送到家", *[f"{number}、{BODY}" for number in "一二三四"]]


def call_with(levels: list[dict[str, Any]]) -> Call:
    call = shipped_call()
    data = call.campaign.model_dump() | {"levels": levels, "form": FORM}
    campaign = Campaign.model_validate(data)
    return replace(call, campaign=campaign, places=replace(call.places, authors=campaign.author_names()))


@pytest.fixture(scope="module")
def call() -> Call:
    return call_with(LEVELS)


def read(call: Call, lines: list[str], table: list[list[str]] | None = None) -> dict[str, Any]:
    files = [["案例.docx", {"lines": lines, "table": table or []}]]
    mail = {"sender": "<abc@example.com>", "subject": "案例报送", "body": "请查收。", "files": files}
    (case,) = read_mail(make_mail(mail), call, Sender()).cases
    return {
        name: (case.facts[name].value, case.facts[name].waits)
        for name in ("title", "unit", "level", "county")
    }


@pytest.mark.parametrize(
    ("author", "level"),
    [
        ("睢宁县民政局", "county"),
        ("睢宁县双沟镇人民政府", "towns"),
        ("睢宁县双沟镇官路社区居委会", "village"),
        ("睢宁县夕阳红养老服务中心", "group"),
        ("睢宁县志愿者协会", "group"),
        ("睢宁县双沟镇中心小学", "school"),
    ],
)
def test_the_author_tells_the_level(call: Call, author: str, level: str) -> None:
    found = read(call, [CASE[0], author, *CASE[1:]])
    assert (found["unit"], found["level"], found["county"]) == (
        (author, False),
        (level, False),
        ("睢宁县", False),
    )


def test_an_organisation_under_the_title_is_no_part_of_it(call: Call) -> None:
    found = read(call, [CASE[0], "徐州市爱心养老服务中心", *CASE[1:]])
    assert (found["title"], found["unit"]) == ((CASE[0], False), ("徐州市爱心养老服务中心", False))


def test_the_author_stands_at_the_end(call: Call) -> None:
    assert read(call, [*CASE, "申报单位：睢宁县志愿者协会", "推荐单位：睢宁县民政局"])["unit"] == (
        "睢宁县志愿者协会",
        False,
    )


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("个人", "person"),
        ("□县级部门 □镇街 ☑社会组织 □个人", "group"),
        ("镇街", "towns"),
        ("居民个人", "person"),
    ],
)
def test_the_own_form_tells_the_level(call: Call, cell: str, level: str) -> None:
    table = [["案例名称", CASE[0]], ["报送类别", cell], ["案例实施单位", "睢宁县双沟镇人民政府"]]
    found = read(call, CASE, table)

    assert (found["level"], found["unit"]) == ((level, False), ("睢宁县双沟镇人民政府", False))


def test_a_depth_without_a_level_is_asked() -> None:
    found = read(call_with(LEVELS[1:3]), [CASE[0], "睢宁县民政局", *CASE[1:]])
    assert found["level"] == ("", True)


@pytest.mark.parametrize(
    "wrong",
    [
        [*LEVELS, {"key": "Group", "name": "企业"}],
        [*LEVELS, {"key": "group", "name": "企业"}],
        [*LEVELS, {"key": "streets", "name": "街道", "depth": "town"}],
        [*LEVELS, {"key": "firm", "name": "企业", "depth": "firm"}],
    ],
)
def test_levels_that_cannot_be(wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        call_with(wrong)
