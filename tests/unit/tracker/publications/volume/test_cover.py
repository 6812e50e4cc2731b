"""The cover as one sheet, and the inner part in whole folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.programs import need
from tests.volume import sample_volume
from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.proof import sheets
from tracker.publications.volume.proof.cover import cover_data, is_dark, spine_size
from tracker.publications.volume.proof.sheets import UNKNOWN, write_print
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.settings import VolumeSettings
from tracker.publications.volume.word.cover_sheet import Cover, measure_cover, write_cover_docx
from tracker.publications.volume.word.design import BOOK
from tracker.publications.volume.word.render import render_pdf

MM = 72 / 25.4


def volume_with(folder: Path, **layout: object) -> Volume:
    made = sample_volume(folder)
    return replace(made, layout=replace(made.layout, **layout))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("layout", "pages", "cover", "shown"),
    [
        ({}, 112, Cover(351.6, 246, 5.6), "351.6×246毫米（四周含3毫米出血），书脊5.6毫米"),
        ({"paper_mm": 0.08}, 112, Cover(350.5, 246, 4.5), "350.5×246毫米（四周含3毫米出血），书脊4.5毫米"),
        ({"binding": "骑马订"}, 48, Cover(346, 246, 0), "346×246毫米（四周含3毫米出血），没有书脊"),
        ({"design": "公文版"}, 400, Cover(446, 303, 20), "446×303毫米（四周含3毫米出血），书脊20毫米"),
    ],
)
def test_the_sheet_is_reckoned_from_pages_and_paper(
    tmp_path: Path, layout: dict[str, object], pages: int, cover: Cover, shown: str
) -> None:
    measured = measure_cover(volume_with(tmp_path, **layout), pages)

    assert (measured, measured.shown) == (cover, shown)


@pytest.mark.parametrize(
    ("settings", "thickness"),
    [({}, 0.1), ({"paper_weight": 70}, 0.0875), ({"paper_weight": 70, "paper_mm": 0.09}, 0.09)],
)
def test_a_leaf_is_as_thick_as_she_says_or_as_its_weight(
    settings: dict[str, float], thickness: float
) -> None:
    assert VolumeSettings.model_validate(settings).leaf_mm == thickness


@pytest.mark.parametrize(
    ("colour", "dark"), [("", False), ("#ffffff", False), ("#1f4e79", True), ("#f0d060", False)]
)
def test_words_are_white_on_dark_colours(colour: str, dark: bool) -> None:
    assert is_dark(colour) is dark


@pytest.mark.parametrize(
    ("spine", "title", "size"),
    [
        (4.9, "案例汇编", 0.0),
        (5.0, "案例汇编", 8.5),
        (20.0, "案例汇编", 18.0),
        (20.0, "城乡社区治理和服务创新优秀案例汇编" * 3, 6.1),
        (20.0, "", 18.0),
    ],
)
def test_the_title_on_the_spine_is_as_large_as_it_fits(spine: float, title: str, size: float) -> None:
    assert spine_size(Cover(366, 246, spine), BOOK, title, "市民政局") == size


def test_without_pages_that_is_said(tmp_path: Path) -> None:
    assert list(write_print(volume_with(tmp_path), tmp_path, None, tmp_path / "v.docx")) == [UNKNOWN]


def test_without_the_extra_the_cover_is_a_word_file_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.proof.write.is_installed", lambda: False)
    monkeypatch.setattr(sheets, "is_installed", lambda: False)

    said = list(write_print(volume_with(tmp_path), tmp_path, 110, tmp_path / "书.docx"))

    assert said == [
        "封面：书（付印封面）.docx，351.6×246毫米（四周含3毫米出血），书脊5.6毫米；本机没有装 zhengji[volume]，只有 Word 稿，请印刷厂按此尺寸制版",
        "内文请由 Word 稿另存为 PDF，去掉前2页封面，末尾补空白4页，共112页",
    ]
    document = Document(str(tmp_path / "书（付印封面）.docx"))
    (table,) = document.tables
    back, spine, front = (cell.text.split("\n") for cell in table.rows[0].cells)
    assert back[-1] == "市和谐社区建设领导小组"
    assert spine == ["城乡社区治理和服务创新优秀案例汇编　　市和谐社区建设领导小组"]
    assert front[:4] == [
        "准印证号：（2015）准印字第018号",
        "内部资料　免费交流",
        "城乡社区治理和",
        "服务创新优秀案例汇编",
    ]
    section = document.sections[0]
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (351.6, 246.0)


@pytest.mark.slow
def test_the_word_cover_is_one_page(tmp_path: Path) -> None:
    need("soffice")
    volume = volume_with(tmp_path)
    write_cover_docx(volume, measure_cover(volume, 112), tmp_path / "c.docx")
    pdf = render_pdf(tmp_path / "c.docx", tmp_path)

    assert pdf is not None
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    document.close()


def test_the_files_for_the_printing_house(tmp_path: Path) -> None:
    """The sheet with its boxes; the inner part begins with the half title and fills the last fold."""
    pytest.importorskip("typst")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    volume = replace(sample_volume(pictures), name="x")
    volume = replace(
        volume, layout=replace(volume.layout, paper_mm=0.5, cover_colour="#1f4e79", sheet_pages=16)
    )
    proof = set_proof(volume, pictures, tmp_path / "清样.pdf")
    assert proof is not None

    cover_said, inner_said = write_print(volume, pictures, proof.count, tmp_path / "书.docx")

    pages = -(-(proof.count - 2) // 16) * 16
    assert inner_said.startswith(
        f"内文：书（付印内文）.pdf，{pages}页（末尾补空白{pages - proof.count + 2}页）"
    )
    cover = measure_cover(volume, pages)
    assert cover_said == f"封面：书（付印封面）.pdf，{cover.shown}，裁切框已标在文件中"
    sheet = pypdfium2.PdfDocument(tmp_path / "书（付印封面）.pdf")
    (page,) = sheet
    assert [round(side, 1) for side in page.get_size()] == [
        round(cover.width * MM, 1),
        round(cover.height * MM, 1),
    ]
    assert [round(side / MM, 1) for side in page.get_trimbox()] == [3, 3, cover.width - 3, cover.height - 3]
    text = page.get_textpage().get_text_bounded()
    assert text.replace("\r\n", "").count("市和谐社区建设领导小组") == 3
    sheet.close()
    inner = pypdfium2.PdfDocument(tmp_path / "书（付印内文）.pdf")
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in inner]
    assert len(texts) == pages
    assert texts[0] == "城乡社区治理和服务创新优秀案例汇编市和谐社区建设领导小组"
    assert texts[1].startswith("书名：")
    assert texts[proof.count - 2 :] == [""] * (pages - proof.count + 2)
    inner.close()


def test_every_word_of_the_cover_is_data(tmp_path: Path) -> None:
    volume = volume_with(tmp_path, paper_mm=0.2)
    odd = replace(volume, front=replace(volume.front, title='#{read("x")}<&>$a$'))
    data = cover_data(odd, measure_cover(odd, 112))

    assert (data["title"], data["spine-title"]) == ('#{read("x")}<&>$a$',) * 2
