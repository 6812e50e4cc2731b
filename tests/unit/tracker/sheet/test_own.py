"""Columns that coordinators added keep their fields for ever."""

import pytest

from tests.office import Office
from tracker.sheet.columns import OwnColumn
from tracker.sheet.own import keep_own_columns, own_columns


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


def test_a_field_is_never_given_to_another_heading(office):
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        assert own_columns(connection) == ()
        assert keep_own_columns(connection, ["批示", "分组"], [], now) == {"批示": "x1", "分组": "x2"}
        assert keep_own_columns(connection, ["分组"], ["x1"], now) == {"批示": "x1", "分组": "x2"}
        assert own_columns(connection) == (OwnColumn("x2", "分组"),)
        assert keep_own_columns(connection, ["评分"], [], now)["评分"] == "x3"
        assert keep_own_columns(connection, ["批示"], ["x2"], now)["批示"] == "x1"
        assert own_columns(connection) == (OwnColumn("x1", "批示"), OwnColumn("x3", "评分"))
