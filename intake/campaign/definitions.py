"""Words for themes out of their own definitions: what a call without a lexicon is judged by.

A definition lists what belongs to its theme (助餐点、中央厨房、送餐上门等); these pieces are words that speak
for it as far as no other theme has them. Fewer and weaker than a lexicon that people wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from intake.campaign.campaign import Campaign
from intake.campaign.lexicon import Lexicon, TermGroup, ThemeWords
from intake.config.words import Split, WordLists, Words, load_words
from intake.text.fold import plain

SHORTEST, LONG, LONGEST = 2, 6, 8  # characters of a word; of one that is looked into
TITLE_WEIGHT, PIECE_WEIGHT, RELATED_WEIGHT = 3.0, 2.0, 0.5
IN_TITLE_PAIR = 1.5  # weight of a pair that the theme's title has


class DefinitionWords(WordLists):
    """What is cut away around the pieces of a definition."""

    seams: Split  # words between pieces
    inner: Split  # words between pieces of long ones only
    ends: Split  # at the end of a piece, meaning nothing by themselves
    never: Split  # no words of any theme


class RelatedWords(WordLists):
    """Words of one matter, which a theme that names one of them has, too."""

    groups: Words  # each some words with blanks between


_WORDS = load_words("definitions", DefinitionWords)
_RELATED = tuple(group.split() for group in load_words("related", RelatedWords).groups)
_SEAM = re.compile(f"[^\u4e00-\u9fffA-Za-z0-9]+|{'|'.join(sorted(_WORDS.seams, key=len, reverse=True))}")
_INNER = re.compile("|".join(_WORDS.inner))
_END = re.compile(f"(?<=..)(?:{'|'.join(sorted(_WORDS.ends, key=len, reverse=True))})$")


class Piece(NamedTuple):
    """A word and where it comes from."""

    word: str
    weight: float


def pieces_of(campaign: Campaign) -> tuple[tuple[Piece, ...], ...]:
    """By theme, in their order, the words that only its own title and definition have."""
    found = [
        {
            **dict.fromkeys(pieces_in(theme.definition), PIECE_WEIGHT),
            **dict.fromkeys(pieces_in(theme.title), TITLE_WEIGHT),
        }
        for theme in campaign.themes
    ]
    texts = [plain(f"{theme.title}\n{theme.definition}") for theme in campaign.themes]
    call = plain(campaign.title)
    return tuple(
        tuple(
            Piece(word, weight)
            for word, weight in words.items()
            if word not in call and not any(word in text for n, text in enumerate(texts) if n != at)
        )
        for at, words in enumerate(found)
    )


def related_of(campaign: Campaign) -> tuple[tuple[str, ...], ...]:
    """By theme, in their order, words of a matter that it alone names: 婆媳 for 孝老爱亲. No theme's own words are among them."""
    texts = [plain(f"{theme.title}\n{theme.definition}") for theme in campaign.themes]
    everywhere = plain("\n".join((campaign.title, *texts)))
    found: list[dict[str, None]] = [{} for _ in texts]
    for group in _RELATED:
        naming = [at for at, text in enumerate(texts) if any(word in text for word in group)]
        if len(naming) == 1:
            found[naming[0]].update(dict.fromkeys(word for word in group if word not in everywhere))
    said = Counter(word for words in found for word in words)
    return tuple(tuple(word for word in words if said[word] == 1) for words in found)


def pairs_of(campaign: Campaign) -> dict[str, tuple[int, float]]:
    """Pairs of characters that only one theme's title and definition have, by themselves: its index and the weight.

    A text seldom repeats a word of the notice whole; halves of it are there more often.
    """
    titles = [_pairs_in(theme.title) for theme in campaign.themes]
    found = [_pairs_in(f"{theme.title}\n{theme.definition}") for theme in campaign.themes]
    everywhere = Counter(pair for pairs in found for pair in pairs)
    call = _pairs_in(campaign.title)
    return {
        pair: (at, IN_TITLE_PAIR if pair in titles[at] else 1.0)
        for at, pairs in enumerate(found)
        for pair in pairs
        if everywhere[pair] == 1 and pair not in call
    }


def _pairs_in(text: str) -> set[str]:
    parts = _SEAM.split(plain(text))
    return {a + b for part in parts for a, b in pairwise(part)} - set(_WORDS.never)


def lexicon_of(campaign: Campaign) -> Lexicon:
    """The lexicon that the definitions give."""
    return Lexicon(
        id="",
        themes=tuple(
            ThemeWords(number=number, groups=tuple(_groups(pieces, related)))
            for number, (pieces, related) in enumerate(
                zip(pieces_of(campaign), related_of(campaign), strict=True), 1
            )
        ),
    )


def _groups(pieces: Iterable[Piece], related: tuple[str, ...]) -> Iterable[TermGroup]:
    listed = list(pieces)
    for weight in (TITLE_WEIGHT, PIECE_WEIGHT):
        if terms := tuple(piece.word for piece in listed if piece.weight == weight):
            yield TermGroup(weight=weight, terms=terms)
    if related:
        yield TermGroup(weight=RELATED_WEIGHT, terms=related)


def pieces_in(text: str) -> Iterable[str]:
    """The pieces of a text that may be words for a theme."""
    for part in _SEAM.split(plain(text)):
        yield from _words(part)
        if len(part) >= LONG:
            for inner in _INNER.split(part):
                yield from _words(inner)


def _words(part: str) -> Iterable[str]:
    word = _END.sub("", part)
    if SHORTEST <= len(word) <= LONGEST and word not in _WORDS.never:
        yield word
        if len(word) in (6, 8):  # 隐患排查治理: its halves are written apart as often as together
            yield from (half for half in (word[:4], word[-4:]) if half not in _WORDS.never)
