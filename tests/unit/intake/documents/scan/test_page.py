"""Lines of a picture on their way to a page: laid level, cut at ruling lines, with marks alike; no model is asked."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.documents.pages.values import Char, Page, Rule
from intake.documents.scan import upright
from intake.documents.scan.engine import Quad, Seen
from intake.documents.scan.page import (
    LONGER_SIDE,
    _is_stroke,
    _lean,
    _page,
    _split,
    _trimmed,
    _turned,
    _unfan,
    mend,
)


def quad(x: float, y: float, width: float, height: float, degrees: float = 0.0) -> Quad:
    """A box whose upper left corner is at (x, y), leaning downwards to the right by so many degrees."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    right, down = (width * cos, width * sin), (-height * sin, height * cos)
    return Quad(
        (
            (x, y),
            (x + right[0], y + right[1]),
            (x + right[0] + down[0], y + right[1] + down[1]),
            (x + down[0], y + down[1]),
        )
    )


def near(one: Quad, other: Quad, by: float = 1e-6) -> bool:
    return all(math.dist(a, b) <= by for a, b in zip(one.corners, other.corners, strict=True))


@given(st.floats(1, 500), st.floats(1, 500), st.floats(-180, 180))
def test_the_sides_of_a_box_however_it_leans(width: float, height: float, degrees: float) -> None:
    box = quad(50, 70, width, height, degrees)
    assert (box.width, box.height) == (pytest.approx(width), pytest.approx(height))


@pytest.mark.parametrize("degrees", [-8.0, -1.0, -0.2, 0.2, 3.0, 12.0])
def test_the_lean_of_a_page_is_that_of_its_long_lines(degrees: float) -> None:
    long = [quad(10, 40 * n, 400, 20, degrees) for n in range(5)]
    short = [quad(10, 300, 40, 20, -30.0), quad(10, 340, 60, 20, 30.0)]
    assert _lean([*long, *short]) == pytest.approx(degrees, abs=0.01)


@pytest.mark.parametrize("quads", [[], [quad(0, 0, 90, 20, 30.0)], [quad(0, 0, 400, 20, 0.1)]])
def test_a_page_is_level_where_no_long_line_leans(quads: list[Quad]) -> None:
    assert _lean(quads) == 0.0


@given(st.floats(-15, 15), st.floats(0, 800), st.floats(0, 1000))
def test_turning_a_leaning_line_makes_it_level_and_keeps_its_size(degrees: float, x: float, y: float) -> None:
    turned = _turned(quad(x, y, 300, 20, degrees), degrees, 800, 1000)
    assert turned.corners[0][1] == pytest.approx(turned.corners[1][1], abs=1e-6)
    assert (turned.width, turned.height) == (pytest.approx(300), pytest.approx(20))
    assert near(_turned(turned, -degrees, 800, 1000), quad(x, y, 300, 20, degrees), 1e-6)


WIDE = quad(100, 100, 400, 20)


@pytest.mark.parametrize(
    ("rules", "parts"),
    [
        ([], [(100, 500)]),
        ([(298, 50, 302, 300)], [(100, 297), (303, 500)]),
        ([(198, 50, 202, 300), (398, 50, 402, 300)], [(100, 197), (203, 397), (403, 500)]),
        ([(298, 150, 302, 300)], [(100, 500)]),  # it begins below the line
        ([(298, 50, 302, 90)], [(100, 500)]),  # it ends above it
        ([(50, 109, 600, 111)], [(100, 500)]),  # a level one cuts nothing
        ([(104, 50, 106, 300)], [(100, 500)]),  # at its edge: the border of its own cell
        ([(498, 50, 502, 300)], [(100, 500)]),
        ([(298, 50, 302, 300), (300, 50, 304, 300)], [(100, 297), (305, 500)]),  # a double line
    ],
)
def test_a_line_is_cut_where_an_upright_rule_crosses_it(
    rules: list[tuple[float, float, float, float]], parts: list[tuple[float, float]]
) -> None:
    found = [(piece.corners[0][0], piece.corners[1][0]) for piece in _split(WIDE, WIDE, rules)]
    assert found == [(pytest.approx(start), pytest.approx(end)) for start, end in parts]


def test_a_leaning_line_is_cut_along_its_own_direction() -> None:
    leaning = quad(100, 100, 400, 20, 5.0)
    first, second = _split(leaning, _turned(leaning, 5.0, 600, 600), [(290, 0, 294, 600)])
    assert near(Quad((first.corners[0], second.corners[1], second.corners[2], first.corners[3])), leaning)
    assert first.height == pytest.approx(20)
    assert first.width + second.width == pytest.approx(394, abs=1)


@pytest.mark.parametrize(
    ("rule", "is_stroke"),
    [
        ((150, 108, 180, 111), True),
        ((98, 108, 502, 111), True),  # a dash as long as its line
        ((90, 108, 510, 111), False),
        ((150, 90, 153, 130), False),
        ((150, 300, 180, 303), False),
    ],
)
def test_a_stroke_of_a_character_is_no_ruling_line(
    rule: tuple[float, float, float, float], is_stroke: bool
) -> None:
    assert _is_stroke(rule, [WIDE]) is is_stroke
    assert not _is_stroke(rule, [])


def seen(text: str, box: Quad) -> Seen:
    return Seen(box, text, 0.9)


def test_lines_that_fan_out_are_laid_level() -> None:
    """A photo from above: the slope grows from the head of the page to its foot."""
    lines = []
    for n in range(10):
        y, slope = 100.0 + 90 * n, 0.002 * n
        left, right = y - 400 * slope, y + 400 * slope
        box = Quad(((0, left - 10), (800, right - 10), (800, right + 10), (0, left + 10)))
        lines.append(seen("长" * 38, box))
    # a short line at the right end of each belongs to the same height
    last = lines[-1].quad.corners
    slope = (last[1][1] - last[0][1]) / 800
    middle = 910.0 + 390 * slope
    lines.append(
        seen("短", Quad(((780, middle - 10), (800, middle - 10), (800, middle + 10), (780, middle + 10))))
    )
    levels = _unfan(lines, 800)
    assert levels[-1].y == pytest.approx(levels[-2].y, abs=1.0)
    assert [level.text for level in levels] == [line.text for line in lines]


def test_few_lines_tell_nothing_of_a_fan() -> None:
    lines = [seen("长" * 20, quad(0, 100 * n, 400, 20, 2.0)) for n in range(3)]
    levels = _unfan(lines, 800)
    assert [(level.x0, level.x1) for level in levels] == [pytest.approx((quad(0, 0, 400, 20, 2.0).corners[0][0] - 0.35, 399.4), abs=0.1)] * 3  # fmt: skip


def test_a_page_is_as_large_as_paper_and_counts_from_its_foot() -> None:
    levels = _unfan([seen("甲乙", quad(100, 100, 200, 100)), seen("a b", quad(100, 400, 182, 100))], 1000)
    made = _page(levels, [(0, 500, 1000, 504), (500, 0, 504, 2000)], 1000, 2000)
    scale = LONGER_SIDE / 2000
    assert (made.width, made.height) == (1000 * scale, LONGER_SIDE)
    assert [char.text for char in made.chars] == ["甲", "乙", "a", " ", "b"]
    assert [(round(char.x0 / scale), round(char.x1 / scale)) for char in made.chars[:2]] == [
        (100, 200),
        (200, 300),
    ]
    assert made.chars[0].y > made.chars[2].y
    assert made.across == [Rule(pytest.approx((2000 - 502) * scale), 0, 1000 * scale)]
    assert made.down == [Rule(pytest.approx(502 * scale), 0, LONGER_SIDE)]


def test_the_desk_around_the_text_of_a_photo_is_taken_away() -> None:
    made = Page(500, 842, chars=[Char("甲", 100, 110, 400, 10), Char("乙", 100, 110, 300, 10)])
    made.across, made.down = [Rule(350, 0, 500)], [Rule(50, 300, 400)]
    trimmed = _trimmed(made)
    margin = 0.05 * 842
    assert trimmed.height == pytest.approx(110 + 2 * margin)
    assert [char.y for char in trimmed.chars] == [pytest.approx(100 + margin), pytest.approx(margin)]
    assert trimmed.across == [Rule(pytest.approx(50 + margin), 0, 500)]
    assert trimmed.down == [Rule(50, pytest.approx(margin), pytest.approx(100 + margin))]
    assert _trimmed(Page(500, 842)).height == 842


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        ([], []),
        (["甲，乙，丙，丁,戊"], ["甲，乙，丙，丁，戊"]),  # most are full: so are all
        (["甲,乙,丙,丁，戊"], ["甲,乙,丙,丁,戊"]),
        (["甲，乙，丙,丁"], ["甲，乙，丙,丁"]),  # neither by far: as read
        (["甲：一", "乙:二"], ["甲:一", "乙:二"]),  # half of them are narrow
        (["甲，乙，丙，1,500元"], ["甲，乙，丙，1,500元"]),  # a number keeps its own
        (["甲 乙 丙"], ["甲乙丙"]),
        (["甲 a 乙"], ["甲 a 乙"]),
        (["A, B"], ["A, B"]),  # no Hanzi, no change
        (['说"好"了'], ["说“好”了"]),
        (['说"好了'], ['说"好了']),
        (["甲..."], ["甲……"]),
        (["甲。。。乙"], ["甲……乙"]),
        (["甲....."], ["甲……"]),
        (["甲(乙)丙"], ["甲（乙）丙"]),
        (["甲（乙)丙"], ["甲（乙）丙"]),
        (["甲(a)丙"], ["甲(a)丙"]),
        (["甲（a)丙"], ["甲（a）丙"]),
        (["甲(乙丙"], ["甲(乙丙"]),
    ],
)
def test_marks_of_a_page_are_made_alike(lines: list[str], mended: list[str]) -> None:
    assert mend(lines) == mended


@example(["( 乙)"])
@example(["乙：", "乙（):"])
@example(["：", '"：": 乙：'])
@example(['""乙""'])
@given(st.lists(st.text(alphabet='甲乙,，:：()（）".…。 a1', max_size=20), max_size=5))
def test_mending_marks_changes_no_word_and_is_done_once(lines: list[str]) -> None:
    mended = mend(lines)
    words = [[sign for sign in line if sign in "甲乙a1"] for line in lines]
    assert [[sign for sign in line if sign in "甲乙a1"] for line in mended] == words
    assert mend(mended) == mended


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch):
    """A model that finds these boxes, and reads a line the better the higher it stands in the picture it is given."""
    numpy = pytest.importorskip("numpy")

    def made(*found: list[Quad], upside_down: bool = False):
        boxes = list(found)

        def read(picture, box: Quad) -> Seen:
            is_first = bool(picture[0, 0, 0] == 255)
            return Seen(box, "行", 0.2 if is_first is upside_down else 0.9)

        monkeypatch.setattr(upright, "find_lines", lambda _: boxes.pop(0) if len(boxes) > 1 else boxes[0])
        monkeypatch.setattr(upright, "read_line", read)
        picture = numpy.zeros((1000, 600, 3), numpy.uint8)
        picture[0, 0] = 255
        return picture

    return made


def test_a_picture_that_stands_upright_is_left_as_it_is(model) -> None:
    boxes = [quad(50, 100 * n, 400, 20) for n in range(1, 5)]
    picture = model(boxes)
    sight = upright.look(picture)
    assert sight.picture is picture
    assert sight.quads == tuple(boxes)
    assert set(sight.read) <= set(boxes)
    assert len(sight.read) == 3


def test_a_picture_on_its_head_is_turned_with_its_boxes(model) -> None:
    picture = model([quad(50, 100, 400, 20)], upside_down=True)
    sight = upright.look(picture)
    assert sight.picture[-1, -1].tolist() == [255, 255, 255]
    assert sight.quads == (Quad(((150, 880), (550, 880), (550, 900), (150, 900))),)


def test_a_picture_on_its_side_is_turned_and_looked_at_again(model) -> None:
    lying, standing = [quad(50, 100, 20, 400)], [quad(100, 50, 400, 20)]
    sight = upright.look(model(lying, standing))
    assert sight.picture.shape == (600, 1000, 3)
    assert sight.quads[0].width == pytest.approx(400)


def test_a_picture_without_text_is_not_turned(model) -> None:
    picture = model([])
    sight = upright.look(picture)
    assert (sight.picture is picture, sight.quads, sight.read) == (True, (), {})
