"""Corrections as readers of a proof write them, a place a line: 第3页第2行“甲”改为“乙”; 删去“丙”; “丁”后加“戊”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from intake.config.words import either
from intake.text.numerals import read_number
from tracker.publications.volume.words import volume_words

LONGEST: Final = 700  # characters of a line that is looked at
_NUMBER: Final = "[0-9０-９零〇一二三四五六七八九十百两]{1,6}"
_OPEN, _CLOSE = '[“"「『＂]', '[”"」』＂]'
_OLD: Final = (
    f'(?:{_OPEN}(?P<old>[^“”"「」『』＂]{{1,300}}){_CLOSE}|(?P<bare>[^“”"「」『』＂，,；;：:]{{1,60}}?))'
)
_QUOTED: Final = f'{_OPEN}(?P<old>[^“”"「」『』＂]{{1,300}}){_CLOSE}'
_NEW: Final = f'(?:{_OPEN}(?P<new>[^“”"「」『』＂]{{0,300}}){_CLOSE}|(?P<plain>[^“”"「」『』＂；;]{{1,100}}))'
_SINGLE: Final = str.maketrans("‘’'＇", '“”""')
_SINGLY: Final = re.compile("['‘＇][^'‘’＇]{1,298}['’＇]")
_AFTER: Final = r"[\s，,、：:]{0,3}"
_COUNT: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MARK: Final = (  # of one item of a list: 一、 2） (三) ④ 第五， 其六：
    rf"(?:[（(]{_COUNT}[)）]|{_COUNT}[)）、．]|\d{{1,2}}\.(?!\d)|[①-⑳⑴-⒛]"
    rf"|(?:第{_COUNT}(?:处|条|项|点)?|其[一二三四五六七八九十])[、，,：:])"
)
_LEAD: Final = re.compile(rf"^\s{{0,9}}(?:{_MARK}|{_COUNT}[：:]|\d{{1,2}}(?=第\d)|[-—•·●■◆*])?\s{{0,4}}")
# What stands in quotation marks is of the text: no sentence of the letter ends there, and no item begins.
_QUOTES: Final = r"“[^“”\n]{1,300}”|「[^「」\n]{1,300}」|『[^『』\n]{1,300}』|\"[^\"\n]{1,300}\""
_SENTENCE: Final = re.compile(rf"(?:{_QUOTES}|[^。；;！!？?\n])*[。；;！!？?]*\n?")
_ITEM: Final = re.compile(rf"{_QUOTES}|(?P<mark>(?:(?<=[\s，,、：:”」』\"])|^)(?:{_MARK}|[1-9]\d?(?=第\d)))")
_LABEL: Final = re.compile(r"^[图表]\s?\d{1,3}[\s:：.、]{0,3}")
_PLACE: Final = re.compile(
    rf"(?:(?P<serial>\d{{1,6}})\s?号(?:案例)?|(?P<printed>[A-Za-z]{{1,6}}-\d{{1,6}}|[A-Za-z]{{2,6}}\d{{1,6}})|《(?P<title>[^《》]{{2,200}})》)?[\s，,、：:的中]{{0,3}}"
    rf"(?P<where>(?:第?\s?(?P<page>{_NUMBER})\s?页|[Pp]\.?\s?(?P<p>\d{{1,4}}))?[\s，,、的]{{0,3}}"
    rf"(?:(?:倒数|正数|上数|下数|左起|右起)?第?\s?{_NUMBER}\s?(?:自然段|段落?|行|个字|字|栏|格)[\s，,、的中]{{0,3}}|[Ll]\.?\s?\d{{1,3}}[\s，,、的]{{0,3}}){{0,3}}"
    r"(?:(?:图注|图题|表题|表中|表格中?|注释|脚注|小标题|标题|题目|正文)中?的?)?)[\s，,、：:中里处]{0,4}"
)  # fmt: skip
_PAGE: Final = re.compile(r"[^页]{1,9}页|[Pp]\.?\d{1,4}")
_POINT: Final = re.compile(rf"{_QUOTED}|第?{_NUMBER}\s?[页行段]|[Pp]\.?\s?\d|[图表]\s?\d")


@dataclass(frozen=True, slots=True)
class Said:
    """One correction as it was written; 0 and ``""`` where nothing is said of it."""

    line: str
    old: str
    new: str
    serial: int = 0
    title: str = ""
    page: int = 0
    place: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether it says where: by case or by page."""
        return bool(self.serial or self.title or self.page)


def read_lines(text: str) -> tuple[tuple[Said, ...], str]:
    """The corrections in a text, and what is left of it."""
    found: list[Said] = []
    rest = []
    before: Said | None = None  # on the same line
    for sentence in (item for one in split_sentences(text) for item in _items(one)):
        said = read_line(sentence)
        if said is None:
            rest.append(sentence)
        else:
            said = _on_the_page(said, before)
            found.append(said)
        before = None if sentence.endswith("\n") else said or before
    return tuple(found), "".join(rest)


def _on_the_page(said: Said, before: Said | None) -> Said:
    """第6行 behind a correction of 第3页 on the same line is of that page."""
    if before is None or not before.page or said.is_placed or not said.place:
        return said
    page = _PAGE.match(before.place)
    return replace(
        said,
        page=before.page,
        serial=before.serial,
        title=before.title,
        place=f"{page[0] if page else ''}{said.place}",
    )


def split_sentences(text: str) -> list[str]:
    """A letter in sentences, each with the mark that ends it; together they are the letter."""
    return _SENTENCE.findall(text)


def _items(sentence: str) -> Iterator[str]:
    """The items of a list inside one sentence: 1）“甲”改为“乙” 2）“丙”改为“丁”."""
    start = 0
    for found in _ITEM.finditer(sentence):
        if found["mark"] is not None and sentence[start : found.start()].strip():
            yield sentence[start : found.start()]
            start = found.start()
    yield sentence[start:]


def read_line(sentence: str) -> Said | None:
    """The correction that a sentence is; None where it is none."""
    line = _double(sentence.strip(" \t\r\n　；;。."))
    if not line or len(line) > LONGEST:
        return None
    at = _LEAD.match(line)
    begin = at.end() if at else 0
    if taken := _before_place().match(line, begin):
        begin = taken.end()
    place = _PLACE.match(line, begin)
    assert place is not None  # it may be empty
    said = line[place.end() :].strip(" 　。")
    for shape, pattern in _patterns():
        if match := pattern.fullmatch(said):
            old, new = (_group(match, *names).strip() for names in (("old", "bare"), ("new", "plain")))
            if match.groupdict().get("plain"):
                new = _quoted_singly(new)
                if _goes_on(old, new):
                    return None
            words = (old, shape.format(old=old, new=new))
            if all(map(_LABEL.match, words)):  # 图1 is counted, not text
                words = (_LABEL.sub("", words[0]), _LABEL.sub("", words[1]))
            found = _said(line, words, place)
            # Without quotation marks and place it may be any sentence: 请尽快改为新的版本.
            return found if found and (found.is_placed or match.groupdict().get("old")) else None
    return None


def _quoted_singly(text: str) -> str:
    """Words that stand in single quotation marks beside double ones, without these."""
    return text[1:-1].strip() if _SINGLY.fullmatch(text) else text


def _goes_on(old: str, new: str) -> bool:
    """Whether words without quotation marks hold more than what is to stand there: a second correction, a reason."""
    words = volume_words().corrections
    return bool(
        re.search(either(words.change), new)
        or re.search(either(words.unsure), new)
        or ("，" in new.replace(",", "，") and "，" not in old.replace(",", "，"))
    )


def points(clause: str) -> bool:
    """Whether a clause points at a place of the proof: 第6页; 图1; words in quotation marks."""
    return _POINT.search(clause) is not None


def _double(line: str) -> str:
    """Single quotation marks, where there are no others, as double ones."""
    if any(mark in line for mark in '“”"「」『』＂'):
        return line
    return line.translate(_SINGLE)


def _group(match: re.Match[str], *names: str) -> str:
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name) is not None), "")


def _said(line: str, words: tuple[str, str], place: re.Match[str]) -> Said | None:
    old, new = words
    if not old or old == new:
        return None
    page = place["page"] or place["p"] or ""
    serial = place["serial"] or re.sub(r"\D", "", place["printed"] or "") or "0"
    return Said(
        line, old, new, int(serial), place["title"] or "", read_number(page) if page else 0, _place(place)
    )


def _place(place: re.Match[str]) -> str:
    return re.sub(r"\s+", "", place["where"]).strip("，,、：:的中")


@cache
def _before_place() -> re.Pattern[str]:
    """将 in front of a page: 将第3页“甲”改为“乙”."""
    return re.compile(rf"(?:{either(volume_words().corrections.take)})(?=第|[Pp]\.?\d)")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What stands there afterwards, and how it is said."""
    words = volume_words().corrections
    take, unit = f"(?:{either(words.take)})?", rf"(?:{either(words.units)})?{_AFTER}"
    change, delete, behind, before = map(either, (words.change, words.delete, words.behind, words.before))
    mistaken = either(words.mistaken)
    right = f'{_OPEN}(?P<new>[^“”"「」『』＂]{{1,300}}){_CLOSE}'
    return tuple(
        (shape, re.compile(pattern))
        for shape, pattern in (
            ("{new}", rf"{take}{_OLD}{unit}{change}{_AFTER}{_NEW}{unit}"),
            ("{new}", rf"{take}{_QUOTED}{unit}{either(words.swap)}{_AFTER}{right}{unit}"),
            ("{new}", rf"{take}{right}{unit}{mistaken}{_AFTER}{_QUOTED}{unit}"),
            ("", rf"{delete}{_AFTER}{_QUOTED}{unit}"),
            ("", rf"{take}{_QUOTED}{unit}{delete}"),
            ("{old}{new}", rf"{take}{_OLD}{unit}{behind}{_AFTER}{_NEW}{unit}"),
            ("{new}{old}", rf"{take}{_OLD}{unit}{before}{_AFTER}{_NEW}{unit}"),
        )
    )
