"""The same document saved by an office program in other formats has the same blocks."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from intake.documents.blocks.flat import text_of
from intake.documents.read import read_blocks, read_document
from intake.model.blocks import Block, ListItem, Picture
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.programs import need

BODY = "社区网格员每天上门走访独居老人，帮助解决买菜、就医、缴费等日常困难，受到居民好评。"
LEAD = "本案例讲述一个老旧小区怎样通过居民议事会解决停车难题，经过三轮协商达成一致，可供同类小区参考。"


def written() -> bytes:
    document = docx.Document()
    document.add_heading("小区停车怎么办", 0)
    document.add_paragraph("").add_run(LEAD).bold = True
    document.add_heading("背景", 1)
    document.add_paragraph(BODY)
    for line in ("（一）议事", BODY, "（二）协商", BODY):
        document.add_paragraph(line)
    document.add_heading("起因", 2)
    document.add_paragraph("甲", style="List Bullet")
    document.add_paragraph("乙", style="List Number")
    document.add_paragraph("表1 车位分配")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "楼号"
    table.cell(0, 2).text = "车位"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "十二"
    picture = BytesIO()
    Image.new("RGB", (30, 20), "red").save(picture, "png")
    document.add_picture(picture, width=Mm(60))
    document.add_paragraph("图1 议事会现场")
    document.add_paragraph(BODY)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain(block: Block) -> Block:
    """A block without what formats keep differently: names of pictures, numbers of lists, digits of sizes."""
    if isinstance(block, Picture):
        return replace(
            block, name="", width_mm=round(block.width_mm), height_mm=round(block.height_mm), content=b""
        )
    return replace(block, marker="") if isinstance(block, ListItem) else block


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["odt", "doc", "rtf"])
def test_an_office_program_keeps_the_blocks(ending: str, tmp_path: Path) -> None:
    """Two to four seconds: the program starts anew for each format."""
    office = need("soffice")
    content = written()
    (tmp_path / "案例.docx").write_bytes(content)
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", ending,
         "--outdir", str(tmp_path), str(tmp_path / "案例.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    saved = Attachment(f"案例.{ending}", (tmp_path / f"案例.{ending}").read_bytes())
    blocks = read_blocks(saved, Limits()).blocks

    assert text_of(blocks) == read_document(saved, Limits()).text
    assert [*map(plain, blocks)] == [
        *map(plain, read_blocks(Attachment("案例.docx", content), Limits()).blocks)
    ]
