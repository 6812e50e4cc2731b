"""The parts of a case text: title lines, unit lines, where the body begins, the closing lines.

Plain lines are all there is to go by: styles are lost in half of the formats. A line is judged by
what it holds and by its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from intake.campaign.places.gazetteer import Gazetteer
from intake.config.words import AnyOf, WordLists, Words, either, load_words, spaced
from intake.text.fold import HAN
from intake.understand.identify.parse.dates import is_date_line
from intake.understand.identify.parse.labels import LABELS
from intake.understand.identify.parse.title import (
    SUBTITLE_END,
    Title,
    clean_title,
    is_generic,
    is_title,
    is_unfinished,
    split_title,
    subtitle_of_line,
    without_leading_number,
)
from intake.understand.identify.parse.units import Unit, is_elsewhere, parse_unit
from intake.understand.papers.words import PAPER_WORDS

LineKind = Literal["junk", "label", "date", "unit", "dash", "heading", "prose", "title", "greeting"]

HEAD_LINES = 24  # that are looked at for the title
TAIL_LINES = 10  # that are looked at for unit, contact and date
OPENING = 300  # characters of the body that count as its opening
LONG_LINE = 60


class LayoutWords(WordLists):
    """Headings of parts, and what letters begin with."""

    parts_of: Words
    parts: Words
    greetings: AnyOf


_WORDS = load_words("layout", LayoutWords)
_HEADING = re.compile(
    r"^\s*(?:[（(【〔]?[一二三四五六七八九十]{1,3}[）)】〕、.．]|第[一二三四五六七八九十]{1,3}[章节部分]|[（(]?\d{1,2}[）)、.．](?!\d)|[①-⑩]|[ⅠⅡⅢ])"
)
_PART = rf"{either(_WORDS.parts_of)}*{either(_WORDS.parts)}(?:与\S{{2,6}}|及\S{{2,6}}|和\S{{2,6}})?"
_PART_LINE = re.compile(rf"^[【\[〔（(]?\s*{_PART}\s*[】\]〕）)]?\s*[:：]?$|^[【\[〔]\s*{_PART}\s*[】\]〕]")
_PART_PROSE = re.compile(r"^(?:摘要|导语|导读|引言|编者按|内容提要|关键词|题记|问|答|记者|主持人)\s*[:：]")
_LABEL = re.compile(
    rf"^[（(【\[]?\s*{either(spaced(LABELS.lines + LABELS.head_lines))}[^:：。，]{{0,14}}[:：]"
)
_PHOTO = re.compile(r"^[（(]?\s*(?:图\s*\d+|照片|图片|附图|\[图)")
_PAGE = re.compile(r"^[\s\-—–－第页共/\d]{1,14}$|^目\s*录$")


GREETING = 300  # characters of the longest


@dataclass(frozen=True, slots=True)
class Layout:
    """A case text taken apart. ``text`` begins with the title (a mail's greeting is cut off)."""

    text: str
    title: Title
    units: tuple[Unit, ...]  # unit lines under the title and at the end, head first
    head: tuple[str, ...]  # lines before the body that are neither title nor subtitle
    opening: str  # first characters of the body
    tail: tuple[str, ...]  # closing lines: unit, contact, date
    doubtful: bool = False  # the title's borders are a guess
    shorter: str = ""  # the title, were its second line a subtitle without a dash


def lay_out(text: str, places: Gazetteer, year: int | None, *, letter: bool = False) -> Layout:
    """Take a case text apart. ``letter``: a mail's own text, which may begin with a greeting."""
    lines = [(number, line.strip(" \t\u3000\f\u00a0")) for number, line in enumerate(text.split("\n"))]
    lines = [(number, line) for number, line in lines if line]
    lines = _part_unit_from_title(lines, places, year)
    shown = [line for _, line in lines[:HEAD_LINES]]
    units: dict[int, Unit] = {}
    kinds: list[LineKind] = []
    for index, line in enumerate(shown):
        kinds.append(_kind(line, index, shown, units, places, year))
        if kinds[-1] in ("heading", "prose") and not (letter or "greeting" in kinds):
            break
    first = _after_greeting(kinds, shown) if letter or "greeting" in kinds[:2] else 0
    end = _body_start(kinds, first)
    title, used, doubtful = _title(shown, kinds, first, end, places, year)
    shorter = _shorter([shown[index] for index in sorted(used)], title) if doubtful else ""
    body = [line for _, line in lines[end:]]
    tail = _tail(body)
    tail_units = [unit for line in tail for unit in _units_of(line, places, year)]
    head_units = [units[index] for index in sorted(units) if first <= index < end]
    start = lines[first][0] if first and lines else 0
    return Layout(
        text="\n".join(text.split("\n")[start:]) if start else text,
        title=title,
        units=(*head_units, *tail_units),
        head=tuple(line for index, line in enumerate(shown[:end]) if index >= first and index not in used),
        opening="\n".join(body)[:OPENING],
        tail=tuple(tail),
        doubtful=doubtful,
        shorter=shorter,
    )


def _part_unit_from_title(
    lines: list[tuple[int, str]], places: Gazetteer, year: int | None
) -> list[tuple[int, str]]:
    """泉山区段庄街道段北社区 “五色花”志愿服务: a whole unit before the title on its line stands alone."""
    for at, (number, line) in enumerate(lines[:3]):
        before, *after = re.split(r"[ \t\u3000]+", line, maxsplit=1)
        if not after or len(line) > LONG_LINE or len(before) < 6 or not is_title(after[0], places):
            continue
        unit = parse_unit(before, places, year)
        if unit is None or unit.mention is None or not (unit.mention.county and unit.mention.town):
            continue
        if parse_unit(line, places, year) is None and len(after[0]) > 4:
            return [*lines[:at], (number, before), (number, after[0]), *lines[at + 1 :]]
    return lines


def _shorter(texts: Sequence[str], title: Title) -> str:
    """The first line of two, where the second may be a subtitle: no couplet, and nothing left open."""
    if len(texts) != 2 or title.subtitle or is_unfinished(texts[0]):
        return ""
    first = clean_title(texts[0])
    return "" if title.title.startswith(f"{first} ") or len(first) < 5 else first


def _kind(  # noqa: C901, PLR0912 - a decision table, one line a kind
    line: str, index: int, shown: Sequence[str], units: dict[int, Unit], places: Gazetteer, year: int | None
) -> LineKind:
    if _PAGE.match(line) or _PHOTO.match(line):
        return "junk"
    if is_date_line(line):
        return "date"
    if _PART_LINE.match(line):
        return "heading"
    if _PART_PROSE.match(line):
        return "prose"
    if subtitle_of_line(line) and len(line) <= LONG_LINE:
        return "dash"
    if (
        index < 4
        and len(line) <= LONG_LINE
        and re.search(r"“.+”[:：]$", line)
        and is_title(line[:-1], places)
    ):
        return "title"  # 太山村的“一事一议”： over the second line of the title
    unit = parse_unit(line, places, year)
    if unit is not None:
        units[index] = unit
        return "unit"
    if PAPER_WORDS.form.search(line) and any("\t" in below for below in shown[index + 1 : index + 2]):
        return "junk"  # 家风案例推荐表 over its table
    if (
        index < 4
        and is_elsewhere(line)
        and any(is_title(below, places) for below in shown[index + 1 : index + 2])
    ):
        return "junk"
    if _LABEL.match(line):
        return "label"
    if _HEADING.match(line):
        return "title" if _numbered_title(line, index, shown, places, year) else "heading"
    if index < 6 and _WORDS.greetings.search(line) and not _looks_titled(line):
        return "greeting"
    if is_generic(line, places):
        return "junk"
    if len(line) > LONG_LINE or not is_title(line, places):
        return "prose"
    if re.search(r"[！？!?]$", line) and len(line) > 30:
        return "prose"
    return "title"


def _looks_titled(line: str) -> bool:
    """A short line without the marks of a letter: 各位邻居请坐 may be a title."""
    return (
        len(line) <= 30
        and not re.search(r"[，,。：:！!；;]", line)
        and not re.search(r"附件|查收|现将|您好|你好", line)
    )


def _numbered_title(line: str, index: int, shown: Sequence[str], places: Gazetteer, year: int | None) -> bool:
    """1.一核引领 with a unit or subtitle below is a title in a collection, not a heading."""
    if index > 2 or not re.match(r"^\s*[（(]?[\d一]{1,2}[）)、.．]", line) or not is_title(line, places):
        return False
    below = shown[index + 1 : index + 3]
    if any(subtitle_of_line(other) for other in below):
        return True
    return bool(below) and parse_unit(below[0], places, year) is not None


def _after_greeting(kinds: Sequence[LineKind], shown: Sequence[str]) -> int:
    """The line after a mail's greeting: the first title that a unit, dash or heading follows soon.

    A greeting is short: what stands below more words is a heading of the case, which began above.
    """
    above = 0
    for index, kind in enumerate(kinds):
        above += len(shown[index - 1]) if index else 0
        if above > GREETING:
            return 0
        if kind not in ("title", "unit") or index == 0:
            continue
        if "greeting" not in kinds[:index] and "prose" not in kinds[:index]:
            continue
        if any(after in ("dash", "unit", "heading") for after in kinds[index + 1 : index + 4]):
            return index
    return 0


def _body_start(kinds: Sequence[LineKind], first: int) -> int:
    for index in range(first, len(kinds)):
        if kinds[index] in ("heading", "prose"):
            return index
    return len(kinds)


def _title(
    shown: Sequence[str],
    kinds: Sequence[LineKind],
    first: int,
    end: int,
    places: Gazetteer,
    year: int | None,
) -> tuple[Title, set[int], bool]:
    """The title lines before ``end``, the indexes they take, and whether their borders are a guess."""
    starts = [index for index in range(first, end) if kinds[index] == "title"]
    if not starts:
        return Title(), set(), False
    begin = starts[0]
    run = [begin]
    while run[-1] + 1 < end and kinds[run[-1] + 1] == "title" and len(run) < 5:
        run.append(run[-1] + 1)
    while len(run) > 1 and _names_only_the_call(shown[run[0]], places, year):
        run = run[1:]
    dash = next((i for i in range(run[-1] + 1, min(run[-1] + 3, end)) if kinds[i] == "dash"), None)
    texts = [shown[index] for index in run]
    used = set(run)
    subtitle = ""
    if dash is not None and (dash == run[-1] + 1 or kinds[run[-1] + 1] in ("unit", "date", "junk")):
        subtitle = subtitle_of_line(shown[dash])
        used.add(dash)
        if dash + 1 < end and kinds[dash + 1] == "title":
            subtitle = _join(subtitle, clean_title(shown[dash + 1]))
            used.add(dash + 1)
    else:
        texts, subtitle, used = _without_dash(texts, run, places, year)
    joined = texts[0]
    for more in texts[1:3]:
        joined = _join(joined, more)
    found = split_title(
        without_leading_number(joined) if _HEADING.match(joined) else joined, "\n".join(texts)
    )
    doubtful = len(run) > 3 or (len(run) > 1 and dash is None and not subtitle)
    if subtitle:
        return (
            Title(found.title if not found.subtitle else clean_title(joined), subtitle, found.quote),
            used,
            doubtful,
        )
    return found, used, doubtful


def _names_only_the_call(line: str, places: Gazetteer, year: int | None) -> bool:
    """丰县宋楼镇社区治理创新案例 above another title line is a heading of the call."""
    rest = line
    for mention in reversed(places.mentions(line, year)):
        rest = rest[: mention.start] + rest[mention.end :]
    return rest != line and is_generic(rest, places) and not is_unfinished(line)


def _without_dash(
    texts: list[str], run: list[int], places: Gazetteer, year: int | None
) -> tuple[list[str], str, set[int]]:
    """A second line that names the place and ends like one is a subtitle without its dash."""
    for at in range(1, len(texts)):
        line = texts[at]
        if is_unfinished(texts[at - 1]):
            continue
        named = [m for m in places.mentions(line, year) if m.kind != "elsewhere" and m.start <= 2]
        bracketed = line[0] in "（(" and line[-1] in "）)"
        if (named and (SUBTITLE_END.search(line.rstrip("）)")) or len(line) >= 10)) or bracketed:
            subtitle = line.strip("（）()") if bracketed else line
            for more in texts[at + 1 : at + 2]:
                subtitle = _join(subtitle, more)
            return texts[:at], clean_title(subtitle), set(run[: at + 2])
    return texts[:3], "", set(run[:3])


def _join(first: str, second: str) -> str:
    """Join two lines of one title: with a blank between the halves of a couplet, which are as long."""
    halves = [len(re.findall(f"[{HAN}]", line)) for line in (first, second)]
    couplet = halves[0] == halves[1] > 3
    if is_unfinished(first) or not couplet or re.match(r"[”》）、，的在了着得之起来出]", second):
        return first + second
    return f"{first} {second}"


def _tail(body: Sequence[str]) -> list[str]:
    """Closing lines, in order: short lines after the last prose, and a bracket that ends it."""
    found: list[str] = []
    for line in reversed(body[-TAIL_LINES:]):
        if len(line) > LONG_LINE and not _LABEL.match(line):
            bracket = re.search(r"[（(]([^（）()]{4,80}|[^（）]{4,80})[）)]\s*[。.]?\s*$", line)
            if bracket and not re.search(r"[。；]", bracket[1][:-1].replace("；", "", 2)):
                found.append(bracket[0].strip())
            break
        bracket = re.search(r"[。！？”]\s*([（(][^（）()]{4,60}[）)])\s*$", line)
        if bracket:
            found.append(bracket[1])
            break
        if (
            len(line) > 25
            and re.search(r"[。！？”]$", line)
            and not _LABEL.match(line)
            and line[0] not in "（("
        ):
            break
        found.append(line)
    return found[::-1]


def _units_of(line: str, places: Gazetteer, year: int | None) -> list[Unit]:
    """Units in a closing line, each part of （作者单位：…；联系人：…） on its own."""
    whole = parse_unit(line, places, year)
    if whole is not None:
        return [whole]
    if not re.search(f"[{HAN}]{{4}}", line) or re.search(r"[。！？]", line.rstrip("。")):
        return []
    parts = re.split(r"[；;，,\t]|\s{2,}|　", line.strip("（）()。"))
    return [unit for part in parts if (unit := parse_unit(part, places, year)) is not None and unit.mention]
