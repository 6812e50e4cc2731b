"""What she asks about is found by unit and by address, newest first, and only what people sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.campaign.entries import Unit
from intake.model.case import MailKind
from tests.office import LI, Office, case, local
from tracker.ledger.people.addresses import learn_address
from tracker.ledger.people.asked import first_version_at, mails_from, reminders_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path).at("08-03 09:00")
    yield made
    made.close()


def unit(office: Office, key: str) -> Unit:
    found = office.campaign.unit(key)
    assert found is not None
    return found


def ids(office: Office, key: str = "", most: int = 10) -> list[int]:
    whose = unit(office, key) if key else None
    return [row.id for row in office.ask(lambda c: mails_from(c, whose, most))]


def test_where_nothing_came_there_is_nothing(office: Office) -> None:
    assert ids(office) == []
    assert ids(office, "fengxian") == []
    assert office.ask(lambda c: reminders_of(c, "fengxian")) == []
    assert office.ask(lambda c: first_version_at(c, 1)) is None


def test_mails_of_people_come_newest_first_and_no_more_than_wanted(office: Office) -> None:
    for sender in ("fx@example.cn", "px@example.cn", "fx@example.cn"):
        office.mail(sender, kind=MailKind.OTHER)

    assert [ids(office), ids(office, most=2), ids(office, "fengxian")] == [[3, 2, 1], [3, 2], [3, 1]]
    assert [ids(office, "peixian"), ids(office, "pizhou")] == [[2], []]


def test_adverts_bounces_and_orders_are_nobodys_letters(office: Office) -> None:
    office.mail("shop@example.org", kind=MailKind.ADVERT)
    office.mail("shop@example.org", kind=MailKind.SPAM)
    office.mail(LI.email, kind=MailKind.COMMAND, body="看一下情况")
    office.mail("who@example.org", kind=MailKind.QUESTION)

    assert ids(office) == [4]


def test_an_address_learned_for_a_unit_brings_its_letters_along(office: Office) -> None:
    office.mail("town@example.org", kind=MailKind.QUESTION)
    assert ids(office, "pizhou") == []
    with office.parts.ledger.begin() as connection:
        learn_address(connection, "town@example.org", "pizhou")

    assert ids(office, "pizhou") == [1]


def test_reminders_are_those_of_the_unit_newest_first(office: Office) -> None:
    office.until("08-07 17:05")
    found = office.ask(lambda c: {key: reminders_of(c, key) for key in ("suining", "quanshan", "pizhou")})

    assert {key: {row.recipient for row in rows} for key, rows in found.items()} == {
        "suining": {"sn@example.cn"},
        "quanshan": {"qs@example.cn"},
        "pizhou": set(),  # it has no address
    }
    for rows in found.values():
        assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
        assert {row.kind for row in rows} <= {"reminder"}


def test_the_first_text_counts_though_newer_ones_came(office: Office) -> None:
    office.mail("fx@example.cn", case("一张清单管到底"))
    first = office.clock.now()
    office.at("08-05 15:30").mail("fx@example.cn", case("一张清单管到底", edition=2))
    (row,) = office.cases()

    assert row.version == 2
    assert row.received_at == local("08-05 15:30")
    assert office.ask(lambda c: first_version_at(c, row.id)) == first == local("08-03 09:00")
