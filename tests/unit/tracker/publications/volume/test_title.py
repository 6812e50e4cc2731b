"""Titles of several lines: their size, their lines, and that what stands with them fits its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.programs import need
from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Part, Volume
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.word.cover import measure_cover, write_cover_docx
from tracker.publications.volume.word.design import BOOK, OFFICIAL, Design
from tracker.publications.volume.word.render import render_pdf
from tracker.publications.volume.word.title import (
    POINTS_MM,
    Title,
    fit_case,
    fit_cover,
    signs_of,
    spread,
)
from tracker.publications.volume.word.write import write_docx

FORTY = "徐州市城乡社区治理和服务创新优秀案例汇编暨基层社会治理现代化实践成果选编（上册）"
HUGE = "关于推进城乡社区治理和服务创新的实践与探索" * 24


@pytest.mark.parametrize(
    ("title", "design", "case", "cover"),
    [
        ("小区里的议事亭", OFFICIAL, Title(22, 1, 0.0), Title(32.5, 1, 0.0)),
        ("一" * 20, OFFICIAL, Title(22, 1, 0.0), Title(32.5, 2, 14.9)),
        ("一" * 21, OFFICIAL, Title(22, 2, 31.4), Title(32.5, 2, 9.2)),
        ("一" * 21, BOOK, Title(16, 1, 0.0), Title(27.5, 2, 6.8)),
        (FORTY, BOOK, Title(16, 2, 5.7), Title(27.5, 4, 11.6)),
        (HUGE, BOOK, Title(10.5, 15, 0.2), Title(10.5, 15, 0.2)),
        ("", BOOK, Title(16, 1, 0.0), Title(27.5, 1, 0.0)),
    ],
)
def test_a_title_is_set_in_lines_of_one_length(title: str, design: Design, case: Title, cover: Title) -> None:
    assert (fit_case(title, design), fit_cover(title, design)) == (case, cover)
    for fit in (case, cover):
        width = (design.text_width - 2 * fit.side) * POINTS_MM
        assert signs_of(title) * fit.size <= fit.lines * width


@pytest.mark.parametrize(
    ("height", "used", "shares", "gaps"),
    [(700, 0, (2, 4, 1), [200, 400, 100]), (100, 60, (1,), [40]), (100, 160, (1, 1), [0, 0])],
)
def test_what_is_left_is_spread(
    height: float, used: float, shares: tuple[float, ...], gaps: list[float]
) -> None:
    assert spread(height, used, shares) == gaps


def long_titles(folder: Path, design: str) -> Volume:
    volume = sample_volume(folder, design)
    case = make_case(1, "从单打独斗到多元共治：一个老旧小区二十年的变化", "丰县")
    front = replace(volume.front, title=FORTY, issuer="徐州市城乡社区治理和服务创新工作领导小组办公室")
    return replace(volume, front=front, parts=(Part(1, "第一篇　试排", (case,)),))


@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_a_long_title_keeps_its_text_and_narrows_its_lines(tmp_path: Path, design: str) -> None:
    volume = long_titles(tmp_path, design)
    write_docx(volume, tmp_path, tmp_path / "v.docx", {})
    found = Document(str(tmp_path / "v.docx"))
    covers = [p for p in found.paragraphs if p.style.style_id == "CoverTitle"]  # type: ignore[union-attr]
    (case,) = (p for p in found.paragraphs if p.style.style_id == "Heading2")  # type: ignore[union-attr]

    assert [p.text for p in covers] == [FORTY, FORTY]
    assert case.text == next(volume.cases).title
    for one in (*covers, case):
        assert one.paragraph_format.left_indent == one.paragraph_format.right_indent


@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_the_proof_of_a_long_title_has_one_cover_one_title_page_one_imprint(
    tmp_path: Path, design: str
) -> None:
    pytest.importorskip("typst")
    made = set_proof(long_titles(tmp_path, design), tmp_path, tmp_path / "v.pdf")
    assert made is not None

    assert shown(made.pdf) == ["cover", "", "title", "imprint"]


@pytest.mark.slow  # LibreOffice prints the volume
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_the_word_file_of_a_long_title_has_one_cover_one_title_page_one_imprint(
    tmp_path: Path, design: str
) -> None:
    need("soffice")
    volume = long_titles(tmp_path, design)
    write_docx(volume, tmp_path, tmp_path / "v.docx", {})
    write_cover_docx(volume, measure_cover(volume, 112), tmp_path / "c.docx")
    inner, cover = (render_pdf(tmp_path / f"{name}.docx", tmp_path) for name in "vc")
    assert inner is not None
    assert cover is not None

    assert shown(inner) == ["cover", "", "title", "imprint"]
    assert len(pypdfium2.PdfDocument(cover)) == 1


def shown(pdf: Path) -> list[str]:
    """What the first four pages are."""
    document = pypdfium2.PdfDocument(pdf)
    texts = ["".join(document[at].get_textpage().get_text_bounded().split()) for at in range(4)]
    document.close()
    found = []
    for text in texts:
        whole = FORTY in text
        kind = "imprint" if "印数" in text else "cover" if "准印证号" in text else "title"
        found.append(kind if whole else text)
    return found
