import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.views.search import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("社区治理", "社区 区治 治理"),
        ("社", "社"),
        ("12349热线、APP", "12349 热线 app"),
        ("Ｗｅ　社 区", "we 社 区"),
        ("", ""),
    ],
)
def test_split_words(text, words):
    assert split_words(text) == words


@given(st.text(alphabet="社区治理民议事厅", min_size=2, max_size=40), st.data())
def test_every_two_character_word_of_a_text_is_one_of_its_words(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    assert text[start : start + 2] in split_words(text).split()
