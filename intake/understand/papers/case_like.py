"""Is a text a case, or a plan, a speech, a report, a letter, an advert?

Cases tell of people, figures and things that were done; other office texts speak in general words
and carry the marks of their kind. The answer is only ever a remark for a person; nothing is refused
by it.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from intake.config.toml import Strict
from intake.config.words import AnyLine, AnyOf, WordLists, Words, either, load_words

UNLIKELY: Final = 0.5  # below it a text is shown as 可能不是案例
READ: Final = 12_000  # characters that are judged
LEAST: Final = 80  # characters to which a shorter text's counts are related

# Weights of densities in a hundred characters, fitted on invented and public texts and rounded; the
# last is where 97 of 100 case texts, even short passages of them, stay above UNLIKELY.
FIGURES: Final = 1.1
TELLING: Final = 0.15
PEOPLE: Final = 0.6
ABSTRACT: Final = -0.6
BIAS: Final = 1.1


class OtherTitle(Strict):
    """Titles of another kind of office text, which is named to people."""

    kind: str
    words: AnyOf


class Against(Strict):
    """What speaks against a case; many hits in a long text count more than one."""

    reason: str
    weight: float
    words: AnyLine


class CaseWords(WordLists):
    """What cases are told with, and what other office texts are written with."""

    counted: Words  # what figures count
    telling: AnyOf
    people: AnyOf
    general: AnyOf
    case_title: AnyOf
    titles: tuple[OtherTitle, ...]  # the first that fits
    against: tuple[Against, ...]


_WORDS: Final = load_words("case_like", CaseWords)
_FIGURES: Final = re.compile(
    rf"[\d一二两三四五六七八九十百千万几多半]{{1,9}}[多余]?\s?{either(_WORDS.counted)}"
)


@lru_cache(maxsize=16)  # one text is judged as a document, as a case and as a letter
def case_likeness(title: str, text: str) -> tuple[float, str]:
    """How likely a text is a case (0 to 1), and what speaks most against it (Chinese or ``""``).

    ``title`` may be ``""``. The number ranks texts; it is no measured probability.
    """
    shown = text[:READ]
    length = len("".join(shown.split()))
    if length == 0:
        return 0.0, "没有正文"
    hundreds = max(length, LEAST) / 100
    abstract = min(10.0, _count(_WORDS.general, shown) / hundreds)
    points = (
        BIAS
        + FIGURES * min(3.0, _count(_FIGURES, shown) / hundreds)
        + TELLING * min(6.0, _count(_WORDS.telling, shown) / hundreds)
        + PEOPLE * min(5.0, _count(_WORDS.people, shown) / hundreds)
        + ABSTRACT * abstract
    )
    against = [
        (sign.weight * min(1.0, hits / max(1.0, hundreds / 5)), sign.reason)
        for sign in _WORDS.against
        if (hits := _count(sign.words, shown))
    ]
    like_a_case = bool(title and _WORDS.case_title.search(title))
    if kind := _title_says(title):
        against.append((1.5 if like_a_case else 3.0, f"题目像{kind}"))
    elif like_a_case:
        points += 0.6
    points -= sum(worth for worth, _ in against)
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, points))))
    said = [reason for worth, reason in sorted(against, reverse=True)[:2] if worth >= 0.5]
    return score, "、".join(said) or ("" if score >= UNLIKELY else "多为原则性表述，少见具体做法")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def why_not_case(title: str, text: str, name: str = "") -> str:
    """Why a text may not be a case, as a short Chinese clause; ``""`` when it may well be one.

    ``name`` is the file name, judged when the document has no title of its own.
    """
    score, reason = case_likeness(title or _bare_name(name), text)
    return reason if score < UNLIKELY else ""


def _bare_name(name: str) -> str:
    """File name without suffix, version marks and numbers."""
    bare = re.sub(r"\.\w{1,5}$", "", name)
    return re.sub(r"[（(【\[][^）)】\]]{0,12}[）)】\]]|\d+$|[-_]+$", "", bare).strip()


def _title_says(title: str) -> str:
    """The kind of office text a title names, ``""`` for none."""
    bare = re.sub(r"\s+|[（(][^）)]{0,12}[）)]$", "", title)
    if not bare or "案例" in bare:
        return ""
    return next((other.kind for other in _WORDS.titles if other.words.search(bare)), "")
