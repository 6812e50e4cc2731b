"""公文版 and the letter (函) by GB/T 9704-2012, measured in the Word files themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.volume import sample_volume
from tracker.publications.report.letter import Heads, write_letter
from tracker.publications.volume.word.write import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
HEADS = Heads("徐民函〔2015〕18号", "省民政厅", "优秀案例征集", "徐州市民政局", "李敏", "0516-80800000")
CHARACTERS, LINES = 28, 22


def _volume(folder: Path) -> Path:
    write_docx(sample_volume(folder, "公文版"), folder, folder / "v.docx", {})
    return folder / "v.docx"


def _letter(folder: Path) -> Path:
    write_letter(sample_volume(folder), HEADS, folder / "函.docx")
    return folder / "函.docx"


class Word:
    """The parts of a Word file."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            names = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
            self.parts = {name: etree.fromstring(file.read(name)) for name in names}
        self.body = self.parts["word/document.xml"]
        self.targets = {
            one.get("Id"): one.get("Target") for one in self.parts["word/_rels/document.xml.rels"]
        }

    def style(self, name: str) -> Any:
        return next(one for one in self.parts["word/styles.xml"] if one.get(f"{W}styleId") == name)

    def type_of(self, name: str) -> tuple[str, float]:
        """Chinese font and size in points of a style."""
        type_ = self.style(name).find(f"{W}rPr")
        return type_.find(f"{W}rFonts").get(f"{W}eastAsia"), int(value(type_, "sz")) / 2

    def foot(self, section: Any, kind: str) -> tuple[str, str]:
        """Where the footer of right (default) or left (even) pages stands, and what it says."""
        (found,) = (one for one in section.findall(f"{W}footerReference") if one.get(f"{W}type") == kind)
        part = self.parts["word/" + self.targets[found.get(f"{R}id")]]
        return value(part, "jc"), "".join(one.text or "" for one in part.iter(f"{W}t"))


def value(element: Any, tag: str) -> str:
    return str(element.find(f".//{W}{tag}").get(f"{W}val"))


def mm(element: Any, name: str) -> float:
    return round(int(element.get(f"{W}{name}")) / 1440 * 25.4, 1)


@pytest.fixture(scope="module", params=[_volume, _letter])
def word(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Word:
    make: Callable[[Path], Path] = request.param
    return Word(make(tmp_path_factory.mktemp("official")))


def test_page_and_type_area(word: Word) -> None:
    """A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm (5.2.1) in every section."""
    sections = list(word.body.iter(f"{W}sectPr"))
    assert sections
    for section in sections:
        page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        size, sides = (mm(page, "w"), mm(page, "h")), {
            side: mm(margins, side) for side in ("top", "right", "bottom", "left")
        }  # fmt: skip
        assert size == (210, 297)
        assert (sides["top"], sides["left"]) == (37, 28)
        assert round(size[0] - sides["left"] - sides["right"], 1) == 156
        assert round(size[1] - sides["top"] - sides["bottom"], 1) == 225
    assert word.parts["word/settings.xml"].find(f"{W}mirrorMargins") is not None  # 订口 is inside


def test_22_lines_of_28_characters(word: Word) -> None:
    """正文 3号仿宋, 22 lines a page, 28 characters a line (5.2.2, 5.2.3)."""
    body = word.style("Normal")
    pitch = int(body.find(f".//{W}spacing[@{W}line]").get(f"{W}line")) / 20
    condensed = -int(body.find(f"{W}rPr/{W}spacing").get(f"{W}val")) / 20

    assert word.type_of("Normal") == word.type_of("BodyText") == ("仿宋_GB2312", 16)
    assert body.find(f".//{W}spacing[@{W}line]").get(f"{W}lineRule") == "exact"
    area = (156 / 25.4 * 72, 225 / 25.4 * 72)
    assert (int(area[1] / pitch), int(area[0] / (16 - condensed))) == (LINES, CHARACTERS)
    assert word.style("BodyText").find(f".//{W}ind").get(f"{W}firstLineChars") == "200"


def test_titles_and_their_fonts(word: Word) -> None:
    """标题 2号小标宋, 一级 黑体, 二级 楷体 (7.3.1, 7.3.3); each font with what may stand in for it."""
    assert word.type_of("Heading2") == ("方正小标宋简体", 22)
    assert [word.type_of(f"Heading{level}") for level in (3, 4, 5)] == [
        ("黑体", 16),
        ("楷体_GB2312", 16),
        ("仿宋_GB2312", 16),
    ]
    table = word.parts["word/fontTable.xml"]
    stand_in = {one.get(f"{W}name"): one.find(f"{W}altName") for one in table}
    for name, first in (
        ("方正小标宋简体", "方正小标宋_GBK"),
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
    ):
        assert stand_in[name].get(f"{W}val").split(",")[0] == first


def test_page_numbers(word: Word) -> None:
    """4号宋体 — 1 —, right pages right, left pages left, a character in, 7 mm below the type area (7.5)."""
    numbered = [one for one in word.body.iter(f"{W}sectPr") if one.find(f"{W}pgNumType") is not None]
    section = numbered[-1]

    assert word.parts["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    assert word.type_of("Footer") == ("宋体", 14)
    assert word.foot(section, "default") == ("right", "— 1 —　")
    assert word.foot(section, "even") == ("left", "　— 2 —")
    below = mm(section.find(f"{W}pgMar"), "bottom") - mm(section.find(f"{W}pgMar"), "footer")
    assert round(below - 14 / 72 * 25.4) == 7


def test_the_parts_of_the_letter_stand_in_order(tmp_path: Path) -> None:
    """主送机关, 正文, 附件说明, 发文机关署名, 成文日期, 附注 (7.3.2–7.3.7)."""
    body = Word(_letter(tmp_path)).body
    lines = ["".join(one.text or "" for one in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    starts = [
        "省民政厅：",
        "我单位组织开展",
        "附件：1. ",
        "　　　2. ",
        "徐州市民政局",
        "2015年",
        "（联系人：",
    ]

    assert [
        next(start for start in starts if line.startswith(start)) for line in lines[-9:] if line
    ] == starts


def test_the_sender_stands_over_the_middle_of_the_date(tmp_path: Path) -> None:
    """成文日期 four characters from the edge, the sender centred on it (7.3.5.1)."""
    lines = [
        ("".join(one.text or "" for one in p.iter(f"{W}t")), int(p.find(f".//{W}ind").get(f"{W}right")) / 320)
        for p in Word(_letter(tmp_path)).body.iter(f"{W}p")
        if value(p, "pStyle") == "Sign"
    ]  # fmt: skip
    (signed, aside), (date, from_edge) = lines

    assert (signed, from_edge) == ("徐州市民政局", 4)
    width = sum(1.0 if ord(sign) > 127 else 0.55 for sign in date)
    assert abs((aside + len(signed) / 2) - (from_edge + width / 2)) < 0.05
