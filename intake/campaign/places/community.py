"""Names of villages and communities by their shape; words that only look like one are no names.

No list of villages is needed. A name is looked for where one can begin: right after its town or
county, at the beginning of a text, or after a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.campaign.places.words import NOT_AFTER, SIGNED, WORDS, is_name
from intake.text.fold import HAN, Folded

LONGEST = 8  # characters before 村 or 社区

_NAME = rf"([{HAN}0-9]{{1,{LONGEST}}}?)"
_KIND = r"(村社区(?!治理|服务|建设|管理|创新|工作|案例)|社区|村民委员会|村委会|居民委员会|居委会|嘎查(?:委员会|委会)?|村)"
_FULL = re.compile(_NAME + _KIND + NOT_AFTER)
_LEADS = "|".join(f"(?<={word})" for word in WORDS.leads)
_BEGIN = re.compile(rf"(?:^|(?<=[^{HAN}0-9])|{_LEADS}){_NAME}{_KIND}{NOT_AFTER}", re.MULTILINE)
_LEAD = re.compile(f".*(?:{_LEADS})")
_TAIL = re.compile(r"村?(?:村民委员会|居民委员会|村委会|居委会)|党总支|党支部|党委|两委")


@dataclass(frozen=True, slots=True)
class Found:
    """A name with its span in the folded text; ``name`` ends in 村, 社区 or 嘎查."""

    start: int
    end: int
    name: str


def community_at(folded: Folded, start: int) -> Found | None:
    """The village or community whose name begins at ``start``, right after its town or county."""
    apart = folded.text.startswith("的", start)  # 北沟街道的神山社区: then only what is surely a name
    match = _FULL.match(folded.text, start + apart)
    if match is None:
        return None
    signed = bool(SIGNED.match(folded.text, match.end(2))) or match[2].endswith(("委会", "委员会"))
    return _accept(folded, match.span(1), match, signed=signed and not apart)


def communities(folded: Folded) -> Iterator[Found]:
    """Every village or community whose name begins after a mark, at the beginning, or after 走进 and the like."""
    for match in _BEGIN.finditer(folded.text):
        lead = _LEAD.match(match[1])
        start = match.start(1) + (lead.end() if lead else 0)
        if found := _accept(folded, (start, match.end(1)), match):
            yield found


def community_name(stem: str, kind: str) -> str:
    """柳桥 + 村委会 → 柳桥村; a committee names the village or community itself."""
    if kind in ("村民委员会", "村委会"):
        return stem if stem.endswith("村") else f"{stem}村"
    if kind.startswith("嘎查"):
        return f"{stem}嘎查"
    if kind in ("居民委员会", "居委会"):
        return stem if stem.endswith("村") else f"{stem}社区"
    return stem + kind


def _accept(
    folded: Folded, span: tuple[int, int], match: re.Match[str], *, signed: bool = False
) -> Found | None:
    stem, kind = folded.text[slice(*span)], match[2]
    if not is_name(stem, signed=signed) or _broken(folded, span[0], match.end(2)):
        return None
    if folded.text[match.end(2) : match.end(2) + 1] == "民" and kind == "村" and not 1 < len(stem) <= 3:
        return None  # 发动全体村民, 管村民
    tail = _TAIL.match(folded.text, match.end(2))
    return Found(span[0], tail.end() if tail else match.end(2), community_name(stem, kind))


def _broken(folded: Folded, start: int, end: int) -> bool:
    """Whether a space parts the name, unless all of it is set with spaces (望 湖 社 区)."""
    inside = sum(start < gap < end for gap in folded.gaps)
    return 0 < inside < end - start - 1
