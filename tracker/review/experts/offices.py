"""Whether two names are of one office, school or institute, and which offices sign a text.

People write the same office with its city, its county or neither, with 人民政府 or a section of it; two names are of one
where the shorter is the beginning or the end of the longer and says which office it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from intake.config.words import either
from intake.text.fold import HAN, fold
from tracker.review.words import review_words

_SECTION: Final = re.compile(
    r"(?<=[镇乡道区县市村局])(?:人民政府|政府|办事处|党工委|工委|党委|党总支|党支部|居民委员会|村民委员会|居委会|村委会|委员会"
    r"|(?:民政|社会事务|社会治理|综合治理|党政|综合|宣传|平安建设|社会工作)(?:办公室|办|科|所|站|服务中心|中心)){1,4}$"
)
_REGION: Final = re.compile(
    rf"^(?:中共|中国共产党|中国)?(?:[{HAN}]{{2,3}}省)?(?:[{HAN}]{{1,4}}?市)?(?:[{HAN}]{{1,4}}?[县区市旗])?(?:[{HAN}]{{1,5}}?(?:街道|镇|乡))?$"
)
_SIGNED: Final = re.compile(
    rf"[{HAN}]{{2,30}}?(?:大学|学院|党校|研究[院所会]|中心|协会|学会|公司|联合会|基金会|促进会|社科联|[{HAN}]局|医院|中学|小学|学校"
    rf"|委员会|办事处|人民政府|街道|[{HAN}]镇|[{HAN}]乡|社区|[{HAN}]村)(?![{HAN}]{{0,1}}(?:治理|建设|服务))"
)
_EDGE: Final = 8  # lines at the head and at the foot of a text in which its author stands
_LONGEST: Final = 40  # characters of such a line
_SHORTEST: Final = 4  # of a name that says which office it is


def same_office(one: str, other: str) -> bool:
    """Whether two names are of one office, or of an office and a section of it."""
    first, second = _stem(one), _stem(other)
    short, long = sorted((first, second), key=len)
    if not short or (first == second and len(short) > 1):
        return bool(short)
    if short.startswith("市") and long.endswith(short) and len(short) >= _SHORTEST:
        return True  # 市民政局 of the call's own city
    if len(short) < _SHORTEST - (1 if short.endswith(("镇", "乡", "村")) else 0) or _is_common(short):
        return False
    if long.startswith(short):
        return True
    return long.endswith(short) and _REGION.match(long.removesuffix(short)) is not None


def offices_in(head: str, foot: str) -> frozenset[str]:
    """Offices that stand in short lines at the head or at the foot of a text: who wrote it, who signed it."""
    lines = [*_short(head.splitlines()[: _EDGE + 1]), *_short(foot.splitlines()[-_EDGE:])]
    return frozenset(match.group() for line in lines for match in _SIGNED.finditer(line))


def is_office(word: str) -> bool:
    """Whether a word names an office, a school, a company by itself: not 我爱人的单位."""
    text = fold(word).text
    return _SIGNED.fullmatch(text) is not None or (
        re.search(rf"[{HAN}]{{2}}(?:{either(review_words().words.offices)})$", text) is not None
        and re.search(either(review_words().beside.himself), text) is None
        and re.search("[的写报]|爱人|学生|单位", text) is None
    )


def _stem(name: str) -> str:
    return _SECTION.sub("", re.sub(r"\s", "", fold(name).text))


def _is_common(name: str) -> bool:
    """Whether a name says only of what kind an office is: 民政局, 街道, 中心小学."""
    return (
        re.fullmatch(
            r"(?:[市县区镇乡]?[民教财人司公农水文卫住]\w{0,3}局|街道|社区|[中小]学|中心小学|党校|办公室|工程学院|职业学院)",
            name,
        )
        is not None
    )


def _short(lines: list[str]) -> Iterator[str]:
    return (line.strip() for line in lines if 0 < len(line.strip()) <= _LONGEST)
