"""Odd cases in one volume, by the commands alone: each is printed, and what is wrong with it is named.

In both designs, with the extra ``volume`` and without it, with LibreOffice and without it: every two of these
once. The files of a case are read once for all; each way of making it prints what was read.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from openxml_audit import OpenXmlValidator
from typer.testing import CliRunner

from tests.odd import SAME, Odd, letter, odd_cases, saved, story
from tests.programs import miss, need
from tracker.cli.app import app
from tracker.publications.volume.content import gather
from tracker.publications.volume.content.gather import visible
from tracker.publications.volume.content.model import Case, Grid, Line
from tracker.publications.volume.content.model import Image as Shown
from tracker.publications.volume.content.read import Answer, Wish
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.proof.write import is_installed

pytestmark = pytest.mark.slow  # mails are read by workers, LibreOffice and Typst print them

FONT = "没有的字体"
OTHER = "沛县大屯街道办事处"


@dataclass(frozen=True)
class Office:
    data: Path
    odd: list[Odd]


@dataclass(frozen=True)
class Way:
    """One way of making it: what the command said, what it left."""

    design: str
    has_typst: bool
    has_office: bool
    said: str
    folder: Path  # with the Word file
    cases: dict[str, Case]


def run(data: Path, *words: str | Path) -> str:
    result = CliRunner().invoke(app, [*map(str, words), "--data", str(data)])
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("odd")
    mails, data = folder / "mails", folder / "data"
    mails.mkdir()
    odd = [*odd_cases(folder), Odd(SAME, saved(story(SAME, unit=OTHER)))]
    for number, one in enumerate(odd, 1):
        unit = {"unit": OTHER} if number == len(odd) else {}
        (mails / f"{number:02}.eml").write_bytes(letter(one, number, **unit))
    CliRunner().invoke(app, ["init", str(data)])
    (data / "volume.toml").write_text(f'[fonts]\nbody = "{FONT}"\n', encoding="utf-8")
    run(data, "import", mails)
    for number, one in enumerate(odd, 1):
        if one.is_said:  # what no one can tell from the file, a person says
            run(data, "correct", str(number), f"title={one.title}")
    run(data, "volume", "choose", *[str(number) for number in range(1, len(odd) + 1)])
    return Office(data, odd)


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The files of each case are read by a worker for the first way, and the answer is kept for the others."""
    kept: dict[Wish, tuple[Answer, Path]] = {}

    def ask(run: Any, wish: Wish) -> Answer:
        key = replace(wish, pictures=Path())
        if key not in kept:
            folder = tmp_path_factory.mktemp("pictures")
            kept[key] = read(run, replace(wish, pictures=folder)), folder
        answer, folder = kept[key]
        shutil.copytree(folder, wish.pictures, dirs_exist_ok=True)
        return answer

    read = gather._ask
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gather, "_ask", ask)
        yield


@pytest.fixture(
    scope="module",
    params=[
        ("书刊版", True, True),
        ("书刊版", False, False),
        ("公文版", True, False),
        ("公文版", False, True),
    ],
    ids=lambda way: f"{way[0]}{'-typst' * way[1]}{'-libreoffice' * way[2]}",
)
def way(office: Office, read_once: None, request: pytest.FixtureRequest) -> Way:
    design, has_typst, has_office = request.param
    with pytest.MonkeyPatch.context() as patch:
        if has_typst and not is_installed():
            miss("typst")
        if has_office:
            need("soffice")
        else:
            patch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
        if not has_typst:
            patch.setattr("tracker.publications.volume.proof.write.find_spec", lambda _: None)
        said = run(office.data, "volume", "make", "--design", design)
    content = sorted((office.data / "volumes").iterdir(), key=lambda path: path.stat().st_mtime)[-1]
    cases = {case.number: case for case in load_volume_file(content).cases}
    return Way(design, has_typst, has_office, said, office.data / "out" / "汇编" / content.name, cases)


def titled(office: Office, way: Way, title: str) -> Case:
    number = next(place for place, one in enumerate(office.odd, 1) if one.title == title)
    return way.cases[f"XZ-{number:03}"]


def lines_of(out: str, case: Case) -> list[str]:
    """What was said of a case, without what is said of all."""
    usual = ("台账中尚有待核内容",)
    return [
        line.strip().removeprefix(f"{case.number} ")
        for line in out.splitlines()
        if line.strip().startswith(f"{case.number} ") and not line.endswith(usual)
    ]


def test_each_is_printed_and_what_is_wrong_is_named(office: Office, way: Way) -> None:
    wanted = {
        f"XZ-{number:03}": [*one.remarks, *(one.of_proof if way.has_typst else ())]
        for number, one in enumerate(office.odd, 1)
    }

    assert {number: lines_of(way.said, case) for number, case in sorted(way.cases.items())} == wanted


def test_what_concerns_the_whole_is_said(office: Office, way: Way) -> None:
    last = len(office.odd)
    assert f"XZ-{last - 1:03}、XZ-{last:03}同名《{SAME}》，目录中以单位区分" in way.said
    assert f"本机没有字体“{FONT}”，校样中用" in way.said
    assert ("清样：" in way.said, "校样：" in way.said) == (way.has_typst, way.has_office)
    assert ("不是 PDF/A，原因见以下各处" in way.said) == way.has_typst
    assert ("本机没有可用的 LibreOffice" in way.said) == (not way.has_office)


def test_every_title_stands_in_the_word_file_in_order(office: Office, way: Way) -> None:
    (docx,) = [path for path in way.folder.glob("*.docx") if "汇编" in path.name]
    document = Document(str(docx))

    titles = [p.text for p in document.paragraphs if p.style.style_id == "Heading2"]
    assert sorted(titles) == sorted(visible(one.title) for one in office.odd)
    assert titles == [case.title for case in way.cases.values()]
    assert OpenXmlValidator().validate(str(docx)).errors == []


def test_the_words_stand_in_the_word_file(way: Way) -> None:
    (docx,) = [path for path in way.folder.glob("*.docx") if "汇编" in path.name]
    document = Document(str(docx))
    texts = [p.text for p in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    for line in (
        "　".join(map(str, range(300))),
        "שלום עולם 与 مرحبا 混排",
        "垞城街道、𪚥、😀。",
        "办结率为35/36，见附表。",
        "社区设五个议事亭。",
        "竖排的一句话在框里。",
        "空段之后的一句。",
        "零宽字",
        "注①　注文第1号。",
        "—" * 500,
    ):
        assert line in texts
    assert "三十六件①" in cells
    assert "外层\n二层　三层　四层　五层　内层" in cells
    assert any(text.endswith("第130条　居民的事由居民议。") for text in cells)
    assert not any("原来的题目" in text for text in texts)  # a person has said another
    assert not any("不该看见" in text for text in (*texts, *cells))
    assert "看得见的格" in cells
    assert "　".join(f"第{number}格" for number in range(120, 240)) in texts
    assert len(document.inline_shapes) == 9


def test_the_proofs_are_whole(office: Office, way: Way) -> None:
    proofs = [path for path in way.folder.glob("*.pdf") if "付印" not in path.name]
    assert len(proofs) == way.has_typst + way.has_office
    for path in proofs:
        document = pypdfium2.PdfDocument(path)
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in document))
        document.close()
        for said in (
            "办结率为35/36，见附表。",
            "第500件事已办结。",
            "空段之后的一句。",
            "第130条",
            "注文第2号。",
        ):
            assert said in text


def test_pictures_are_kept_as_they_came(office: Office, way: Way) -> None:
    kept = {
        block.file.rpartition(".")[2]
        for case in way.cases.values()
        for block in case.blocks
        if isinstance(block, Shown)
    }
    assert kept == {"", "jpg", "png"}
    sizes = {
        title: block.pixels
        for title in ("四色图片怎么办", "巨幅图片怎么办", "坏图片怎么办", "半张图片怎么办")
        for block in titled(office, way, title).blocks
        if isinstance(block, Shown)
    }
    assert list(sizes.values()) == [(60, 40), (0, 0), (0, 0), (0, 0)]


def test_a_table_that_is_too_wide_is_kept_whole_in_the_content(office: Office, way: Way) -> None:
    (grid,) = [b for b in titled(office, way, "三百栏的表格如何看").blocks if isinstance(b, Grid)]
    assert [cell.lines for cell in grid.rows[0]] == [(str(number),) for number in range(300)]
    (scan,) = titled(office, way, "只有扫描件的案例").blocks
    assert isinstance(scan, Line)
    assert scan.text == "（本篇只有扫描件，文字待录入）"
