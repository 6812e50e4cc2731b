"""Orders that say a little more than they want: the words beside them neither lose a case nor stop what is plain."""

import pytest

from tests.unit.tracker.orders.understand.reading import read
from tracker.orders.understand.frames.found import NO_VERSION, TWO_WAYS
from tracker.orders.understand.intents import Guess, Intent, Wish, deeds_of


def deeds(text: str) -> list[tuple[object, ...]]:
    """What is to be done."""
    return sorted((deed for wish in read(text).wishes for deed in deeds_of(wish)), key=str)


@pytest.mark.parametrize(
    "text", ["11、22不要了，质量太差", "11和22不要了，质量太差", "11、22号不要了，写得太差"]
)
def test_a_reason_behind_a_list_loses_no_case_of_it(text: str) -> None:
    assert deeds(text) == [("withdraw", 11, "", ""), ("withdraw", 22, "", "")]


@pytest.mark.parametrize(
    "text",
    [
        "5号电话13900001111是错的，改13900002222",
        "5号电话13900001111打不通，换成13900002222",
        "5号电话原来的13900001111不对，应该是13900002222",
        "5号的电话错了，改13900002222",
    ],
)
def test_a_telephone_that_is_called_wrong_is_no_value(text: str) -> None:
    assert deeds(text) == [("correct", 5, "phone", "13900002222")]


@pytest.mark.parametrize("text", ["5号电话13900001111打不通", "5号电话13900001111错了"])
def test_where_only_the_wrong_one_is_said_nothing_is_set(text: str) -> None:
    assert deeds(text) == []


@pytest.mark.parametrize(
    ("text", "theme"),
    [("24号不要放二了 放一合适", "1"), ("主题四里头的13号不算协商，改1", "1"), ("3号别归五了，归二", "2")],
)
def test_a_value_that_is_said_not_to_be_it_is_no_second_value(text: str, theme: str) -> None:
    assert [(deed[2], deed[3]) for deed in deeds(text)] == [("theme", theme)]


def test_whoever_was_spoken_of_is_reminded_not_all() -> None:
    assert deeds("睢宁怎么一点动静都没有？催一下") == [("remind", "睢宁县")]
    assert deeds("睢宁没报。没交的都催一下") == [("remind", "")]


def test_the_list_of_those_spoken_of_is_theirs() -> None:
    found = deeds("泉山和云龙两家下周要来座谈。把他们的清单给我，别家的不要。")
    assert found == [("list", "云龙区"), ("list", "泉山区")]


@pytest.mark.parametrize("text", ["15号前", "睢宁15号前报"])
def test_before_some_day_alone_is_no_more_time(text: str) -> None:
    assert deeds(text) == []


@pytest.mark.parametrize(
    ("text", "unit", "more"),
    [
        ("丰县延两天", "丰县", "二天"),
        ("丰县可以晚两天，别家不行", "丰县", "二天"),
        ("睢宁说下雨路断了，宽他两天", "睢宁县", "二天"),
        ("贾汪的说台风停电 多给两天", "贾汪区", "二天"),
        ("丰县缓一周", "丰县", "一周"),
        ("睢宁这几天防汛，人手紧。给他们宽三天，其他县区别提。", "睢宁县", "三天"),
        ("截止时间统一顺延两天", "", "二天"),
    ],
)
def test_two_days_more_are_two_days_more(text: str, unit: str, more: str) -> None:
    assert deeds(text) == [("extend", more, unit)]


@pytest.mark.parametrize("text", ["丰县晚两天再催", "丰县比沛县多三天，为什么", "3号晚两天才交"])
def test_days_that_are_told_give_no_more_time(text: str) -> None:
    assert not any(deed[0] == "extend" for deed in deeds(text))


def test_files_of_a_mail_are_no_new_version() -> None:
    text = "收件2的附件作为13号的新稿"
    attach = Wish(Intent.ATTACH, text, (13,), mails=(2,))
    assert read(text).guesses == (Guess(text, NO_VERSION, attach),)


def test_two_values_are_one_question_with_both_to_choose_from() -> None:
    text = "4号放丰县还是沛县？"
    one, other = (Wish(Intent.CORRECT, text, (4,), "county", unit) for unit in ("丰县", "沛县"))
    assert read(text).guesses == (Guess(text, TWO_WAYS, one, choices=(one, other)),)


def test_of_more_than_two_it_is_only_asked() -> None:
    text = "4号放丰县还是沛县还是铜山区？"
    assert read(text).guesses == (Guess(text, TWO_WAYS),)
