"""What is said of several cases in one breath, without a mark between them, is read case by case."""

import pytest

from tests.unit.tracker.orders.understand.reading import read


def done(text: str) -> list[tuple[tuple[int, ...], str, str]]:
    return [(wish.cases, wish.field, wish.value) for wish in read(text).wishes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27是协商30是治理方式，你改一下", [((27,), "theme", "4"), ((30,), "theme", "2")]),
        ("17归四20归三", [((17,), "theme", "4"), ((20,), "theme", "3")]),
        ("3归二5归三7归四", [((3,), "theme", "2"), ((5,), "theme", "3"), ((7,), "theme", "4")]),
        ("12号归2类5号归3类", [((12,), "theme", "2"), ((5,), "theme", "3")]),
        ("5号主题从3改4", [((5,), "theme", "4")]),  # 3 is no case
        ("3号并到5号", [((3,), "", "5")]),
    ],
)
def test_each_case_gets_its_own(text: str, expected: list[tuple[tuple[int, ...], str, str]]) -> None:
    assert done(text) == expected
