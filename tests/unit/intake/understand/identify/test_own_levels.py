"""Levels in the call's own words (市级、县区级、基层): whose authors are of which, and where senders tell them."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.accuracy.identify import shipped_call
from intake.campaign.call import Call, Sender
from intake.campaign.campaign import Campaign
from intake.pipeline import read_mail
from tests.unit.intake.understand.identify.test_heads import make_mail
from tests.unit.intake.understand.identify.test_kinds_of_authors import CASE

LEVELS: list[dict[str, Any]] = [
    {"key": "own", "name": "市级", "of_city": True},
    {"key": "county", "name": "县区级", "aliases": ["县级"]},
    {
        "key": "base",
        "name": "基层",
        "aliases": ["基层级"],
        "depth": "town",
        "also": ["village"],
        "others": True,
    },
]
OWN = {"key": "own", "name": "市直单位", "of_city": True}
UNION = {"key": "own2", "name": "市直机关工会工委"}


@pytest.fixture(scope="module")
def call() -> Call:
    call = shipped_call()
    data = call.campaign.model_dump()
    campaign = Campaign.model_validate(
        data | {"levels": LEVELS, "form": {}, "units": [*data["units"], OWN, UNION]}
    )
    return replace(call, campaign=campaign, places=replace(call.places, authors=campaign.author_names()))


def read(call: Call, lines: list[str], table: list[list[str]] | None = None, **mail: str) -> dict[str, str]:
    files = [[mail.pop("file", "案例.docx"), {"lines": lines, "table": table or []}]]
    told = {"sender": "<abc@example.com>", "subject": "案例报送", "body": "请查收。", "files": files, **mail}
    (case,) = read_mail(make_mail(told), call, Sender()).cases
    return {name: case.facts[name].value for name in ("title", "unit", "level", "county")}


@pytest.mark.parametrize(
    ("author", "level"),
    [
        ("徐州市总工会", "own"),
        ("徐州市机械冶金工会", "own"),
        ("徐州市药学会", "own"),
        ("市直机关工会工委", "own"),
        ("睢宁县总工会", "county"),
        ("睢宁县科学技术协会", "county"),
        ("睢宁县妇联", "county"),
        ("睢宁县民政局", "county"),
        ("睢宁县双沟镇总工会", "base"),
        ("睢宁县双沟镇人民政府", "base"),
        ("睢宁县双沟镇官路社区居委会", "base"),
        ("睢宁县志愿者协会", "base"),
        ("睢宁县宏达机械有限公司工会委员会", "base"),
        ("睢宁县双沟镇中心小学", "base"),
        ("睢宁县人民医院", "base"),
    ],
)
def test_the_author_tells_the_level(call: Call, author: str, level: str) -> None:
    found = read(call, [CASE[0], author, *CASE[1:]])
    assert (found["title"], found["unit"], found["level"]) == (CASE[0], author, level)


def test_each_unit_of_the_city_has_its_own_authors(call: Call) -> None:
    found = [
        read(call, [CASE[0], author, *CASE[1:]])["county"] for author in ("市直机关工会工委", "徐州市药学会")
    ]
    assert found == ["市直机关工会工委", "市直单位"]


TOLD: list[dict[str, Any]] = [
    {"lines": ["层级：市级", *CASE]},
    {"lines": [CASE[0], "申报层级：市级  类别：其他", *CASE[1:]]},
    {"lines": [*CASE, "报送级别：市级"]},
    {"table": [["申报层级", "☑市级 □县区级 □基层"]]},
    {"table": [["申报层级", "市级√ 县区级□ 基层□"]]},
    {"table": [["组别", "■市级 □县区级 □基层"]]},
    {"table": [["申报主体", "⊙市级 ○县区级 ○基层"]]},
    {"table": [["单位类型", "市级"]]},
    {"file": "市级-一碗热饭送到家.docx"},
    {"file": "（市级）一碗热饭送到家.docx"},
    {"file": "一碗热饭送到家（市级）.docx"},
    {"file": "睢宁县+市级+一碗热饭送到家.docx"},
    {"subject": "案例报送（市级）"},
    {"body": "请查收，申报层级：市级。"},
    {"body": "这篇案例层级为市级，请查收。"},
]


@pytest.mark.parametrize("told", TOLD, ids=str)
def test_the_level_is_told_in_the_calls_own_words(call: Call, told: dict[str, Any]) -> None:
    told = {"lines": CASE, "table": None, **told}
    if told["table"]:
        told["table"] = [["案例名称", CASE[0]], *told["table"]]
    found = read(call, told.pop("lines"), told.pop("table"), **told)
    assert (found["title"], found["level"]) == (CASE[0], "own")


@pytest.mark.parametrize(
    "told",
    [
        {"table": [["申报层级", "□市级 □县区级 □基层"]]},
        {"table": [["申报层级", "不是市级"]]},
        {"body": "请查收，不是市级。"},
        {"file": "市级文明村的一碗热饭.docx"},
    ],
    ids=str,
)
def test_what_tells_no_level(call: Call, told: dict[str, Any]) -> None:
    told = {"table": None, **told}
    assert (
        read(call, [CASE[0], "睢宁县双沟镇人民政府", *CASE[1:]], told.pop("table"), **told)["level"] == "base"
    )


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("申报单位（盖章）", "睢宁县志愿者协会"),
        ("申报单位(公章)", "睢宁县志愿者协会"),
        ("报送单位（加盖公章）", "睢宁县志愿者协会"),
    ],
)
def test_where_to_put_the_seal_is_no_part_of_the_author(call: Call, cell: str, unit: str) -> None:
    assert read(call, CASE, [[cell, unit]])["unit"] == unit
    assert read(call, [f"{cell}：{unit}", *CASE])["unit"] == unit


@pytest.mark.parametrize("label", ["征集方向", "申报方向", "征集内容", "所选方向", "组别"])
def test_what_is_said_before_the_title_is_no_part_of_it(call: Call, label: str) -> None:
    assert read(call, [f"{label}：人才队伍", *CASE])["title"] == CASE[0]
