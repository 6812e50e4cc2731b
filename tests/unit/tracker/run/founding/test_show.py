"""The facts of a notice as rows for people: every one in its place, in their words, read back as written."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.entries import Coordinator
from intake.campaign.notice.outline import read_lines, sentences
from intake.campaign.notice.terms import length_of, read_quota
from intake.campaign.notice.values import Extent, NoticeFacts, Other, Quota, Said, ThemeText
from intake.campaign.notice.where import Region
from intake.text.fold import nfkc
from tracker.run.founding.answers import Answers
from tracker.run.founding.show import (
    ANSWERED,
    CONTACTS_GO,
    HEAD,
    NOT_SAID,
    Row,
    extent_text,
    find_region,
    page_of,
    quota_text,
    rows_of,
)

WHOLE = NoticeFacts(
    title=Said("社区治理案例征集", "关于征集社区治理案例的通知"),
    item=Said("案例", "关于征集社区治理案例的通知"),
    issuer=Said("徐州市民政局", "徐州市民政局文件"),
    number=Said("徐民基〔2015〕12号", "徐民基〔2015〕12号"),
    issued=Said(date(2015, 6, 10), "2015年6月10日"),
    last_day=Said(date(2015, 8, 10), "请于8月10日17:30前报送。"),
    cutoff=Said(time(17, 30), "请于8月10日17:30前报送。"),
    themes=(Said(ThemeText("党建引领", "发挥作用"), "一甲"), Said(ThemeText("民主协商", ""), "一乙")),
    levels=(Said("县级", "二甲"),),
    length=Said(Extent(about=2000), "2000字左右。"),
    quota=Said(Quota(2, 5), "每县2至5篇。"),
    required=(Said("form", "填写《案例申报表》。"), Said("stamp", "加盖公章。")),
    mailbox=Said("xz@163.com", "邮箱：xz@163.com"),
    contact=Said("张三", "联系人：张三"),
    phone=Said("83081234", "电话：83081234"),
    subject=Said("县区+案例", "主题"),
    file_name=Said("县区+题目", "文件名"),
    steps=(Said("review", "专家评审。"), Said("volume", "汇编成册。")),
    others=(Said(Other("经开区", "", towns=("大庙街道", "大黄山街道")), "各区、经开区："),),
)
NONE = Answers()
LI = Coordinator(name="李敏", email="limin@example.cn", phone="0516-80000000")


def rows(facts: NoticeFacts, answers: Answers = NONE) -> list[tuple[str, str, str]]:
    return [(row.name, row.value, row.quote) for row in rows_of(facts, answers)]


def one(name: str, facts: NoticeFacts, answers: Answers = NONE) -> Row:
    return next(row for row in rows_of(facts, answers) if row.name == name)


def test_a_whole_notice_is_a_page_in_the_order_of_notices() -> None:
    assert rows(WHOLE, Answers(coordinators=(LI,))) == [
        ("活动名称", "社区治理案例征集", "关于征集社区治理案例的通知"),
        ("发文机关", "徐州市民政局", "徐州市民政局文件"),
        ("地方", "江苏省，徐州市", "徐州市民政局文件"),
        ("文号", "徐民基〔2015〕12号", "徐民基〔2015〕12号"),
        ("印发日期", "2015年6月10日", "2015年6月10日"),
        ("来件叫什么", "案例", "关于征集社区治理案例的通知"),
        ("截止日期", "2015年8月10日", "请于8月10日17:30前报送。"),
        ("截止时刻", "17:30", "请于8月10日17:30前报送。"),
        ("主题1", "党建引领", "一甲"),
        ("主题2", "民主协商", "一乙"),
        ("层级", "县级", "二甲"),
        ("篇幅", "2000字左右", "2000字左右。"),
        ("每单位应报", "2至5篇", "每县2至5篇。"),
        ("须有材料1", "案例申报表", "填写《案例申报表》。"),
        ("须有材料2", "盖章", "加盖公章。"),
        ("收件邮箱", "xz@163.com", "邮箱：xz@163.com"),
        ("邮件主题", "县区+案例", "主题"),
        ("文件名", "县区+题目", "文件名"),
        ("联系人", "张三", "联系人：张三"),
        ("联系电话", "83081234", "电话：83081234"),
        ("后续步骤1", "专家评审", "专家评审。"),
        ("后续步骤2", "汇编成册", "汇编成册。"),
        ("其他单位", "经开区（大庙街道、大黄山街道）", "各区、经开区："),
        ("经办人", "李敏 limin@example.cn 0516-80000000", ANSWERED),
    ]


def test_what_a_person_answers_stands_before_the_notice() -> None:
    answers = Answers(Region("浙江省", "湖州市", "德清县"), date(2016, 1, 2), (LI, LI))
    found = rows(WHOLE, answers)
    assert ("地方", "浙江省，湖州市，德清县", ANSWERED) in found
    assert ("截止日期", "2016年1月2日", ANSWERED) in found
    assert [name for name, _, _ in found if name.startswith("经办人")] == ["经办人1", "经办人2"]


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        (Region("江西省", "江西省"), "江西省"),
        (Region("北京市", "北京市", "朝阳区"), "北京市，朝阳区"),
        (Region("河南省", "济源市"), "河南省，济源市"),
    ],
)
def test_a_place_names_each_part_once(region: Region, shown: str) -> None:
    assert one("地方", NoticeFacts(), Answers(region)) == Row("地方", shown, ANSWERED)


def test_an_office_of_nowhere_leaves_the_place_open() -> None:
    facts = NoticeFacts(issuer=Said("某某学会", "某某学会"))
    assert find_region(facts) is None
    assert one("地方", facts) == Row("地方", NOT_SAID, "")
    assert find_region(NoticeFacts()) is None


def test_what_a_row_says_of_itself() -> None:
    assert Row("主题12", "甲", "乙").kind == "主题"
    assert Row("其他单位", NOT_SAID, "").kind == "其他单位"
    assert [Row("主题", "甲", quote).is_said for quote in ("乙", "")] == [True, False]


@pytest.mark.parametrize(
    ("part", "quote", "shown"),
    [
        ("form", "填写《课后服务好课程申报表》。", "课后服务好课程申报表"),
        ("form", "填写申报表。", "推荐表（申报表）"),
        ("form", "参照《征集办法》。", "推荐表（申报表）"),  # no form is called so
        ("sheet", "附《案例汇总表》。", "案例汇总表"),
        ("photo", "《作品》附照片。", "照片"),
        ("contact", "写明联系人。", "联系人"),
        ("phone", "写明电话。", "联系电话"),
    ],
)
def test_a_form_is_called_as_the_notice_calls_it(part: str, quote: str, shown: str) -> None:
    facts = NoticeFacts(required=(Said(part, quote),))
    assert one("须有材料", facts) == Row("须有材料", shown, quote)


@pytest.mark.parametrize(
    ("facts", "examples"),
    [
        ({}, "县级、镇级、村级"),
        ({"addressees": Said("教育局", "各县区教育局，市直各学校：")}, "县级、镇级、村级、学校"),
    ],
)
def test_levels_are_asked_for_with_the_kinds_of_authors_that_are_addressed(
    facts: dict[str, Any], examples: str
) -> None:
    hint = f"要分层级的，写在一格，如 {examples}；不填即不分"
    assert one("层级", NoticeFacts(**facts)) == Row("层级", NOT_SAID, "", hint)


@pytest.mark.parametrize(
    ("extent", "shown"),
    [
        (Extent(least=800, most=1500), "800至1500字"),
        (Extent(most=3000), "3000字以内"),
        (Extent(least=1000), "不少于1000字"),
        (Extent(about=2000), "2000字左右"),
    ],
)
def test_a_length_in_words_is_read_again_as_that_length(extent: Extent, shown: str) -> None:
    assert extent_text(extent) == shown
    again = length_of(tuple(sentences(read_lines(shown))))
    assert again is not None
    assert again.value == extent


def quotas() -> st.SearchStrategy[Quota]:
    count = st.integers(1, 99)
    both = st.tuples(count, count).map(lambda pair: Quota(min(pair), max(pair)))
    return st.one_of(
        both, count.map(lambda least: Quota(least=least)), count.map(lambda most: Quota(most=most))
    )


@given(quotas())
def test_any_share_in_words_is_read_again_as_that_share(quota: Quota) -> None:
    assert read_quota(nfkc(quota_text(quota))) == quota


def test_a_page_has_a_row_for_a_fact_and_says_what_to_answer() -> None:
    shown = (Row("活动名称", "甲", "乙"), Row("层级", NOT_SAID, "", "写在一格"), Row("文号", NOT_SAID, ""))
    document = Document(io.BytesIO(page_of(shown)))
    assert [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows] == [
        HEAD,
        ("活动名称", "甲", "乙"),
        ("层级", NOT_SAID, "写在一格"),
        ("文号", NOT_SAID, ""),
    ]
    assert document.paragraphs[0].text == "通知要点核对表"
    assert document.paragraphs[2].text == f"{CONTACTS_GO}。"
