"""What the coordinator prints: the papers of an expert who reads on paper, and all copies bound in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from tracker.errors import OrderError
from tracker.ledger.review.experts import ExpertRow, find_expert
from tracker.office.desk import Desk
from tracker.review.copies.bound import write_bound
from tracker.review.copies.papers import heading_of, hide_cases, sheet_for, write_copies
from tracker.review.copies.search import checked
from tracker.review.copies.sheets import write_docx
from tracker.review.rounds import Table, look_at, unmarked

File = tuple[str, bytes]  # name and content


def paper_files(desk: Desk, expert: ExpertRow, names: frozenset[str]) -> tuple[File, File]:
    """His cases without names, and his sheet."""
    table = look_at(desk)
    own = unmarked(desk, table, expert.id)
    copies = hide_cases(desk, table, own.values())
    content = write_copies(copies, heading_of(desk.campaign), names)
    sheet = sheet_for(desk, table, expert.id, own)
    return (
        (f"评阅{desk.campaign.item}（{expert.name}）.docx", content),
        (f"评分表（{expert.name}）.docx", checked(write_docx(sheet), names, *sheet.known)),
    )


def bound_file(desk: Desk, table: Table, name: str) -> tuple[str, File, str]:
    """What was bound, the file, and what has to be looked at by a person."""
    expert = find_expert(desk.connection, name) if name else None
    if name and expert is None:
        raise OrderError(f"名单中没有“{name}”")
    content, copies = write_bound(desk, table, expert.id if expert else None)
    doubtful = [copy.number for copy in copies if copy.doubts]
    hint = f"；{'、'.join(doubtful)}中可能还有名称，印前请看一遍" if doubtful else ""
    whose = expert.name if expert else table.round.name
    return f"{whose}的装订本（{len(copies)}篇）", (f"装订本（{whose}）.docx", content), hint


def zipped(files: Sequence[File]) -> bytes:
    """Many files as one; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content in files:
            packed.writestr(zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()
