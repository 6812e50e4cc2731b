"""Who speaks in a text: what it calls its own, and what only a county, a town or a village would say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from intake.config.words import WordLists, Words, either, load_words
from intake.understand.identify.parse.units import Depth


class VoiceWords(WordLists):
    """Self-references, and words that one level uses."""

    county_kind: Words
    town_kind: Words
    village_kind: Words
    own: Words
    county_wide: Words
    county_acts: Words
    town_wide: Words
    town_acts: Words
    village_wide: Words
    village_acts: Words


_WORDS = load_words("voice", VoiceWords)
_QUOTED = re.compile(r"“[^“”]{0,300}”|‘[^‘’]{0,300}’")


def _own(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{either(_WORDS.own)}{either(kinds)}")


_OWN: Mapping[Depth, re.Pattern[str]] = {
    "county": _own(_WORDS.county_kind),
    "town": _own(_WORDS.town_kind),
    "village": _own(_WORDS.village_kind),
}
_WIDE: Mapping[Depth, re.Pattern[str]] = {
    "county": re.compile(either(_WORDS.county_wide)),
    "town": re.compile(either(_WORDS.town_wide)),
    "village": re.compile(either(_WORDS.village_wide)),
}
_ACTS: Mapping[Depth, re.Pattern[str]] = {
    "county": re.compile(either(_WORDS.county_acts)),
    "town": re.compile(either(_WORDS.town_acts)),
    "village": re.compile(either(_WORDS.village_acts)),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """By depth: how often a text calls it its own, speaks of all of it, and lets it act."""

    own: Mapping[Depth, int]
    wide: Mapping[Depth, int]
    acts: Mapping[Depth, int]

    def speaks_for(self, depth: Depth) -> bool:
        """Whether an author of that depth would say these things."""
        return bool(self.own[depth] or self.wide[depth]) or self.acts[depth] > 1

    @property
    def self_named(self) -> Depth:
        """The one depth that the text calls its own; ``""`` when there is none or more than one."""
        named = [depth for depth, times in self.own.items() if times]
        return named[0] if len(named) == 1 else ""


def hear(text: str) -> Voice:
    """Listen to a text; what it quotes is somebody else's voice."""
    plain = _QUOTED.sub("“”", text)
    return Voice(
        *(
            {depth: len(pattern.findall(plain)) for depth, pattern in patterns.items()}
            for patterns in (_OWN, _WIDE, _ACTS)
        )
    )
