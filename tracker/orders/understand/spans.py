"""What a sentence names: cases, mails, units, themes, dates … found with the campaign's own names.

One pattern, longest names first, is run once over the sentence; what it leaves is cues and other
words. Every alternative is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tracker.orders.understand.names import Names

NUMERALS = "零一二三四五六七八九十"


class Kind(StrEnum):
    """What a span names."""

    QUOTE = "quote"
    MAIL = "mail"
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


FIELDS = {
    "第二主题": "secondary", "主题": "theme", "类别": "theme", "专题": "theme", "层级": "level", "级别": "level",
    "所属县区": "county", "县(市)区": "county", "县市区": "county", "县区": "county", "城镇名": "town", "乡镇": "town",
    "镇街": "town", "镇(街道)": "town", "镇名": "town", "街道名": "town", "村名": "community",
    "社区名": "community", "村社": "community", "村居": "community", "村(社区)": "community", "副标题": "subtitle",
    "副题": "subtitle", "案例名称": "title", "案例名": "title", "标题": "title", "题目": "title", "名称": "title",
    "报送单位": "unit", "申报单位": "unit", "单位": "unit", "联系人": "contact", "联系电话": "phone", "电话号码": "phone",
    "电话": "phone", "手机号": "phone", "手机": "phone", "座机": "phone", "备注": "remark", "初审意见": "opinion",
    "是否按期": "on_time",
}
# Words that also end the names of places are fields only where no name can stand before them.
SHORT_FIELDS = {"社区": "community", "镇": "town", "村": "community", "街道": "town"}  # fmt: skip
_SEP = r"[\s、,，和跟与及同]{1,3}"
_TO = r"\s*(?:-|—|–|~|～|至|到)\s*"
_HANZI_NUMBER = r"[一二三四五六七八九十百]{1,4}"
_VERSIONS = (
    rf"第?(?:\d{{1,2}}|{_HANZI_NUMBER})[稿版](?!本)|第(?:\d{{1,2}}|{_HANZI_NUMBER})次发?(?:来|送)?的?(?:那?[稿个份版])?|v\d{{1,2}}(?!\d)|"
    r"最新的?一?[稿版份]?|最后(?:发来|一次)?的?(?:一|那)?[稿版份]?|后面那?[封稿个版份]|后一[个稿版份]|后来那?[封稿个版份]|新发的那?[稿份]?|新[稿版]|新的|"
    r"原来的?那?[稿版份个]?|前一[个稿版份]|旧[稿版]|初稿|老[稿版]"
)
_DATE = (
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:周[一二三四五六日天])?(?:\d{1,2}[时点](?:\d{1,2}分|半)?)?(?:以?之?前|为止)?|"
    r"\d{1,2}\.\d{1,2}(?![\d.])[日号]?|"
    r"\d{1,2}[日号](?=(?:(?:以|之)?前|就?截止|为止|(?:上|下|中)午|晚|早上|周[一二三四五六日天]|开会|那天|24时|24点|收的|到期|止))(?:(?:以|之)?前|为止)?|"
    r"(?<=延到)\d{1,2}[日号]?|(?<=延至)\d{1,2}[日号]?|(?<=期到)\d{1,2}[日号]?|(?<=期至)\d{1,2}[日号]?|(?<=限到)\d{1,2}[日号]?|(?<=迟到)\d{1,2}[日号]?|(?<=推到)\d{1,2}[日号]?|"
    r"(?<=截止到)\d{1,2}[日号]?|(?<=长到)\d{1,2}[日号]?|(?<=延期)\d{1,2}[日号]|"
    rf"{_HANZI_NUMBER}[日号](?=(?:以|之)?前|(?:上|下)午|截止)|"
    r"(?:本|这|下下|下)(?:个?)(?:周|星期|礼拜)[一二三四五六日天]|(?:大后|后|明|今)天"
)


def hanzi_number(text: str) -> int:
    """十一 → 11, 二十三 → 23, 一百零五 → 105; 0 when there is none."""
    total = current = 0
    for char in text:
        if char == "百":
            total, current = total + (current or 1) * 100, 0
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char in NUMERALS:
            current = NUMERALS.index(char)
    return total + current


def number_of(text: str) -> int:
    """A number in digits or Chinese; 0 when there is none."""
    digits = re.search(r"\d{1,6}", text)
    return int(digits.group()) if digits else hanzi_number(text)


def _any(names: object) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"  # type: ignore[call-overload]


@lru_cache(maxsize=8)
def _pattern(prefix: str, units: tuple[str, ...], themes: tuple[str, ...], levels: tuple[str, ...], towns: tuple[str, ...]) -> re.Pattern[str]:
    numbered = rf"{prefix}\s*[-—－_]?\s*(?:\d{{1,5}}|一\d{{1,4}})号?" if prefix else "(?!)"
    one = (
        rf"(?:{numbered}|编号\s*\d{{1,5}}号?|第?\s*\d{{1,4}}\s*号(?:案例)?(?![楼线院文令])|第\s*\d{{1,4}}\s*篇|第?{_HANZI_NUMBER}号(?:案例)?)"
    )
    number = r"\d{1,4}(?![\d.月年天日时点])"
    cases = rf"(?:(?<![改成为是题到归→=\d]){number}(?:{_TO}|{_SEP})(?:{number}(?:{_TO}|{_SEP})){{0,30}})?{one}(?:(?:{_TO}|{_SEP})(?:{one}|{number}(?![字篇个稿版家封张人条次分%]))){{0,30}}"
    theme = (
        rf"第?(?:\d{{1,2}}|{_HANZI_NUMBER})个?主题|主题\s*[(（]?(?:\d{{1,2}}|[一二三四五六七八九十])[)）]?(?![号\d])|theme\s*\d|"
        rf"[(（][一二三四五六七八九十][)）]|第(?:\d|[一二三四五六七八九十])类|{_any(themes)}"
    )
    return re.compile(
        "|".join(
            (
                r"(?P<quote>《[^》\n]{1,120}》|“[^”\n]{1,120}”|\"[^\"\n]{1,120}\"|「[^」\n]{1,120}」|『[^』\n]{1,120}』)",
                r"(?P<mail>收件\s*(?:第\s*)?\d{1,6}(?:\s*号)?(?:\s*[、,，和]\s*(?:收件\s*)?\d{1,6}(?!\s*[号\d])){0,20}|第?\s*\d{1,6}\s*[号封](?:的)?(?:收件|邮件|来信|信件)|(?:邮件|来信)\s*\d{1,6}号?)",
                r"(?P<phone>(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-— ]?\d{7,8}|[2-8]\d{6,7})(?!\d))",
                rf"(?P<date>{_DATE})",
                rf"(?P<row>序号\s*\d{{1,4}}|第\s*(?:\d{{1,4}}|{_HANZI_NUMBER})\s*[行条])",
                rf"(?P<theme>{theme})",
                rf"(?P<version>{_VERSIONS})",
                rf"(?P<cases>{cases})",
                rf"(?P<level>{_any(levels)})",
                rf"(?P<foreign>(?:南京|苏州|无锡|上海|北京|福州|开封)市?(?:{_any(units)}))",
                rf"(?P<unit>{_any(units)})(?:民政局?|区局|县局|那边|他们)?",
                rf"(?P<town>{_any(towns)})",
                rf"(?P<field>{_any(FIELDS)}|(?:(?<=[号的把清空除去删写填将])|(?<![\u4e00-\u9fff]))(?:{_any(SHORT_FIELDS)})(?![级里委干书工内治服])(?=[名那栏]|\s*[:：]|[^\u4e00-\u9fff]|[改应是为写填换清删去空叫]|$))",
                rf"(?P<ordinal>第(?:\d{{1,2}}|{_HANZI_NUMBER})个?(?!月|次))",
                r"(?P<that>(?:上面|刚才|前面|下面)?(?:那|这)(?:个|篇|几个|几篇|些)|上面的)",
                r"(?P<number>(?<![\d.A-Za-z])\d{1,4}(?![\d.A-Za-z]|号))",
                r"(?P<numeral>[一二三四五六七八九十](?![个篇回起下次条句封样遍年些份家人位步直定切共并稿版点百社]))",
            )
        ),
        re.IGNORECASE,
    )


def find_spans(sentence: str, names: Names) -> tuple[Span, ...]:
    """Everything named in a folded sentence, in order, not overlapping."""
    pattern = _pattern(names.prefix, tuple(names.units), tuple(names.themes), tuple(names.levels), tuple(names.towns))
    return tuple(_span(found, names) for found in pattern.finditer(sentence))


def _span(found: re.Match[str], names: Names) -> Span:
    kind = Kind(found.lastgroup or "")
    text = found[kind]
    numbers: tuple[int, ...] = ()
    value = text
    if kind is Kind.CASES:
        numbers = read_cases(text, names.prefix)
    elif kind is Kind.MAIL:
        numbers = tuple(int(digits) for digits in re.findall(r"\d{1,6}", text))
    elif kind is Kind.THEME:
        value = str(names.themes.get(text) or number_of(text))
    elif kind is Kind.LEVEL:
        value = names.levels[text]
    elif kind is Kind.UNIT:
        value = names.units[text]
    elif kind is Kind.TOWN:
        value = names.towns[text]
    elif kind is Kind.FIELD:
        value = FIELDS.get(text) or SHORT_FIELDS[text]
    elif kind in (Kind.NUMBER, Kind.NUMERAL, Kind.ORDINAL, Kind.ROW):
        numbers = (number_of(text),)
    elif kind is Kind.QUOTE:
        value = text[1:-1]
    return Span(kind, value, found.start(), found.end(), numbers)


def read_cases(text: str, prefix: str = "") -> tuple[int, ...]:
    """3、5号和七号 → (3, 5, 7); XZ-001到XZ-003 → (1, 2, 3)."""
    if prefix:
        # XZ一014: the input method made a numeral of the dash
        text = re.sub(rf"{prefix}\s*[-—－_]?\s*一?(?=\d)", " ", text, flags=re.IGNORECASE)
    tokens = re.findall(rf"\d{{1,5}}|{_HANZI_NUMBER}|[-—–~～至到]", text)
    found: list[int] = []
    until = False
    for token in tokens:
        if token in "-—–~～至到":
            until = bool(found)
            continue
        number = number_of(token)
        if until and found[-1] < number <= found[-1] + 300:
            found.extend(range(found[-1] + 1, number + 1))
        else:
            found.append(number)
        until = False
    return tuple(dict.fromkeys(found))
