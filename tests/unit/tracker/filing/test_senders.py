"""What is known of an address before its mail is read."""

import pytest

from tests.office import Office, case
from tracker.filing.senders import claimed_address, know_sender
from tracker.ledger.people import addresses
from tracker.ledger.views.titles import sent_titles


@pytest.mark.parametrize(
    ("head", "email"),
    [
        (b"From: =?gb2312?B?1cXI/Q==?= <FX@Example.cn>\r\nSubject: x\r\n\r\nbody", "fx@example.cn"),
        (b"from: fx@example.cn\n\nFrom: evil@example.org", "fx@example.cn"),
        (b"Subject: x\r\n\r\nFrom: evil@example.org", ""),
        (b"From: nobody", ""),
        (b"From: Yan, Chunfang <pei_mz@163.com>\r\n\r\n", "pei_mz@163.com"),
        (b"From: Zhengji@example.cn\r\nReply-To: fx@example.cn\r\n\r\n", "fx@example.cn"),
        (b"From: \xb7\xe1\xcf\xd8 <fx@example.cn>\r\n\r\n", "fx@example.cn"),
        (b"", ""),
    ],
)
def test_claimed_address(head, email):
    assert claimed_address(head, ("zhengji@example.cn",)) == email


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    yield office
    office.close()


def known(office, email):
    found = office.ask(lambda c: know_sender(c, office.parts, email, office.clock.now()))
    return found.unit, found.confirmed, found.coordinator, found.earlier


def test_registered_learned_and_unknown_addresses(office):
    office.mail("town@example.org", case("一张清单管到底"))
    office.at("08-04 10:00").mail("town@example.org", case("门前三包大家谈"))
    assert known(office, "fx@example.cn") == ("fengxian", True, False, ())
    assert known(office, "limin@example.cn") == ("", False, True, ())
    assert known(office, "") == ("", False, False, ())
    assert known(office, "town@example.org") == ("", False, False, ("门前三包大家谈", "一张清单管到底"))
    with office.parts.ledger.begin() as connection:
        addresses.learn_address(connection, "town@example.org", "peixian")
    assert known(office, "town@example.org")[:2] == ("peixian", True)


def test_titles_of_nobody(office):
    assert office.ask(lambda c: sent_titles(c, "", 20)) == ()
