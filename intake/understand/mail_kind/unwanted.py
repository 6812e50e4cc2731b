"""Adverts and fraud, by the weight of their words against the words of the call."""

from __future__ import annotations

import re
from typing import Final

from intake.config.toml import Strict
from intake.config.words import AnyOf, WordLists, load_words
from intake.text.fold import nfkc

ENOUGH: Final = 2.0  # points, after those of the call's words are taken off
ENGLISH: Final = 1.2  # points for a letter in English, which no unit writes
OURS: Final = 2.5  # the call's words count no more than this


class Weighed(Strict):
    """Ways of saying one thing, and the points they are worth."""

    weight: float
    words: AnyOf


class Unwanted(WordLists):
    """What adverts and frauds say, what our call says, and what unwanted letters in English say."""

    adverts: tuple[Weighed, ...]
    frauds: tuple[Weighed, ...]
    ours: tuple[Weighed, ...]
    english: tuple[Weighed, ...]


_WORDS: Final = load_words("unwanted", Unwanted)
_LATIN: Final = re.compile(r"[a-z]{3,}")
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")


def judge_unwanted(subject: str, text: str, sender: str) -> tuple[str, str]:
    """Whether a mail is ``advert`` or ``spam``, and the words that decided; ``("", "")`` for neither."""
    spaced = nfkc(f"{subject}\n{text[:6000]}").lower()
    letters = len(_LATIN.findall(spaced))
    hanzi = len(_HANZI.findall(spaced))
    if letters >= 12 and hanzi < letters / 4:
        return _judge_english(spaced)
    joined = re.sub(r"[\s*_·.．\-—|\\]+(?=[\u4e00-\u9fff])", "", spaced)
    joined = re.sub(r"[ \t　]+", "", joined)
    advert, why_advert = _weigh(joined, _WORDS.adverts)
    fraud, why_fraud = _weigh(joined, _WORDS.frauds)
    ours, _ = _weigh(joined, _WORDS.ours)
    if _is_robot(sender):
        advert += 0.3
    ours = min(ours, OURS)
    if fraud - ours >= ENOUGH and fraud >= advert:
        return "spam", why_fraud
    if advert - ours >= ENOUGH:
        return "advert", why_advert
    return "", ""


def _judge_english(text: str) -> tuple[str, str]:
    points, why = _weigh(text, _WORDS.english)
    return ("spam", why) if points >= ENGLISH else ("", "")


def _weigh(text: str, table: tuple[Weighed, ...]) -> tuple[float, str]:
    points = 0.0
    words: list[str] = []
    for row in table:
        found = dict.fromkeys(match.group(0)[:12] for match in row.words.finditer(text))
        if found:
            points += row.weight * (1 + 0.4 * min(2, len(found) - 1))
            words.append(min(found, key=len))
    return points, "、".join(words[:3])


def _is_robot(sender: str) -> bool:
    return bool(re.match(r"(?:no-?reply|newsletter|edm|market|sales|promo|info|service|ad)", sender))
