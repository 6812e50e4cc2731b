"""The Word file printed by LibreOffice, where it is, and the pages read from what came out.

LibreOffice's pages are those of this computer and its fonts; Word and WPS may break lines elsewhere.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from intake.text.fold import plain
from tracker.publications.volume.word.styles import LANGUAGE, NOT_AT_END, NOT_AT_START

PROGRAMS: Final = ("soffice", "libreoffice")
ELSEWHERE: Final = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SECONDS: Final = 300.0
PART: Final = "volume_part_"  # begins the bookmark of each part
NAMED_LEVELS: Final = 2  # of the outline: parts and cases
FILTER: Final = (
    "pdf:writer_pdf_Export:"
    '{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"IsSkipEmptyPages":{"type":"boolean","value":"false"},'
    '"SelectPdfVersion":{"type":"long","value":"2"}}'  # PDF/A-2b
)
# It does not read from a Word file which marks begin or end no line.
PROFILE: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/AsianLayout/StartEndCharacters">
<node oor:name="{LANGUAGE}" oor:op="replace">
<prop oor:name="StartCharacters" oor:op="fuse"><value>{escape(NOT_AT_START)}</value></prop>
<prop oor:name="EndCharacters" oor:op="fuse"><value>{escape(NOT_AT_END)}</value></prop>
</node></item></oor:items>
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered volume: how many pages, and the printed page of each bookmark."""

    pdf: Path
    count: int
    pages: Mapping[str, int]
    first: int = 0  # index in the PDF of the page that is numbered 1
    remarks: tuple[str, ...] = ()  # what it shows otherwise than the Word file


def find_office() -> str | None:
    """Where LibreOffice is, None where it is not."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or next((path for path in ELSEWHERE if Path(path).exists()), None)


def render_pdf(docx: Path, folder: Path) -> Path | None:
    """Print a Word file as PDF into ``folder``; None where LibreOffice is missing or fails."""
    office = find_office()
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as profile:
        _tell_marks(Path(profile))
        command = [
            office,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            FILTER,
            "--outdir",
            str(folder),
            str(docx),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        except (subprocess.SubprocessError, OSError):
            return None
    made = folder / f"{docx.stem}.pdf"
    return made if made.exists() else None


def read_pages(pdf: Path, headings: Sequence[tuple[str, str]]) -> Printed | None:
    """The pages of the headings (bookmark, text) as far as the outline of a PDF has them; None without the first.

    Page 1 is that of the first heading, as the sections number them.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        outline = []
        for item in document.get_toc():
            target = item.get_dest()
            if target is not None and item.level < NAMED_LEVELS:
                outline.append((_letters(item.get_title()), target.get_index()))
    finally:
        document.close()
    found: dict[str, int] = {}
    at = 0
    for bookmark, text in headings:
        wanted = _letters(text)
        place = next((n for n in range(at, len(outline)) if outline[n][0] == wanted), None)
        if place is not None:
            found[bookmark], at = outline[place][1], place + 1
    if headings[0][0] not in found:
        return None
    first = next(iter(found.values()), 0)
    return Printed(pdf, count, {bookmark: page - first + 1 for bookmark, page in found.items()}, first)


def _letters(text: str) -> str:
    """A heading without what an outline may leave out: blanks, marks of direction."""
    return "".join(sign for sign in plain(text) if sign.isprintable() and not sign.isspace())


def _tell_marks(profile: Path) -> None:
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
