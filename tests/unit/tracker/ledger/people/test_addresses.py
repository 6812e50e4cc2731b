"""Whose an address is by a person's word, which bounce, and whether a unit still has to be reminded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from intake.campaign.entries import Unit
from intake.model.case import MailKind
from tests.office import Office, case, local
from tracker.ledger.cases import set_case
from tracker.ledger.mails import add_mail
from tracker.ledger.people.addresses import (
    all_confirmed,
    bad_addresses,
    confirmed_addresses,
    confirmed_by_unit,
    forget_address,
    is_named,
    learn_address,
    learn_from_case,
    mark_bad,
    mark_good,
    named_addresses,
    unit_addresses,
    unit_of_address,
)
from tracker.ledger.people.reported import (
    awaiting_units,
    count_cases,
    expects_nothing,
    has_sent_material,
    has_unread,
    has_written_since,
    said_by,
)
from tracker.ledger.records import CaseStatus

FX, TOWN, DESK = "fx@example.cn", "town@example.cn", "desk@example.cn"


@pytest.fixture
def office(tmp_path: Path, place: object) -> Iterator[Office]:
    made = Office(tmp_path, place=place).at("08-03 09:00")
    yield made
    made.close()


def unit(office: Office, key: str = "fengxian", **changes: object) -> Unit:
    found = office.campaign.unit(key)
    assert found is not None
    return found.model_copy(update=changes)


def test_before_anybody_said_anything_the_call_alone_knows(office: Office, ledger: Connection) -> None:
    fengxian = unit(office, addresses=("FX@Example.cn", FX))

    assert (named_addresses(ledger, fengxian), unit_addresses(ledger, fengxian)) == ((FX,), (FX,))
    assert (all_confirmed(ledger), confirmed_by_unit(ledger), bad_addresses(ledger)) == (frozenset(), {}, {})
    assert (unit_of_address(ledger, FX), is_named(ledger, FX)) == ("", False)


def test_an_address_that_a_person_named_is_written_to_first(office: Office, ledger: Connection) -> None:
    learn_address(ledger, DESK, "fengxian")

    assert named_addresses(ledger, unit(office)) == (DESK, FX)
    assert unit_addresses(ledger, unit(office)) == (FX, DESK)
    assert (unit_of_address(ledger, DESK), is_named(ledger, DESK)) == ("fengxian", True)


def test_an_address_from_which_cases_came_is_the_units_but_not_written_to(
    office: Office, ledger: Connection
) -> None:
    learn_from_case(ledger, TOWN, "fengxian")

    assert named_addresses(ledger, unit(office)) == (FX,)
    assert unit_addresses(ledger, unit(office)) == (FX, TOWN)
    assert (unit_of_address(ledger, TOWN), is_named(ledger, TOWN)) == ("fengxian", False)


def test_of_an_address_that_a_person_named_a_case_says_nothing_new(
    office: Office, ledger: Connection
) -> None:
    learn_address(ledger, DESK, "fengxian")
    learn_from_case(ledger, DESK, "peixian")

    assert unit_of_address(ledger, DESK) == "fengxian"
    learn_address(ledger, DESK, "peixian")  # her newer word
    assert (unit_of_address(ledger, DESK), confirmed_addresses(ledger, "fengxian")) == ("peixian", ())
    assert confirmed_by_unit(ledger) == {"peixian": [DESK]}


def test_a_word_taken_back_leaves_what_else_is_known_of_the_address(
    office: Office, ledger: Connection
) -> None:
    learn_address(ledger, DESK, "fengxian")
    mark_bad(ledger, DESK, "550 unknown", office.clock.now())

    forget_address(ledger, DESK)
    forget_address(ledger, "nobody@x.cn")

    assert (unit_of_address(ledger, DESK), is_named(ledger, DESK), all_confirmed(ledger)) == (
        "",
        False,
        frozenset(),
    )
    assert bad_addresses(ledger) == {DESK: "550 unknown"}


def test_an_address_bounces_until_somebody_writes_from_it_or_names_it(
    office: Office, ledger: Connection
) -> None:
    now = office.clock.now()
    for email in (FX, TOWN, DESK):
        mark_bad(ledger, email, "甲" * 300, now)
    mark_bad(ledger, FX, "550 full", now)
    assert bad_addresses(ledger) == {DESK: "甲" * 200, FX: "550 full", TOWN: "甲" * 200}

    mark_good(ledger, FX)
    mark_good(ledger, "nobody@x.cn")
    learn_address(ledger, DESK, "fengxian")
    learn_from_case(ledger, TOWN, "fengxian")

    assert bad_addresses(ledger) == {}


def stands(office: Office, key: str = "fengxian") -> tuple[int, bool, str, bool]:
    """Cases that count, material still to be placed, what it said, whether it needs no reminder."""
    one = unit(office, key)
    with office.parts.ledger.read() as connection:
        return (
            count_cases(connection, one),
            has_sent_material(connection, one),
            said_by(connection, one),
            expects_nothing(connection, one),
        )


def test_a_unit_that_was_never_heard_of_is_reminded(office: Office) -> None:
    assert stands(office) == (0, False, "", False)
    with office.parts.ledger.read() as connection:
        assert awaiting_units(connection, office.campaign.units) == {}


def test_a_unit_with_a_case_is_not_unless_the_case_goes_elsewhere(office: Office) -> None:
    office.mail(FX, case("丰县的做法"))
    assert stands(office) == (1, True, "", True)

    with office.parts.ledger.begin() as connection:
        set_case(connection, 1, office.clock.now(), status=CaseStatus.WITHDRAWN)
    assert stands(office) == (0, False, "", False)
    with office.parts.ledger.begin() as connection:
        set_case(connection, 1, office.clock.now(), status=CaseStatus.ACTIVE, unit_key="peixian")
    assert (stands(office), stands(office, "peixian")) == ((0, False, "", False), (1, False, "", True))


def test_material_out_of_which_no_case_could_be_read_is_not_reminded_of(office: Office) -> None:
    office.mail(FX, kind=MailKind.LINK_ONLY)

    assert stands(office) == (0, True, "", True)
    with office.parts.ledger.read() as connection:
        assert awaiting_units(connection, office.campaign.units) == {"fengxian": "已来信，材料待补"}


@pytest.mark.parametrize(("intent", "word"), [("nothing", "零报告"), ("posted", "来信称纸质件已寄")])
def test_a_unit_that_said_how_it_stands_is_believed_until_it_sends_something(
    office: Office, intent: str, word: str
) -> None:
    office.mail(FX, kind=MailKind.OTHER, intent=intent)
    assert stands(office) == (0, False, intent, True)
    with office.parts.ledger.read() as connection:
        assert awaiting_units(connection, office.campaign.units) == {"fengxian": word}

    office.at("08-03 10:00").mail(FX, case("丰县的做法"))
    assert stands(office) == (1, True, "", True)


def test_a_unit_of_whom_two_are_wanted_is_reminded_after_one(office: Office) -> None:
    office.mail(FX, case("丰县的做法"))
    two = unit(office, minimum=2)

    with office.parts.ledger.read() as connection:
        assert not expects_nothing(connection, two)


def test_machines_that_write_from_an_address_are_no_person(office: Office) -> None:
    office.at("08-03 10:00").mail(FX, kind=MailKind.AUTOMATIC)
    office.at("08-03 11:00").mail("px@example.cn", kind=MailKind.QUESTION)

    def wrote(key: str, since: str) -> object:
        return office.ask(lambda connection: has_written_since(connection, unit(office, key), local(since)))

    assert [
        wrote("fengxian", "08-03 09:00"),
        wrote("peixian", "08-03 09:00"),
        wrote("peixian", "08-03 11:00"),
    ] == [
        False,
        True,
        False,
    ]


def test_a_mail_that_nobody_has_read_counts_from_its_arrival_on(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        add_mail(connection, "f" * 64, 10, local("08-03 08:00"), local("08-03 12:30"))
        found = [
            has_unread(connection, local(when)) for when in ("08-03 07:59", "08-03 08:00", "08-03 09:00")
        ]
    assert found == [False, True, True]
