"""Orders about review: every way of docs/review.md is read, every act has one, and other orders are left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.accuracy.review import measure
from tests.office import Office, case
from tests.paths import ROOT
from tests.unit.tracker.orders.test_page import PAGE
from tracker.errors import OrderError
from tracker.ledger.review.experts import ExpertRow, put_expert
from tracker.orders.carry_out import REVIEW_PHRASES
from tracker.orders.understand.frames.review import read_review
from tracker.review.mail.acts import Act
from tracker.review.visits.findings import Findings, read_findings
from tracker.review.visits.survey import Survey
from tracker.review.words import review_words

EXPERTS = ["王建国", "李卫东"]
ROWS = [
    line.split("|")[1]
    for line in (ROOT / "docs/review.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]
WAYS = [way for row in ROWS for way in re.findall("`([^`]+)`", row)]
OTHERS = [
    way for line in PAGE.splitlines() if line.startswith("| `") for way in re.findall("`([^`]+)`", line)
]


def acts(text: str) -> list[tuple[str, tuple[int, ...], str, str]]:
    return [(o.field, o.serials, o.value, o.words) for o in read_review(text, EXPERTS, "XZ").orders]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_one_act_and_nothing_else(way: str) -> None:
    found = read_review(way, EXPERTS, "XZ")

    assert len(found.orders) == 1
    assert found.rest.strip() == ""


def test_every_act_has_a_way() -> None:
    assert {act for way in WAYS for act, *_ in acts(way)} == set(Act)


@pytest.mark.parametrize("way", OTHERS)
def test_other_orders_are_left_alone(way: str) -> None:
    assert read_review(way, EXPERTS, "XZ").orders == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您好，麻烦把评阅材料发给各位专家吧，谢谢", [("send", (), "", "")]),
        ("一、开始复评；二、邀请专家", [("open", (), "复评", ""), ("invite", (), "", "")]),
        ("XZ-003、XZ-007号都入选", [("decide", (3, 7), "", "")]),
        ("《老街坊的议事亭》入选", [("decide", (), "老街坊的议事亭", "")]),
        ("3到5号入选，9号落选", [("decide", (3, 4, 5), "", ""), ("drop", (9,), "", "")]),
        ("入选的是3、5、8号", [("decide", (3, 5, 8), "", "")]),
        ("得分前十名入选", [("decide", (), "10", "")]),
        ("李卫东老师身体不好，不参加了", [("withdraw", (), "李卫东", "李卫东")]),
        ("a7由王建国评", [("pair", (), "A7", "王建国")]),
        (
            "李卫东评分：\nA01 80 90 85\nA02 回避\n辛苦了",
            [("marks", (), "李卫东", "A01 80 90 85\nA02 回避")],
        ),
        ("收到异议：有人反映数据不实", [("object", (), "", "有人反映数据不实")]),
        ("3号标题改为“专家评阅进社区”", []),
        ("7号备注：公示期内有反映", []),
        ("入选名单什么时候公示？", []),
        ("专家的事我再想想", []),
        ("3号入选了吗？", []),
        ("还有谁没交", []),
        ("暂不公示", []),
        ("先不要发评阅材料", []),
    ],
)
def test_ways_of_saying_it(text: str, expected: list[object]) -> None:
    assert acts(text) == expected


def test_findings_in_a_sentence() -> None:
    survey = Survey(60, 58, 55, (40, 12, 2, 1))

    assert read_findings("属实，居民普遍知晓，问卷60 58 55 40 12 2 1") == Findings(
        "属实", "居民普遍知晓", survey
    )
    spoken = "基本属实；问卷发放60份，回收58份，有效55份，满意40份，基本满意12份，不太满意2份，不满意1份"
    assert read_findings(spoken) == Findings("基本属实", "", survey)
    assert read_findings("存疑，台账与现场对不上") == Findings("存疑", "台账与现场对不上")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("很好", "真实性请写属实、基本属实、存疑之一"),
        ("不属实", "真实性请写属实、基本属实、存疑之一，不属实的写“存疑”并说明"),
        ("属实，问卷60 70 55 40 12 2 1", "应当发放（60）不少于回收（70），回收不少于有效（55）"),
        ("属实，问卷发放60份、有效55份，满意40", "问卷缺回收的份数"),
    ],
)
def test_findings_that_cannot_be_taken(text: str, why: str) -> None:
    with pytest.raises(OrderError) as caught:
        read_findings(text)
    assert caught.value.detail == why


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("邀请可以发了，七位专家都发", "invite"),
        ("先排一版分派方案我瞧瞧，谁看哪几篇", "plan"),
        ("分派表看过了，没意见，定了吧", "keep"),
        ("诸位辛劳，请备好致谢信，逐一奉上。", "thanks"),
        ("请草拟拟入选案例公示一份，以备张贴。", "publish"),
        ("开一轮复评了，只评3号、5号、8号那几样", ""),
        ("公示先不急", ""),
        ("感谢信盖局章还是盖处里的章？", ""),
        ("3号标题改为“专家名单怎么来”", ""),
    ],
)
def test_what_is_not_read_whole_is_asked(text: str, act: str) -> None:
    found = read_review(text, EXPERTS, "XZ")

    assert found.orders == ()
    assert [guess.order.field for guess in found.guesses if guess.order] == ([act] if act else [])


def test_every_act_can_be_put_in_words() -> None:
    assert set(REVIEW_PHRASES) == set(Act)
    assert set(review_words().guesses) <= {str(act) for act in Act}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_given_twice_is_answered_twice(tmp_path: Path, way: str) -> None:
    """The same words in answer to the same letter: asked or answered again, whatever the act, and never a stop."""
    office = Office(tmp_path).at("08-20 09:00")
    for number in range(1, 13):
        office.mail(f"c{number}@example.cn", case(f"第{number}个做法值得一看"))
    with office.parts.ledger.begin() as connection:
        for name in EXPERTS:
            put_expert(connection, ExpertRow(name), office.clock.now())
    office.until("08-20 17:05")
    digest = office.last("digest")

    first, second = office.order(way, digest), office.order(way, digest)

    assert first is not None
    assert second is not None
    office.close()


def test_a_strangers_orders_are_read_or_asked_never_done_wrong() -> None:
    counts = measure()

    assert counts["orders"]["wrong"] == 0
    assert counts["orders"]["right"] + counts["orders"]["asked"] >= 62
    assert (counts["marks"]["right"] >= 37, counts["marks"]["wrong"] <= 1) == (True, True)
