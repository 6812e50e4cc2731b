"""Short texts that are cases because something calls them so: in a mail itself, or as a file."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.mail.open import Opened, open_mail
from intake.model.case import Document, DocumentKind, Format, Row
from intake.model.limits import Limits
from intake.understand.papers.short import is_called, settle_short, short_body
from tests.properties import examples

TOLD = (
    "中和社区的电梯要不要装，一楼和六楼吵了两年。社区请来楼上楼下十二户，在院子里摆开板凳，"
    "前后商量了九次，把出钱、采光、噪音一条一条谈清楚，写成协议贴在楼道里，最后全楼签字。"
)
TITLE = "九次商量的电梯"
OTHER, CASE, FORM = DocumentKind.OTHER, DocumentKind.CASE, DocumentKind.FORM


def opened(subject: str, body: str, *files: str) -> Opened:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@163.com", subject
    message.set_content(body)
    for name in files:
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    return open_mail(message.as_bytes(), Limits())


@pytest.mark.parametrize(
    ("line", "called"),
    [
        ("案例标题：面条巷里的老规矩", True),
        ("题目：夜里的点名", True),
        ("题目: 夜里的点名", True),
        ("【案例名称】：夜读", True),
        ("（标题）：夜读", True),
        ("  作品名称 ：夜读  ", True),
        ("文章题目：夜读", True),
        ("论文题目：夜读", True),
        ("论文：夜读", False),
        ("案例：夜读", False),
        ("标题：", False),
        ("题目 夜读", False),
        ("我的题目：夜读", False),
        ("课程名称：夜读", False),
        ("", False),
    ],
)
def test_a_line_that_says_what_a_case_is_called(line: str, called: bool) -> None:
    assert is_called(line, "论文") is called


def test_the_word_of_a_call_calls_nothing_in_another_call() -> None:
    assert [is_called("课程名称：夜读", item) for item in ("课程", "论文", "")] == [True, False, False]


@pytest.mark.parametrize(
    ("subject", "body", "held"),
    [
        ("中和社区案例", TOLD, TOLD),
        ("中和社区论文", TOLD, TOLD),
        ("", f"老师好！\n案例标题：{TITLE}\n{TOLD}", f"案例标题：{TITLE}\n{TOLD}"),
        ("", f"老师好！\n论文题目：{TITLE}\n{TOLD}", f"论文题目：{TITLE}\n{TOLD}"),
        (TITLE, f"{TITLE}\n{TOLD}", f"{TITLE}\n{TOLD}"),
        (f"转：{TITLE}（丰县）", f"请查收\n{TITLE}\n{TOLD}", f"{TITLE}\n{TOLD}"),
        (
            "材料",
            f"附件打不开，正文贴在下面。\n\n{TITLE}\n中和社区\n{TOLD}",
            f"{TITLE}\n中和社区\n{TOLD}",
        ),
        (
            "材料",
            f"见下。\n\n{TITLE}\n丰县凤城街道中和社区\n{TOLD}",
            f"{TITLE}\n丰县凤城街道中和社区\n{TOLD}",
        ),
    ],
)
def test_a_mail_that_says_so_holds_a_case_from_its_title_on(subject: str, body: str, held: str) -> None:
    assert short_body(opened(subject, body), "论文") == held


@pytest.mark.parametrize(
    ("subject", "body", "files"),
    [
        ("中和社区", TOLD, ()),  # nothing says that it is one
        ("案例", f"您好！{TOLD}", ()),
        ("材料", f"老师好\n{TITLE}\n{TOLD}", ()),
        ("案例", f"{TITLE}\n太短了", ()),
        ("案例", "", ()),
        ("案例", f"见附件\n\n{TITLE}\n{TOLD}", ("照片.jpg",)),  # the case is in the file
    ],
)
def test_a_letter_holds_none(subject: str, body: str, files: tuple[str, ...]) -> None:
    assert short_body(opened(subject, body, *files), "论文") == ""


def document(text: str, name: str = "1.docx", kind: DocumentKind = OTHER, **more: Any) -> Document:
    return Document(name, Format.DOCX, kind, text=text, **more)


def kinds(documents: list[Document], body: str = "请查收", subject: str = "丰县") -> list[DocumentKind]:
    return [one.kind for one in settle_short(documents, opened(subject, body), "案例")]


BLANK_FORM = document("", "推荐表.doc", FORM)
LISTED = document(
    "", "汇总表.xls", DocumentKind.SHEET, rows=(Row(("案例名称",)), Row((TITLE,)))
)  # fmt: skip
SIGNED = f"{TITLE}\n丰县凤城街道中和社区\n{TOLD}"


@pytest.mark.parametrize(
    ("text", "more", "kind"),
    [
        (TOLD, {}, CASE),
        (f"{TITLE}\n{TOLD}", {}, CASE),
        (f"{TITLE}\n{TOLD}\n联系人：王明", {"pairs": (("联系人", "王明"),)}, CASE),
        (f"{TITLE}\n{TOLD}\n联系人\t王明", {"pairs": (("联系人", "王明"),)}, OTHER),  # a table
        (f"{TITLE}\n{TOLD}", {"rows": (Row(("甲",)),)}, OTHER),
        (f"{TITLE}\n{TOLD}", {"recognised": True}, OTHER),  # a photo of a board
        (f"情况说明\n{TOLD}", {}, OTHER),
        (TOLD[:30], {}, OTHER),
        ("", {}, OTHER),
    ],
)
def test_a_short_text_by_itself(text: str, more: dict[str, object], kind: DocumentKind) -> None:
    assert kinds([document(text, **more)]) == [kind]


@pytest.mark.parametrize(
    ("short", "beside", "body", "kind"),
    [
        (document(TOLD), BLANK_FORM, "请查收", OTHER),
        (document(f"{TITLE}\n{TOLD}"), BLANK_FORM, "请查收", OTHER),
        (document(f"{TITLE}\n{TOLD}", f"{TITLE}（定稿）.docx"), BLANK_FORM, "请查收", CASE),
        (document(f"{TITLE}\n{TOLD}"), BLANK_FORM, f"报送《{TITLE}》一篇", CASE),
        (document(f"{TITLE}\n{TOLD}"), LISTED, "请查收", CASE),
        (document(SIGNED), BLANK_FORM, "请查收", CASE),
        (document(TOLD), document("", "2.pdf", needs_ocr=True), "请查收", OTHER),
    ],
)
def test_beside_something_else_only_what_is_named_or_signed(
    short: Document, beside: Document, body: str, kind: DocumentKind
) -> None:
    assert kinds([short, beside], body) == [kind, beside.kind]


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.sampled_from([TITLE, TOLD, "老师好！", "", "案例标题：电梯", "丰县凤城镇人民政府"]), max_size=7
    )
)
def test_what_a_mail_holds_is_the_end_of_its_text(lines: list[str]) -> None:
    mail = opened(TITLE, "\n".join(lines))
    held = short_body(mail, "案例")
    assert mail.body.new.endswith(held)
    assert held == "" or TOLD in held
