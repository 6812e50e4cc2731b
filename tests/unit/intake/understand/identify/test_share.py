"""A mail with several cases: which of its lines are about which case, and what it says of all."""

from functools import cache
from typing import Any

import pytest

from benchmarks.accuracy.identify import make_mail, shipped_call
from intake.campaign.call import Call, Sender
from intake.model.case import CaseReading
from intake.pipeline import read_mail

BODY = ["@2", "@5", "@8"]


@cache
def call() -> Call:
    return shipped_call()


def cases_of(body: str, files: list[list[Any]], sender: str = "a <a@163.com>") -> tuple[CaseReading, ...]:
    mail = {"from": sender, "subject": "材料", "body": body, "files": files}
    return read_mail(make_mail(mail), call(), Sender()).cases


def shown(case: CaseReading, *names: str) -> tuple[str, ...]:
    return tuple(case.value(name) for name in names)


TWO = [
    ["刘集镇.docx", {"p": ["土地流转以后的“新东家”", *BODY]}],
    ["棠张镇学庄村.docx", {"p": ["菜园里的公益银行", *BODY]}],
]


@pytest.mark.parametrize(
    ("letter", "people"),
    [
        (  # a list: each line is about the case that it names, by title, town or village
            (
                "1.刘集镇《土地流转以后的“新东家”》，联系人 刘永红 13952195067\n"
                "2.棠张镇学庄村，联系人：胥桂兰。电话 15262038914"
            ),
            [("刘永红", "13952195067"), ("胥桂兰", "15262038914")],
        ),
        (  # a list in which one case has its own contact; the letter's is for the other
            (
                "1.《土地流转以后的“新东家”》\n2.《菜园里的公益银行》，联系人 胥桂兰 15262038914\n"
                "区民政局联系人：王强 83910001"
            ),
            [("王强", "83910001"), ("胥桂兰", "15262038914")],
        ),
        (  # a letter in one line names a case and the contact of all
            "铜山区报两篇，一篇是刘集镇的。联系人：区民政局 王强 0516-83910001",
            [("王强", "0516-83910001"), ("王强", "0516-83910001")],
        ),
        (  # both in one sentence, each with its telephone
            "共两篇：《土地流转以后的“新东家”》（刘集镇，联系人刘永红 13952195067）、《菜园里的公益银行》（联系人胥桂兰 15262038914），请审阅。",
            [("刘永红", "13952195067"), ("胥桂兰", "15262038914")],
        ),
        (  # one sentence about both
            "刘集镇、棠张镇学庄村各一篇，联系人 王强 83910001",
            [("王强", "83910001"), ("王强", "83910001")],
        ),
        (  # two persons for two cases, and nothing says who is whose: a person decides
            "联系人：张立 13900001101\n联系人：李敏 13900001102",
            [("张立", "13900001101"), ("张立", "13900001101")],
        ),
    ],
)
def test_contacts_of_several_cases(letter: str, people: list[tuple[str, str]]) -> None:
    assert [shown(case, "contact", "phone") for case in cases_of(letter, TWO)] == people


@pytest.mark.parametrize(
    "letter",
    [
        "铜山区报两篇：黄集镇周庄村的《公墓里的账》（村级）、大彭镇的《一座桥修成一条心》（镇级）。\n周庄村联系人王强13900001101，大彭镇联系人李敏13900001102。",
        "铜山区报黄集镇周庄村写的《公墓里的账》和大彭镇写的《一座桥修成一条心》，各一份。周庄村找王强 13900001101，大彭镇找李敏 13900001102。".replace(
            "和大彭镇", "，大彭镇"
        ),
    ],
)
def test_a_letter_that_says_of_each_case_whose_it_is(letter: str) -> None:
    files = [["1.docx", {"p": ["公墓里的账", *BODY]}], ["2.docx", {"p": ["一座桥修成一条心", *BODY]}]]
    assert [
        shown(case, "county", "town", "community", "contact", "phone") for case in cases_of(letter, files)
    ] == [
        ("铜山区", "黄集镇", "周庄村", "王强", "13900001101"),
        ("铜山区", "大彭镇", "", "李敏", "13900001102"),
    ]


def test_one_place_before_two_titles_is_that_of_both() -> None:
    files = [["1.docx", {"p": ["公墓里的账", *BODY]}], ["2.docx", {"p": ["一座桥修成一条心", *BODY]}]]
    cases = cases_of("铜山区黄集镇报《公墓里的账》、《一座桥修成一条心》。", files)
    assert [shown(case, "county", "town") for case in cases] == [("铜山区", "黄集镇")] * 2


def test_contacts_that_cannot_be_told_apart_wait() -> None:
    cases = cases_of("联系人：张立 13900001101\n联系人：李敏 13900001102", TWO)
    facts = [case.facts["contact"] for case in cases]
    assert [(fact.waits, fact.choices) for fact in facts] == [(True, ("张立", "李敏"))] * 2
    assert all("contact-conflict" in {doubt.code for doubt in case.doubts} for case in cases)


def test_what_a_letter_says_of_all_its_cases() -> None:
    files = [["1.docx", {"p": ["公墓里的账", *BODY]}], ["2.docx", {"p": ["一座桥修成一条心", *BODY]}]]
    cases = cases_of("铜山区黄集镇周庄村报送案例两篇。", files)
    assert [shown(case, "county", "town", "community", "level") for case in cases] == [
        ("铜山区", "黄集镇", "周庄村", "village")
    ] * 2


def test_a_letter_that_names_two_villages_leaves_the_choice() -> None:
    files = [["1.docx", {"p": ["公墓里的账", *BODY]}], ["2.docx", {"p": ["一座桥修成一条心", *BODY]}]]
    cases = cases_of("铜山区黄集镇周庄村、铜山区黄集镇马集村各报一篇。", files)
    for case in cases:
        assert shown(case, "county", "town", "community", "level") == ("铜山区", "黄集镇", "", "")
        assert case.facts["community"].choices == ("周庄村", "马集村")
        assert case.facts["level"].choices == ("village", "town")


def test_the_town_of_two_cases_tells_neither() -> None:
    files = [
        ["街道.docx", {"p": ["把支部建在果园里", "贾汪区茱萸山街道办事处", *BODY]}],
        ["社区.docx", {"p": ["石头山上的“花园社区”", "贾汪区茱萸山街道磨石塘社区", *BODY]}],
    ]
    cases = cases_of("街道、社区各一篇\n联系人：茱萸山街道 民政科 叶问 87031007", files)
    assert [shown(case, "contact", "phone") for case in cases] == [("叶问", "87031007")] * 2


@pytest.mark.parametrize(
    "closing",
    [
        ["联系人：", "孙大鹏", "电话：0516-80001234"],
        ["联 系 人：", "孙 大 鹏　0516-80001234"],
        ["作者：", "孙大鹏 镇民政办", "电话：0516-80001234"],
    ],
)
def test_a_contact_whose_name_stands_below_its_label(closing: list[str]) -> None:
    (case,) = cases_of("见附件", [["案例.docx", {"p": ["沿河人家", *BODY, *closing]}]])

    assert shown(case, "contact", "phone") == ("孙大鹏", "0516-80001234")


def test_contacts_in_file_names() -> None:
    files = [
        ["小沿河社区-王桂兰-13815300009.docx", {"p": ["沿河人家", *BODY]}],
        ["城东社区 联系人 李培 13815300010.docx", {"p": ["墙根下", *BODY]}],
    ]
    assert [shown(case, "contact", "phone") for case in cases_of("见附件", files)] == [
        ("王桂兰", "13815300009"),
        ("李培", "13815300010"),
    ]


def test_a_letter_that_names_two_towns_says_the_county_alone() -> None:
    files = [["1.docx", {"p": ["公墓里的账", *BODY]}], ["2.docx", {"p": ["一座桥修成一条心", *BODY]}]]
    cases = cases_of("铜山区黄集镇、铜山区大彭镇各报一篇。", files)
    for case in cases:
        assert shown(case, "county", "town", "community") == ("铜山区", "", "")


@pytest.mark.parametrize(
    ("letter", "contact", "phone"),
    [
        ("我是沛县河口镇孟寨村文书闵祥云，材料见附件，15162098356。", "闵祥云", "15162098356"),
        ("我叫葛亚楠，是魏庄村的村官。手机18361277540", "葛亚楠", "18361277540"),
        ("材料见附件\n\n葛亚楠（魏庄村大学生村官）\n手机 18361277540", "葛亚楠", "18361277540"),
        ("社会事业局 陈明 87938806\n（社区联系人：梁玉洁 13813475592）", "梁玉洁", "13813475592"),
        ("联系人：梁玉洁 13813475592，审核：陈明 13813475593", "梁玉洁", "13813475592"),
        ("我是按通知要求写的，电话18361277540", "", "18361277540"),
        ("有问题请打13912038846，小韩。", "小韩", "13912038846"),
        ("联系电话：89480563，常建华", "常建华", "89480563"),
        ("联系电话：89480563，老人很多", "", "89480563"),
        ("请收\n李梦 铜山区棠张镇 18252190743", "李梦", "18252190743"),
        ("黄楼街道 吴晓东\n0516-83733069", "吴晓东", "0516-83733069"),
        ("请收\n\n梁倩\n和平街道办事处\n83865127", "梁倩", "83865127"),
        ("有事打社区电话83733456找小马。", "小马", "83733456"),
        ("作者是村支书苏永，号码13921770011", "苏永", "13921770011"),
        ("我是民馨园社区的社工小汪，手机13775991133", "小汪", "13775991133"),
    ],
)
def test_persons_in_letters(letter: str, contact: str, phone: str) -> None:
    (case,) = cases_of(letter, [["案例.docx", {"p": ["一碗水端平", *BODY]}]])
    assert shown(case, "contact", "phone") == (contact, phone)


@pytest.mark.parametrize(
    ("subject", "community"),
    [
        ("沙集镇兴沙村社区治理案例", "兴沙村"),
        ("沙集镇兴沙村社区服务创新案例", "兴沙村"),
        ("沙集镇东风村社区", "东风村社区"),
        ("沙集镇和平社区治理案例", "和平社区"),
    ],
)
def test_a_village_before_the_words_of_the_call(subject: str, community: str) -> None:
    mail = {
        "from": "a <a@163.com>",
        "subject": subject,
        "body": "",
        "files": [["案例.docx", {"p": ["一碗水端平", *BODY]}]],
    }
    (case,) = read_mail(make_mail(mail), call(), Sender()).cases
    assert case.value("community") == community
