"""What groups and words of RTF do to text, tables, notes, shapes and pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.result import Text
from intake.documents.word.rtf.document import read_rtf
from intake.documents.word.rtf.reader import MOST_DEPTH
from intake.model.case import Doubt
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

FONTS = (
    "{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset134 \\'bf\\'ac\\'cc\\'e5;}{\\f2\\fcharset2 Wingdings;}}"
    "{\\stylesheet{\\s1\\outlinelevel0 heading 1;}{\\s7 Title;}{\\s8 Subtitle;}}"
)


def escaped(text: str) -> str:
    return "".join(
        sign if ord(sign) < 128 else f"\\u{(ord(sign) + 0x8000) % 0x10000 - 0x8000}?" for sign in text
    )


def read(body: str, **limits: int) -> Text:
    content = "{\\rtf1\\ansi\\ansicpg936\\deff0" + FONTS + "\\f0 " + escaped(body) + "}"
    return read_rtf(content.encode("ascii"), Limits(**limits))


def text(body: str) -> str:
    return read(body).text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("甲\\par 乙\\par", "甲\n乙"),
        ("甲\\par\\par\\par 乙", "甲\n乙"),
        ("甲\\line 乙", "甲\n乙"),
        ("甲\\page 乙", "甲\n\f乙"),
        ("甲\\par\\pagebb 乙\\par", "甲\n\f乙"),
        ("甲\\par\\pagebb0 乙\\par", "甲\n乙"),
        ("甲\\sect 乙", "甲\n\f乙"),
        ("甲\\sect\\sbknone 乙", "甲\n乙"),
        ("甲\\sect\\sbkpage 乙", "甲\n\f乙"),
        ("甲{\\pagebb 乙\\par}丙\\par", "甲乙\n丙"),
        ("", ""),
    ],
)
def test_paragraphs_and_pages(body: str, shown: str) -> None:
    assert text(body).replace("\n\f甲", "甲") == shown or text(body) == "\f" + shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("甲{\\v 乙}丙", "甲丙"),
        ("甲\\v 乙\\v0 丙", "甲丙"),
        ("甲{\\deleted 乙}丙", "甲丙"),
        ("甲{\\mvf 乙}丙", "甲丙"),
        (
            "甲\\v 乙\\deleted 丙\\v0 丁\\deleted0 戊",
            "甲戊",
        ),  # what is deleted stays so when it is no longer hidden
        ("甲{\\v 乙\\plain 丙}丁", "甲丙丁"),
        ("甲{\\v\\par}乙\\par", "甲乙"),  # a hidden end joins two paragraphs
        ("{\\v 甲{\\v0 乙}丙}丁", "乙丁"),
        ("甲{\\v{\\field{\\*\\fldinst PAGE}{\\fldrslt 乙}}}丙", "甲丙"),
    ],
)
def test_hidden_and_deleted_text(body: str, shown: str) -> None:
    assert text(body) == shown


# As Word writes one: its bookmark before the code, its state inside.
WORD_BOX = (
    "{\\field\\fldpriv{\\*\\fldinst {\\fs18\\lang2057 {\\*\\bkmkstart Check1} FORMCHECKBOX }{\\fs18 {\\*\\datafield 65000000}"
    "{\\*\\formfield{\\fftype1\\ffresRESULT\\fftypetxt0\\ffhps20{\\*\\ffname Check1}}}}}{\\fldrslt }}{\\*\\bkmkend Check1}"
)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{\\field{\\*\\fldinst HYPERLINK "http://a"}{\\fldrslt 甲}}乙', "甲乙"),
        ("{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}乙", "3乙"),
        ("{\\field{\\*\\fldinst PAGE}}乙", "乙"),
        ("{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffdefres1}}}}甲", "☑甲"),
        ("{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffdefres1\\ffres0}}}}甲", "□甲"),
        (WORD_BOX.replace("RESULT", "1"), "☑"),
        (WORD_BOX.replace("RESULT", "0"), "□"),
        (WORD_BOX.replace("RESULT", "25\\ffdefres1"), "☑"),  # as it was made
        (WORD_BOX.replace("RESULT", "0") + "县级" + WORD_BOX.replace("RESULT", "1") + "镇级", "□县级☑镇级"),
        (
            "{\\field{\\*\\fldinst FORMDROPDOWN{\\*\\formfield{\\fftype2\\ffres1{\\*\\ffl 县级}{\\*\\ffl 镇级}}}}}",
            "镇级",
        ),
        ("{\\field{\\*\\fldinst FORMTEXT{\\*\\formfield{\\fftype0}}}{\\fldrslt 甲}}乙", "甲乙"),
        ("{\\field{\\*\\fldinst A}{\\fldrslt {\\field{\\*\\fldinst B}{\\fldrslt 甲}}乙}}丙", "甲乙丙"),
    ],
)
def test_fields_show_their_results(body: str, shown: str) -> None:
    assert text(body) == shown


ROW = "\\trowd\\cellx1000\\cellx2000"


def row(*cells: str) -> str:
    return ROW + "".join(f"\\pard\\intbl {cell}\\cell" for cell in cells) + "\\row "


def test_a_table_with_labels_beside_their_values() -> None:
    found = read(row("案例名称", "小板凳议事会") + row("联系人", "张三") + "\\pard 表后\\par")
    assert found.text == "案例名称\t小板凳议事会\n联系人\t张三\n表后"
    assert found.pairs == (("案例名称", "小板凳议事会"), ("联系人", "张三"))


def test_a_list_has_rows_be_cells_empty_or_of_several_paragraphs() -> None:
    found = read(row("序号", "案例名称") + row("1\\par 2", "") + row("", "小板凳议事会"))
    assert [one.cells for one in found.rows] == [("序号", "案例名称"), ("1 2", ""), ("", "小板凳议事会")]


def test_a_table_that_is_cut_keeps_its_cells() -> None:
    whole = "{\\rtf1\\ansi" + FONTS + "\\f0 " + escaped(row("甲", "乙") + ROW + "\\pard\\intbl 丙\\cell 丁")
    found = read_rtf(whole.encode("ascii"), Limits())
    assert found.text == "甲\t乙\n丙\t丁"
    assert found.doubts == (Doubt("cut-off"),)


def test_a_table_in_a_cell() -> None:
    inner = "\\itap2 内\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\nestrow}"
    found = read(
        f"{ROW}\\pard\\intbl {inner}\\pard\\intbl\\itap1 外\\cell\\pard\\intbl 乙\\cell\\row\\pard 后\\par"
    )
    assert [sign for sign in found.text if sign in "内外乙后"] == list("内外乙后")
    assert found.text.endswith("后")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{\\pntext 1.\\tab}甲\\par{\\pntext 2.\\tab}乙\\par", "1.甲\n2.乙"),
        ("{\\listtext 一、\\tab}甲", "一、甲"),
        ("{\\listtext 1\\tab}甲", "1 甲"),  # a digit needs a gap
        ("{\\listtext ●\\tab}甲", "甲"),  # no number
        ("{\\listtext o\\tab}甲", "甲"),
        ("{\\listtext 1.\\tab}\\par 甲", "甲"),  # an empty paragraph shows none
    ],
)
def test_automatic_numbers_as_they_were_printed(body: str, shown: str) -> None:
    assert text(body) == shown


def test_notes_stand_behind_the_text_footnotes_before_endnotes() -> None:
    found = read("甲{\\footnote\\ftnalt 尾注}乙{\\footnote 脚注一}丙\\par 丁{\\footnote 脚注二}")
    lines = found.text.split("\n")
    assert lines[:2] == ["甲乙丙", "丁"]
    assert [line[-3:] for line in lines[2:]] == ["脚注一", "脚注二", "尾注"[-3:]]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{\\shp{\\*\\shpinst{\\shptxt 框内\\par}}}段落\\par", "框内\n段落"),
        ("段{\\shp{\\*\\shpinst{\\shptxt 框内\\par}}}落\\par", "段落\n框内"),
        (
            "{\\shp{\\*\\shpinst{\\shptxt 框内\\par}}{\\shprslt 旧框\\par}}段落\\par",
            "框内\n段落",
        ),  # not twice
        ("{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv 艺术字}}}}段落\\par", "艺术字\n段落"),
        ("{\\*\\do{\\dptxbxtext 老框\\par}}段落\\par", "老框\n段落"),
    ],
)
def test_text_in_shapes_stands_where_they_are_anchored(body: str, shown: str) -> None:
    assert text(body) == shown


def test_objects_that_are_not_read_are_counted() -> None:
    found = read(
        "甲{\\object{\\*\\objclass Excel.Sheet.8}{\\*\\objdata 00}{\\result 图}}{\\object{\\*\\objclass Equation.3}}"
    )
    assert (found.text, found.doubts) == ("甲图", (Doubt("partial", detail="文中嵌有1个文件未读"),))


@pytest.mark.parametrize(
    ("body", "centred"),
    [
        ("\\qc 标题\\par\\pard\\ql 正文\\par", ("标题",)),
        ("\\qc 标题\\par\\qc 副题\\par\\pard 正文\\par", ("标题", "副题")),
        ("{\\fs44 大字标题}\\par\\pard 正文\\par", ("大字标题",)),
        ("{\\fs24 小字}\\par\\pard 正文\\par", ()),
        ("\\s1 一级标题\\par\\pard 正文\\par", ("一级标题",)),
        ("\\s7 标题\\par\\pard 正文\\par", ("标题",)),
        ("\\s8 副题\\par\\pard 正文\\par", ("副题",)),
        ("{\\qc 标题\\par}正文\\par", ("标题",)),
        ("正文\\par\\qc 后来居中\\par", ("后来居中",)),
        ("正文\\par " * 12 + "\\qc 很后居中\\par", ()),
    ],
)
def test_leading_lines_that_stand_out(body: str, centred: tuple[str, ...]) -> None:
    assert read(body).centred == centred


def test_signs_of_symbol_fonts() -> None:
    found = text("{\\f2 \\'fe}已选{\\f2 \\'a8}未选")
    assert found == "☑已选□未选"


def test_a_group_for_older_programs_is_left_out() -> None:
    assert text("{\\upr{旧}{\\*\\ud 新}}后") == "新后"
    assert text("{\\*\\shppict{\\pict\\pngblip 89504e47}}{\\nonshppict{\\pict 00}}后") == "后"


@pytest.mark.parametrize(
    ("tail", "closed"),
    [("}", True), ("", False), ("}}}}", True), ("} garbage {{{", True), ("{", False)],
)
def test_whether_the_file_has_its_end(tail: str, closed: bool) -> None:
    content = f"{{\\rtf1\\ansi a{tail}".encode()
    assert (read_rtf(content, Limits()).doubts == ()) is closed
    assert read_rtf(content, Limits()).text == "a"


def test_where_the_file_may_begin() -> None:
    whole = b"{\\rtf1 a}"
    assert read_rtf(b"\xef\xbb\xbf\r\n" + whole, Limits()).text == "a"
    with pytest.raises(Damaged):
        read_rtf(b"x" * 5000 + whole, Limits())


def test_as_deep_as_groups_may_be() -> None:
    within = b"{\\rtf1 " + b"{" * (MOST_DEPTH - 1) + b"a" + b"}" * MOST_DEPTH
    assert read_rtf(within, Limits()).text == "a"
    with pytest.raises(OverLimit, match="嵌套过深"):
        read_rtf(b"{\\rtf1 " + b"{" * MOST_DEPTH, Limits())


def test_a_text_without_end_is_cut_at_the_limit() -> None:
    found = read("\\par 案例".join(["甲"] * 4000), text_chars=1000)
    assert 1000 <= len(found.text.replace("\n", "")) <= 1010
    assert [doubt.code for doubt in found.doubts] == ["cut-off"]


PIECES = st.sampled_from(["甲", "乙", "\\par ", "{\\b 丙}", "{\\v 丁}", "\\tab ", "{\\*\\unknown 戊}", "{", "}", "\\cell ", "\\row ", "\\trowd ", "\\intbl ", "{\\footnote 己}", "{\\field{\\*\\fldinst EQ}", "\\sect ", "\\upr "])  # fmt: skip


@given(st.lists(PIECES, max_size=20))
def test_any_pieces_are_read_and_what_is_hidden_never_shows(pieces: list[str]) -> None:
    found = read("".join(pieces))
    assert not set("丁戊") & set(found.text)
    assert found.text == found.text.strip("\n")
    assert "\n\n" not in found.text


@given(
    st.lists(
        st.sampled_from(["甲", "乙丙", "\\b ", "\\i0 ", "\\f1 ", "\\f0 ", "\\fs30 ", "{", "}"]), max_size=20
    )
)
def test_looks_change_no_text(pieces: list[str]) -> None:
    depth = 0
    kept = []
    for piece in pieces:
        depth += (piece == "{") - (piece == "}")
        if depth < 0:
            depth = 0
            continue
        kept.append(piece)
    plain = "".join(piece for piece in kept if piece in ("甲", "乙丙"))
    assert text("".join(kept) + "}" * depth) == plain


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r"{\mf{\mfPr{\mctrlPr\f3}}{\mnum{\mr\mscr0 35}}{\mden{\mr 36}}}", "35/36"),
        (r"{\md{\mdPr{\mbegChr [}{\mendChr ]}}{\me{\mr a+b}}}{\md{\mdPr}{\me{\mr c}}}", "[a+b](c)"),
        (r"{\msSup{\msSupPr}{\me{\mr x}}{\msup{\mr 2}}}{\msSub{\me{\mr y}}{\msub{\mr i}}}", "x²yi"),
        (r"{\mrad{\mradPr{\mdegHide on}}{\mdeg}{\me{\mr z}}}", "√(z)"),
        (
            r"{\mnary{\mnaryPr{\mchr \u8721?}{\mlimLoc undOvr}}{\msub{\mr i}}{\msup{\mr n}}{\me{\mr x}}}",
            "∑_(i)^nx",
        ),
        (
            r"{\mm{\mmPr{\mmcs{\mmc{\mmcPr{\mcount 2}}}}}{\mmr{\me 1}{\me 0}}{\mmr{\me 0}{\me 1}}}",
            "1，0；0，1",
        ),
        (r"{\mfunc{\mfName{\mr sin}}{\me{\mr x}}}", "sinx"),
        (r"{\mnum 7}", "7"),  # outside of what it is a part of
    ],
)
def test_a_formula_says_by_signs_what_its_place_says(formula: str, shown: str) -> None:
    assert text(rf"a {{\mmath{{\*\moMath{formula}}}}} b\par") == f"a {shown} b"
