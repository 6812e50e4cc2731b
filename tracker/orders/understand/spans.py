"""What a sentence names: cases, mails, units, themes, dates … found with the campaign's own names.

One pattern, longest names first, is run once over the sentence; what it leaves is cues and other
words. Every alternative is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from intake.config.words import either
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import HANZI, number_of, read_numbers
from tracker.orders.understand.words import PHRASES


class Kind(StrEnum):
    """What a span names."""

    QUOTE = "quote"
    MAIL = "mail"
    ADDRESS = "address"  # of electronic mail
    PHONE = "phone"
    DATE = "date"
    CASES = "cases"
    ROW = "row"  # of the printed sheet: a place, not a case
    THEME = "theme"
    LEVEL = "level"
    VERSION = "version"
    FOREIGN = "foreign"  # a place of another city in front of a unit's name
    UNIT = "unit"
    TOWN = "town"
    FIELD = "field"
    NUMBER = "number"
    NUMERAL = "numeral"
    ORDINAL = "ordinal"  # 第三个
    THAT = "that"


@dataclass(frozen=True, slots=True)
class Span:
    """One named thing; ``value`` is what it stands for, ``start`` and ``end`` its place."""

    kind: Kind
    value: str
    start: int
    end: int
    numbers: tuple[int, ...] = ()


_H = rf"[{HANZI}]{{1,4}}"
_SEP = r"(?:[\s、,，和跟与及同]{1,3})"
_TO = r"\s*(?:号?起)?(?:-|—|–|~|～|至|到)\s*"
QUOTES = r"《[^》\n]{1,120}》|“[^”\n]{1,120}”|\"[^\"\n]{1,120}\"|「[^」\n]{1,120}」|『[^』\n]{1,120}』"
_BEFORE, _BEHIND, _AROUND = map(either, (PHRASES.mail_before, PHRASES.mail_behind, PHRASES.mail_around))
_MAIL = (
    rf"{_BEFORE}\s*(?:第\s*)?(?:\d{{1,6}}|{_H})(?:\s*号)?(?:\s*[、,，和与]\s*(?:{_BEFORE}\s*)?(?:\d{{1,6}}(?!\s*[号\d])|{_H}(?![{HANZI}号销]))){{0,20}}|"
    rf"第?\s*(?:\d{{1,6}}|{_H})\s*[号封](?:的)?{_BEHIND}|{_AROUND}\s*\d{{1,6}}号?"
)
_ADDRESS = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,80}[A-Za-z0-9])?"
_PHONE = r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|1[3-9]\d\d[- ]\d{3}[- ]\d{4}|0\d{2,3}\s*[-—－，,]{0,2}\s*\d{7,8}|[2-8]\d{6,7})(?!\d)|一[三-九零一二四五六七八]{10}"
_DAY = rf"(?:\d{{1,2}}|{_H})"
_DATE = (
    rf"\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)|(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![/\d])(?=$|[日号前止。，, ])|(?:\d{{4}}年)?{_DAY}月{_DAY}[日号]?(?:周[一二三四五六日天])?(?:\d{{1,2}}[时点](?:\d{{1,2}}分|半)?)?{either(PHRASES.until)}?|"
    rf"(?:本|这个?|下个?)月{_DAY}[日号]|\d{{1,2}}\.\d{{1,2}}(?![\d.])[日号]?|"
    rf"{_DAY}日(?![报期])|{_DAY}号(?:(?:以|之)?前(?!后)|(?=就?截[止稿])|为止|止|(?=[上下中]午|晚|早上|周[一二三四五六日天]|开会|那天|下班|24[时点]|收的|到期))|"
    r"(?:本|这|下下|下)个?(?:周|星期|礼拜)[一二三四五六日天]|(?:大后|后|明|今)天|(?:(?:本|这个?|下个?)月|\d{1,2}月|(?<!个)月)底(?:以?之?前)?"
)
_VERSION = (
    rf"第(?:\d{{1,2}}|{_H})[稿版](?!本)|(?<![那这])(?:\d{{1,2}}|{_H})[稿版](?!本)"
    rf"|第(?:\d{{1,2}}|{_H})次发?(?:来|送)?的?(?:那?[稿个份版])?|{either(PHRASES.versions)}"
)
# Order is precedence at one place.
_FIXED = {
    Kind.ADDRESS: _ADDRESS,
    Kind.QUOTE: QUOTES,
    Kind.MAIL: _MAIL,
    Kind.PHONE: _PHONE,
    Kind.DATE: _DATE,
    Kind.ROW: rf"序号\s*(?:\d{{1,4}}|{_H})|第\s*(?:\d{{1,4}}|{_H})\s*[行条]",
}
_LAST = {
    Kind.ORDINAL: rf"第(?:\d{{1,2}}|{_H})个?(?!月|次)",
    Kind.THAT: either(PHRASES.those),
    Kind.NUMBER: r"(?<![\d.A-Za-z])\d{1,5}(?![\d.A-Za-z]|号)",
    Kind.NUMERAL: rf"(?<![第之])(?!一[类项栏])[一二三四五六七八九十]{{1,3}}(?!{PHRASES.not_numeral})",
}


def find_spans(sentence: str, names: Names) -> tuple[Span, ...]:
    """Everything named in a folded sentence, in order, not overlapping."""
    pattern = _pattern(
        names.prefix,
        tuple(names.units),
        tuple(names.themes),
        tuple(names.short_themes),
        tuple(names.levels),
        tuple(names.writers),
        tuple(names.towns),
        names.elsewhere,
    )
    return tuple(_span(found, names) for found in pattern.finditer(sentence))


def any_of(names: Iterable[str]) -> str:
    """A pattern of any of some names, longest first."""
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"


@lru_cache(maxsize=8)
def _pattern(prefix: str, *lists: tuple[str, ...]) -> re.Pattern[str]:
    units, themes, short_themes, levels, writers, towns, elsewhere = map(any_of, lists)
    named = {
        Kind.THEME: (
            rf"第(?:\d{{1,2}}|{_H})个?主题(?!就?[够行])|主题\s*[①②③④⑤⑥⑦⑧⑨]|主题\s*[(（]?(?:\d{{1,2}}|[{HANZI}])[)）]?(?![号\d百{HANZI}并致样个起定])|theme\s*\d|"
            rf"[(（][{HANZI}][)）]|第(?:\d|[{HANZI}])[类项](?!意见)|(?<![\d.])[1-9]类|(?<![{HANZI}第])[二三四五六七八九]类|(?<=[\d归入放改去到算按进属 号])一类(?![人事似型案])|{themes}"
            rf"|(?<=[到入归为成放算是属改按列进填写加兼选类题：: ])(?:{short_themes})(?:(?:那|这)?一?类)?(?=$|[的吧了里这呢啊，,。；;、！!）)\\s])"
            rf"|(?:{short_themes})(?=为[主次辅])"
            rf"|(?:{short_themes})(?:(?:那|这)?一?类)(?![\u4e00-\u9fff]{{0,2}}[案组])"
        ),
        Kind.VERSION: _VERSION,
        Kind.CASES: _cases(prefix),
        Kind.LEVEL: rf"{levels}|(?:^|(?<=[是为归按算号的,，:： ]))(?:{writers})(?![事活])",
        Kind.FOREIGN: rf"(?:{elsewhere})市?(?:{units})",
        Kind.UNIT: rf"(?:{units}){either(PHRASES.behind_unit)}?",
        Kind.TOWN: rf"(?:{towns})(?![县市区]|村(?![名是为改:空填])|社区(?![名是为改:空填]))",
    }
    # 第二主题改五 names the field of that name
    named[Kind.THEME] = (
        rf"(?!第二主题\s*(?:改|应|为|是|填|写|加|放|选|算|归|用|就|换|清|删|空|去|不要|取消|:|[一二三四五六])) (?:{named[Kind.THEME]})".replace(
            " (?:", "(?:", 1
        )
    )
    groups = (f"(?P<{kind}>{form})" for kind, form in (_FIXED | named | _LAST).items())
    return re.compile("|".join(groups), re.IGNORECASE)


def _cases(prefix: str) -> str:
    """Numbers of cases: at least one of them in a form that is no plain number."""
    numbered = rf"[叉差]?{prefix}\s*[-—－_]?\s*(?:\d{{1,5}}|一\d{{1,4}}|{_H})号?" if prefix else "(?!)"
    if prefix:
        numbered += rf"|[叉差]{prefix[-1]}\s*{_H}"
    one = (
        rf"(?:(?<![又多几])(?:{numbered}|No\.?\s*\d{{1,4}}号?|编号\s*(?:\d{{1,5}}|{_H})号?|(?:第\s*)?\d{{1,5}}\s*号(?:案例)?(?!{PHRASES.not_number})|"
        rf"第\s*(?:\d{{1,4}})\s*篇|第?{_H}[两三诸各等]?号(?:案例)?(?!{PHRASES.not_number})))"
    )
    number = rf"(?:\d{{1,5}}(?![\d.月年天日时点])|第?{_H}(?=[、至到和与]))"
    before = rf"(?:(?<![改成为是题到归→=号\d{HANZI}]){number}(?:{_TO}|{_SEP})(?:{number}(?:{_TO}|{_SEP})){{0,30}})?"
    left_out = "|".join(rf"(?<={word}){one}" for word in PHRASES.left_out)  # 除了5号，1到8号
    return rf"{left_out}|{before}{one}(?:(?:{_TO}|{_SEP})?(?:{one})|(?:{_TO}|{_SEP})(?!0)\d{{1,5}}(?!{PHRASES.not_counted})(?![-—－]?\d|[月.])){{0,30}}"


def _span(found: re.Match[str], names: Names) -> Span:
    kind = Kind(found.lastgroup or "")
    text = found[kind]
    values: dict[Kind, dict[str, str] | dict[str, int]] = {
        Kind.THEME: names.themes | names.short_themes,
        Kind.LEVEL: names.levels | names.writers,
        Kind.UNIT: names.units,
        Kind.TOWN: names.towns,
    }
    numbers: tuple[int, ...] = ()
    value = text
    if kind in values:
        value = str(_looked_up(text, values[kind]))
    elif kind in (Kind.CASES, Kind.MAIL):
        numbers = read_numbers(text, names.prefix if kind is Kind.CASES else "")
    elif kind in (Kind.NUMBER, Kind.NUMERAL, Kind.ORDINAL, Kind.ROW):
        numbers = (number_of(text),)
    elif kind is Kind.QUOTE:
        value = text[1:-1]
    return Span(kind, value, found.start(), found.end(), numbers)


def _looked_up(text: str, names: dict[str, str] | dict[str, int]) -> str | int:
    """What a name stands for; behind a name may stand 民政局, and a theme may be a number."""
    for name, value in names.items():
        if text.startswith(name):
            return value
    return number_of(text)
