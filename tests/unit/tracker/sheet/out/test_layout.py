"""Lines, heights and sizes of rows; cells of a CSV; the sentences under the 通报 table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.office import notice
from tracker.cases.standing import stand
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.sheet.out.csv import inert
from tracker.sheet.out.layout import (
    LEAST_HEIGHT,
    LINE_HEIGHT,
    MAX_CELL,
    MOST_LINES,
    RowSizes,
    height,
    lines,
    safe,
)
from tracker.sheet.out.printed import bulletin_words

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 1),
        ("社区治理", 10, 1),
        ("社区治理事", 10, 2),  # ten half-width signs in less than ten
        ("abcdefghi", 10, 1),
        ("一\n二\n", 10, 3),
        ("一" * 20, 10, 5),
        ("𠮷" * 4, 10, 1),  # what GBK has not is counted as one
        ("一", 0, 2),
    ],
)
def test_lines_that_a_text_takes(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


@pytest.mark.parametrize(
    ("cells", "least", "points"),
    [
        ([], 1, LEAST_HEIGHT),
        ([("短", 10)], 1, LEAST_HEIGHT),
        ([("一" * 20, 10)], 1, 5 * LINE_HEIGHT + 4),
        ([("一" * 20, 10), ("一" * 9, 10)], 1, 5 * LINE_HEIGHT + 4),
        ([("短", 10)], 3, 3 * LINE_HEIGHT + 4),
        ([("一\n二", 10)], 1, 2 * LINE_HEIGHT + 4),
        ([("一" * 2000, 10)], 1, MOST_LINES * LINE_HEIGHT + 4),
    ],
)
def test_a_row_is_as_high_as_its_longest_cell(
    cells: list[tuple[str, float]], least: int, points: float
) -> None:
    assert height(cells, least) == points


@given(st.text(max_size=60), st.floats(2, 60))
def test_a_row_that_is_not_looked_at_closely_has_one_line(text: str, width: float) -> None:
    """The quick way of height() says the same as counting."""
    counted = max(LEAST_HEIGHT, min(lines(text, width), MOST_LINES) * LINE_HEIGHT + 4)
    assert height([(text, width)]) == counted


@given(st.text(max_size=80))
def test_a_safe_text_holds_what_a_workbook_can_hold_and_nothing_is_changed_twice(text: str) -> None:
    found = safe(text)

    assert safe(found) == found
    assert not [sign for sign in found if sign < " " and sign not in "\t\n"]
    found.encode()
    assert [sign for sign in text if sign in found] or not found


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    assert safe("字" * (MAX_CELL + 1)) == "字" * MAX_CELL
    assert safe("a\rb\x00c\ud800") == "abc"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u3000=1", "' =1".replace(" ", "\u3000")),
        ("\xa0+1", "'\xa0+1"),
        ("a\n=1", "a =1"),
        ("０５１６", "\t０５１６"),
        ("1234567890", "1234567890"),
        ("0", "0"),
        ("00", "\t00"),
        ("0516-80001234", "0516-80001234"),
        ("'=1", "'=1"),
    ],
)
def test_more_cells_that_a_spreadsheet_leaves_alone(text: str, shown: str) -> None:
    assert inert(text) == shown


class Sizes(RuleBasedStateMachine):
    """What stands for xlsxwriter's dictionary answers as a dictionary does."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes = RowSizes()
        self.known: dict[int, list[float | bool]] = {}

    @rule(row=st.integers(0, 60), points=st.sampled_from([0.0, 15.0, 21.0, 34.5]), hidden=st.booleans())
    def put(self, row: int, points: float, hidden: bool) -> None:
        self.sizes[row] = [points, hidden]
        self.known[row] = [points, hidden]

    @invariant()
    def same(self) -> None:
        assert [row in self.sizes for row in range(64)] == [row in self.known for row in range(64)]
        assert {row: self.sizes[row] for row in self.known} == self.known
        assert len(self.sizes) == max(self.known, default=-1) + 1


TestSizes = Sizes.TestCase


def row(serial: int, unit: str) -> CaseRow:
    values = {"theme": Value("1"), "level": Value("town")}
    return CaseRow(serial, serial, f"XZ-{serial:03d}", CaseStatus.ACTIVE, unit, 1, 1, 1, values, (), (), 1200, True, NOW, NOW, NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("units", "lines"),
    [
        ((), ["截至8月3日10时，应报单位5个，已报送0个，共收到案例0篇。截止时间为8月10日。",
              "尚未收到材料的单位：丰县、沛县、睢宁县、邳州市、泉山区，请抓紧报送；如已寄出，请与我处核对。"]),
        (("fengxian", "peixian", "fengxian", ""),
         ["截至8月3日10时，应报单位5个，已报送2个，共收到案例4篇。截止时间为8月10日。",
          "已按要求完成报送的单位：丰县。",
          "尚需补充报送的单位：沛县。",
          "尚未收到材料的单位：睢宁县、邳州市、泉山区，请抓紧报送；如已寄出，请与我处核对。",
          "另有1篇所属单位正在核实，未计入上表。"]),
    ],
)  # fmt: skip
def test_counts_in_words_rank_nobody(units: tuple[str, ...], lines: list[str]) -> None:
    base = notice()
    campaign = base.model_copy(
        update={"units": tuple(unit.model_copy(update={"minimum": 2}) for unit in base.units)}
    )
    standing = stand(campaign, [row(serial, unit) for serial, unit in enumerate(units, 1)])

    said = bulletin_words(campaign, standing, NOW, "8月10日")

    assert said == [*lines, "联系人：李敏　电话：0516-80000000"]
