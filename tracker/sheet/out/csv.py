"""案例汇总表 as CSV for programs that take nothing else, and for intranet machines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from tracker.sheet.columns import SERIAL
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import safe

ENCODINGS = {"gb18030": "gb18030", "gbk": "gb18030", "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig"}
_LONG_NUMBER = re.compile(r"[0０]\d+|\d{11,}")


def csv_bytes(edition: Edition, encoding: str) -> bytes:
    """Heading and one line a case; ``encoding`` is a key of :data:`ENCODINGS`, UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows(_rows(edition))
    return buffer.getvalue().encode(ENCODINGS[encoding])


def _rows(edition: Edition) -> Iterator[list[str]]:
    columns = edition.columns
    yield [SERIAL, *(inert(edition.campaign.own(column.heading)) for column in columns)]
    for chunk in edition.chunks:
        context = edition.context(chunk)
        for case in chunk.rows:
            yield [str(case.serial), *(inert(f"{column.value(case, context)}") for column in columns)]


def inert(text: str) -> str:
    """A cell that a spreadsheet neither runs nor spoils.

    What begins like a formula gets an apostrophe (OWASP, CSV injection); long numbers get a tab,
    so that a telephone is not shown as 1.38E+10.
    """
    text = " ".join(safe(text).split("\n"))
    if text.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
        return "'" + text
    return "\t" + text if _LONG_NUMBER.fullmatch(text) else text
