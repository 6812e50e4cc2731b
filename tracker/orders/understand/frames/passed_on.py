"""Words that are passed on as they stand: “收件18回复：…”. They are cut off before anything else is read."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.config.words import either
from tracker.orders.understand.intents import Intent, Wish
from tracker.orders.understand.items import Piece
from tracker.orders.understand.numbers import number_of
from tracker.orders.understand.spans import any_of
from tracker.orders.understand.words import PHRASES, Lexicon

_N = r"(?:\d{1,6}|[零一二三四五六七八九十百廿卅]{1,4})"
_PLEASE, _WHOM = f"{either(PHRASES.please)}*", f"{either(PHRASES.whom)}*"
_SAYS, _TELLING = either(PHRASES.says), either(PHRASES.telling)
_BEHIND = re.compile(f"[。；](?={either(PHRASES.told)})")
_QUOTE = re.compile(r"[“\"「](?P<words>[^”\"」]{1,2000})[”\"」]\s*[。，]?\s*(?=$|\n)")

_NAMED = re.compile(r"\d\s*号|收件\s*\d|第?[一二三四五六七八九十]{1,3}号")
DEEDS = frozenset(("set", "transfer", "withdraw", "restore", "merge", "confirm", "clear"))

_PLAINLY = re.compile(r"[:：“\"「]\s*$")


@lru_cache(maxsize=2)
def _heads(say: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """收件18[，请]回复[他][说|：]… and 回复收件18[说|：]…"""
    verb = rf"(?:{any_of(say)})(?![过了电])"
    mail = rf"(?:第?(?P<mail>{_N})\s*号?(?:收件|邮件|来信)|收件\s*第?\s*(?P<mail2>{_N})(?!\d)\s*号?(?:(?:那|这)[封个])?|(?P<bare>\d{{1,6}})号)"
    # 收件5问能不能报两篇，请回他：可以; 收件13那个人问能不能报俩，你回他，可以报俩
    told = rf"(?:[:：]\s*|(?:说|一句)?\s*(?=[“\"「])|(?:(?<=[他她方其下声])[，,]\s*{_SAYS}?|{_SAYS})[:：,，]?\s*)"
    end = rf"\s*(?:[:：,，]\s*{_SAYS}?[:：,，]?|{_SAYS}[:：,，]?|\s|(?=[“\"「]))\s*"
    return (
        re.compile(
            rf"{_PLEASE}{mail}\s*[:：,，]?\s*(?:{_PLEASE}{verb}{_WHOM}{end}|(?:请|你|就)*{_TELLING}(?![了过])(?:一下|一声)?[:：,，\s]*)"
        ),
        re.compile(rf"{_PLEASE}{verb}{_WHOM}(?:那个|这个)?{mail}{end}"),
        re.compile(
            rf"{mail.replace('|(?P<bare>', '|(?!)(?P<bare>')}[^\n收件]{{1,40}}?[,，。\s]{_PLEASE}{verb}{_WHOM}{told}"
        ),
    )


def read_passed_on(item: Piece, lexicon: Lexicon) -> tuple[list[Wish], Piece]:
    """The answers to mails in an item, and the item without them."""
    answers: list[Wish] = []
    while found := _first(item, lexicon):
        start, end = _extent(item, found)
        words = item.written[start:end].strip()
        quoted = _QUOTE.fullmatch(words)
        words = quoted["words"] if quoted else words
        if not re.search(r"\w", words):  # 收件8回复：……
            break
        number = number_of(found["mail"] or found["mail2"] or found["bare"])
        written = item.written[found.start() : end].strip()
        answers.append(Wish(Intent.ANSWER, written, mails=(number,), words=words))
        folded = item.folded
        item = Piece(
            folded[: found.start()] + "\n" + folded[end:],
            item.written[: found.start()] + "\n" + item.written[end:],
        )
    return answers, item


def _first(item: Piece, lexicon: Lexicon) -> re.Match[str] | None:
    found = (head.search(item.folded) for head in _heads(lexicon.lists["say"]))
    # A bare “18号回复：…” is a mail only before a colon: cases are what one speaks of in other words.
    good = (
        m
        for m in found
        if m
        and (not m["bare"] or m[0].rstrip().endswith((":", "：")))
        and (_PLAINLY.search(m[0]) or not _orders(item.folded[m.end() :], lexicon))
    )
    return min(good, key=lambda m: m.start(), default=None)


def _orders(words: str, lexicon: Lexicon) -> bool:
    """Whether words behind a comma are another order (收件8你回他一下，3号主题改四), not hers for the sender."""
    named = _NAMED.search(words)
    cues = lexicon.cues(words, named.end(), len(words)) if named else []
    return any(cue.meanings & DEEDS for cue in cues)


def _extent(item: Piece, found: re.Match[str]) -> tuple[int, int]:
    """Where the words begin and end: a closed quote, else the line; a letter “如下” takes all."""
    start = found.end()
    quoted = re.compile(r"[“\"「][^”\"」]{1,2000}[”\"」]").match(item.folded, start)
    if quoted:
        return start, quoted.end()
    if behind := _BEHIND.search(item.folded, start):
        return start, behind.start()
    line = item.folded.find("\n", start)
    return start, len(item.folded) if line < 0 or "如下" in found[0] else line
