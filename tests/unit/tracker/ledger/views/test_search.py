import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledgers import POSTGRES, SQLITE, make_ledger
from tests.office import Office, case
from tracker.ledger.views.search import find_cases, split_words


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


LONG = "".join(chr(0x4E00 + number % 5000) for number in range(200_000))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("议事", [2, 1]),
        ("小区议事", [2]),
        ("事议", []),
        ("议事 公约", [1]),
        ("约", [3, 1]),  # the beginning of a word
        ("评", []),  # in no text
        ("9热", []),  # the beginning of no word
        ("12349热", [2]),  # a word, and the beginning of the next
        ("热线，APP平", [2]),
        ("ａｐｐ", [2]),
        ("“议事” 公约", [1]),
        ("\u3000议事\t公约\n", [1]),
        ('"议事" OR 公约', []),  # no language of queries: the word OR is in no text
        ("议事*", [2, 1]),
        ("12349", [2]),
        ("1234", []),
        ("APP平台", [2]),
        ("社区治理新路", [3]),  # at the end of two hundred thousand characters
        ("治理社区", []),  # its words are there, but not in this order
        ("%_", []),
        ("", []),
    ],
)
def test_a_query_finds_the_newest_cases_that_hold_all_of_it(finders, query, found):
    assert finders.ask(lambda connection: find_cases(connection, query)) == found


@pytest.fixture(scope="module", params=[SQLITE, POSTGRES])
def finders(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("finders")
    made = Office(folder, place=make_ledger(folder, request.param))
    texts = ("院落议事，楼道公约定好", "小区议事，拨打12349热线，APP平台", f"{LONG}约定社区治理新路")
    for number, text in enumerate(texts):
        told = case(f"第{'甲乙丙'[number]}篇")
        made.mail("fx@example.cn", dataclasses.replace(told, text=text))
    yield made
    made.close()
