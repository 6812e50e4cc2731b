"""Letters of no size, as damaged pages have them, are read like others."""

from intake.documents.pages.lines import segments_of
from intake.documents.pages.values import Char


def test_letters_of_no_size_side_by_side_are_one_line() -> None:
    row = [Char(text, 10.0, 10.0, 20.0, 0.0) for text in "议事会"]
    assert [line.text for line in segments_of(row)] == ["议事会"]
