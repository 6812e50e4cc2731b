"""Who calls for what, line by line: number, title, office, day of issue, addressees."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.head import (
    HEAD,
    addressees_of,
    issued_of,
    issuer_of,
    item_of,
    number_of,
    other_of,
    others_of,
    title_of,
    units_of,
)
from intake.campaign.notice.outline import read_lines
from intake.campaign.notice.values import Other, Said


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("徐民基〔2015〕12号", "徐民基〔2015〕12号"),
        ("徐民基〔2015〕 12 号", "徐民基〔2015〕12号"),
        ("徐民基[2015]12号", "徐民基[2015]12号"),
        ("徐民基【2015】12号", "徐民基【2015】12号"),
        ("徐民基（2015）第12号", "徐民基（2015）第12号"),
        ("发文字号：徐民函〔2015〕3号", "徐民函〔2015〕3号"),
        ("徐民基〔1999〕1号", "徐民基〔1999〕1号"),
        ("徐民基〔2115〕12号", None),
        ("徐民基2015年12号", None),
        ("", None),
    ],
)
def test_the_number_of_the_document(line: str, number: str | None) -> None:
    found = number_of(read_lines(line))
    assert found == (Said(number, line) if number else None)


def test_a_number_below_the_head_is_that_of_another_document() -> None:
    lines = ["徐州市民政局"] * HEAD
    assert number_of(read_lines("\n".join([*lines, "依据徐政办〔2015〕12号"]))) is None
    assert number_of(read_lines("\n".join([*lines[1:], "徐政办〔2015〕12号"]))) is not None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("关于征集社区治理案例的通知", "社区治理案例征集"),
        ("徐州市民政局关于征集社区治理案例的通知", "社区治理案例征集"),
        ("关于开展社区治理案例征集的通知", "社区治理案例征集"),
        ("关于开展社区治理案例\n征集活动的通知", "社区治理案例征集活动"),
        ("关于征集\n社区治理\n优秀案例的通知", "社区治理优秀案例征集"),
        ("关 于 征 集 社 区 治 理 案 例 的 通 知", "社区治理案例征集"),
        ("社区治理案例", None),
        ("", None),
    ],
)
def test_what_the_call_is_called(lines: str, title: str | None) -> None:
    found = title_of(read_lines(lines))
    assert (found.value if found else None) == title


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("关于征集社区治理案例的通知", "案例"),
        ("关于征集教学论文的通知", "论文"),
        ("关于征集社区治理的通知", None),
    ],
)
def test_what_one_thing_sent_in_is_called(title: str, item: str | None) -> None:
    said = title_of(read_lines(title))
    found = item_of(said)
    assert (found.value if found else None) == item
    assert item_of(None) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2015年6月10日", date(2015, 6, 10)),
        ("2015 年 6 月 10 日", date(2015, 6, 10)),
        ("2 0 1 5 年 6 月 1 0 日", date(2015, 6, 10)),
        ("２０１５年６月１０日", date(2015, 6, 10)),
        ("二〇一五年六月十日", date(2015, 6, 10)),
        ("二○一五年六月十日", date(2015, 6, 10)),
        ("二零一五年十二月三十一日", date(2015, 12, 31)),
        ("二OO九年一月二日", date(2009, 1, 2)),
        ("徐州市民政局办公室 2015年6月10日", date(2015, 6, 10)),
        ("2016年2月29日", date(2016, 2, 29)),
        ("2015年2月29日", None),
        ("2015年13月1日", None),
        ("2015年6月10日前报送", None),
        ("二〇一五年六月", None),
        ("", None),
    ],
)
def test_the_day_under_the_signature(line: str, day: date | None) -> None:
    found = issued_of(read_lines(line))
    assert (found.value if found else None) == day


def test_the_last_day_of_a_notice_is_that_of_its_signature() -> None:
    lines = read_lines("2015年5月1日\n正文\n徐州市民政局\n2015年6月10日\n附件")
    assert issued_of(lines) == Said(date(2015, 6, 10), "2015年6月10日")


@pytest.mark.parametrize(
    ("lines", "office"),
    [
        ("正文\n徐州市民政局\n2015年6月10日", "徐州市民政局"),
        ("正文\n徐 州 市 民 政 局\n2015年6月10日", "徐州市民政局"),
        ("正文\n徐州市民政局　徐州市财政局\n2015年6月10日", "徐州市民政局"),
        ("徐州市民政局文件\n正文", "徐州市民政局"),
        ("徐州市民政局关于征集案例的通知\n正文", "徐州市民政局"),
        ("徐州市财政局文件\n正文\n徐州市民政局\n2015年6月10日", "徐州市民政局"),
        ("正文", None),
        ("", None),
    ],
)
def test_the_office_that_signs_stands_above_that_of_the_letterhead(lines: str, office: str | None) -> None:
    found = issuer_of(read_lines(lines))
    assert (found.value if found else None) == office


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("各县（市）区民政局：", "民政局"),
        ("各县区民政局：", "民政局"),
        ("各区、县（市）教育局：", "教育局"),
        ("各市、县（区）卫生健康委员会，市直各单位：", "卫生健康委员会"),
        ("各区市场监督管理局：", "市场监督管理局"),
        ("各设区市民政局：", "民政局"),
        ("东江区、西山县教育局：", "教育局"),
        ("各有关单位：", None),
        ("徐州市民政局", None),
        ("", None),
    ],
)
def test_the_office_that_is_addressed(line: str, office: str | None) -> None:
    found = addressees_of(read_lines(line))
    assert found == (Said(office, line) if office else None)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("东江区、西山县教育局，市直各学校：", ("东江区", "西山县")),
        ("东江区、西山县教育局：", ("东江区", "西山县")),
        ("东江区、高新开发区教育局：", ("东江区",)),
        ("各县区教育局：", ()),
        ("东江区、西山县教育局", ()),  # nothing is addressed without its colon
        ("", ()),
    ],
)
def test_units_addressed_by_name(line: str, units: tuple[str, ...]) -> None:
    assert units_of(read_lines(line)) == units


@pytest.mark.parametrize(
    ("line", "others"),
    [
        (
            "各县区民政局、甲经济技术开发区社会事务局：",
            (Other("甲经济技术开发区", "甲经济技术开发区社会事务局"),),
        ),
        (
            "各县区民政局、甲开发区、乙风景区社会发展局：",
            (Other("甲开发区", "甲开发区社会发展局"), Other("乙风景区", "乙风景区社会发展局")),
        ),
        ("各县区教育局，市直各学校：", (Other("市直学校", "", of_region=True),)),
        ("各县区民政局：", ()),
        ("甲开发区的做法很好。", ()),
        ("", ()),
    ],
)
def test_who_is_addressed_besides_the_divisions(line: str, others: tuple[Other, ...]) -> None:
    assert tuple(one.value for one in others_of(read_lines(line))) == others


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("经开区", Other("经开区", "")),
        ("经开区（经发街道、官园街道）", Other("经开区", "", towns=("经发街道", "官园街道"))),
        ("经开区(经发街道,官园街道;)", Other("经开区", "", towns=("经发街道", "官园街道"))),
        ("经开区（）", Other("经开区", "")),
        ("市直各学校", Other("市直各学校", "", of_region=True)),
        ("", Other("", "")),
    ],
)
def test_a_unit_that_a_person_names(written: str, other: Other) -> None:
    assert other_of(written) == other


def test_what_was_known_of_a_unit_stays_when_it_is_named_again() -> None:
    before = Other("旧名", "经开区社会事务局", of_region=True, towns=("旧街道",))
    assert other_of("经开区（新街道）", before) == Other("经开区", "经开区社会事务局", True, ("新街道",))


@given(
    st.text(
        alphabet="关于征集案例的通知各县市区（）()、，：民政局开发徐州二〇一五年6月10日〔〕号 \n",
        max_size=120,
    )
)
def test_any_head_is_read_and_quotes_its_own_lines(text: str) -> None:
    lines = read_lines(text)
    written = {line.text for line in lines}
    for found in (number_of(lines), issued_of(lines), issuer_of(lines), addressees_of(lines)):
        assert found is None or found.quote in written
    assert all(one.quote in written for one in others_of(lines))
    title = title_of(lines)
    assert title is None or title.value.strip() != ""
