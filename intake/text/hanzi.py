"""How usual a character is in Chinese office text: the measure behind every charset decision.

Three tiers come from codec tables: the 3,755 characters of GB 2312 level 1 (rows 0xB0-0xD7) and
the 5,401 of Big5 level 1 (0xA440-0xC67E) were chosen by the standards' authors for frequency.
Only the innermost tier, the characters that make up some 95 % of running text, is
listed in config/words/hanzi.toml.
"""

from __future__ import annotations

import unicodedata

from intake.config.toml import Strict
from intake.config.words import load_words


class Hanzi(Strict):
    """The commonest characters."""

    common: str  # that make up some 95 % of office text
    frequent: str  # with which pieces begin that everybody writes


HANZI = load_words("hanzi", Hanzi)
COMMON = frozenset("".join(HANZI.common.split()))


def _codec_range(codec: str, leads: range, trails: tuple[range, ...]) -> frozenset[str]:
    found = set()
    for lead in leads:
        for trail in (low for span in trails for low in span):
            try:
                found.add(bytes((lead, trail)).decode(codec))
            except UnicodeDecodeError:  # rows end early
                continue
    return frozenset(found)


LEVEL_ONE = _codec_range("gb2312", range(0xB0, 0xD8), (range(0xA1, 0xFF),))
LEVEL_TWO = _codec_range("gb2312", range(0xD8, 0xF8), (range(0xA1, 0xFF),))
TRADITIONAL = _codec_range("big5", range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF))) - LEVEL_ONE

# Log-odds of a character in good text against text in a wrong codec, rounded; tuned on prose,
# lists of names, classical and traditional text on one side, all pairs of codecs on the other.
_HANZI = ((COMMON, 2.5), (LEVEL_ONE, -0.4), (LEVEL_TWO, -1.2), (TRADITIONAL, -1.5))
_RARE = -3.0
_RANGES = (  # first, last, weight
    (0x00, 0x08, -4.0),
    (0x0E, 0x1F, -4.0),
    (0x20, 0x7E, 0.0),
    (0x7F, 0x9F, -4.0),
    (0xA0, 0x17F, 0.0),
    (0x391, 0x3C9, 0.0),  # Greek letters are used as symbols
    (0x400, 0x45F, -0.3),
    (0x180, 0x1DFF, -2.0),
    (0x3041, 0x30FE, -0.5),
    (0x3105, 0x312F, -1.5),
    (0x3400, 0x4DBF, _RARE),
    (0xA000, 0xABFF, _RARE),
    (0xAC00, 0xD7A3, -1.0),
    (0xE000, 0xF8FF, -3.0),  # private use
    (0xF900, 0xFAFF, _RARE),
    (0xFF61, 0xFFDC, -2.0),  # half-width katakana: Shift-JIS read where there is none
    (0xFFFD, 0xFFFD, -6.0),
    (0x1F000, 0x1FAFF, 0.0),  # emoji
    (0x10000, 0x3FFFF, _RARE),
    (0xF0000, 0x10FFFF, -3.0),
)


class _Weights(dict[str, float]):
    """Each weight is found once, and looked up without a call of Python."""

    def __missing__(self, character: str) -> float:
        point = ord(character)
        if 0x4E00 <= point <= 0x9FFF:
            found = next((value for tier, value in _HANZI if character in tier), _RARE)
        else:
            unassigned = unicodedata.category(character) in {"Cn", "Cs"}
            other = -4.0 if unassigned else 0.0
            found = next((value for first, last, value in _RANGES if first <= point <= last), other)
        self[character] = found
        return found


_WEIGHTS = _Weights()


def weight(character: str) -> float:
    """Evidence for good text (above 0) or a wrong codec (below 0); 0 says nothing."""
    return _WEIGHTS[character]


def weigh(text: str) -> tuple[float, int]:
    """The sum of weights of ``text``, and how many of its characters have one."""
    weights = list(map(_WEIGHTS.__getitem__, text))
    return sum(weights), len(weights) - weights.count(0.0)
