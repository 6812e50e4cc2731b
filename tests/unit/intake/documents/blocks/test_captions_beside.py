"""A caption goes to its picture, whatever small things stand between."""

from __future__ import annotations

import pytest

from intake.documents.blocks.captions import caption_pictures
from intake.documents.blocks.line import Boxed, Said, boxed, told
from intake.documents.blocks.roles import Draft, decide_roles
from intake.documents.read import read_blocks
from intake.documents.result import MARK
from intake.model.blocks import Block, Caption, Paragraph, Picture
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx, para

PHOTO = Picture("a.png", b"x", "image/png", 80.0, 60.0)
ICON = Picture("i.png", b"i", "image/png", 4.0, 4.0)


def draft(text: str, *, is_boxed: bool = False) -> Draft:
    return Draft(text, Said(), is_boxed=is_boxed)


def shown(*drafts: Draft | Block) -> list[tuple[str, str]]:
    return [
        ("picture" if block.width_mm > 10 else "icon", block.caption)
        if isinstance(block, Picture)
        else (type(block).__name__, block.text)  # type: ignore[union-attr]
        for block in decide_roles([*drafts])
    ]


def test_an_icon_below_a_photo_takes_no_caption() -> None:
    icon = Picture("i.png", b"i", "image/png", 4.0, 4.0, caption="图1 现场")

    assert shown(PHOTO, icon, draft("图1 现场"), draft("正文一句。")) == [
        ("picture", "图1 现场"), ("icon", ""), ("Caption", "图1 现场"), ("Paragraph", "正文一句。"),
    ]  # fmt: skip
    assert shown(icon, PHOTO, draft("正文一句。")) == [
        ("icon", ""), ("picture", "图1 现场"), ("Paragraph", "正文一句。"),
    ]  # fmt: skip


def test_words_beside_an_icon_are_text() -> None:
    icon = Picture("i.png", b"i", "image/png", 4.0, 4.0, caption="联系热线")

    assert shown(icon, draft("联系热线"), draft("正文一句。")) == [
        ("icon", ""), ("Paragraph", "联系热线"), ("Paragraph", "正文一句。"),
    ]  # fmt: skip


def test_a_box_between_picture_and_caption_parts_nothing() -> None:
    photo = Picture("a.png", b"x", "image/png", 80.0, 60.0, caption="图1 现场")
    box = [draft("议事亭", is_boxed=True), draft("2015年", is_boxed=True)]
    expected = [
        ("picture", "图1 现场"), ("Paragraph", "议事亭"), ("Paragraph", "2015年"), ("Caption", "图1 现场"),
    ]  # fmt: skip

    assert shown(photo, *box, draft("图1 现场")) == expected
    assert shown(PHOTO, *box, draft("图1 现场")) == expected


def test_a_caption_in_a_box_is_one() -> None:
    assert shown(PHOTO, draft("图1 现场", is_boxed=True), draft("正文一句。")) == [
        ("picture", "图1 现场"), ("Caption", "图1 现场"), ("Paragraph", "正文一句。"),
    ]  # fmt: skip


def test_lines_of_a_box_keep_what_they_told() -> None:
    line, bare = boxed([told("甲", Said(heading=1), ((1, "f1"),)), "乙"])

    assert (isinstance(line, Boxed), line, bare) == (True, "甲", "乙")
    assert isinstance(line, Boxed)
    assert (line.origin, line.notes) == (Said(heading=1), ((1, "f1"),))


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_floating_box_of_a_word_file(where: str) -> None:
    drawing = '<w:r><w:pict><v:shape style="width:200pt;height:150pt"><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r>'
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>议事亭</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    caption = f"<w:p>{box}<w:r><w:t>图1 现场</w:t></w:r></w:p>" if where == "before" else f"<w:p><w:r><w:t>图1 现场</w:t></w:r>{box}</w:p>"  # fmt: skip
    body = f"{para('正文一句。')}<w:p>{drawing}</w:p>{caption}{para('末段一句。')}"
    found = read_blocks(Attachment("案例.docx", make_docx(body)), Limits()).blocks

    assert [block.caption for block in found if isinstance(block, Picture)] == ["图1 现场"]
    assert [block for block in found if not isinstance(block, Picture)] == [
        Paragraph("正文一句。"),
        *(
            [Paragraph("议事亭"), Caption("图1 现场")]
            if where == "before"
            else [Caption("图1 现场"), Paragraph("议事亭")]
        ),
        Paragraph("末段一句。"),
    ]


@pytest.mark.parametrize(
    ("lines", "captions"),
    [
        (["M0", "图1 现场", "M1", "正文。"], ["图1 现场", ""]),
        (["M0", "图1 现场", "满意率按M1计算，其余从略。"], ["图1 现场", ""]),
        (["M0", "图1 现场", "扫码看进度：M1"], ["图1 现场", ""]),
        (["M0", "图1 现场", "M1", "图2 会场"], ["图1 现场", "图2 会场"]),
        (["图1 现场", "M0", "图2 会场", "M1"], ["图1 现场", "图2 会场"]),  # all stand above
        (["图1 现场", "M0", "正文。"], ["图1 现场"]),
        (["M0", "M1", "图1 现场"], ["", "图1 现场"]),
    ],
)
def test_a_caption_is_no_other_pictures(lines: list[str], captions: list[str]) -> None:
    marked = [line.replace("M0", f"{MARK}0{MARK}").replace("M1", f"{MARK}1{MARK}") for line in lines]
    count = sum(line.count(MARK) // 2 for line in marked)
    _, pictures = caption_pictures(marked, [str(n) for n in range(count)], lambda name: (name, b""))

    assert [picture.caption for picture in pictures] == captions
