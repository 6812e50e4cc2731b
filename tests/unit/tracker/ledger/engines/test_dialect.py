"""Statements that the databases say differently: a row put once, and a text that holds another letter by letter."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import literal, select

from tracker.ledger.engines.dialect import holds, put_row
from tracker.ledger.schema import note

NOW, LATER = datetime(2015, 8, 3, tzinfo=UTC), datetime(2015, 8, 4, tzinfo=UTC)


def rows(connection):
    return [tuple(row) for row in connection.execute(select(note).order_by(note.c.key))]


def test_a_row_that_is_there_stays_as_it_is(ledger):
    with ledger.begin() as connection:
        put_row(connection, note, {"key": "a", "value": 1, "changed_at": NOW})
        put_row(connection, note, {"key": "a", "value": 2, "changed_at": LATER})
        put_row(connection, note, {"key": "b", "value": [1, None], "changed_at": LATER}, {})
        assert rows(connection) == [("a", 1, NOW), ("b", [1, None], LATER)]


def test_only_the_columns_named_are_changed(ledger):
    with ledger.begin() as connection:
        put_row(connection, note, {"key": "a", "value": 1, "changed_at": NOW}, {"value": 5})
        assert rows(connection) == [("a", 1, NOW)]
        put_row(connection, note, {"key": "a", "value": 2, "changed_at": LATER}, {"value": 5})
        assert rows(connection) == [("a", 5, NOW)]
        put_row(connection, note, {"key": "b", "value": 9, "changed_at": LATER}, {"value": 5})
        assert rows(connection) == [("a", 5, NOW), ("b", 9, LATER)]


@pytest.mark.parametrize(
    ("whole", "part", "held"),
    [
        ("社区治理", "区治", True),
        ("社区治理", "社治", False),
        ("社区治理", "", True),
        ("", "", True),
        ("", "社", False),
        ("100%满意", "0%满", True),
        ("100满意", "0%满", False),
        ("a_b", "_", True),
        ("ab", "_", False),
        ("App", "app", False),
        ("a'b\\c", "'b\\", True),
    ],
)
def test_a_text_holds_another_letter_by_letter(ledger, whole, part, held):
    with ledger.read() as connection:
        found = connection.execute(select(holds(literal(whole), literal(part)))).scalar_one()
    assert found == held


def test_a_stored_value_holds_what_is_written_in_it(ledger):
    with ledger.begin() as connection:
        for key, value in (("a", {"unit": "fengxian"}), ("b", {"unit": "peixian"})):
            put_row(connection, note, {"key": key, "value": value, "changed_at": NOW})
        asked = select(note.c.key).where(holds(note.c.value, literal("fengxian")))
        assert list(connection.execute(asked).scalars()) == ["a"]
