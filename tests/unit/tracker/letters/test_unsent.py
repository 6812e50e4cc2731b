"""What limits leave unanswered or unsent is said in the digest."""

import pytest

from intake.model.case import MailKind
from tests.office import Office, case
from tracker.ledger.events import STOPPED, set_note

FX, TOWN = "fx@example.cn", "town@example.org"


@pytest.fixture
def make(tmp_path):
    made = []

    def build(**settings):
        made.append(Office(tmp_path, **settings).at("07-24 09:00"))
        return made[-1]

    yield build
    for office in made:
        office.close()


def ask(office, sender, when):
    office.until(when).mail(sender, kind=MailKind.QUESTION, needs_person=True)


def said(office):
    """The line on the system in the newest digest."""
    return next(line for line in office.last("digest").text.splitlines() if line.startswith("系统："))


def test_nothing_is_said_of_a_quiet_day(make):
    office = make()
    ask(office, TOWN, "07-24 10:00")
    ask(office, FX, "07-24 16:59")
    office.until("07-24 17:05")
    assert said(office) == "系统：正常。"


def test_strangers_over_the_limit_and_those_of_the_days_before(make):
    office = make(strangers_per_day=2)
    for number in range(5):
        ask(office, f"n{number}@example.org", "07-24 10:00")
    office.until("07-24 17:05")
    assert said(office) == "系统：今日有5个陌生地址来信，按上限答复2个，其余未复，随后依次答复。"
    office.until("07-27 17:05")  # a Monday; two were answered on Saturday, one on Sunday
    assert said(office) == "系统：正常。"


def test_those_who_wait_since_an_earlier_digest(make):
    office = make(strangers_per_day=1)
    for number in range(6):
        ask(office, f"n{number}@example.org", "07-24 10:00")
    office.until("07-27 17:05")
    assert said(office) == "系统：此前来信的2个陌生地址按上限尚未答复。"


def test_more_mails_of_one_stranger(make):
    office = make()
    for when in ("10:00", "10:30", "15:00"):
        ask(office, TOWN, f"07-24 {when}")
    office.until("07-24 17:05")
    assert said(office) == "系统：town@example.org当日多次来信，已答复一封，另有2封已登记，待一并答复。"


def test_an_address_that_has_had_its_twelve(make):
    office = make()
    for number in range(14):
        ask(office, FX, f"07-24 {9 + number // 2:02d}:{15 + 30 * (number % 2)}")
    office.until("07-24 17:05")
    assert said(office) == "系统：fx@example.cn一天答复已满12封，另有2封来信未复。"


def test_reminders_that_came_too_late(make):
    office = make().at("07-27 08:00")
    with office.parts.ledger.begin() as connection:
        set_note(connection, STOPPED, {"by": "李敏"}, office.clock.now())
    office.until("07-27 16:00").mail("qs@example.cn", case("一张清单管到底", "泉山区"))
    office.until("07-27 18:00")
    with office.parts.ledger.begin() as connection:
        set_note(connection, STOPPED, None, office.clock.now())
    office.until("07-28 17:05")
    assert said(office) == "系统：提醒4封未发（丰县、沛县、睢宁县等4个）：已过时。"
