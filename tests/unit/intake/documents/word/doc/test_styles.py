"""Style sheets of Word binary files, by hand-made bytes: what a paragraph inherits (MS-DOC 2.4.6.5, 2.9.271)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.doc import sprms
from intake.documents.word.doc.head import STYLES, WORD_6, WORD_97, Fib, Stories
from intake.documents.word.doc.styles import BODY, NO_STYLE, Style, Styles, outline_of, read_styles

NONE = 0xFFF  # base of a style that has none
PARAGRAPH, CHARACTER, TABLE = 1, 2, 3
CENTRED = b"\x03\x24\x01"
BOLD, NOT_BOLD = b"\x35\x08\x01", b"\x35\x08\x00"
HIDDEN = b"\x3c\x08\x01"
BREAKS = b"\x07\x24\x01"


def u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def size(half_points: int) -> bytes:
    return u16(sprms.SIZE) + u16(half_points)


def outline(level: int) -> bytes:
    return u16(sprms.OUTLINE) + bytes((level,))


def listed(number: int) -> bytes:
    return u16(sprms.LIST) + u16(number)


def even(data: bytes) -> bytes:
    return data + b"\0" * (len(data) & 1)


def style(
    name: str = "", base: int = NONE, number: int = 0xFFE, paragraph: bytes = b"", run: bytes = b"", kind: int = PARAGRAPH
) -> bytes:  # fmt: skip
    """A style of Word 97: ``paragraph`` and ``run`` are its modifiers."""
    made = u16(number) + u16(kind | base << 4) + u16(2) + u16(0) + u16(0)
    made += u16(len(name)) + name.encode("utf-16-le") + b"\0\0"
    if kind == PARAGRAPH:
        made += even(u16(2 + len(paragraph)) + u16(0) + paragraph)
    return made + u16(len(run)) + run


def old_style(name: bytes, base: int = NONE, paragraph: bytes = b"", run: bytes = b"") -> bytes:
    """The same of Word 6: its names have one byte a character."""
    made = u16(0xFFE) + u16(PARAGRAPH | base << 4) + u16(2) + u16(0)
    made = even(made + bytes((len(name),)) + name + b"\0")
    return made + even(u16(2 + len(paragraph)) + u16(0) + paragraph) + u16(len(run)) + run


def sheet(*styles: bytes, count: int | None = None, base: int = 10) -> bytes:
    head = u16(len(styles) if count is None else count) + u16(base)
    return u16(len(head)) + head + b"".join(u16(len(one)) + even(one) for one in styles)


def read(data: bytes, version: int = WORD_97) -> Styles:
    """The styles of a file whose table stream is this sheet alone."""
    main = bytearray(2048)
    main[152:154] = u16(93)
    at = (154 if version == WORD_97 else 88) + 8 * STYLES
    main[at : at + 8] = (0).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    fib = Fib(version, Stories(*[0] * 8), 0, 0, False, False, False, (), bytes(main))
    return read_styles(fib, data)


def test_a_style_says_what_its_modifiers_say() -> None:
    found = read(
        sheet(style("正文", paragraph=CENTRED + BREAKS + listed(3), run=BOLD + size(44) + HIDDEN))
    ).get(0)
    assert found == Style(
        is_centred=True, breaks_page=True, list_number=3, size=44, is_bold=True, is_hidden=True
    )


def test_a_style_without_modifiers_says_nothing() -> None:
    assert read(sheet(style("正文"))).get(0) == NO_STYLE


@pytest.mark.parametrize(
    ("name", "number", "is_heading", "heading"),
    [
        ("Title", 0xFFE, True, 0),
        ("标题", 0xFFE, True, 0),
        ("Subtitle", 0xFFE, True, None),
        ("副标题", 0xFFE, True, None),
        ("heading 1", 0xFFE, True, 1),
        ("Heading 1", 0xFFE, True, 1),
        ("标题 1", 0xFFE, True, 1),
        ("标题1", 0xFFE, False, 1),
        ("heading 2", 0xFFE, False, 2),
        ("标题 9", 0xFFE, False, 9),
        ("heading 10", 0xFFE, False, None),
        ("标题 1 字符", 0xFFE, False, None),
        ("Überschrift", 1, True, 1),  # the number tells it in any language
        ("Überschrift", 2, False, 2),
        ("Titel", 62, True, 0),
        ("Untertitel", 74, True, None),
        ("正文", 0, False, None),
    ],
)
def test_headings_by_number_or_name(name: str, number: int, is_heading: bool, heading: int | None) -> None:
    found = read(sheet(style(name, number=number))).get(0)
    assert (found.is_heading, found.heading) == (is_heading, heading)


@pytest.mark.parametrize(("level", "heading"), [(0, 1), (8, 9), (9, BODY), (255, BODY)])
def test_a_style_of_any_name_may_have_a_level(level: int, heading: int) -> None:
    assert read(sheet(style("大标题样式", paragraph=outline(level)))).get(0).heading == heading
    assert outline_of({sprms.OUTLINE: bytes((level,))}) == heading
    assert outline_of({}) is None


def test_a_style_inherits_what_it_does_not_say() -> None:
    found = read(
        sheet(
            style("甲", paragraph=CENTRED + listed(3) + u16(sprms.LEVEL) + b"\2", run=BOLD + size(44)),
            style("乙", base=0, paragraph=BREAKS, run=HIDDEN),
            style("丙", base=1, run=NOT_BOLD + size(24)),
        )
    )
    assert found.get(2) == Style(NONE, True, True, 3, 2, 24, is_bold=False, is_hidden=True)
    assert found.get(0) == Style(NONE, True, None, 3, 2, 44, is_bold=True)


def test_a_list_of_its_own_does_not_take_the_level_of_another() -> None:
    parent = style("甲", paragraph=listed(3) + u16(sprms.LEVEL) + b"\2")
    found = read(sheet(parent, style("乙", base=0, paragraph=listed(7)))).get(1)
    assert (found.list_number, found.level) == (7, None)


def test_being_a_heading_by_name_is_not_inherited_but_its_level_is() -> None:
    found = read(sheet(style("heading 1", number=1), style("小样式", base=0))).get(1)
    assert (found.is_heading, found.heading) == (False, 1)


def test_character_styles_have_no_list_for_paragraphs() -> None:
    found = read(sheet(style("强调", run=BOLD + size(30), kind=CHARACTER), style("乙", base=0)))
    assert found.get(0) == Style(size=30, is_bold=True)
    assert found.get(1) == found.get(0)


@pytest.mark.parametrize("kind", [0, TABLE, 4, 15])
def test_other_kinds_of_styles_say_nothing(kind: int) -> None:
    assert read(sheet(style("表", run=BOLD, kind=kind))).get(0) == NO_STYLE


def test_styles_that_are_based_on_each_other_end() -> None:
    found = read(sheet(style("甲", base=1, paragraph=CENTRED), style("乙", base=0, run=BOLD)))
    assert (found.get(0).is_centred, found.get(0).is_bold) == (True, True)
    assert (found.get(1).is_centred, found.get(1).is_bold) == (True, True)
    assert read(sheet(style("甲", base=0, run=BOLD))).get(0).is_bold is True


def test_a_base_that_is_missing_or_empty_is_none() -> None:
    data = sheet(style("甲", base=9, run=BOLD), b"", style("乙", base=1, run=BOLD))
    assert read(data).get(0).is_bold is True
    assert (read(data).get(1), read(data).get(2).is_bold, read(data).get(3)) == (NO_STYLE, True, NO_STYLE)


def test_a_name_of_odd_length_does_not_shift_what_follows() -> None:
    for length in range(1, 6):
        assert read(sheet(style("样" * length, run=BOLD), style("乙", run=size(30)))).get(1).size == 30
        name = b"n" * length
        found = read(
            sheet(old_style(name, run=bytes((85, 1))), old_style(b"x", run=bytes((99, 30, 0))), base=8),
            WORD_6,
        )
        assert (found.get(0).is_bold, found.get(1).size) == (True, 30)


def test_word_6_has_its_own_numbers_of_modifiers() -> None:
    data = sheet(
        old_style(b"Title", paragraph=bytes((5, 1)), run=bytes((92, 1))), old_style(b"x", base=0), base=8
    )
    found = read(data, WORD_6)
    assert found.get(0) == Style(is_centred=True, is_heading=True, heading=0, is_hidden=True)
    assert found.get(1) == Style(is_centred=True, heading=0, is_hidden=True)


@pytest.mark.parametrize(("run", "hides"), [(HIDDEN, True), (BOLD, False)])
def test_a_sheet_that_says_nothing_of_hidden_text_is_not_asked(run: bytes, hides: bool) -> None:
    assert read(sheet(style("甲", run=run))).may_hide is hides


def test_a_sheet_that_is_cut_keeps_the_styles_before() -> None:
    whole = sheet(style("甲", run=BOLD), style("乙", run=size(30)))
    for end in range(len(whole)):
        found = read(whole[:end])
        first, second = found.get(0), found.get(1)
        assert first.is_bold in (True, None)
        assert second in (NO_STYLE, Style(size=30))
    assert read(whole[:-4]).get(0).is_bold is True


def test_a_count_that_lies_is_not_followed() -> None:
    found = read(sheet(style("甲", run=BOLD), count=0xFFFF))
    assert (found.get(0).is_bold, found.get(1), found.get(4095), found.get(70000)) == (True, *[NO_STYLE] * 3)
    assert read(sheet(style("甲", run=BOLD), count=0)).get(0) == NO_STYLE


def test_styles_may_be_asked_for_in_any_order() -> None:
    data = sheet(*(style("样", run=size(20 + n)) for n in range(8)))
    wanted = [7, 0, 3, 3, 7, 1, 6]
    found = read(data)
    assert [found.get(n).size for n in wanted] == [20 + n for n in wanted]


@given(st.binary(max_size=120), st.booleans())
def test_any_bytes_are_a_sheet_of_some_styles(data: bytes, is_old: bool) -> None:
    found = read(data, WORD_6 if is_old else WORD_97)
    assert all(isinstance(found.get(number), Style) for number in range(6))


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 60)), max_size=6))
def test_any_web_of_bases_ends_with_the_nearest_word(given_styles: list[tuple[int, bool, int]]) -> None:
    made = [style("样", base=base, run=(BOLD if bold else b"") + (size(points) if points else b"")) for base, bold, points in given_styles]  # fmt: skip
    found = read(sheet(*made))
    for number in range(len(given_styles)):
        chain = [number]
        while (base := given_styles[chain[-1]][0]) < len(given_styles) and base not in chain:
            chain.append(base)
        bold = True if any(given_styles[at][1] for at in chain) else None
        points = next((given_styles[at][2] for at in chain if given_styles[at][2]), 0)
        assert (found.get(number).is_bold, found.get(number).size) == (bold, points)
