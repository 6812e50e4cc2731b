"""The finished proof as a printing house looks at it. Needs the extra ``volume``."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1, stream_value

from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Grid, GridCell, Image, Line, Part
from tracker.publications.volume.proof.write import write_proof
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.word.write import entries_of, headings_of

pytest.importorskip("typst")
CLOSING = "，。、；：！？”’）》〉】〕…"


@pytest.fixture(scope="module", params=["书刊版", "公文版"])
def proof(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("proof")
    pictures = folder / "pictures"
    pictures.mkdir()
    volume = sample_volume(pictures, request.param)
    made = set_proof(volume, pictures, folder / "v.pdf")
    assert made is not None
    return volume, made, pictures


def page_texts(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_number_of_the_contents_is_the_page_of_its_title(proof: Any) -> None:
    volume, made, _ = proof
    texts = [letters(text) for text in page_texts(made.pdf)]
    first = next(
        index for index, _ in enumerate(texts) if texts[index].startswith(letters(volume.parts[0].title))
    )
    contents = next(text for text in page_texts(made.pdf) if letters(text).startswith("目录"))
    lines = [re.sub(r"[ \t\r\u3000]", "", line) for line in contents.splitlines()]

    for entry in entries_of(volume):
        pattern = re.compile(rf"{re.escape(letters(entry.text))}[.…]+(\d+)")
        printed = next(filter(None, map(pattern.fullmatch, lines)), None)
        assert printed is not None
        assert int(printed[1]) == made.pages[entry.bookmark]
        assert letters(entry.text) in texts[first + int(printed[1]) - 1]
    assert list(made.pages) == [mark for mark, _ in headings_of(volume)]


def test_parts_begin_on_right_pages_and_empty_pages_are_empty(proof: Any) -> None:
    _, made, _ = proof
    texts = page_texts(made.pdf)
    empty = [place for place, text in enumerate(texts, 1) if not text.strip()]

    assert all(page % 2 for mark, page in made.pages.items() if mark.startswith("volume_part"))
    assert empty
    assert all(place % 2 == 0 for place in empty)
    assert len(texts) == made.count


def test_no_line_begins_with_a_closing_mark(proof: Any) -> None:
    _, made, _ = proof

    assert [
        line for text in page_texts(made.pdf) for line in text.splitlines() if line[:1] in CLOSING and line
    ] == []


def test_fonts_are_embedded_and_black_is_one_channel(proof: Any) -> None:
    _, made, _ = proof
    with made.pdf.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        manager = PDFResourceManager()
        assert manager is not None
        fonts, texts, colours = 0, 0, set()
        for xref in document.xrefs:
            for number in xref.get_objids():
                found = resolve1(document.getobj(number))
                if isinstance(found, dict) and str(found.get("Type")) == "/'FontDescriptor'":
                    fonts += 1
                    assert {"FontFile", "FontFile2", "FontFile3"} & found.keys()
                if hasattr(found, "get_data") and found.get("Type") is None and found.get("Subtype") is None:
                    data = stream_value(found).get_data()
                    if b" Tf" in data:
                        texts += 1
                        colours |= set(re.findall(rb"(?<=\s)(rg|RG|k|K)\s", data))
    assert fonts
    assert texts
    assert colours == set()


def test_it_is_pdf_a_and_the_same_bytes_twice(proof: Any, tmp_path: Path) -> None:
    volume, made, pictures = proof
    content = made.pdf.read_bytes()

    assert write_proof(volume, pictures, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == content
    assert b"<pdfaid:part>2</pdfaid:part>" in content


WIDE = Grid((tuple(GridCell((str(n),)) for n in range(300)),))
LYING = Grid(((GridCell(("甲",), 2, 9999), GridCell(("乙",))), (GridCell(("丙",)),)))


@pytest.mark.parametrize(
    ("title", "block"),
    [
        ("#{read(\"/etc/passwd\")} <&> $x$ *粗* \\ // @a", Line("paragraph", "#import \"x\" [ ] { } = - + `c` ~")),
        ("长文", Line("paragraph", "字，" * 50_000)),
        ("宽表", WIDE),
        ("乱表", LYING),
        ("空表", Grid(())),
        ("坏图", Image("坏图.jpg")),
        ("缺字", Line("paragraph", "𠮷😀 שלום عالم")),
    ],
)  # fmt: skip
def test_odd_cases_end_in_a_proof(tmp_path: Path, title: str, block: Any) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    volume = sample_volume(pictures)
    volume = replace(volume, parts=(Part(1, "第一篇　#试", (make_case(1, title, "丰县", (block,)),)),))

    made = set_proof(volume, pictures, tmp_path / "v.pdf")

    assert made is not None
    assert letters(title) in letters("".join(page_texts(made.pdf)))


def test_a_typst_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.publications.volume.proof.write.SECONDS", 0.001)
    (tmp_path / "pictures").mkdir()

    assert not write_proof(sample_volume(tmp_path / "pictures"), tmp_path / "pictures", tmp_path / "v.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]
