"""The outbox: states, limits, pauses, letters whose fate is not known; bounces."""

from collections import Counter
from datetime import timedelta

import pytest

from intake.model.case import MailKind
from intake.model.errors import SourceError
from tests.office import LI, Office, case, local
from tracker.errors import SendDeferred, SendPaused, SendRefused, SendUnknown
from tracker.ledger import doubts, letters
from tracker.ledger.people import addresses
from tracker.letters.digest.put import put_digests
from tracker.outbox import sending
from tracker.outbox.sending import Sent, next_sending, recover_sending, send_due

FX = "fx@example.cn"


@pytest.fixture
def make(tmp_path):
    made = []

    def build(**settings):
        made.append(Office(tmp_path, **settings).at("07-10 12:00"))
        return made[-1]

    yield build
    for office in made:
        office.close()


def fill(office, count):
    """So many acknowledgements to addresses of units wait."""
    with office.parts.ledger.begin() as connection:
        for number in range(count):
            addresses.learn_address(connection, f"n{number}@example.org", "fengxian")
    for number in range(count):
        office.mail(f"n{number}@example.org", case(f"第{number}个案例的名称"))


def send(office):
    return send_due(office.parts, office.route, lambda s: office.clock.advance(timedelta(seconds=s)))


def states(office):
    return [letter.row.state.value for letter in office.letters()]


@pytest.mark.parametrize(
    ("trouble", "state", "counted"),
    [
        (SendDeferred("450 busy", 450), "deferred", Sent(deferred=1)),
        (SendPaused("450 MI:SFQ", 450, "MI:SFQ"), "deferred", Sent(deferred=1)),
        (SendRefused("550 no such user", 550), "failed", Sent(failed=1)),
        (SendRefused("554 DT:SPM", 554, "DT:SPM"), "failed", Sent(failed=1)),
        (SendUnknown("发信服务器响应超时"), "unknown", Sent(unknown=1)),
    ],
)
def test_state_after_each_kind_of_trouble(make, trouble, state, counted):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    office.route.trouble[FX] = [trouble]
    assert send(office) == counted
    row = office.last().row
    attempts = 0 if isinstance(trouble, SendPaused) else 1
    assert (row.state.value, row.response, row.attempts) == (state, str(trouble), attempts)
    bad = office.ask(addresses.bad_addresses)
    assert bad == ({FX: "地址不存在"} if "no such user" in str(trouble) else {})


def test_retries_wait_longer_and_longer_and_end(make):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    office.route.trouble[FX] = [SendDeferred("450 busy", 450)] * 10
    waits = []
    while (at := next_sending(office.parts)) is not None:
        office.clock.set(max(at, office.clock.now()))
        send(office)
        waits.append(office.last().row.due_at - office.clock.now())
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes[:-1] == [2, 4, 8, 16, 32, 64, 128, 240, 240]
    assert states(office) == ["failed"]


@pytest.mark.slow
def test_days_without_a_valid_password_use_no_letter_up(make):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    office.route.trouble[FX] = [SendPaused("535", 535, "AUTH")] * 150 + [SendDeferred("450 greylisted", 450)]
    office.until("07-12 16:00")
    assert (states(office)[0], office.letters("acknowledgement")[0].row.attempts) == ("sent", 2)


def test_same_bytes_at_every_attempt(make):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    first = office.ask(lambda c: letters.letter_bytes(c, 1))
    office.route.trouble[FX] = [SendDeferred("450 busy", 450), SendUnknown("超时")]
    for when in ("07-10 12:01", "07-10 12:10", "07-10 13:00", "07-10 13:30"):
        office.at(when).tick()
    assert office.route.sent == [(FX, first)]
    assert states(office) == ["sent"]


# Whose fate is not known


def unknown(office, kind="acknowledgement"):
    if kind == "reminder":
        office.at("07-27 08:40")
    else:
        office.mail(FX, case("一张清单管到底"))
    office.route.trouble[FX] = [SendUnknown("超时")]
    office.tick()
    return next(letter.row for letter in office.letters(kind) if letter.row.recipient == FX)


def test_unknown_that_is_in_the_sent_folder_was_sent(make):
    office = make()
    letter = unknown(office)
    asked = []

    def was_sent(message_id, since):
        asked.append((message_id, since))
        return True

    assert recover_sending(office.parts, was_sent) == 1
    assert asked == [(letter.message_id, letter.created_at)]
    assert (states(office), office.last().row.response) == (["sent"], "已在发件箱中找到")


def test_unknown_acknowledgement_goes_again_after_a_grace_but_not_for_ever(make):
    office = make()
    unknown(office)
    office.route.trouble[FX] = [SendUnknown("超时")] * 9
    office.at("07-10 12:29").tick()
    assert office.last().row.attempts == 1
    for when in ("07-10 12:31", "07-10 13:10", "07-10 14:00", "07-10 15:00"):
        office.at(when).tick()
    assert (office.last().row.attempts, office.last().row.state.value) == (3, "unknown")


def test_unknown_reminder_waits_for_a_person(make):
    office = make()
    unknown(office, "reminder")
    office.at("07-27 12:00").tick()
    office.until("07-27 17:05")
    row = next(letter.row for letter in office.letters("reminder") if letter.row.recipient == FX)
    assert (row.attempts, row.state.value) == (1, "unknown")
    assert "提醒（fx@example.cn）：邮件发送结果不明：超时" in office.last("digest").text


def cannot_be_read(_id, _since):
    raise SourceError("登录被拒绝")


def test_mailbox_that_cannot_be_read_proves_nothing_and_stops_nothing_for_ever(make):
    office = make()
    unknown(office)
    seen = []
    for when in ("07-10 12:31", "07-10 15:59", "07-10 16:00"):
        office.at(when)
        seen.append((recover_sending(office.parts, cannot_be_read), *states(office)))
    assert seen == [(0, "unknown"), (0, "unknown"), (1, "queued")]


@pytest.mark.parametrize("found", [True, False])
def test_mailbox_that_can_be_read_again_settles_what_waited_for_it(make, found):
    office = make()
    unknown(office)
    office.at("07-10 12:31")
    recover_sending(office.parts, cannot_be_read)
    office.at("07-10 12:40")
    assert recover_sending(office.parts, lambda _id, _since: found) == 1
    assert states(office) == ["sent" if found else "queued"]


@pytest.mark.parametrize("point", ["outbox.claimed", "outbox.delivered"])
def test_sender_that_dies_leaves_a_letter_of_unknown_fate(make, point, monkeypatch):
    def die(reached):
        if reached == point:
            raise KeyboardInterrupt

    office = make()
    office.mail(FX, case("一张清单管到底"))
    with monkeypatch.context() as patch:
        patch.setattr(sending, "hit", die)
        with pytest.raises(KeyboardInterrupt):
            send(office)
    assert states(office) == ["sending"]
    office.restart()
    assert send(office) == Sent()
    office.at("07-10 12:11").tick()
    assert states(office) == ["unknown"]
    office.at("07-10 12:42").tick()
    assert states(office) == ["sent"]
    assert len({content for _, content in office.route.sent}) == 1


# Limits


def test_seconds_between_letters(make):
    office = make(seconds_between=10)
    fill(office, 3)
    send(office)
    assert [letter.row.sent_at for letter in office.letters()] == [
        local("07-10 12:00"), local("07-10 12:00") + timedelta(seconds=10), local("07-10 12:00") + timedelta(seconds=20)
    ]  # fmt: skip


@pytest.mark.slow
def test_a_long_mailing_lets_mail_in_between(make):
    """Twenty letters and the pauses after them, then it is somebody else's turn."""
    office = make(seconds_between=10)
    fill(office, 30)
    assert send(office) == Sent(sent=20)
    assert next_sending(office.parts) == office.clock.now() == local("07-10 12:03:20")
    assert send(office) == Sent(sent=10)


@pytest.mark.slow
def test_the_outbox_is_looked_through_once_for_twenty_letters(make, monkeypatch):
    office = make()
    fill(office, 60)
    scans = []
    due = letters.due_letters
    monkeypatch.setattr(letters, "due_letters", lambda *given: scans.append(1) or due(*given))
    assert send(office) == Sent(sent=60)
    assert len(scans) == 4  # the last finds nothing


def test_so_many_an_hour_and_a_day(make):
    office = make(per_hour=2, per_day=5)
    fill(office, 8)
    office.until("07-11 09:00")
    times = [
        f"{letter.row.sent_at.astimezone(office.campaign.zone):%d %H:%M}"
        for letter in office.letters("acknowledgement")
    ]
    assert times == [
        "10 12:00",
        "10 12:00",
        "10 13:00",
        "10 13:00",
        "10 14:00",
        "11 00:00",  # after the digest, which had waited for the new day, too
        "11 01:00",
        "11 01:00",
    ]


@pytest.mark.slow
def test_full_day_does_not_silence_the_digest(make):
    office = make(per_day=40)
    fill(office, 45)
    office.tick()
    assert len(office.route.sent) == 38
    office.until("07-10 17:05")
    assert [recipient for recipient, _ in office.route.sent][38:] == ["limin@example.cn"]
    assert "系统：今日发信已达上限40封，其余明日发送" in office.last("digest").text
    office.until("07-11 00:05")
    assert len(office.route.sent) == 46


def test_full_day_is_said_in_the_digest(make):
    office = make(per_day=3)
    fill(office, 5)
    office.tick()
    office.at("07-10 17:00").tick()
    assert office.parts.health == {"send-limit": "今日发信已达上限3封，其余明日发送"}


@pytest.mark.parametrize("code", ["MI:SFQ", "HL:REP"])
def test_pause_holds_the_whole_account(make, code):
    office = make()
    fill(office, 3)
    office.route.trouble["n0@example.org"] = [SendPaused(f"450 {code}", 450, code)]
    assert send(office) == Sent(deferred=1)
    office.at("07-10 12:19")
    assert (send(office), next_sending(office.parts)) == (Sent(), local("07-10 12:20"))
    office.at("07-10 12:20")
    assert send(office) == Sent(sent=3)
    assert office.parts.health == {}


def test_nothing_waits(make):
    assert next_sending(make().parts) is None


def test_breaker_on_the_whole_office(make, monkeypatch):
    monkeypatch.setattr("tracker.letters.pace.TOTAL_HOUR_LIMIT", 5)
    office = make()
    fill(office, 8)
    assert len(office.letters()) == 5
    office.at("07-10 13:01").tick()
    assert len(office.letters("acknowledgement")) == 8
    tripped = office.ask(
        lambda c: c.exec_driver_sql("select count(*) from event where what='breaker.tripped'").scalar()
    )
    assert tripped == 1


def test_strangers_leave_units_their_answers(make, monkeypatch):
    """A quarter of an hour's answers is for strangers; their flood is no matter of urgency."""
    monkeypatch.setattr("tracker.letters.pace.TOTAL_HOUR_LIMIT", 20)
    office = make()
    for number in range(12):
        office.mail(f"s{number}@example.com", kind=MailKind.QUESTION, needs_person=True)
    fill(office, 10)
    office.mail(LI.email, kind=MailKind.QUESTION, needs_person=True)
    office.tick()
    kinds = Counter((letter.row.kind.value, letter.row.recipient == LI.email) for letter in office.letters())
    assert kinds == {("holding", False): 5, ("acknowledgement", False): 10, ("holding", True): 1}
    office.at("07-10 13:05").tick()
    assert len(office.letters("holding")) == 11


def test_breaker_on_one_address_is_told_once(make, monkeypatch):
    monkeypatch.setattr("tracker.letters.pace.ADDRESS_DAY_LIMIT", 2)
    office = make()
    for hour in (12, 13, 14, 15):
        office.at(f"07-10 {hour}:30").mail(FX, kind=MailKind.QUESTION, needs_person=True)
        office.tick()
    assert len(office.letters("holding")) == 2
    assert ["与fx@example.cn往来邮件过多" in letter.text for letter in office.letters("urgent")] == [True]


# Two offices that write to each other fall silent


def test_automatic_letters_are_not_answered(make):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    letter = office.last()
    assert letter.headers["Auto-Submitted"] == "auto-replied"
    office.mail(FX, kind=MailKind.AUTOMATIC, automatic="Auto-Submitted: auto-replied", to=letter)
    office.at("07-10 15:00").tick()
    assert len(office.letters()) == 1


# Bounces


def test_bounce_marks_the_address_and_tells_whom_to_telephone(make):
    office = make().at("07-27 08:40")
    office.tick()
    reminder = next(letter for letter in office.letters("reminder") if letter.row.recipient == FX)
    office.at("07-27 08:50").mail(
        "postmaster@example.cn",
        kind=MailKind.BOUNCE,
        about_message=reminder.row.message_id,
        kind_reason="邮箱已满",
    )
    assert office.ask(addresses.bad_addresses) == {FX: "邮箱已满"}
    office.until("07-27 17:05")
    digest = office.last("digest").text
    assert "发往fx@example.cn（丰县 张三 0516-80000001）的邮件被退回：邮箱已满，请电话联系该单位" in digest
    office.until("08-03 09:00")
    assert [letter.row.recipient for letter in office.letters("reminder")][4:] == [
        "px@example.cn", "sn@example.cn", "qs@example.cn"
    ]  # fmt: skip
    assert "丰县　张三　0516-80000001" in office.letters("recipients")[-1].text


def test_address_that_a_person_confirms_is_good_again(make):
    office = make()
    office.mail(FX, case("一张清单管到底"))
    sent = office.letters()[-1].row.message_id
    office.mail("postmaster@example.cn", kind=MailKind.BOUNCE, about_message=sent, kind_reason="邮箱已满")
    with office.parts.ledger.begin() as connection:
        addresses.learn_address(connection, FX, "fengxian")
    assert office.ask(addresses.bad_addresses) == {}


def test_a_bounce_that_names_no_letter_of_ours_stops_no_reminders(make):
    """Of an address that was written to a person is told; of any other nobody is."""
    office = make()
    office.mail(FX, case("一张清单管到底"))
    for address in (FX, "px@example.cn"):
        office.mail("anybody@example.org", kind=MailKind.BOUNCE, about_address=address, about_message="<x@y>")
    assert office.ask(addresses.bad_addresses) == {}
    told = office.ask(lambda connection: doubts.list_doubts(connection, code="bounce"))
    assert [doubt.about for doubt in told] == ["fx@example.cn（丰县 张三 0516-80000001）"]


@pytest.mark.parametrize("count", [4, 5])
def test_many_bounces_of_what_others_sent_are_counted(make, count):
    office = make().at("08-03 09:00")
    for number in range(count):
        office.mail(
            f"mailer-daemon@{number}.example", kind=MailKind.BOUNCE, about_address=f"x{number}@example.org"
        )
    office.until("08-03 17:05")
    line = f"收到退信{count}封，所退的都不是本邮箱发出的信，可能有人冒用本邮箱地址，未作处理"
    digest = office.last("digest")
    assert (line in digest.text) is (count == 5)
    assert "待核0项" in digest.row.subject
    assert office.ask(addresses.bad_addresses) == {}


def test_bounce_of_nobody(make):
    office = make()
    office.mail("postmaster@example.cn", kind=MailKind.BOUNCE)
    assert office.letters() == []
    assert office.ask(addresses.bad_addresses) == {}


@pytest.mark.slow
def test_letters_of_a_time_still_to_come_count_for_no_limit_of_today(make):
    """The clock stood at next month while letters went, and was set right."""
    office = make(per_day=40).at("08-05 09:00")
    fill(office, 40)
    send(office)
    office.clock._now = local("07-10 12:00")  # a SetClock never goes back, the machine's may
    office.mail(FX, case("一张清单管到底"))
    # With it go the two that had waited for the next day of the wrong month: they are overdue now.
    assert send(office).sent == 3


@pytest.mark.parametrize(("size", "enclosed"), [(2_000_000, False), (1_000_000, True)])
def test_a_workbook_that_is_too_large_stays_out_of_the_digest(make, size, enclosed):
    office = make(enclosure_mib=1)
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.at("08-03 17:00")
    put_digests(office.parts, lambda: b"x" * size)
    digest = office.last("digest")
    assert bool(digest.files) is enclosed
    assert ("附件：《汇总表》。" in digest.text, "请在共享文件夹中打开" in digest.text) == (
        enclosed,
        not enclosed,
    )
    assert ("附件：《汇总表》。" in digest.html, "请在共享文件夹中打开" in digest.html) == (
        enclosed,
        not enclosed,
    )
