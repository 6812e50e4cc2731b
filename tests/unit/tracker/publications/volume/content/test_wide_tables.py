"""A table of twelve columns and more stands on its side: a landscape section in Word, turned on upright pages in the proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Grid, GridCell, Line, Part, Volume
from tracker.publications.volume.proof.turned import pieces_of
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.sums import wide_tables
from tracker.publications.volume.word.design import BOOK
from tracker.publications.volume.word.write import write_docx


def table(columns: int, rows: int) -> Grid:
    head = tuple(GridCell((f"{at}月指标",)) for at in range(columns))
    return Grid(
        (head, *(tuple(GridCell((f"{row}.{at}",)) for at in range(columns)) for row in range(rows))),
        "表1 各月",
    )


def volume_of(folder: Path, *grids: Grid) -> Volume:
    volume = sample_volume(folder)
    case = make_case(
        9, "宽表的案例", "丰县", (Line("paragraph", "表前的话。"), *grids, Line("paragraph", "表后的话。"))
    )
    return replace(
        volume, parts=(Part(1, "第一篇　试排", (case, make_case(10, "下一篇", "沛县"))), *volume.parts[1:])
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("columns", "turned"), [(11, False), (12, True), (16, True), (20, True), (21, False)]
)
def test_the_word_file_has_a_landscape_section(tmp_path: Path, columns: int, *, turned: bool) -> None:
    volume = volume_of(tmp_path, table(columns, 4))
    write_docx(volume, tmp_path, tmp_path / "a.docx")

    sections = list(Document(str(tmp_path / "a.docx")).sections)
    wide = [one for one in sections if one.orientation == WD_ORIENT.LANDSCAPE]
    assert len(wide) == turned
    for one in wide:
        assert one.page_width is not None
        assert one.page_height is not None
        assert one.page_width > one.page_height
    said = [line for line in wide_tables(volume) if "横排成页" in line]
    assert said == ([f"XZ-009 有一张{columns}栏的表格，横排成页，请核对"] if turned else [])


def test_two_in_a_row_or_the_last_of_a_part_leave_no_empty_page(tmp_path: Path) -> None:
    base = volume_of(tmp_path, table(14, 3))
    write_docx(base, tmp_path, tmp_path / "a.docx")
    write_docx(volume_of(tmp_path, table(14, 3), table(15, 3)), tmp_path, tmp_path / "b.docx")
    only = replace(base, parts=(replace(base.parts[0], cases=base.parts[0].cases[:1]), *base.parts[1:]))
    end = replace(only.parts[0].cases[0], blocks=(Line("paragraph", "表前的话。"), table(14, 3)))
    last = replace(only, parts=(replace(only.parts[0], cases=(end,)), *base.parts[1:]))
    write_docx(last, tmp_path, tmp_path / "c.docx")
    counts = [len(Document(str(tmp_path / f"{name}.docx")).sections) for name in "abc"]

    assert counts == [counts[0], counts[0] + 1, counts[0] - 1]


@pytest.mark.parametrize("rows", [5, 40, 90])
def test_pieces_keep_every_row_and_repeat_the_head(rows: int) -> None:
    grid = table(14, rows)
    pieces = list(pieces_of(grid, BOOK))

    assert [piece.rows[0] for piece in pieces] == [grid.rows[0]] * len(pieces)
    assert [row for piece in pieces for row in piece.rows[1:]] == list(grid.rows[1:])
    assert [piece.caption for piece in pieces] == ["表1 各月", *[""] * (len(pieces) - 1)]
    assert (len(pieces) > 1) == (rows > 10)


def test_what_a_cell_reaches_over_is_not_cut() -> None:
    tall = table(12, 60)
    rows = [*tall.rows]
    for at in range(1, 60, 3):
        rows[at] = (replace(rows[at][0], rows=3), *rows[at][1:])
        rows[at + 1], rows[at + 2] = rows[at + 1][1:], rows[at + 2][1:]
    pieces = list(pieces_of(Grid(tuple(rows)), BOOK))

    assert [row for piece in pieces for row in piece.rows[1:]] == rows[1:]
    assert all(piece.rows[1][0].rows == 3 for piece in pieces)


@pytest.mark.slow
def test_the_proof_has_upright_pages_alone(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    import pypdfium2

    proof = set_proof(volume_of(tmp_path, table(14, 60)), tmp_path, tmp_path / "a.pdf")
    assert proof is not None
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    text = "".join(text.replace("\u200b", "").split())

    assert sizes == {(482, 680)}
    assert all(f"{row}.13" in text for row in range(60))
