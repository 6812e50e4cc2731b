"""Which case is meant among those that fit, and which title is most like some words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.orders.understand.message.named.known import (
    GUESSED,
    MOST_CHOSEN,
    Meant,
    Named,
    alike,
    choose,
    counted,
    even,
)

SPAN = (2, 9)
CASES = st.lists(
    st.builds(Named, st.integers(1, 300), counts=st.booleans()),
    max_size=14,
    unique_by=lambda one: one.serial,
)


def named(serial: int, title: str = "", *, counts: bool = True) -> Named:
    return Named(serial, title, counts=counts)


# Which is meant


def test_of_none_none_is_meant() -> None:
    assert choose([], SPAN, sure=True) is None


@pytest.mark.parametrize(("sure", "why"), [(True, ""), (False, GUESSED)])
def test_the_only_one_is_meant_and_doubtful_where_the_words_say_little(sure: bool, why: str) -> None:
    assert choose([named(7)], SPAN, sure=sure) == Meant((7,), *SPAN, why)


def test_of_several_the_first_is_asked_about_and_all_are_named() -> None:
    found = [named(7), named(3), named(12)]
    assert choose(found, SPAN, sure=True) == Meant((7,), *SPAN, "相符的有3篇", (7, 3, 12))
    assert choose(found, SPAN, sure=False) == choose(found, SPAN, sure=True)


def test_what_was_withdrawn_is_not_meant_where_another_counts() -> None:
    found = [named(3, counts=False), named(7)]
    assert choose(found, SPAN, sure=True) == Meant((7,), *SPAN)


def test_where_none_counts_all_may_be_meant() -> None:
    found = [named(3, counts=False), named(7, counts=False)]
    assert choose(found, SPAN, sure=True) == Meant((3,), *SPAN, "相符的有2篇", (3, 7))
    assert choose(found[:1], SPAN, sure=True) == Meant((3,), *SPAN)


def test_one_is_asked_for_among_no_more_than_an_answer_can_name_but_all_are_counted() -> None:
    found = [named(serial) for serial in range(1, MOST_CHOSEN + 4)]
    meant = choose(found, SPAN, sure=True)
    assert meant == Meant((1,), *SPAN, "相符的有53篇", tuple(range(1, MOST_CHOSEN + 1)))


@given(CASES, st.booleans())
def test_one_that_is_chosen_is_the_first_of_those_that_count(found: list[Named], sure: bool) -> None:
    meant = choose(found, SPAN, sure=sure)
    counting = counted(found)

    assert (meant is None) == (not found)
    if meant is not None:
        assert (meant.serials, meant.start, meant.end) == ((counting[0].serial,), *SPAN)
        assert (meant.why == "") == (len(counting) == 1 and sure)


@given(CASES)
def test_those_that_count_are_among_them_in_their_order(found: list[Named]) -> None:
    counting = counted(found)
    assert counting == [one for one in found if one in counting]
    assert bool(counting) == bool(found)
    assert len({one.counts for one in counting}) <= 1


@pytest.mark.parametrize(
    ("serials", "number"), [((12,), "12号"), ((7, 9), "7号、9号"), ((3, 2, 1), "3号、2号、1号")]
)
def test_numbers_are_written_as_she_would(serials: tuple[int, ...], number: str) -> None:
    assert Meant(serials, *SPAN).number == number


# Which is alike

TITLES = (
    named(1, "水岸议事亭"),
    named(2, "红色物业点亮幸福小区"),
    named(3, "“一张清单”管到底：丰县的做法"),
    named(4, "三社联动进社区"),
)


@pytest.mark.parametrize(
    ("words", "serials"),
    [
        ("水岸议事亭", [1]),
        ("水岸议亭", [1]),
        ("《水岸·议事亭》", [1]),
        ("红色物业点亮小区", [2]),
        ("一张清单管到底丰县做法", [3]),
        ("三社联动社区", [4]),
        ("水", []),
        ("养老服务", []),
        ("", []),
    ],
)
def test_words_that_are_like_a_title_find_its_case(words: str, serials: list[int]) -> None:
    assert [one.serial for one in alike(words, TITLES)] == serials


def test_nothing_is_like_no_title_at_all() -> None:
    assert alike("水岸议事亭", ()) == []
    assert alike("水岸议事亭", (named(1),)) == []


def test_of_two_that_are_alike_the_more_alike_is_taken() -> None:
    near, nearer = named(1, "水岸议事厅堂"), named(2, "水岸议事厅")
    assert alike("水岸议事厅", (near, nearer)) == alike("水岸议事厅", (nearer, near)) == [nearer]


@given(st.text("水岸议事亭红色物业点亮小区", min_size=1, max_size=12))
def test_a_title_is_like_itself_and_only_one_is_found(title: str) -> None:
    own = named(9, title)
    assert alike(title, (own,)) == [own]
    assert len(alike(title, (*TITLES, own))) == 1


# Titles without their marks


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("《水岸·议事亭》", "水岸议事亭"),
        ("“一张清单”，管到底！", "一张清单管到底"),
        (" 三社 联动 ", "三社联动"),
        ("ＡＢｃ１", "abc1"),
        ("電話", "电话"),
        ("——……", ""),
        ("", ""),
    ],
)
def test_marks_and_old_characters_make_no_other_title(text: str, plain: str) -> None:
    assert even(text) == plain


@given(st.text("水岸議事亭《》“”·—， AbC１２3", max_size=30))
def test_what_is_even_stays_as_it_is(text: str) -> None:
    once = even(text)
    assert even(once) == once
    assert even(f"《{text}》") == once
    assert len(once) <= len(text)
