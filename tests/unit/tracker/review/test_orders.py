"""Orders about review: every way of docs/review.md is read, every act has one, and other orders are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from benchmarks.accuracy.review import MEASURED, measure
from tests.office import Office, case
from tests.paths import ROOT
from tests.unit.tracker.orders.test_page import PAGE
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.errors import OrderError
from tracker.ledger.review.experts import ExpertRow, find_expert, put_expert
from tracker.orders.carry_out import REVIEW_PHRASES
from tracker.orders.order import Order
from tracker.orders.understand.frames.review import Found, read_review
from tracker.orders.understand.model.acts import read_learned
from tracker.orders.understand.model.sentence import Setting
from tracker.orders.understand.model.store import load_model
from tracker.review.mail.acts import Act
from tracker.review.visits.findings import Findings, read_findings
from tracker.review.visits.survey import Survey

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


MODEL = load_model(ROOT / "config/lexicon/orders.json.gz")


def read(text: str, experts: Sequence[str] = EXPERTS, *, begun: bool = True) -> Found:
    """What frames and model read, as a mail is read."""
    framed = read_review(text, experts, "XZ")
    setting = Setting(MODEL.acts, campaign_names(), lexicon_of_orders(), experts, begun)
    learned = read_learned(framed.rest, setting)
    return Found((*framed.orders, *learned.orders), learned.rest, (*framed.guesses, *learned.guesses))


def brief(orders: Iterable[Order]) -> list[tuple[str, tuple[int, ...], str, str]]:
    return [(o.field, o.serials, o.value, o.words) for o in orders]


def acts(text: str) -> list[tuple[str, tuple[int, ...], str, str]]:
    return brief(read(text).orders)


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_one_act_and_nothing_else(way: str) -> None:
    found = read(way)

    assert len(found.orders) == 1
    assert found.rest.strip() == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A02给王建国，只有他懂", ["A02给王建国，只有他懂"]),
        ("因为只有王建国懂，A02给王建国", ["因为只有王建国懂，A02给王建国"]),
        ("A02给王建国（他在行）", ["A02给王建国，他在行"]),
        (
            "A02给王建国，只有他懂，A05给李卫东，他有空",
            ["A02给王建国，只有他懂", "A05给李卫东，他有空"],
        ),
        ("A02从王建国那里收回，他与作者相识", ["A02从王建国那里收回，他与作者相识"]),
        ("7号不入选，数据不实，不公平", ["7号不入选，数据不实，不公平"]),
        ("由于生病，王建国退出", ["由于生病，王建国退出"]),
        ("A05给李卫东，5号改成村级", ["A05给李卫东"]),
        ("前3名入选（村级除外）", []),
    ],
)
def test_what_stands_beside_an_order_is_kept_as_its_reason(text: str, kept: list[str]) -> None:
    assert [order.text for order in read(text).orders] == kept


def test_every_act_has_a_way() -> None:
    assert {act for way in WAYS for act, *_ in acts(way)} == set(Act)


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("3号主题改四，顺便催一下王老师", [("remind", (), "王建国", "")], "3号主题改四"),
        ("催催李卫东，丰县也催一下", [("remind", (), "李卫东", "")], "丰县也催一下"),
        ("没报的催一下，没交评分的专家也催一下", [("remind", (), "", "")], "没报的催一下"),
        ("A05给李卫东，5号改成村级", [("pair", (), "A05", "李卫东")], "5号改成村级"),
        ("王建国病了退出评审，丰县延到15号", [("withdraw", (), "王建国", "王建国")], "丰县延到15号"),
    ],
)
def test_acts_of_review_among_orders_of_collecting(
    text: str, expected: list[tuple[str, tuple[int, ...], str, str]], rest: str
) -> None:
    found = read(text)

    assert brief(found.orders) == expected
    assert found.rest.strip() == rest


def test_an_expert_is_never_read_as_the_units() -> None:
    found = read("王建国宽限到本周五")
    assert [(order.field, order.value, order.words) for order in found.orders] == [
        ("extend", "本周五", "王建国")
    ]
    assert found.rest.strip() == ""


@pytest.mark.parametrize("way", OTHERS)
def test_other_orders_are_left_alone(way: str) -> None:
    assert read(way) == Found((), way)


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


def test_every_act_can_be_put_in_words() -> None:
    assert set(REVIEW_PHRASES) == set(Act)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Twelve cases, two experts, and a digest that can be answered."""
    office = Office(tmp_path_factory.mktemp("opened")).at("08-20 09:00")
    for number in range(1, 13):
        office.mail(f"c{number}@example.cn", case(f"第{number}个做法值得一看"))
    with office.parts.ledger.begin() as connection:
        for name in EXPERTS:
            put_expert(connection, ExpertRow(name), office.clock.now())
    office.until("08-20 17:05")
    office.close()
    return office


@pytest.mark.parametrize(
    "way", [way if at % 10 == 0 else pytest.param(way, marks=pytest.mark.slow) for at, way in enumerate(WAYS)]
)
def test_every_way_given_twice_is_answered_twice(tmp_path: Path, opened: Office, way: str) -> None:
    """The same words in answer to the same letter: asked or answered again, whatever the act, and never a stop."""
    office = opened.copy(tmp_path)
    digest = office.last("digest")

    first, second = office.order(way, digest), office.order(way, digest)

    assert first is not None
    assert second is not None
    office.close()


@pytest.mark.slow  # reads two hands and 60 answers
def test_the_hands_are_read_or_asked_never_done_wrong() -> None:
    counts = measure(MODEL)

    assert [counts[hand]["wrong"] for hand in MEASURED] == [0, 0]
    assert counts["first"]["right"] >= 90
    assert counts["second"]["right"] >= 60
    assert (counts["marks"]["right"] >= 37, counts["marks"]["wrong"] <= 1) == (True, True)


PEOPLE = ("张志强", "王建军", "李梅", "李强", "陈静")


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("麻烦催一下张老师", [("remind", (), "张志强", "")]),
        ("咱们评审定在9月6号截止，请专家抓紧", [("extend", (), "9月6号", "")]),
        ("A05请陈老师评一下", [("pair", (), "A05", "陈静")]),
        ("7号交给张老师评", [("pair", (7,), "", "张志强")]),
        ("张老师回避云龙区", [("expert", (), "张志强", "张老师回避云龙区")]),
        ("王老师最多评10篇", [("expert", (), "王建军", "王老师最多评10篇")]),
        ("王老师评分：A01 80 85 90，A02 77 79 81", [("marks", (), "王建军", "A01 80 85 90\nA02 77 79 81")]),
        ("5号去看过了，情况属实。问卷发了60份，收回58份，有效55份，满意40，基本满意12，不太满意2，不满意1",
         [("visit", (5,), "", "情况属实。问卷发了60份，收回58份，有效55份，满意40，基本满意12，不太满意2，不满意1")]),
        ("前20名入围实地察看", [("visits", (), "20", "")]),
        ("3号入选，8号不入选", [("decide", (3,), "", ""), ("drop", (8,), "", "")]),
    ],
)  # fmt: skip
def test_what_is_said_freely(text: str, orders: list[object]) -> None:
    assert brief(read(text, PEOPLE).orders) == orders


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("9号异议查过了，不成立", ["settle"]),  # the case or the objection
        ("3号专家跟贾汪区有关系", [None]),  # corrects no case
    ],
)
def test_what_leaves_something_open_is_asked(text: str, guesses: list[object]) -> None:
    found = read(text, PEOPLE)
    assert found.orders == ()
    assert [guess.order and guess.order.field for guess in found.guesses] == guesses


@pytest.mark.parametrize(
    "text",
    [
        "公示先不急，等局长看过再说。",
        "3号标题改为“专家名单怎么来”",
        "丰县不用再催了，他们昨天交了",
        "8号案例的联系电话错了，改成0516-83000012",
        "把12号原件发我",
        "还有谁没报",
        "截止延到8月20日",
        "7号联系人改为王建军",
        "催一下李老师",  # two are called so
        "邀请信先发给张、李两位",
        "公示名单给我看看",  # to look at it begins nothing
    ],
)
def test_what_is_about_something_else_is_left(text: str) -> None:
    assert read(text, PEOPLE).orders == ()


def test_before_any_round_words_of_the_collecting_are_left_to_it() -> None:
    assert read("催一下没交的", begun=False) == Found((), "催一下没交的")
    assert read("3号通过", begun=False) == Found((), "3号通过")
    assert brief(read("专家评分汇总一下", begun=False).orders) == [("results", (), "", "")]


# A word about an expert


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("opened")).at("08-20 09:00")
    for number in range(1, 4):
        office.mail(f"c{number}@example.cn", case(f"第{number}个做法值得一看"))
    with office.parts.ledger.begin() as connection:
        for name in ("王建国", "李卫东"):
            put_expert(connection, ExpertRow(name, email=f"{name[0]}@example.cn"), office.clock.now())
    office.until("08-20 17:05")
    office.close()
    return office


@pytest.mark.parametrize(
    ("text", "outcome", "expert"),
    [
        ("王建国回避丰县", "王建国：回避丰县", {"avoids": ("丰县",)}),
        ("李老师最多评八篇", "李卫东：最多8篇", {"most": 8}),
        ("王建国改用纸质", "王建国：用纸质材料", {"paper": True}),
        ("李卫东的邮箱改为LW@b.example", "李卫东：邮箱改为lw@b.example", {"email": "lw@b.example"}),
        (
            "加一位专家：何平，师范大学，heping@c.example",
            "已登记专家何平（师范大学，heping@c.example），下一步可回复“邀请专家”",
            {"name": "何平", "unit": "师范大学", "email": "heping@c.example", "paper": False},
        ),
    ],
)
def test_a_word_about_an_expert(
    begun: Office, tmp_path: Path, text: str, outcome: str, expert: dict[str, object]
) -> None:
    office = begun.copy(tmp_path)
    letter = office.at("08-21 09:00").order(text, office.last("digest"))
    assert outcomes(letter) == [outcome]
    name = expert.get("name") or outcome.partition("：")[0]
    found = office.ask(lambda c: find_expert(c, str(name)))
    assert found is not None
    assert {key: getattr(found, key) for key in expert} == expert
    office.close()
