"""The words by which orders show (config/words/orders.toml), found in what spans leave of a clause.

What orders name and how they speak of right and wrong, before and after, is said in patterns of its own
(config/words/phrases.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

from pydantic import create_model

from intake.config.toml import Strict, load_toml
from intake.config.words import AnyOf, WordLists, Words
from intake.config.words import load_words as load_lists
from intake.model.errors import ConfigError
from tracker.cases.fields import FIELDS

# Lists that are looked for inside a clause; what each means is said in the file.
MEANINGS = (
    "set transfer withdraw restore merge into keep confirm use clear remind urge mute again pause extend missing "
    "rest even who give names workbook volume returned original progress show list all done things attach undo recent taken_back "
    "address hypothetical unwanted genuine reported hold question either hedge some part say tell same neutral"
).split()
# Lists that are used in another way: before a span, around a clause, for a whole text.
OTHERS = (
    "deny agent refuse like except join repair quote_from polite resume yes no release courtesy filler heard sounds "
    "telling stating answers asides plainly persons unseen old_column wrong_value that_case behind_case lead_in thread former latter common goes_on closing listed some_of_them".split()
)


class Longer(Strict):
    """多 + 两 + 天: so much more time, as people say it."""

    before: tuple[str, ...]
    count: tuple[str, ...]
    unit: tuple[str, ...]


OrderWords = create_model(
    "OrderWords",
    __base__=Strict,
    longer=(Longer, ...),
    fields=(dict[str, str], ...),
    spoken=(dict[str, str], ...),
    **dict.fromkeys((*MEANINGS, *OTHERS), (tuple[str, ...], ...)),  # type: ignore[call-overload]
)


class Phrases(WordLists):
    """Ways of naming things and of speaking about them, each a small pattern."""

    mail_before: Words
    mail_behind: Words
    mail_around: Words
    versions: Words
    until: Words
    those: Words
    it: AnyOf
    not_counted: str
    not_numeral: str
    not_number: str
    behind_unit: Words
    left_out: Words
    wrongly: AnyOf
    rightly: AnyOf
    wrong_behind: Words
    takes_back: AnyOf
    wrote: AnyOf
    before: AnyOf
    when: AnyOf
    please: Words
    whom: Words
    says: Words
    telling: Words
    told: Words
    others: Words
    wishing: Words
    assenting: AnyOf
    refusing: AnyOf
    checking: AnyOf
    choosing: AnyOf
    conditional: AnyOf
    untouched: AnyOf
    contrasting: AnyOf
    every: AnyOf
    for_others: AnyOf
    left_to_us: AnyOf
    taken_back: AnyOf
    choosing_lead: Words
    choosing_tail: Words
    choosing_first: Words
    choosing_last: Words
    choosing_all: AnyOf


PHRASES = load_lists("phrases", Phrases)
_KINDS = ("级", "类", "特", "分", "个", "区")  # 级别, 类别 … are no 别
FIELD = "field:"  # a cue that names a field has this before the field's key


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the lists, with every meaning it has."""

    text: str
    start: int
    end: int
    meanings: frozenset[str]

    @property
    def field(self) -> str:
        """The key of the field that it names, or ``""``."""
        return next((m.removeprefix(FIELD) for m in self.meanings if m.startswith(FIELD)), "")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists made ready for finding."""

    meanings: dict[str, frozenset[str]]
    pattern: re.Pattern[str]
    lists: dict[str, tuple[str, ...]]
    patterns: dict[str, re.Pattern[str]]  # of OTHERS
    fields: frozenset[str]  # the words that name a field
    spoken: dict[str, str] = field(default_factory=dict)  # dialect and slips → what is read, as long

    def cues(self, text: str, start: int, end: int) -> list[Cue]:
        """The cues between two places, longest first at each."""
        return [
            Cue(found[0], found.start(), found.end(), self.meanings[found[0].lower()])
            for found in self.pattern.finditer(text, start, end)
        ]

    def ends_with(self, name: str, text: str) -> bool:
        """Whether a text ends with a word of a list."""
        return text.endswith(self.lists[name])

    def denies(self, before: str) -> bool:
        """Whether the words before something take it back; the 别 of 级别改成 does not."""
        if not self.ends_with("deny", before):
            return False
        word = max((one for one in self.lists["deny"] if before.endswith(one)), key=len)
        return not (word.startswith("别") and before[: -len(word)].endswith(_KINDS))

    def is_whole(self, name: str, text: str) -> bool:
        """Whether a text, without marks, is made of a list's words and courtesy alone."""
        rest = self.patterns[name].sub("", text)
        return rest != text and not self.patterns["courtesy"].sub("", rest)


@lru_cache(maxsize=2)
def load_words(path: Path) -> Lexicon:
    """Read the lists.

    Raises:
        ConfigError: the file is damaged, or a list is missing or unknown.
    """
    words = load_toml(path, OrderWords).model_dump()
    longer = words["longer"]
    words["extend"] += tuple(map("".join, product(longer["before"], longer["count"], longer["unit"])))
    meanings: dict[str, set[str]] = {}
    for name in MEANINGS:
        for word in words[name]:
            meanings.setdefault(word.lower(), set()).add(name)
    fields = {name: one.key for one in FIELDS for name in one.names} | words["fields"]
    _check_lengths(words["spoken"], path)
    for word, key in fields.items():
        meanings.setdefault(word.lower(), set()).add(FIELD + key)
    return Lexicon(
        {word: frozenset(found) for word, found in meanings.items()},
        one_of(meanings),
        {name: tuple(words[name]) for name in (*MEANINGS, *OTHERS)},
        {name: one_of(words[name]) for name in (*MEANINGS, *OTHERS)},
        frozenset(word.lower() for word in fields),
        words["spoken"],
    )


def _check_lengths(spoken: dict[str, str], path: Path) -> None:
    """Places in the folded text are places in what was written: both sides are as long."""
    if uneven := [said for said, read in spoken.items() if len(said) != len(read)]:
        raise ConfigError(f"{path.name}：[spoken] 中“{uneven[0]}”与右边字数不同")


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, longest first."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)) or "(?!)", re.IGNORECASE)
