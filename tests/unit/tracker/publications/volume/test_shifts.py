"""Raised and lowered characters are printed so by the Word file, the proof and the web edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from docx import Document

from intake.model import blocks as read
from tests.volume import make_case, sample_volume
from tracker.ledger.published.rounds import Correction
from tracker.publications.volume.content.correct import correct_blocks
from tracker.publications.volume.content.model import (
    Call,
    Footnote,
    Grid,
    GridCell,
    Line,
    Part,
    Shift,
    Volume,
)
from tracker.publications.volume.content.pieces import Piece, cut_text, pieces_of_line
from tracker.publications.volume.content.read import convert
from tracker.publications.volume.content.store import load_volume_file, printed_hash, save_volume
from tracker.publications.volume.proof.data import proof_data
from tracker.publications.volume.web.write import write_web
from tracker.publications.volume.word.write import write_docx

AT = datetime(2015, 9, 10, tzinfo=UTC)
LINE = Line("paragraph", "占地105m2。", calls=(Call(5, "f1"),), shifts=(Shift(4, 5), Shift(6, 7)))
NOTE = Footnote("f1", "CO2计", shifts=(Shift(2, 3, is_low=True),))
GRID = Grid(((GridCell(("面积", "m2"), shifts=(Shift(1, 2, line=1),)), GridCell(("3",))),))


def volume(folder: Path, *blocks: Line | Footnote | Grid) -> Volume:
    made = sample_volume(folder, each=1)
    return replace(made, parts=(Part(1, "一", (make_case(1, "题", "丰县", blocks),)),))


def test_blocks_become_lines_cells_and_notes_with_them(tmp_path: Path) -> None:
    raised = (read.Shift(1, 2),)
    cell = read.Cell((read.Paragraph("面积"), read.Paragraph("m2", (read.Anchor(1, "f1"),), raised)))
    blocks = (
        read.Paragraph("m2", shifts=raised),
        read.Table(((cell,),)),
        read.Note("f1", "x2", raised),
        read.Note("f2", "y2", raised),
    )

    assert list(convert(blocks, tmp_path)) == [
        Line("paragraph", "m2", shifts=(Shift(1, 2),)),
        Grid(((GridCell(("面积", "m①2"), shifts=(Shift(2, 3, line=1),)),),)),
        Line("paragraph", "注①　x2", shifts=(Shift(4, 5),)),
        Footnote("f2", "y2", shifts=(Shift(1, 2),)),
    ]


def test_the_word_file_sets_them_above_and_below(tmp_path: Path) -> None:
    write_docx(volume(tmp_path, LINE, NOTE, GRID), tmp_path, tmp_path / "v.docx")
    document = Document(str(tmp_path / "v.docx"))
    parts = [document.element, *(part.element for part in document.part.package.iter_parts() if hasattr(part, "element") and "footnotes" in str(part.partname))]  # fmt: skip
    found = [
        ("".join(node.text or "" for node in run.iter("{*}t")), align.values()[0])
        for part in parts
        for run in part.iter("{*}r")
        for align in run.iter("{*}vertAlign")
    ]

    assert found[:3] == [("5", "superscript"), ("2", "superscript"), ("2", "superscript")]


def test_the_proof_and_the_web_edition_get_them(tmp_path: Path) -> None:
    made = volume(tmp_path, LINE, NOTE, GRID)
    line, table = proof_data(made)["parts"][0]["cases"][0]["blocks"]
    note = [{"text": "CO", "place": "", "note": []}, {"text": "2", "place": "down", "note": []}, {"text": "计", "place": "", "note": []}]  # fmt: skip

    assert line["pieces"] == [
        {"text": "占地10", "place": "", "note": []},
        {"text": "5", "place": "up", "note": note},
        {"text": "m", "place": "", "note": []},
        {"text": "2", "place": "up", "note": []},
        {"text": "。", "place": "", "note": []},
    ]
    assert [piece["place"] for piece in table["cells"][0]["lines"][1]] == ["", "up"]
    write_web(made, tmp_path, tmp_path / "web")
    page = (tmp_path / "web" / "case001.html").read_text(encoding="utf-8")
    assert '占地10<sup>5</sup><sup><a href="#n1">［1］</a></sup>m<sup>2</sup>。' in page
    assert "面积<br>m<sup>2</sup>" in page
    assert "［1］CO<sub>2</sub>计" in page


def test_pieces_are_the_whole_text_whatever_the_shifts() -> None:
    assert cut_text("", (), 0, 0) == [Piece("")]
    assert cut_text("甲乙丙", (Shift(0, 9), Shift(-2, 0)), 1, 3) == [Piece("乙丙", "up")]
    assert list(pieces_of_line(LINE, {})) == [
        Piece("占地10"), Piece("5", "up"), Piece("m"), Piece("2", "up"), Piece("。"),
    ]  # fmt: skip


def correction(old: str, new: str) -> Correction:
    return Correction(1, 1, "XZ-001", 1, 1, "第3页", old, new, "a@example.cn", AT)


def test_a_correction_keeps_what_stands_raised_beside_it() -> None:
    blocks = (LINE, GRID)
    changed, said = correct_blocks(blocks, [correction("占地", "共占地约"), correction("面积", "面")], 1)

    assert said == ("已按返回的更正改2处",)
    assert changed == (
        replace(LINE, text="共占地约105m2。", calls=(Call(7, "f1"),), shifts=(Shift(6, 7), Shift(8, 9))),
        Grid(((replace(GRID.rows[0][0], lines=("面", "m2")), GridCell(("3",))),)),
    )


def test_the_hash_of_a_case_without_them_is_that_of_older_programs(tmp_path: Path) -> None:
    bare = Line("paragraph", "甲")

    assert printed_hash(("题", "", "丰县"), (bare,)) != printed_hash(
        ("题", "", "丰县"), (replace(bare, shifts=(Shift(0, 1),)),)
    )
    assert (
        printed_hash(("题", "", "丰县"), (bare, Footnote("f1", "乙"), Grid(((GridCell(("丙",)),),))))
        == "d5be44755f363fb60111c333a35d60c74aed5e744e29f1c38140f30034633d28"
    )
    made = volume(tmp_path, LINE, NOTE, GRID)
    save_volume(made, tmp_path)
    assert load_volume_file(tmp_path) == made
