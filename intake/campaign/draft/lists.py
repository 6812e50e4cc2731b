"""What a notice enumerates: themes, and the kinds of senders."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.campaign.draft.outline import Line, section, wide
from intake.campaign.draft.values import Said, ThemeText
from intake.campaign.draft.words import WORDS
from intake.text.fold import nfkc

HEADING = 16  # longest heading
LONGEST_KIND = 24  # characters of a kind of senders
LONG_KIND = 14  # above it what stands before the last 的 is left out
THEMES = range(2, 31)

_TITLE_END = re.compile(r"[。::;]")
_INLINE = re.compile(r"[;。]\s?(?:\d{1,2}[.、]|\(\d{1,2}\)|[②-⑳])")  # 1.家务劳动；2.校园劳动
_SPOKEN = re.compile(r"[一二三四五六七八九]是")
_QUOTED = re.compile(r"“([^“”]{2,16})”(?:类|篇|方向|主题)?[,:](.+)")  # “舌尖守护”，讲小餐饮……
_ENUMERATED = re.compile(
    r"[、,](?![^()（）]{0,40}[)）])|[和及](?=村|[^、,和]{0,12}(?:基地|机构|组织|企业|单位|个人)$)"
)  # no mark inside brackets: 县(市、区)
_LEVELS = re.compile(
    r"(?:分(?:为)?|按照?(?=[^,。;::]{2,40}分?类))([^,。;::]{2,40})[二两三四五六](?:个)?(?:层级|层次|级别|类|级)"
)
# 分中学组、小学组; 案例分市级、县级、基层级(企业、学校): what ends so is a level, whatever it is called.
_ENDS_AS_LEVEL = r"[^,。;:、()]{1,10}?(?:\([^()]{1,12}\))?[级组](?:\([^()]{1,40}\))?"
_NAMED_LEVELS = re.compile(
    rf"分(?:为|成|设)?((?:{_ENDS_AS_LEVEL}[、和及与]){{1,7}}{_ENDS_AS_LEVEL}(?:[、和及与][^,。;:、()]{{2,10}}(?=[二三四五六七八]类))?)"
)
_WHO = re.compile(r"(?:案例|申报|报送|参评|推荐|参赛|征集)(?:主体|对象)(?:为|是|包括)([^,。;::]{4,60})")
# 来稿可由区市局、镇街市场监管所撰写，也欢迎经营主体投稿
_WRITTEN_BY = re.compile(
    r"(?:可由|可以由|均由|由)([^,。;::]{4,60}?)(?:撰写|组织撰写|投稿|申报|自主申报)(?:,(?:也|并|同时)?欢迎([^,。;::]{2,40}?)(?:参与|踊跃|积极)?(?:投稿|撰写|申报|参加))?"
)
_ABOUT = re.compile(
    r"(?:围绕|聚焦|突出)([^,。;::]{4,80}?)(?:等)?[二两三四五六七八九十]个?(?:方面|主题|领域|方向|类别)"
)
_CALLED = re.compile(r"面向(?:全[市县区])?([^,。;::]{4,60}?)(?:公开|广泛)?征集")
_HEAD = re.compile(r"^(?:全[省市县区州])?各?(?:级各类|[级类族])?(?=.)")
_TAIL = re.compile(r"(?:党组织|等)$")
_MAY = re.compile(
    r"(?:均|都|皆|也)?可(?:以)?(?:作为|申报|报送|参与|参加|投稿|推荐)|[均都皆](?:可|属|为|有)"
)  # 水库管理单位均可作为撰写单位


def themes_of(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """The list that stands under a heading about themes: the best such heading, the first of equals."""
    best: tuple[int, tuple[Said[ThemeText], ...]] = (0, ())
    for at, line in enumerate(lines):
        heading = _heading(line)
        weight = _weight(heading)
        if weight <= best[0]:
            continue
        items = _items(lines, at)
        if len(items) in THEMES:
            best = (weight, items)
    return best[1] or _numbered_kinds(lines) or _told_in_a_row(lines)


def _told_in_a_row(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """可从五个方向中任选其一：一是“舌尖守护”，讲…；二是…, in the midst of a paragraph."""
    for line in lines:
        plain = nfkc(line.text)
        before = plain[: mark.start()] if (mark := _SPOKEN.search(plain)) else ""
        clause = re.split("[。;]", before)[-1]
        if not WORDS.theme_strong.search(clause) or WORDS.theme_never.search(clause):
            continue
        items = tuple(_theme(said.partition("。")[0], line.text) for said in _spoken(plain))
        if len(items) in THEMES and all(len(item.value.title) <= HEADING for item in items):
            return items
    return ()


def _heading(line: Line) -> str:
    return _TITLE_END.split(line.rest, maxsplit=1)[0] if line.style else ""


def _weight(heading: str) -> int:
    if not heading or len(heading) > HEADING or WORDS.theme_never.search(heading):
        return 0
    return 2 * bool(WORDS.theme_strong.search(heading)) + bool(WORDS.theme_weak.search(heading))


def _items(lines: tuple[Line, ...], at: int) -> tuple[Said[ThemeText], ...]:
    below = section(lines, at)
    numbered = [line for line in below if line.style]
    if numbered:
        style = numbered[0].style
        if len(numbered) == 1 and len(parts := _INLINE.split(numbered[0].rest)) > 1:
            return tuple(_theme(part, numbered[0].text) for part in parts)
        return tuple(_theme(line.rest, line.text) for line in numbered if line.style == style)
    for line in (lines[at], *below):
        said = _TITLE_END.split(line.rest, maxsplit=1)[-1] if line is lines[at] else line.rest
        if len(spoken := list(_spoken(said))) > 1:
            return tuple(_theme(one, line.text) for one in spoken)
        about = _ABOUT.search(said)
        words = about[1].split("、") if about else said.strip("。;").split("、")
        if (
            (about or line is lines[at])
            and len(words) > 2
            and all(2 <= len(word) <= HEADING for word in words)
        ):
            return tuple(Said(ThemeText(word.removesuffix("等"), ""), line.text) for word in words)
    return ()


def _spoken(text: str) -> Iterator[str]:
    """一是…；二是…"""
    marks = list(_SPOKEN.finditer(text))
    for mark, after in zip(marks, [*marks[1:], None], strict=False):  # of no marks, none
        yield text[mark.end() : after.start() if after else len(text)].strip(";,。 ")


def _numbered_kinds(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    found = [line for line in lines if line.style == "kind"]
    return tuple(_theme(line.rest, line.text) for line in found) if len(found) in THEMES else ()


def _theme(text: str, quote: str) -> Said[ThemeText]:
    """The title is what stands before the first full stop, colon or, when that is long, comma."""
    if quoted := _QUOTED.match(text.strip("。; ")):
        return Said(ThemeText(quoted[1], wide(quoted[2].strip(",。; "))), quote)
    title, _, rest = _cut(text.strip("。; "))
    return Said(ThemeText(wide(title), wide(rest.strip(",。; "))), quote)


def _cut(text: str) -> tuple[str, str, str]:
    match = _TITLE_END.search(text)
    if match is None and "包括" in text:
        return text.partition(",包括")
    if match is None:
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :]


def levels_of(lines: tuple[Line, ...]) -> tuple[Said[str], ...]:
    """The kinds of places or senders that are told apart."""
    for line in lines:
        if match := _NAMED_LEVELS.search(nfkc(line.text)):
            return tuple(Said(wide(name), line.text) for name in _ENUMERATED.split(match[1]))
    for line in lines:
        if found := _named(_LEVELS, line):
            return found
    for at, line in enumerate(lines):
        if not WORDS.author_heads.search(_heading(line)):
            continue
        head = _TITLE_END.split(line.rest, maxsplit=1)
        for said in (*head[1:], *(one.rest for one in section(lines, at)[:2])):
            names = _kinds(said)
            if len(names) > 1:
                return tuple(Said(name, line.text if said in line.rest else wide(said)) for name in names)
    return next(
        (found for who in (_WHO, _CALLED, _WRITTEN_BY) for line in lines if (found := _named(who, line))), ()
    )


def _named(pattern: re.Pattern[str], line: Line) -> tuple[Said[str], ...]:
    match = pattern.search(nfkc(line.text))
    names = _kinds("、".join(filter(None, match.groups()))) if match else []
    return tuple(Said(name, line.text) for name in names) if len(names) > 1 else ()


def _kinds(text: str) -> list[str]:
    last = re.split(r"[::]", text)[-1].strip("。; ")
    names = [_kind(name) for name in _ENUMERATED.split(_MAY.split(last, maxsplit=1)[0])]
    fits = all(1 <= len(name) <= LONGEST_KIND and WORDS.authors.search(name) for name in names)
    return names if fits and any(len(name) > 1 for name in names) else []


def _kind(text: str) -> str:
    """表现突出的残疾人个人 → 残疾人个人, where the whole is long."""
    name = wide(_TAIL.sub("", _HEAD.sub("", text)))
    return name.rpartition("的")[2] if len(name) > LONG_KIND else name
