"""Automatic numbers read as Word shows them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.documents.word.docx.document import read_docx
from intake.model.limits import Limits
from intake.text.numerals import chinese_number, format_number
from tests.files.docx_files import NAMESPACES, in_list, level, make_docx, numbering, para, table

PARTS = "word/numbering.xml"


def read(body: str, lists: str, styles: str = "") -> list[str]:
    parts = {PARTS: lists}
    if styles:
        parts["word/styles.xml"] = f"<w:styles {NAMESPACES}>{styles}</w:styles>"
    return read_docx(make_docx(body, parts), Limits()).text.split("\n")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("decimal", ["1", "10", "12", "105"]),
        ("decimalZero", ["01", "10", "12", "105"]),
        ("upperRoman", ["I", "X", "XII", "CV"]),
        ("lowerRoman", ["i", "x", "xii", "cv"]),
        ("upperLetter", ["A", "J", "L", "AAAAA"]),
        ("lowerLetter", ["a", "j", "l", "aaaaa"]),
        ("chineseCounting", ["一", "十", "十二", "一百零五"]),
        ("chineseCountingThousand", ["一", "十", "十二", "一百零五"]),
        ("japaneseCounting", ["一", "十", "十二", "一百零五"]),
        ("ideographDigital", ["一", "一〇", "一二", "一〇五"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "壹拾贰", "壹佰零伍"]),
        ("ideographTraditional", ["甲", "癸", "12", "105"]),
        ("ideographZodiac", ["子", "酉", "亥", "105"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑫", "105"]),
        ("decimalEnclosedParen", ["⑴", "⑽", "⑿", "105"]),
        ("decimalEnclosedFullstop", ["⒈", "⒑", "⒓", "105"]),
        ("ideographEnclosedCircle", ["㊀", "㊉", "12", "105"]),
        ("decimalFullWidth", ["１", "１０", "１２", "１０５"]),
        ("none", ["", "", "", ""]),
        ("aFormatOfTomorrow", ["1", "10", "12", "105"]),
    ],
)
def test_number_formats(name: str, shown: list[str]) -> None:
    assert [format_number(value, name) for value in (1, 10, 12, 105)] == shown


def test_large_chinese_numbers() -> None:
    shown = [chinese_number(value) for value in (0, 20, 110, 1005, 1050, 10000, 20300, 99999)]

    assert shown == [
        "零",
        "二十",
        "一百一十",
        "一千零五",
        "一千零五十",
        "一万",
        "二万零三百",
        "九万九千九百九十九",
    ]


@given(
    st.integers(-5, 200_000),
    st.sampled_from(["chineseCounting", "upperRoman", "lowerLetter", "decimalEnclosedCircle"]),
)
@example(0, "upperRoman")
def test_every_number_has_a_label(value: int, name: str) -> None:
    assert format_number(value, name)


OFFICE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
)


def test_office_levels_restart_below_their_parent() -> None:
    depths = [0, 1, 1, 2, 2, 3, 0, 1, 2]
    body = "".join(para(f"文{number}", in_list(1, depth)) for number, depth in enumerate(depths))

    assert read(body, numbering(OFFICE)) == [
        "一、文0", "（一）文1", "（二）文2", "1.文3", "2.文4", "（1）文5", "二、文6", "（一）文7", "1.文8",
    ]  # fmt: skip


def test_text_between_and_empty_paragraphs_do_not_break_the_count() -> None:
    body = para("甲", in_list()) + para("正文") + para("", in_list()) + para("乙", in_list())

    assert read(body, numbering(OFFICE)) == ["一、甲", "正文", "三、乙"]


def test_outline_numbers_show_their_parents_and_need_a_gap() -> None:
    shape = level(0, "decimal", "%1") + level(1, "decimal", "%1.%2")
    body = para("章", in_list()) + para("节", in_list(1, 1)) + para("2015年", in_list(1, 1))

    assert read(body, numbering(shape)) == ["1 章", "1.1 节", "1.2 2015年"]


def test_legal_style_shows_arabic_parents() -> None:
    shape = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = para("总则", in_list()) + para("目的", in_list(1, 1))

    assert read(body, numbering(shape)) == ["第一章总则", "1.1 目的"]


def test_bullets_are_not_text_and_suffixes_are_kept_apart() -> None:
    shape = level(0, "bullet", "\uf0b7") + level(1, "decimal", "%2", '<w:suff w:val="nothing"/>')
    body = para("甲", in_list()) + para("乙", in_list(1, 1))

    assert read(body, numbering(shape)) == ["甲", "1乙"]


def test_two_lists_share_the_counter_unless_one_starts_again() -> None:
    plain = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    lists = numbering(
        OFFICE,
        plain.format(1, ""),
        plain.format(2, ""),
        plain.format(3, restart.format(1)),
        plain.format(4, restart.format(5)),
    )
    body = "".join(para("文", in_list(number)) for number in (1, 2, 3, 3, 1, 4, 4))

    assert read(body, lists) == ["一、文", "二、文", "一、文", "二、文", "三、文", "五、文", "六、文"]


def test_list_override_replaces_the_level() -> None:
    lists = numbering(
        OFFICE,
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "decimalEnclosedCircle", "%1")
        + "</w:lvlOverride></w:num>",
    )

    assert read(para("甲", in_list()) + para("乙", in_list()), lists) == ["①甲", "②乙"]


def test_level_that_never_restarts() -> None:
    shape = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = "".join(para("文", in_list(1, depth)) for depth in (0, 1, 0, 1))

    assert read(body, numbering(shape)) == ["一、文", "1.文", "二、文", "2.文"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h3"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="list"/>'
)


def styled(style: str, text: str, more: str = "") -> str:
    return para(text, f'<w:pStyle w:val="{style}"/>{more}')


def test_numbers_come_from_styles() -> None:
    shape = OFFICE.replace('<w:lvl w:ilvl="2">', '<w:lvl w:ilvl="2"><w:pStyle w:val="h3"/>')
    body = (
        styled("h1", "甲")
        + styled("h2", "乙")
        + styled("h3", "丙")  # its level is told by the list
        + styled("h1", "丁", '<w:numPr><w:numId w:val="0"/></w:numPr>')  # switched off here
        + styled("h1", "戊")
    )

    assert read(body, numbering(shape), STYLES) == ["一、甲", "（一）乙", "1.丙", "丁", "二、戊"]


def test_list_styles_lead_to_the_real_list() -> None:
    linked = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="list"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="list"/>{OFFICE}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    assert read(para("甲", in_list()) + para("乙", in_list()), linked, STYLES) == ["一、甲", "二、乙"]


def test_custom_and_alternate_formats() -> None:
    modern = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1)"/></w:lvl>'
    )

    assert read(para("甲", in_list()), numbering(modern)) == ["03)甲"]


def test_number_column_of_a_table() -> None:
    number = para("", in_list())
    body = table([number, "甲案例"], [number, "乙案例"])

    assert read(body, numbering(level(0, "decimal", "%1."))) == ["1\t甲案例", "2\t乙案例"]


@pytest.mark.parametrize(
    "body", [para("甲", in_list(9)), para("甲", in_list(1, 99)), para("甲", in_list(1, 8))]
)
def test_lists_and_levels_that_do_not_exist(body: str) -> None:
    assert read(body, numbering(OFFICE)) == ["甲"]


def test_broken_numbering_part_costs_the_numbers_only() -> None:
    text = read_docx(make_docx(para("甲", in_list()), {PARTS: "<w:numbering"}), Limits())

    assert (text.text, [doubt.code for doubt in text.doubts]) == ("甲", ["partial"])
