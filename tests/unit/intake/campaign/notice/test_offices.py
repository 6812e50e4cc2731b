"""The place of an office by its name, and of one that the divisions of the country do not know."""

from __future__ import annotations

import pytest

from intake.campaign.notice.where import Region, region_of, unlisted_region
from intake.campaign.places.country import load_country


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("徐州市", Region("江苏省", "徐州市")),
        ("江苏省徐州市", Region("江苏省", "徐州市")),
        ("丰县", Region("江苏省", "徐州市", "丰县")),
        ("徐州市丰县", Region("江苏省", "徐州市", "丰县")),
        ("东莞市", Region("广东省", "东莞市")),  # a city without counties
        ("仙桃市", Region("湖北省", "仙桃市")),  # right below its province
        ("石河子市", Region("新疆维吾尔自治区", "石河子市")),
        ("上海市浦东新区", Region("上海市", "上海市", "浦东新区")),
        ("阿拉善盟", Region("内蒙古自治区", "阿拉善盟")),
        ("鄂温克族自治旗", Region("内蒙古自治区", "呼伦贝尔市", "鄂温克族自治旗")),
        ("新疆", Region("新疆维吾尔自治区", "新疆维吾尔自治区")),
        # namesakes of a province and a city, of a province and a prefecture, of a city and its county
        ("吉林省", Region("吉林省", "吉林省")),
        ("吉林市", Region("吉林省", "吉林市")),
        ("海南省", Region("海南省", "海南省")),
        ("海南州", Region("青海省", "海南藏族自治州")),
        ("辽宁省朝阳市朝阳县", Region("辽宁省", "朝阳市", "朝阳县")),
        ("恩施市", Region("湖北省", "恩施土家族苗族自治州", "恩施市")),
        ("朝阳区", None),
        ("全市", None),
    ],
)
@pytest.mark.parametrize(
    "called", ["{}教育局", "{}妇女联合会", "中共{}委宣传部", "共青团{}委员会", "中国共产党{}委员会"]
)
def test_an_office_is_of_its_place_whatever_it_does(called: str, place: str, region: Region | None) -> None:
    assert region_of(called.format(place), load_country()) == region


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("云中市教育局", Region("云中市", "云中市")),
        ("云中县妇联", Region("云中县", "云中县")),
        ("江苏省云中市教育局", Region("江苏省", "云中市")),
        ("内蒙古自治区云中盟教育局", Region("内蒙古自治区", "云中盟")),
        ("共青团云中市委员会", Region("云中市", "云中市")),
        ("中共云中州委宣传部", Region("云中州", "云中州")),
        ("徐州市教育局", None),  # listed
        ("江苏省徐州市教育局", None),
        ("江苏省民政厅", None),
        ("某某学会", None),
        ("云中市", None),  # no office
        ("", None),
    ],
)
def test_a_place_that_the_divisions_do_not_know_is_taken_from_the_name(
    office: str, region: Region | None
) -> None:
    assert unlisted_region(office, load_country()) == region
