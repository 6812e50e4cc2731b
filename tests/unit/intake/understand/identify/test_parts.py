"""A text that comes in several files is one text, in order; a part without its others is asked about."""

from __future__ import annotations

import pytest

from intake.model.case import Document, DocumentKind, Doubt, Format
from intake.understand.identify.parts import BODY_NAME, Mark, join_parts, read_mark, without_mark
from tests.office import shipped_places

TITLE, UNIT = "一枚印章管到底", "丰县宋楼镇人民政府"
FIRST = f"{TITLE}\n{UNIT}\n一、背景\n村里的印章由谁来管，多年来说法不一，群众办事要跑几处。"
SECOND = (
    "二、做法\n印章统一由村务监督委员会保管，用印须经三人同时签字。\n三、成效\n一年来用印六百余次，无一差错。"
)
OTHER = "榴园四季歌\n丰县民政局\n石榴园里的老人每天傍晚唱歌，歌里唱的是邻里的故事，一唱就是十二年。"


def file(name: str, text: str, form: Format = Format.DOCX, **values: object) -> Document:
    kind = values.pop("kind", DocumentKind.CASE)
    return Document(name, form, kind, text=text, sha256=name, **values)  # type: ignore[arg-type]


def joined(*files: Document, body: str = "") -> tuple[list[str], list[Doubt]]:
    """The texts of the documents, and the doubts."""
    found = join_parts(files, body, shipped_places(), 2015)
    return [document.text for document in found.documents], list(found.doubts)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("一核引领（上）", Mark("一核引领", 1, True)),
        ("一核引领_下", Mark("一核引领", 3, True)),
        ("一核引领 下半部分", Mark("一核引领", 3, True)),
        ("一核引领第二部分", Mark("一核引领", 2, True, True)),
        ("一核引领续", Mark("一核引领", 100, False)),
        ("一核引领（续二）", Mark("一核引领", 102, True)),
        ("正文（上）", Mark("", 1, True)),
        ("下篇", Mark("", 3, True)),
        ("走在路上", Mark("走在路", 1, False)),
        ("苏北中部", None),
        ("一枚印章管到底", None),
    ],
)
def test_what_a_name_says(text: str, mark: Mark | None) -> None:
    assert read_mark(text) == mark


def test_a_mark_is_no_part_of_the_title() -> None:
    assert [without_mark(name) for name in ("一核引领（上）.docx", "（下）.docx", "走在路上.docx")] == [
        "一核引领.docx",
        "（下）.docx",
        "走在路上.docx",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{TITLE}（上）.docx", f"{TITLE}（下）.docx"),
        (f"{TITLE}上.docx", f"{TITLE}下.docx"),
        (f"（1-上篇）{TITLE}.docx", "附件2.docx"),
        ("上.docx", "下.docx"),
        ("材料上半部分.docx", "材料下半部分.docx"),
        (f"第一部分 {TITLE}.docx", f"第二部分 {TITLE}.docx"),
        (f"{TITLE}.docx", f"{TITLE}（续）.docx"),
        ("正文.docx", "续.docx"),
        (f"{TITLE}1.docx", f"{TITLE}2.docx"),
        ("附件1.docx", "附件2.docx"),
    ],
)
def test_the_first_has_the_whole_text(first: str, second: str) -> None:
    whole = f"{FIRST}\n{SECOND}"

    assert joined(file(first, FIRST), file(second, SECOND)) == ([whole, SECOND], [])
    assert joined(file(second, SECOND), file(first, FIRST)) == ([SECOND, whole], [])


def test_what_is_said_again_at_a_seam_stands_once() -> None:
    upper = FIRST.replace(TITLE, f"{TITLE}（上）") + "\n（未完待续）"
    lower = f"{TITLE}（下）\n{UNIT}\n（接上篇）\n{SECOND}"
    whole, rest = joined(file("甲（上）.docx", upper), file("甲（下）.docx", lower))[0]

    assert (whole, rest) == (f"{FIRST}\n{SECOND}", SECOND)


def test_a_part_in_two_forms_stands_once() -> None:
    files = (
        file("甲（上）.pdf", FIRST, Format.PDF),
        file("甲（下）.pdf", SECOND, Format.PDF),
        file("甲（上）.docx", FIRST),
        file("甲（下）.docx", SECOND),
    )

    assert joined(*files) == ([FIRST, SECOND, f"{FIRST}\n{SECOND}", SECOND], [])


@pytest.mark.parametrize(
    "files",
    [
        (file("案例1.docx", FIRST + SECOND), file("案例2.docx", OTHER)),
        (file("案例（一）.docx", FIRST + SECOND), file("案例（二）.docx", OTHER)),
        (file(f"{TITLE}(1).docx", FIRST + SECOND), file(f"{TITLE}(2).docx", FIRST + SECOND)),
        (file(f"{TITLE}.docx", FIRST + SECOND), file("榴园四季歌.docx", OTHER)),
        (
            file(f"{TITLE}.docx", f"{FIRST}\n{SECOND}"),
            file(f"{TITLE}（上）.docx", FIRST),
            file(f"{TITLE}（下）.docx", SECOND),
        ),
    ],
)
def test_whole_texts_are_left_as_they_are(files: tuple[Document, ...]) -> None:
    assert joined(*files) == ([document.text for document in files], [])


@pytest.mark.parametrize(
    ("files", "body", "about", "said"),
    [
        ((file(f"{TITLE}（上）.docx", FIRST),), "", f"{TITLE}（上）.docx", "名称标明是其中一部分"),
        ((file("2.docx", SECOND),), "", "2.docx", "开头的编号不是从一起"),
        (
            (file("甲第一部分.docx", FIRST), file("甲第三部分.docx", "四、启示\n要紧的是人。")),
            "",
            "甲第三部分.docx",
            "未见第2部分",
        ),
        ((file("甲.docx", FIRST),), f"后半部分如下\n{SECOND}", BODY_NAME, "编号接着附件"),
    ],
)
def test_a_part_without_its_others_is_asked_about(
    files: tuple[Document, ...], body: str, about: str, said: str
) -> None:
    assert joined(*files, body=body)[1] == [Doubt("part-alone", about, said)]
