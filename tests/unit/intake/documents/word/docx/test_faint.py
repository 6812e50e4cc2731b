"""What Word shows struck out or so that no eye sees it: the word of the run, its styles, the ground behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from intake.documents.blocks.remarks import NEAR, PALE, Colour, Shown, colour_of, is_unseen
from intake.documents.word.docx.faint import MAY_BE_FAINT, NO_LOOKS, Looks, look_for_faint, read_looks
from intake.documents.word.docx.hidden import NOTHING_HIDDEN, read_hidden
from intake.documents.word.docx.names import W, is_on
from intake.documents.word.docx.symbols import box_text
from intake.documents.word.formula import fraction_text, raised_text

OPEN = f'xmlns:w="{W[1:-1]}"'


def part(body: str) -> etree._Element:
    return etree.fromstring(f"<w:body {OPEN}>{body}</w:body>")


def styles(body: str) -> etree._Element:
    return etree.fromstring(f"<w:styles {OPEN}>{body}</w:styles>")


def run(properties: str = "", text: str = "文字") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def style(key: str, properties: str, base: str = "", kind: str = "paragraph") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}">{based}<w:rPr>{properties}</w:rPr></w:style>'


def counted(body: str, looks: Looks = NO_LOOKS) -> tuple[int, int]:
    """How many places are struck out, and how many are not seen."""
    shown = Shown()
    look_for_faint(part(body), shown, looks)
    return shown.struck, shown.faint


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("", (0, 0)),
        ("<w:strike/>", (1, 0)),
        ("<w:dstrike/>", (1, 0)),
        ('<w:strike w:val="0"/>', (0, 0)),
        ('<w:strike w:val="false"/><w:dstrike/>', (1, 0)),
        ('<w:color w:val="FFFFFF"/>', (0, 1)),
        ('<w:color w:val="F3F3F3"/>', (0, 1)),
        ('<w:color w:val="F2FFFF"/>', (0, 0)),
        ('<w:color w:val="auto"/>', (0, 0)),
        ('<w:color w:val="FF0000"/>', (0, 0)),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', (0, 0)),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="white"/>', (0, 1)),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="none"/>', (0, 1)),
        ('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', (0, 1)),
        ('<w:color w:val="000000"/><w:shd w:fill="000000"/>', (0, 1)),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="auto"/>', (0, 1)),
        ('<w:sz w:val="4"/>', (0, 1)),
        ('<w:sz w:val="5"/>', (0, 0)),
        ('<w:sz w:val="kein"/>', (0, 0)),
        ('<w:sz w:val="2"/><w:strike/>', (1, 1)),
    ],
)
def test_the_word_of_a_run(properties: str, found: tuple[int, int]) -> None:
    assert counted(f"<w:p>{run(properties)}</w:p>") == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"<w:p>{run('<w:strike/>')}{run('<w:strike/>')}</w:p>", (1, 0)),  # one place
        (f"<w:p>{run('<w:strike/>')}{run()}{run('<w:strike/>')}</w:p>", (2, 0)),
        (f"<w:p>{run('<w:strike/>', ' ')}</w:p>", (0, 0)),  # blanks
        (f"<w:p>{run('<w:strike/>')}{run('', ' ')}{run('<w:strike/>')}</w:p>", (1, 0)),
        ("<w:p><w:r><w:rPr><w:strike/></w:rPr></w:r></w:p>", (0, 0)),  # no text
        ("", (0, 0)),
    ],
)
def test_places_are_counted_not_runs(body: str, found: tuple[int, int]) -> None:
    assert counted(body) == found


WHITE, UNSTRUCK = '<w:color w:val="FFFFFF"/>', '<w:strike w:val="0"/>'


@pytest.mark.parametrize(
    ("around", "found"),
    [
        ("<w:p><w:pPr><w:shd w:fill='000080'/></w:pPr>{}</w:p>", (0, 0)),
        ("<w:p><w:pPr><w:shd w:fill='FFFFFF'/></w:pPr>{}</w:p>", (0, 1)),
        ("<w:p><w:pPr><w:shd w:fill='FAFAFA'/></w:pPr>{}</w:p>", (0, 1)),
        ("<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill='000080'/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>", (0, 0)),
        ("<w:tbl><w:tblPr><w:shd w:fill='000080'/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", (0, 0)),
        ("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", (0, 1)),
        ("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", (0, 0)),  # a shape may have any colour
    ],
)  # fmt: skip
def test_white_words_by_the_ground_behind_them(around: str, found: tuple[int, int]) -> None:
    assert counted(around.format(run(WHITE))) == found


def of_style(*keys: str) -> str:
    paragraph, *named = keys
    mark = f'<w:rStyle w:val="{named[0]}"/>' if named else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>{run(mark)}</w:p>'


STYLES = (
    style("gone", "<w:strike/>")
    + style("heir", "", "gone")
    + style("back", '<w:strike w:val="0"/>', "gone")
    + style("cut", "<w:strike/>", kind="character")
    + style("pale", WHITE)
    + style("dark", '<w:color w:val="000000"/>', kind="character")
    + style("loop", "", "pool")
    + style("pool", "", "loop")
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (of_style("gone"), (1, 0)),
        (of_style("heir"), (1, 0)),
        (of_style("back"), (0, 0)),
        (of_style("back", "cut"), (1, 0)),
        (of_style("gone", "cut"), (0, 0)),  # two styles undo each other (17.7.3)
        (of_style("pale"), (0, 1)),
        (of_style("pale", "dark"), (0, 0)),
        (of_style("loop"), (0, 0)),
        (of_style("nowhere"), (0, 0)),
        (f'<w:p><w:pPr><w:pStyle w:val="gone"/></w:pPr>{run(UNSTRUCK)}</w:p>', (0, 0)),
    ],
)  # fmt: skip
def test_the_word_of_styles(body: str, found: tuple[int, int]) -> None:
    assert counted(body, read_looks(styles(STYLES))) == found


def test_a_document_without_styles_says_nothing() -> None:
    assert read_looks(None) == Looks({})
    assert not Looks({}).are_odd(b"")


def test_whether_a_part_uses_an_odd_style() -> None:
    looks = read_looks(styles(STYLES))

    assert [looks.are_odd(f'<w:pStyle w:val="{key}"/>'.encode()) for key in ("gone", "heir", "pale", "back", "loop")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "properties", ["<w:strike/>", "<w:dstrike/>", WHITE, '<w:sz w:val="4"/>', '<w:highlight w:val="red"/>']
)
def test_what_is_noted_is_looked_for(properties: str) -> None:
    assert MAY_BE_FAINT.search(run(properties).encode())


colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours)
def test_a_colour_is_read_back_and_unseen_on_itself(colour: Colour) -> None:
    digits = "".join(f"{channel:02X}" for channel in colour)

    assert (colour_of(digits), colour_of(digits.lower())) == (colour, colour)
    assert is_unseen(colour, colour)
    assert is_unseen(colour, None) is (min(colour) >= PALE)


@given(colours, colours)
def test_two_colours_are_alike_whichever_is_the_ground(one: Colour, other: Colour) -> None:
    assert is_unseen(one, other) is is_unseen(other, one)
    if any(abs(first - second) > NEAR for first, second in zip(one, other, strict=True)):
        assert not is_unseen(one, other)


@pytest.mark.parametrize(
    "digits", ["", "auto", "FFF", "FFFFFFF", "GGGGGG", "红色红色红色", "0xFFFF", "F_FFFF", "+FFFFF", " FFFFF"]
)
def test_what_is_no_colour(digits: str) -> None:
    assert colour_of(digits) is None


@pytest.mark.parametrize(
    ("properties", "named", "hidden"),
    [
        ("<w:vanish/>", "", True),
        ('<w:vanish w:val="0"/>', "hid", False),
        ("<w:specVanish/>", "", True),
        ("", "hid", True),
        ("", "heir", True),
        ('<w:rStyle w:val="mark"/>', "hid", False),  # two styles undo each other
        ('<w:rStyle w:val="mark"/>', "", True),
        ("", "", False),
    ],
)
def test_what_is_hidden_by_run_and_styles(properties: str, named: str, *, hidden: bool) -> None:
    sheet = (
        style("hid", "<w:vanish/>")
        + style("heir", "", "hid")
        + style("mark", "<w:vanish/>", kind="character")
    )
    (one,) = part(run(properties)).iter(W + "r")

    assert read_hidden(styles(sheet)).hides(one, named) is hidden


def test_nothing_is_hidden_without_styles() -> None:
    (one,) = part(run()).iter(W + "r")

    assert read_hidden(None) is NOTHING_HIDDEN
    assert not NOTHING_HIDDEN.hides(one, "any")


@pytest.mark.parametrize(
    ("value", "on"),
    [("1", True), ("true", True), ("on", True), ("0", False), ("false", False), ("off", False)],
)
def test_a_switch(value: str, *, on: bool) -> None:
    (mark,) = part(f'<w:strike w:val="{value}"/>')

    assert is_on(mark) is on


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [("35", "36", "35/36"), ("a+b", "c", "(a+b)/c"), ("1", "n-1", "1/(n-1)"), ("1/2", "3", "(1/2)/3")],
)
def test_a_fraction_in_one_line(above: str, below: str, said: str) -> None:
    assert fraction_text(above, below) == said


@pytest.mark.parametrize(("text", "said"), [("2", "²"), ("-1", "⁻¹"), ("n", "^n"), ("n+1", "^(n+1)")])
def test_a_power_in_one_line(text: str, said: str) -> None:
    assert raised_text(text) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☑"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "□"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☑"),
        ("<w:checkBox/>", "□"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>",
            "乙",
        ),
        ("<w:ddList><w:listEntry w:val='甲'/></w:ddList>", "甲"),
        ("<w:ddList><w:result w:val='7'/><w:listEntry w:val='甲'/></w:ddList>", ""),
        ("<w:textInput/>", ""),
    ],
)
def test_what_a_form_field_shows(data: str, said: str) -> None:
    assert box_text(part(data)) == said
