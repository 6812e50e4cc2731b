"""Words that no line can take stay on the sheet: in the proof, in the Word file, wherever they stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.programs import need
from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import (
    Call,
    Footnote,
    Grid,
    GridCell,
    Image,
    Line,
    Part,
    Volume,
)
from tracker.publications.volume.proof.loose import BREAK, broken
from tracker.publications.volume.proof.write import is_installed, write_proof
from tracker.publications.volume.sums import with_fonts_here
from tracker.publications.volume.word.render import render_pdf
from tracker.publications.volume.word.write import write_docx

WEB = "http://mzj.example.cn/" + "abcdefghij" * 7
NUMBER = "1234567890" * 9
MAIL = "wangxiaoping.longest.name.of.all.the.county.office@" + "mail.example." * 3 + "cn"


def with_long_words(folder: Path, design: str) -> Volume:
    volume = sample_volume(folder, design, each=1)
    picture = next(block for case in volume.cases for block in case.blocks if isinstance(block, Image))
    head = (GridCell(("序号",)), GridCell((WEB,)), GridCell(("一段中文",)))
    blocks = (
        Line("heading", f"一、{NUMBER}", 1),
        Line("paragraph", f"网址{WEB}请看。", calls=(Call(2, "n"),)),
        Line("lead", f"导语{NUMBER}"),
        Line("item", MAIL, 0, "1."),
        Grid((head, (GridCell((NUMBER,)), GridCell(("乙",)), GridCell((MAIL,)))), f"表1　{NUMBER}"),
        Grid((tuple(GridCell((f"{column}{WEB}",)) for column in range(30)),)),
        replace(picture, caption=f"图1　{WEB}"),
        Footnote("n", f"注{WEB}"),
    )
    case = make_case(1, f"题{NUMBER}", "丰县", blocks)
    return replace(volume, parts=(Part(1, f"第一篇　{NUMBER}", (case,)),))


def beyond(pdf: Path) -> int:
    """How many signs reach nearer to the edge of the sheet than any margin does."""
    document = pypdfium2.PdfDocument(pdf)
    found = 0
    try:
        for page in document:
            width, text = page.get_width(), page.get_textpage()
            boxes = (text.get_charbox(place) for place in range(text.count_chars()))
            found += sum(right > width - 30 for left, _, right, _ in boxes if right > left)
    finally:
        document.close()
    return found


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="needs the extra volume")
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_no_word_runs_off_the_proof(tmp_path: Path, design: str) -> None:
    volume = with_long_words(tmp_path, design)

    assert write_proof(volume, tmp_path, tmp_path / "v.pdf") is not None
    assert beyond(tmp_path / "v.pdf") == 0


@pytest.mark.slow
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_no_word_runs_off_the_printed_word_file(tmp_path: Path, design: str) -> None:
    need("soffice")
    volume = with_long_words(tmp_path, design)

    write_docx(with_fonts_here(volume), tmp_path, tmp_path / "v.docx")

    pdf = render_pdf(tmp_path / "v.docx", tmp_path)
    assert pdf is not None
    assert beyond(pdf) == 0


def test_word_may_break_a_long_word_and_no_other(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    blocks = (Line("paragraph", f"网址{WEB}请看。"), Line("paragraph", "An ordinary line of words."))
    volume = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", blocks),)),))

    write_docx(volume, tmp_path, tmp_path / "v.docx")

    wrapped = {p.text: [node.get(node.keys()[0]) for node in p._p.iter("{*}wordWrap")] for p in Document(str(tmp_path / "v.docx")).paragraphs}  # fmt: skip
    assert (wrapped[f"网址{WEB}请看。"], wrapped["An ordinary line of words."]) == (["0"], [])


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("网址abcdef请看", 5, f"网址{BREAK.join('abcdef')}请看"),
        ("网址abcde请看", 5, "网址abcde请看"),
        ("abc def ghi", 5, "abc def ghi"),
        ("没有外文的一句话", 1, "没有外文的一句话"),
        ("", 1, ""),
    ],
)
def test_only_longer_words_are_broken(text: str, most: int, shown: str) -> None:
    assert broken(text, most) == shown
