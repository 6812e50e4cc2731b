"""Orders of review that were asked back and then answered “是” act on what came with the first mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import Document, Format, MailKind
from tests.office import LI, Letter, Office, case, desk_of
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.ledger.mails import get_mail
from tracker.ledger.review.decided import list_objections
from tracker.ledger.review.experts import list_experts
from tracker.ledger.review.rounds import all_marks
from tracker.ledger.texts.submissions import attached_mails
from tracker.review.rounds import look_at

LIST = "姓名\t工作单位\t邮箱\n{}\t某大学\t{}@example.cn"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for number in range(1, 4):
        made.mail("fx@example.cn", case(f"第{number}个做法值得一看"))
    made.until("08-20 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def document(name: str, text: str = "") -> Document:
    return Document(name, Format.XLSX if text else Format.IMAGE, text=text, sha256=name)


def said(office: Office, text: str, to: Letter, *documents: Document) -> tuple[Letter, int]:
    """The letter that answers an order, and the mail that gave it."""
    row = office.mail(LI.email, kind=MailKind.COMMAND, body=text, to=to, documents=documents)
    return office.last("order"), row.id


def asked_and_answered(office: Office, text: str, *documents: Document) -> tuple[list[str], int]:
    """The same words twice in answer to one letter: the second time they are asked back, and she says yes."""
    digest = office.last("digest")
    said(office, text, digest)
    asked, mail = said(office, text, digest, *documents)
    assert all("回复“是”即办" in one for one in outcomes(asked)), outcomes(asked)
    done, _ = said(office, "是", asked)
    return outcomes(done), mail


def test_a_list_of_experts(office: Office) -> None:
    done, _ = asked_and_answered(office, "专家名单见附件", document("名单.xlsx", LIST.format("何平", "he")))

    assert done == ["已登记1位专家：何平"]
    assert [one.name for one in office.ask(list_experts)] == ["何平"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附件名单中的案例安排察看", "已排2篇"),
        ("入选名单见附件", "1号《第1个做法值得一看》、3号《第3个做法值得一看》已登记为入选"),
    ],
)
def test_a_list_of_cases(office: Office, text: str, expected: str) -> None:
    done, _ = asked_and_answered(office, text, document("名单.xlsx", "1号\n3号"))

    assert [one[: len(expected)] for one in done] == [expected]


def test_photos_of_a_visit(office: Office) -> None:
    words = "3号察看：属实，成效明显，问卷60 58 55 40 12 2 1"
    done, mail = asked_and_answered(office, words, document("现场.jpg"))

    assert done[0].endswith("；所附现场.jpg已归入该案例")
    assert mail in office.ask(lambda connection: attached_mails(connection, office.cases()[2].id))


def test_papers_of_an_objection(office: Office) -> None:
    asked_and_answered(office, "对3号的异议：数据不实", document("来信.jpg"))

    assert [one.papers for one in office.ask(list_objections)] == ["", "来信.jpg"]


def test_the_paper_from_which_marks_were_typed(office: Office) -> None:
    digest, words = office.last("digest"), "何平评分：A01 85 90 88"
    said(office, "专家名单见附件。开始初评", digest, document("名单.xlsx", "姓名\t评阅方式\n何平\t纸质"))
    said(office, words, digest)  # too early
    said(office, "同意分配方案", digest)
    said(office, "发评阅材料", digest)
    asked, mail = said(office, words, digest, document("评分表.jpg"))
    done, _ = said(office, "是", asked)

    assert outcomes(done) == ["何平登记1篇：A01　科学性85　创新性90　实践性88"]
    with office.parts.ledger.read() as connection:
        marks = all_marks(connection, look_at(desk_of(connection, office.parts)).round.id)
        sources = [one.source for one in marks]
    assert sources[-1] == office.ask(lambda connection: get_mail(connection, mail)).sha256


def test_what_a_yes_encloses_itself_goes_before(office: Office) -> None:
    digest = office.last("digest")
    said(office, "专家名单见附件", digest)
    asked, _ = said(office, "专家名单见附件", digest, document("旧.xlsx", LIST.format("何平", "he")))
    said(office, "是", asked, document("新.xlsx", LIST.format("韩立", "han")))

    assert [one.name for one in office.ask(list_experts)] == ["韩立"]
