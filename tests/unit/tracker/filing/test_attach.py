"""Forms, photos and lists go to the cases they speak of; real mails, read and filed."""

from __future__ import annotations

import io
import json
import struct
import zlib
from email.message import EmailMessage

import docx
import openpyxl
import pytest

from benchmarks.accuracy.kind import CORPUS, ROOT
from intake.campaign.call import Call
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.office import Office, notice
from tracker.filing.file import file_mail
from tracker.filing.senders import know_sender
from tracker.ledger import cases, doubts, mails
from tracker.ledger.records import MailRow
from tracker.ledger.texts import submissions
from tracker.ledger.texts.documents import named_files
from tracker.letters.required import missing_papers
from tracker.run.follow import follow_up

CONFIG = ROOT / "config"
CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
File = tuple[str, bytes]


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path).at("08-03 09:00")
    yield made
    made.close()


def story(name: str, number: int, title: str, unit: str) -> File:
    document = docx.Document()
    for line in (title, unit, *CASES[number]["body"]):
        document.add_paragraph(line)
    return name, _saved(document)


def form(name: str, *cells: tuple[str, str, str, str]) -> File:
    document = docx.Document()
    for values in cells:
        document.add_paragraph("徐州市社区治理和服务创新优秀案例推荐表")
        table = document.add_table(rows=0, cols=2)
        for label, value in zip(("案例名称", "推荐单位", "联系人", "联系电话"), values, strict=True):
            row = table.add_row().cells
            row[0].text, row[1].text = label, value
        document.add_paragraph("")
    return name, _saved(document)


def sheet(name: str, *rows: tuple[str, ...]) -> File:
    book = openpyxl.Workbook()
    for row in (("序号", "案例名称", "报送单位", "联系人", "联系电话"), *rows):
        book.active.append(row)
    return name, _saved(book)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def photo(name: str, shade: int = 90) -> File:
    raw = b"".join(b"\0" + bytes([shade, x % 251, (x * 7) % 251] * 900) for x in range(1200))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 900, 1200, 8, 2, 0, 0, 0)
    return name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")  # fmt: skip


def send(office: Office, call: Call, sender: str, subject: str, text: str, *files: File) -> MailRow:
    """A mail as bytes, archived, read and filed as the service does it."""
    office.count += 1
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "zhengji@example.cn", subject
    message["Date"] = "Mon, 03 Aug 2015 08:59:00 +0800"
    message["Message-ID"] = f"<a{office.count}@example.org>"
    message.set_content(text or " ")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    raw, now = message.as_bytes(), office.clock.now()
    with office.parts.ledger.begin() as connection:
        known = know_sender(connection, office.parts, sender, now)
        mail_id, _ = mails.add_mail(connection, office.parts.archive.store(raw), len(raw), now, now)
        row = mails.get_mail(connection, mail_id)
    file_mail(office.parts, row, read_mail(raw, call, known), follow_up)
    with office.parts.ledger.read() as connection:
        return mails.get_mail(connection, mail_id)


def brought(office: Office, row: MailRow) -> list[tuple[str, str]]:
    """Title and role of every case that a mail has to do with."""
    with office.parts.ledger.read() as connection:
        entries = submissions.submissions_of(connection, row.id)
        titles = {case.id: case["title"] for case in cases.list_cases(connection)}
    return [(titles[entry.case_id], entry.role) for entry in entries]


def open_codes(office: Office, row: MailRow) -> list[tuple[str, str]]:
    """Doubts about a mail as a whole that wait for somebody."""
    with office.parts.ledger.read() as connection:
        found = doubts.list_doubts(connection, mail_id=row.id)
    return [(doubt.code, doubt.about) for doubt in found if doubt.case_id is None and doubt.owner != "nobody"]


CHANGDIAN = "changdian@example.org"
PARTY = story("一本账册.docx", 0, "一本账册亮家底", "丰县常店镇人民政府")


def test_form_that_comes_later_belongs_to_the_case_it_names(office, call):
    send(office, call, CHANGDIAN, "常店镇案例", "推荐表后补。", PARTY)
    later = send(
        office,
        call,
        CHANGDIAN,
        "推荐表",
        "章盖好了",
        form("推荐表.docx", ("一本账册", "丰县常店镇人民政府", "渠敏", "0516-80001001")),
    )
    (case,) = office.cases()
    assert (case["contact"], case["phone"]) == ("渠敏", "0516-80001001")
    assert brought(office, later) == [("一本账册亮家底", "attached")]
    assert open_codes(office, later) == []
    assert not later.needs_person


OWN_FORM = form("推荐表.docx", ("一本账册", "丰县常店镇人民政府", "渠敏", "0516-80001001"))


def test_form_that_comes_a_day_before_its_text_gives_it_its_contact(office, call):
    early = send(office, call, CHANGDIAN, "推荐表", "正文明天发", OWN_FORM)
    assert open_codes(office, early) == [("form-apart", "推荐表.docx")]
    office.send()
    office.at("08-04 10:00")
    send(office, call, CHANGDIAN, "案例正文", "补上正文", PARTY)
    (case,) = office.cases()
    assert (case["contact"], case["phone"]) == ("渠敏", "0516-80001001")
    assert (brought(office, early), open_codes(office, early)) == ([("一本账册亮家底", "attached")], [])
    assert "电话" not in office.last("acknowledgement").text.partition("徐州市民政局")[0]


def test_early_form_from_another_office_is_asked_about(office, call):
    early = send(office, call, "fxmzj@example.org", "推荐表", "正文由镇里发", OWN_FORM)
    send(office, call, CHANGDIAN, "案例正文", "", PARTY)
    (case,) = office.cases()
    assert (case["contact"], case["phone"]) == ("", "")
    assert conflicts(office) == ["联系人表中为渠敏，原无；电话表中为0516-80001001，原无"]
    assert brought(office, early) == [("一本账册亮家底", "attached")]


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("推荐表电话写错了，以这份为准。", "0516-80001999"),
        ("更正：推荐表里的联系电话填错，现重新报送推荐表。", "0516-80001999"),
        ("推荐表", "0516-80001001"),
    ],
)
def test_a_corrected_form_is_believed_when_its_sender_says_that_it_corrects(office, call, words, phone):
    send(office, call, CHANGDIAN, "案例", "", PARTY, OWN_FORM)
    office.at("08-04 10:00")
    cells = ("一本账册", "丰县常店镇人民政府", "渠敏", "0516-80001999")
    row = send(office, call, CHANGDIAN, "推荐表", words, form("推荐表.docx", cells))
    (case,) = office.cases()
    asked = phone == "0516-80001001"
    assert (case["phone"], len(conflicts(office)), row.needs_person) == (phone, int(asked), False)


@pytest.mark.parametrize("name", ["扫描件.png", "盖章页.jpg"])
def test_a_lone_stamped_page_is_no_case(office, call, name):
    row = send(office, call, CHANGDIAN, "盖章件", "盖章扫描件补上", photo(name))
    assert (office.cases(), open_codes(office, row)) == ([], [("scan-unread", name)])
    send(office, call, CHANGDIAN, "案例", "", PARTY)
    later = send(office, call, CHANGDIAN, "盖章件", "盖章扫描件再发一次", photo(name, 50))
    assert (len(office.cases()), brought(office, later)) == (1, [("一本账册亮家底", "attached")])
    assert open_codes(office, later) == []


def test_a_lone_page_that_says_nothing_is_asked_about(office, call):
    send(office, call, CHANGDIAN, "案例", "", PARTY)
    row = send(office, call, CHANGDIAN, "又一件", "请查收", photo("扫描件.png"))
    assert (len(office.cases()), open_codes(office, row)) == (1, [("scan-unread", "扫描件.png")])


def test_form_of_another_case_is_asked_about_and_lends_it_nothing(office, call):
    row = send(
        office,
        call,
        "chahe@example.org",
        "岔河镇报送",
        "正文和推荐表，请收。",
        story("夜话小院.docx", 2, "夜话小院", "邳州市岔河镇人民政府"),
        form("推荐表.docx", ("银杏树下的小板凳", "铁富镇人民政府", "庄严", "0516-80001113")),
    )
    (case,) = office.cases()
    assert (case["title"], case["town"], case["contact"], case["phone"]) == ("夜话小院", "岔河镇", "", "")
    assert open_codes(office, row) == [("form-apart", "推荐表.docx")]
    assert "“推荐表.docx”写的是《银杏树下的小板凳》，未收到该篇正文" in office.last("supplement").text


def test_two_forms_in_one_file_go_to_their_cases(office, call):
    send(
        office,
        call,
        "pah@example.org",
        "两篇",
        "街道一篇、社区一篇，表做在一个文件里了。",
        story("湖边人家的新规矩.docx", 3, "湖边人家的新规矩", "贾汪区潘安湖街道办事处"),
        story("农民乐团.docx", 4, "农民乐团", "贾汪区潘安湖街道马庄社区"),
        form(
            "推荐表（2份）.docx",
            ("湖边人家的新规矩", "潘安湖街道办事处", "侯颖", "0516-80001111"),
            ("农民乐团", "潘安湖街道马庄社区", "孟桂", "0516-80001112"),
        ),
    )
    found = [(case["title"], case["contact"], case["phone"]) for case in office.cases()]
    assert found == [("湖边人家的新规矩", "侯颖", "0516-80001111"), ("农民乐团", "孟桂", "0516-80001112")]


def test_photographed_form_is_no_photo_of_the_event(office, call):
    send(office, call, CHANGDIAN, "常店镇案例", "请查收。", PARTY, photo("推荐表.jpg"))
    (case,) = office.cases()
    (letter,) = office.letters()
    assert (letter.row.kind, "照片" in letter.text) == ("acknowledgement", False)
    with office.parts.ledger.read() as connection:
        waiting = {doubt.code for doubt in doubts.list_doubts(connection)}
    assert waiting == {"form-unread", "sender-unknown"}
    assert (case["contact"], case["phone"]) == ("", "")


def test_form_alone_makes_no_case_and_its_text_is_asked_for(office, call):
    row = send(office, call, "sunlou@example.org", "推荐表", "请收", photo("推荐表-孙楼.png"))
    assert office.cases() == []
    assert ("form-only", "推荐表-孙楼.png") in open_codes(office, row)
    assert "“推荐表-孙楼.png”是推荐表，未见正文，烦请补发正文" in office.last("supplement").text


def test_list_asks_the_ledger_first(office, call):
    send(office, call, CHANGDIAN, "案例", "先报", PARTY)
    rows = (("1", "一本账册亮家底", "常店镇", "", ""), ("2", "果园里的协商会", "大沙河镇", "", ""), ("3", "三问三议", "欢口镇", "", ""))  # fmt: skip
    row = send(
        office,
        call,
        "fxmzj@example.org",
        "丰县上报3篇",
        "汇总表3篇，常店那篇已发。",
        sheet("丰县汇总表.xlsx", *rows),
        story("果园里的协商会.docx", 5, "果园里的协商会", "丰县大沙河镇人民政府"),
    )
    assert open_codes(office, row) == [("sheet-missing", "三问三议")]
    send(office, call, "huankou@example.org", "案例", "", story("三问三议.docx", 6, "三问三议", "丰县欢口镇人民政府"))  # fmt: skip
    assert open_codes(office, row) == []
    assert len(office.cases()) == 3


def test_list_alone_asks_for_the_texts(office, call):
    send(office, call, CHANGDIAN, "案例", "先报", PARTY)
    rows = (("1", "一本账册亮家底", "常店镇", "", ""), ("2", "果园里的协商会", "大沙河镇", "", ""))
    row = send(office, call, "fxmzj@example.org", "清单", "先报清单", sheet("汇总表.xlsx", *rows))
    assert ("sheet-missing", "果园里的协商会") in open_codes(office, row)
    assert "汇总表列有《果园里的协商会》，未收到正文" in office.last("supplement").text
    assert "《一本账册亮家底》，未收到" not in office.last("supplement").text
    assert not row.needs_person


def test_later_photos_go_to_the_case_that_the_letter_or_their_names_tell(office, call):
    send(
        office,
        call,
        "taishan@example.org",
        "师苑、学苑两个社区案例",
        "见附件",
        story("师苑社区.docx", 7, "楼道课堂讲起来", "泉山区泰山街道师苑社区"),
        story("学苑社区.docx", 8, "圆桌会上议起来", "泉山区泰山街道学苑社区"),
    )
    named = send(office, call, "taishan@example.org", "补照片", "", photo("师苑1.jpg"))
    assert brought(office, named) == [("楼道课堂讲起来", "attached")]
    private = send(office, call, "zheng@example.net", "照片", "《圆桌会上议起来》的照片，昨天漏了", photo("DSC_0012.JPG", 70))  # fmt: skip
    assert brought(office, private) == [("圆桌会上议起来", "attached")]
    assert open_codes(office, private) == []
    unknown = send(office, call, "zheng@example.net", "照片", "昨天漏了", photo("DSC_0013.JPG", 60))
    assert brought(office, unknown) == []


def test_fewer_cases_than_the_letter_counts(office, call):
    row = send(office, call, CHANGDIAN, "案例", "现报送案例两篇，请查收。", PARTY, photo("IMG_2011.jpg"))
    assert open_codes(office, row) == [("fewer-cases", "1")]
    assert "来信写明两篇，收到正文1篇，请核对是否有遗漏" in office.last("supplement").text


def test_rows_of_a_list_are_found_by_a_shortened_title_and_by_the_unit(office, call):
    """forms/05: the list words two of three titles otherwise."""
    row = send(
        office,
        call,
        "xymz@xinyi.example",
        "新沂3篇",
        "汇总表和正文",
        sheet(
            "汇总表.xlsx",
            ("1", "“夜谈会”化解古镇商居矛盾", "新沂市窑湾镇", "李一", "0516-80001001"),
            ("2", "茶馆调解员", "新沂市高流镇老范村", "王二", "0516-80001002"),
            ("3", "邻里节", "新沂市北沟街道神山社区", "张三", "0516-80001003"),
        ),
        story("古镇新声：商户与居民的夜谈会.docx", 1, "古镇新声：商户与居民的夜谈会", "新沂市窑湾镇人民政府"),
        story("茶馆调解员老孟.docx", 2, "茶馆调解员老孟", "新沂市高流镇老范村"),
        story("邻里节里的一碗面.docx", 3, "邻里节里的一碗面", "新沂市北沟街道神山社区"),
    )
    assert [case["contact"] for case in office.cases()] == ["李一", "王二", "张三"]
    assert open_codes(office, row) == []


def test_two_rows_of_one_unit_are_not_told_apart_by_it(office, call):
    row = send(
        office,
        call,
        "xymz@xinyi.example",
        "窑湾",
        "",
        sheet(
            "汇总表.xlsx",
            ("1", "码头上的早市", "新沂市窑湾镇", "李一", "0516-80001001"),
            ("2", "渡口夜话", "新沂市窑湾镇", "王二", "0516-80001002"),
        ),
        story("古镇新声.docx", 1, "古镇新声", "新沂市窑湾镇人民政府"),
    )
    assert [case["contact"] for case in office.cases()] == [""]
    assert {code for code, _ in open_codes(office, row)} == {"sheet-missing"}


def test_form_of_a_case_from_another_office_lends_nothing_without_a_word(office, call):
    """forms/13: the district sends the forms of two streets."""
    send(
        office,
        call,
        "yongan@163.example",
        "永安案例",
        "",
        story("老街新治.docx", 8, "老街新治", "泉山区永安街道办事处"),
    )
    cells = ("老街新治", "泉山区永安街道办事处", "甲一", "0516-80001011")
    send(office, call, "qsmz@quanshan.example", "补推荐表", "统一盖章", form("推荐表.docx", cells))
    (case,) = office.cases()
    assert (case["contact"], conflicts(office)) == (
        "",
        ["联系人表中为甲一，原无；电话表中为0516-80001011，原无"],
    )


def test_level_of_a_form_that_contradicts_the_text_is_asked_about(office, call):
    """forms/20: the text says 街道级, the stamped form 村（社区）级."""
    lines = ("机场旧址上的邻里会", "云龙区大郭庄街道郭庄社区", "层级：街道级  联系电话：0516-80003001")
    document = docx.Document()
    for line in (*lines, *CASES[18]["body"]):
        document.add_paragraph(line)
    send(office, call, "dgz@yunlong.example", "郭庄社区案例", "", ("邻里会.docx", _saved(document)))
    paper = docx.Document()
    paper.add_paragraph("徐州市社区治理和服务创新优秀案例推荐表")
    table = paper.add_table(rows=0, cols=2)
    for pair in (("案例名称", lines[0]), ("层级", "村（社区）级"), ("联系电话", "0516-80003001")):
        for cell, text in zip(table.add_row().cells, pair, strict=True):
            cell.text = text
    send(office, call, "dgz@yunlong.example", "推荐表", "以表为准", ("推荐表.docx", _saved(paper)))
    assert [case["level"] for case in office.cases()] == ["town"]
    assert conflicts(office) == ["层级表中为村级，原为镇级"]


def test_a_question_about_the_form_replaces_nothing(office, call):
    """forms/14: a letter, one case, and an empty form that is asked about."""
    row = send(
        office,
        call,
        "jwmz@jiawang.example",
        "贾汪区报送函",
        "附：函、案例、空表（请确认是不是用这个表）",
        story("新路.docx", 10, "矿区老城区的社会治理新路", "贾汪区民政局"),
        form("推荐表空.docx", ("", "", "", "")),
    )
    assert (row.kind, len(office.cases())) == ("submission", 1)
    assert open_codes(office, row) == [("question", "")]


def conflicts(office: Office) -> list[str]:
    """What forms say otherwise than the cases they belong to."""
    with office.parts.ledger.read() as connection:
        return [doubt.detail for doubt in doubts.list_doubts(connection, code="form-conflict")]


TWO = (
    story("城市书房.docx", 7, "城市书房点亮小城", "泉山区泰山街道师苑社区"),
    story("圆桌会.docx", 8, "圆桌会上议起来", "泉山区泰山街道学苑社区"),
)
ASKED = "未见照片"


def wanting_photos(tmp_path) -> Office:
    return Office(tmp_path, notice().model_copy(update={"required": ("text", "photo")})).at("08-03 09:00")


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("书房1.png", "书房活动照片2.png", "圆桌会现场.png"), []),
        (("书房1.png", "书房2.png"), ["圆桌会上议起来"]),
        (("IMG_0012.png", "活动现场1.png"), ["城市书房点亮小城", "圆桌会上议起来"]),
        (("师苑1.png",), ["圆桌会上议起来"]),
    ],
)
def test_photos_called_after_their_case_are_not_asked_for_again(tmp_path, call, names, asked):
    office = wanting_photos(tmp_path)
    send(
        office,
        call,
        "taishan@example.org",
        "两篇案例和照片",
        "见附件",
        *TWO,
        *(photo(name, 60 + at) for at, name in enumerate(names)),
    )
    with office.parts.ledger.read() as connection:
        waiting = [row["title"] for row in office.cases() if missing_papers(connection, office.campaign, row)]
    office.close()
    assert waiting == asked


def test_photos_that_come_later_go_each_to_its_own_case(tmp_path, call):
    office = wanting_photos(tmp_path)
    send(office, call, "taishan@example.org", "两篇案例", "见附件", *TWO)
    later = send(
        office,
        call,
        "taishan@example.org",
        "补照片",
        "",
        photo("书房1.png"),
        photo("书房2.png", 70),
        photo("圆桌会.png", 80),
    )
    with office.parts.ledger.read() as connection:
        hashes = [sha256 for _, sha256 in named_files(connection, later.id)]
        put = [submissions.attached_mails(connection, row.id) for row in office.cases()]
        waiting = [missing_papers(connection, office.campaign, row) for row in office.cases()]
    office.close()
    assert put == [{later.id: frozenset(hashes[:2])}, {later.id: frozenset(hashes[2:])}]
    assert waiting == [[], []]
