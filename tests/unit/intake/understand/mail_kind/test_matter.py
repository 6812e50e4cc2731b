"""What a mail brings: cases, lists, forms, letters as files, and what nobody could read."""

from __future__ import annotations

import pytest

from intake.mail.open import Opened
from intake.model.case import Attachment, Body, Document, DocumentKind, Doubt, Envelope, Format
from intake.understand.mail_kind.bounces import Returned, find_returned, is_bounce_prose, is_delay
from intake.understand.mail_kind.matter import (
    BODY_READER,
    LETTER_CHARS,
    Matter,
    is_pasted_case,
    is_program,
    packs_itself,
    sort_matter,
)

CASE = DocumentKind.CASE
ENCRYPTED = (Doubt("encrypted"),)


def doc(name: str, kind: DocumentKind = CASE, text: str = "正文", **more: object) -> Document:
    return Document(name, Format.DOCX, kind, text, **more)


def sorted_of(*documents: Document, names: tuple[str, ...] = (), doubts: tuple[Doubt, ...] = ()) -> Matter:
    files = tuple(Attachment(name, b"") for name in names)
    return sort_matter(Opened(Envelope(), Body(""), attachments=files, doubts=doubts), documents)


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        (sorted_of(), Matter()),
        (sorted_of(doc("案例.docx")), Matter(cases=(doc("案例.docx"),), files=1)),
        (sorted_of(doc("汇总表.xlsx", DocumentKind.SHEET)), Matter(sheets=1, files=1)),
        (sorted_of(doc("推荐表.docx", DocumentKind.FORM)), Matter(forms=1, letters=(), files=1)),
        (sorted_of(doc("现场.jpg", DocumentKind.PHOTO, "")), Matter(photos=1, files=1)),
        # a request that is prose is no case
        (sorted_of(doc("关于延期的请示.docx")), Matter(letters=("正文",), files=1)),
        (
            sorted_of(doc("情况说明.docx", CASE, "长" * (LETTER_CHARS + 1))),
            Matter(cases=(doc("情况说明.docx", CASE, "长" * (LETTER_CHARS + 1)),), files=1),
        ),
        (sorted_of(doc("说明.txt", DocumentKind.OTHER, "请查收")), Matter(letters=("请查收",), files=1)),
        # what could not be read may hold a case
        (
            sorted_of(doc("案例.docx", DocumentKind.OTHER, "", doubts=ENCRYPTED)),
            Matter(unread=("案例.docx",), files=1),
        ),
        (sorted_of(doc("扫描件.pdf", DocumentKind.SCAN, "")), Matter(unread=("扫描件.pdf",), files=1)),
        (sorted_of(doc("汇总表.xls", DocumentKind.SHEET, "", doubts=ENCRYPTED)), Matter(sheets=1, files=1)),
        (sorted_of(doc("撤回函.docx", DocumentKind.OTHER, "", doubts=ENCRYPTED)), Matter(files=1)),
        (
            sorted_of(names=("案例.rar",)),
            Matter(unread=("案例.rar",), files=1),
        ),  # an archive that stayed shut
        (sorted_of(names=("照片.jpg",)), Matter()),
        (sorted_of(doubts=(Doubt("mail-locked", "加密邮件"),)), Matter(unread=("加密邮件",), files=1)),
        (
            sorted_of(doc("案例.docx", path=("案例.zip",)), names=("案例.zip",)),
            Matter(cases=(doc("案例.docx", path=("案例.zip",)),), files=1),
        ),
        # the mail's own text
        (sorted_of(doc("邮件正文", reader=BODY_READER)), Matter(body_is_case=True)),
        (sorted_of(doc("邮件正文", DocumentKind.OTHER, reader=BODY_READER)), Matter()),
        # programs are no cases, whatever is said of them
        (sorted_of(doc("案例.pdf.exe")), Matter(programs=("案例.pdf.exe",), files=1)),
        (sorted_of(names=("案例.scr",)), Matter(programs=("案例.scr",))),
    ],
)
def test_what_came(matter: Matter, expected: Matter) -> None:
    assert matter == expected


def test_whether_a_case_came_read_or_not() -> None:
    assert [
        m.has_case
        for m in (Matter(), Matter(cases=(doc("a"),)), Matter(body_is_case=True), Matter(unread=("a",)))
    ] == [
        False,
        True,
        True,
        True,
    ]


def test_titles_are_names_and_first_lines_longest_first() -> None:
    matter = Matter(
        cases=(
            doc("一张清单管到底的故事.docx", CASE, "五色花志愿服务\n丰县民政局\n正文"),
            doc("a.docx", CASE, "短"),
        ),
        unread=("某某案例（修改稿）.doc",),
    )
    assert matter.titles == ("一张清单管到底的故事", "五色花志愿服务", "丰县民政局")
    assert matter.names == "一张清单管到底的故事.docx\na.docx\n某某案例（修改稿）.doc"


@pytest.mark.parametrize(
    ("name", "runs", "packs"),
    [
        ("案例.exe", True, True),
        ("案例材料（终稿）.exe", True, True),
        ("案例.pdf.exe", True, False),
        ("setup.exe", True, False),
        ("案例.EXE ", True, False),
        ("案例.scr", True, False),
        ("案例.docx.lnk", True, False),
        ("案例.js", True, False),
        ("案例.docx", False, False),
        ("exe", False, False),
        ("案例exe.docx", False, False),
        ("", False, False),
    ],
)
def test_programs(name: str, runs: bool, packs: bool) -> None:
    assert (is_program(name), packs_itself(name)) == (runs, packs)


@pytest.mark.parametrize("text", ["", "您好，请查收。", "案例" * 100, "请问截止时间？" * 50])
def test_a_letter_is_no_case(text: str) -> None:
    assert not is_pasted_case(text)


@pytest.mark.parametrize(
    ("subject", "text", "is_one"),
    [
        ("系统退信", "您的邮件未能送达", True),
        ("Undelivered Mail Returned to Sender", "The mail could not be delivered", True),
        ("案例", "邮件无法投递，退信原因：收件人邮箱不存在", True),  # two signs in the text
        ("案例", "邮件无法投递", False),
        ("系统退信", "您好", False),
        ("", "", False),
    ],
)
def test_the_prose_of_a_bounce(subject: str, text: str, is_one: bool) -> None:
    assert is_bounce_prose(subject, text) is is_one


@pytest.mark.parametrize(
    ("subject", "text", "is_one"),
    [
        ("Warning: message delayed", "will be retried", True),
        ("投递延迟", "系统将继续尝试投递", True),
        ("投递延迟", "已放弃，退信", False),
        ("邮件暂时无法投递", "稍后再试", True),
        ("投递失败", "暂时无法送达，已失败", False),
        ("delivery failed permanently", "will be retried no more, giving up", False),
        ("案例", "请查收", False),
    ],
)
def test_a_delay_is_no_bounce(subject: str, text: str, is_one: bool) -> None:
    assert is_delay(subject, text) is is_one


COPY = b"Message-ID: <ours@b.cn>\r\nTo: fx@example.cn\r\nSubject: x\r\n\r\n"
OWN = ("zhengji@example.cn",)


def bounced(text: str = "", *files: Attachment, **envelope: object) -> Returned:
    return find_returned(Opened(Envelope(**envelope), Body(text), attachments=files), OWN)


@pytest.mark.parametrize(
    ("found", "returned"),
    [
        (bounced(), Returned("", "")),
        (bounced("无法送达 fx@example.cn"), Returned("", "fx@example.cn")),
        (bounced("收件人：FX@Example.cn.\nMessage-ID: <a@b.cn>"), Returned("<a@b.cn>", "fx@example.cn")),
        (bounced("收件人：ｆｘ＠example.cn"), Returned("", "fx@example.cn")),
        (
            bounced("postmaster@b.cn 来信：zhengji@example.cn 发给 fx@example.cn"),
            Returned("", "fx@example.cn"),
        ),
        (bounced("", Attachment("原邮件.eml", COPY)), Returned("<ours@b.cn>", "fx@example.cn")),
        (
            bounced("", Attachment("x", COPY, declared="message/rfc822")),
            Returned("<ours@b.cn>", "fx@example.cn"),
        ),
        (bounced("", Attachment("原邮件.doc", COPY)), Returned("", "")),
        (bounced("", in_reply_to=("<a@b.cn>",)), Returned("<a@b.cn>", "")),
        (bounced("", references=("<1@b.cn>", "<2@b.cn>")), Returned("<2@b.cn>", "")),
        (bounced("", automatic="X-Failed-Recipients: sn@example.cn"), Returned("", "sn@example.cn")),
        (
            bounced("其他 fx@example.cn", automatic="X-Failed-Recipients: sn@example.cn"),
            Returned("", "sn@example.cn"),
        ),
        (bounced("zhengji@example.cn"), Returned("", "")),
    ],
)
def test_whose_letter_came_back(found: Returned, returned: Returned) -> None:
    assert found == returned
