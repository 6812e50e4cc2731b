"""Reminders, moved deadlines and the overdue list: who gets what, when; whatever is switched off."""

from datetime import date, timedelta

import pytest

from intake.campaign.entries import Deadline
from intake.model.case import Doubt, MailKind
from tests.office import Office, assert_expected, case, extended, local, notice
from tracker.ledger.people import addresses
from tracker.letters.reminders import occasions, preview_reminders
from tracker.outbox.held import drop_letters, held_letters, release_letters

MANY = ("reminder", "extension")


@pytest.fixture
def make(tmp_path):
    made = []

    def build(campaign=None, **settings):
        campaign = campaign or notice()
        no_quiet = campaign.digest.model_copy(update={"quiet_days": False})  # they only cost time here
        made.append(Office(tmp_path, campaign.model_copy(update={"digest": no_quiet}), **settings))
        return made[-1]

    yield build
    for office in made:
        office.close()


def reminded(office, *kinds):
    return [line for line in office.log() if line.split()[2] in (kinds or MANY)]


def ending(last_day, opening="2015-07-07", **values):
    deadline = Deadline(last_day=date.fromisoformat(last_day), announced=date.fromisoformat(opening))
    return notice().model_copy(
        update={"opening": date.fromisoformat(opening), "deadlines": (deadline,), **values}
    )


def test_whole_season_without_a_mail(make):
    office = make().until("08-12 20:00")
    everybody = ("fx", "px", "sn", "qs")
    mornings = ("07-27", "08-03", "08-05", "08-07")
    assert reminded(office) == [
        f"{day} 08:40 reminder {unit}@example.cn sent" for day in mornings for unit in everybody
    ]
    assert reminded(office, "recipients", "overdue", "urgent") == [
        *(f"{day} 08:40 recipients limin@example.cn sent" for day in mornings),
        "08-11 08:40 overdue limin@example.cn sent",
    ]
    assert_expected("reminder-nothing", office.letters("reminder")[0].whole())
    assert_expected("recipients", office.letters("recipients")[0].whole())
    assert_expected("overdue", office.last("overdue").whole())


def test_who_has_sent_is_left_alone(make):
    office = make().until("07-20 09:00")
    office.mail("town@example.org", case("一张清单管到底"))
    office.until("07-30 09:00").mail("px@example.cn", doubts=(Doubt("encrypted", "案例.rar"),))
    office.until("08-04 09:00").mail(
        "sn@example.cn", kind=MailKind.LINK_ONLY, doubts=(Doubt("cloud-link", "a.rar"),)
    )
    office.until("08-10 20:00")
    assert [line.split()[3] for line in reminded(office)] == [
        *("px@example.cn", "sn@example.cn", "qs@example.cn"),
        *("sn@example.cn", "qs@example.cn"),
        "qs@example.cn",
        "qs@example.cn",
    ]


def test_unit_under_its_minimum_is_told_how_many(make):
    units = tuple(
        unit.model_copy(update={"minimum": 3}) if unit.key == "fengxian" else unit for unit in notice().units
    )
    office = make(notice().model_copy(update={"units": units})).at("07-20 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.until("07-27 20:00")
    assert_expected("reminder-short", office.letters("reminder")[0].whole())


@pytest.mark.parametrize(
    ("writes", "states"),
    [
        pytest.param(lambda o: o.mail("fx@example.cn", case("一张清单管到底")), ["cancelled", "sent"], id="a-case"),
        pytest.param(
            lambda o: o.mail("fx@example.cn", kind=MailKind.QUESTION, needs_person=True), ["cancelled", "sent"], id="a-question"
        ),
        pytest.param(lambda o: o.mail("fx@example.cn", kind=MailKind.AUTOMATIC), ["sent", "sent"], id="a-machine"),
    ],
)  # fmt: skip
def test_letter_that_waits_is_not_sent_when_something_arrives(make, writes, states):
    campaign = notice().model_copy(update={"units": notice().units[:2]})
    office = make(
        campaign.model_copy(update={"reminders": campaign.reminders.model_copy(update={"hold": True})})
    )
    office.until("07-27 08:45")
    writes(office.at("07-27 09:00"))
    with office.parts.ledger.begin() as connection:
        release_letters(connection, held_letters(connection), "李敏", office.clock.now())
    office.until("07-27 10:00")
    assert [letter.row.state.value for letter in office.letters("reminder")] == states


# Working days


@pytest.mark.parametrize(
    ("last_day", "days"),
    [
        pytest.param("2015-08-10", ["07-27", "08-03", "08-05", "08-07"], id="no-holiday"),
        pytest.param("2015-09-08", ["08-24", "08-31", "09-02", "09-07"], id="parade-with-worked-sunday"),
        pytest.param("2015-10-09", ["09-18", "09-25", "09-29", "10-08"], id="national-day"),
        pytest.param("2044-09-12", ["08-29", "09-05", "09-07", "09-09"], id="year-nobody-knows"),
    ],
)
def test_mornings_count_working_days(make, last_day, days):
    office = make(ending(last_day, f"{last_day[:4]}-07-07"))
    found = occasions(office.parts, office.campaign.deadlines[0])
    assert [f"{o.at.astimezone(office.campaign.zone):%m-%d %H:%M}" for o in found] == [
        f"{d} 08:40" for d in days
    ]


def test_morning_before_the_opening_is_left_out(make):
    office = make(ending("2015-07-15"))
    found = occasions(office.parts, office.campaign.deadlines[0])
    assert [o.workdays for o in found] == [5, 3, 1]


# Switched off, restarted


def test_morning_missed_is_made_up_for_the_same_day_only(make):
    office = make().until("07-24 20:00")
    office.at("07-27 15:00").tick()
    assert len(reminded(office)) == 4
    office.at("08-03 17:31").tick()
    assert len(reminded(office)) == 4
    office.at("08-05 09:00").tick()
    assert [line[:11] for line in reminded(office)][4:] == ["08-05 09:00"] * 4


def test_restart_sends_nothing_twice(make):
    office = make().until("07-27 08:40")
    for _ in range(3):
        office.restart()
        office.tick()
    assert len(reminded(office)) == 4


def test_reminders_too_late_for_the_day_are_not_sent(make):
    office = make(per_hour=2).until("07-27 08:40")
    office.at("07-28 09:00").tick()
    assert [letter.row.state.value for letter in office.letters("reminder")] == [
        "sent",
        "cancelled",
        "cancelled",
        "cancelled",
    ]
    assert office.letters("reminder")[1].row.response == "已过时，未发送"


# Held for a look


@pytest.fixture
def held(make):
    rule = notice().reminders.model_copy(update={"hold": True})
    return make(notice().model_copy(update={"reminders": rule})).until("07-27 08:45")


def test_held_letters_wait_and_the_coordinator_is_asked(held):
    assert {letter.row.state.value for letter in held.letters("reminder")} == {"held"}
    assert_expected("recipients-held", held.last("recipients").whole())
    held.until("07-27 12:00")
    assert {recipient for recipient, _ in held.route.sent} == {"limin@example.cn"}


@pytest.mark.parametrize(
    ("text", "state", "answer"),
    [("确认", "sent", "已放行4封信件，将陆续发出"), ("取消", "cancelled", "4封信件不再发送")],
)
def test_coordinator_decides_by_mail(held, text, state, answer):
    asked = held.last("recipients")
    letter = held.at("07-27 09:30").order(text, asked)
    held.until("07-27 12:00")
    assert {reminder.row.state.value for reminder in held.letters("reminder")} == {state}
    assert answer in letter.text
    again = held.at("07-27 14:00").order(text, asked)
    assert "这批信件已处理" in again.text


def test_yes_to_another_letter_releases_nothing(held):
    held.until("07-27 20:00")
    letter = held.order("确认", held.last("digest"))
    assert "没有等待确认的指令" in letter.text
    assert {reminder.row.state.value for reminder in held.letters("reminder")} == {"held"}


def test_release_and_drop_are_done_once(held):
    with held.parts.ledger.begin() as connection:
        waiting = held_letters(connection)
        assert release_letters(connection, waiting[:1], "李敏", held.clock.now()) == 1
        assert drop_letters(connection, waiting, "李敏", held.clock.now()) == 3
        assert release_letters(connection, waiting, "李敏", held.clock.now()) == 0


def test_preview_is_who_would_be_reminded(make):
    office = make().at("08-04 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", doubts=(Doubt("encrypted", "案例.rar"),))
    found = preview_reminders(office.parts)
    assert [(unit.unit.key, address) for unit, address in found.told] == [
        ("suining", "sn@example.cn"), ("quanshan", "qs@example.cn")
    ]  # fmt: skip
    assert [unit.unit.key for unit in (*found.silent, *found.spared)] == ["pizhou", "peixian"]


# Moved deadlines


@pytest.mark.slow  # three weeks; each step has a test in test_extension
def test_deadline_moved_in_the_file_is_told_once_that_morning(make):
    office = make(extended(notice(), "2015-08-20", "2015-08-07")).until("07-30 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.until("08-07 08:40").order("确认", office.last("recipients"))
    office.until("08-21 20:00")
    told = [line for line in reminded(office) if line[:5] > "08-05"]
    assert told[:4] == [f"08-07 08:40 extension {unit}@example.cn sent" for unit in ("fx", "px", "sn", "qs")]
    assert [line[:5] for line in told[4:]] == ["08-13"] * 3 + ["08-17"] * 3 + ["08-19"] * 3
    assert [line[:11] for line in reminded(office, "overdue")] == ["08-21 08:40"]
    assert_expected("extension", office.letters("extension")[0].whole())


def test_extension_judges_everything_again(make):
    office = make(extended(notice(), "2015-08-20", "2015-08-12")).at("08-11 09:00")
    office.tick()
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"), sent=local("08-10 20:00"))
    assert [row.on_time for row in office.cases()] == [False, False]
    office.at("08-12 08:40").tick()
    assert [row.on_time for row in office.cases()] == [True, True]


def test_service_started_after_the_announcement_tells_nobody(make):
    office = make(extended(notice(), "2015-08-20", "2015-08-07")).at("08-12 09:00")
    office.tick()
    office.restart()
    office.tick()
    assert reminded(office, "extension") == []


def test_bad_address_gives_way_to_the_next(make):
    units = tuple(
        unit.model_copy(update={"addresses": ("old@example.cn", *unit.addresses)})
        if unit.key == "fengxian"
        else unit
        for unit in notice().units
    )
    office = make(notice().model_copy(update={"units": units}))
    with office.parts.ledger.begin() as connection:
        addresses.mark_bad(connection, "old@example.cn", "地址不存在", office.clock.now())
    office.until("07-27 09:00")
    assert office.letters("reminder")[0].row.recipient == "fx@example.cn"


def test_reminders_of_a_deadline_that_moved_are_not_sent(make):
    office = make(per_hour=1).until("08-07 08:40")
    asked = office.at("08-07 08:50").order("截止延到8月20日", office.last("recipients"))
    office.at("08-07 09:00").order("确认", asked)
    office.until("08-07 18:00")
    ends = [(letter.row.state.value, letter.row.response) for letter in office.letters("reminder")[-4:]]
    assert ends.count(("cancelled", "截止时间已调整，未发送")) >= 3


def test_unit_muted_while_its_letter_is_held_gets_none(held):
    letter = held.at("07-27 09:30").order("沛县不用再催，确认", held.last("recipients"))
    assert "沛县不再催报" in letter.text
    assert "已放行4封" in letter.text
    held.until("07-27 12:00")
    assert [(letter.row.unit, letter.row.state.value) for letter in held.letters("reminder")] == [
        ("fengxian", "sent"), ("peixian", "cancelled"), ("suining", "sent"), ("quanshan", "sent")
    ]  # fmt: skip


@pytest.mark.slow
def test_restart_before_every_look_changes_nothing(tmp_path):
    def season(name, restarts):
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        for day in range(16):
            for hour, minute in ((8, 41), (9, 5), (17, 5)):
                office.clock.set(local("07-27 00:00") + timedelta(days=day, hours=hour, minutes=minute))
                if restarts:
                    office.restart()
                if hour == 9 and day % 3 == 0:
                    office.mail(f"n{day}@example.org", case(f"第{day}个案例"))
                office.tick()
                office.tick()
        office.close()
        return office.route.sent

    steady = season("steady", restarts=False)
    assert season("restarted", restarts=True) == steady
    assert (len(steady), len(set(steady))) == (36, 36)
