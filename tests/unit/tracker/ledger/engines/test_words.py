"""The index of words: a version is found by each phrase of its words, by no other, and no more once it is dropped."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledgers import SQLITE, make_ledger
from tests.properties import examples
from tracker.ledger.engines.store import Ledger
from tracker.ledger.engines.words import Phrase, add_words, drop_words, find_words

TEXTS = {1: "社区 区治 治理 app", 2: "社区 区议 议事 12349", 3: "治理 社区", 4: ""}


@pytest.fixture
def connection(ledger):
    with ledger.begin() as connection:
        for version, words in TEXTS.items():
            add_words(connection, version, words)
        yield connection


@pytest.mark.parametrize(
    ("phrases", "found"),
    [
        ([Phrase("社区")], [3, 2, 1]),
        ([Phrase("社区 区治")], [1]),
        ([Phrase("区治 社区")], []),
        ([Phrase("治理 社区")], [3]),
        ([Phrase("社区"), Phrase("治理")], [3, 1]),
        ([Phrase("社区"), Phrase("议事"), Phrase("12349")], [2]),
        ([Phrase("社", start=True)], [3, 2, 1]),
        ([Phrase("社")], []),
        ([Phrase("区", start=True)], [2, 1]),
        ([Phrase("社区 区", start=True)], [2, 1]),
        ([Phrase("123")], []),
        ([Phrase("123", start=True)], [2]),
        ([Phrase("app")], [1]),
        ([Phrase("没有")], []),
        ([Phrase("社区"), Phrase("没有")], []),
    ],
)
def test_every_phrase_must_be_held_and_the_newest_comes_first(connection, phrases, found):
    assert find_words(connection, phrases, 10) == found


@pytest.mark.parametrize(("most", "found"), [(0, []), (1, [3]), (2, [3, 2]), (3, [3, 2, 1]), (9, [3, 2, 1])])
def test_no_more_are_listed_than_asked_for(connection, most, found):
    assert find_words(connection, [Phrase("社区")], most) == found


def test_what_is_dropped_is_found_no_more_and_takes_no_other_with_it(connection):
    drop_words(connection, 2, TEXTS[2])
    assert find_words(connection, [Phrase("社区")], 10) == [3, 1]
    assert find_words(connection, [Phrase("议事")], 10) == []
    add_words(connection, 2, "另写 写了")
    assert find_words(connection, [Phrase("另写")], 10) == [2]
    assert find_words(connection, [Phrase("议事")], 10) == []


def test_what_is_added_in_a_transaction_that_fails_is_not_found(ledger):
    with suppress(RuntimeError), ledger.begin() as connection:
        add_words(connection, 1, "社区")
        raise RuntimeError
    with ledger.read() as connection:
        assert find_words(connection, [Phrase("社区")], 10) == []


WORD = st.sampled_from(["社区", "区治", "治理", "理社", "议事", "app", "12", "123"])


@settings(max_examples=examples(30))
@given(
    st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=5),
    st.lists(WORD, min_size=1, max_size=3),
    st.booleans(),
)
def test_a_phrase_is_found_where_its_words_stand_side_by_side(texts, wanted, start):
    expected = [
        number
        for number, words in reversed(list(enumerate(texts, 1)))
        if any(
            words[at : at + len(wanted) - 1] == wanted[:-1]
            and len(words) >= at + len(wanted)
            and (words[at + len(wanted) - 1].startswith(wanted[-1]) if start else words[at + len(wanted) - 1] == wanted[-1])
            for at in range(len(words))
        )
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(make_ledger(Path(folder), SQLITE))
        with ledger.begin() as connection:
            for number, words in enumerate(texts, 1):
                add_words(connection, number, " ".join(words))
            assert find_words(connection, [Phrase(" ".join(wanted), start)], 10) == expected
        ledger.close()
