"""Odd cases in one volume, by the commands alone: each is printed, and what is wrong with it is named."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image

from tests.volume import picture
from tracker.publications.volume.content.model import Case, Grid, Line
from tracker.publications.volume.content.model import Image as Shown
from tracker.publications.volume.content.store import load_volume_file
from tracker.run.init import init_data

pytestmark = pytest.mark.slow  # mails are read by workers, each command starts its own

MARKUP = '议事 #{read("x")} 与 <&> $a$ 的做法'
LONG = "社区治理创新与居民议事协商" * 40
UNIT = "丰县宋楼镇人民政府"
SAME, SCAN = "同名的做法", "只有扫描件的案例"
FONT = "没有的字体"
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def story(title: str, *more: str, unit: str = UNIT) -> Any:
    """A case with an invented text of its own."""
    chance = random.Random(title + unit)
    made = Document()
    made.add_paragraph(title, style="Title")
    made.add_paragraph(unit)
    for heading in ("一、背景", "二、做法", "三、成效"):
        made.add_heading(heading, 1)
        made.add_paragraph("。".join("".join(chance.choices(SIGNS, k=18)) for _ in range(14)) + "。")
    for line in more:
        made.add_paragraph(line)
    return made


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_picture(folder: Path, title: str, content: bytes) -> bytes:
    """A case with a picture of these bytes, whatever its name says."""
    made = story(title)
    picture(folder / "any.png", 60, 40)
    made.add_picture(str(folder / "any.png"), Mm(60))
    made.add_paragraph("图1 现场")
    next(part for part in made.part.package.iter_parts() if "/media/" in str(part.partname))._blob = content
    return saved(made)


def drawn(image: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def wide() -> bytes:
    made = story("三百栏的表格如何看")
    table = made.add_table(1, 300)
    for number, cell in enumerate(table.rows[0].cells):
        cell.text = str(number)
    return saved(made)


def nested() -> bytes:
    made = story("表中有表的台账")
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "外层"
    cell.add_table(1, 2).cell(0, 0).text = "内层"
    return saved(made)


def tall() -> bytes:
    made = story("一行三页的表格")
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "做法"
    table.cell(0, 1).text = "\n".join(f"第{number}条　居民的事由居民议。" for number in range(1, 131))
    return saved(made)


def scanned() -> bytes:
    """A PDF of one page that is a picture."""
    return drawn(Image.effect_noise((600, 800), 40).convert("RGB"), "PDF")


def odd_files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Title → name of the file, its bytes."""
    deep = Image.frombytes("I;16", (60, 40), bytes(60 * 40 * 2))
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    pictures = {
        "坏图片怎么办": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        "四色图片怎么办": drawn(Image.new("CMYK", (60, 40), (9, 99, 0, 0)), "JPEG"),
        "十六位图片怎么办": drawn(deep, "PNG"),
        "会动的图片怎么办": drawn(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "矢量图片怎么办": b"\x01\0\0\0\x6c\0\0\0" + b"\0" * 32 + b" EMF" + b"\0" * 64,
        "老式矢量图片怎么办": b"\xd7\xcd\xc6\x9a" + b"\0" * 60,
        "巨幅图片怎么办": drawn(Image.new("1", (20_000, 20_000)), "PNG"),
    }
    made = {
        **{title: with_picture(folder, title, content) for title, content in pictures.items()},
        "三百栏的表格如何看": wide(),
        "表中有表的台账": nested(),
        "一行三页的表格": tall(),
        "十万字的长文": saved(story("十万字的长文", *(["居民议事，当场定，当场办。" * 100] * 80))),
        MARKUP: saved(story(MARKUP)),
        LONG: saved(story(LONG)),
        "笑脸😀与生僻字𠮷的做法": saved(
            story("笑脸😀与生僻字𠮷的做法", "שלום עולם 与 مرحبا 混排", "垞城街道、𪚥、😀。")
        ),
        SAME: saved(story(SAME)),
    }
    files = {title: (f"案例{number}.docx", content) for number, (title, content) in enumerate(made.items())}
    return {**files, SCAN: ("只有扫描件的案例.pdf", scanned())}


def command(folder: Path, *words: str | Path) -> str:
    """What a command says, run as she runs it; programs are there but LibreOffice."""
    programs = folder / "bin"
    if not programs.exists():
        programs.mkdir()
        for name in filter(None, map(shutil.which, ("fc-list", "fc-match", "ldconfig", "gcc"))):
            (programs / Path(name).name).symlink_to(name)
    made = subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, words), "--data", str(folder / "data")],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()[-2000:]
    return made.stdout.decode()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What ``make`` said of the volume of all of them, and the data folder."""
    folder = tmp_path_factory.mktemp("odd")
    mails, data = folder / "mails", folder / "data"
    mails.mkdir()
    titles = []
    for number, (title, (name, content)) in enumerate(odd_files(folder).items(), 1):
        (mails / f"{number:02}.eml").write_bytes(_letter(UNIT, name, content, number))
        titles.append(title)
    other = "沛县大屯街道办事处"
    (mails / "99.eml").write_bytes(_letter(other, "x.docx", saved(story(SAME, unit=other)), 99))
    init_data(data)
    (data / "volume.toml").write_text(f'[fonts]\nbody = "{FONT}"\n', encoding="utf-8")
    command(folder, "import", mails)
    for title in (MARKUP, SCAN):  # what no one can tell from the file, a person says
        command(folder, "correct", str(titles.index(title) + 1), f"title={title}")
    command(folder, "volume", "choose", *[str(one) for one in range(1, len(titles) + 2)])
    return command(folder, "volume", "make"), data


def _letter(unit: str, name: str, content: bytes, number: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = f"fx{number}@example.cn", "zhengji@example.cn"
    made["Subject"], made["Date"] = f"{unit}报送案例", "Mon, 03 Aug 2015 10:25:00 +0800"
    made["Message-ID"] = f"<{number}@example.cn>"
    made.set_content("请查收附件。")
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def cases_of(data: Path) -> dict[str, Case]:
    (folder,) = (data / "volumes").iterdir()
    return {case.title: case for case in load_volume_file(folder).cases}


def lines_of(out: str, case: Case) -> list[str]:
    """What was said of a case, without what is said of all."""
    usual = ("台账中尚有待核内容",)
    return [
        line.strip().removeprefix(f"{case.number} ")
        for line in out.splitlines()
        if line.strip().startswith(f"{case.number} ") and not line.endswith(usual)
    ]


COARSE = "图片“图1 现场”60×40像素，排60毫米宽，只有25像素/英寸（宜不低于300），请要原图"
VECTOR = "图片“图1 现场”是矢量图（EMF、WMF），不能排入，请另存为 PNG 或 JPG 后重报"
LOST = "图片“image1.png”不能解码，未排入"


@pytest.mark.parametrize(
    ("title", "remarks"),
    [
        ("坏图片怎么办", [LOST]),
        ("四色图片怎么办", [COARSE]),
        ("十六位图片怎么办", [COARSE]),
        ("会动的图片怎么办", ["图片“图1 现场”是动画，只印第一帧，请核对", COARSE]),
        ("矢量图片怎么办", [VECTOR, LOST]),
        ("老式矢量图片怎么办", [VECTOR, LOST]),
        ("巨幅图片怎么办", ["图片“图1 现场”20000×20000像素，过大，请缩小后重报"]),
        ("三百栏的表格如何看", ["有一张300栏的表格，超出版面，按行排印，请改排"]),
        ("表中有表的台账", ["有表格套在另一张表格的单元格里，里面的一张按行排印，请核对或改排"]),
        ("一行三页的表格", []),
        ("十万字的长文", ["正文104810字，篇幅过长"]),
        (MARKUP, []),
        ("笑脸😀与生僻字𠮷的做法", []),
        (SCAN, ["只有扫描件，没有文字"]),
    ],
)  # fmt: skip
def test_each_is_printed_and_what_is_wrong_is_named(
    said: tuple[str, Path], title: str, remarks: list[str]
) -> None:
    out, data = said

    assert lines_of(out, cases_of(data)[title]) == remarks


@pytest.mark.parametrize(
    "remark",
    [
        "XZ-015、XZ-017同名《同名的做法》，目录中以单位区分",
        f"本机没有字体“{FONT}”，校样中用",
        "XZ-013 台账中尚有待核内容",  # a title of 520 characters is none, and a person is asked
    ],
)
def test_what_concerns_the_whole_is_said(said: tuple[str, Path], remark: str) -> None:
    assert remark in said[0]


def test_all_of_it_stands_in_the_word_file(said: tuple[str, Path]) -> None:
    """Every title in order, the rows of the wide and the nested table, the last line of the tall one."""
    _, data = said
    (docx,) = [path for path in (data / "out").rglob("*.docx") if "汇编" in path.name]
    document = Document(str(docx))
    titles = [p.text for p in document.paragraphs if p.style.style_id == "Heading2"]
    (folder,) = (data / "volumes").iterdir()
    assert titles == [case.title for case in load_volume_file(folder).cases]
    texts = [p.text for p in document.paragraphs]
    assert "　".join(map(str, range(300))) in texts
    assert "שלום עולם 与 مرحبا 混排" in texts
    assert "垞城街道、𪚥、😀。" in texts
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "外层\n内层" in cells
    assert any(text.endswith("第130条　居民的事由居民议。") for text in cells)
    assert len(document.inline_shapes) == 4


def test_pictures_are_kept_as_they_came(said: tuple[str, Path]) -> None:
    cases = cases_of(said[1])
    kept = {
        title: (block.file.rpartition(".")[2], block.pixels)
        for title, case in cases.items()
        for block in case.blocks
        if isinstance(block, Shown)
    }

    assert kept == {
        "坏图片怎么办": ("", (0, 0)),
        "四色图片怎么办": ("jpg", (60, 40)),
        "十六位图片怎么办": ("png", (60, 40)),
        "会动的图片怎么办": ("gif", (60, 40)),
        "矢量图片怎么办": ("", (0, 0)),
        "老式矢量图片怎么办": ("", (0, 0)),
        "巨幅图片怎么办": ("png", (20_000, 20_000)),
    }


def test_the_proof_is_set_or_it_is_said_why_not(said: tuple[str, Path]) -> None:
    pytest.importorskip("typst")
    out, data = said
    (proof,) = (data / "out").rglob("*（清样）.pdf")

    assert proof.read_bytes().startswith(b"%PDF-")
    assert "（由 Typst 排印" in out


def test_a_table_that_is_too_wide_is_kept_whole_in_the_content(said: tuple[str, Path]) -> None:
    (grid,) = [b for b in cases_of(said[1])["三百栏的表格如何看"].blocks if isinstance(b, Grid)]

    assert [cell.lines for cell in grid.rows[0]] == [(str(number),) for number in range(300)]
    (scan,) = cases_of(said[1])[SCAN].blocks
    assert isinstance(scan, Line)
    assert scan.text == "（本篇只有扫描件，文字待录入）"
