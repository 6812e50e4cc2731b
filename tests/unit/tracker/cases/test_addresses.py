"""Whose an address is."""

import pytest

from intake.model.case import MailKind
from tests.office import LI, Office, case, notice
from tracker.cases.addresses import addresses_of, contact_of, coordinator_of, known_unit, telephone_of
from tracker.ledger.people import addresses


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    yield office
    office.close()


def test_a_person_who_confirmed_an_address_beats_the_call(office):
    with office.parts.ledger.begin() as connection:
        before = [known_unit(connection, office.campaign, who) for who in ("fx@example.cn", "x@example.org")]
        addresses.learn_address(connection, "fx@example.cn", "peixian")
        addresses.learn_address(connection, "x@example.org", "suining")
        after = [known_unit(connection, office.campaign, who) for who in ("fx@example.cn", "x@example.org")]
    assert (before, after) == (["fengxian", ""], ["peixian", "suining"])


def test_a_unit_is_written_to_where_nothing_bounces(office):
    fengxian = office.campaign.unit("fengxian")
    with office.parts.ledger.begin() as connection:
        addresses.learn_address(connection, "zhen@example.org", "fengxian")
        both = addresses_of(connection, fengxian)
        addresses.mark_bad(connection, "fx@example.cn", "邮箱已满", office.clock.now())
        left = addresses_of(connection, fengxian)
    assert (both, left) == (("fx@example.cn", "zhen@example.org"), ("zhen@example.org",))


def test_who_writes_from_an_address_that_was_said_to_bounce_is_written_to_again(office):
    """Anybody can write a bounce; one that was forged does not silence a unit for good."""
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("x@example.org", kind=MailKind.BOUNCE, about_address="fx@example.cn")
    fengxian = office.campaign.unit("fengxian")
    silent = office.ask(lambda connection: addresses_of(connection, fengxian))
    office.mail("fx@example.cn", kind=MailKind.AUTOMATIC)
    still = office.ask(lambda connection: addresses_of(connection, fengxian))
    office.mail("fx@example.cn", kind=MailKind.QUESTION)
    again = office.ask(lambda connection: addresses_of(connection, fengxian))
    assert (silent, still, again) == ((), (), ("fx@example.cn",))


def test_whom_to_telephone():
    known, unknown = notice().unit("peixian"), notice().unit("suining")
    assert telephone_of(known) == "沛县 王五 0516-80000002"
    assert telephone_of(unknown) == "睢宁县 联系人未登记 电话未登记"
    assert [contact_of(unit) for unit in (known, unknown)] == [
        "王五　0516-80000002",
        "联系人未登记　电话未登记",
    ]


def test_only_those_who_may_order_are_coordinators():
    campaign = notice()
    silent = campaign.model_copy(update={"coordinators": (LI.model_copy(update={"orders": False}),)})
    assert [coordinator_of(call, "limin@example.cn") for call in (campaign, silent)] == [LI, None]
    assert coordinator_of(campaign, "x@example.org") is None
