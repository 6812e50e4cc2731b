"""What an expert's words say besides marks: willing or not, how many, what he keeps away from, what he wants.

Pure: words in, facts out. Words that can be meant in two ways say nothing here and go to a person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.campaign.notice import Campaign
from intake.config.words import either
from intake.text.fold import simplify
from intake.text.numerals import read_number
from tracker.review.experts.people import avoided
from tracker.review.words import review_words

_COUNT: Final = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MOST: Final = re.compile(
    rf"(?:最多|不超过|别超过|不要超过|至多|上限|只能?看|只能?评|评)\s{{0,3}}{_COUNT}\s{{0,3}}[篇个份件]"
    rf"|{_COUNT}\s{{0,3}}[篇个份件](?:以内|以下|之内|封顶)"
)
_ABOUT: Final = re.compile(
    r"[一二三四五六七八九][二三四五六七八九]\s?[篇个份件]|\d\s?[-—~～到至]\s?\d{1,2}\s?[篇个份件]|[篇个份件]左右"
)
# 无需回避, 没有需要回避的 say nothing.
_AVOID: Final = re.compile(
    r"(?:(?<![无不没用])[需须应要]|申请|请|^|[，,。；;：:\s])回避(?!的)[：:\s]{0,3}([^。；;\n]{2,60})",
    re.MULTILINE,
)
_NOTHING_TO_AVOID: Final = re.compile(
    r"(?:[无不没]|不用|无需|不需要?|不必|没有需要|没有)回避|回避的?(?:无|没有)"
)
_QUESTION: Final = re.compile(r"[?？]|吗|多少|怎么|何时|什么时候|哪些|能不能|可不可以")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_DECLINES: Final = re.compile(
    r"(?:不能|不便|无法|难以|没法|不想|不宜|不再|未能)[^，,。；;\n]{0,4}(?:参加|前来|来|评|胜任|承担|参与|接受|应邀)"
)
_ELSEWHERE: Final = re.compile(r"退出[^，,。；;\n]{0,6}(?:群|系统|登录|会议|软件|平台)")
_CLAUSE: Final = re.compile(r"[，,。；;！!\n]")
_AWAY: Final = "[不别勿免]|避"
_BARE: Final = re.compile(r"[\s，,。.！!～~、；;：:]+")


class Wish(StrEnum):
    """What he wants, where he sends no marks."""

    LEAVE = "leave"
    AGAIN = "again"  # the papers once more
    TIME = "time"  # more of it
    NOTHING = "nothing"  # 收到, 谢谢
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Consent:
    """An answer to an invitation."""

    willing: bool | None  # None: not said, or not clearly
    most: int | None = None
    avoids: tuple[str, ...] = ()
    paper: bool = False
    email: str = ""


def read_consent(text: str, campaign: Campaign) -> Consent:
    """Whether he reads, and under what conditions; a condition that is not understood leaves all open."""
    own = simplify(text)
    words = review_words().words
    but = re.search(either(words.adversative), own)
    if any(word in own for word in words.declining) or _DECLINES.search(own):
        half = but is not None and any(word in own[but.end() :] for word in words.willing)
        return Consent(willing=None if half or any(word in own for word in words.doubting) else False)
    most = _MOST.search(own)
    avoids, understood = avoids_in(own, campaign)
    agrees = any(word in own for word in words.willing) or _BARE.sub("", own).upper() in words.short_yes
    waits = any(word in own for word in words.later) and not any(word in own for word in words.firm)
    is_open = _QUESTION.search(own) or waits or _ABOUT.search(own) or not understood
    if is_open or not (most or avoids or agrees) or _has_condition(own, campaign):
        return Consent(willing=None)
    no_paper = re.search(
        rf"(?:[不别]|不用|无需|不需要?)要?{either(words.wants_paper)}|(?:[不别]要?|不用)纸质", own
    )
    return Consent(
        willing=True,
        most=read_number(most[1] or most[2]) if most else None,
        avoids=avoids,
        paper=no_paper is None and any(word in own for word in words.wants_paper),
        email=_new_address(own),
    )


def _has_condition(own: str, campaign: Campaign) -> bool:
    """Whether a clause that is not understood may turn the others round: it has 但, 如果, 不, 等 …"""
    words = review_words().words
    harmless = re.compile(either(words.harmless))
    for clause in _CLAUSE.split(own):
        clear = harmless.sub("", clause)
        if _MOST.search(clause) or _NOTHING_TO_AVOID.search(clause) or avoids_in(clause, campaign)[0]:
            continue
        if re.search(either(words.turning), clear):
            return True
        if re.search(either(words.adversative), clear) and not (
            _MOST.search(own) or avoids_in(own, campaign)[0]
        ):
            return True
    return False


def read_wish(text: str) -> Wish:
    """What the words of an answer to our papers want; two wishes at once are for a person."""
    own = simplify(text)
    words = review_words().words
    asks = _QUESTION.search(own) is not None
    found = {
        wish
        for wish, list_ in ((Wish.AGAIN, words.lost), (Wish.TIME, (*words.later, *words.more_time)))
        if any(word in own for word in list_)
    }
    # 我不会退出的, 要不要退出, 如果退出
    turned = re.search(rf"[不没别未][^，,。；;]{{0,4}}{either(words.leaving)}|如果|要是|假如|万一|是否", own)
    if any(word in own for word in words.leaving):
        leaves = not (turned or asks or found or _ELSEWHERE.search(own))
        return Wish.LEAVE if leaves else Wish.TIME if found == {Wish.TIME} and not asks else Wish.UNKNOWN
    if len(found) == 1:
        return found.pop()
    if found or asks or re.search(r"[A-Za-z]\s?\d", own):
        return Wish.UNKNOWN
    polite = re.sub(rf"(?:{either(words.received)}|[\s，,。.！!～~、；;：:]|{either(words.sealed)})", "", own)
    return Wish.NOTHING if not polite else Wish.UNKNOWN


def avoids_in(own: str, campaign: Campaign) -> tuple[tuple[str, ...], bool]:
    """What he keeps away from, and whether all that he says of keeping away is understood."""
    found: dict[str, None] = {}
    understood = True
    for sentence in re.split(r"[。；;\n]", own):
        if _NOTHING_TO_AVOID.search(sentence):
            continue
        kept = _AVOID.search(sentence)
        if kept is not None:
            found |= dict.fromkeys(_named(kept[1], campaign))
            continue
        away = [clause for clause in _CLAUSE.split(sentence) if re.search(_AWAY, clause)]
        plain = any(word in sentence for word in (*review_words().words.kept_from, "回避"))
        units = [name for clause in away for name in _units_in(clause, campaign)]
        units = units or ([*_units_in(sentence, campaign)] if plain else [])
        found |= dict.fromkeys(units)
        understood = understood and (bool(units) or not plain)
    return tuple(found), understood


def _units_in(text: str, campaign: Campaign) -> Iterator[str]:
    """The reporting units that a text names, in full, short, or by their stem: 云龙的."""
    for unit in campaign.units:
        stem = unit.name[:-1]
        names = [name for name in (unit.name, *unit.aliases) if len(name) > 1]
        if any(name in text for name in names) or (
            len(stem) > 1 and re.search(rf"{re.escape(stem)}的", text)
        ):
            yield unit.name


def _named(text: str, campaign: Campaign) -> tuple[str, ...]:
    """沛县，其他时间都可以: what he keeps away from, up to the first words that are no unit."""
    found, unknown = avoided(text, campaign)
    known = tuple(itertools.takewhile(lambda word: word not in unknown, found))
    return known or found[:1]


def _new_address(own: str) -> str:
    """材料请发 x@y: an address that he wants letters at; one under his name is none."""
    match = _ADDRESS.search(own)
    if match is None:
        return ""
    before = own[max(0, match.start() - 12) : match.start()]
    wanted = any(word in before for word in review_words().words.to_address)
    return match.group().lower() if wanted else ""
