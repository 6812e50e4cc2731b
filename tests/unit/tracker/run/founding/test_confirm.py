"""What the page's rows say against what was found: nothing moves that nobody touched, a refusal names its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.entries import Coordinator
from intake.campaign.notice.read import read_notice
from intake.campaign.notice.values import Extent, NoticeFacts, Other, Quota, Said, ThemeText
from intake.campaign.notice.where import Region
from tests.paths import CORPUS
from tracker.errors import SettingsError
from tracker.run.founding.answers import Answers
from tracker.run.founding.confirm import CONFIRMED, ask, confirm, read_page
from tracker.run.founding.show import NOT_SAID, Row, page_of, rows_of

NOTICES = sorted((CORPUS / "notices").glob("*.txt"))
FACTS = NoticeFacts(
    title=Said("案例征集", "关于征集案例的通知"),
    issued=Said(date(2015, 6, 10), "2015年6月10日"),
    last_day=Said(date(2015, 8, 10), "8月10日前"),
    themes=(
        Said(ThemeText("党建引领", "发挥作用"), "一甲"),
        Said(ThemeText("民主协商", "议事"), "一乙"),
        Said(ThemeText("服务居民", ""), "一丙"),
    ),
    levels=(Said("县级", "二甲"), Said("镇级", "二乙")),
    length=Said(Extent(about=2000), "2000字左右"),
    others=(Said(Other("经开区", "经开区社会事务局"), "各区、经开区："),),
)
THEMES = [row for row in rows_of(FACTS, Answers()) if row.kind == "主题"]


def confirmed(*rows: tuple[str, str], facts: NoticeFacts = FACTS) -> NoticeFacts:
    return confirm(facts, Answers(), tuple(Row(name, value, "") for name, value in rows))[0]


def refused(name: str, value: str) -> str:
    with pytest.raises(SettingsError) as caught:
        confirmed((name, value))
    return str(caught.value)


def test_no_rows_say_nothing() -> None:
    answers = Answers(Region("江苏省", "徐州市"), date(2015, 9, 1))
    assert confirm(FACTS, answers, ()) == (FACTS, answers)


@pytest.mark.parametrize("path", NOTICES[::4], ids=lambda path: path.stem)
def test_the_rows_of_a_notice_confirm_it_in_any_order(path: Path) -> None:
    facts = read_notice(path.read_text("utf-8"))
    rows = rows_of(facts, Answers())
    assert confirm(facts, Answers(), rows)[0] == facts
    single = tuple(row for row in rows if row.kind == row.name)
    assert confirm(facts, Answers(), single[::-1])[0] == facts


def test_a_value_of_a_person_is_marked_as_his() -> None:
    assert confirmed(("活动名称", "治理案例征集")).title == Said("治理案例征集", CONFIRMED)


@pytest.mark.parametrize("value", ["案例征集", " 案例 征集 ", "案例征集　"])
def test_blanks_are_no_change(value: str) -> None:
    assert confirmed(("活动名称", value)) == FACTS


@pytest.mark.parametrize("value", ["", NOT_SAID])
def test_an_emptied_row_takes_its_fact_away(value: str) -> None:
    assert confirmed(("活动名称", value), ("篇幅", value)) == replace(FACTS, title=None, length=None)


def test_of_a_list_only_the_rows_that_are_there_stay_with_their_sentences() -> None:
    rows = (("主题1", "党建引领"), ("主题3", "服务居民"))
    assert confirmed(*rows).themes == (FACTS.themes[0], FACTS.themes[2])


@given(st.permutations(THEMES))
def test_themes_may_stand_in_any_order(rows: list[Row]) -> None:
    found = confirm(FACTS, Answers(), tuple(rows))[0]
    by_title = {theme.value.title: theme for theme in FACTS.themes}
    assert found == replace(FACTS, themes=tuple(by_title[row.value] for row in rows))


@given(st.sets(st.sampled_from(THEMES), min_size=1))
def test_any_part_of_the_themes_keeps_their_definitions(rows: set[Row]) -> None:
    chosen = sorted(rows, key=THEMES.index)
    found = confirm(FACTS, Answers(), tuple(chosen))[0]
    assert found.themes == tuple(FACTS.themes[THEMES.index(row)] for row in chosen)


@pytest.mark.parametrize(
    ("name", "value", "theme"),
    [
        ("主题1", "党的建设", ThemeText("党的建设", "发挥作用")),  # called otherwise, about the same
        ("主题1", "党的建设：另一种说明", ThemeText("党的建设", "另一种说明")),
        ("主题1", "党的建设：", ThemeText("党的建设", "")),
        ("主题4", "文化润心", ThemeText("文化润心", "")),
        ("主题4", "文化润心： 写书香 ", ThemeText("文化润心", "写书香")),
    ],
)
def test_a_theme_as_a_person_writes_it(name: str, value: str, theme: ThemeText) -> None:
    assert confirmed((name, value)).themes == (Said(theme, CONFIRMED),)


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        ("县级、镇级、村级", ["县级", "镇级", "村级"]),
        ("县级，镇级；村级", ["县级", "镇级", "村级"]),
        ("县级,镇级;村级", ["县级", "镇级", "村级"]),
        ("县级、、镇级、", ["县级", "镇级"]),
        ("基层级（企业、学校）", ["基层级（企业、学校）"]),
        ("县级、基层级(企业,学校)", ["县级", "基层级(企业,学校)"]),
    ],
)
def test_several_levels_in_one_cell(value: str, levels: list[str]) -> None:
    assert [level.value for level in confirmed(("层级", value)).levels] == levels


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("推荐表（申报表）", "form"),
        ("案例申报表", "form"),
        ("汇总表", "sheet"),
        ("照片", "photo"),
        ("盖章", "stamp"),
        ("联系人", "contact"),
        ("联系电话", "phone"),
    ],
)
def test_what_must_come_with_a_case_in_a_person_s_words(written: str, key: str) -> None:
    assert confirmed(("须有材料", written)).required == (Said(key, CONFIRMED),)


def test_a_step_in_a_person_s_words() -> None:
    assert confirmed(("后续步骤", "公示、汇编成册")).steps == (
        Said("publicity", CONFIRMED),
        Said("volume", CONFIRMED),
    )


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("篇幅", "800至1500字", "length", Extent(least=800, most=1500)),
        ("篇幅", "3000字以内", "length", Extent(most=3000)),
        ("每单位应报", "不超过５篇", "quota", Quota(most=5)),
        ("截止时刻", "下午5点半", "cutoff", time(17, 30)),
        ("印发日期", "2015年6月12日", "issued", date(2015, 6, 12)),
        ("截止日期", "9月1日", "last_day", date(2015, 9, 1)),
        ("截止日期", "2月1日", "last_day", date(2016, 2, 1)),  # after the day of the notice
        ("收件邮箱", "xz@163.com", "mailbox", "xz@163.com"),
    ],
)
def test_a_value_is_read_as_people_write_it(name: str, value: str, field: str, read: object) -> None:
    assert getattr(confirmed((name, value)), field) == Said(read, CONFIRMED)


def test_a_day_without_its_year_counts_from_the_day_that_a_person_corrects() -> None:
    found = confirmed(("截止日期", "2月1日"), ("印发日期", "2017-06-01"))
    assert found.last_day == Said(date(2018, 2, 1), CONFIRMED)


def test_a_unit_keeps_its_office_when_only_towns_are_added() -> None:
    found = confirmed(("其他单位", "经开区（大庙街道）"))
    assert found.others == (Said(Other("经开区", "经开区社会事务局", towns=("大庙街道",)), CONFIRMED),)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("篇幅", "不长", "篇幅“不长”未能读懂，应如 800至1500字、3000字以内、2000字左右"),
        ("每单位应报", "若干", "每单位应报“若干”未能读懂，应如 不少于2篇、不超过5篇、2至5篇"),
        ("截止日期", "下月", "截止日期“下月”不是日期，应如 2024-05-31"),
        ("印发日期", "6月10日", "印发日期“6月10日”不是日期（请写明年份），应如 2024-05-31"),
        ("截止时刻", "下班前", "截止时刻“下班前”不是钟点，应如 17:00"),
        ("后续步骤", "表彰", "后续步骤“表彰”应是以下之一：专家评审、实地察看、公示、汇编成册"),
        (
            "须有材料",
            "光盘",
            "须有材料“光盘”应是以下之一：推荐表（申报表）、汇总表、照片、盖章、联系人、联系电话",
        ),
        ("经办人", "李敏", "经办人“李敏”应写姓名和邮箱，如 王一 name@example.com 0516-80801234"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(name: str, value: str, said: str) -> None:
    assert refused(name, value) == f"设置有误：{said}"


def test_coordinators_of_the_page_stand_for_those_that_were_answered() -> None:
    old = Answers(coordinators=(Coordinator(name="张三", email="z@example.cn"),))
    rows = (Row("经办人1", "李敏 l@example.cn", ""), Row("经办人2", "王一 w@example.cn 13812345678", ""))
    assert confirm(FACTS, old, rows)[1].coordinators == (
        Coordinator(name="李敏", email="l@example.cn"),
        Coordinator(name="王一", email="w@example.cn", phone="13812345678"),
    )
    assert confirm(FACTS, old, (Row("经办人", NOT_SAID, ""),))[1] == old


def test_only_what_is_open_is_asked_and_blanks_are_no_answer() -> None:
    asked: list[str] = []

    def prompt(question: str) -> str:
        asked.append(question)
        return "  " if question != "收件邮箱" else " xz@163.com "

    answers = Answers(Region("江苏省", "徐州市"))
    assert ask(FACTS, answers, prompt) == (Row("收件邮箱", "xz@163.com", ""),)
    assert asked == ["来件叫什么", "收件邮箱", "联系人", "联系电话", "经办人"]


def test_a_row_of_another_page_is_named(tmp_path: Path) -> None:
    page = tmp_path / "页.docx"
    page.write_bytes(page_of((Row("活动名称", "甲", ""), Row("奖金", "一万元", ""))))
    with pytest.raises(SettingsError) as caught:
        read_page(page)
    assert str(caught.value).startswith(
        "设置有误：核对表中没有“奖金”这个项目，请删去后重试；可写的项目：活动名称、发文机关、地方、"
    )
