"""Shares of the limits: a flood from strangers keeps nothing back that units and coordinators get."""

from datetime import timedelta

import pytest

from intake.model.case import MailKind
from tests.office import LI, Office, case, local
from tracker.ledger.records import LetterKind
from tracker.office.settings import Smtp
from tracker.outbox.shares import Handed, Share, Shares, daily, hourly, opens_at

FX = "fx@example.cn"
SMTP = Smtp(per_hour=60, per_day=100, strangers_per_day=40)
DAY = local("07-27 00:00")
NOW = local("07-27 09:00")


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path, per_hour=60, per_day=100, strangers_per_day=40, seconds_between=10)
    yield made.at("07-27 08:00")
    made.close()


@pytest.mark.parametrize(
    ("kind", "recipient", "share"),
    [
        (LetterKind.DIGEST, LI.email, Share.COORDINATORS),
        (LetterKind.ORDER, LI.email, Share.COORDINATORS),
        (LetterKind.REMINDER, FX, Share.MAILINGS),
        (LetterKind.REMINDER, "new@example.org", Share.MAILINGS),
        (LetterKind.EXTENSION, FX, Share.MAILINGS),
        (LetterKind.ACKNOWLEDGEMENT, "FX@example.cn", Share.UNITS),
        (LetterKind.HOLDING, "x@example.org", Share.STRANGERS),
    ],
)
def test_share_of_a_letter(kind, recipient, share):
    assert Shares(frozenset({FX})).of(kind, recipient) is share


def test_ceilings_of_the_shipped_limits():
    assert [(hourly(SMTP, share), daily(SMTP, share)) for share in Share] == [
        (60, 100), (57, 95), (57, 95), (15, 40)
    ]  # fmt: skip


def test_limits_of_a_small_account_leave_everybody_a_letter():
    smallest = Smtp(per_hour=1, per_day=1, strangers_per_day=1)
    assert [(hourly(smallest, share), daily(smallest, share)) for share in Share] == [(1, 1)] * 4


@pytest.mark.parametrize(
    ("handed", "opens"),
    [
        pytest.param([], [NOW] * 4, id="nothing"),
        pytest.param(
            [Handed(NOW - timedelta(minutes=20), Share.STRANGERS)] * 15,
            [NOW, NOW, NOW, local("07-27 09:40") + timedelta(seconds=1)],
            id="hour-of-strangers",
        ),
        pytest.param(
            [Handed(NOW - timedelta(hours=3), Share.STRANGERS)] * 40,
            [NOW, NOW, NOW, local("07-28 00:00")],
            id="day-of-strangers",
        ),
        pytest.param(
            [Handed(NOW - timedelta(hours=3), Share.UNITS)] * 95,
            [NOW, *[local("07-28 00:00")] * 3],
            id="day-of-units",
        ),
    ],
)
def test_when_each_share_may_go(handed, opens):
    assert [opens_at(SMTP, share, handed, DAY, NOW) for share in Share] == opens


@pytest.mark.slow
def test_flood_from_strangers_on_a_day_of_reminders(office):
    for number in range(120):
        office.mail(f"n{number}@example.org", kind=MailKind.QUESTION, needs_person=True)
    office.until("07-27 08:58")
    office.mail(FX, case("一张清单管到底"))
    office.until("07-27 17:10")
    sent = {}
    for letter in office.letters():
        if letter.row.sent_at is not None:
            sent.setdefault(str(letter.row.kind), []).append(letter.row.sent_at)
    assert max(sent["acknowledgement"]) <= local("07-27 09:03")
    assert max(sent["reminder"]) <= local("07-27 09:30")
    assert max(sent["digest"]) <= local("07-27 17:02")
    assert len(sent["holding"]) == 40
    assert "系统：今日有120个陌生地址来信，按上限答复40个，其余未复" in office.last("digest").text
