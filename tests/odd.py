"""Cases with everything that strangers send, each with what the volume says of it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Mm
from PIL import Image

from tests.volume import picture

UNIT = "丰县宋楼镇人民政府"
MARKUP = '议事 #{read("x")} 与 <&> $a$ 的做法'
SAME = "同名的做法"
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
COARSE = "图片“图1 现场”60×40像素，排60毫米宽，只有25像素/英寸（宜不低于300），请要原图"
VECTOR = "图片“图1 现场”是矢量图（EMF、WMF），不能排入，请另存为 PNG 或 JPG 后重报"
LOST = "图片“image1.png”不能解码，未排入"
NESTED = "有表格套在另一张表格的单元格里，里面的一张按行排印，请核对或改排"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


@dataclass(frozen=True)
class Odd:
    """A case: its title (one that only a person can know is ``said``), its file, what is named."""

    title: str
    content: bytes
    remarks: tuple[str, ...] = ()
    of_proof: tuple[str, ...] = ()  # named only where Typst sets it
    name: str = "案例.docx"
    is_said: bool = False


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


def with_xml(title: str, xml: str, notes: int = 0) -> bytes:
    """A case with these elements at its end, and so many footnotes to call."""
    out = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    said = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>注文第{n}号。</w:t></w:r></w:p></w:footnote>' for n in range(1, notes + 1))  # fmt: skip
    added = {
        "word/document.xml": ("<w:sectPr", xml + "<w:sectPr"),
        "[Content_Types].xml": ("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'),
        "word/_rels/document.xml.rels": ("</Relationships>", f'<Relationship Id="rIdN" Type="{relation}" Target="footnotes.xml"/></Relationships>'),
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(saved(story(title)))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            before, after = added.get(name, ("\0", ""))
            new.writestr(name, old.read(name).decode("latin-1").replace(before, after.encode().decode("latin-1"), 1).encode("latin-1"))  # fmt: skip
        new.writestr("word/footnotes.xml", f"<w:footnotes {W}>{said}</w:footnotes>")
    return out.getvalue()


def call(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


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


def odd_pictures() -> Iterator[tuple[str, bytes, tuple[str, ...], tuple[str, ...]]]:
    """Title, bytes of the picture, what is named, what is named of the proof."""
    plain = Image.effect_noise((60, 40), 40).convert("RGB")
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    png, gif = drawn(plain, "PNG"), drawn(plain.convert("P"), "GIF")
    huge = "图片“图1 现场”{}像素，过大，请缩小后重报"
    vast = "图片“图1 现场”20000×20000像素，过大，不能排入，请缩小后重报"
    four = "图片“图1 现场”为四色（CMYK），可以付印；清样因此不是 PDF/A，要存档请换 RGB 图片"
    moving = "图片“图1 现场”是动画，只印第一帧，请核对"
    yield "坏图片怎么办", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, (LOST,), ()
    yield "半张图片怎么办", png[: len(png) // 2] + png[-12:], (LOST,), ()
    yield "半张动图怎么办", gif[: len(gif) // 2], (LOST,), ()
    yield "四色图片怎么办", drawn(Image.new("CMYK", (60, 40), (9, 99, 0, 0)), "JPEG"), (COARSE,), (four,)
    yield "十六位图片怎么办", drawn(Image.frombytes("I;16", (60, 40), bytes(4800)), "PNG"), (COARSE,), ()
    yield "会动的图片怎么办", drawn(frames[0], "GIF", save_all=True, append_images=frames[1:]), (moving, COARSE), ()  # fmt: skip
    yield "矢量图片怎么办", b"\x01\0\0\0\x6c\0\0\0" + b"\0" * 32 + b" EMF" + b"\0" * 64, (VECTOR, LOST), ()
    yield "老式矢量图片怎么办", b"\xd7\xcd\xc6\x9a" + b"\0" * 60, (VECTOR, LOST), ()
    yield "网上的图片怎么办", drawn(plain, "WEBP"), (COARSE,), ()
    yield "位图怎么办", drawn(plain, "BMP"), (COARSE,), ()
    yield "传真图片怎么办", drawn(plain, "TIFF"), (COARSE,), ()
    yield "巨幅图片怎么办", drawn(Image.new("1", (20_000, 20_000)), "PNG"), (vast, LOST), ()
    yield "长条照片怎么办", drawn(Image.new("RGB", (30_000, 10)), "JPEG"), (huge.format("30000×10"),), ()
    yield "竖条照片怎么办", drawn(Image.new("RGB", (10, 30_000)), "PNG"), (huge.format("10×30000"),), ()


def odd_tables() -> Iterator[Odd]:
    wide = story("三百栏的表格如何看")
    for number, cell in enumerate(wide.add_table(1, 300).rows[0].cells):
        cell.text = str(number)
    yield Odd("三百栏的表格如何看", saved(wide), ("有一张300栏的表格，超出版面，按行排印，请改排",))
    deep = story("表中有表的台账")
    cell = deep.add_table(1, 1).cell(0, 0)
    for level in ("外层", "二层", "三层", "四层", "五层"):
        cell.text = level
        cell = cell.add_table(1, 1).cell(0, 0)
    cell.text = "内层"
    yield Odd("表中有表的台账", saved(deep), (NESTED,))
    tall = story("一行三页的表格")
    table = tall.add_table(60, 2)
    table.cell(0, 1).text = "\n".join(f"第{number}条　居民的事由居民议。" for number in range(1, 131))
    table.cell(1, 0).merge(table.cell(59, 0)).text = "五十九行合成一格"
    yield Odd("一行三页的表格", saved(tall))
    cells = f"<w:tr><w:tc><w:p><w:r><w:t>三十六件</w:t></w:r>{call(1)}</w:p></w:tc></w:tr>"
    xml = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{cells}</w:tbl><w:p><w:r><w:t>数字均已核对。</w:t></w:r>{call(2)}</w:p>"
    yield Odd("表内注脚的处理", with_xml("表内注脚的处理", xml, notes=2))


def odd_texts() -> Iterator[Odd]:
    yield Odd("十万字的长文", saved(story("十万字的长文", *(["居民议事，当场定，当场办。" * 100] * 80))), ("正文104810字，篇幅过长",))  # fmt: skip
    many = "".join(f"<w:p><w:r><w:t>第{n}件事已办结。</w:t></w:r>{call(n)}</w:p>" for n in range(1, 501))
    yield Odd("五百个注脚的文章", with_xml("五百个注脚的文章", many, notes=500))
    half = "<m:f><m:num><m:r><m:t>35</m:t></m:r></m:num><m:den><m:r><m:t>36</m:t></m:r></m:den></m:f>"
    ole = (
        f'<w:p><w:r><w:object {V}><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
    )
    sum_ = f"<w:p><w:r><w:t>办结率为</w:t></w:r><m:oMath {M}>{half}</m:oMath><w:r><w:t>，见附表。</w:t></w:r></w:p>{ole}"
    yield Odd(
        "公式与嵌入表格",
        with_xml("公式与嵌入表格", sum_),
        (
            "“案例.docx”可能未读全：文中嵌有1个文件未读",
            "文中有1个公式（“办结率为”之后），改排成一行，请对照原件核对",
            "嵌入的表格或文件没有排入，已留出位置，请补图",
        ),
    )
    changed = (
        '<w:p><w:r><w:t>社区设</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>三个</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="甲"><w:r><w:t>五个</w:t></w:r></w:ins><w:r><w:t>议事亭。</w:t></w:r></w:p>'
    )
    yield Odd("带修订痕迹的稿子", with_xml("带修订痕迹的稿子", changed), ("原件带有修订痕迹，按接受全部修订后的文字排印，请核对",))  # fmt: skip
    box = (
        f'<w:p><w:r><w:pict {V}><v:shape style="layout-flow:vertical-ideographic"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>竖排的一句话在框里。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    yield Odd("竖排文字的框", with_xml("竖排文字的框", box))
    yield Odd("断不开的长行", saved(story("断不开的长行", "http://www.example.cn/" + "a" * 3000, "—" * 500, "（" * 300)))  # fmt: skip
    yield Odd("两千个空段", saved(story("两千个空段", *[""] * 2000, "空段之后的一句。")))
    yield Odd("看不见的字符", saved(story("看不见的字符", "零宽\u200b\u200d\ufeff字", "反向\u202e正文\u202c止")))  # fmt: skip


def odd_unseen(folder: Path) -> Iterator[Odd]:
    """What a document does not show, or shows only in part."""
    cropped = story("剪裁过的照片")
    picture(folder / "any.png", 60, 40)
    cropped.add_picture(str(folder / "any.png"), Mm(30))
    cropped.add_paragraph("图1 现场")
    (blip,) = cropped.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    blip.addnext(blip.makeelement(blip.tag.replace("blip", "srcRect"), {"l": "50000"}))
    half = "图片“图1 现场”30×40像素，排30毫米宽，只有25像素/英寸（宜不低于300），请要原图"
    yield Odd("剪裁过的照片", saved(cropped), (half,))
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>不该看见</w:t></w:r>"
    row = "<w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>不该看见</w:t></w:r></w:p></w:tc></w:tr>"
    shown = "<w:tr><w:tc><w:p><w:r><w:t>看得见的格</w:t></w:r></w:p></w:tc></w:tr>"
    xml = f"<w:p><w:r><w:t>看得见的话。</w:t></w:r>{hidden}</w:p><w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{shown}{row}</w:tbl><w:p/>"
    yield Odd("藏了字的稿子", with_xml("藏了字的稿子", xml))
    white = '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>白纸上的白字。</w:t></w:r></w:p>'
    faint = "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"
    yield Odd("白纸上的白字", with_xml("白纸上的白字", white), (faint,))
    chart = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    lost = "“案例.docx”可能未读全：文中有1处图表（柱形图、饼图等）没有排入，请对照原件"
    yield Odd("带柱形图的总结", with_xml("带柱形图的总结", chart), (lost, "图表没有排入，已留出位置，请补图"))
    long = story("表格旁边的长格")
    long.add_table(1, 1).cell(0, 0).text = "楼长收集意见，议事会讨论，张榜公布，居民签字。" * 40
    for number, cell in enumerate(long.add_table(2, 120)._cells):
        cell.text = f"第{number}格"
    wide = "有一张120栏的表格，超出版面，按行排印，请改排"
    yield Odd("表格旁边的长格", saved(long), (wide,))


def odd_titles() -> Iterator[Odd]:
    yield Odd(MARKUP, saved(story(MARKUP)), is_said=True)
    for title in (
        "四百字的题目" * 49,
        "控制\u0007符\u200b在\u202e题目里",
        "שלום 社区 مرحبا 的做法",
        "……",
    ):
        yield Odd(title, saved(story(f"原来的题目是{title[:1]}字开头的另一个")), is_said=True)
    yield Odd("笑脸😀与生僻字𠮷的做法", saved(story("笑脸😀与生僻字𠮷的做法", "שלום עולם 与 مرحبا 混排", "垞城街道、𪚥、😀。")))  # fmt: skip
    yield Odd("只有扫描件的案例", drawn(Image.effect_noise((600, 800), 40).convert("RGB"), "PDF"), ("只有扫描件，没有文字",),
              name="只有扫描件的案例.pdf", is_said=True)  # fmt: skip
    yield Odd(SAME, saved(story(SAME)))


def odd_cases(folder: Path) -> list[Odd]:
    """All of them; pictures are made in ``folder``."""
    pictures = [
        Odd(title, with_picture(folder, title, content), said, of_proof)
        for title, content, said, of_proof in odd_pictures()
    ]
    return [*pictures, *odd_tables(), *odd_texts(), *odd_unseen(folder), *odd_titles()]


def letter(odd: Odd, number: int, unit: str = UNIT) -> bytes:
    """The mail that brings a case."""
    made = EmailMessage()
    made["From"], made["To"] = f"fx{number}@example.cn", "zhengji@example.cn"
    made["Subject"], made["Date"] = f"{unit}报送案例", "Mon, 03 Aug 2015 10:25:00 +0800"
    made["Message-ID"] = f"<{number}@example.cn>"
    made.set_content("请查收附件。")
    made.add_attachment(odd.content, maintype="application", subtype="octet-stream", filename=odd.name)
    return made.as_bytes()
