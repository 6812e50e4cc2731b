"""Several cases in one file, told apart.

A file is cut only where strong signs agree: numbered case headings, repeated title labels, or a
new title with its unit after which the numbering starts again. The sections 一、二、三、 of one
case are never cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from intake.campaign.authors import AUTHORS
from intake.config.words import either
from intake.documents.tables.labels import labelled_lines
from intake.model.case import Document, DocumentKind
from intake.text.numerals import read_number
from intake.understand.papers.kind import HEADING, document_kind

PART_HANZI: Final = 200  # each case has at least so many characters, or,
SIGNED_HANZI: Final = 80  # under a title with its author below it
TITLE: Final = 45  # characters of the longest
HEAD_IN_LINE, BELOW_HEAD = (
    90,
    60,
)  # characters of a title with its author in one line, and of the text below it
LETTER_LINES: Final = 12  # of a letter above the first of several cases
LEAST_TITLE, LONGEST_KNOWN = 4, 120  # signs of a known title, characters of a line that may be one
PREFACE_SHARE: Final = 0.15  # of the text, and
PREFACE_HANZI: Final = 300  # characters, whichever is more: what may stand before the first case

_NUMBERED: Final = re.compile(
    r"^[\f【\[（(]{0,3}(?:(?:典型|优秀|实践|工作|创新|社区)?(?:案例|故事|作品|论文|征文|事迹|做法)\s*+(?:之\s*+)?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})"
    r"|第\s?(?P<ordinal>[一二三四五六七八九十]{1,3}|\d{1,2})\s?[篇则](?:案例|故事|做法|文章|材料)?)"
    r"\s*(?:[】\]）)：:、.．—-]|\s|$)"
)
_TITLE_LABEL: Final = re.compile(r"^\f?[（(【]?(?:案例|材料|文章)?(?:名称|标题|题目)[】）)]?\s*[：:\t]\s*\S")
_UNIT_LINE: Final = re.compile(
    r"^[（(]?[\u4e00-\u9fff（）() \u3000]{2,40}"
    r"(?:局|镇|乡|街道|办事处|社区|村|委员会|居委会|村委会|政府|管委会|处|中心|公司|集团|厂|学校|[小中]学校?|大学|学院|幼儿园"
    rf"|医院|卫生[院室所]|保健院|[站所馆科股队]|工会|妇联|联合会|协会|合作社|基地|{either(AUTHORS.organs)})[）)]?$"
)
_SUBTITLE: Final = re.compile(r"^(?:——|—|--|－－|――)")
_NOT_TITLE: Final = re.compile(
    r"^(?:附件|附图|附表|附[：:]|图|表|注|目录|目\s*录|照片|联系|报送|作者|单位|说明|备注|第.{1,3}[章节页])|[。；：！？，、;:,]$|^\d+$"
)
_FIRST_HEADING: Final = re.compile(r"^(?:一、|一[.．]|（一）|第一[章节部分]|1[、.．])")
_COUNTED: Final = re.compile(
    r"^\f?(?:(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})[、.．]|[（(](?P<round>[一二三四五六七八九十]{1,3}|\d{1,2})[）)])\s*(?=\S)"
)
_MARKS: Final = r"[ \u3000]{0,3}(?:[：:]|[—–-]{1,4}|的)?[ \u3000]{0,3}"
# 红旗镇文化站：《夜读》, 《夜读》（红旗镇文化站）, 《夜读》——红旗镇文化站, 夜读（红旗镇文化站）
_HEAD_IN_LINE: Final = re.compile(
    rf"(?:(?P<before>[\u4e00-\u9fff（）()]{{4,40}}?){_MARKS})?《(?P<booked>[^《》]{{2,45}})》"
    rf"(?:{_MARKS}[（(]?(?P<behind>[\u4e00-\u9fff]{{4,40}})[）)]?)?"
    r"|(?P<plain>[^《》（）()。：:，,]{4,45})[（(](?P<inside>[\u4e00-\u9fff]{4,40})[）)]"
)
_CLOSING: Final = re.compile(
    r"^\s*[（(]?(?:联系人|联系电话|联系方式|电话|手机|作者|供稿|执笔|撰稿|(?:报送|供稿|申报)?单位[：:].{2,40}(?:执笔|撰稿|联系|作者))"
)  # under a case
_RULE: Final = re.compile(
    r"^[ \t]*([-—–─━=＝_＿*＊~～·.#])(?:[ \t]?\1){3,}[ \t]*$"
)  # drawn between two cases
_TOC_TAIL: Final = re.compile(r"(?:\.{3}|…|·{3}|\t)[^\S\t]*+\d{1,3}$")


def split_cases(document: Document, known: Collection[str] = ()) -> tuple[Document, ...]:
    """The cases in a document, each with its own text, title lines and pairs; itself when there is one.

    ``known`` are titles of the sender's earlier cases: each begins its case where two of them stand as lines.
    """
    if document.kind == DocumentKind.FORM:
        return _split_forms(document)
    if document.kind != DocumentKind.CASE or not document.text:
        return (document,)
    lines = document.text.split("\n")
    starts = _known_starts(lines, known)
    if starts:
        return _cut(document, lines, starts)
    for find in (_numbered_starts, _labelled_starts, _ruled_starts, _titled_starts):
        starts = find(lines)
        if len(starts) >= 2:
            return _cut(document, lines, starts)
    if heads := _heads_in_line(lines):
        return _cut(document, [heads.get(at, line) for at, line in enumerate(lines)], list(heads))
    starts = _signed_starts(lines)
    plain = [_COUNTED.sub("", line) if at in starts else line for at, line in enumerate(lines)]
    return _cut(document, plain, starts) if starts else (document,)


def _known_starts(lines: list[str], known: Collection[str]) -> list[int]:
    """The lines that are titles of different known cases; of several that are one title, that with most below it."""
    titles = {key for title in known if len(key := _letters(title)) >= LEAST_TITLE}
    said = [(at, key) for at, line in enumerate(lines) if (key := _letters(line[:LONGEST_KNOWN])) in titles]
    best: dict[str, tuple[int, int]] = {}
    for (at, key), end in zip(said, [*(at for at, _ in said[1:]), len(lines)], strict=False):
        below = _hanzi(lines[at:end])
        if below > best.get(key, (0, 0))[0]:
            best[key] = below, at
    starts = sorted(at for _, at in best.values())
    if len(starts) < 2 or any(below < SIGNED_HANZI for below, _ in best.values()):
        return []
    return starts if _hanzi(lines[: starts[0]]) <= PREFACE_HANZI else []


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _split_forms(document: Document) -> tuple[Document, ...]:
    """The forms in one file, each with its own cells, where several name a case."""
    starts = form_starts(document.pairs)
    if len(starts) < 2:
        return (document,)
    ends = (*starts[1:], len(document.pairs))
    parts = [document.pairs[start:end] for start, end in zip(starts, ends, strict=True)]
    return tuple(
        replace(
            document,
            text="\n".join(f"{label}：{value}" for label, value in pairs),
            pairs=pairs,
            rows=(),
            doubts=document.doubts if number == 0 else (),
        )
        for number, pairs in enumerate(parts)
    )


def form_starts(pairs: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Where each form begins among the cells of a file: at the label that comes back with every title."""
    titles = [at for at, pair in enumerate(pairs) if _TITLE_LABEL.match(f"{pair[0]}：…")]
    if len(titles) < 2:
        return ()
    firsts = [at for at, (label, _) in enumerate(pairs) if label == pairs[0][0]]
    return tuple(firsts) if len(firsts) == len(titles) else (0, *titles[1:])


def _hanzi(lines: Sequence[str]) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for line in lines for character in line)


def _are_cases(lines: list[str], starts: list[int]) -> bool:
    """Whether every part is long enough, and little stands before the first."""
    if len(starts) < 2:
        return False
    ends = [*starts[1:], len(lines)]
    parts = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    if any(_hanzi(part) < (SIGNED_HANZI if _is_signed(part) else PART_HANZI) for part in parts):
        return False
    return _hanzi(lines[: starts[0]]) <= max(PREFACE_HANZI, PREFACE_SHARE * _hanzi(lines))


def _is_signed(part: Sequence[str], within: int = 3) -> bool:
    """Whether an author stands below its title, which may stand below a number: 案例一."""
    below = [
        line.strip() for line in part[1 : 2 * within + 1] if line.strip()
    ]  # mails have blank lines between
    return any(_UNIT_LINE.match(line) for line in below[:within])


def _numbered_starts(lines: list[str]) -> list[int]:
    """Lines 案例一 … 案例二 … in sequence; a table of contents in front does not count."""
    found: dict[int, int] = {}
    for place, line in enumerate(lines):
        match = _NUMBERED.match(line)
        if match and len(line) <= 80 and not _TOC_TAIL.search(line):
            found[read_number(match["number"] or match["ordinal"])] = (
                place  # the last one: contents come first
            )
    starts = [found[number] for number in range(1, len(found) + 1) if number in found]
    if len(starts) != len(found) or starts != sorted(starts):
        return []
    return starts if _are_cases(lines, starts) else []


def _signed_starts(lines: list[str]) -> list[int]:
    """Lines 一、面瘫的新郎官 that count from one on and have an author each below: no section has."""
    counted = [(place, match) for place, line in enumerate(lines) if (match := _COUNTED.match(line))]
    signed = [
        (place, match)
        for place, match in counted
        if len(lines[place]) <= TITLE
        and not _NOT_TITLE.search(lines[place].strip())
        and _is_signed(lines[place : place + 3], 1)
    ]
    numbers = [read_number(match["number"] or match["round"]) for _, match in signed]
    starts = [place for place, _ in signed]
    return starts if numbers == list(range(1, len(starts) + 1)) and _are_cases(lines, starts) else []


def _heads_in_line(lines: list[str]) -> dict[int, str]:
    """Lines 一、红旗镇文化站：《夜读》 that have a title and an author each, numbered from one on or not at all.

    By place, with the title and below it the author, as every other text has them.
    """
    heads: dict[int, str] = {}
    numbers: list[int] = []
    for place, line in enumerate(lines):
        count = _COUNTED.match(line) if len(line) <= HEAD_IN_LINE else None
        said = line[count.end() :] if count else line
        head = _HEAD_IN_LINE.fullmatch(said.strip()) if len(line) <= HEAD_IN_LINE else None
        author = (head["before"] or head["behind"] or head["inside"] or "") if head else ""
        if head is None or not _UNIT_LINE.match(author):
            continue
        heads[place] = f"{head['booked'] or head['plain']}\n{author}"
        numbers.append(read_number(count["number"] or count["round"]) if count else 0)
    counted = numbers == list(range(1, len(numbers) + 1)) or not any(numbers)
    starts, authors = list(heads), {head.partition("\n")[2] for head in heads.values()}
    if not counted or len(starts) < 2 or len(authors) < len(starts):
        return {}
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    enough = all(_hanzi(part[1:]) >= BELOW_HEAD for part in parts)
    return heads if enough and _hanzi(lines[: starts[0]]) <= PREFACE_HANZI else {}


def _labelled_starts(lines: list[str]) -> list[int]:
    """Lines such as 案例名称：… that come back for every case."""
    starts = [place for place, line in enumerate(lines) if _TITLE_LABEL.match(line) and len(line) <= 120]
    return starts if _are_cases(lines, starts) else []


def _ruled_starts(lines: list[str]) -> list[int]:
    """What stands between drawn lines, ------, each under a title of its own; a letter may stand above the first."""
    rules = [place for place, line in enumerate(lines) if _RULE.match(line)]
    starts: list[int] = []
    for above, end in pairwise((-1, *rules, len(lines))):
        first = next((place for place in range(above + 1, end) if lines[place].strip()), end)
        if _hanzi(lines[first:end]) < SIGNED_HANZI:
            continue
        apart = _is_title(lines[first]) and (_is_signed(lines[first : first + 7]) or _is_closed(lines, first))
        if not (apart or starts):  # a letter above it
            below = range(first, min(first + LETTER_LINES, end))
            signed = (at for at in below if _is_title(lines[at]) and _is_signed(lines[at : at + 3], 1))
            starts.append(next(signed, first))
        elif apart:
            starts.append(first)
    return starts if rules and _are_cases(lines, starts) else []


def _titled_starts(lines: list[str]) -> list[int]:
    """Title lines with a unit or subtitle below, from which the numbering starts again."""
    marks = _landmarks(lines)
    starts = [0]
    for place in range(1, len(lines)):
        if not _is_title(lines[place].lstrip("\f")):
            continue
        closed = _is_closed(lines, place) and _is_signed(lines[place : place + 5], 2)
        open_above = lines[place].startswith("\f") or _stands_in(marks.first_headings, starts[-1], place)
        if not (closed or open_above):
            continue
        least = SIGNED_HANZI if closed else PART_HANZI
        begins = closed or _begins_case(lines, place, marks)
        if begins and marks.hanzi[place] - marks.hanzi[starts[-1]] >= least:
            starts.append(place)
    while len(starts) > 1 and _hanzi(lines[starts[-1] :]) < (
        SIGNED_HANZI if _is_closed(lines, starts[-1]) else PART_HANZI
    ):
        starts.pop()
    return starts if _are_cases(lines, starts) else []


def _is_closed(lines: list[str], place: int) -> bool:
    """Whether a contact closes what stands above a title line."""
    above = next(
        (
            line
            for line in reversed(lines[max(0, place - 3) : place])
            if line.strip() and not _RULE.match(line)
        ),
        "",
    )
    return bool(_CLOSING.match(above))


@dataclass(frozen=True, slots=True)
class _Landmarks:
    """Places of lines, ascending; ``hanzi[n]`` is how many Hanzi stand above line ``n``."""

    first_headings: list[int]
    pages: list[int]  # that begin a page
    hanzi: list[int]


def _landmarks(lines: list[str]) -> _Landmarks:
    return _Landmarks(
        first_headings=[n for n, line in enumerate(lines) if _FIRST_HEADING.match(line.lstrip("\f"))],
        pages=[n for n, line in enumerate(lines) if line.startswith("\f")],
        hanzi=[*accumulate((_hanzi([line]) for line in lines), initial=0)],
    )


def _stands_in(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places is from ``start`` on and before ``end``."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _begins_case(lines: list[str], place: int, marks: _Landmarks) -> bool:
    """Whether what follows a title line is the beginning of a case."""
    below = [text for line in lines[place + 1 : place + 7] if (text := line.strip())]
    named = any(_SUBTITLE.match(line) or _UNIT_LINE.match(line) for line in below[:3])
    page = bisect_right(marks.pages, place)
    until = marks.pages[page] if page < len(marks.pages) else len(lines)
    restarts = _stands_in(marks.first_headings, place + 1, max(until, place + 12))
    if lines[place].startswith("\f"):
        return named or (restarts and _stands_in(marks.first_headings, 0, place))
    return named and restarts


def _is_title(line: str) -> bool:
    text = line.strip()
    if not 5 <= len(text) <= TITLE or "\t" in text:
        return False
    return not (_NOT_TITLE.search(text) or HEADING.match(text) or _SUBTITLE.match(text))


def _cut(document: Document, lines: list[str], starts: list[int]) -> tuple[Document, ...]:
    """The parts; what a preface says of unit and contact holds for all of them."""
    shared = labelled_lines("\n".join(lines[: starts[0]]))
    parts = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        text = "\n".join(line for line in lines[start:end] if not _RULE.match(line)).strip("\n").lstrip("\f")
        part = replace(
            document,
            text=text,
            pairs=tuple(dict.fromkeys((*_pairs_inside(document, text), *labelled_lines(text), *shared))),
            rows=tuple(row for row in document.rows if all(cell in text for cell in row.cells)),
            pictures=tuple(
                picture for picture in document.pictures if picture.caption and picture.caption in text
            ),
            centred=_centred(document, text),
            pages=0,
            doubts=document.doubts if number == 0 else (),
        )
        kind = document_kind(part)
        parts.append(replace(part, kind=DocumentKind.CASE if kind == DocumentKind.OTHER else kind))
    return tuple(parts)


def _pairs_inside(document: Document, text: str) -> list[tuple[str, str]]:
    return [
        (label, value)
        for label, value in document.pairs
        if value[:30].partition("\n")[0] in text and label in re.sub(r"\s+", "", text)
    ]


def _centred(document: Document, text: str) -> tuple[str, ...]:
    """The title lines of a part: those known to be centred, else its first lines that look like titles."""
    known = tuple(line for line in document.centred if line in text[:200])
    if known:
        return known
    first = [line.strip() for line in text.split("\n")[:3]]
    return tuple(line for line in first if _is_title(line) or _SUBTITLE.match(line))[:2]
