"""A round by mail: invited, sent, answered in lines and sheets, reminded, told when all is in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word

from intake.documents.read import read_document
from intake.model.case import Attachment, Document, Format, MailKind
from intake.model.limits import Limits
from tests.office import Letter, Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.ledger.cases import list_cases
from tracker.ledger.review.experts import ExpertState, list_experts
from tracker.ledger.review.rounds import all_marks
from tracker.letters.digest.content import list_needs
from tracker.review.copies.returned import read_sheet
from tracker.review.mail.letters import invite, remind_experts, send_papers
from tracker.review.mail.photos import SHEET_TAKEN
from tracker.review.rounds import begin_round, keep_plan, look_at, outstanding, propose, results
from tracker.review.visits.plan import arrange

PEOPLE = """姓名\t县区\t邮箱\t评阅方式
王建国\t\twang@example.cn\t
李卫东\t丰县\tli@example.cn\t
赵敏\t\t\t纸质
周强\t\tzhou@example.cn\t"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun"))
    made.at("08-20 09:00")
    for title, county in (
        ("“一核五元”聚民心", "丰县"),
        ("老街坊的议事亭", "沛县"),
        ("板材村的碰头会", "沛县"),
    ):
        made.mail("fx@example.cn" if county == "丰县" else "px@example.cn", case(title, county))
    with at_desk(made) as desk:
        list_people(desk, PEOPLE)
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def sent(office: Office) -> dict[str, Letter]:
    """Papers have left; the letter of each expert by address."""
    with at_desk(office) as desk:
        table = look_at(desk)
        keep_plan(desk, table, propose(table), "陈秀兰")
        assert send_papers(desk, look_at(desk), list(table.experts.values()), "陈秀兰") == 3
    return {letter.row.recipient: letter for letter in office.letters("papers")}


def numbers(letter: Letter) -> list[str]:
    return re.findall(r"A\d\d", letter.text.split("）")[0])


def marks(letter: Letter, text: str = "{} 85 90 88") -> str:
    return "\n".join(text.format(number) for number in numbers(letter))


def reply(office: Office, letter: Letter, body: str, *documents: Document, sender: str = "") -> Letter | None:
    before = len(office.letters("marks"))
    office.mail(
        sender or letter.row.recipient, kind=MailKind.QUESTION, body=body, to=letter, documents=documents
    )
    fresh = office.letters("marks")[before:]
    return fresh[0] if fresh else None


def test_invited_and_answered(office: Office) -> None:
    with at_desk(office) as desk:
        table = look_at(desk)
        assert invite(desk, table, list(table.experts.values())) == 3
        assert invite(desk, look_at(desk), list(look_at(desk).experts.values())) == 0
    wang, li, zhou = office.letters("invitation")
    assert wang.row.subject == "【案例征集】请您评阅案例"

    assert (
        "已登记您参加评阅，最多2篇，回避沛县。材料另行送达。"
        in reply(office, wang, "愿意，最多2篇，回避沛县").text
    )
    assert "已登记您此次不便参加。" in reply(office, li, "抱歉，近期出差，不便参加。").text
    assert "没有读懂是否参加，请直接回复“愿意”或“不便”。" in reply(office, zhou, "请问材料有多少页？").text

    with at_desk(office) as desk:
        people = {expert.name: expert for expert in list_experts(desk.connection)}
        assert (people["王建国"].state, people["王建国"].most, people["王建国"].avoids) == (
            ExpertState.WILLING,
            2,
            ("沛县",),
        )
        assert people["李卫东"].state is ExpertState.DECLINED
        assert people["周强"].state is ExpertState.INVITED
        assert "李卫东" not in {
            look_at(desk).experts[expert].name for expert, _ in propose(look_at(desk)).pairs
        }


@pytest.mark.slow
def test_papers_have_sheets_and_copies_and_go_once(office: Office) -> None:
    letters = sent(office)

    assert sorted(letters) == ["li@example.cn", "wang@example.cn", "zhou@example.cn"]
    wang = letters["wang@example.cn"]
    assert sorted(wang.files) == ["评分表.docx", "评分表.xlsx", "评阅案例.docx"]
    assert wang.row.subject == "【案例征集】评阅材料（3篇）"
    assert not re.search("丰县|沛县", wang.whole())
    with at_desk(office) as desk:
        table = look_at(desk)
        assert send_papers(desk, table, list(table.experts.values()), "陈秀兰") == 0


def test_lines_and_a_sheet_are_taken_and_repeated(office: Office) -> None:
    letters = sent(office)
    wang, zhou = letters["wang@example.cn"], letters["zhou@example.cn"]

    receipt = reply(office, wang, f"您好，评分如下：\n{marks(wang)}\n谢谢")
    assert "已登记3篇：\nA01　科学性85　创新性90　实践性88\n" in receipt.text
    assert "待评" not in receipt.text
    sheet = fill(zhou.files["评分表.docx"])
    read = read_document(Attachment("评分表.docx", sheet), Limits())
    assert "已登记" in reply(office, zhou, "评分表见附件", read).text
    with at_desk(office) as desk:
        found = results(desk, look_at(desk))
        assert sum(len(one.totals) for one in found) == 3 + len(numbers(zhou))
    assert len(office.cases()) == 3


def test_what_is_unclear_is_asked_and_what_is_missing_is_said(office: Office) -> None:
    wang = sent(office)["wang@example.cn"]

    receipt = reply(office, wang, "A01 85 190 88\nA02 回避")

    assert "1. A01 85 190 88　分数190不在0至100之间" in receipt.text
    assert "A02　回避" in receipt.text
    assert "还有2篇待评：A01、A03，请于2015年9月6日前返回。" in receipt.text


def test_what_is_missing_is_said_in_the_order_of_its_numbers_not_of_the_ledger(office: Office) -> None:
    sent(office)

    with at_desk(office) as desk:
        table = look_at(desk)
        turned = dict(zip(table.numbers, sorted(table.numbers.values(), reverse=True), strict=True))
        mixed = replace(table, numbers=turned)

        assert [[*mixed.of(expert)] for expert in mixed.experts] == [
            sorted(mixed.of(expert)) for expert in mixed.experts
        ]
        left = [*outstanding(desk, mixed).values()]
        assert left == [sorted(numbers) for numbers in left] != []


def test_only_an_answer_to_his_own_letter_counts(office: Office) -> None:
    letters = sent(office)
    wang = letters["wang@example.cn"]

    told = reply(office, wang, marks(wang), sender="zhou@example.cn")
    assert told.row.recipient == "zhou@example.cn"
    assert "没有登记" in told.text
    office.mail("wang@example.cn", kind=MailKind.QUESTION, body=marks(wang))
    assert "为确认是您本人，评分请直接回复系统所发的评阅材料邮件" in office.last("marks").text
    before = len(office.letters())
    office.mail("wang@example.cn", kind=MailKind.QUESTION, body=marks(wang))
    assert len(office.letters()) == before
    with at_desk(office) as desk:
        assert [one.totals for one in results(desk, look_at(desk))] == [()] * 3


def test_reminded_on_working_days_until_all_is_in(office: Office) -> None:
    letters = sent(office)
    reply(office, letters["wang@example.cn"], marks(letters["wang@example.cn"]))

    def reminded(when: str) -> list[str]:
        office.at(when)
        before = len(office.letters("chaser"))
        remind_experts(office.parts)
        remind_experts(office.parts)
        return [letter.row.recipient for letter in office.letters("chaser")[before:]]

    assert reminded("08-28 09:00") == []
    assert reminded("08-31 09:00") == ["li@example.cn", "zhou@example.cn"]
    assert reminded("09-02 09:00") == ["li@example.cn", "zhou@example.cn"]
    reply(office, letters["li@example.cn"], marks(letters["li@example.cn"]))
    assert reminded("09-05 09:00") == []
    assert reminded("09-07 09:00") == ["zhou@example.cn"]
    assert "截止时间2015年9月6日已过" in office.last("chaser").text


def test_the_coordinator_hears_when_the_last_is_in(office: Office) -> None:
    letters = sent(office)
    for address, base in (("wang@example.cn", "{} 85 90 88"), ("li@example.cn", "{} 60 60 60")):
        reply(office, letters[address], marks(letters[address], base))
    assert office.letters("marked") == []
    assert reply(office, letters["zhou@example.cn"], "身体原因，退出评阅").text.count("已按来信停止寄送") == 1

    with at_desk(office) as desk:
        table = look_at(desk)
        zhao = next(expert for expert in table.experts.values() if expert.name == "赵敏")
        assert set(table.of(zhao.id)) <= set(table.numbers.values())
    assert [letter.row.recipient for letter in office.letters("marked")] == [
        person.email for person in office.campaign.coordinators
    ]


def test_a_sheet_in_a_fresh_mail_is_no_case_and_not_taken(office: Office) -> None:
    wang = sent(office)["wang@example.cn"]
    read = read_document(Attachment("评分表.docx", fill(wang.files["评分表.docx"])), Limits())

    office.mail("wang@example.cn", case("评分表"), body="见附件", documents=(read,))

    assert len(office.cases()) == 3
    with at_desk(office) as desk:
        assert [one.totals for one in results(desk, look_at(desk))] == [()] * 3


@pytest.mark.slow
def test_a_machine_at_an_experts_address_is_no_loop(office: Office) -> None:
    letter = sent(office)["wang@example.cn"]
    for _ in range(40):
        letter = reply(office, letter, "您的来信已收到，我会尽快处理。") or letter

    assert len(office.letters("marks")) == 12


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("愿意参加，无需回避", "已登记您参加评阅。材料另行送达。"),
        ("没有需要回避的，同意", "已登记您参加评阅。材料另行送达。"),
        ("愿意，回避沛县，其他时间都可以", "已登记您参加评阅，回避沛县。材料另行送达。"),
        ("可以先看看材料吗？", "没有读懂是否参加，请直接回复“愿意”或“不便”。"),
        ("不方便，抱歉", "已登记您此次不便参加。"),
    ],
)
def test_ways_of_answering_an_invitation(office: Office, body: str, said: str) -> None:
    with at_desk(office) as desk:
        invite(desk, look_at(desk), list(look_at(desk).experts.values()))

    assert said in reply(office, office.letters("invitation")[0], body).text


def test_what_he_writes_between_our_lines_is_read(office: Office) -> None:
    with at_desk(office) as desk:
        invite(desk, look_at(desk), list(look_at(desk).experts.values()))
    asked = office.letters("invitation")[0]
    quoted = [f"> {line}" for line in asked.text.splitlines()]
    at = next(at for at, line in enumerate(quoted) if line.startswith("> 如蒙应允"))

    told = reply(office, asked, "\n".join([*quoted[: at + 1], "愿意，最多2篇，回避沛县", *quoted[at + 1 :]]))

    assert "已登记您参加评阅，最多2篇，回避沛县。材料另行送达。" in told.text
    papers = sent(office)["zhou@example.cn"]
    lines = [f"> {line}" for line in papers.text.splitlines()]
    middle = len(lines) // 2
    between = "\n".join([*lines[:middle], "> A01：86 90 84", "> A02：", "70 71 72", *lines[middle:]])
    receipt = reply(office, papers, between)
    assert (
        "已登记2篇：\nA01　科学性86　创新性90　实践性84\nA02　科学性70　创新性71　实践性72\n" in receipt.text
    )
    again = [f"> {line}" for line in receipt.text.splitlines()]
    assert reply(office, receipt, "\n".join(["收到，谢谢", "", *again])) is None


def test_an_automatic_answer_is_none(office: Office) -> None:
    wang = sent(office)["wang@example.cn"]
    before = len(office.letters())

    office.mail("wang@example.cn", kind=MailKind.AUTOMATIC, body="A01 85 90 88", to=wang)

    assert len(office.letters()) == before


def fill(content: bytes) -> bytes:
    document = Word(io.BytesIO(content))
    for row in document.tables[0].rows[1:]:
        for place, value in enumerate(("80", "81", "82"), 2):
            row.cells[place].text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_printed_sheet_reads_back(office: Office) -> None:
    wang = sent(office)["wang@example.cn"]
    with at_desk(office) as desk:
        table = look_at(desk)
        from tracker.review.copies.papers import sheet_for

        expert = next(e for e in table.experts.values() if e.name == "王建国")
        sheet = sheet_for(desk, table, expert.id)
    text = read_document(Attachment("评分表.xlsx", wang.files["评分表.xlsx"]), Limits()).text
    assert read_sheet(text.splitlines(), sheet).questions == ()


PHOTO = Document("IMG_1.jpg", Format.IMAGE)


def shown(office: Office) -> list[str]:
    """What the digest lists of mails for the coordinator."""
    with at_desk(office) as desk:
        return [need.text for need in list_needs(desk) if "照片" in need.text]


@pytest.mark.slow
@pytest.mark.parametrize("words", ["", "评分表拍照发上，请查收。", "谢谢"])
def test_a_photo_of_his_sheet_goes_to_a_person_and_he_hears_so(office: Office, words: str) -> None:
    letter = sent(office)["wang@example.cn"]

    receipt = reply(office, letter, words, PHOTO)

    assert receipt is not None
    assert SHEET_TAKEN in receipt.text
    said = f"，来信说“{words}”" if words else ""
    assert shown(office) == [
        f"专家寄来照片：王建国，IMG_1.jpg{said}，手写评分未作识读，请对照照片照录，回复“某某评分：A07 85 90 88”"
    ]
    with at_desk(office) as desk:
        assert all_marks(desk.connection, look_at(desk).round.id) == []


def test_a_photo_beside_marks_is_kept_without_a_word(office: Office) -> None:
    letter = sent(office)["wang@example.cn"]

    receipt = reply(office, letter, marks(letter), PHOTO)

    assert SHEET_TAKEN not in receipt.text
    assert shown(office) == []


def test_a_photo_that_answers_no_letter(office: Office) -> None:
    sent(office)

    office.mail("wang@example.cn", kind=MailKind.QUESTION, body="评分表照片", documents=(PHOTO,))

    assert SHEET_TAKEN in office.last("marks").text
    assert len(shown(office)) == 1
    assert len(office.cases()) == 3


def test_photos_of_a_visit_from_one_of_the_team(office: Office) -> None:
    with at_desk(office) as desk:
        arrange(desk, list_cases(desk.connection)[:2])
    before = len(office.letters())

    for words in ("2号察看现场照片", "今天察看的照片", "我家的照片"):
        office.mail("zhang@team.example", kind=MailKind.QUESTION, body=words, documents=(PHOTO,))

    assert shown(office) == [
        "察看照片：2号《老街坊的议事亭》，IMG_1.jpg，请核对后归入案例，可回复“收件某的照片放到某号”",
        "察看照片：没有写明是哪一篇，IMG_1.jpg，请核对后归入案例，可回复“收件某的照片放到某号”",
    ]
    said = [letter.text for letter in office.letters()[before:] if letter.row.kind == "marks"]
    assert ["照片（2号）已收到" in said[0], "照片已收到" in said[1], len(said)] == [True, True, 2]
