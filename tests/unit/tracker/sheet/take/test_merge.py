"""Several people's words in one cell of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sheet.take.merge import merge_words, split_words


@pytest.mark.parametrize(
    ("base", "hers", "current", "merged"),
    [
        ("", "乙", "甲", "甲／乙"),
        ("甲", "乙", "丙", "丙／乙"),
        ("甲", "", "甲／乙", "甲／乙"),  # an emptied cell takes nothing of another's away
        ("", "", "甲", "甲"),
        ("甲／乙", "甲／乙／丁", "甲／乙／丙", "甲／乙／丙／丁"),  # what both know stands once
        ("甲", "丁", "", "丁"),
        ("甲", "乙", " 甲 ／丙", " 甲 ／丙／乙"),  # the ledger's text as it stands
        ("", "甲\n乙／ ／甲 乙", "丙", "丙／甲 乙"),  # what no eye tells apart is one word
    ],
)
def test_words_side_by_side(base, hers, current, merged):
    assert merge_words(base, hers, current) == merged


texts = st.text("甲乙／ \n", max_size=8)


@given(base=texts, hers=texts, current=texts)
def test_the_same_cell_adds_nothing_the_second_time(base, hers, current):
    merged = merge_words(base, hers, current)
    assert merge_words(base, hers, merged) == merged
    assert split_words(merged)[: len(split_words(current))] == split_words(current)
