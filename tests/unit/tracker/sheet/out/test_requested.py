"""What a coordinator asked for: one letter a request, what is too large is named, what fails keeps no other back."""

import io

import openpyxl
import pytest
from docx import Document

from tests.office import LI, Office, case
from tracker.ledger.records import LetterKind
from tracker.letters.original import Paper, Request, put_requests, requests
from tracker.letters.writing.draft import Enclosure
from tracker.office.isolation import MOST_ATTEMPTS
from tracker.sheet.out.requested import _document, _fitting, send_requested


class Nobody:
    """No reader: a case that needs one cannot be sent."""

    def run(self, work, given, seconds):
        raise RuntimeError


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    made = Office(tmp_path_factory.mktemp("season")).at("08-04 09:00")
    made.mail("fx@example.cn", case("一张清单管到底"))
    made.close()
    return made


@pytest.fixture
def office(season, tmp_path):
    made = season.copy(tmp_path)
    made.at("08-05 10:00")
    yield made
    made.close()


def want(office, *wanted):
    with office.parts.ledger.begin() as connection:
        put_requests(connection, wanted, office.clock.now())


def letters(office):
    return [(one.headers["To"], sorted(one.files)) for one in office.letters(LetterKind.ORIGINAL)]


def test_without_a_request_nothing_is_sent(office):
    assert send_requested(office.parts, Nobody()) == 0
    assert letters(office) == []


def test_each_request_has_a_letter_of_its_own_and_is_then_forgotten(office):
    want(
        office,
        Request("a", LI.email, missing=True),
        Request("b", "wq@example.cn", missing=True, workbook=True),
    )
    assert send_requested(office.parts, Nobody()) == 2
    assert letters(office) == [
        (LI.email, ["未报送单位名单20150805.xlsx"]),
        ("wq@example.cn", ["未报送单位名单20150805.xlsx", "汇总表20150805.xlsx"]),
    ]
    assert office.ask(requests) == []
    assert send_requested(office.parts, Nobody()) == 0


def test_the_list_of_the_missing_names_who_has_sent_nothing(office):
    want(office, Request("a", LI.email, missing=True))
    send_requested(office.parts, Nobody())
    (content,) = office.last(LetterKind.ORIGINAL).files.values()
    words = {
        str(cell.value)
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
        for cell in row
    }
    assert {"沛县", "睢宁县", "邳州市", "泉山区"} <= words
    assert "丰县" not in words


def test_a_case_that_is_gone_is_left_out_and_the_rest_goes(office):
    want(office, Request("a", LI.email, serials=(9,), missing=True))
    assert send_requested(office.parts, Nobody()) == 1
    assert letters(office) == [(LI.email, ["未报送单位名单20150805.xlsx"])]


def test_what_fails_is_tried_again_keeps_no_other_back_and_is_told_of_in_the_end(office, monkeypatch):
    from tracker.sheet.out import requested

    def broken(*_given):
        raise RuntimeError

    monkeypatch.setattr(requested, "_original", broken)
    failing, sound = Request("a", LI.email, serials=(1,)), Request("b", "wq@example.cn", missing=True)
    want(office, failing, sound)
    assert send_requested(office.parts, Nobody()) == 1
    assert office.ask(requests) == [failing]
    for _ in range(MOST_ATTEMPTS - 1):
        assert send_requested(office.parts, Nobody()) == 0
    assert office.ask(requests) == []
    assert [to for to, _ in letters(office)] == ["wq@example.cn", LI.email]
    last = office.last(LetterKind.ORIGINAL)
    assert last.files == {}
    assert "所要的文件" in last.text
    assert send_requested(office.parts, Nobody()) == 0


def paper(name, *sizes):
    return Paper(name, name, tuple(Enclosure(f"{name}{n}", b"x" * size) for n, size in enumerate(sizes)))


@pytest.mark.parametrize(
    ("sizes", "enclosed"),
    [
        ([], []),
        ([(0,)], [True]),
        ([(1,), (1,)], [True, True]),
        ([(9,), (1,)], [False, True]),
        ([(5, 3), (1,)], [True, False]),
        ([(5, 4), (8,)], [False, True]),
        ([(8,), (1,), (0,)], [True, False, True]),
        ([(3,), (9,), (5,), (1,)], [True, False, True, False]),
    ],
)
def test_papers_go_as_far_as_a_letter_may_weigh_and_the_others_are_named(
    office, sizes, enclosed, monkeypatch
):
    smtp = office.parts.settings.smtp
    monkeypatch.setattr(type(smtp), "may_enclose", lambda _self, content: len(content) <= 8)
    papers = [paper(f"{place}号原件", *some) for place, some in enumerate(sizes)]
    found = _fitting(office.parts, papers)
    assert [one.enclosed for one in found] == enclosed
    assert [one.name for one in found] == [one.name for one in papers]
    assert [one.files for one in found] == [one.files for one in papers]


@pytest.mark.parametrize(
    ("title", "text", "lines"),
    [
        ("一张清单", "第一段\n\n第二段", ["一张清单", "第一段", "第二段"]),
        ("", "第一段", ["第一段"]),
        ("一张清单", " \n\n", ["一张清单"]),
        ("甲&乙<丙>", "“引”\t1 < 2", ["甲&乙<丙>", "“引”\t1 < 2"]),
    ],
)
def test_a_case_that_stood_in_the_mail_comes_as_a_document(title, text, lines):
    document = Document(io.BytesIO(_document(title, text)))
    assert [paragraph.text for paragraph in document.paragraphs] == lines
