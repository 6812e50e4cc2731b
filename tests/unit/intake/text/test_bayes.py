"""Complement naive Bayes: weights by hand, and the symmetry that the formula promises."""

from math import log

from hypothesis import given
from hypothesis import strategies as st

from intake.text.bayes import Counts, complement, count


def test_weights_by_hand() -> None:
    counts: Counts = {}
    count(counts, {"议", "事"}, 0, 2)
    count(counts, {"事"}, 1, 2, weight=2.0)
    assert counts == {"议": [1.0, 0.0], "事": [1.0, 2.0]}
    rest = (log(4 - 2 + 1), log(4 - 2 + 1))
    assert complement(counts, 2, 0.5) == {
        "议": (rest[0] - log(0.5), rest[1] - log(1.5)),
        "事": (rest[0] - log(2.5), rest[1] - log(1.5)),
    }


def test_nothing_known_weighs_nothing() -> None:
    assert complement({}, 3, 0.5) == {}


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 1)), max_size=20))
def test_turning_the_classes_round_turns_the_weights(examples: list[tuple[str, int]]) -> None:
    counts: Counts = {}
    turned: Counts = {}
    for piece, chosen in examples:
        count(counts, piece, chosen, 2)
        count(turned, piece, 1 - chosen, 2)
    weights = complement(counts, 2, 0.3)
    assert complement(turned, 2, 0.3) == {piece: row[::-1] for piece, row in weights.items()}
