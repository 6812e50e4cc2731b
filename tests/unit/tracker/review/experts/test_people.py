"""The list of experts, and what a sentence changes in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import notice
from tracker.ledger.review.experts import ExpertRow
from tracker.review.experts.people import (
    People,
    avoided,
    change_person,
    county_key,
    is_list,
    new_person,
    read_people,
    themes_named,
)

WANG = ExpertRow("王建国", "师范大学", "", "wang@c.example", most=8, avoids=("沛县",))
HEADINGS = "序号\t姓 名\t工作单位\t所在县区\t电子邮箱\t最多篇数\t主题\t需回避的县区\t是否用纸质"


def listed(*rows: str) -> People:
    return read_people([HEADINGS, *rows], notice())


@pytest.mark.parametrize(
    ("row", "expert", "remarks"),
    [
        ("1\t王建国\t师范大学\t\tWang@C.example\t8\t1、3\t沛县\t",
         ExpertRow("王建国", "师范大学", "", "wang@c.example", "", 8, (1, 3), ("沛县",)), ()),
        ("1\t王 建国\t睢宁县民政局\t\tw@c.example\t8篇\t治理结构，第三类\t睢宁和邳县\t",
         ExpertRow("王 建国", "睢宁县民政局", "suining", "w@c.example", "", 8, (1, 3), ("睢宁县", "邳州市")), ()),
        ("1\t王建国\t\t\t", ExpertRow("王建国", paper=True), ()),
        ("1\t王建国\t\t\tw@c.example\t十篇\t\t\t是", ExpertRow("王建国", email="w@c.example", most=10, paper=True), ()),
        ("1\t王建国\t\t\tw@c.example\t\t\t\t用纸质", ExpertRow("王建国", email="w@c.example", paper=True), ()),
        ("1\t王建国\t\t\tw@c.example\t\t\t\t不用纸质", ExpertRow("王建国", email="w@c.example"), ()),
        ("1\t王建国\t\t\tw@c.example\t\t\t\t不是", ExpertRow("王建国", email="w@c.example"), ()),
        ("1\t王建国\t\t\tw@c.example\t\t\t\t否", ExpertRow("王建国", email="w@c.example"), ()),
        ("1\t王建国\t\t云南省\tw@c\t不限\t法医\t老家\t",
         ExpertRow("王建国", avoids=("老家",), paper=True),
         ("王建国：县区“云南省”不在报送单位之中，已按外单位处理", "王建国：邮箱“w@c”写法有误，未登记",
          "王建国：最多篇数“不限”不是数字，未登记", "王建国：主题“法医”不在征集主题之中，未登记",
          "王建国：回避“老家”不是报送单位，只按原字样比对，请核对")),
    ],
)  # fmt: skip
def test_a_row_as_offices_write_it(row: str, expert: ExpertRow, remarks: tuple[str, ...]) -> None:
    assert listed(row) == People((replace(expert, name=expert.name.replace(" ", "")),), remarks)


def test_rows_that_are_no_experts() -> None:
    found = listed("", "\t\t", HEADINGS, "1\t\t师范大学\t\tw@c.example", "2\t王建国")

    assert found == People(
        (ExpertRow("王建国", paper=True),), ("“1 师范大学 w@c.example”一行没有姓名，未列入",)
    )


def test_of_two_rows_the_later_counts_and_is_told_unless_they_say_the_same() -> None:
    same = listed("1\t王建国\t师范大学", "2\t王建国\t师范大学")
    other = listed("1\t王建国\t师范大学", "2\t李敏", "3\t王建国\t党校")

    assert same == People((ExpertRow("王建国", "师范大学", paper=True),))
    assert other == People(
        (ExpertRow("王建国", "党校", paper=True), ExpertRow("李敏", paper=True)),
        ("王建国：名单中有两行，以后一行为准；如是同名的两人，请在姓名后加单位区别",),
    )


@pytest.mark.parametrize("lines", [[], ["王建国 师范大学"], ["单位\t邮箱", "师范大学\tw@c.example"]])
def test_without_headings_nobody_is_taken(lines: list[str]) -> None:
    why = "没有找到栏名，第一行应有“姓名”，可有：单位、县区、邮箱、电话、最多篇数、主题、回避、方式"
    assert read_people(lines, notice()) == People((), (why,))
    assert not is_list(lines)


def test_a_title_above_and_bars_between_are_no_hindrance() -> None:
    lines = ["评阅专家名单", "姓名 | 邮箱", "王建国 | w@c.example"]

    assert is_list(lines)
    assert read_people(lines, notice()) == People((ExpertRow("王建国", email="w@c.example"),))


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("丰县", "fengxian"),
        ("fengxian", "fengxian"),
        ("睢宁", "suining"),
        ("邳县", "pizhou"),
        ("邳州市民政局", "pizhou"),
        ("泉山区委党校", "quanshan"),
        ("丰县和沛县", ""),  # two: neither is his
        ("徐州市民政局", ""),
        ("", ""),
    ],
)
def test_whose_county_a_word_is(word: str, key: str) -> None:
    assert county_key(word, notice()) == key


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("3", (3,)),
        ("三、一", (3, 1)),
        ("主题2；（4）", (2, 4)),
        ("第三类 第3类", (3,)),
        ("协商民主，治理结构", (4, 1)),
        ("推进基层协商民主", (4,)),
        ("9", ()),
        ("0", ()),
        ("法医", ()),
    ],
)
def test_themes_by_number_or_name(text: str, numbers: tuple[int, ...]) -> None:
    assert themes_named(text, notice()) == numbers


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("", (), ()),
        ("丰县", ("丰县",), ()),
        ("丰县、睢宁及邳县", ("丰县", "睢宁县", "邳州市"), ()),
        ("睢宁；睢宁县", ("睢宁县",), ()),
        ("张敏，丰县", ("张敏", "丰县"), ("张敏",)),
    ],
)
def test_what_an_expert_keeps_away_from(text: str, found: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert avoided(text, notice()) == (found, unknown)


@pytest.mark.parametrize(
    ("text", "changed", "said"),
    [
        ("最多十篇", {"most": 10}, ["最多10篇"]),
        ("最多只看 5 篇", {"most": 5}, ["最多5篇"]),
        ("不超过两篇，回避丰县", {"most": 2, "avoids": ("沛县", "丰县")}, ["最多2篇", "回避丰县"]),
        ("别给我丰县和睢宁的", {"avoids": ("沛县", "丰县", "睢宁县")}, ["回避丰县、睢宁县"]),
        ("回避沛县", {}, ["回避沛县"]),  # known already
        ("邮箱改为 New.Wang@C.example", {"email": "new.wang@c.example"}, ["邮箱改为new.wang@c.example"]),
        ("请寄纸质材料", {"paper": True}, ["用纸质材料"]),
        ("不要纸质材料，发邮件即可", {}, ["不用纸质材料"]),
        ("最多0篇", {}, []),
        ("丰县的不用回避", {}, []),
        ("丰县是个好地方", {}, []),
        ("您好", {}, []),
        ("", {}, []),
    ],
)
def test_a_sentence_about_an_expert(text: str, changed: dict[str, object], said: list[str]) -> None:
    assert change_person(text, WANG, notice()) == (replace(WANG, **changed), said)


def test_who_read_on_paper_and_wants_it_no_more_is_written_to() -> None:
    on_paper = replace(WANG, paper=True)

    assert change_person("以后不用寄纸质的", on_paper, notice()) == (WANG, ["不用纸质材料"])
    without = replace(on_paper, email="")
    assert change_person("以后不用寄纸质的", without, notice()) == (without, [])  # nothing else reaches him


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("加一位专家：何平，师范大学，heping@c.example",
         ExpertRow("何平", "师范大学", "", "heping@c.example")),
        ("增加专家何平老师，睢宁县民政局的", ExpertRow("何平", "睢宁县民政局", "suining", paper=True)),
        ("何平", ExpertRow("何平", paper=True)),
        ("加一位专家", None),
        ("heping@c.example", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_new_expert_in_a_sentence(text: str, made: ExpertRow | None) -> None:
    assert new_person(text, notice()) == made


names = st.sampled_from(["王建国", "李敏", "张卫东", "何平", ""])
cells = st.text("丰县睢宁大学局8三@.aw、是不纸 ", max_size=8)


@given(st.lists(st.tuples(names, *[cells] * 7), max_size=6))
def test_any_table_has_each_expert_once_and_every_row_without_a_name_is_told(
    rows: list[tuple[str, ...]],
) -> None:
    found = listed(*("\t".join(("1", *row)) for row in rows))

    assert [one.name for one in found.experts] == list(dict.fromkeys(row[0] for row in rows if row[0]))
    assert sum("没有姓名" in remark for remark in found.remarks) == sum(not row[0] for row in rows)
    assert all(one.paper or one.email for one in found.experts)


def test_rows_below_the_people_are_nobody() -> None:
    lines = [
        "姓名\t篇数",
        "王建国\t8",
        "合计\t8",
        "平均\t8",
        "合计：1人\t",
        "制表人：李敏\t",
        "备注：均已同意\t",
    ]

    people = read_people(lines, notice())

    assert ([expert.name for expert in people.experts], people.remarks) == (["王建国"], ())
