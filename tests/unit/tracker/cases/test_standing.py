"""Where the call stands: whole counts of a small call, and sums that must agree whatever the cases are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.office import notice
from tracker.cases.standing import UnitStanding, stand
from tracker.ledger.records import CaseRow, CaseStatus, Value

CAMPAIGN = notice()
KEYS = [unit.key for unit in CAMPAIGN.active_units()]
SENT = datetime(2015, 7, 20, tzinfo=UTC)


def row(
    serial: int,
    unit: str,
    theme: str = "",
    level: str = "",
    *,
    status: CaseStatus = CaseStatus.ACTIVE,
    waits: str = "",
) -> CaseRow:
    values = {"theme": Value(theme), "level": Value(level)}
    if waits:
        values[waits] = Value(values.get(waits, Value()).value, waits=True)
    at = SENT + timedelta(days=serial)
    return CaseRow(
        serial,
        serial,
        f"XZ-{serial:03}",
        status,
        unit,
        1,
        serial,
        serial,
        values,
        (),
        (),
        2000,
        True,
        at,
        at,
        at,
        at,
    )


def test_a_small_call_counted_whole() -> None:
    found = stand(
        CAMPAIGN,
        [
            row(1, "fengxian", "1", "county"),
            row(2, "fengxian", "1", "town", waits="town"),
            row(3, "fengxian", "", "", waits="theme"),
            row(4, "peixian", "6", "village", status=CaseStatus.WITHDRAWN),
            row(5, "peixian", "6", "village", status=CaseStatus.DUPLICATE),
            row(6, "", "2", "town"),
            row(7, "suining", "2", "village"),
        ],
    )
    assert [unit for unit in found.units if unit.cases or unit.levels] == [
        UnitStanding(CAMPAIGN.unit("丰县"), 3, {"county": 1, "town": 1}, {1: 2}, SENT + timedelta(days=3)),
        UnitStanding(CAMPAIGN.unit("睢宁县"), 1, {"village": 1}, {2: 1}, SENT + timedelta(days=7)),
    ]
    assert (found.cases, found.unplaced, found.reported, found.undecided_themes, found.undecided_levels, found.waiting) == (
        5, 1, 2, 1, 1, 2,
    )  # fmt: skip
    assert found.themes == {1: 2, 2: 2, 3: 0, 4: 0, 5: 0, 6: 0}
    assert found.levels == {"county": 1, "town": 2, "village": 1}
    assert [unit.unit.key for unit in found.missing] == [
        key for key in KEYS if key not in ("fengxian", "suining")
    ]
    assert [unit.unit.key for unit in found.units] == KEYS


@pytest.mark.parametrize(("sent", "is_short"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_unit_with_a_minimum(sent: int, is_short: bool) -> None:
    units = tuple(
        unit.model_copy(update={"minimum": 2}) if unit.key == "peixian" else unit for unit in CAMPAIGN.units
    )
    campaign = CAMPAIGN.model_copy(update={"units": units})
    found = stand(campaign, [row(serial, "peixian") for serial in range(sent)])
    assert ["peixian" in [unit.unit.key for unit in found.missing], found.reported] == [
        is_short,
        int(sent > 0),
    ]


@pytest.mark.parametrize(("sent", "is_over"), [(0, False), (2, False), (3, True)])
def test_a_unit_with_a_maximum(sent: int, is_over: bool) -> None:
    units = tuple(
        unit.model_copy(update={"maximum": 2}) if unit.key == "peixian" else unit for unit in CAMPAIGN.units
    )
    campaign = CAMPAIGN.model_copy(update={"units": units})
    found = stand(campaign, [row(serial, "peixian") for serial in range(sent)])
    assert [(unit.unit.key, unit.cases) for unit in found.over] == ([("peixian", sent)] if is_over else [])


ROWS = st.lists(
    st.builds(
        row,
        st.integers(1, 99),
        st.sampled_from([*KEYS, "", "elsewhere"]),
        st.sampled_from(["", "1", "2", "3", "4", "5", "6"]),
        st.sampled_from(["", "county", "town", "village"]),
        status=st.sampled_from(CaseStatus),
        waits=st.sampled_from(["", "theme", "town"]),
    ),
    max_size=40,
)


@given(ROWS)
def test_sums_agree(rows: list[CaseRow]) -> None:
    found = stand(CAMPAIGN, rows)
    assert found.cases == sum(case.status is CaseStatus.ACTIVE for case in rows)
    assert sum(unit.cases for unit in found.units) + found.unplaced == found.cases
    assert sum(found.themes.values()) + found.undecided_themes == found.cases
    assert sum(found.levels.values()) + found.undecided_levels == found.cases
    assert found.reported + len(found.missing) == len(found.units)
    assert stand(CAMPAIGN, reversed(rows)) == found
