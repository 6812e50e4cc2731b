"""A revised version keeps what only the first letter said; nobody is asked for it again."""

import pytest

from intake.model.case import Doubt, Fact, MailKind
from tests.office import Office, case, desk_of
from tracker.cases.corrections import correct_case
from tracker.cases.inherit import NOTE
from tracker.ledger.cases import case_evidence
from tracker.ledger.doubts import list_doubts
from tracker.ledger.people.corrections import Word

ASKED = (Doubt("contact", "contact"), Doubt("phone", "phone"), Doubt("short", "characters", "504"))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 10:26")
    yield office
    office.close()


def revise(office, **values):
    values = {"town": "", "level": "", "contact": "", "phone": "", "unit": "", **values}
    found = case("一张清单管到底", edition=2, doubts=ASKED, **values)
    office.at("08-05 09:00").mail("fx@example.cn", found, kind=MailKind.CORRECTION, intent="replace")
    (row,) = office.cases()
    return row


def open_codes(office):
    return [row.code for row in office.ask(lambda connection: list_doubts(connection, case_id=1))]


def test_what_is_not_said_again_still_holds(office):
    office.mail("fx@example.cn", case("一张清单管到底", contact="张玉民", phone="0516-89650123"))

    row = revise(office)

    assert (row.version, row["contact"], row["phone"], row["town"], row["level"], row["unit"]) == (
        (2, "张玉民", "0516-89650123", "宋楼镇", "town", "丰县民政局")
    )
    assert row.values["contact"].note == NOTE
    evidence = office.ask(lambda connection: case_evidence(connection, row.version_id))
    assert evidence["contact"] == [{"where": "thread", "quote": "张玉民", "source": NOTE}]
    assert open_codes(office) == ["short"]


def test_a_theme_that_was_settled_is_not_asked_for_again(office):
    office.mail("fx@example.cn", case("一张清单管到底"))

    found = case("一张清单管到底", edition=2, doubts=(Doubt("theme", "theme"),), waits=("theme",), theme="4")
    office.at("08-05 09:00").mail("fx@example.cn", found, kind=MailKind.CORRECTION, intent="replace")

    (row,) = office.cases()
    assert (row.version, row["theme"], row.values["theme"].waits, open_codes(office)) == (2, "2", False, [])


def test_what_is_said_anew_counts(office):
    office.mail("fx@example.cn", case("一张清单管到底", contact="张玉民", phone="0516-89650123"))

    row = revise(office, contact="李芳", phone="0516-89650199")

    assert (row["contact"], row["phone"]) == ("李芳", "0516-89650199")


def test_what_a_person_said_is_not_asked_for(office):
    office.mail("fx@example.cn", case("一张清单管到底"))
    with office.parts.ledger.begin() as connection:
        (row,) = office.cases()
        word = Word("李敏", "cli", "电话核实", "b")
        correct_case(desk_of(connection, office.parts), row, {"phone": "0516-89650132"}, word)

    row = revise(office)

    assert (row["phone"], row.values["phone"].person) == ("0516-89650132", "李敏")
    assert open_codes(office) == ["contact", "short"]


def test_a_value_that_waits_is_not_taken_over(office):
    first = case("一张清单管到底", contact="张玉民", waits=("contact",))
    office.mail("fx@example.cn", first)

    row = revise(office)

    assert row["contact"] == ""
    assert "contact" in open_codes(office)


def test_a_new_case_inherits_nothing(office):
    office.mail("fx@example.cn", case("一张清单管到底", contact="张玉民"))
    office.at("08-05 09:00").mail("fx@example.cn", case("门前三包大家谈"))

    assert [row.values.get("contact", Fact()).value for row in office.cases()] == ["张玉民", ""]


def test_two_cases_of_one_mail_are_never_versions_of_each_other(office):
    first, second = case("一张清单管到底"), case("一张清单管到底", edition=2)
    second.facts["title"] = Fact("另一张清单", 0.95)

    office.mail("fx@example.cn", first, second)

    assert [(row.number, row.version) for row in office.cases()] == [("XZ-001", 1), ("XZ-002", 1)]
    assert [row.code for row in office.ask(lambda c: list_doubts(c, case_id=2))] == ["near-copy"]
