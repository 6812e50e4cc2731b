"""What a file is for, by the shape of its text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Document, DocumentKind, Format, Row
from intake.understand.papers.kind import begins_as_form, document_kind, is_form_name, judge

CASE, FORM, SHEET = DocumentKind.CASE, DocumentKind.FORM, DocumentKind.SHEET
PHOTO, SCAN, OTHER = DocumentKind.PHOTO, DocumentKind.SCAN, DocumentKind.OTHER
TOLD = "社区把议事会开到楼栋口，居民自带小板凳，逐条议定停车、晾晒和垃圾投放等四十一件事项，王大妈说这下心里亮堂了。"
PROSE = "\n".join([TOLD] * 8)
TABLE = "案例名称\t小板凳议事会\n报送单位\t宋楼镇人民政府\n联系人\t张三"
PAIRS = (("案例名称", "小板凳议事会"), ("报送单位", "宋楼镇人民政府"), ("联系人", "张三"))
LISTED = (Row(("序号", "案例名称", "报送单位", "联系人")), Row(("1", "小板凳", "宋楼镇", "张三")))


def kind(text: str = "", name: str = "文件.docx", format_: Format = Format.DOCX, **more) -> DocumentKind:
    return document_kind(Document(name, format_, text=text, **more))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", OTHER),
        (" \n\f\t\n", OTHER),
        (f"小板凳议事会\n{PROSE}", CASE),
        (f"小板凳议事会\n一、背景\n{TOLD}\n二、做法\n{TOLD}\n三、成效\n{TOLD}", CASE),
        ("小板凳议事会\n宋楼镇人民政府", OTHER),
        ("关于报送社区治理案例的函\n市民政局：\n现将我县案例报送你局，请查收。", OTHER),
        ("情况说明\n我县案例一并报上。", OTHER),
        (f"市民政局：\n现将我县案例两篇报送你局，请予审阅。\n{'特此报告。' * 3}", OTHER),
    ],
)
def test_a_text_by_itself(text: str, found: DocumentKind) -> None:
    assert kind(text) == found


@pytest.mark.parametrize(
    ("text", "pairs", "found"),
    [
        (f"社区治理案例推荐表\n{TABLE}", PAIRS, FORM),
        (f"附件2\n社 区 治 理 案 例 申 报 表\n{TABLE}", PAIRS, FORM),
        (f"小板凳\n{TABLE}", PAIRS, FORM),  # no heading, but three cells and more
        (f"小板凳\n{TABLE}", PAIRS[:2], OTHER),
        (
            f"社区治理案例推荐表\n{TABLE}\n小板凳议事会\n{PROSE}",
            PAIRS,
            CASE,
        ),  # the case stands below its title
        (f"社区治理案例推荐表\n{TABLE}\n{'请如实填写各栏内容，由所在单位审核盖章后报送。' * 2}", PAIRS, FORM),
        ("社区治理案例推荐表", (("案例正文", TOLD * 4),), CASE),  # the case stands in a cell
        ("社区治理案例推荐表", (("案例正文", "另附"),), FORM),
        ("社区治理案例推荐表", (("主要内容", TOLD * 4),), FORM),
    ],
)
def test_forms_and_the_cases_that_stand_in_them(
    text: str, pairs: tuple[tuple[str, str], ...], found: DocumentKind
) -> None:
    assert kind(text, pairs=pairs) == found


@pytest.mark.parametrize("format_", [Format.XLS, Format.XLSX, Format.ODS])
@pytest.mark.parametrize(
    ("text", "rows", "found"),
    [
        ("序号\t案例名称\t报送单位\t联系人\n1\t小板凳\t宋楼镇\t张三", LISTED, SHEET),
        ("社区治理案例汇总表", LISTED[1:], SHEET),
        ("推荐表\n案例名称\t小板凳", LISTED[1:] * 3, FORM),
        ("推荐表\n序号\t案例名称\t报送单位", LISTED, SHEET),  # a list, whatever it is called
        ("甲\t乙\n丙\t丁", (Row(("甲", "乙")), Row(("丙", "丁"))), SHEET),
        ("甲", (Row(("甲",)),), OTHER),
    ],
)
def test_workbooks(format_: Format, text: str, rows: tuple[Row, ...], found: DocumentKind) -> None:
    assert kind(text, "文件.xls", format_, rows=rows) == found


@pytest.mark.parametrize(
    ("text", "rows", "found"),
    [
        ("案例汇总表\n序号\t案例名称\t报送单位\t联系人", LISTED, SHEET),
        ("序号\t案例名称\t报送单位\t联系人\n1\t小板凳\t宋楼镇\t张三", LISTED, SHEET),
        (f"小板凳议事会\n{PROSE}\n序号\t案例名称\t报送单位\t联系人", LISTED, CASE),  # a list in a case
        ("序号\t案例名称\t报送单位\t联系人", LISTED[:1], OTHER),  # a head without a row
    ],
)
def test_lists_in_a_text(text: str, rows: tuple[Row, ...], found: DocumentKind) -> None:
    assert kind(text, rows=rows) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("现场.jpg", "", PHOTO),
        ("IMG_0001.jpg", "议事会", PHOTO),
        ("IMG_0001.jpg", "居" * 79, PHOTO),
        ("IMG_0001.jpg", "居" * 80, SCAN),  # a page was photographed
        ("推荐表.jpg", "", FORM),
        ("申报表（盖章）.jpg", "", FORM),
        ("案例正文及推荐表.jpg", "", PHOTO),
        ("扫描件.jpg", "", SCAN),
    ],
)
def test_pictures(name: str, text: str, found: DocumentKind) -> None:
    assert kind(text, name, Format.IMAGE) == found


@pytest.mark.parametrize(
    ("more", "text", "found"),
    [
        ({"needs_ocr": True}, "", SCAN),
        ({"recognised": True}, "", SCAN),
        ({"recognised": True}, "宋楼镇人民政府", SCAN),
        ({"recognised": True}, PROSE, CASE),
        ({}, "", OTHER),
    ],
)
def test_pages_that_were_scanned(more: dict[str, bool], text: str, found: DocumentKind) -> None:
    assert kind(text, "文件.pdf", Format.PDF, **more) == found


def test_a_scanned_form_is_known_by_its_name_until_it_is_read() -> None:
    assert kind("", "推荐表.pdf", Format.PDF, needs_ocr=True) == FORM
    assert kind("", "推荐表.pdf", Format.PDF) == OTHER


@pytest.mark.parametrize(
    ("name", "is_form"),
    [
        ("推荐表.jpg", True),
        ("宋楼镇申报书（盖章）.pdf", True),
        ("参赛报名表.doc", True),
        ("案例及推荐表.doc", False),
        ("推荐表和案例.doc", False),
        ("推荐表说明.doc", True),
        ("申报表彰.doc", False),
        ("汇总表.xls", False),
        ("案例.doc", False),
        ("", False),
    ],
)
def test_files_that_call_themselves_a_form(name: str, is_form: bool) -> None:
    assert is_form_name(name) is is_form


def test_the_heading_of_a_form_stands_at_the_top() -> None:
    assert begins_as_form("附件1\n\f 社区治理案例 推 荐 表\n正文")
    assert not begins_as_form("一\n二\n三\n推荐表")
    assert not begins_as_form("小板凳议事会\n" + "推荐表说明" * 20)  # too long for a heading
    assert not begins_as_form("")


def test_a_document_is_given_its_kind_and_nothing_else() -> None:
    before = Document("案例.docx", Format.DOCX, text=PROSE, pages=3)
    assert judge(before) == Document("案例.docx", Format.DOCX, CASE, PROSE, pages=3)


LINES = st.sampled_from(
    ["推荐表", "汇总表", TOLD, TABLE, "一、背景", "\f", "市民政局：", "请查收", "序号\t案例名称\t报送单位"]
)


@given(st.lists(LINES, max_size=8), st.sampled_from(list(Format)), st.booleans(), st.booleans())
def test_blanks_and_page_breaks_change_no_kind(
    lines: list[str], format_: Format, scanned: bool, read: bool
) -> None:
    plain = kind("\n".join(lines), "文件", format_, needs_ocr=scanned, recognised=read)
    spaced = kind(
        "\n \n\f".join(f" {line} " for line in lines), "文件", format_, needs_ocr=scanned, recognised=read
    )
    assert plain in DocumentKind
    if "\f" not in lines and lines:
        assert plain == spaced
