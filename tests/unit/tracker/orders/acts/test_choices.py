"""Orders of which one is meant: what the letter tells of them, and what its answer makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.office import Office, desk_of
from tests.unit.tracker.orders.acts.desk import fill_office
from tracker.office.desk import Desk
from tracker.orders.acts.choices import (
    ANOTHER_CASE,
    Settled,
    is_choice,
    options_of,
    settle_choice,
    tell_choices,
)
from tracker.orders.order import Order, Verb
from tracker.orders.pending import Asked, Waiting
from tracker.orders.understand.message.chosen import Option

AT = datetime(2015, 8, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    office: Office = fill_office(tmp_path_factory.mktemp("choices"))
    with office.parts.ledger.begin() as connection:
        yield desk_of(connection, office.parts)
    office.close()


def themed(value: str, *serials: int) -> Order:
    return Order(Verb.CORRECT, "", serials or (1,), "theme", value)


def withdrawn(*serials: int) -> Order:
    return Order(Verb.WITHDRAW, "", serials)


def of_unit(*units: str) -> Order:
    return Order(Verb.MUTE, "", units=units)


CASES = tuple(withdrawn(serial) for serial in (1, 2, 3))
THEMES = (themed("3"), themed("5"))
UNITS = (of_unit("丰县"), of_unit("沛县"))
LEVELS = tuple(Order(Verb.CORRECT, "", (1,), "level", value) for value in ("village", "town"))


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ((), ""),
        (CASES, "1号《一核引领》、2号《水岸议事亭》、3号《三社联动》"),
        ((withdrawn(2), withdrawn(9)), "2号《水岸议事亭》、9号"),
        ((withdrawn(1, 2), withdrawn(1, 3)), "2号《水岸议事亭》、3号《三社联动》"),
        (UNITS, "丰县、沛县"),
        ((of_unit("丰县", "沛县"), of_unit("泉山区")), "丰县、沛县、泉山区"),
        (THEMES, "（三）服务体系、（五）三社联动"),
        (LEVELS, "村级、镇级"),
        (tuple(map(withdrawn, range(11, 21))), "11号、12号、13号、14号、15号、16号、17号、18号、19号等"),
    ],
)
def test_only_what_they_differ_in_is_told(desk: Desk, choices: tuple[Order, ...], told: str) -> None:
    assert tell_choices(desk, choices) == told


def test_a_case_may_be_called_by_title_place_or_person(desk: Desk) -> None:
    assert options_of(desk, CASES[:2]) == (
        Option(1, ("1号《一核引领》", "一核引领", "柳桥村", "宋楼镇", "丰县", "张三")),
        Option(2, ("2号《水岸议事亭》", "水岸议事亭", "宋楼镇", "沛县")),
    )


def test_a_theme_may_be_called_by_its_number_and_its_name(desk: Desk) -> None:
    assert options_of(desk, THEMES) == (
        Option(0, ("（三）服务体系", "3", "三", "服务体系")),
        Option(0, ("（五）三社联动", "5", "五", "三社联动")),
    )


def waiting(*asked: tuple[Order, tuple[Order, ...]]) -> Waiting:
    orders, choices = zip(*asked, strict=True)
    return Waiting("k", AT, orders, choices)


@pytest.mark.parametrize(
    ("words", "choices", "chosen"),
    [
        ("2号", CASES, CASES[1:2]),
        ("第三个", CASES, CASES[2:]),
        ("水岸议事亭", CASES, CASES[1:2]),
        ("张三那篇", CASES, CASES[:1]),
        ("都是", CASES, CASES),
        ("是五", THEMES, THEMES[1:]),
        ("服务体系", THEMES, THEMES[:1]),
        ("沛县", UNITS, UNITS[1:]),
        ("后一个", UNITS, UNITS[1:]),
        ("村级", LEVELS, LEVELS[:1]),
        ("镇", LEVELS, LEVELS[1:]),
    ],
)
def test_an_answer_chooses_the_order_that_is_done(
    desk: Desk, words: str, choices: tuple[Order, ...], chosen: tuple[Order, ...]
) -> None:
    asked = waiting((choices[0], choices))

    assert is_choice(desk, words, asked)
    assert settle_choice(desk, words, asked) == Settled(chosen)


@pytest.mark.parametrize("words", ["谢谢", "是", "不是", "沛县", "撤回5号，另外主题改五"])
def test_what_is_no_answer_leaves_the_question_as_it_was(desk: Desk, words: str) -> None:
    asked = waiting((CASES[0], CASES))

    assert not is_choice(desk, words, asked)
    assert settle_choice(desk, words, asked) == Settled(left=(Asked(CASES[0], CASES),))


def test_a_case_that_was_not_asked_about_is_asked_itself(desk: Desk) -> None:
    asked = waiting((CASES[0], CASES[:2]))

    assert settle_choice(desk, "3号", asked) == Settled(left=(Asked(withdrawn(3), why=ANOTHER_CASE),))


def test_of_a_case_that_all_of_them_name_only_the_other_is_changed(desk: Desk) -> None:
    both = tuple(Order(Verb.MERGE, "", (1, other), value=str(other)) for other in (2, 9))
    asked = waiting((both[0], both))

    assert settle_choice(desk, "3号", asked) == Settled(
        left=(Asked(Order(Verb.MERGE, "", (1, 3), value="3"), why=ANOTHER_CASE),)
    )


def test_an_answer_that_fits_one_of_two_questions_settles_that_one(desk: Desk) -> None:
    asked = waiting((CASES[0], CASES), (THEMES[0], THEMES))

    assert settle_choice(desk, "水岸议事亭", asked) == Settled(CASES[1:2], (Asked(THEMES[0], THEMES),))


def test_an_answer_that_fits_two_questions_settles_neither(desk: Desk) -> None:
    asked = waiting((CASES[0], CASES), (THEMES[0], THEMES))

    assert settle_choice(desk, "第二个", asked) == Settled(
        left=(Asked(CASES[0], CASES), Asked(THEMES[0], THEMES))
    )


def test_two_questions_of_the_same_cases_are_settled_by_one_answer(desk: Desk) -> None:
    shown = tuple(Order(Verb.SHOW, "", one.serials) for one in CASES)
    asked = waiting((CASES[0], CASES), (shown[0], shown))

    assert settle_choice(desk, "第二个", asked) == Settled((CASES[1], shown[1]))


def test_beside_a_question_of_which_one_another_order_waits_on(desk: Desk) -> None:
    plain = Order(Verb.PAUSE, "")

    assert settle_choice(desk, "3号", waiting((plain, ()), (CASES[0], CASES))) == Settled(
        CASES[2:], (Asked(plain),)
    )
    assert not is_choice(desk, "3号", Waiting("k", AT, (plain,)))
    assert settle_choice(desk, "3号", Waiting("k", AT, (plain,))) == Settled(left=(Asked(plain),))
