"""Marked text is read as its reader sees it, without the marks."""

from __future__ import annotations

import pytest

from intake.documents.read import read_blocks, read_document
from intake.model.blocks import Caption, Cell, Heading, ListItem, Paragraph, Table
from intake.model.case import Attachment
from intake.model.limits import Limits

FILE = """# 议事亭

居民**议事**当场办，`当天`答复，*逐户*征求，见[通知](http://a.cn/b)。

## 做法 ##

- 甲
* 乙

---
> 楼长说
表1 事项

| 事项 | 件数 |
|:---|---:|
| 停车 | **36** |
"""


def test_headings_lists_tables_and_words_are_told_by_their_marks() -> None:
    attachment = Attachment("案例.md", FILE.encode())

    assert read_document(attachment, Limits()).text == (
        "议事亭\n居民议事当场办，当天答复，逐户征求，见通知。\n做法\n甲\n乙\n楼长说\n表1 事项\n事项\t件数\n停车\t36"
    )
    cells = tuple(
        tuple(Cell((Paragraph(text),)) for text in row) for row in (("事项", "件数"), ("停车", "36"))
    )
    assert read_blocks(attachment, Limits()).blocks == (
        Heading("议事亭", 0),
        Paragraph("居民议事当场办，当天答复，逐户征求，见通知。"),
        Heading("做法", 1),
        ListItem("甲", 0),
        ListItem("乙", 0),
        Paragraph("楼长说"),
        Caption("表1 事项"),
        Table(cells, "表1 事项"),
    )


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("得分3*4*5", "得分3*4*5"),
        ("编号 a_b_c", "编号 a_b_c"),
        (r"\*不是\* 重点", "*不是* 重点"),
        ("#不是标题", "#不是标题"),
        ("标题\n===\n正文", "标题\n正文"),
        ("```\n**原样**\n```", "**原样**"),
        ("甲 | 乙", "甲 | 乙"),
        ("**没有合上", "**没有合上"),
    ],
)
def test_what_only_looks_like_a_mark_stays(marked: str, text: str) -> None:
    assert read_document(Attachment("案例.md", marked.encode()), Limits()).text == text


def test_pictures_that_did_not_come_and_struck_words_are_said() -> None:
    contents = read_blocks(Attachment("案例.md", "前![现场](a.png)后~~旧的~~。".encode()), Limits())

    assert contents.blocks == (Paragraph("前现场后旧的。"),)
    assert [doubt.detail for doubt in contents.doubts] == [
        "文中引用了1张图片，没有随文件报来",
        "有1处文字在原件中划了删除线，已照排，请核对是否应删",
    ]


def test_marks_of_other_text_files_stay() -> None:
    assert read_document(Attachment("案例.txt", b"# 1\n**2**"), Limits()).text == "# 1\n**2**"
