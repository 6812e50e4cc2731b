"""The finished proof as a printing house looks at it. Needs the extra ``volume``.

What is looked at, and where:

| A printing house wants | Test |
|---|---|
| every number of the contents is the page of its title | test_every_number_of_the_contents_is_the_page_of_its_title |
| every number of the index is the page of its title | test_every_number_of_the_index_is_the_page_of_its_title |
| no line begins with a closing mark | test_no_line_begins_with_a_closing_mark |
| fonts embedded, black in one channel | test_fonts_are_embedded_and_black_is_one_channel |
| a glyph that is missing is named | test_a_sign_that_no_font_here_has_is_named |
| pictures under 300 ppi are listed | test_pictures_are_judged_where_they_stand (test_sums.py) |
| pages under five lines are listed, and those that end with a heading | test_pages_of_few_lines_and_lone_headings_are_listed |
| empty pages only before odd beginnings | test_parts_begin_on_right_pages_and_empty_pages_are_empty |
| pages and 印张 agree with the data sheet | test_the_data_sheet_has_the_pages_of_the_proof |
| two runs, the same bytes; PDF/A | test_it_is_pdf_a_and_the_same_bytes_twice |
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1, stream_value

from tests.programs import need
from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.model import Block, Footnote, Grid, GridCell, Image, Line, Part
from tracker.publications.volume.papers import write_data_sheet
from tracker.publications.volume.proof.data import proof_data
from tracker.publications.volume.proof.write import write_proof
from tracker.publications.volume.rounds.printed import odd_pages
from tracker.publications.volume.run import Made, set_proof
from tracker.publications.volume.sums import missing_glyphs
from tracker.publications.volume.word.write import case_marks, entries_of, headings_of

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


def test_every_number_of_the_index_is_the_page_of_its_title(proof: Any) -> None:
    volume, made, _ = proof
    shown = next(text for text in page_texts(made.pdf) if "二、案例索引" in letters(text))
    lines = [re.sub(r"[ \t\r\u3000]", "", line) for line in shown.splitlines()]
    marks = dict(case_marks(volume))

    for case in volume.cases:
        pattern = re.compile(rf"{re.escape(letters(case.title))}[.…]+(\d+)")
        assert [int(found[1]) for found in map(pattern.fullmatch, lines) if found] == [
            made.pages[marks[case.number]]
        ]


@pytest.mark.slow
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_notes_are_numbered_anew_on_each_page(tmp_path: Path, design: str) -> None:
    """More than twenty in a volume: there is no font with a circled number for each of them."""
    volume = sample_volume(tmp_path, design, each=8)
    notes = sum(isinstance(block, Footnote) for case in volume.cases for block in case.blocks)
    assert notes > 20

    made = set_proof(volume, tmp_path, tmp_path / "v.pdf")

    assert made is not None
    pages = page_texts(made.pdf)
    assert sum(page.count("①") for page in pages) == 2 * notes  # each called once and standing once
    assert not re.search("[②-⑳㉑-㉟]", "".join(pages))


@pytest.mark.parametrize(("lines", "listed"), [(3, 1), (4, 1), (8, 0)])
def test_pages_of_few_lines_and_lone_headings_are_listed(tmp_path: Path, lines: int, listed: int) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    short = make_case(1, "短文", "丰县", tuple(Line("paragraph", "一句。") for _ in range(lines - 2)))
    alone = make_case(
        2, "长文", "丰县", (*(Line("paragraph", "一句。") for _ in range(12)), Line("heading", "四、尾声", 1))
    )
    volume = replace(sample_volume(pictures), parts=(Part(1, "第一篇　试排", (short, alone)),))
    made = set_proof(volume, pictures, tmp_path / "v.pdf")
    assert made is not None

    few = [f"清样第3页只有{lines}行，宜调整文字或图片收回前页"] * listed
    found = [said for said in odd_pages(made, volume) if "第3页" in said or "标题" in said]
    assert found == [*few, "清样第4页以标题“四、尾声”结尾，宜移到下页"]


@pytest.mark.slow
def test_a_part_is_broken_behind_a_mark_and_stands_in_the_contents_with_its_cases(tmp_path: Path) -> None:
    long = "第五篇　推进社区、社会组织、社会工作者联动"
    volume = sample_volume(tmp_path, each=2)
    for cases in range(
        22, 28
    ):  # one of these numbers puts the part at the foot of a page, if nothing keeps it
        first = tuple(make_case(n, f"做法之{n}", "丰县", (Line("paragraph", "一"),)) for n in range(1, cases))
        last = make_case(99, "榴园的四季歌", "沛县", (Line("paragraph", "一"),))
        made = replace(volume, parts=(Part(1, "第一篇　甲", first), Part(2, long, (last,))))
        write_proof(made, tmp_path, tmp_path / "p.pdf")
        pages = page_texts(tmp_path / "p.pdf")
        (contents,) = [
            page for page in pages if "第五篇" in page and "榴园的四季歌" in page and "....." in page
        ]
        assert letters(contents).index("第五篇") < letters(contents).index("榴园的四季歌")
    (page,) = [page for page in pages if "第五篇" in page and "收录" in page]
    assert page.split()[:3] == ["第五篇", "推进社区、社会组织、", "社会工作者联动"]


def test_a_sign_that_no_font_here_has_is_named(tmp_path: Path) -> None:
    need("fc-list")
    rare = "".join(map(chr, range(0x31350, 0x31350 + 45)))  # extension H, younger than most fonts and Pythons
    case = make_case(1, "补字", "丰县", (Line("paragraph", f"私用字\ue000和常用字、{rare}。"),))
    volume = replace(sample_volume(tmp_path), parts=(Part(1, "第一篇　试排", (case,)),))

    assert list(missing_glyphs(volume)) == [
        "有自造字（专用区编码）“\ue000”（U+E000），换一种字体就不是原来的字形，请改用标准字或补字",
        "本机的书用字体没有"
        + "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in rare[:40])
        + "等45个的字形，付印前请换字体或补字",
    ]


def test_every_test_that_the_table_names_is_here() -> None:
    named = re.findall(r"test_[a-z_]+(?= \|| \(test)", __doc__ or "")
    beside = Path(__file__).with_name("test_sums.py").read_text(encoding="utf-8")
    here = Path(__file__).read_text(encoding="utf-8") + beside

    assert len(named) == 10
    assert [name for name in named if f"def {name}(" not in here] == []


def test_the_data_sheet_has_the_pages_of_the_proof(proof: Any, tmp_path: Path) -> None:
    volume, made, _ = proof
    sheet = tmp_path / "data.docx"
    write_data_sheet(Made(volume, tmp_path, tmp_path / "v.docx", None, made, ()), sheet)
    rows = {row.cells[0].text: row.cells[1].text for row in Document(str(sheet)).tables[0].rows}
    inner = len(page_texts(made.pdf)) - 2  # without the cover and its back
    filler = -inner % 8

    assert rows["印张"] == f"{(inner + filler) / 16:g}"
    assert f"共{inner + filler}页" in rows["页数"]
    assert f"补空白{filler}页" in rows["页数"]


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


@pytest.mark.slow
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


def test_a_note_that_nothing_calls_stands_at_the_end(tmp_path: Path) -> None:
    case = make_case(1, "注", "丰县", (Footnote("", "来自何处不明。"), Line("paragraph", "正文一句。")))
    volume = replace(sample_volume(tmp_path), parts=(Part(1, "第一篇　试排", (case,)),))

    made = set_proof(volume, tmp_path, tmp_path / "v.pdf")

    assert made is not None
    (page,) = [text for text in page_texts(made.pdf) if "正文一句" in text]
    assert [line.strip() for line in page.splitlines() if "。" in line] == [
        "正文一句。",
        "注：来自何处不明。",
    ]


def test_a_typst_that_does_not_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.publications.volume.proof.write.SECONDS", 0.001)
    (tmp_path / "pictures").mkdir()

    assert not write_proof(sample_volume(tmp_path / "pictures"), tmp_path / "pictures", tmp_path / "v.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def test_items_have_their_marks_and_what_belongs_together_stays_on_a_page(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path, each=1)
    shown = Image("现场.png", "scene.png", "0" * 64, (900, 600), 60, 40)
    blocks: tuple[Block, ...] = (
        Line("item", "没有号的一条。"),
        Line("item", "有号的一条。", 0, "1. "),
        Line("item", "2. 号在文字里。", 0, "2. "),
        Line("paragraph", "流程见下图："),
        shown,
        replace(shown, caption="图1 两张合用一条图注"),
        Line("paragraph", "办法如下："),
        Line("paragraph", "先议后办。"),
    )
    one = replace(volume, parts=(Part(1, "一", (make_case(1, "题", "丰县", blocks),)),))

    (case,) = proof_data(one)["parts"][0]["cases"]
    said = [("".join(p["text"] for p in b.get("pieces", ())), b["stays"]) for b in case["blocks"]]
    assert said == [
        ("•　没有号的一条。", False), ("1. 有号的一条。", False), ("2. 号在文字里。", False),
        ("流程见下图：", True), ("", True), ("", False), ("办法如下：", False), ("先议后办。", False),
    ]  # fmt: skip
