"""A file that came back compared with the volume that was printed, in a worker: nothing of it is believed.

What was printed is written and read once more in the same way, so that only what somebody changed differs.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from intake.documents.blocks.flat import text_of
from intake.model.blocks import Block
from intake.model.case import Attachment
from tracker.errors import OrderError
from tracker.publications.originals import wanted_files
from tracker.publications.volume.content.model import Case, Volume
from tracker.publications.volume.content.store import PICTURES, load_volume_file
from tracker.publications.volume.rounds.differences import compare_lines
from tracker.publications.volume.rounds.returned.came import FEWEST, Ask, Came, Changed
from tracker.publications.volume.rounds.returned.match import Found, Section, find_sections, letters_of
from tracker.publications.volume.word.book import RUN_BOOKMARK, RUN_MARK
from tracker.publications.volume.word.write import write_docx

LONGEST_HEAD: Final = 60  # characters of a line that says subtitle or unit
MOST_MARK: Final = 2_000_000  # bytes of a part in which it is looked for
_MARK: Final = re.compile(rf"(?:{RUN_MARK}|{RUN_BOOKMARK})([0-9]{{8}}[-_][0-9]{{4}}(?:[-_][0-9]{{1,4}})?)")
_PLACES: Final = ("docProps/core.xml", "word/document.xml", "meta.xml", "content.xml")  # of OOXML and ODF


def read_back(ask: Ask) -> tuple[Came, ...]:
    """Inside the worker: the files that are a printed volume."""
    found = wanted_files((ask.mail, ask.limits, frozenset(ask.files)))
    came = (_compare(ask, sha256, found[sha256]) for sha256 in ask.files if sha256 in found)
    return tuple(one for one in came if one is not None)


def run_of(content: bytes) -> str:
    """The run that a file says it was made by, in keywords or a bookmark; ``""``: none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            names = [name for name in _PLACES if name in file.namelist()]
            for name in names:
                with file.open(name) as part:
                    mark = _MARK.search(part.read(MOST_MARK).decode("utf-8", "replace"))
                if mark is not None:
                    return mark[1].replace("_", "-")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return _run_in_bytes(content)
    return ""


def _run_in_bytes(content: bytes) -> str:
    """The same of a file that is no zip: Word 97 writes names of bookmarks in UTF-16, RTF in ASCII."""
    for encoding in ("utf-16-le", "ascii"):
        at = content.find(RUN_BOOKMARK.encode(encoding))
        mark = _MARK.search(content[at : at + 100].decode(encoding, "ignore")) if at >= 0 else None
        if mark is not None:
            return mark[1].replace("_", "-")
    return ""


def _compare(ask: Ask, sha256: str, file: Attachment) -> Came | None:
    from intake.documents.read import read_blocks

    mark = run_of(file.content)
    contents = read_blocks(file, ask.limits)
    blocks = contents.blocks
    runs = (mark,) if mark in ask.runs else ask.runs
    best: tuple[Volume, Found] | None = None
    for run in runs:
        try:
            volume = load_volume_file(ask.volumes / run)
        except OrderError:
            continue
        found = find_sections(blocks, volume)
        if best is None or len(found.sections) > len(best[1].sections):
            best = volume, found
    if best is None or not _is_ours(ask, best[1], is_marked=mark in ask.runs):
        return None
    volume, found = best
    own = {section.number for section in found.sections}
    missing = tuple((case.number, case.title) for case in volume.cases if case.number not in own)
    cases = tuple(_changes(ask, volume, found.sections))
    comments = next((doubt.detail for doubt in contents.doubts if doubt.code == "commented"), "")
    return Came(
        sha256,
        file.name,
        volume.name,
        cases,
        missing,
        found.others,
        found.moved(volume),
        found.has_parts,
        comments,
    )


def _is_ours(ask: Ask, found: Found, *, is_marked: bool) -> bool:
    """Whether a file is a printed volume, not cases that were written by others under the same titles."""
    if len(found.sections) < FEWEST:
        return found.has_parts and is_marked and bool(found.sections)
    return found.has_parts or ask.is_trusted


def _changes(ask: Ask, volume: Volume, sections: Sequence[Section]) -> Iterator[Changed]:
    cases = {case.number: case for case in volume.cases}
    printed = {section.number: section for section in _printed(ask, volume).sections}
    for section in sections:
        case = cases[section.number]
        before = printed[section.number].lines if section.number in printed else []
        lines = tuple(compare_lines(before, section.lines))
        subtitle, unit = _heads(case, section)
        yield Changed(
            case.number,
            case.version,
            case.title,
            section.title,
            subtitle,
            unit,
            text_of(section.blocks),
            lines,
        )


def _printed(ask: Ask, volume: Volume) -> Found:
    """The volume as our own Word file of it is read."""
    from intake.documents.read import read_blocks

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "volume.docx"
        write_docx(volume, ask.volumes / volume.name / PICTURES, path)
        file = Attachment(path.name, path.read_bytes())
    blocks: Sequence[Block] = read_blocks(file, ask.limits).blocks
    return find_sections(blocks, volume)


def _heads(case: Case, section: Section) -> tuple[str, str]:
    """Subtitle and unit as they stand below the title now; as printed, where they cannot be told."""
    lines = section.lines[1:3]
    subtitle, unit = case.subtitle, case.unit
    if subtitle and lines and lines[0].startswith("—") and len(lines[0]) <= LONGEST_HEAD:
        subtitle = lines.pop(0).lstrip("—－-– ")
    if unit and lines and len(lines[0]) <= LONGEST_HEAD and lines[0][-1] not in "。；：！？":
        first = next((block for block in case.blocks if getattr(block, "text", "")), None)
        is_text = first is not None and letters_of(getattr(first, "text", "")) == letters_of(lines[0])
        unit = unit if is_text else lines[0]
    return subtitle, unit
