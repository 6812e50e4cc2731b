"""Titles of several lines: their size, their lines, and that what stands with them fits its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.programs import need
from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.breaks import narrow
from tracker.publications.volume.content.model import Part, Volume
from tracker.publications.volume.run import set_proof
from tracker.publications.volume.word.cover_sheet import measure_cover, write_cover_docx
from tracker.publications.volume.word.design import BOOK, OFFICIAL, Design
from tracker.publications.volume.word.render import render_pdf
from tracker.publications.volume.word.title import (
    POINTS_MM,
    fit_case,
    fit_cover,
    fit_letter,
    signs_of,
    spread,
)
from tracker.publications.volume.word.write import write_docx

FORTY = "徐州市城乡社区治理和服务创新优秀案例汇编暨基层社会治理现代化实践成果选编（上册）"
HUGE = "关于推进城乡社区治理和服务创新的实践与探索" * 24


@pytest.mark.parametrize("design", [BOOK, OFFICIAL])
@pytest.mark.parametrize(
    "title", ["小区里的议事亭", "一" * 20, "一" * 21, FORTY, HUGE, "", "A" * 90, "（" * 50]
)
def test_the_lines_of_a_title_fit_their_width(title: str, design: Design) -> None:
    for fit in (fit_case(title, design), fit_cover(title, design)):
        width = (design.text_width - 2 * fit.side) * POINTS_MM
        assert max(map(signs_of, fit.cut(title).split("\n") if fit.cuts else [""])) * fit.size <= width
        assert signs_of(title) * fit.size <= fit.lines * width
        assert fit.cut(title).replace("\n", "") == title


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("全市城乡社区治理和服务创新优秀案例汇编", "全市城乡社区治理和|服务创新优秀案例汇编"),
        (FORTY, "徐州市城乡社区治理和|服务创新优秀案例汇编暨|基层社会治理现代化|实践成果选编（上册）"),
        ("徐州市古城保护与活化利用优秀案例汇编", "徐州市古城保护与|活化利用优秀案例汇编"),
        ("非物质文化遗产保护传承优秀案例汇编", "非物质文化遗产保护|传承优秀案例汇编"),
        ("2024年全市中小学心理健康教育优秀论文评选汇编", "2024年全市中小学心理|健康教育优秀论文评选汇编"),
        ("“我身边的好家风”征文作品选编", "“我身边的好家风”|征文作品选编"),
        ("新时代文明实践志愿服务项目（丰县·优化社区治理结构）", "新时代文明实践|志愿服务项目|（丰县·优化社区治理结构）"),
    ],
)  # fmt: skip
def test_the_title_on_the_cover_is_cut_where_a_reader_would(title: str, shown: str) -> None:
    assert fit_cover(title, BOOK).cut(title).split("\n") == shown.split("|")


def test_the_title_of_a_letter_is_cut_between_words() -> None:
    title = "关于报送全市非物质文化遗产保护传承优秀案例的函"

    assert fit_letter(title, OFFICIAL).cut(title) == "关于报送全市非物质文化\n遗产保护传承优秀案例的函"


@pytest.mark.parametrize(
    ("title", "text", "lines"),
    [
        ("洞经声里的一盏灯火：一个古镇乐社的三十年", "", ["洞经声里的一盏灯火：", "一个古镇乐社的三十年"]),
        ("让热心人组成队伍，让好队伍走进楼院", "", ["让热心人组成队伍，", "让好队伍走进楼院"]),
        ("一份村民自订的守护古树名木约定书", "", ["一份村民自订的守护", "古树名木约定书"]),
        (
            "青溪渡口三位艄公谈漕帮号子的流传",
            "漕帮的人唱号子，漕帮也打号子。" * 3,
            ["青溪渡口三位艄公谈", "漕帮号子的流传"],
        ),
    ],
)
def test_the_width_of_a_title_cuts_it_between_words(title: str, text: str, lines: list[str]) -> None:
    width = narrow(title, 2, 12, [text])

    assert width is not None
    assert [len(line) for line in lines[:-1]] == [
        next(at for at in range(len(title)) if signs_of(title[: at + 1]) > width)
    ]


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

    assert [p.text.replace("\n", "") for p in covers] == [FORTY, FORTY]
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
