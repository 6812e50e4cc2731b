"""Whose an address is."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.case import MailKind
from tests.office import LI, Office, case, desk_of, notice
from tracker.cases.addresses import addresses_of, contact_of, coordinator_of, known_unit, telephone_of
from tracker.cases.corrections import confirm_case, correct_case
from tracker.cases.standing import stand_now
from tracker.ledger.people import addresses
from tracker.ledger.people.corrections import Word


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
        both = addresses_of(connection, office.campaign, fengxian)
        addresses.mark_bad(connection, "fx@example.cn", "邮箱已满", office.clock.now())
        left = addresses_of(connection, office.campaign, fengxian)
    assert (both, left) == (("zhen@example.org", "fx@example.cn"), ("zhen@example.org",))


def test_who_writes_from_an_address_that_was_said_to_bounce_is_written_to_again(office):
    """Who had our letter can forge its bounce; that does not silence a unit for good."""
    office.mail("fx@example.cn", case("一张清单管到底"))
    sent = office.letters()[-1].row.message_id
    office.mail("x@example.org", kind=MailKind.BOUNCE, about_message=sent, about_address="fx@example.cn")
    fengxian = office.campaign.unit("fengxian")
    silent = office.ask(lambda connection: addresses_of(connection, office.campaign, fengxian))
    office.mail("fx@example.cn", kind=MailKind.AUTOMATIC)
    still = office.ask(lambda connection: addresses_of(connection, office.campaign, fengxian))
    office.mail("fx@example.cn", kind=MailKind.QUESTION)
    again = office.ask(lambda connection: addresses_of(connection, office.campaign, fengxian))
    assert (silent, still, again) == ((), (), ("fx@example.cn",))


def test_whom_to_telephone():
    known, unknown = notice().unit("peixian"), notice().unit("suining")
    assert telephone_of(known) == "沛县 王五 0516-80000002"
    assert telephone_of(unknown) == "睢宁县 联系方式未登记"
    assert [contact_of(unit) for unit in (known, unknown)] == [
        "王五　0516-80000002",
        "",
    ]


def test_only_those_who_may_order_are_coordinators():
    campaign = notice()
    silent = campaign.model_copy(update={"coordinators": (LI.model_copy(update={"orders": False}),)})
    assert [coordinator_of(call, "limin@example.cn") for call in (campaign, silent)] == [LI, None]
    assert coordinator_of(campaign, "x@example.org") is None


def unregistered():
    """The call with no address registered for 睢宁县."""
    call = notice()
    bare = [
        unit.model_copy(update={"addresses": ()}) if unit.key == "suining" else unit for unit in call.units
    ]
    return call.model_copy(update={"units": tuple(bare)})


def confirm_all(office):
    with office.parts.ledger.begin() as connection:
        for row in office.cases():
            confirm_case(desk_of(connection, office.parts), row, (), Word("李敏", "reply", batch="b"))


OWN = {"county": "睢宁县", "town": "", "level": "county", "unit": "睢宁县民政局"}
SENT = {
    "its own": (OWN, "", True),
    "a town's": ({**OWN, "town": "王集镇", "level": "town"}, "", False),
    "a community's": ({**OWN, "community": "鲤鱼山社区", "level": "village"}, "", False),
    "a town's without its level": ({**OWN, "town": "王集镇"}, "", False),
    "of no level": ({**OWN, "level": ""}, "", False),
    "signed in the letter": (OWN, "现报送案例一篇。\n王集镇人民政府\n7月30日", False),
    "signed in the case": ({**OWN, "unit": "睢宁县王集镇民政办"}, "", False),
    "signed by a village": (OWN, "现报送案例一篇。\n鲤鱼山村委会", False),
    "signed by an office that cares for villages": (OWN, "现报送案例一篇。\n睢宁县乡村振兴局", True),
}


@pytest.mark.parametrize(("values", "body", "written"), SENT.values(), ids=SENT)
def test_who_sent_a_case_of_the_unit_itself_is_written_to(tmp_path, values, body, written):
    office = Office(tmp_path, unregistered()).at("08-04 09:00")
    office.mail("x@example.org", case("一张清单管到底", **values), body=body)
    confirm_all(office)
    unit = office.campaign.unit("suining")
    known = office.ask(
        lambda c: (known_unit(c, office.campaign, "x@example.org"), addresses_of(c, office.campaign, unit))
    )
    office.close()
    assert known == ("suining", ("x@example.org",) if written else ())


def test_what_is_named_goes_before_what_is_learned(tmp_path):
    office = Office(tmp_path, unregistered()).at("08-04 09:00")
    unit = office.campaign.unit("suining")

    def written():
        return office.ask(lambda c: addresses_of(c, office.campaign, unit))

    office.mail("own@example.org", case("一张清单管到底", **OWN))
    office.mail("town@example.org", case("门前三包大家谈", **{**OWN, "town": "王集镇", "level": "town"}))
    confirm_all(office)
    learned = written()
    with office.parts.ledger.begin() as connection:
        addresses.learn_address(connection, "town@example.org", "suining")
    named = written()
    confirm_all(office)
    still = written()
    with office.parts.ledger.begin() as connection:
        addresses.mark_bad(connection, "town@example.org", "邮箱已满", office.clock.now())
    bounced = written()
    office.close()
    assert (learned, named, still, bounced) == (
        ("own@example.org",), ("town@example.org",), ("town@example.org",), ("own@example.org",)
    )  # fmt: skip


def test_a_case_moves_no_registered_address(office):
    office.mail("fx@example.cn", case("一张清单管到底"))
    with office.parts.ledger.begin() as connection:
        word = Word("李敏", "reply", batch="b")
        correct_case(desk_of(connection, office.parts), office.cases()[0], {"county": "沛县"}, word)
    assert office.ask(lambda c: known_unit(c, office.campaign, "fx@example.cn")) == "fengxian"


TOWNS = st.sampled_from(("", "王集镇", "宋楼镇"))
ARRIVED = st.lists(
    st.tuples(
        st.sampled_from(("fengxian", "suining", "pizhou")),
        st.sampled_from(("a@example.org", "b@example.org", "c@example.org", "fx@example.cn")),
        TOWNS,
        st.sampled_from(("county", "town", "village")),
    ),
    max_size=6,
)


@pytest.mark.slow
@given(ARRIVED)
@settings(max_examples=25, deadline=None)
def test_no_reminder_goes_where_only_towns_write(arrived):
    """Whatever is confirmed: who gets a reminder is registered, or has sent a case of the unit itself."""
    with TemporaryDirectory() as folder:
        office = Office(Path(folder), unregistered()).at("07-08 09:00")
        for number, (key, sender, town, level) in enumerate(arrived):
            name = office.campaign.unit(key).name
            office.mail(sender, case(f"第{number}篇{name}", county=name, town=town, level=level))
        confirm_all(office)
        with office.parts.ledger.begin() as connection:
            mailing = choose_all(desk_of(connection, office.parts))
        told = {(unit.unit.key, address) for unit, address in mailing}
        registered = {(unit.key, address) for unit in office.campaign.units for address in unit.addresses}
        own = {(key, sender) for key, sender, town, level in arrived if level == "county" and not town}
        office.close()
    assert told <= registered | own


def choose_all(desk):
    """Every unit with where it would be written to, whether it is short or not."""
    units = stand_now(desk.campaign, desk.connection).units
    known = ((unit, addresses_of(desk.connection, desk.campaign, unit.unit)) for unit in units)
    return [(unit, found[0]) for unit, found in known if found]
