"""Moving the deadline: what is kept, who is told, what is judged again."""

from datetime import date, time

import pytest

from intake.campaign.notice import Deadline
from tests.office import Office, case, extended, local, notice
from tracker.cases.deadlines import load_deadlines
from tracker.letters.extension import announce_deadline, extend_deadline, next_announcement
from tracker.office.desk import Desk

LATER = Deadline(last_day=date(2015, 8, 20), announced=date(2015, 8, 5), reason="应部分县区要求")


@pytest.fixture
def make(tmp_path):
    made = []

    def build(campaign=None):
        made.append(Office(tmp_path, campaign).at("08-05 09:00"))
        return made[-1]

    yield build
    for office in made:
        office.close()


def extend(office, deadline=LATER):
    with office.parts.ledger.begin() as connection:
        return extend_deadline(Desk(connection, office.parts, office.clock.now()), deadline, "李敏")


def test_order_survives_a_restart(make):
    office = make()
    assert extend(office) == 4
    office.restart()
    assert office.ask(load_deadlines) == [LATER]
    assert office.parts.campaign.deadline_at(office.clock.now()) == LATER
    assert announce_deadline(office.parts) == 0


def test_each_extension_is_told_once(make):
    office = make()
    for day in (20, 25, 20):
        extend(office, LATER.model_copy(update={"last_day": date(2015, 8, day)}))
    subjects = [letter.headers["Subject"] for letter in office.letters("extension")]
    assert [subject[subject.index("为") + 1 :][:5] for subject in subjects] == ["8月20日"] * 4 + [
        "8月25日"
    ] * 4 + ["8月20日"] * 4


def test_earlier_hour_makes_mails_late(make):
    office = make()
    office.mail("fx@example.cn", case("一张清单管到底"), sent=local("08-05 08:30"))
    extend(office, Deadline(last_day=date(2015, 8, 5), announced=date(2015, 8, 5), cutoff=time(8)))
    assert office.cases()[0].on_time is False


def test_person_who_said_in_time_is_not_overruled(make):
    office = make()
    office.mail("fx@example.cn", case("一张清单管到底"))
    with office.parts.ledger.begin() as connection:
        connection.exec_driver_sql(
            "insert into correction (case_id, field, value, before, who, how, reason, made_at, batch) "
            "values (1, 'on_time', '逾期', '', '李敏', 'reply', '补件', '2015-08-05T01:00:00Z', 'b')"
        )
    extend(office)
    assert office.cases()[0].on_time is False


@pytest.mark.parametrize(
    ("after", "found"),
    [("08-01 00:00", "08-07 08:40"), ("08-07 08:39", "08-07 08:40"), ("08-07 08:40", None)],
)
def test_next_announcement(make, after, found):
    office = make(extended(notice(), "2015-08-20", "2015-08-07"))
    assert next_announcement(office.parts, local(after)) == (local(found) if found else None)


def test_held_news_of_the_deadline_waits_for_a_yes(make):
    rule = notice().reminders.model_copy(update={"hold": True})
    office = make(extended(notice(), "2015-08-20", "2015-08-07").model_copy(update={"reminders": rule}))
    office.tick()
    office.at("08-07 08:40").tick()
    assert {letter.row.state.value for letter in office.letters("extension")} == {"held"}
    asked = office.last("recipients")
    assert asked.headers["Subject"] == "【案例征集】截止时间调整通知将发往4个单位（请确认）"
    office.at("08-07 09:00").order("确认", asked)
    office.tick()
    assert {letter.row.state.value for letter in office.letters("extension")} == {"sent"}


def test_an_extension_that_was_not_written_down_does_not_rule(make):
    office = make()
    before = office.parts.campaign.deadline_at(office.clock.now())
    with office.parts.ledger.begin() as connection:
        extend_deadline(Desk(connection, office.parts, office.clock.now()), LATER, "李敏")
        connection.rollback()
    assert office.parts.campaign.deadline_at(office.clock.now()) == before
    assert (office.ask(load_deadlines), office.letters()) == ([], [])
    assert extend(office) == 4
    assert office.parts.campaign.deadline_at(office.clock.now()) == LATER
