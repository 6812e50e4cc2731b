"""Adverts and fraud: several independent signs, weighed against those of a person who wants something.

A sign is a row of config/words/unwanted.toml. What it sees in the call's own words counts for nothing. Signs and
likeness to examples are added up. The costs are unequal, so there are two measures: what is likelier one than not is
shown to a person and not answered, and only what is so beyond what persons write is set aside unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.campaign.lexicon import Lexicon
from intake.config.toml import Strict
from intake.config.words import AnyCase, AnyOf, WordLists, load_words
from intake.model.case import MailKind
from intake.text.fold import nfkc

# Chosen on mails of which nothing was learned, one writer's at a time (docs/kinds.md).
ALIKE: Final = 0.0  # likeness to adverts and fraud that is a sign, and from which a person is shown it
WORDLESS: Final = 0.5  # the same where no word says so
SURE: Final = 1.6  # likeness from which nobody is shown it, if one word at least says so
HARDLY_SAID: Final = 3.0  # the same, where one word only says so in a mail of few characters
BRIEF: Final = 60  # characters of subject and text together that are few
UNREAD: Final = 1.0  # further likeness where a file came that nobody could read and whose name sells nothing
OF_WORDS: Final = 0.1  # likeness for each point of words, taken off for each point of a person's
BY_WORDS: Final = 0.5  # points of words, less a person's, from which words alone say so
NAMED: Final = 0.8  # points for a sender who calls himself by what he sells
MOST: Final = 6.0  # points of all words together
ENGLISH: Final = 1.2  # points from which a person is shown a letter in English, which no unit writes
SURELY_ENGLISH: Final = 3.0  # points from which nobody is
ENGLISH_SIGNS: Final = 2  # signs of words, without which nothing in English is sure
PERSON: Final = 4.0  # a person's signs count no more than this
SURELY_PERSON: Final = 2.5  # a person's signs from which nothing is set aside unseen
MAX_CHARS: Final = 6000
SEEN: Final = b"\x01"  # marks a character whose word has been counted, or is the call's


class Weighed(Strict):
    """Ways of saying one thing, and the points they are worth."""

    weight: float
    words: AnyOf


class Unwanted(WordLists):
    """What adverts and frauds say, what persons say who want something, and adverts in English."""

    adverts: tuple[Weighed, ...]
    frauds: tuple[Weighed, ...]
    persons: tuple[Weighed, ...]
    ties: AnyOf  # no mass mail speaks so: of the sender's own family, of what was agreed with him, of others' fraud
    questions: AnyOf
    our_files: AnyCase  # names of files that a call is answered with: never set aside unread
    rhetoric: AnyOf  # asked to sell, not to be answered
    sales_files: AnyCase  # names of files that sell something
    english: tuple[Weighed, ...]
    english_persons: tuple[Weighed, ...]


_WORDS: Final = load_words("unwanted", Unwanted)
NEITHER: Final = (None, "")
_ANSWER: Final = re.compile(r"\s*(?:re|fwd?|回复|答复|转发)\s*:", re.I)
_LATIN: Final = re.compile(r"[a-z]{3,}")
_SENTENCE: Final = re.compile(r"[^。!?;\n]+[。!?;]*")
_HANZI: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Signs:
    """What was seen of one kind: points, how many independent signs, the words that show them."""

    points: float
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A mail's own words, the name its sender gives himself, the names of its files and of those nobody could read."""

    subject: str
    text: str
    name: str = ""
    files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def judge_unwanted(
    said: Said, lexicon: Lexicon | None = None, alike: float | None = None
) -> tuple[MailKind | None, str]:
    """Whether a mail is an advert or fraud, or may be one, and the words that decided; ``NEITHER`` for others.

    ``lexicon`` holds the words of the call. ``alike``: how much likelier the mail is one of the two than
    anything else, by examples (:mod:`intake.understand.mail_kind.sales_likeness`); without it words alone
    decide, and nothing is sure.
    """
    spaced = nfkc(f"{said.subject}\n{said.text[:MAX_CHARS]}").lower()
    letters = len(_LATIN.findall(spaced))
    hanzi = len(_HANZI.findall(spaced))
    if letters >= 12 and hanzi < letters / 4:
        return _judge_english(spaced)
    if not hanzi:
        return NEITHER  # a word or two in Latin letters are nothing to judge by
    joined = re.sub(r"[\s*_·.．\-—|\\]+(?=[\u4e00-\u9fff])", "", spaced)
    joined = re.sub(r"[ \t　]+", "", joined)
    if _asks(joined, alike or 0.0) or _WORDS.ties.search(joined):
        return NEITHER
    person = min(_weigh(joined, _WORDS.persons).points, PERSON)
    seen = _words_of_call(joined, lexicon)
    fraud, advert = _weigh(joined, _WORDS.frauds, seen), _weigh(joined, _WORDS.adverts, seen)
    named = _weigh(nfkc(said.name).lower(), _WORDS.adverts).count > 0
    words = advert.count + fraud.count + named
    points = max(advert.points, fraud.points) + min(advert.points, fraud.points) / 2 + named * NAMED
    points = min(points, MOST) - person
    why = (fraud if fraud.points >= advert.points else advert).words or "像广告、诈骗来信"
    if alike is None:
        return (MailKind.MAYBE_ADVERT, why) if words and points >= BY_WORDS else NEITHER
    total = alike + OF_WORDS * points
    if total < ALIKE or not (words or alike >= WORDLESS):
        return NEITHER
    enough = HARDLY_SAID if words == 1 and len(joined) < BRIEF else SURE
    enough += 0.0 if all(sells_by_name(name) for name in said.unread) else UNREAD
    if not words or total < enough or person >= SURELY_PERSON or _ANSWER.match(nfkc(said.subject)):
        return MailKind.MAYBE_ADVERT, why
    return (MailKind.SPAM if fraud.points > advert.points else MailKind.ADVERT), why


def sells_by_name(name: str) -> bool:
    """Whether a file that nobody can read says by its name that it offers something, or asks for money."""
    plain = nfkc(name).lower()
    return bool(_WORDS.sales_files.search(name)) or any(row.words.search(plain) for row in _WORDS.adverts)


def is_of_call(name: str) -> bool:
    """Whether a file has the name of what a call is answered with, or of a picture from a telephone."""
    return bool(_WORDS.our_files.search(name))


def offers(text: str) -> bool:
    """Whether a sentence offers something or threatens, by one sign at least."""
    plain = re.sub(r"\s+", "", nfkc(text)).lower()
    return any(row.words.search(plain) for row in (*_WORDS.adverts, *_WORDS.frauds))


def _words_of_call(text: str, lexicon: Lexicon | None) -> bytearray:
    """A mark at every character of the call's own words, which never count against a sender."""
    marked = bytearray(len(text))
    if lexicon is not None:
        for start, word in lexicon.find(text, [text[at : at + 2] for at in range(len(text) - 1)]):
            marked[start : start + len(word)] = SEEN * len(word)
    return marked


def _judge_english(text: str) -> tuple[MailKind | None, str]:
    found = _weigh(text, _WORDS.english)
    person = _weigh(text, _WORDS.english_persons)
    if found.points - person.points < ENGLISH:
        return NEITHER
    sure = found.count >= ENGLISH_SIGNS and found.points >= SURELY_ENGLISH and not person.count
    return (MailKind.SPAM if sure else MailKind.MAYBE_ADVERT), found.words


def _asks(text: str, alike: float) -> bool:
    """A question in whose sentence nothing is offered or threatened: a person waits for an answer.

    A bare question mark in what is like an advert asks nothing: 停车难？
    """
    return any(
        _WORDS.questions.search(sentence.rstrip("?") if alike >= ALIKE else sentence)
        and not _WORDS.rhetoric.search(sentence)
        and not any(row.words.search(sentence) for row in (*_WORDS.adverts, *_WORDS.frauds))
        for sentence in _SENTENCE.findall(text)
    )


def _weigh(text: str, table: tuple[Weighed, ...], seen: bytearray | None = None) -> Signs:
    """The signs of ``table`` in ``text``; what one has mostly seen (``seen``) is no sign for another."""
    points = 0.0
    words: list[str] = []
    seen = bytearray(len(text)) if seen is None else seen
    for row in table:
        places = [match.span() for match in row.words.finditer(text)]
        fresh = [(start, end) for start, end in places if 2 * sum(seen[start:end]) < end - start]
        for start, end in fresh:
            seen[start:end] = SEEN * (end - start)
        if found := dict.fromkeys(text[start:end][:12] for start, end in fresh):
            points += row.weight * (1 + 0.4 * min(2, len(found) - 1))
            words.append(min(found, key=len))
    return Signs(points, len(words), "、".join(words[:3]))
