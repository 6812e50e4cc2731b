"""Titles of several lines: where they break, how wide the lines are, and that no sign is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.publications.volume.content.breaks import break_costs, narrow, part, sign_width

SIGNS = "丰县宋楼镇社区治理的创新与实践“”《》（），：—+ABc15 "


def lines_of(title: str, lines: int, most: float) -> list[str]:
    cuts = [0, *part(title, lines, most), len(title)]
    return [title[start:end] for start, end in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        ("社区，", [1.0, 1.0, 1.0]),
        ("a 1", [0.55, 0.55, 0.55]),
        ("１Ａ　", [1.0, 1.0, 1.0]),
        ("“—…", [1.0, 1.0, 1.0]),
    ],
)
def test_a_letter_is_about_half_as_wide_as_a_chinese_sign(text: str, widths: list[float]) -> None:
    assert [sign_width(sign) for sign in text] == widths


@pytest.mark.parametrize(
    ("title", "lines", "most", "broken"),
    [
        ("“一核多元”引领社区治理创新的实践与探索", 2, 13, ["“一核多元”引领社区", "治理创新的实践与探索"]),
        ("构建“党建+网格”基层治理新格局", 2, 13, ["构建“党建+网格”", "基层治理新格局"]),
        ("丰县宋楼镇：水岸议事亭里话家常", 2, 10, ["丰县宋楼镇：", "水岸议事亭里话家常"]),
        ("水岸议事亭", 1, 13, ["水岸议事亭"]),
    ],
)
def test_a_title_breaks_behind_marks_and_between_words(
    title: str, lines: int, most: float, broken: list[str]
) -> None:
    assert lines_of(title, lines, most) == broken


@pytest.mark.parametrize(
    ("title", "lines", "most"), [("社区治理", 2, 1), ("短", 3, 5), ("一核多元引领", 1, 5)]
)
def test_a_title_that_does_not_fit_is_not_broken(title: str, lines: int, most: float) -> None:
    assert part(title, lines, most) == ()


@pytest.mark.parametrize(("title", "lines", "most"), [("社区治理", 2, 1), ("一核多元引领", 1, 5)])
def test_a_title_that_does_not_fit_has_no_width(title: str, lines: int, most: float) -> None:
    assert narrow(title, lines, most, ()) is None


@given(st.text(SIGNS, min_size=1, max_size=24), st.integers(1, 3), st.integers(5, 14))
def test_however_a_title_breaks_no_sign_is_lost_and_no_line_is_too_long(
    title: str, lines: int, most: int
) -> None:
    broken = lines_of(title, lines, most)

    assert "".join(broken) == title
    if len(broken) == lines and part(title, lines, most):
        assert all(sum(map(sign_width, line)) <= most + 1e-6 for line in broken)


@given(st.text(SIGNS, min_size=1, max_size=24), st.integers(1, 3), st.integers(5, 14))
def test_a_width_is_never_beyond_the_most_and_gives_each_line_its_share(
    title: str, lines: int, most: int
) -> None:
    width = narrow(title, lines, most, ())

    assert width is None or width <= most
    assert width is None or width * lines >= sum(map(sign_width, title)) - lines


def test_two_signs_that_the_text_has_together_hold_together() -> None:
    title = "网格睦邻共治"
    place = title.index("邻")

    alone = break_costs(title, ())[place]
    known = break_costs(title, ["睦邻坊里睦邻忙，睦邻点办睦邻宴。"] * 3)[place]

    assert known > alone
