"""What the proof's template sets: the volume's content, placed and counted, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.publications.volume.content.correct import texts_of
from tracker.publications.volume.content.cut import notes_of, uncalled_notes
from tracker.publications.volume.content.model import (
    Block,
    Case,
    Footnote,
    Grid,
    Image,
    Line,
    Shift,
    Volume,
)
from tracker.publications.volume.content.pieces import Piece, cut_text, pieces_of_cell, pieces_of_line
from tracker.publications.volume.proof.loose import loosen
from tracker.publications.volume.proof.turned import pieces_of
from tracker.publications.volume.sums import installed_fonts
from tracker.publications.volume.word.back import by_county, standing_table
from tracker.publications.volume.word.case import caption_of, marker_of, missing_image, stays_with, with_next
from tracker.publications.volume.word.design import SUBSTITUTES, Design, design_of
from tracker.publications.volume.word.front import front_lines, imprint_lines
from tracker.publications.volume.word.place import place_image
from tracker.publications.volume.word.styles import LATIN
from tracker.publications.volume.word.table import (
    MOST_COLUMNS,
    centred_columns,
    columns_of,
    covered_rows,
    is_centred,
    is_wide,
    weights_of,
)
from tracker.publications.volume.word.title import fit_case, fit_cover, fit_part
from tracker.publications.volume.word.write import case_marks, entries_of, part_mark


@dataclass(frozen=True, slots=True)
class Inner:
    """The inner part alone, for the printing house: how many empty pages stand at its end."""

    filler: int


def proof_data(volume: Volume, inner: Inner | None = None) -> dict[str, Any]:
    """Everything that the template asks for; ``inner`` leaves the cover out and fills the last fold up."""
    design = design_of(volume.layout.design, volume.layout.fonts)
    found: dict[str, Any] = loosen(_data(volume, inner), design)
    return found


def _data(volume: Volume, inner: Inner | None) -> dict[str, Any]:
    front = volume.front
    design = design_of(volume.layout.design, volume.layout.fonts)
    marks = dict(case_marks(volume))
    entries = {entry.bookmark: entry.text for entry in entries_of(volume)}
    named = [(marks[case.number], case) for case in volume.cases]
    return {
        "design": {
            **asdict(design),
            "faces": faces_here(design),
            "latin": LATIN,
            "small": design.small,
        },
        "has_cover": inner is None,
        "filler": inner.filler if inner is not None else 0,
        "date": [int(number) for number in volume.made_at[:10].split("-")],
        "title": front.title,
        "fit": asdict(fit := fit_cover(front.title, design)),
        "title_lines": fit.cut(front.title),
        "subtitle": front.subtitle,
        "issuer": front.issuer,
        "printed": front.printed or volume.day,
        "cover": front_lines(volume),
        "imprint": imprint_lines(front),
        "board": [f"{role}：{'　'.join(names)}" for role, names in front.board],
        "about": front.about,
        "preface": front.preface,
        "afterword": front.afterword,
        "parts": [
            {
                "mark": part_mark(place),
                "title": part.title,
                "fit": asdict(fit_part(part.title, design)),
                "cases": [_case(case, marks[case.number], entries, design) for case in part.cases],
            }
            for place, part in enumerate(volume.parts, 1)
        ],
        "item": volume.item,
        "standing": _table(standing_table(volume), ""),
        "index": [
            {
                "title": f"{county}（{len(cases)}篇）",
                "cases": [{"mark": mark, "title": case.title} for mark, case in cases],
            }
            for county, cases in by_county(volume, named)
        ],
    }


def faces_here(design: Design) -> dict[str, list[str]]:
    """Each font with its substitutes, as far as they are here."""
    here = {name.lower() for name in installed_fonts()}
    found = {}
    for key, name in asdict(design.faces).items():
        wanted = (name, *SUBSTITUTES.get(name, ()))
        found[key] = [face for face in wanted if face.lower() in here] or list(wanted[:1])
    return found


def _case(case: Case, mark: str, entries: dict[str, str], design: Design) -> dict[str, Any]:
    notes = notes_of(case.blocks)
    counts = {"图": 0, "表": 0}
    return {
        "mark": mark,
        "entry": entries[mark],
        "title": case.title,
        "fit": asdict(fit_case(case.title, design, texts_of(case.blocks))),
        "subtitle": f"——{case.subtitle.lstrip('—－-– ')}" if case.subtitle else "",
        "unit": case.unit,
        "blocks": [
            *(
                {**shown, "stays": stays_with(block, after)}
                for block, after in with_next(case.blocks)
                for shown in _block(block, notes, counts, design)
            ),
            *({"kind": "small", "text": note} for note in uncalled_notes(case.blocks)),
        ],
    }


def _block(
    block: Block, notes: dict[str, Footnote], counts: dict[str, int], design: Design
) -> Iterator[dict[str, Any]]:
    match block:
        case Line():
            yield {"kind": block.kind, "level": max(1, block.level), "pieces": list(_pieces(block, notes))}
        case Image() if block.file:
            placed = place_image(block, design)
            caption = caption_of(block.caption, "图", counts)
            yield {
                "kind": "picture",
                "file": block.file,
                "width": placed.width,
                "height": placed.height,
                "caption": caption,
                "missing": missing_image(block),
            }
        case Image():
            caption = caption_of(block.caption, "图", counts)
            yield {"kind": "picture", "file": "", "caption": caption, "missing": missing_image(block)}
        case Grid() if columns_of(block) > MOST_COLUMNS:
            for row in block.rows:
                yield {"kind": "small", "text": "　".join("".join(cell.lines) for cell in row)}
        case Grid() if is_wide(block):
            caption = caption_of(block.caption, "表", counts)
            for place, piece in enumerate(pieces_of(block, design)):
                yield {**_table(piece, caption if not place else ""), "turned": True}
        case Grid() if columns_of(block):
            yield _table(block, caption_of(block.caption, "表", counts))
        case Grid() | Footnote():
            pass


def _pieces(line: Line, notes: dict[str, Footnote]) -> Iterator[dict[str, Any]]:
    """The text of a line in pieces, with the notes that are called behind them."""
    if marker := marker_of(line):
        yield _said(Piece(marker))
    for piece in pieces_of_line(line, notes):
        note = notes[piece.note] if piece.note else None
        yield {**_said(piece), "note": _all_said(note.text, note.shifts) if note is not None else []}


def _said(piece: Piece) -> dict[str, Any]:
    return {"text": piece.text, "place": piece.place, "note": []}


def _all_said(text: str, shifts: Sequence[Shift]) -> list[dict[str, Any]]:
    return [_said(piece) for piece in cut_text(text, shifts, 0, len(text))]


def _table(grid: Grid, caption: str) -> dict[str, Any]:
    """A table with the place of each cell; what reaches beyond the last row is cut."""
    rows = list(covered_rows(grid))
    centred = centred_columns(rows)
    cells = []
    for y, row in enumerate(rows):
        x = 0
        for cell, is_covered in row:
            columns = max(1, cell.columns)
            if not is_covered:
                height = min(max(1, cell.rows), len(rows) - y)
                cells.append(
                    {
                        "x": x,
                        "y": y,
                        "columns": columns,
                        "rows": height,
                        "lines": [[_said(piece) for piece in line] for line in pieces_of_cell(cell)],
                        "centred": is_centred(cell, x, centred),
                    }
                )
            x += columns
    return {
        "kind": "table",
        "caption": caption,
        "widths": weights_of(rows),
        "cells": cells,
        "turned": False,
    }
