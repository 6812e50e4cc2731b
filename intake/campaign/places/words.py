"""Words that stand before 村 or 社区 without being part of a name."""

from __future__ import annotations

import re

from intake.config.words import AnyOf, Split, WordLists, Words, either, load_words


class PlaceWords(WordLists):
    """What stands around names of places and is no part of them."""

    never: Split  # no name, wherever it stands before 村 or 社区
    common: Split  # a name where its town stands before it and its committee behind
    openers: Split  # with which no name begins, though phrases ending in 村 or 社区 often do
    short_openers: Words  # single characters need care: 向阳, 将军, 会堂, 为民, 如意 begin names
    leads: Split  # behind which a name may begin in the middle of a clause
    inside: AnyOf
    not_after: Words  # what follows 村 in 村级, 村规 and the like
    signed: Words  # after the name of an author
    other_things: AnyOf  # after a bare name these make another thing of it: 电厂路, 老矿中学
    offices: AnyOf  # after a short name of a county
    not_first: Words
    no_town: AnyOf
    peoples: Split  # without 族
    not_outside: Words  # what stands before 市 and 县 and is no name


WORDS = load_words("places", PlaceWords)
NEVER = frozenset(WORDS.never)
COMMON = NEVER | frozenset(WORDS.common)
OPENING = re.compile(either((*WORDS.openers, *WORDS.short_openers)))
# 三个社区, 12个村; but 三官庙村 and 八路社区 are names.
COUNT = re.compile(
    r"(?:第)?[0-9一二两三四五六七八九十百千几多数余]+(?:个|余个|多个|家|名)?(?:老|新|小|大|行政|自然|试点)?$"
)
# 办事不出村, 法律进社区, 兑出乡村, 矿区老社区, 新城区社区 are no names; 前进村 is one.
_COUNTED = re.compile(r"[0-9一二两三四五六七八九十百]{1,4}多?个$")  # 原有四十一个村
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?(?=.)")  # 2015和谐社区
_ENDING = re.compile(
    r"[出入到不]$|..[乡农]$|[省市县区镇]农$|[区厂矿院]老$|(?<![前跃奋先新永共同])进$|..[县区]$"
)
NOT_AFTER = f"(?!{'|'.join(WORDS.not_after)})"
# What may follow a name when it is the author, not a common noun: nothing, a mark, its committee.
SIGNED = re.compile(rf"$|[^\u4e00-\u9fff]|{either(WORDS.signed)}")


def is_name(stem: str, *, signed: bool = False) -> bool:
    """Whether the characters before 村 or 社区 can be a name: 柳桥, but not 推进农.

    ``signed``: its town stands before it and its committee, or nothing, behind it.
    """
    if not stem or stem in (NEVER if signed else COMMON) or COUNT.match(stem):
        return False
    if _ENDING.search(stem) or _YEAR.match(stem) or _COUNTED.search(stem):
        return False
    if OPENING.match(stem) and not (signed and stem in COMMON):
        return False
    return not WORDS.inside.search(stem) or (signed and stem in COMMON)
