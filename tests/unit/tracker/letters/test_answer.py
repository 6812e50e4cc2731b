"""Every letter that answers a mail, whole."""

from datetime import timedelta

import pytest

from intake.model.case import Document, Doubt, Format, MailKind
from tests.office import ZONE, Office, assert_expected, case, local
from tracker.ledger import letters, mails
from tracker.ledger.doubts import list_doubts
from tracker.ledger.events import STOPPED, set_note

TOWN = Doubt("town", "town", "（张集镇/张集街道）", ("张集镇", "张集街道"))
LEVEL = Doubt("level", "level", "", ("town", "village"))
RAR = Doubt("encrypted", "案例材料.rar")


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path, prompt=True).at("08-04 10:26")
    yield office
    office.close()


def kinds(office):
    return [letter.row.kind.value for letter in office.letters()]


SINGLE = {
    "one": lambda o: o.mail("fx@example.cn", case("一张清单管到底", community="柳桥村", level="village")),
    "three": lambda o: o.mail(
        "fx@example.cn", case("一张清单管到底"), case("门前三包大家谈"), case("老街的灯又亮了", theme="6")
    ),
    "unknown-sender": lambda o: o.mail("someone@example.org", case("", "", town="", level="", unit="", theme="")),
    "all-missing-at-once": lambda o: o.mail(
        "fx@example.cn",
        case("一张清单管到底", town="", doubts=(TOWN, LEVEL, Doubt("short", detail="300"))),
        case("门前三包大家谈"),
        doubts=(RAR, Doubt("damaged", "照片.jpg"), Doubt("cloud-link", "视频.mp4", "（8月24日到期）")),
    ),
    "nothing-read": lambda o: o.mail("fx@example.cn", doubts=(RAR,)),
    "link-only": lambda o: o.mail("fx@example.cn", kind=MailKind.LINK_ONLY, doubts=(Doubt("cloud-link", "材料.rar"),)),
    "question": lambda o: o.mail("fx@example.cn", kind=MailKind.QUESTION, needs_person=True,
                                 doubts=(Doubt("question", detail="能否寄纸质件"),)),
    "extension-asked": lambda o: o.mail("fx@example.cn", kind=MailKind.EXTENSION, needs_person=True,
                                        doubts=(Doubt("extension", detail="宽限到8月14日"),)),
    "withdrawal": lambda o: o.mail("fx@example.cn", kind=MailKind.WITHDRAWAL, needs_person=True,
                                   doubts=(Doubt("withdrawal", detail="《一张清单管到底》"),)),
    "case-and-question": lambda o: o.mail("fx@example.cn", case("一张清单管到底"), kind=MailKind.QUESTION,
                                          needs_person=True, doubts=(Doubt("question", detail="纸质件"),)),
    "nothing-known-asked": lambda o: o.mail("a@example.org", kind=MailKind.QUESTION, intent="inquiry"),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_letter_that_answers_one_mail(office, name):
    row = SINGLE[name](office)

    assert len(office.letters()) == 1
    letter = office.last()
    assert_expected(f"answer-{name}", letter.whole())
    assert letter.headers["In-Reply-To"] == row.message_id
    assert not row.wants_answer


def test_late_mail_shows_both_times(office):
    office.at("08-11 08:41").mail("fx@example.cn", case("一张清单管到底"), sent=local("08-11 08:30"))
    assert_expected("answer-late", office.last().whole())


def test_mail_sent_in_time_but_arriving_late_is_in_time(office):
    office.at("08-11 00:30").mail("fx@example.cn", case("一张清单管到底"), sent=local("08-10 23:50"))
    assert kinds(office) == ["acknowledgement"]
    assert office.cases()[0].on_time is True


def test_same_text_again_keeps_its_number(office):
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.at("08-04 15:00").mail("fx@example.cn", case("一张清单管到底"))
    assert_expected("answer-again", office.last().whole())


def test_corrected_version_is_the_next_version(office):
    office.mail("fx@example.cn", case("一张清单管到底"))
    first = office.last()
    office.at("08-05 09:00").mail(
        "fx@example.cn",
        case("一张清单管到底", edition=2),
        kind=MailKind.CORRECTION,
        intent="replace",
        to=first,
    )
    assert_expected("answer-revised", office.last().whole())
    assert [(row.number, row.version) for row in office.cases()] == [("XZ-001", 2)]


# Three letters an hour to one address, then one that gathers


def write_three(office):
    """A case and two questions, each answered at once."""
    office.mail("fx@example.cn", case("一张清单管到底"))
    for minute in (30, 35):
        office.at(f"08-04 10:{minute}").mail("fx@example.cn", kind=MailKind.QUESTION, needs_person=True)


def test_first_mail_revision_and_question_are_answered_at_once(office):
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.at("08-04 10:30").mail("fx@example.cn", case("一张清单管到底", edition=2), to=office.last())
    office.at("08-04 10:35").mail("fx@example.cn", kind=MailKind.QUESTION, needs_person=True)
    assert office.log() == [
        "08-04 10:26 acknowledgement fx@example.cn sent",
        "08-04 10:30 acknowledgement fx@example.cn sent",
        "08-04 10:35 holding fx@example.cn sent",
    ]


def test_mails_sent_in_one_go_are_answered_by_two_letters(office):
    """The first at once, what comes in the two minutes after it together."""
    for title in ("一张清单管到底", "门前三包大家谈", "老街的灯又亮了"):
        office.mail("fx@example.cn", case(title))
        office.clock.advance(timedelta(seconds=20))
    office.until("08-04 10:40")
    assert sorted(office.ask(letters.answered_mails).values()) == [[1], [2, 3]]
    assert [line[6:] for line in office.log() if "fx@" in line] == [
        "10:26 acknowledgement fx@example.cn sent",
        "10:28 acknowledgement fx@example.cn sent",
    ]


def test_what_comes_after_the_third_is_answered_by_one_letter(office):
    write_three(office)
    office.at("08-04 10:40").mail("fx@example.cn", case("门前三包大家谈"))
    office.at("08-04 11:00").mail("fx@example.cn", case("老街的灯又亮了"), doubts=(RAR,))
    office.at("08-04 11:00").mail("px@example.cn", case("水岸议事亭", "沛县"))
    office.at("08-04 11:25").tick()
    assert [letter.row.recipient for letter in office.letters()] == ["fx@example.cn"] * 3 + ["px@example.cn"]

    office.at("08-04 11:26").tick()

    assert [letter.row.recipient for letter in office.letters()][4:] == ["fx@example.cn"]
    assert_expected("answer-window", office.last().whole())
    answered = office.ask(letters.answered_mails)
    assert sorted(answered.values()) == [[1], [2], [3], [4, 5], [6]]
    assert office.ask(mails.addresses_to_answer) == []


def test_replay_finds_the_moment_the_window_closes(office):
    write_three(office)
    office.at("08-04 10:40").mail("fx@example.cn", case("门前三包大家谈"))
    office.until("08-04 13:00")
    assert [line for line in office.log() if "digest" not in line] == [
        "08-04 10:26 acknowledgement fx@example.cn sent",
        "08-04 10:30 holding fx@example.cn sent",
        "08-04 10:35 holding fx@example.cn sent",
        "08-04 11:26 acknowledgement fx@example.cn sent",
    ]


def test_copy_of_case_in_the_window_is_shown_once(office):
    write_three(office)
    office.at("08-04 10:40").mail("fx@example.cn", case("门前三包大家谈", town="", doubts=(TOWN,)))
    office.at("08-04 10:50").mail("fx@example.cn", case("门前三包大家谈", town="", doubts=(TOWN,)))
    office.at("08-04 11:26").tick()
    letter = office.last()
    assert letter.text.count("XZ-002　《门前三包大家谈》") == 1
    assert letter.text.count("1 张集镇　2 张集街道") == 1


def test_nobody_answers_machines(office):
    for kind in (MailKind.AUTOMATIC, MailKind.BOUNCE, MailKind.RECEIPT, MailKind.ADVERT, MailKind.SPAM):
        office.mail("fx@example.cn", kind=kind)
    office.mail("fx@example.cn", case("一张清单管到底"), automatic="Auto-Submitted: auto-replied")
    office.mail("zhengji@example.cn", case("门前三包大家谈"))
    office.mail("fx@example.cn", secret="秘密★", doubts=(Doubt("secret"),))
    office.at("08-04 12:00").tick()
    assert kinds(office) == ["urgent"]
    assert "秘密★" not in office.last().text + office.last().html


def test_correspondent_that_writes_like_a_machine_falls_silent(office):
    for hour in range(20):
        office.at(f"08-0{6 + hour // 24} {hour:02d}:30").mail(
            "fx@example.cn", kind=MailKind.QUESTION, needs_person=True
        )
    assert kinds(office) == ["holding"] * 12


# One answer a day to strangers


def test_stranger_gets_one_answer_a_day(office):
    for when in ("08-04 10:26", "08-04 10:50", "08-04 15:00", "08-05 09:00"):
        office.until(when).mail("town@example.org", kind=MailKind.QUESTION, needs_person=True)
    office.until("08-06 08:00")
    answered = office.ask(letters.answered_mails)
    assert [
        (f"{letter.row.created_at.astimezone(ZONE):%d %H:%M}", len(answered[letter.row.id]))
        for letter in office.letters("holding")
    ] == [("04 10:26", 1), ("05 00:00", 2), ("06 00:00", 1)]


def test_who_answers_our_letter_is_no_stranger_any_more(office):
    office.mail("town@example.org", case("一张清单管到底", town="", doubts=(TOWN,)))
    asked = office.last()
    office.at("08-04 10:50").mail("town@example.org", case("一张清单管到底", edition=2), to=asked)
    assert kinds(office) == ["supplement", "acknowledgement"]


def test_a_forger_does_not_know_the_letter_that_he_would_answer(office):
    office.mail("fx@example.cn", case("门前三包大家谈"))
    theirs = office.last()
    office.mail("town@example.org", case("一张清单管到底"))
    office.at("08-04 10:50").mail("town@example.org", case("一张清单管到底", edition=2), to=theirs)
    assert kinds(office) == ["acknowledgement"] * 2


# Follow-ups in the thread


def test_digit_settles_a_choice(office):
    office.mail("fx@example.cn", case("一张清单管到底", town="", doubts=(TOWN,)))
    asked = office.last()
    assert "1 张集镇　2 张集街道" in asked.text

    row = office.at("08-04 14:00").mail(
        "fx@example.cn", kind=MailKind.CORRECTION, intent="choice", body="2\n", to=asked, needs_person=True
    )

    assert_expected("answer-choice", office.last().whole())
    assert (office.cases()[0]["town"], row.needs_person) == ("张集街道", False)


@pytest.mark.parametrize(
    ("body", "intent", "settled"),
    [
        ("２", "choice", {"town": "张集街道"}),
        ("选2", "choice", {"town": "张集街道"}),
        ("应为张集街道", "town", {"town": "张集街道"}),
        ("1、4", "choice", {"town": "张集镇", "level": "village"}),
        ("属于村级，在张集镇", "level", {"town": "张集镇", "level": "village"}),
        ("张集镇还是张集街道我再问问", "town", {}),
        ("应为大许镇", "town", {}),
    ],
)
def test_ways_to_choose(office, body, intent, settled):
    office.mail("fx@example.cn", case("一张清单管到底", town="", level="", doubts=(TOWN, LEVEL)))
    asked = office.last()
    office.at("08-04 14:00").mail(
        "fx@example.cn", kind=MailKind.CORRECTION, intent=intent, body=body, to=asked, needs_person=True,
        doubts=(Doubt("correction", detail=body),),
    )  # fmt: skip
    (row,) = office.cases()
    assert {name: row[name] for name in ("town", "level") if row[name]} == settled
    left = {doubt.code for doubt in office.ask(list_doubts)}
    assert left == {"town", "level"} - set(settled) | ({"correction"} if not settled else set())


def test_what_is_still_open_is_asked_again_with_new_numbers(office):
    office.mail("fx@example.cn", case("一张清单管到底", town="", level="", doubts=(TOWN, LEVEL)))
    office.at("08-04 14:00").mail(
        "fx@example.cn",
        kind=MailKind.CORRECTION,
        intent="choice",
        body="2",
        to=office.last(),
        needs_person=True,
    )
    assert_expected("answer-choice-half", office.last().whole())
    office.at("08-04 16:00").mail(
        "fx@example.cn",
        kind=MailKind.CORRECTION,
        intent="choice",
        body="2",
        to=office.last(),
        needs_person=True,
    )
    assert office.cases()[0]["level"] == "village"


@pytest.mark.parametrize(
    ("body", "sender"), [("7", "fx@example.cn"), ("1 2", "fx@example.cn"), ("2", "other@example.org")]
)
def test_choice_that_is_none_goes_to_a_person(office, body, sender):
    office.mail("fx@example.cn", case("一张清单管到底", town="", doubts=(TOWN,)))
    asked = office.last()
    row = office.at("08-04 14:00").mail(
        sender, kind=MailKind.CORRECTION, intent="choice", body=body, to=asked, needs_person=True
    )
    assert office.cases()[0]["town"] == ""
    assert (office.last().row.kind.value, row.needs_person) == ("holding", True)


PHONES = [
    ("联系电话写错了一位，正确的是0516-80001170（原写0516-80001107），正文没有变化。", "0516-80001170"),
    ("《一张清单管到底》的联系电话请由0516-80001107改为13800001111。", "13800001111"),
    ("联系电话更正为0516-80001170。", "0516-80001170"),
    ("联系电话0516-80001170或0516-80001171都可以。", "0516-80001107"),
    ("《别的文章》的联系电话更正为0516-80001170。", "0516-80001107"),
    ("电话写错了，请更正。", "0516-80001107"),
]


@pytest.mark.parametrize(("body", "phone"), PHONES)
def test_phone_correction(office, body, phone):
    office.mail("fx@example.cn", case("一张清单管到底", phone="0516-80001107"))
    row = office.at("08-04 14:00").mail(
        "fx@example.cn", kind=MailKind.CORRECTION, intent="phone", body=body, needs_person=True,
        doubts=(Doubt("correction", detail="联系电话"),),
    )  # fmt: skip
    changed = phone != "0516-80001107"
    assert (office.cases()[0]["phone"], row.needs_person) == (phone, not changed)
    assert office.last().row.kind.value == ("acknowledgement" if changed else "holding")


def test_phone_correction_is_answered_with_what_changed(office):
    office.mail("fx@example.cn", case("一张清单管到底", phone="0516-80001107"))
    office.at("08-04 14:00").mail(
        "fx@example.cn",
        kind=MailKind.CORRECTION,
        intent="phone",
        body="电话更正为0516-80001170",
        needs_person=True,
    )
    assert_expected("answer-phone", office.last().whole())


def test_nobody_corrects_the_case_of_another(office):
    office.mail("fx@example.cn", case("一张清单管到底", phone="0516-80001107"))
    office.at("08-04 14:00").mail(
        "x@example.org",
        kind=MailKind.CORRECTION,
        intent="phone",
        body="《一张清单管到底》电话更正为0516-80001170",
    )
    assert office.cases()[0]["phone"] == "0516-80001107"
    assert office.last().row.kind.value == "holding"


# 收到了吗 and 查询


def ask(office, sender):
    office.mail(sender, kind=MailKind.QUESTION, intent="inquiry", body="收到了吗")
    return office.last()


def test_registered_address_sees_the_whole_unit(office):
    office.mail("town@example.org", case("一张清单管到底"))
    office.mail("other@example.org", case("门前三包大家谈"))
    office.mail("px@example.cn", case("水岸议事亭", "沛县"))
    assert_expected("answer-listing-unit", ask(office.at("08-04 14:00"), "fx@example.cn").whole())


def test_stranger_sees_only_what_came_from_his_address(office):
    office.mail("town@example.org", case("一张清单管到底"))
    office.mail("fx@example.cn", case("门前三包大家谈"))
    letter = ask(office.at("08-05 14:00"), "town@example.org")
    assert_expected("answer-listing-own", letter.whole())


def test_stranger_who_sent_nothing_sees_nothing_and_reaches_a_person(office):
    office.mail("fx@example.cn", case("门前三包大家谈"))
    letter = ask(office.at("08-04 14:00"), "x@example.org")
    assert (letter.row.kind.value, "门前三包" in letter.text) == ("holding", False)
    last = office.ask(lambda connection: mails.get_mail(connection, 2))
    assert last.needs_person


# Material that comes again


def open_codes(office):
    return [doubt.code for doubt in office.ask(list_doubts)]


def test_new_version_is_judged_anew(office):
    office.mail("fx@example.cn", case("一张清单管到底", town="", doubts=(TOWN, Doubt("phone"))))
    office.at("08-04 14:00").mail(
        "fx@example.cn", case("一张清单管到底", edition=2, doubts=(Doubt("phone"),))
    )
    assert open_codes(office) == ["phone"]


@pytest.mark.parametrize(
    ("asked", "brought", "left"),
    [
        ((RAR,), 1, []),
        ((RAR, Doubt("cloud-link", "视频.mp4")), 1, ["encrypted", "cloud-link"]),
        ((RAR, Doubt("cloud-link", "视频.mp4")), 2, []),
    ],
)
def test_material_sent_again_settles_what_was_asked(office, asked, brought, left):
    office.mail("fx@example.cn", doubts=asked)
    cases = [case(f"第{number}篇补发的案例") for number in range(brought)]
    office.at("08-04 14:00").mail("fx@example.cn", *cases, kind=MailKind.CORRECTION, to=office.last())
    assert open_codes(office) == left


def test_file_of_the_same_name_settles_its_own_doubt(office):
    office.mail("fx@example.cn", doubts=(RAR, Doubt("damaged", "另一篇.doc")))
    document = Document("另一篇.docx", Format.DOCX)
    office.at("08-04 14:00").mail(
        "fx@example.cn", case("另一篇案例的名称"), documents=(document,), to=office.last()
    )
    assert open_codes(office) == ["encrypted"]


def test_letter_to_another_settles_nothing(office):
    office.mail("fx@example.cn", doubts=(RAR,))
    office.at("08-04 14:00").mail("px@example.cn", case("水岸议事亭", "沛县"), to=office.last())
    assert open_codes(office) == ["encrypted"]


def test_what_comes_while_sending_is_paused_is_answered_by_one_letter(office):
    """The letter that was ready goes when sending resumes, the rest in one after it."""
    with office.parts.ledger.begin() as connection:
        set_note(connection, STOPPED, True, office.clock.now())
    for hour in (11, 13, 15, 17):
        office.at(f"08-04 {hour}:30").mail("fx@example.cn", case(f"第{hour}个案例的名称"))
        office.tick()
    with office.parts.ledger.begin() as connection:
        set_note(connection, STOPPED, False, office.clock.now())
    office.until("08-04 20:00")
    answered = office.ask(letters.answered_mails)
    assert [
        (f"{letter.row.sent_at.astimezone(ZONE):%H:%M}", len(answered[letter.row.id]))
        for letter in office.letters("acknowledgement")
    ] == [("17:30", 1), ("17:32", 3)]
