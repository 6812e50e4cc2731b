"""Frames of proofs: 出二校, 看看和一校有什么不同, 二校发各单位，9月20日前返回, 第3页第2行“甲”改为“乙”.

A sentence is one of them whole, or none; what is none of them is left for the other frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final

from intake.config.words import either
from intake.text.fold import simplify
from intake.text.numerals import read_number
from tracker.orders.order import Order, Verb
from tracker.orders.understand.frames.days import day_of
from tracker.publications.volume.rounds.lines import read_line, split_sentences
from tracker.publications.volume.words import volume_words

LONGEST: Final = 80  # characters of a sentence that is looked at
_NUMBER: Final = r"(?:第\s?)?(?P<n>[一二三四五六七八九1-9])\s?(?:次\s?)?校(?:对|样|稿|清样)?"
_OTHER: Final = r"(?:第\s?)?(?P<m>[一二三四五六七八九1-9])\s?(?:次\s?)?校(?:对|样|稿|清样)?"
_NEXT: Final = r"(?:下一(?:次|轮|个)?校(?:样)?|(?:新的?|下一轮)?校样|送校样?)"
_DAY: Final = r"(?P<day>(?:\d{4}\s?[-年.]\s?)?\d{1,2}\s?[-月./]\s?\d{1,2}\s?[日号]?|本?月?\d{1,2}[日号]|下?周[一二三四五六日])"
_SOME: Final = r"\d{1,6}(?:号?[、，,和及\s]{1,3}\d{1,6}){0,30}"
_DIGITS: Final = re.compile(r"\d+")
_ENDS: Final = " \t\r\n　。；;！!？?，,：:"


class Act(StrEnum):
    """What is wanted of a round; ``Order.field`` of :data:`Verb.PROOFS` holds it."""

    MAKE = "make"  # value: its number, "" the next; for her who orders
    SEND = "send"  # the same to the units; words: the last day, ISO 8601
    COMPARE = "compare"  # value: with which round, "" the last; words: which other round, "" as it is now
    CORRECT = "correct"  # text: the line
    IN = "in"  # value: the numbers of cases that are printed, "" the one that is asked back
    OUT = "out"  # the same of cases that are not
    TAKE = "take"  # of a book that came back; value: cases, "" all; words: except, none
    DROP = "drop"  # value: the numbers of corrections that are done, or are not to be: 3、5


def read_rounds(
    text: str, today: date, *, begun: bool, returned: bool = False
) -> tuple[tuple[Order, ...], str]:
    """The orders about proofs in the new text of a mail, and the rest of it.

    Args:
        text: what she wrote.
        today: from which a day without year is seen.
        begun: whether a proof was sent out: before, no line corrects one.
        returned: whether a printed volume came back and waits for her word.
    """
    orders = []
    rest = []
    for sentence in split_sentences(text):
        if found := (_read_take(sentence) if returned else None) or _read(sentence, today, begun=begun):
            orders.append(found)
        else:
            rest.append(sentence)
    return tuple(dict.fromkeys(orders)), "".join(rest)


def _read(sentence: str, today: date, *, begun: bool) -> Order | None:
    written = sentence.strip(_ENDS)
    if begun and (said := read_line(sentence)) is not None and said.page:
        return Order(Verb.PROOFS, written, field=Act.CORRECT)
    bare = _stripped(simplify(written))
    if not bare or len(bare) > LONGEST:
        return None
    for act, pattern in _frames():
        if match := pattern.fullmatch(bare):
            said_of = match.groupdict()
            number, words = _round(said_of.get("n")), ""
            if act is Act.SEND:
                day = day_of(said_of["day"] or "", today)
                words = day.isoformat() if day is not None else ""
            elif act is Act.COMPARE:
                words = _round(said_of.get("m"))
            elif act in (Act.DROP, Act.IN, Act.OUT):
                number = "、".join(_DIGITS.findall(said_of.get("ids") or ""))
            return Order(Verb.PROOFS, written, field=act, value=number, words=words)
    return None


def _read_take(sentence: str) -> Order | None:
    """What is taken of a book that came back."""
    written = sentence.strip(_ENDS)
    bare = _stripped(simplify(written))
    for words, pattern in _taking():
        if len(bare) <= LONGEST and (match := pattern.fullmatch(bare)):
            numbers = "、".join(_DIGITS.findall(match.groupdict().get("ids") or ""))
            return Order(Verb.PROOFS, written, field=Act.TAKE, value=numbers, words=words)
    return None


@cache
def _taking() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How it is said which changes of a book are taken: all, of these cases, of all but these, none."""
    words = volume_words().rounds
    all_of = "(?:全部|全都|都|均|一律|各篇|所有)?"
    take = rf"{all_of}(?:予以|可以|同意|照|按)?(?:{either(words.taken)})"
    what = "(?:了|来稿|书稿|返回稿|退回稿|编辑稿|[返退]回的书稿)?(?:的?(?:改动|修改|全部改动))?"
    ids = rf"(?:第\s?)?(?P<ids>{_SOME})\s?号?(?:案例|那?几?篇|的?改动|的?修改)?"
    return tuple(
        (said, re.compile(pattern))
        for said, pattern in (
            ("except", rf"除了?{ids}(?:之外|以外|外)[\s，,]{{0,2}}(?:其余|其他|别的)?(?:各?篇)?{take}{what}"),
            ("none", rf"{all_of}(?:不予|不|暂不|先不)(?:{either(words.taken)}){what}"),
            ("none", rf"{ids}{all_of}(?:不予|不|暂不|先不)(?:{either(words.taken)}){what}"),
            ("none", rf"(?:不予|不|暂不|先不)(?:{either(words.taken)}){ids}"),
            ("", rf"{take}{what}"),
            ("", rf"(?:只|仅|就)?{take}{what}{ids}"),
            ("", rf"(?:只|仅|就)?{ids}{take}{what}"),
        )
    )


def _round(said: str | None) -> str:
    return str(read_number(said)) if said else ""


def _stripped(text: str) -> str:
    words = volume_words().rounds
    text = re.sub(rf"^(?:{either(words.polite)}|[\s，,：:])+", "", text)
    return re.sub(rf"(?:{either(words.after)}|[\s，,.．])+$", "", text)


@cache
def _frames() -> tuple[tuple[Act, re.Pattern[str]], ...]:
    return tuple((act, re.compile(pattern)) for act, pattern in _lines())


def _lines() -> Iterator[tuple[Act, str]]:
    words = volume_words().rounds
    make, hand, units = either(words.make), either(words.hand), either(words.units)
    differ, look, same = either(words.differ), either(words.look), either(words.compared)
    which = rf"(?:{_NUMBER}|{_NEXT})"
    volume = "(?:汇编|案例汇编|书稿)?的?"
    back = rf"[\s，,]{{0,3}}(?:请|要求|让他们|限)?(?:他们|各单位|于|在|最迟|最晚)?{_DAY}\s?(?:之?前|以前)?(?:返回|反馈|返|交回|报回|回复|核对完|校完|核完)?"
    yield Act.MAKE, rf"{make}(?:一下|个|份|一份|一版)?{volume}{which}(?:的?{hand}我?(?:一份|看看|看)?)?"
    yield Act.MAKE, rf"{volume}{which}(?:可以|该|能)?(?:{make}|{hand}我?)(?:一下|一份|看看|看|了|吧|来)?"
    yield (
        Act.SEND,
        rf"(?:把|将)?{volume}{which}{hand}?(?:到|给|至)?{units}(?:去)?(?:核对|校对|看看|看|核|校)?{back}",
    )
    yield (
        Act.SEND,
        rf"{make}{volume}{which}[\s，,]{{0,3}}(?:并)?{hand}(?:到|给|至)?{units}(?:核对|校对)?{back}",
    )
    ids = r"(?:第\s?)?(?P<ids>\d{1,4}(?:[、，,和及\s]{1,3}\d{1,4}){0,20})\s?(?:号|条|处)?"
    for of in (f"{ids}更正", f"更正(?:的)?{ids}"):
        yield Act.DROP, rf"(?:把|将)?{of}(?:都|均|已经)?{either(words.done)}"
        yield Act.DROP, rf"{either(words.drop)}(?:了)?{of}"
    cases = rf"(?:第\s?)?(?P<ids>{_SOME})\s?号(?:案例)?"
    book = "(?:到|进|入|在)?(?:这本|本次|本)?(?:案例)?(?:汇编|书)(?:中|里|内)?"
    within = rf"(?:仍|仍然|还是|照常|继续|都|可以|同意|请|要)?(?:{either(words.into)})(?:{book})?"
    yield Act.IN, rf"(?:同意|请|把|将)?{cases}(?:案例|这篇|那篇)?{within}"
    yield Act.IN, rf"(?:{either(words.stays)})(?:{cases})?(?:的?撤回)?(?:[\s，,]{{0,2}}{within})?"
    yield Act.IN, rf"{cases}(?:{either(words.stays)})(?:[\s，,]{{0,2}}{within})?"
    yield Act.IN, rf"(?:同意|仍然?|照常|继续)(?:{either(words.into)})(?:{book})?"
    out = rf"(?:(?:{either(words.barred)})(?:{either(words.into)})(?:{book})?|从?{book}(?:{either(words.taken_out)}))"
    yield Act.OUT, rf"(?:请|把|将)?{cases}(?:案例|这篇|那篇)?{out}"
    yield Act.OUT, rf"(?:{either(words.taken_out)})?{book}(?:里|中)?的?{cases}"
    now = "(?:现在|现稿|这一?稿|本稿|目前|当前|汇编)?的?"
    yield Act.COMPARE, rf"(?:{look})?{_OTHER}{same}{_NUMBER}(?:相比|比|对比|比较|之间)?{differ}"
    yield Act.COMPARE, rf"(?:{look})?{now}{same}{_NUMBER}(?:相比|比|对比|比较)?[\s，,]{{0,2}}{differ}"
    yield Act.COMPARE, rf"(?:{look})?{_NUMBER}{same}{now}(?:相比|比|对比|比较)?[\s，,]{{0,2}}{differ}"
    yield Act.COMPARE, rf"(?:{look})?{_NUMBER}(?:以来|之后|以后|后|起)(?:又|都|，|,)?{differ}"
    yield (
        Act.COMPARE,
        rf"(?:{look}|{hand})?(?:我)?(?:一下)?(?:{_NUMBER})?的?(?:改动|修改)对照(?:表|单)?(?:{hand}我?)?",
    )
