"""Likeness of texts: forms of one text, rewritten versions, copies, and cases that only sound alike."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.theme import load
from benchmarks.made.rewrite import REVISIONS
from intake.text.likeness import bands, contained, normalise, relation, same_title, signature, similarity

CASES = [(case["title"], "\n".join(case["body"]), case["county"]) for case in load("cases.jsonl")]
ORDINARY = "社区通过走访听取意见，明确责任，抓好落实，群众更加满意。"


def noisy(text: str, share: float, chance: random.Random) -> str:
    """As recognised from a photo: so many characters wrong or lost."""
    return "".join(
        "" if chance.random() < share / 2 else "口" if chance.random() < share / 2 else c for c in text
    )


def test_different_cases_are_never_versions_of_each_other() -> None:
    found = {relation(a[0], a[1], b[0], b[1], same_unit=True) for a, b in itertools.combinations(CASES, 2)}
    assert found <= {"different", "same-practice"}


TEMPLATE = (
    "为进一步提升治理水平，{where}立足实际，开展“{name}”工作。一、主要做法。一是健全组织。成立由书记任组长的“{name}”领导小组，吸纳党员、楼栋长、"
    "志愿者{count}人，定期召开联席会议，研究解决{act}中的困难和问题。二是完善制度。制定“{name}”章程、值班制度、例会制度和考核办法，每周"
    "{act}，为{whom}提供服务，做到有人管事、有章理事、有钱办事。三是加强保障。多方筹措资金，用于购置设备、改善场所。四是注重宣传。利用宣传栏、入户"
    "走访等形式广泛宣传，引导居民积极参与。二、工作成效。累计服务{whom}{count}00人次，{where}面貌焕然一新。三、经验启示。党建引领是根本，居民参与"
    "是关键，机制健全是保障。下一步，将继续完善机制，不断提升服务水平。"
)
FILLED = [
    ("邻里食堂", "做饭", "老人", "柳桥"), ("夜间巡逻", "巡夜", "住户", "凤鸣"), ("爱心药箱", "送药", "病人", "汉源"),
    ("楼道花园", "种花", "孩子", "御景"), ("义务理发", "理发", "老兵", "泉润"), ("儿童书屋", "借书", "学生", "和平"),
    ("红白理事", "办事", "村民", "新城"), ("矛盾调解", "劝和", "邻居", "铜新"), ("助残车队", "接送", "残友", "吕梁"),
    ("环境清扫", "扫街", "商户", "大屯"), ("防汛突击", "巡堤", "渔民", "子房"), ("法律咨询", "普法", "工友", "奎山"),
    ("健身广场", "教舞", "大妈", "云苑"), ("四点课堂", "看护", "娃娃", "彭祖"), ("旧衣回收", "收衣", "青年", "户部"),
    ("电梯议事", "议事", "业主", "文亭"),
]  # fmt: skip


@pytest.mark.parametrize("by", ["matter, in quotation marks", "matter", "community"])
def test_one_template_filled_in_for_sixteen_cases_makes_sixteen(by: str) -> None:
    """Of one unit, and alike by .85: never versions of one another, always for a person."""
    cases = []
    for number, (name, act, whom, place) in enumerate(FILLED):
        where = f"{place}社区" if by == "community" else "我社区"
        text = TEMPLATE.format(
            name="服务" if by == "community" else name, act=act, whom=whom, where=where, count=20 + number
        )
        title = f"{where}的好做法" if by == "community" else f"{name}的故事"
        cases.append((title, text.replace("“", "").replace("”", "") if by == "matter" else text))
    found = Counter(relation(*one, *other, same_unit=True) for one, other in itertools.combinations(cases, 2))
    assert found == {"near-copy": 120}


@pytest.mark.parametrize("change", REVISIONS)
@pytest.mark.parametrize("renamed", [True, False])
def test_revised_versions_are_found(change: str, renamed: bool) -> None:
    """All of them, and the index finds them."""
    chance = random.Random(7)
    missed = []
    for title, text, _ in CASES:
        new = REVISIONS[change](text, chance)
        found = relation("换了一个题目" if renamed else title, new, title, text, same_unit=True)
        shared = set(bands(signature(normalise(new)))) & set(bands(signature(normalise(text))))
        if found not in {"revision", "same"} or not shared:
            missed.append((title, found, len(shared)))
    assert missed == []


def test_recognised_text_is_the_same_case() -> None:
    chance = random.Random(3)
    found = [relation(t, noisy(x, 0.03, chance), t, x, same_unit=True) for t, x, _ in CASES]
    assert found == ["revision"] * len(CASES)


def test_copy_of_another_unit() -> None:
    """The names of places exchanged, a paragraph added."""
    for title, text, county in CASES:
        copy = text.replace(county.rstrip("县市区"), "泗水") + ORDINARY * 3
        assert relation("另一个题目", copy, title, text, same_unit=False) == "near-copy"


@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("。", "。\n　　"),
        lambda text: text.replace(",", "，").replace("“", '"').replace("”", '"'),
        lambda text: "".join(f"{c} " if i % 7 == 0 else c for i, c in enumerate(text)),
    ],
)
def test_layout_and_marks_do_not_count(form) -> None:
    for title, text, _ in CASES:
        assert relation(title, form(text), title, text, same_unit=True) == "same"


def test_one_pattern_filled_twice_is_no_version() -> None:
    """A form's own words and a chapter of generalities are common to many."""
    frame = ["一、基本情况", "二、主要做法", "三、取得成效", "四、经验启示", ORDINARY * 4]
    for a, b in itertools.pairwise(CASES):
        one, other = ("\n".join([*frame, text]) for text in (a[1], b[1]))
        assert relation(a[0], one, b[0], other, same_unit=True) in {"different", "same-practice"}


def test_stock_phrases_do_not_merge_brief_cases() -> None:
    """One office, one opening and close, two stories: side by side before a person."""
    opening = "为贯彻落实上级关于加强社区治理的部署，我镇坚持以群众需求为导向，积极探索基层治理新路径，不断提升服务能力。"
    close = "下一步，我们将完善长效机制，加强队伍建设，总结推广经验，推动社区治理再上新台阶。"
    parking = "老楼多，停车难。居民代表、物业和交警坐到一起，画线三十七个，借用学校车位五十个。"
    meals = "留守老人午饭常凑合。村里腾出旧校舍办助餐点，志愿者轮流掌勺，每餐收费四元。"
    one, other = (opening + own + close for own in (parking, meals))
    assert relation("停车有位", one, "一餐热饭", other, same_unit=True) == "near-copy"


STOCK = (
    "近年来，我镇认真贯彻落实中央和省市县关于加强城乡社区治理的决策部署，坚持党建引领、服务为先，把治理重心放到村和社区。"
    "镇党委、政府成立工作专班，主要负责同志任组长，每季度听取一次汇报，将治理工作纳入年度考核。"
    "一、加强组织领导，凝聚工作合力。建立镇、村、组三级责任体系，层层签订责任书，形成一级抓一级、层层抓落实的格局。"
    "二、完善工作机制，夯实治理基础。健全例会、督查、通报制度，落实人员、经费和场所，确保各项任务有人抓、有人管。"
    "三、取得的成效。群众满意度明显提升，信访量逐年下降，干群关系更加融洽，基层治理水平迈上新台阶。"
    "下一步，我们将总结经验，查找不足，推动社区治理再上新台阶，为建设美丽家园作出新的贡献。"
)


@pytest.mark.parametrize("most", [200, 400, 600])
def test_one_office_frame_round_two_stories_is_no_version(most: int) -> None:
    """Half of the words and more are the office's own; what is told is another thing."""
    for a, b in itertools.pairwise(CASES):
        one, other = (STOCK[:180] + text[:most] + STOCK[180:] for text in (a[1], b[1]))
        assert relation(a[0], one, b[0], other, same_unit=True) in {"near-copy", "same-practice"}


def test_one_report_for_two_villages_is_no_version() -> None:
    """Names and figures exchanged, every sentence else the same: both are shown to a person."""
    told = (
        "{0}村地处镇区东南，全村{1}户。过去村里的事由几个干部说了算，群众意见不小。2013年起，{0}村每月开一次村民议事会，"
        "由各组推选代表二十一人，先把要办的事摆出来，再逐件表决。修路、清塘、装灯都先议后办，账目贴在{0}村公示栏里。"
        "两年下来，议定事项{2}件，办结九成以上，上访的人少了，来议事的人多了。"
    ) * 2
    one, other = told.format("前王", 612, 34), told.format("后李", 587, 29)
    found = [
        relation(t, one, u, other, same_unit=True)
        for t, u in (("村里的事大家议", "有事开个会"), ("同题", "同题"))
    ]
    assert found == ["near-copy", "near-copy"]


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("楼道里的“议事会”", "楼道里的议事会", True),
        ("小村规 大治理——南望村的做法", "小村规大治理", True),
        ("一张清单管到底", "门前三包大家谈", False),
        ("", "门前三包大家谈", False),
    ],
)
def test_titles(a: str, b: str, alike: bool) -> None:
    assert (same_title(a, b) >= 0.8) is alike


TEXTS = st.text(alphabet="村民议事会社区服务党员群众商量一二三0123。，\n", max_size=200)


@given(TEXTS, TEXTS, st.booleans())
def test_relation_is_the_same_both_ways(a: str, b: str, same_unit: bool) -> None:
    assert relation("甲", a, "乙", b, same_unit=same_unit) == relation("乙", b, "甲", a, same_unit=same_unit)


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_are_shares(a: str, b: str) -> None:
    assert 0 <= similarity(a, b) <= contained(a, b) <= 1
    assert similarity(a, b) == similarity(b, a)


@given(st.text(max_size=2000))
def test_signature(text: str) -> None:
    marks = signature(normalise(text))
    assert marks == tuple(sorted(set(marks)))
    assert len(marks) <= 24
    assert all(0 <= mark < 1 << 63 for mark in marks)
    assert bool(marks) is bool(normalise(text))
