"""The Word file: it opens, holds everything in order, and odd cases end in a volume."""

from __future__ import annotations

import random
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from lxml import etree

from intake.documents.read import read_blocks
from intake.model.blocks import Heading, Picture
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.programs import need
from tests.volume import TITLES, WORDS, make_case, sample_volume
from tracker.publications.volume.content.model import Grid, GridCell, Image, Line, Part, Volume
from tracker.publications.volume.papers import remarks_of
from tracker.publications.volume.run import write_with_pages
from tracker.publications.volume.sums import with_fonts_here
from tracker.publications.volume.word.front import UPDATE
from tracker.publications.volume.word.render import read_pages, render_pdf
from tracker.publications.volume.word.styles import NOT_AT_END, NOT_AT_START
from tracker.publications.volume.word.table import centred_columns, covered_rows, is_centred, is_short
from tracker.publications.volume.word.write import headings_of, write_docx


def with_case(volume: Volume, *cases: object) -> Volume:
    return replace(volume, parts=(Part(1, "第一篇　试排", tuple(cases)),))  # type: ignore[arg-type]


def texts(path: Path, style: str) -> list[str]:
    return [
        p.text for p in Document(str(path)).paragraphs if p.style is not None and p.style.style_id == style
    ]


@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_headings_are_styles_in_print_order(tmp_path: Path, design: str) -> None:
    volume = sample_volume(tmp_path, design)

    write_docx(volume, tmp_path, tmp_path / "v.docx", dict.fromkeys(dict(headings_of(volume)), 7))

    assert texts(tmp_path / "v.docx", "Heading1") == [
        *(part.title for part in volume.parts),
        "附　录",
        "后　记",
    ]
    assert texts(tmp_path / "v.docx", "Heading2") == list(TITLES)
    assert texts(tmp_path / "v.docx", "Heading3")[:3] == ["一、背景", "二、主要做法", "三、成效与启示"]
    assert texts(tmp_path / "v.docx", "Caption") == ["图1　居民代表在议事亭商议停车办法"] * 6
    assert len(Document(str(tmp_path / "v.docx")).tables) == 7
    assert {t.rpartition("\t")[2] for t in texts(tmp_path / "v.docx", "TOC2")} == {"7"}


def test_without_pages_the_contents_say_how_to_update(tmp_path: Path) -> None:
    write_docx(sample_volume(tmp_path), tmp_path, tmp_path / "v.docx")

    assert texts(tmp_path / "v.docx", "TOC2")[0] == UPDATE
    with zipfile.ZipFile(tmp_path / "v.docx") as file:
        assert 'w:dirty="true"' in file.read("word/document.xml").decode()


def test_the_same_content_has_the_same_bytes(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path)
    write_docx(volume, tmp_path, tmp_path / "a.docx")
    write_docx(volume, tmp_path, tmp_path / "b.docx")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_merged_cells_are_covered_once() -> None:
    grid = Grid(
        ((GridCell(("甲",), 2, 2), GridCell(("乙",))), (GridCell(("丙",)),), (GridCell(("丁",), 9, 9999),))
    )

    shown = [[("".join(cell.lines), is_covered) for cell, is_covered in row] for row in covered_rows(grid)]

    assert shown == [
        [("甲", False), ("乙", False), *[("", False)] * 6],
        [("甲", True), ("丙", False), *[("", False)] * 6],
        [("丁", False)],
    ]


WIDE = Grid((tuple(GridCell((str(n),)) for n in range(300)),))


@pytest.mark.parametrize(
    ("blocks", "title", "shown", "remark"),
    [
        ((Line("paragraph", "字" * 100_000),), "长文", "字" * 100_000, ""),
        ((WIDE,), "宽表", "　".join(map(str, range(300))), "XZ-001 有一张300栏的表格，超出版面，按行排印，请改排"),
        ((Image("坏图.jpg"),), "坏图", "［图片“坏图.jpg”不能排入，请补原图］", ""),
        ((Line("paragraph", "一"),), "#{read(\"x\")} <&> \\ \x00 $x$ *粗* ]]>", "一", ""),
        ((Line("paragraph", "联系电话13812345678"),), "电话", "联系电话13812345678", "XZ-001 有手机号码 138****78"),
    ],
)  # fmt: skip
def test_odd_cases_end_in_a_volume_with_a_remark(
    tmp_path: Path, blocks: tuple[Any, ...], title: str, shown: str, remark: str
) -> None:
    volume = with_case(sample_volume(tmp_path), make_case(1, title, "丰县", blocks))

    write_docx(volume, tmp_path, tmp_path / "v.docx")

    paragraphs = [p.text for p in Document(str(tmp_path / "v.docx")).paragraphs]
    assert shown in paragraphs
    assert title.replace("\x00", "") in paragraphs
    assert not remark or remark in list(remarks_of(volume))


def test_a_title_longer_than_a_property_may_be(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path)
    title = "\x07" + "优秀案例汇编" * 60
    write_docx(replace(volume, front=replace(volume.front, title=title)), tmp_path, tmp_path / "v.docx")

    assert Document(str(tmp_path / "v.docx")).core_properties.title == title[1:256]


def test_cases_of_the_same_title_are_told_apart_in_the_contents(tmp_path: Path) -> None:
    volume = with_case(sample_volume(tmp_path), make_case(1, "同名", "丰县"), make_case(2, "同名", "沛县"))
    write_docx(volume, tmp_path, tmp_path / "v.docx", {})

    assert texts(tmp_path / "v.docx", "TOC2") == ["同名（丰县民政局）\t…", "同名（沛县民政局）\t…"]


def test_every_part_of_the_file_is_well_formed_and_no_picture_twice(tmp_path: Path) -> None:
    write_docx(sample_volume(tmp_path), tmp_path, tmp_path / "v.docx")

    with zipfile.ZipFile(tmp_path / "v.docx") as file:
        names = file.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
    assert [name for name in names if name.startswith("word/media/")] == ["word/media/image1.png"]
    assert "word/footnotes.xml" in names


@pytest.mark.slow  # LibreOffice prints the volume two or three times
def test_the_numbers_of_the_contents_are_the_pages(tmp_path: Path) -> None:
    need("soffice")
    volume = sample_volume(tmp_path, each=1)

    printed = write_with_pages(volume, tmp_path, tmp_path / "v.docx")

    assert printed is not None
    assert printed.pages["volume_part_1"] == 1
    assert all(page % 2 for mark, page in printed.pages.items() if mark.startswith("volume_part"))
    again = render_pdf(tmp_path / "v.docx", tmp_path / "again")
    assert again is not None
    found = read_pages(again, headings_of(volume))
    assert found is not None
    assert found.pages == printed.pages
    contents = [line.split("\t") for line in texts(tmp_path / "v.docx", "TOC2")]
    assert [int(page) for _, page in contents] == [printed.pages[f"volume_case_{n}"] for n in (1, 2, 3)]


@pytest.mark.slow  # LibreOffice prints the volume
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_a_section_begins_as_high_as_other_pages_and_front_pages_have_roman_numbers(
    tmp_path: Path, design: str
) -> None:
    need("soffice")
    printed = write_with_pages(sample_volume(tmp_path, design), tmp_path, tmp_path / "v.docx")
    assert printed is not None
    document = pypdfium2.PdfDocument(printed.pdf)
    lines = [lines_on(page) for page in document]
    document.close()
    front, marks = lines[printed.first - 4 : printed.first], printed.pages
    case = {place: lines[printed.first + marks[f"volume_case_{place}"] - 1] for place in (1, 2)}
    title = {
        place: next(up for up, text in case[place] if letters(TITLES[place - 1]) in text) for place in case
    }

    assert [letters(page[-1][1]).strip("—") for page in front] == ["I", "II", "III", "IV"]
    assert [page[0][1] for page in front] == ["编委会", "编写说明", "前言", "目录"]
    assert max(page[0][0] for page in front) - min(page[0][0] for page in front) < 2  # points
    assert abs(title[1] - title[2]) < 2  # the first of its section, and another


MARKS = (
    "……",
    "——",
    "，",
    "。",
    "”",
    "）",
    "》",
    "！",
    "？",
    "、",
    "：“",
    "·",
    "％",
    "……”",
    "——“",
    "”。",
    "》）",
    "℃",
)


@pytest.mark.slow  # LibreOffice prints the volume
@pytest.mark.parametrize("design", ["书刊版", "公文版"])
def test_no_line_that_libreoffice_prints_begins_with_a_closing_mark(tmp_path: Path, design: str) -> None:
    """Each mark stands at every place around the end of a line; dashes and dots that fill a line end, too."""
    need("soffice")
    chance = random.Random(design)
    texts_ = [
        "".join(chance.choices(WORDS, k=20))[:before] + mark + "".join(chance.choices(WORDS, k=20)) + "。"
        for mark in MARKS
        for before in range(23, 38)
    ]
    blocks = tuple(Line("paragraph", text) for text in (*texts_, "—" * 90, "…" * 90))
    volume = with_case(sample_volume(tmp_path, design), make_case(1, "行首", "丰县", blocks))
    write_docx(with_fonts_here(volume), tmp_path, tmp_path / "v.docx")
    pdf = render_pdf(tmp_path / "v.docx", tmp_path)
    assert pdf is not None
    document = pypdfium2.PdfDocument(pdf)
    lines = [line for page in document for line in page.get_textpage().get_text_bounded().splitlines()]
    document.close()

    shown = [line for line in lines if not re.fullmatch("— [IVX0-9]+ —", line)]
    assert [line for line in shown if line[:1] in NOT_AT_START and set(line) - set("—…")] == []
    assert [line for line in shown if line[-1:] in NOT_AT_END and line] == []
    assert sum(line.count("。") for line in shown) >= len(texts_)


def lines_on(page: Any) -> list[tuple[float, str]]:
    """The lines of a page from the top: how high the tallest sign stands, in points, and the text without blanks."""
    text = page.get_textpage()
    rows: dict[int, list[tuple[float, float, str]]] = {}
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if sign.strip():
            left, low, _, high = text.get_charbox(at, loose=True)
            row = next((key for key in rows if abs(key - low) < 5), round(low))
            rows.setdefault(row, []).append((left, high, sign))
    return [
        (max(high for _, high, _ in signs), "".join(sign for _, _, sign in sorted(signs)))
        for _, signs in sorted(rows.items(), reverse=True)
    ]


def letters(text: str) -> str:
    return "".join(text.split())


def test_every_line_of_a_cell_of_words_stands_in_its_middle(tmp_path: Path) -> None:
    case = make_case(
        1, "表格", "丰县", (Grid(((GridCell(("停车秩序", "（含非机动车）")), GridCell(("21",))),)),)
    )
    write_docx(with_case(sample_volume(tmp_path), case), tmp_path, tmp_path / "v.docx")
    (cell, _) = Document(str(tmp_path / "v.docx")).tables[0].rows[0].cells

    assert [line.alignment for line in cell.paragraphs] == [WD_ALIGN_PARAGRAPH.CENTER] * 2


@pytest.mark.slow  # LibreOffice opens and saves the volume
def test_a_round_trip_through_libreoffice_keeps_headings_order_and_pictures(tmp_path: Path) -> None:
    office = need("soffice")
    write_docx(sample_volume(tmp_path, each=1), tmp_path, tmp_path / "v.docx", {})
    command = [
        office,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "docx",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "back"), str(tmp_path / "v.docx")], check=True, timeout=120
    )

    shown = [shape_of(tmp_path / folder / "v.docx") for folder in (".", "back")]

    assert shown[0] == shown[1]
    assert [kind for kind, _ in shown[0]].count("picture") == 3


def shape_of(path: Path) -> list[tuple[str, str]]:
    """Headings with their levels, and pictures, in order, as our own reader finds them."""
    found = read_blocks(Attachment(path.name, path.read_bytes()), Limits()).blocks
    return [
        (f"heading {block.level}", block.text) if isinstance(block, Heading) else ("picture", "")
        for block in found
        if isinstance(block, Heading | Picture)
    ]


def test_columns_of_words_and_numbers_stand_in_the_middle() -> None:
    grid = Grid(
        (
            (GridCell(("项目",)), GridCell(("办理情况",), columns=2)),
            (
                GridCell(("停车秩序", "（含非机动车）")),
                GridCell(("21",)),
                GridCell(("居民议事会议定并公示的事项",)),
            ),
        )
    )
    rows = list(covered_rows(grid))
    centred = centred_columns(rows)

    assert centred == {0, 1}
    assert [
        is_centred(cell, column, centred) for cell, column in ((rows[0][0][0], 0), (rows[0][1][0], 1))
    ] == [True, True]
    assert [is_centred(rows[1][column][0], column, centred) for column in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    ("lines", "short"),
    [(("36",), True), (("居民议事" * 80,), False), (tuple("一二三四五六七八九十甲乙丙"), False), ((), True)],
)
def test_a_row_that_may_be_higher_than_a_page_is_split(lines: tuple[str, ...], short: bool) -> None:
    assert is_short([(GridCell(("做法",)), False), (GridCell(lines), False)]) is short
