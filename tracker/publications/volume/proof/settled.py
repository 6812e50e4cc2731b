"""A PDF that PDFium wrote, without the time of writing: the same input has the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

NO_DATE: Final = "19800101000000"
_ID: Final = re.compile(rb"/ID\s?\[[^\]<]{0,80}(?:<[0-9A-Fa-f]{32}>\s?){1,2}\]")  # PDF 1.7, 14.4
_HEX: Final = re.compile(rb"<[0-9A-Fa-f]{32}>")
_DATE: Final = re.compile(rb"(/CreationDate\(D:)\d{14}")
_DIGITS: Final = re.compile(r"\d{14}")
_TAIL: Final = 4096  # bytes in which the trailer stands


def save_settled(document: PdfDocument, target: Path, source: PdfDocument) -> None:
    """Write a document made of pages of another, with its date and an identifier made of its bytes."""
    said = _DIGITS.search(source.get_metadata_value("CreationDate"))
    out = io.BytesIO()
    document.save(out)
    target.write_bytes(_settled(out.getvalue(), said[0] if said is not None else NO_DATE))


def _settled(content: bytes, date: str) -> bytes:
    """Every change keeps its length, so that all places in the file stay true."""
    content = _DATE.sub(lambda found: found[1] + date.encode(), content)
    tail = max(0, len(content) - _TAIL)
    found = _ID.search(content, tail)
    if found is None:
        return content
    blank = _HEX.sub(b"<" + b"0" * 32 + b">", found[0])
    content = content[: found.start()] + blank + content[found.end() :]
    digest = hashlib.sha256(content).hexdigest()[:32].upper().encode()
    return content[: found.start()] + blank.replace(b"0" * 32, digest) + content[found.end() :]
