"""Good text weighs more than the same bytes in a wrong codec."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.hanzi import COMMON, LEVEL_ONE, LEVEL_TWO, TRADITIONAL, weigh, weight


def test_tiers_are_those_of_the_standards() -> None:
    assert (len(LEVEL_ONE), len(LEVEL_TWO)) == (3755, 3008)
    assert not LEVEL_ONE & LEVEL_TWO
    assert not LEVEL_ONE & TRADITIONAL
    assert COMMON <= LEVEL_ONE | LEVEL_TWO | TRADITIONAL


@pytest.mark.parametrize(
    ("character", "sign"),
    [
        ("的", 1),
        ("社", 1),
        ("a", 0),
        ("。", 0),
        ("\n", 0),
        ("😀", 0),
        ("\x00", -1),
        ("\ufffd", -1),
        ("\ue000", -1),
        ("ｱ", -1),
        ("㐀", -1),
    ],
)
def test_what_a_character_says(character: str, sign: int) -> None:
    value = weight(character)
    assert (value > 0) - (value < 0) == sign


@given(st.text(), st.text())
def test_weights_add_up(first: str, second: str) -> None:
    both = weigh(first + second)
    one, other = weigh(first), weigh(second)
    assert both[0] == pytest.approx(one[0] + other[0])
    assert both[1] == one[1] + other[1]


CODECS = ("gb18030", "big5", "shift_jis", "latin-1", "cp1252", "euc_kr")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(one, other) for one in ("utf-8", "gb18030", "big5") for other in CODECS if one != other],
)
def test_the_right_codec_weighs_more(right: str, wrong: str) -> None:
    text = (
        "我們的村子在山上，大家一起把事情做好了"
        if right == "big5"
        else "我们的村子在山上，大家一起把事情做好了"
    )
    seen = text.encode(right).decode(wrong, "replace")
    assert weigh(text)[0] > weigh(seen)[0]
