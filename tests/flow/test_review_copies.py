"""From mails with Word files to copies for experts: tables, pictures, headings stay; names, EXIF and makers go."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from tests.flow.test_volume import case_file, mail, run

pytestmark = pytest.mark.slow  # mails are read by workers, each command starts its own


def with_photo(content: bytes) -> bytes:
    """The file with a photo that says where it was taken, and a table that names the place."""
    document = Document(io.BytesIO(content))
    tags = Image.Exif()
    tags[0x010F] = "Camera of somebody"
    photo = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(photo, "JPEG", exif=tags.tobytes(), comment=b"Songlou")
    photo.seek(0)
    document.add_picture(photo)
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "村（社区）", "件数"
    table.cell(1, 0).text, table.cell(1, 1).text = "宋楼镇刘楼村", "12"
    document.core_properties.author = "宋楼镇张三"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def unpacked(content: bytes) -> bytes:
    """Everything in a Word file, decompressed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_copies_keep_shape_and_lose_names(tmp_path: Path) -> None:
    mails, data, out = tmp_path / "mails", tmp_path / "data", tmp_path / "评阅"
    mails.mkdir()
    content = with_photo(case_file(tmp_path, "小区里的议事亭", "丰县宋楼镇人民政府"))
    (mails / "1.eml").write_bytes(mail("小区里的议事亭", "丰县宋楼镇人民政府", content, 1))
    (tmp_path / "专家.txt").write_text("姓名\t工作单位\n王建国\t某大学", "utf-8")
    run("init", data)
    run("import", mails, "--data", data)
    run("review", "experts", tmp_path / "专家.txt", "--data", data)
    run("review", "open", "初评", "--data", data)
    run("review", "plan", "--save", "--data", data)

    said = run("review", "papers", out, "--data", data)

    assert "图片2张（看有无牌匾、人名、二维码）" in said
    paper = out / "王建国" / "评阅案例.docx"
    document = Document(str(paper))
    shown = [paragraph.text for paragraph in document.paragraphs]
    assert shown[3] == shown[5] == "A01　小区里的议事亭"
    assert {"一、背景", "二、做法", "三、成效", "图1 居民在议事亭议事"} <= set(shown)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert tables == [
        [["办理情况", "办理情况"], ["办结", "36"]],
        [["村（社区）", "件数"], ["××镇××村", "12"]],
    ]
    whole = unpacked(paper.read_bytes())
    for word in ("丰县", "宋楼", "张三", "13812345678"):
        assert word.encode() not in whole
    assert b"Camera" in unpacked(content)
    assert b"Songlou" in unpacked(content)
    assert b"Camera" not in whole
    assert b"Songlou" not in whole
    kept = [path for path in (data / "review").rglob("*") if path.is_file()]
    assert kept
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
