"""What a reply says of each case that it was asked about: 《甲》定稿见附件，《乙》无修改，其余稍后报.

A reply is read clause by clause; a clause speaks of the cases that it names, else of those named before it,
else of all. Nothing is guessed: what is not plain is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import cache
from typing import Final

from intake.config.words import either
from intake.text.fold import nfkc
from intake.text.numerals import read_number
from tracker.publications.volume.finals.named import Mention, Work, find_mentions, without_titles
from tracker.publications.volume.words import volume_words

UNREAD: Final = 60  # characters that say nothing known: more is a letter of its own
_SENTENCE: Final = re.compile(r"[^。;!?\n]*[。;!?\n]?")
_CLAUSE: Final = re.compile(r"[^,:]*[,:]?")
_SAYS: Final = re.compile(r"[\w?]")
_ITEM: Final = re.compile(r"\s{0,9}\(?(\d{1,2})(?:\)|[、.](?!\d))")
_EXCEPT: Final = re.compile(r"除了?([^除]{1,120}?)(?:之外|以外|外)")
_COUNT: Final = re.compile(r"(?<!第)(?<!\d)([0-9一二三四五六七八九十两]{1,3})[篇个份件](?!字)")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
Said = tuple[tuple[int, ...], "Say", int]  # of which works, what, and how many characters said it


class Say(IntEnum):
    """What is said of a case; of several things the greatest counts."""

    NOTHING = 0
    STAYS = 1  # the text is final as it is
    BROUGHT = 2  # its final text is said to be enclosed
    LATER = 3  # it will come
    UNCLEAR = 4
    OUT = 5  # it is to be left out


def read_answers(text: str, works: Sequence[Work], brought: frozenset[int] = frozenset()) -> dict[int, Say]:
    """What a reply says of each work, by id; ``brought`` are those of which a text came with it.

    ``works`` stand in the order of the letter.
    """
    reader = _Reader(nfkc(text), tuple(works), brought)
    found = dict.fromkeys(reader.all, Say.NOTHING)
    unread = 0
    for ids, what, length in reader.read():
        unread += length if what is Say.NOTHING else 0
        for work in ids:
            found[work] = max(found[work], what)
    for guess in reader.unknown.values():
        for work in guess or reader.all:
            if found[work] in (Say.NOTHING, Say.BROUGHT) and work not in brought:
                found[work] = Say.UNCLEAR
    if unread > UNREAD:
        return {work: Say.UNCLEAR if what is Say.STAYS else what for work, what in found.items()}
    return found


def unknown_works(
    text: str, works: Sequence[Work], brought: frozenset[int] = frozenset()
) -> dict[str, tuple[int, ...]]:
    """Nicknames in a reply of which it is not known whose they are, each with the works that it may mean."""
    reader = _Reader(nfkc(text), tuple(works), brought)
    for _ in reader.read():
        pass
    return reader.unknown


def stays(text: str) -> bool:
    """Whether a reply says of all that it is about that it stays as it was sent: 无修改, 以原稿为准, 同意付印."""
    return read_answers(text, [Work(0, 0, "")])[0] is Say.STAYS


class _Reader:
    """One reply under way: which works the clauses read last were about."""

    def __init__(self, text: str, works: tuple[Work, ...], brought: frozenset[int]) -> None:
        self._text, self._works, self._brought = text, works, brought
        self.all = tuple(work.id for work in works)
        clauses = (clause for sentence in _SENTENCE.findall(text) for clause in _clauses(sentence))
        named = {work for clause in clauses for one in find_mentions(clause, works) for work in one.ids}
        self._is_named = bool(named)
        self._rest = tuple(work for work in self.all if work not in named | brought)
        self._found: dict[str, tuple[int, ...]] = {}  # nicknames that only one work was left for
        self.unknown: dict[
            str, tuple[int, ...]
        ] = {}  # nicknames of nobody knows which, with what may be meant
        self._subjects: tuple[int, ...] | None = ()  # None: of something that is not among them

    def read(self) -> Iterator[Said]:
        for sentence in _SENTENCE.findall(self._text):
            pending: tuple[int, ...] = self._numbered(sentence)
            for clause in _clauses(sentence):
                for ids, what, length in self._clause(clause, pending):
                    pending = ids if what is Say.NOTHING else ()
                    self._subjects = ids or self._subjects
                    yield ids, what, length

    def _numbered(self, sentence: str) -> tuple[int, ...]:
        """The work whose number in our letter a line begins with, where it names none itself: 1、无修改."""
        item = _ITEM.match(sentence)
        if item is None or find_mentions(sentence, self._works) or len(self._works) < 2:
            return ()
        place = int(item[1])
        return self.all[place - 1 : place] if place > 0 else ()

    def _clause(self, clause: str, pending: tuple[int, ...]) -> Iterator[Said]:
        if left_out := _EXCEPT.search(clause):
            ids = {work for one in find_mentions(left_out[1], self._works) for work in one.ids}
            yield tuple(ids) or self.all, verdict(left_out[1]) if ids else Say.UNCLEAR, 0
            others = tuple(work for work in self.all if work not in ids | self._brought)
            yield others, verdict(clause[left_out.end() :]), 0
            return
        mentions = [self._known(mention) for mention in find_mentions(clause, self._works)]
        if not mentions:
            yield self._unnamed(clause, pending)
            return
        before = Say.NOTHING
        for place, mention in enumerate(mentions):
            start = 0 if place == 0 else mention.start
            end = mentions[place + 1].start if place + 1 < len(mentions) else len(clause)
            pending = tuple(dict.fromkeys((*pending, *mention.ids)))
            what = verdict(_around(clause, start, end, mention))
            if what is not Say.NOTHING:
                yield pending, what, 0
                before, pending = what, ()
        if pending:  # named behind what is said of them: 无修改的是《甲》《乙》
            yield pending, before, 0
        if not any(mention.ids for mention in mentions):
            self._subjects = None

    def _known(self, mention: Mention) -> Mention:
        """A nickname that fits the only work of which nothing else is said means that one; any other is asked about."""
        if mention.ids or not mention.said:
            return mention
        if len(self._rest) == 1 and mention.guess == self._rest:
            self._found[mention.said], self._rest = self._rest, ()
        if ids := self._found.get(mention.said):
            return replace(mention, ids=ids)
        self.unknown[mention.said] = mention.guess
        return mention

    def _unnamed(self, clause: str, pending: tuple[int, ...]) -> Said:
        """A clause that names no work."""
        what, words = verdict(clause), volume_words().answers
        length = len(_HAN.findall(clause))
        counted = _COUNT.search(clause)
        if any(word in clause for word in words.rest):
            return self._rest, what, 0
        if pending or what is Say.NOTHING:
            return pending, what, length
        if counted or any(word in clause for word in words.every):
            return self._counted(read_number(counted[1]) if counted else 0, what)
        if self._subjects is None:
            return self.all, Say.UNCLEAR, length
        if self._subjects:
            return self._subjects, what, length
        if what is Say.STAYS and self._brought and not self._is_named:  # of which?
            return self._rest, Say.UNCLEAR, length
        if what is Say.BROUGHT and self._brought:
            return tuple(self._brought), what, length
        return self._rest if self._is_named else self.all, what, length

    def _counted(self, count: int, what: Say) -> Said:
        """All of them, or as many as are left: 两篇均无修改."""
        for ids in (self.all, self._rest):
            if count in (0, len(ids)):
                return ids, what, 0
        return self.all, Say.UNCLEAR, 0


def _clauses(sentence: str) -> list[str]:
    """A sentence's clauses, without those that are marks alone: a stranger may send thousands."""
    return [clause for clause in _CLAUSE.findall(sentence) if _SAYS.search(clause)]


def _around(clause: str, start: int, end: int, mention: Mention) -> str:
    """What stands before and behind the name of a work."""
    return f"{clause[start : mention.start]}　{clause[mention.end : end]}"


def verdict(clause: str) -> Say:
    """What a clause says of whatever it is about."""
    words = volume_words()
    left = _kept().sub("", without_titles(clause))
    for word in words.answers.firm:
        left = left.replace(word, "")
    bare = _unchanged().sub("", left)
    is_stay, left = bare != left, _harmless().sub("", bare)
    changes = words.corrections
    wishes: Iterable[str] = (
        *changes.change,
        *changes.delete,
        *changes.behind,
        *changes.before,
        *changes.mistaken,
    )
    if any(word in left for word in words.doubting):
        return Say.UNCLEAR
    if any(word in left for word in words.answers.withdrawn):
        return Say.OUT
    if any(word in left for word in words.answers.later):
        return Say.LATER
    if any(word in left for word in words.answers.brought):
        return Say.BROUGHT
    if any(word in left for word in (*wishes, *words.faults)):
        return Say.UNCLEAR
    return Say.STAYS if is_stay else Say.NOTHING


def keeps_in(text: str) -> bool:
    """Whether words say that a case is printed after all: 不撤了, 同意编入."""
    return any(_kept().search(clause) for clause in _CLAUSE.findall(nfkc(text)))


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(f"(?<!不){either(volume_words().answers.kept)}了?(?!吗|么|[?])")


@cache
def _unchanged() -> re.Pattern[str]:
    return re.compile(either(volume_words().unchanged))


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(either(volume_words().harmless))
