"""Tokens, charsets and fonts of RTF, and texts that come back however they were written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.rtf.document import read_rtf
from intake.documents.word.rtf.parts import field_kind, form_state, read_picture
from intake.documents.word.rtf.tokens import (
    SUBTITLE,
    bytes_of_hex,
    charset_of_page,
    decode_file,
    decode_text,
    end_of_group,
    read_fonts,
    read_headings,
    read_kai,
    text_of_units,
    token_pattern,
    words_of,
)
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

HEAD = b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 "


def read(body: bytes) -> str:
    return read_rtf(HEAD + body + b"}", Limits()).text


def by_number(text: str) -> bytes:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(f"\\u{number}?" for number in numbers).encode()


def by_unsigned_number(text: str) -> bytes:
    return b"{\\uc0 " + "".join(f"\\u{ord(sign)}" for sign in text).encode() + b" }"


def by_hex(text: str) -> bytes:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030")).encode()


def by_bytes(text: str) -> bytes:
    return re.sub(rb"([\\{}])", rb"\\\1", text.encode("ascii")) if text.isascii() else text.encode("gb2312")


def by_number_with_two_stand_ins(text: str) -> bytes:
    return (
        b"{\\uc2"
        + b"".join(
            f"\\u{ord(sign)}".encode() + by_hex(sign if ord(sign) > 127 else f"{sign}{sign}") for sign in text
        )
        + b"}"
    )


WAYS: tuple[Callable[[str], bytes], ...] = (
    by_number,
    by_unsigned_number,
    by_hex,
    by_bytes,
    by_number_with_two_stand_ins,
)
PIECES = st.tuples(st.text(alphabet="社区治理案例民政局丰县", min_size=1, max_size=6), st.sampled_from(WAYS))


@given(st.lists(st.lists(PIECES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_paragraphs_come_back_however_their_characters_were_written(
    paragraphs: list[list[tuple[str, Callable[[str], bytes]]]],
) -> None:
    body = b"\\par\r\n".join(b"".join(way(text) for text, way in pieces) for pieces in paragraphs)
    assert read(body) == "\n".join("".join(text for text, _ in pieces) for pieces in paragraphs)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"a\\u12288?b", "a\u3000b"),
        (by_number("𠮷野家"), "𠮷野家"),
        (b"\\u134071?", "𠮷"),  # beyond 16 bits, as some programs write it
        (b"\\u-30000?", chr(65536 - 30000)),
        (b"\\u97", "a"),
        (b"{\\uc0\\u97 \\u98 c}", "abc"),
        (b"a\\'", "a"),
        (b"a\\'zz", "azz"),
        (b"a\\~b\\_c\\-d", "a b-cd"),
        (b"\\{a\\}\\\\", "{a}\\"),
        (b"a\\\nb", "a\nb"),
        (b"a\r\nb", "ab"),
        (b"a\\emdash b\\endash c\\ldblquote d\\rdblquote", "a—b–c“d”"),
        (b"{\\*\\unknown secret}a", "a"),
        (b"{\\info{\\title secret}}a", "a"),
        (b"{\\header head}{\\footer foot}a", "a"),
        (b"\\bin5 {{{{{a", "a"),
        (b"{\\*\\bkmkstart x}a{\\*\\bkmkend x}", "a"),
        (b"a\\tab b", "a\tb"),
        (b"a\\page b", "a\n\fb"),
        (b"a{b{c{d}}}e", "abcde"),
        (b"\\b a\\b0 b\\ulnone c", "abc"),
        (b"{\\upr{plain}{\\*\\ud \\u20016?}}", "丰"),
    ],
)
def test_what_a_body_says(body: bytes, text: str) -> None:
    assert read(body) == text


def test_a_file_that_is_none_and_one_that_is_nested_without_end() -> None:
    with pytest.raises(Damaged, match="不是 RTF 文件"):
        read_rtf(b"plain text", Limits())
    with pytest.raises(OverLimit, match="嵌套过深"):
        read_rtf(HEAD + b"{" * 6000, Limits())


def test_a_file_without_its_end_is_read_and_said_to_be() -> None:
    found = read_rtf(HEAD + by_hex("丰县"), Limits())
    assert (found.text, [doubt.code for doubt in found.doubts]) == ("丰县", ["cut-off"])


@given(st.binary(max_size=120))
def test_any_body_is_read(body: bytes) -> None:
    assert isinstance(read(body), str)


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("\\u20016?\\u21439?", "丰县"),
        ("\\u20016\\'3f\\u21439 ", "丰县"),
        ("\\u-10179?\\u-9152?", "\ud83d\udc40"),
        ("\\u65?", "A"),
        ("\\u70000?", chr(70000)),
        ("\\u9999999999?", chr(9999999999 & 0xFFFF)),
    ],
)
def test_characters_by_their_numbers(run: str, text: str) -> None:
    assert text_of_units(run) == text


@given(st.binary(min_size=1, max_size=20))
def test_bytes_by_two_digits(data: bytes) -> None:
    assert bytes_of_hex("".join(f"\\'{byte:02X}" for byte in data)) == data.decode("latin-1")


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("\\b\\fs24 ", [("b", None, 2), ("fs", 24, 8)]),
        ("\\li-720", [("li", -720, 7)]),
        ("\\rtf1", [("rtf", 1, 5)]),
        ("", []),
    ],
)
def test_words_of_a_run(run: str, words: list[tuple[str, int | None, int]]) -> None:
    assert words_of(run) == tuple(words)


@pytest.mark.parametrize(
    ("content", "at", "end"),
    [
        ("{abc}", 1, 4),
        ("{a{b}c}d", 1, 6),
        ("{a\\}b}", 1, 5),
        ("{a\\\\}b}", 1, 4),
        ("{\\bin3 }}}x}", 1, 11),
        ("{a{\\b x}{\\bin2 }}}{y\\{}z}{", 1, 24),
        ("{{{a}{b}}", 1, 9),
        ("{abc", 1, 4),
        ("", 0, 0),
    ],
)
def test_where_a_group_ends(content: str, at: int, end: int) -> None:
    assert end_of_group(content, at) == end


@given(st.text(alphabet="\\{}'u0123 abc*\n", max_size=80), st.integers(-2, 20))
def test_tokens_follow_each_other_without_a_gap(content: str, fallbacks: int) -> None:
    pattern, at = token_pattern(fallbacks), 0
    while at < len(content):
        token = pattern.match(content, at)
        assert token is not None
        assert token.end() > at
        at = token.end()


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (b"{\\rtf1 abc}", ("{\\rtf1 abc}", False)),
        ("{\\rtf1 丰}".encode(), ("{\\rtf1 丰}", True)),
        (
            "{\\rtf1 丰}".encode("gb18030"),
            ("{\\rtf1 " + "丰".encode("gb18030").decode("latin-1") + "}", False),
        ),
        (b"{\\rtf1 \x81}a}", ("{\\rtf1 \x81\\'7da}", False)),  # a brace that is half a character
        (b"{\\rtf1 \x81\\a}", ("{\\rtf1 \x81\\'5ca}", False)),
    ],
)
def test_what_the_bytes_of_a_file_stand_for(content: bytes, read_as: tuple[str, bool]) -> None:
    assert decode_file(content) == read_as


@pytest.mark.parametrize(
    ("text", "charset", "claimed", "code_page", "shown"),
    [
        ("丰县", "gb18030", "gb18030", "", "丰县"),
        ("丰县", "gb18030", "cp1252", "", "丰县"),  # a Western font, Chinese bytes
        ("丰县", "gb18030", "", "gb18030", "丰县"),
        ("丰县", "gb18030", "", "", "丰县"),
        ("café", "cp1252", "cp1252", "", "café"),
        ("café", "cp1252", "", "cp1252", "café"),
        ("豐縣", "cp950", "cp950", "gb18030", "豐縣"),
        ("дом", "cp1251", "cp1251", "gb18030", "дом"),
        ("abc", "ascii", "cp99999", "", "abc"),
        ("", "ascii", "", "", ""),
    ],
)
def test_the_charset_of_a_piece(text: str, charset: str, claimed: str, code_page: str, shown: str) -> None:
    assert decode_text(text.encode(charset).decode("latin-1"), claimed, code_page) == shown


def test_what_the_tables_of_a_document_tell() -> None:
    fonts = (
        "{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}{\\f1\\fcharset2 Wingdings;}{\\f2\\fcharset2 Wingdings 2;}"
        "{\\f3\\fcharset0 KaiTi_GB2312;}{\\f4\\cpg936 X;}{\\f5\\fcharset134 \\'bf\\'ac\\'cc\\'e5;}}"
    )
    charsets = {0: "gb18030", 1: "", 2: "", 3: "cp1252", 4: "gb18030", 5: "gb18030"}
    assert read_fonts(fonts) == (charsets, {1: "Wingdings", 2: "Wingdings 2"})
    assert read_kai(fonts) == frozenset({3, 5})
    sheet = (
        "{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2 \\sbasedon0 heading 2;}{\\s15 Title;}{\\s16 Subtitle;}"
        "{\\s17 heading table;}}"
    )
    assert read_headings(sheet) == {1: 1, 2: 2, 15: 0, 16: SUBTITLE}
    assert [charset_of_page(page) for page in (936, 65001, 10000, 1252)] == [
        "gb18030",
        "utf-8",
        "mac-roman",
        "cp1252",
    ]


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("\\fftype1\\ffres1", "☑"),
        ("\\fftype1\\ffres0", "□"),
        ("\\fftype1\\ffres25\\ffdefres1", "☑"),
        ("\\fftype1", "□"),
        ("\\fftype2\\ffres1{\\*\\ffl 县级}{\\*\\ffl 镇级}", "镇级"),
        ("\\fftype2\\ffres7{\\*\\ffl 县级}", ""),
        ("\\fftype0", ""),
        ("", ""),
    ],
)
def test_form_fields_show_themselves(group: str, shown: str) -> None:
    assert form_state(group) == shown


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (" EQ \\o\\ac(○,1)", "EQ"),
        ("{\\rtlch\\f1 FORMCHECKBOX }", "FORMCHECKBOX"),
        ("formdropdown", "FORMDROPDOWN"),
        (" HYPERLINK EQ", ""),
        ("EQUATION", ""),
        ("", ""),
    ],
)
def test_fields_that_show_something_without_a_result(code: str, kind: str) -> None:
    assert field_kind(code) == kind


def test_a_picture_with_its_size() -> None:
    drawn = read_picture("{\\*\\picprop x}\\pngblip\\picwgoal1440\\pichgoal720\\picscalex50 89504e47\n0d0a")
    assert (drawn.name, drawn.content) == ("picture.png", b"\x89PNG\r\n")
    assert (round(drawn.width_mm, 2), round(drawn.height_mm, 2)) == (12.7, 12.7)
    assert read_picture("\\jpegblip\\bin3 \xff\xd8\xff").content == b"\xff\xd8\xff"
    for group in ("", "\\wmetafile8 0102", "\\pngblip zz", "\\pngblip"):
        assert (read_picture(group).name, read_picture(group).content) == ("", b"")
    assert read_picture("\\pngblip 123").content == b"\x12"  # half a byte at the end
