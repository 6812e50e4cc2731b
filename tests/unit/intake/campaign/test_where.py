"""Where an office is, by its name; never guessed between namesakes."""

import pytest

from intake.campaign.notice.where import Region, region_of
from intake.campaign.places.country import load_country


@pytest.mark.parametrize(
    ("office", "region"),
    [
        ("徐州市民政局", Region("江苏省", "徐州市")),
        ("共青团遵义市委员会", Region("贵州省", "遵义市")),
        ("中共盐城市委组织部", Region("江苏省", "盐城市")),
        ("恩施土家族苗族自治州民政局", Region("湖北省", "恩施土家族苗族自治州")),
        ("黔东南州妇女联合会", Region("贵州省", "黔东南苗族侗族自治州")),
        ("恩施州总工会", Region("湖北省", "恩施土家族苗族自治州")),
        ("大理州弥渡县教育体育局", Region("云南省", "大理白族自治州", "弥渡县")),
        ("长阳县文化和旅游局", Region("湖北省", "宜昌市", "长阳土家族自治县")),
        ("广西总工会", Region("广西壮族自治区", "广西壮族自治区")),
        ("内蒙古呼伦贝尔市教育局", Region("内蒙古自治区", "呼伦贝尔市")),
        ("北京市民政局", Region("北京市", "北京市")),
        ("德清县教育局", Region("浙江省", "湖州市", "德清县")),
        ("徐州市鼓楼区教育局", Region("江苏省", "徐州市", "鼓楼区")),
        ("浙江省湖州市德清县总工会", Region("浙江省", "湖州市", "德清县")),
        ("北京市朝阳区民政局", Region("北京市", "北京市", "朝阳区")),
        ("昆山市妇女联合会", Region("江苏省", "苏州市", "昆山市")),
        ("济源市民政局", Region("河南省", "济源市")),
        ("鼓楼区民政局", None),
        ("江苏省民政厅", Region("江苏省", "江苏省")),
        ("某某学会", None),
    ],
)
def test_where_an_office_is(office: str, region: Region | None) -> None:
    assert region_of(office, load_country()) == region
