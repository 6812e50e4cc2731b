"""A morning's flood of forged mail on a day of reminders, with the shipped limits: who gets what, and when."""

from datetime import datetime, timedelta

import pytest

from intake.model.case import MailKind
from tests.office import ZONE, Office, case, local, notice
from tracker.ledger import letters
from tracker.ledger.records import LetterRow
from tracker.office.settings import Smtp

ONE = "one@flood.example.org"
POLL = timedelta(minutes=10)
POLLS = 24  # from eight to noon
UNITS = 11


@pytest.fixture
def office(tmp_path):
    """Eleven units with an address each, and the limits of the shipped settings."""
    base = notice()
    shipped = [unit for unit in base.units if unit.key != "pizhou"]
    more = [
        shipped[0].model_copy(update={"key": f"unit{number}", "name": f"第{number}县"})
        for number in range(UNITS - len(shipped))
    ]
    units = tuple(
        unit.model_copy(update={"addresses": (f"{unit.key}@example.cn",)}) for unit in (*shipped, *more)
    )
    limits = Smtp().model_dump(include={"per_hour", "per_day", "strangers_per_day", "seconds_between"})
    made = Office(tmp_path, base.model_copy(update={"units": units}), **limits)
    yield made.at("07-27 08:00")
    made.close()


def take_poll(office: Office, turn: int, forged: int, of_one: int) -> None:
    """What one poll brings: its share of the flood, and now and then a unit's mail at the end of it."""
    for number in range(turn * forged // POLLS, (turn + 1) * forged // POLLS):
        office.mail(f"n{number}@flood{number}.example.org", kind=MailKind.QUESTION, needs_person=True)
    for _ in range(turn * of_one // POLLS, (turn + 1) * of_one // POLLS):
        office.mail(ONE, kind=MailKind.QUESTION, needs_person=True)
    if turn % 3 == 1:
        unit = office.campaign.units[turn // 3]
        office.mail(unit.addresses[0], case(f"第{turn}号清单", unit.name))


def receipts(office: Office) -> list[LetterRow]:
    return [row for row in office.ask(letters.list_letters) if row.kind == "acknowledgement"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forged", "of_one"),
    [(50, 30), pytest.param(150, 600, marks=pytest.mark.slow)],  # each mail is filed for real: 20 ms
)
def test_flood_of_a_morning(office: Office, forged: int, of_one: int) -> None:
    waited: dict[
        str, tuple[datetime, datetime]
    ] = {}  # unit's address → when its mail was taken, and answered
    for turn in range(POLLS):
        poll = local("07-27 08:00") + turn * POLL
        office.until(f"{poll.astimezone(ZONE):%m-%d %H:%M:%S}")
        before = {row.id for row in receipts(office)}
        taken = office.clock.now()
        take_poll(office, turn, forged, of_one)
        office.tick()
        for row in receipts(office):
            if row.id not in before:
                waited[row.recipient] = (taken, row.sent_at)
    office.until("07-27 18:00")

    assert list(waited) == [unit.addresses[0] for unit in office.campaign.units[:8]]
    assert max(sent - taken for taken, sent in waited.values()) <= timedelta(minutes=5)
    reminders = [letter.row for letter in office.letters("reminder")]
    assert [row.state for row in reminders] == ["sent"] * 10  # one unit had reported before
    assert max(row.sent_at for row in reminders) <= local("07-27 08:45")
    digest = office.last("digest")
    assert digest.row.sent_at <= local("07-27 17:02")
    assert [letter.row.state for letter in office.letters("holding")].count("sent") == 40
    system = next(line for line in digest.text.splitlines() if line.startswith("系统："))
    assert system == (
        f"系统：今日有{forged + 1}个陌生地址来信，按上限答复40个，其余未复，随后依次答复；"
        f"{ONE}当日多次来信，已答复一封，另有{of_one - 1}封已登记，待一并答复。"
    )
    assert f"等{forged + 1}封（" in digest.text
    assert len(digest.text) < 2000
    assert len(office.letters("urgent")) <= 3  # 待核事项已达51项、101项、201项
