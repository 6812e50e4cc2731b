"""Levels with the words of the notice that say them: a sentence, a row, a line below a heading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.campaign.notice.levels import levels_of
from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.values import Said
from tests.properties import examples


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("案例分县、乡、村三级", "县级 乡级 村级"),
        ("案例分县级、乡级、村级三级", "县级 乡级 村级"),
        ("案例分中学组、小学组。", "中学组 小学组"),
        ("分幼儿园组（特教学校按所办学段归组）、小学组、初中组", "幼儿园组 小学组 初中组"),
        ("案例分市级、县级、基层级（企业、学校）。", "市级 县级 基层级（企业、学校）"),
        (
            "按市级（市属产业工会）、县区级（县市区总工会）、基层（企业、学校）三个层级申报。",
            "市级（市属产业工会） 县区级（县市区总工会） 基层（企业、学校）",
        ),
        ("市级、县区级、基层均可报送。", "市级 县区级 基层"),
        ("按校级、院级两个层面报送", "校级 院级"),
        ("学校层面的案例为校级，二级学院（系）、书院的案例为院级。", "校级 院级"),
        ("三、层级：县级/镇级/村级", "县级 镇级 村级"),
        (
            "分四种单位：市直医院，县级医院，乡镇卫生院和社区卫生服务中心，村卫生室。",
            "市直医院 县级医院 乡镇卫生院和社区卫生服务中心 村卫生室",
        ),
        ("案例可由县级医院、乡镇卫生院、村卫生室撰写。", "县级医院 乡镇卫生院 村卫生室"),
        (
            "来稿可由区市局、镇街市场监管所撰写，也欢迎经营主体投稿。",
            "区市局 镇街市场监管所 经营主体",
        ),
        (
            "面向全市各县（市、区）、乡镇（街道）、村（社区）公开征集案例。",
            "县（市、区） 乡镇（街道） 村（社区）",
        ),
        ("申报主体：村（社区）、社会组织、企业。", "村（社区） 社会组织 企业"),
        ("参评对象为幼儿园、中小学、高校。", "幼儿园 中小学 高校"),
        ("报送单位包括市直部门、县区、乡镇等三类。", "市直部门 县区 乡镇"),
        (
            "报送主体：市直部门、县区、乡镇街道、村社区，每单位限报2篇。",
            "市直部门 县区 乡镇街道 村社区",
        ),
        ("各县（区）可报送县级、乡镇级案例，局属各单位可报送市级案例。", "县级 乡镇级 市级"),
        (
            "县级案例反映全县做法。乡镇级案例由乡镇编写。村级案例重点写一村一事。",
            "县级 乡镇级 村级",
        ),
    ],
)
@pytest.mark.parametrize("above", ["", "关于征集优秀案例的通知\n各县（市、区）民政局：\n"])
def test_a_sentence_that_tells_levels_apart_is_quoted_for_each(above: str, sentence: str, names: str) -> None:
    assert levels_of(read_lines(above + sentence)) == tuple(Said(name, sentence) for name in names.split(" "))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "层级\t单位\n市级\t市直单位\n县级\t县直单位",
            (Said("市级", "市级：市直单位"), Said("县级", "县级：县直单位")),
        ),
        (
            "层级\t撰写单位\n市级\t市直单位\n县级（含区）\t县直单位",
            (Said("市级", "市级：市直单位"), Said("县级（含区）", "县级（含区）：县直单位")),
        ),
        (
            "二、征集对象\n市级：市直单位。\n县级：县直单位。",
            (Said("市级", "市级：市直单位。"), Said("县级", "县级：县直单位。")),
        ),
        (
            "二、征集层级\n（一）县级。图书馆编写；\n（二）村级。农家书屋编写。",
            (Said("县级", "县级。图书馆编写；"), Said("村级", "村级。农家书屋编写。")),
        ),
        (
            "二、征集层级\n1.县级——县图书馆；2.村级——农家书屋。",
            (Said("县级", "县级——县图书馆；"), Said("村级", "村级——农家书屋。")),
        ),
        (
            "二、征集对象\n各级各类学校、幼儿园、社区教育机构",
            tuple(
                Said(name, "各级各类学校、幼儿园、社区教育机构")
                for name in ("学校", "幼儿园", "社区教育机构")
            ),
        ),
    ],
)
def test_levels_of_a_list_are_each_quoted_with_their_own_line(text: str, said: tuple[Said[str], ...]) -> None:
    assert levels_of(read_lines(text)) == said


def test_who_is_of_a_level_that_is_no_places_stands_behind_it() -> None:
    sentence = "案例分县级、机构级。"
    who = "县局写的为县级，康复机构、特教学校写的算机构级。"
    assert levels_of(read_lines(f"{sentence}\n{who}")) == (
        Said("县级", sentence),
        Said("机构级（康复机构、特教学校）", who),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "各县（市、区）民政局：",
        "县级案例反映全县做法。",  # one level is none
        "报送村级案例2篇。",
        "案例反映县级、乡级经验。",
        "市级、县级两级财政给予支持。",
        "分三种单位：市直医院，县级医院，乡镇卫生院，村卫生室。",  # counted otherwise
        "本次征集面向表现突出的残疾人个人。",
        "二、申报条件\n（一）具有独立法人资格的企业；\n（二）近两年无违法记录的社会组织。",
        "二、征集主题\n（一）阅读空间。建设的做法。\n（二）阅读活动。开展的做法。",
        "层级\t联系人\n市级\t张三\n市级\t李四",
        "请县级、镇级、村级干部参加会议。",
    ],
)
def test_what_tells_no_levels_apart(text: str) -> None:
    assert levels_of(read_lines(text)) == ()


@settings(max_examples=examples(80))
@given(
    st.lists(
        st.sampled_from(
            ["县级", "村级", "基层", "分", "三级", "、", "和", "（", "）", "：", "。", "\n", "一、"]
        )
        | st.sampled_from(["申报主体", "案例", "层级", "\t", "算", "写的", "社会组织", "报送", "均可"]),
        max_size=24,
    ).map("".join)
)
def test_levels_of_any_notice_have_names_and_words_that_say_them(text: str) -> None:
    found = levels_of(read_lines(text))
    assert all(said.value.strip() and said.quote.strip() for said in found)
