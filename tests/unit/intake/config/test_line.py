"""Where a key stands in a file."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.config.line import line_of
from tests.properties import examples

CALL = '''# a comment = 1
title = "甲市案例"
words = """
[units]
title = 2
"""

[[units]]
key = "a" # [b]
"所在" = "东"

[[units]]
key = "b"
addresses = [
  "a@b.invalid",
  "c@d.invalid",
]
[[units.towns]]
name = "甲镇"
[[units.towns]]
name = "乙镇"

[[units]]
key = "c"
[[units.towns]]
name = "丙镇"

[review.scale]
top = 100
bands.low = 60
  [ review . "old marks" ]
  'of old' = 1
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("title",), 2),
        (("words",), 3),
        (("units",), None),  # a list has no line of its own, each of its tables has
        (("units", 0), 8),
        (("units", 0, "key"), 9),
        (("units", 0, "所在"), 10),
        (("units", 1, "key"), 13),
        (("units", 1, "addresses", 1), 14),
        (("units", 1, "towns", 0, "name"), 19),
        (("units", 1, "towns", 1, "name"), 21),
        (("units", 2, "towns", 0, "name"), 26),
        (("units", 2, "phone"), 23),  # it is missing there
        (("review", "scale", "top"), 29),
        (("review", "scale", "bands", "low"), 30),
        (("review", "old marks", "of old"), 32),
        (("review", "weights"), None),
        (("nothing",), None),
        ((), None),
    ],
)
def test_a_key_is_found_where_it_is_set_else_where_it_belongs(
    key: tuple[int | str, ...], line: int | None
) -> None:
    assert line_of(CALL, key) == line


@given(st.text(max_size=200), st.lists(st.one_of(st.text(max_size=3), st.integers(0, 3)), max_size=4))
def test_any_text_has_a_line_or_none(text: str, key: list[int | str]) -> None:
    found = line_of(text, tuple(key))
    assert found is None or 1 <= found <= text.count("\n") + 1


NAMES = st.text("abc甲", min_size=1, max_size=3)


@pytest.mark.slow
@settings(max_examples=examples(30))
@given(st.dictionaries(NAMES, st.lists(st.dictionaries(NAMES, st.integers(0, 9), min_size=1), min_size=1)))
def test_every_key_of_a_written_file_is_on_the_line_that_sets_it(
    tables: dict[str, list[dict[str, int]]],
) -> None:
    lines: list[str] = []
    expected: dict[tuple[int | str, ...], int] = {}
    for name, rows in tables.items():
        for position, row in enumerate(rows):
            lines.append(f'[["{name}"]]')
            for key, value in row.items():
                lines.append(f'"{key}" = {value}')
                expected[name, position, key] = len(lines)
    text = "\n".join(lines)
    assert tomllib.loads(text) == tables
    assert {key: line_of(text, key) for key in expected} == expected
