"""Until when, how long, how many, whereto and under which names, each from a sentence by itself."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.outline import Sentence, read_lines, sentences
from intake.campaign.notice.terms import (
    deadline_of,
    length_of,
    mailbox_of,
    naming_of,
    quota_of,
    read_quota,
    required_of,
    steps_of,
)
from intake.campaign.notice.values import Extent, Quota, Said

ISSUED = date(2015, 6, 10)


def said(text: str) -> tuple[Sentence, ...]:
    return tuple(sentences(read_lines(text)))


def last_day(text: str, issued: date | None = ISSUED) -> tuple[date, time | None] | None:
    found = deadline_of(said(text), issued)
    return found and (found[0].value, found[1].value if found[1] else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("请于2015年8月10日前报送。", date(2015, 8, 10)),
        ("请于8月10日前报送。", date(2015, 8, 10)),
        ("请于8月10号前报送。", date(2015, 8, 10)),
        ("请于 8 月 10 日前报送。", date(2015, 8, 10)),
        ("请于８月１０日前报送。", date(2015, 8, 10)),
        ("请于八月十日前报送。", date(2015, 8, 10)),
        ("请于十二月三十一日前报送。", date(2015, 12, 31)),
        ("请于6月底前报送。", date(2015, 6, 30)),
        ("请于12月底前报送。", date(2015, 12, 31)),
        ("请于2月底前报送。", date(2016, 2, 29)),  # the next February, of a leap year
        ("请于1月15日前报送。", date(2016, 1, 15)),  # a month that is over is the next year's
        ("请于本月30日前报送。", date(2015, 6, 30)),
        ("请于当月底前报送。", date(2015, 6, 30)),
        ("截稿日期：8月10日。", date(2015, 8, 10)),
        ("征集时间：7月1日至8月10日。", date(2015, 8, 10)),
        ("请于6月10日前报送。", ISSUED),  # on the day of issue itself
    ],
)
def test_the_last_day_as_notices_write_it(text: str, day: date) -> None:
    assert last_day(text) == (day, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请尽快报送。",
        "请于2月30日前报送。",  # no such day
        "请于13月10日前报送。",
        "请于13月底前报送。",
        "请于2014年8月10日前报送。",  # before the call itself
        "6月1日召开会议。",
    ],
)
def test_no_last_day_where_none_is_said(text: str) -> None:
    assert last_day(text) is None


def test_a_month_without_a_year_needs_the_day_of_issue() -> None:
    assert last_day("请于8月10日前报送。", None) is None
    assert last_day("请于本月30日前报送。", None) is None
    assert last_day("请于2015年8月10日前报送。", None) == (date(2015, 8, 10), None)


@pytest.mark.parametrize(
    ("hour", "at"),
    [
        ("17:30", time(17, 30)),
        ("17：30", time(17, 30)),
        ("17时", time(17)),
        ("17点半", time(17, 30)),
        ("下午5点", time(17)),
        ("下午5时30分", time(17, 30)),
        ("下午17:30", time(17, 30)),
        ("上午9点", time(9)),
        ("中午12点", time(12)),
        ("下午12点", time(12)),
        ("晚8点", time(20)),
        ("晚上11点半", time(23, 30)),
        ("（周一）17:00", time(17)),
        ("24时", None),  # the end of the day needs no hour
        ("24:00", None),
        ("晚12点", None),  # so is midnight, whatever it is called
        ("晚上12时", None),
        ("17:75", None),
    ],
)
def test_the_hour_behind_the_last_day(hour: str, at: time | None) -> None:
    assert last_day(f"请于8月10日{hour}前报送。") == (date(2015, 8, 10), at)


def test_of_several_dates_the_one_by_which_one_sends_in_is_the_last_day() -> None:
    text = "6月15日召开部署会。\n请于7月20日前报送至邮箱。\n9月1日公布评审结果。"
    found = deadline_of(said(text), ISSUED)
    assert found == (Said(date(2015, 7, 20), "请于7月20日前报送至邮箱。"), None)


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("每篇2000字左右。", Extent(about=2000)),
        ("每篇3000字以内。", Extent(most=3000)),
        ("不超过3000字。", Extent(most=3000)),
        ("字数控制在1500字。", Extent(most=1500)),
        ("不少于800字。", Extent(least=800)),
        ("800字以上。", Extent(least=800)),
        ("800至1500字。", Extent(800, 0, 1500)),
        ("800—1500字。", Extent(800, 0, 1500)),
        ("800字-1500字。", Extent(800, 0, 1500)),
        ("８００～１５００字。", Extent(800, 0, 1500)),
        ("一千五百字左右。", Extent(about=1500)),
        ("两千至三千字。", Extent(2000, 0, 3000)),
        ("不少于800字，不超过1500字。", Extent(800, 0, 1500)),
        ("标题不超过30字，正文2000字左右。", Extent(about=2000)),
        ("摘要不超过300字，正文3000字以内。", Extent(most=3000)),
        ("12000字以内。", Extent(most=12000)),
    ],
)
def test_how_long_a_case_should_be(text: str, extent: Extent) -> None:
    read = said(text)
    assert length_of(read) == Said(extent, read[0].quote)


@pytest.mark.parametrize("text", ["", "字数不限。", "标题不超过20字。", "第3000号字样。", "摘要300字以内。"])
def test_no_length_where_none_of_the_text_is_said(text: str) -> None:
    assert length_of(said(text)) is None


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("不少于2篇", Quota(2, 0)),
        ("2篇以上", Quota(2, 0)),
        ("2篇", Quota(2, 0)),
        ("限报3篇", Quota(0, 3)),
        ("不超过3个", Quota(0, 3)),
        ("3件以内", Quota(0, 3)),
        ("2至5件", Quota(2, 5)),
        ("三至五篇", Quota(3, 5)),
        ("3—5个", Quota(3, 5)),
        ("3-3个", Quota(3, 3)),
        ("5-3个", None),  # the wrong way round
        ("不少于2篇、不超过5篇", Quota(2, 5)),
        ("不少于5篇、不超过2篇", None),
        ("十篇左右", Quota(10, 0)),
        ("十二篇", Quota(12, 0)),
        ("0篇", None),
        ("3个月", None),
        ("3个方面", None),
        ("", None),
        ("请务必高度重视认真组织精心撰写后再报送2篇", None),  # too far behind to be said of it
    ],
)
def test_how_many_a_unit_sends(text: str, quota: Quota | None) -> None:
    assert read_quota(text) == quota


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("每个县（市、区）报送不少于2篇。", Quota(2, 0)),
        ("每单位限报3篇。", Quota(0, 3)),
        ("每县推荐3—5个。", Quota(3, 5)),
        ("各县区报送2至4篇，每个学校限报1篇。", Quota(2, 4)),
        ("各地要高度重视。每县报2篇。", Quota(2, 0)),
        ("每县报3个月的数据。", None),
        ("每位作者限报1篇。", None),
        ("每个设区市推荐5个。", Quota(5, 0)),
    ],
)
def test_only_what_each_county_or_unit_sends_is_the_quota(text: str, quota: Quota | None) -> None:
    found = quota_of(said(text))
    assert (found.value if found else None) == quota


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("发至xzmz2015@163.com。", "xzmz2015@163.com"),
        ("邮箱：XZMZ@163.COM", "xzmz@163.com"),
        ("邮箱：xzmz＠163.com", "xzmz@163.com"),
        ("邮箱：xzmz#163.com", "xzmz@163.com"),
        ("邮箱：xzmz(at)163.com", "xzmz@163.com"),
        ("邮箱：xzmz（AT）163.com", "xzmz@163.com"),
        ("邮箱：xzmz ☆ xz.gov.cn（把☆换成@）", "xzmz@xz.gov.cn"),
        ("邮箱：a_b-c.d@mail.xz.gov.cn", "a_b-c.d@mail.xz.gov.cn"),
        ("甲@乙.com", None),
        ("邮箱见附件", None),
    ],
)
def test_the_address_with_what_hides_it_undone(text: str, mailbox: str | None) -> None:
    found = mailbox_of(said(text))
    assert (found.value if found else None) == mailbox


@pytest.mark.parametrize(
    ("text", "subject", "file_name"),
    [
        ("邮件主题请注明“社区治理案例”。", "社区治理案例", None),
        ("邮件标题格式：单位+题目。", "单位+题目", None),
        ("以“县区+案例”为邮件标题。", "县区+案例", None),
        ("文件名统一为“县区+单位+题目”。", None, "县区+单位+题目"),
        ("以“单位+题目”命名。", None, "单位+题目"),
        ("邮件主题为“甲”字样，文件以“乙乙”命名。", None, "乙乙"),  # one sign is no name
        ("文件按时报送。", None, None),
        ("", None, None),
    ],
)
def test_names_of_mails_and_files(text: str, subject: str | None, file_name: str | None) -> None:
    assert tuple(one.value if one else None for one in naming_of(said(text))) == (subject, file_name)


def test_the_first_sentence_that_names_the_subject_counts() -> None:
    text = "邮件主题请注明“社区治理案例”。邮件主题请注明“别的东西”。"
    assert naming_of(said(text))[0] == Said("社区治理案例", "邮件主题请注明“社区治理案例”。")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("请填写申报表。", ["form"]),
        ("请附照片2张。", ["photo"]),
        ("鼓励附照片。", []),
        ("鼓励附照片，申报表须加盖公章。", ["form", "stamp"]),
        ("请一并报送汇总表。", ["sheet"]),
        ("内容真实。", []),
        ("", []),
    ],
)
def test_what_must_come_with_a_case(text: str, asked: list[str]) -> None:
    assert [one.value for one in required_of(said(text))] == asked


def test_a_step_is_quoted_by_what_stands_below_its_heading() -> None:
    text = "四、评审程序\n组织专家对申报案例进行评审。\n五、结集出版\n优秀案例结集出版。"
    assert {one.value: one.quote for one in steps_of(said(text))} == {
        "review": "组织专家对申报案例进行评审。",
        "volume": "优秀案例结集出版。",
    }


@given(
    st.text(
        alphabet="请于年月日前底本当0123456789一二三十每县个篇字至—-不少超过上下午晚时点半:。，“”@.",
        max_size=60,
    )
)
def test_any_sentence_is_read_and_every_value_is_possible(text: str) -> None:
    read = said(text)
    quotes = {one.quote for one in read}
    day = deadline_of(read, ISSUED)
    assert day is None or (day[0].value >= ISSUED and day[0].quote in quotes)
    quota = quota_of(read)
    assert quota is None or (
        quota.value != Quota() and (not quota.value.most or quota.value.least <= quota.value.most)
    )
    length = length_of(read)
    assert length is None or (length.value != Extent() and length.quote in quotes)
