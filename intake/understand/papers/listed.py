"""A list of cases written as lines instead of a table, each with or without what it is about: read as the rows it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.model.case import Document, DocumentKind, Row
from intake.text.fold import nfkc
from intake.text.numerals import read_number

LEAST: Final = 2  # lines that make a list
LONGEST: Final = 60  # characters of a line that names a case
MOST_OTHER: Final = 3  # lines beside the list: its heading, its unit, its day
HEAD: Final = Row(("案例名称", "单位"))  # as a table would say it; the lines name no units

_HEADING: Final = re.compile(r"(?:目录|名单|清单|一览|汇总)(?:[（(][^）)]{0,10}[）)])?$")
_OF_CASES: Final = re.compile(r"案例|做法|材料|经验")
_LINE: Final = re.compile(r"(\d{1,3})[.、)．）]\s*(\S.*)")
MANY: Final = 5  # works, each of another author, that are told of one after another
ABOUT: Final = 300  # characters that tell of one of them
NEAR: Final = 48  # of them in which its author stands
MOST_AROUND: Final = 0.2  # share of such a text that is about none of them
AROUND: Final = 60  # or so many characters

_NUMBERED: Final = re.compile(
    r"(?:[（(](\d{1,3}|[一二三四五六七八九十]{1,3})[）)]|(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.、．:：])[、.]?\s*(?=\S)"
)
_TITLE: Final = re.compile(
    r"《(?P<booked>[^《》]{2,50})》|(?P<plain>[^《》（()：:，,。—\s]{3,30})(?=[（(：:—\s]|$)"
)
_AUTHOR: Final = re.compile(r"[\u4e00-\u9fff]{1,12}(?:街道|社区|开发区|办事处|[镇乡村县市区旗局院校])")
_BOOKED: Final = re.compile(r"《([^《》]{2,50})》")


def read_list(document: Document) -> Document:
    """The document as a sheet where it is a numbered list of cases and little else; else unchanged."""
    if document.kind not in (DocumentKind.OTHER, DocumentKind.CASE) or document.rows:
        return document
    if works := list_works(document.text):
        return replace(document, kind=DocumentKind.SHEET, rows=(HEAD, *(Row((title, "")) for title in works)))
    if document.kind is DocumentKind.CASE:
        return document
    lines = [line.strip() for line in nfkc(document.text).splitlines() if line.strip()]
    found = [match for line in lines if len(line) <= LONGEST and (match := _LINE.fullmatch(line))]
    heading = lines[0] if lines else ""
    if len(found) < LEAST or len(lines) - len(found) > MOST_OTHER:
        return document
    if not (_HEADING.search(heading) and _OF_CASES.search(heading)):
        return document
    if [int(match[1]) for match in found] != list(range(1, len(found) + 1)):
        return document
    rows = tuple(Row((_title(match[2]), "")) for match in found)
    return replace(document, kind=DocumentKind.SHEET, rows=(HEAD, *rows))


def list_works(text: str) -> tuple[str, ...]:
    """Titles of works that a text tells of one after another, each of another author; empty where it is no such list."""
    lines = [line.strip() for line in nfkc(text).splitlines() if line.strip()]
    numbered = sum(_NUMBERED.match(line) is not None for line in lines) >= MANY
    items: list[_Item] = []
    about, around = ABOUT, 0
    for at, line in enumerate(lines):
        if item := _item(line, "".join(lines[at + 1 : at + 2]), numbered=numbered):
            items.append(item)
            about = len(line)
        elif numbered and about + len(line) <= ABOUT:
            about += len(line)
        else:
            around += len(line)
    authors = {item.author for item in items}
    if (
        len(items) < MANY
        or len(authors) < len(items) - 1
        or around > max(AROUND, MOST_AROUND * sum(map(len, lines)))
    ):
        return ()
    if numbered and [item.number for item in items] != list(range(1, len(items) + 1)):
        return ()
    return tuple(item.title for item in items)


@dataclass(frozen=True, slots=True)
class _Item:
    """A work that a line begins to tell of; ``number`` is 0 where it has none."""

    number: int
    title: str
    author: str


def _item(line: str, below: str, *, numbered: bool) -> _Item | None:
    head = _NUMBERED.match(line)
    if len(line) > ABOUT or (numbered and head is None):
        return None
    named = line[head.end() :] if head else line
    title = _TITLE.match(named)
    rest = named[title.end() :] if title else ""
    author = _AUTHOR.search((rest or (below if numbered else ""))[:NEAR])
    if title is None or author is None:
        return None
    return _Item(read_number(head[0]) if head else 0, title["booked"] or title["plain"], author[0])


def _title(written: str) -> str:
    booked = _BOOKED.search(written)
    return booked[1] if booked else written.rstrip("。;")
