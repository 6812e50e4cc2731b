"""A list of cases written as numbered lines instead of a table: read as the rows it means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from intake.model.case import Document, DocumentKind, Row
from intake.text.fold import nfkc

LEAST: Final = 2  # lines that make a list
LONGEST: Final = 60  # characters of a line that names a case
MOST_OTHER: Final = 3  # lines beside the list: its heading, its unit, its day
HEAD: Final = Row(("案例名称", "单位"))  # as a table would say it; the lines name no units

_HEADING: Final = re.compile(r"(?:目录|名单|清单|一览|汇总)(?:[（(][^）)]{0,10}[）)])?$")
_OF_CASES: Final = re.compile(r"案例|做法|材料|经验")
_LINE: Final = re.compile(r"(\d{1,3})[.、)．）]\s*(\S.*)")
_BOOKED: Final = re.compile(r"《([^《》]{2,50})》")


def read_list(document: Document) -> Document:
    """The document as a sheet where it is a numbered list of cases and little else; else unchanged."""
    if document.kind is not DocumentKind.OTHER or document.rows:
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


def _title(written: str) -> str:
    booked = _BOOKED.search(written)
    return booked[1] if booked else written.rstrip("。;")
