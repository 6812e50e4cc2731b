"""Whom to ask: the contact of a notice and his telephone."""

from __future__ import annotations

import re

from intake.campaign.notice.outline import Line, without_blanks
from intake.campaign.notice.values import Said
from intake.text.fold import nfkc

_LABEL = re.compile(
    r"(?:业务)?(?:联\s{0,3}系\s{0,3}人|联系方式|咨询电话|联系电话|联\s?络\s?人|咨\s?询(?:人|方式)?(?=\s{0,2}[::]))(?:及(?:联系)?(?:电话|方式))?\s{0,2}[::】)]?"
)
# 注明联系人及手机号码, 文尾留下联系人的姓名和电话: what is asked of senders
_ASKED = re.compile(r"\s{0,2}(?:[及和与、,。;姓]|的(?:姓名|电话|手机|联系))")
# 有不清楚的地方，请找基层科罗晓岚，电话…; 如有疑问可致电…
_FOR_QUESTIONS = re.compile(
    r"(?:不清楚|不明白|疑问|问题|不明之处|未尽事宜|咨询|详情|需要了解)[^。;]{0,12}?(?:找|联系|与|致电|拨打|询|向)"
)
_PHONE = re.compile(
    r"(?<![\d.@A-Za-z-])(?:(?:\(0\d{2,3}\)\s?-?|0\d{2,3}\s?[-—)]{0,2})\s?[2-9]\d{6,7}|1[3-9]\d{9}|[2-9]\d{6,7})(?![\d@A-Za-z])"
)
_WORD = re.compile(r"[\u4e00-\u9fff·]{2,20}")
_DEPARTMENT = re.compile(r"^.{0,16}(?:[处科室股]|部|办公室|中心|局)(?=.)")
_NO_NAME = re.compile(
    r"(?:[处科室股部局]|中心|电话|手机|邮箱|传真|地址|单位|方式|联系人|微信|办公室|联系)$|^(?:电话|手机|邮箱|传真|联系)"
)
_BETWEEN = re.compile(
    r"\s{0,3}(?:[、,;/或和及]|\((?:兼微信|微信同号|同微信|手机|办公室?)\)|手机:?){0,3}\s{0,3}"
)
LONGEST_NAME = 4


def contact_of(lines: tuple[Line, ...]) -> tuple[Said[str] | None, Said[str] | None]:
    """Name and telephone; of several people the first that has a number."""
    contact = phone = None
    for at, line in enumerate(lines):
        plain = nfkc(line.text)
        labels = (one for one in _LABEL.finditer(plain) if not _ASKED.match(plain, one.end()))
        match = next(labels, None) or _told_for_questions(plain)
        if match is None:
            continue
        rest = plain[match.end() :]
        if not rest.strip() and at + 1 < len(lines):
            rest = nfkc(lines[at + 1].text)
        if contact is None and (names := _names(rest)):
            contact = Said(names, line.text)
        if phone is None:
            nearby = [rest, *(nfkc(other.text) for other in lines[at + 1 : at + 3])]
            numbers = next((found for text in nearby if (found := _numbers(text))), ())
            phone = Said("、".join(numbers), line.text) if numbers else None
    return contact, phone


def _told_for_questions(plain: str) -> re.Match[str] | None:
    """Where a sentence that has a number says whom to ask."""
    match = _FOR_QUESTIONS.search(plain)
    return match if match and _PHONE.search(plain[match.end() :].partition("。")[0]) else None


def _numbers(text: str) -> tuple[str, ...]:
    """The first number, and those that follow it with nothing but a mark between: 3081234、13857012345."""
    found: list[str] = []
    end = 0
    for match in _PHONE.finditer(text):
        if found and not _BETWEEN.fullmatch(text, end, match.start()):
            break
        found.append(_dashed(without_blanks(match[0])))
        end = match.end()
    return tuple(found)


def _dashed(number: str) -> str:
    """(0855)8222307 → 0855-8222307"""
    return re.sub(r"^\((0\d{2,3})\)-?", r"\1-", number)


def _names(rest: str) -> str:
    """The names before the first number; where none stands there, behind it."""
    before, number, after = _parted(rest)
    return _pick(before) or (_pick(after) if number else "")


def _parted(rest: str) -> tuple[str, str, str]:
    match = _PHONE.search(rest)
    return (rest, "", "") if match is None else (rest[: match.start()], match[0], rest[match.end() :])


def _pick(text: str) -> str:
    # 陈 静: a name of two characters is often set apart.
    joined = re.sub(
        r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s{1,3}([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", text
    )
    found = []
    for match in _WORD.finditer(joined):
        word = match[0].removesuffix("联系") or match[0]  # 可与王芳联系
        word = _DEPARTMENT.sub("", word) if len(word) > LONGEST_NAME else word
        if 2 <= len(word) <= LONGEST_NAME and not _NO_NAME.search(word):
            found.append(word)
    return " ".join(found[:3])
