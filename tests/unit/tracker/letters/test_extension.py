"""Moving the deadline: what is kept, who is told, what is judged again."""

from datetime import date, time

import pytest

from intake.campaign.entries import Deadline
from tests.office import Office, case, extended, local, notice
from tracker.cases.deadlines import load_deadlines
from tracker.letters.extension import (
    announce_deadline,
    ask_which,
    extend_deadline,
    find_edit,
    next_announcement,
    take_as_correction,
    take_as_extension,
)
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


# A deadline that was edited in the campaign file


@pytest.fixture
def edited(make):
    """Saturday night: the date that the units know was edited from 10 to 20 August while nothing ran."""
    office = make()
    office.mail("fx@example.cn", case("一张清单管到底"), sent=local("08-05 08:30"))
    office.tick()
    before = notice().deadlines[0]
    after = before.model_copy(update={"last_day": date(2015, 8, 20)})
    office.campaign = notice().model_copy(update={"deadlines": (after,)})
    office.restart()
    office.at("08-08 22:00")
    return office


def settle(office, take, *said):
    with office.parts.ledger.begin() as connection:
        desk = Desk(connection, office.parts, office.clock.now())
        return take(desk, find_edit(connection, desk.campaign, desk.now), *said)


def question(office):
    found = office.ask(lambda connection: find_edit(connection, office.parts.campaign, office.clock.now()))
    return found and ask_which(office.parts.campaign, found)


def test_nothing_is_told_of_an_edited_deadline_before_somebody_says_what_it_is(edited):
    assert announce_deadline(edited.parts) == 0
    assert edited.letters("extension") == []
    assert question(edited) == (
        "征集文件中的截止时间由8月10日（星期一）24时改成了8月20日（星期四）24时。"
        "如是更正笔误、不通知各单位，请运行 zhengji deadline 更正；"
        "如是延期或调整、要通知各单位，请运行 zhengji deadline 延期"
    )


def test_a_correction_is_told_to_nobody(edited):
    settle(edited, take_as_correction, "李敏")
    assert (announce_deadline(edited.parts), edited.letters("extension")) == (0, [])
    assert question(edited) is None
    assert [row.on_time for row in edited.cases()] == [True]


def test_an_extension_to_many_waits_for_a_yes_and_for_office_hours(edited):
    assert settle(edited, take_as_extension) == 4
    edited.tick()
    assert {letter.row.state.value for letter in edited.letters("extension")} == {"held"}
    asked = edited.last("recipients")
    edited.at("08-08 22:30").order("确认", asked)
    edited.tick()
    assert {letter.row.state.value for letter in edited.letters("extension")} == {"queued"}
    assert "已放行4封信件，将陆续发出，8月10日08:40发出" in edited.last("order").whole()
    edited.until("08-10 09:00")
    assert {letter.row.state.value for letter in edited.letters("extension")} == {"sent"}
    assert (announce_deadline(edited.parts), question(edited)) == (0, None)


def test_a_version_added_below_is_an_extension_and_no_question(make):
    office = make()
    office.tick()
    office.campaign = extended(notice(), "2015-08-20", "2015-08-06")
    office.restart()
    office.at("08-06 08:40")
    assert question(office) is None
    assert announce_deadline(office.parts) == 4


def test_an_extension_taken_out_of_the_file_is_a_question(make):
    office = make(extended(notice(), "2015-08-20", "2015-08-01"))
    office.tick()
    office.campaign = notice()
    office.restart()
    assert question(office).startswith(
        "征集文件中的截止时间由8月20日（星期四）24时改成了8月10日（星期一）24时。"
    )


def test_an_extension_ordered_at_night_goes_in_the_morning(make):
    office = make().at("08-05 21:00")
    extend(office)
    assert {letter.row.due_at for letter in office.letters("extension")} == {local("08-06 08:40")}
