"""A desk at an office of tests, its experts listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.office import Office, desk_of
from tracker.ledger.review.experts import put_expert
from tracker.office.desk import Desk
from tracker.review.experts.people import read_people


@contextmanager
def at_desk(office: Office) -> Iterator[Desk]:
    """One transaction."""
    with office.parts.ledger.begin() as connection:
        yield desk_of(connection, office.parts)


def list_people(desk: Desk, people: str) -> None:
    """A list of experts, as a file has it, taken."""
    for expert in read_people(people.splitlines(), desk.campaign).experts:
        put_expert(desk.connection, expert, desk.now)
