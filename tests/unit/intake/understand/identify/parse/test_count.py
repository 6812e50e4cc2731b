"""字数 as Word counts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.identify.parse.count import count_characters


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t\u3000", 0),
        ("社区", 2),
        ("社 区\n治　理", 4),
        ("2015年 AI社区 12345热线", 8),
        ("，。！？；：", 6),
        ("“五色花”", 5),
        ("——", 2),
        ("……", 2),
        ("3.5", 1),
        ("3.5％", 2),
        ("one two  three", 3),
        ("a-b_c", 1),
        ("中a国", 3),
        ("①②③", 3),
        ("□√", 2),
        ("𠮷野家", 3),  # beyond the basic plane
        ("Ａ１", 2),
        ("·", 1),
        ("가나", 2),
        ("ひら", 2),
    ],
)
def test_how_many(text: str, count: int) -> None:
    assert count_characters(text) == count


@given(st.text(), st.text())
def test_lines_are_counted_each_for_itself(first: str, second: str) -> None:
    assert count_characters(f"{first}\n{second}") == count_characters(first) + count_characters(second)


@given(st.text(alphabet="社区治理，。a1 \n\u3000", max_size=40))
def test_blanks_between_characters_of_chinese_add_nothing(text: str) -> None:
    assert count_characters(text.replace("社", " 社 ")) == count_characters(text)
