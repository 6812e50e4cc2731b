"""Small readings of the commands: days, themes, letters by number, files, who it is that orders."""

import getpass
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import LI, Office, case, notice
from tracker.cli.letters import _choose
from tracker.cli.read import _files
from tracker.cli.sheet import _person
from tracker.cli.volume import _day, _plan_lines, _theme, lines_of
from tracker.errors import OrderError
from tracker.letters.volume.final import Invitation

TODAY = date(2015, 9, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月20日", "2015-09-20"),
        ("9月20", "2015-09-20"),
        ("9-20", "2015-09-20"),
        ("9.20", "2015-09-20"),
        ("9/20", "2015-09-20"),
        ("９月２０日", "2015-09-20"),
        ("9 月 20 日", "2015-09-20"),
        ("2015-09-20", "2015-09-20"),
        ("2015年9月20日", "2015-09-20"),
        ("2015 年 9 月 20 日前", "2015-09-20"),
        ("2016.2.29", "2016-02-29"),
        ("1月5日", "2016-01-05"),
        ("3月8日", "2015-03-08"),
        ("3月7日", "2016-03-07"),
        ("9月6日", "2015-09-06"),
        ("2014-1-5", "2014-01-05"),
    ],
)
def test_a_day_as_people_write_it(text, day):
    assert _day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "下周五",
        "9月31日",
        "13月1日",
        "2015-02-29",
        "9月200日",
        "2015-09-201",
        "120-5",
        "九月二十日",
        "0000-1-1",
        "9月",
    ],
)
def test_what_is_no_day_is_said_with_an_example(text):
    with pytest.raises(OrderError) as caught:
        _day(text, TODAY)
    assert caught.value.detail == f"没有看懂日期“{text}”，写法如 9月20日 或 2015-09-20"


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_day_with_its_year_is_itself(today, day):
    for written in (f"{day}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"):
        assert _day(written, today) == day


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_never_more_than_half_a_year_gone(today, month, day):
    found = _day(f"{month}月{day}日", today)
    assert (found.month, found.day) == (month, day)
    assert -183 <= (found - today).days <= 366


@pytest.mark.parametrize("number", range(7))
def test_a_theme_of_the_call_or_none(number):
    assert _theme(SimpleNamespace(campaign=notice()), number) == number


@pytest.mark.parametrize("number", [-1, 7, 100])
def test_a_theme_that_the_call_has_not_is_refused(number):
    with pytest.raises(OrderError) as caught:
        _theme(SimpleNamespace(campaign=notice()), number)
    assert caught.value.detail == f"没有第{number}个主题，主题共6个"


def test_who_would_get_a_letter_about_what(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"), case(""))
    rows = tuple(office.cases())
    office.close()
    assert list(_plan_lines([Invitation("fx@example.cn", "fengxian", "丰县民政局", rows), Invitation("", "", "", rows[:1])])) == [
        "丰县民政局（fx@example.cn）：XZ-001《一张清单管到底》、XZ-002《名称待核》",
        "单位待核（没有邮箱，请电话联系）：XZ-001《一张清单管到底》",
    ]  # fmt: skip
    assert list(_plan_lines([])) == []


def test_a_list_that_is_no_file_is_said(tmp_path):
    for path in (tmp_path / "无.txt", tmp_path):
        with pytest.raises(OrderError) as caught:
            lines_of(tmp_path, path)
        assert caught.value.detail == f"找不到 {path}"


ROWS = [SimpleNamespace(id=number) for number in (7, 12, 120)]


@pytest.mark.parametrize(
    ("numbers", "ids"), [(["all"], [7, 12, 120]), (["12"], [12]), (["120", "7"], [120, 7]), ([], [])]
)
def test_letters_are_chosen_by_number_or_all(numbers, ids):
    assert [row.id for row in _choose(ROWS, numbers)] == ids


@pytest.mark.parametrize(
    ("numbers", "unknown"), [(["1"], "1"), (["7", "8", "9"], "8"), (["all", "7"], "all"), ([""], "")]
)
def test_one_unknown_number_chooses_none(numbers, unknown):
    with pytest.raises(OrderError) as caught:
        _choose(ROWS, numbers)
    assert caught.value.detail == f"没有待放行的信件“{unknown}”，编号见 zhengji letters held"


def test_files_are_read_in_order_those_of_folders_below_them_too(tmp_path):
    for name in ("b/2.eml", "b/c/1.eml", "b/.hidden", "a.eml", "b/10.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = _files([tmp_path / "b", tmp_path / "a.eml"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "b/10.eml",
        "b/2.eml",
        "b/c/1.eml",
        "a.eml",
    ]
    assert list(_files([])) == []
    with pytest.raises(OrderError) as caught:
        list(_files([tmp_path / "a.eml", tmp_path / "c.eml"]))
    assert caught.value.detail == f"找不到文件 {tmp_path / 'c.eml'}，请核对路径"


@pytest.mark.parametrize(
    ("by", "who", "key"),
    [("李敏", "李敏", LI.email), (" 李敏 ", "李敏", LI.email), ("王强", "王强", "sheet:王强")],
)
def test_a_person_undoes_what_was_done_in_her_name(by, who, key):
    assert _person(SimpleNamespace(campaign=notice()), by) == (who, key)


def test_without_a_name_it_is_the_login():
    login = getpass.getuser()
    assert _person(SimpleNamespace(campaign=notice()), " ") == (login, f"sheet:{login}")
