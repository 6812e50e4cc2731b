"""Final texts asked for by mail, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from intake.model.case import CaseReading, Document, DocumentKind, Doubt, Format, MailKind
from tests.office import Letter, Office, assert_expected, case, desk_of
from tracker.cases.corrections import correct_case, show_change
from tracker.cli.volume import _day
from tracker.errors import OrderError
from tracker.ledger.doubts import list_doubts
from tracker.ledger.people.corrections import Word
from tracker.letters.volume.final import Terms, invite_finals, plan_finals
from tracker.publications.volume.choice import By, by_lines, choose_cases, chosen_cases, fix_final, leave_out
from tracker.publications.volume.finals.standing import doubt_final, fallen_cases, show_final
from tracker.publications.volume.run import tell_standing

DUE = date(2015, 9, 20)
FIRST, SECOND, THIRD = "一张清单管到底", "板材村的四方碰头会", "老街坊的议事亭"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    made.mail("fx@example.cn", case(FIRST), case(SECOND))
    made.mail("somebody@example.cn", case(THIRD, "沛县"))
    made.until("08-04 17:05")
    with made.parts.ledger.begin() as connection:
        desk = desk_of(connection, made.parts)
        choose_cases(desk, by_lines(desk, ["1号", "2号", "3号"]).cases, By("李敏"))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def invite(office: Office, *numbers: str, due: date = DUE, words: str = "") -> int:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        plan = plan_finals(desk, by_lines(desk, numbers).cases)
        queued = invite_finals(desk, plan, Terms(due, words, "李敏"))
    office.send()
    return queued


def fix(office: Office, number: str, version: int) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        fix_final(desk, by_lines(desk, [number]).cases[0], version, By("李敏"))


def standing(office: Office) -> dict[str, str]:
    with office.parts.ledger.read() as connection:
        desk = desk_of(connection, office.parts)
        return {one.row.number: show_final(desk, one.row, one.choice) for one in chosen_cases(desk)}


def asked(office: Office, address: str) -> Letter:
    return next(letter for letter in office.letters("final") if letter.row.recipient == address)


def test_each_sender_is_asked_once_for_all_his_cases(office: Office) -> None:
    office.at("09-07 10:00")

    assert invite(office) == 2
    assert invite(office) == 0
    assert [letter.row.recipient for letter in office.letters("final")] == [
        "fx@example.cn",
        "somebody@example.cn",
    ]
    assert_expected("final-asked", asked(office, "fx@example.cn").whole())
    assert standing(office) == dict.fromkeys(("XZ-001", "XZ-002", "XZ-003"), "第1稿，待报定稿（限9月20日）")
    office.at("09-21 10:00")
    assert standing(office)["XZ-001"] == "第1稿，已过期未报定稿（限9月20日）"


def test_what_answers_becomes_the_final_text_and_that_is_said(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    office.at("09-15 10:00").mail(
        "fx@example.cn", case(FIRST, edition=2), to=asked(office, "fx@example.cn"), subject="定稿"
    )
    office.until("09-15 11:30")

    letter = office.last("acknowledgement", "supplement", "late")
    assert letter.row.kind == "acknowledgement"
    assert f"《{FIRST}》以第2稿为定稿。" in letter.text
    assert "截止时间" not in letter.text
    assert standing(office) == {
        "XZ-001": "定稿第2稿",
        "XZ-002": "第1稿，待报定稿（限9月20日）",
        "XZ-003": "第1稿，待报定稿（限9月20日）",
    }


def test_a_fresh_mail_of_the_address_that_was_asked_counts_and_of_no_other(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    office.at("09-15 10:00").mail("fx@example.cn", case(FIRST, edition=2))
    office.mail("px@example.cn", case(THIRD, "沛县", edition=2))

    assert standing(office) == {
        "XZ-001": "定稿第2稿",
        "XZ-002": "第1稿，待报定稿（限9月20日）",
        "XZ-003": "第2稿，待报定稿（限9月20日）",
    }


def test_a_colleague_who_answers_the_letter_is_believed(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    office.at("09-15 10:00").mail(
        "colleague@example.cn", case(THIRD, "沛县", edition=2), to=asked(office, "somebody@example.cn")
    )

    assert standing(office)["XZ-003"] == "定稿第2稿"


@pytest.mark.parametrize(
    ("body", "final"),
    [
        ("无修改。", True),
        ("您好，以原稿为准，谢谢！", True),
        ("我们核对过了，没有改动", True),
        ("无修改，可以吗？", False),
        ("没有修改，但图片稍后再发", False),
        ("收到，谢谢", False),
    ],
)
def test_a_reply_in_words_leaves_the_text_as_it_is(office: Office, body: str, final: bool) -> None:
    office.at("09-07 10:00")
    invite(office)
    office.at("09-15 10:00").mail(
        "fx@example.cn", kind=MailKind.OTHER, body=body, to=asked(office, "fx@example.cn")
    )
    office.until("09-15 11:30")

    shown = "定稿第1稿" if final else "第1稿，待报定稿（限9月20日）"
    assert [standing(office)[number] for number in ("XZ-001", "XZ-002")] == [shown, shown]
    said = [letter.text for letter in office.letters("acknowledgement")][2:]
    assert any(f"《{SECOND}》以第1稿为定稿" in text for text in said) is final


def test_a_late_one_is_taken_and_shown_and_never_replaces_another(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    letter = asked(office, "fx@example.cn")
    office.at("09-22 10:00").mail("fx@example.cn", case(FIRST, edition=2), to=letter)
    office.until("09-22 11:30")
    assert f"《{FIRST}》以第2稿为定稿（晚于约定的9月20日）" in office.last("acknowledgement").text
    assert standing(office)["XZ-001"] == "定稿第2稿，定稿9月22日收到，晚于约定的9月20日"

    office.at("09-24 10:00").mail("fx@example.cn", case(FIRST, edition=3), to=letter)
    office.until("09-24 11:30")
    assert f"《{FIRST}》已有定稿，本次第3稿由我处核定是否采用" in office.last("acknowledgement").text
    assert standing(office)["XZ-001"] == (
        "定稿第2稿，定稿9月22日收到，晚于约定的9月20日，定稿之后又收到第3稿，未采用"
    )


def test_in_time_a_second_answer_replaces_the_first_but_never_a_persons_word(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    letter = asked(office, "fx@example.cn")
    for edition in (2, 3):
        office.at(f"09-1{edition} 10:00").mail("fx@example.cn", case(FIRST, edition=edition), to=letter)
    assert standing(office)["XZ-001"] == "定稿第3稿，先以第2稿为定稿，9月13日改报"

    fix(office, "1号", 2)
    office.at("09-16 10:00").mail("fx@example.cn", case(FIRST, edition=4), to=letter)
    assert standing(office)["XZ-001"] == "定稿第2稿，定稿之后又收到第4稿，未采用"


def test_an_editor_is_told_of_each(office: Office) -> None:
    fix(office, "1号", 1)
    office.mail("fx@example.cn", case(FIRST, edition=2))

    with office.parts.ledger.read() as connection:
        desk = desk_of(connection, office.parts)
        one = next(one for one in chosen_cases(desk) if one.row.number == "XZ-001")
        assert list(doubt_final(desk, one.row, one.choice)) == ["定稿之后又收到第2稿，未采用"]


def test_only_the_named_and_none_that_is_final(office: Office) -> None:
    fix(office, "1号", 1)
    office.at("09-07 10:00")

    assert invite(office, "1号", "2号", words="请用新的模板。") == 1
    letter = asked(office, "fx@example.cn")
    assert "请用新的模板。" in letter.text
    assert f"《{SECOND}》" in letter.text
    assert f"《{FIRST}》" not in letter.text


def test_a_day_that_is_past_is_refused(office: Office) -> None:
    office.at("09-21 10:00")

    with pytest.raises(OrderError, match="9月20日已经过去"):
        invite(office)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月20日", date(2015, 9, 20)), ("2015-09-20", date(2015, 9, 20)), ("２０１５年９月２０日", date(2015, 9, 20)),
        ("9.20", date(2015, 9, 20)), ("1月5日", date(2016, 1, 5)), ("2016/1/5", date(2016, 1, 5)),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, day: date) -> None:
    assert _day(text, date(2015, 9, 7)) == day


@pytest.mark.parametrize("text", ["下周", "9月31日", "20", ""])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(OrderError, match="没有看懂日期"):
        _day(text, date(2015, 9, 7))


def answer(office: Office, body: str, *brought: CaseReading, **values: object) -> None:
    letter = asked(office, "fx@example.cn")
    kind = MailKind.SUBMISSION if brought else MailKind.OTHER
    office.at("09-15 10:00").mail("fx@example.cn", *brought, kind=kind, body=body, to=letter, **values)
    office.until("09-15 11:30")


def told(office: Office) -> list[str]:
    text = office.last("acknowledgement", "supplement", "holding").text
    return re.findall(r"《[^》]+》(?:以第|的定稿|已有定稿)[^。；\n]+", text)


def test_a_reply_that_answers_for_two_works_in_two_ways_is_taken_whole(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    answer(office, f"《{FIRST}》定稿见附件；《{SECOND}》无修改。", case(FIRST, edition=2))

    assert list(standing(office).values())[:2] == ["定稿第2稿", "定稿第1稿"]
    assert told(office) == [f"《{FIRST}》以第2稿为定稿", f"《{SECOND}》以第1稿为定稿"]


def test_of_a_text_that_was_to_be_enclosed_and_is_not_the_sender_is_told(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    answer(office, f"《{FIRST}》无修改，《{SECOND}》改好了，见附件。")

    assert list(standing(office).values())[:2] == ["定稿第1稿", "第1稿，待报定稿（限9月20日）"]
    assert told(office) == [
        f"《{FIRST}》以第1稿为定稿",
        f"《{SECOND}》的定稿未见附件，请于9月20日前补发",
    ]


def test_the_same_file_once_more_is_an_answer(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    answer(office, "", case(FIRST))

    assert list(standing(office).values())[:2] == ["定稿第1稿", "第1稿，待报定稿（限9月20日）"]


def test_a_final_text_under_another_title_is_told_by_the_name_of_its_file(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    anew = replace(case("党建引领聚合力　群众议事解难题"), documents=(0,))
    file = Document("XZ-002定稿.docx", Format.DOCX, text=anew.text)
    answer(office, "见附件", anew, documents=(file,))

    assert list(standing(office).values())[:2] == ["第1稿，待报定稿（限9月20日）", "定稿第2稿"]
    assert len(office.cases()) == 3


def test_what_comes_after_no_change_is_asked_about_and_her_word_decides(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    answer(office, f"《{FIRST}》无修改")
    office.at("09-16 10:00").mail("fx@example.cn", case(FIRST, edition=2))

    assert standing(office)["XZ-001"] == "定稿第1稿，定稿之后又收到第2稿，未采用"
    with office.parts.ledger.read() as connection:
        open_ones = list_doubts(connection, code="after-final")
    assert [(one.about, one.detail) for one in open_ones] == [(FIRST, "第2稿，未采用")]

    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        row = by_lines(desk, ["1号"]).cases[0]
        correct_case(desk, row, {"version": ""}, Word("limin@example.cn", "reply"))
        assert list_doubts(connection, code="after-final") == []
    assert standing(office)["XZ-001"] == "定稿第2稿"


def test_a_picture_after_the_final_text_is_not_printed_and_asked_about(office: Office) -> None:
    office.at("09-07 10:00")
    invite(office)
    answer(office, f"《{FIRST}》无修改")
    photo = Document("议事现场.jpg", Format.IMAGE, DocumentKind.PHOTO, sha256="e" * 64)
    office.at("09-16 10:00").mail(
        "fx@example.cn", kind=MailKind.CORRECTION, body=f"《{FIRST}》补一张照片", documents=(photo,)
    )

    late = "定稿第1稿，定稿之后（9月16日）又收到图片或其他附件，未排入；要排入请再次定稿"
    assert standing(office)["XZ-001"] == late
    with office.parts.ledger.read() as connection:
        assert [one.detail for one in list_doubts(connection, code="after-final")] == [
            "图片或其他附件，未排入"
        ]
    office.at("09-17 10:00")
    fix(office, "1号", 1)
    assert standing(office)["XZ-001"] == "定稿第1稿"


def test_a_case_left_out_and_chosen_again_keeps_its_final_text(office: Office) -> None:
    fix(office, "1号", 1)
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        row = by_lines(desk, ["1号"]).cases[0]
        leave_out(desk, [row], By("李敏"))
        assert "XZ-001" not in [one.row.number for one in chosen_cases(desk)]
        assert choose_cases(desk, [row], By("李敏")) == ("XZ-001此前已有定稿，仍以第1稿为定稿",)
    assert standing(office)["XZ-001"] == "定稿第1稿"


def test_a_word_on_the_version_says_how_the_final_text_moves(office: Office) -> None:
    fix(office, "1号", 1)
    office.mail("fx@example.cn", case(FIRST, edition=2))
    said = []
    for version in ("", "1", "1", ""):
        with office.parts.ledger.begin() as connection:
            desk = desk_of(connection, office.parts)
            row = by_lines(desk, ["1号"]).cases[0]
            made = correct_case(desk, row, {"version": version}, Word("limin@example.cn", "reply"))
            said.append([show_change(desk.campaign, change) for change in made])
    assert said == [
        ["1号定稿：第1稿 → 第2稿"],
        ["1号用稿：最新一稿 → 第1稿", "1号定稿：第2稿 → 第1稿"],
        ["1号用稿：第1稿，与原登记一致"],
        ["1号用稿：第1稿 → 最新一稿", "1号定稿：第1稿 → 第2稿"],
    ]
    assert standing(office)["XZ-001"] == "定稿第2稿"


def test_what_became_of_a_chosen_case_in_the_call_is_said(office: Office) -> None:
    office.mail(
        "fx@example.cn",
        kind=MailKind.CORRECTION,
        body=f"《{SECOND}》我们撤回，不报了。",
        intent="withdraw",
        doubts=(Doubt("withdrawal", detail=f"《{SECOND}》"),),
    )
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        first, third = (by_lines(desk, [f"{n}号"]).cases[0] for n in (1, 3))
        word = Word("limin@example.cn", "reply")
        correct_case(desk, first, {"status": "withdrawn"}, word)
        correct_case(desk, third, {"county": "丰县"}, word)
        assert fallen_cases(desk) == [f"XZ-001《{FIRST}》选定后已撤回，未排入；要仍然编入，请先恢复"]
        assert list(tell_standing(desk)) == [
            f"XZ-001《{FIRST}》选定后已撤回，未排入；要仍然编入，请先恢复",
            "XZ-002 8月4日来信要求撤回，待核定",
            "XZ-003 选定后由沛县改为丰县",
            "2篇尚未定稿：XZ-002、XZ-003",
        ]
    assert standing(office) == {
        "XZ-002": "第1稿，未定稿，8月4日来信要求撤回，待核定",
        "XZ-003": "第1稿，未定稿，选定后由沛县改为丰县",
    }
