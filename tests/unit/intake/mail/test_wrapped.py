"""What a mail program shows is what is read: signed mails, invitations, multiparts encoded as a whole."""

import base64

import pytest

from intake.mail.open import open_mail
from intake.mail.signed import open_signed
from intake.mail.words.calendar import invitation
from intake.model.case import Attachment
from intake.model.limits import Limits

INNER = (
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    "案例见附件。\r\n--x\r\nContent-Type: application/msword; name=case.doc\r\n"
    "Content-Disposition: attachment; filename=case.doc\r\n\r\nabc\r\n--x--\r\n"
).encode()
CASE = Attachment("case.doc", b"abc", declared="application/msword")
EVENT = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=zh-cn:案例评审会\r\nDTSTART;TZID=China:20150810T090000\r\n"
    "LOCATION:市民政局三楼\r\nDESCRIPTION:请带材料\\,\r\n 准时参加\\n谢谢\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
SHOWN = "案例评审会\n时间：2015年8月10日9:00\n地点：市民政局三楼\n请带材料,准时参加\n谢谢"


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def signed(octets: bytes) -> bytes:
    """ContentInfo of signed data without signers (RFC 5652 par. 5.1)."""
    data = bytes.fromhex("06092a864886f70d010701")
    inside = der(0x30, data + der(0xA0, octets))
    body = der(0x30, der(2, b"\1") + der(0x31, b"") + inside + der(0x31, b""))
    return der(0x30, bytes.fromhex("06092a864886f70d010702") + der(0xA0, body))


PIECES = b"\x24\x80" + der(4, INNER[:100]) + der(4, INNER[100:]) + b"\0\0"


def mail(kind: str, content: bytes, encoding: str = "base64") -> bytes:
    head = f"From: a@b.example\r\nSubject: x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + (base64.encodebytes(content) if encoding == "base64" else content)


@pytest.mark.parametrize(
    "raw",
    [
        mail("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", signed(der(4, INNER))),
        mail("application/x-pkcs7-mime; name=smime.p7m", signed(PIECES)),
        mail("multipart/mixed; boundary=x", INNER.partition(b"\r\n\r\n")[2]),
        mail("multipart/mixed;\r\n boundary=x", INNER.partition(b"\r\n\r\n")[2]),
        mail(
            "multipart/signed; boundary=s; protocol=x",
            b"--s\r\n"
            + INNER
            + b"\r\n--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--s--",
            "7bit",
        ),
    ],
    ids=["signed", "signed in pieces", "base64 on a multipart", "the same, folded", "signed beside"],
)
def test_what_is_wrapped_is_read_as_it_is_shown(raw: bytes) -> None:
    opened = open_mail(raw, Limits())
    assert (opened.body.new, opened.attachments) == ("案例见附件。", (CASE,))


def test_an_encrypted_mail_stays_a_file() -> None:
    opened = open_mail(mail("application/pkcs7-mime; name=smime.p7m", b"0\x82\1\0" + bytes(200)), Limits())
    assert [attachment.name for attachment in opened.attachments] == ["smime.p7m"]


def test_every_beginning_of_a_signed_mail_is_read_without_an_error() -> None:
    whole = signed(PIECES)
    assert open_signed(whole) == INNER
    assert all(INNER.startswith(open_signed(whole[:end])) for end in range(len(whole)))


@pytest.mark.parametrize(
    "kind", ["text/calendar; method=REQUEST; charset=utf-8", "multipart/alternative; boundary=x"]
)
def test_an_invitation_is_shown_where_there_is_no_other_text(kind: str) -> None:
    content = EVENT.encode()
    if kind.startswith("multipart"):
        content = b"--x\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\n" + content + b"\r\n--x--"
    opened = open_mail(mail(kind, content, "8bit"), Limits())
    assert (opened.body.new, opened.attachments) == (SHOWN, ())


def test_an_invitation_beside_a_text_adds_nothing_to_it() -> None:
    content = (
        "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请参会。\r\n"
        f"--x\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\n{EVENT}\r\n--x--"
    )
    opened = open_mail(mail("multipart/alternative; boundary=x", content.encode(), "8bit"), Limits())
    assert opened.body.new == "请参会。"


def test_words_of_an_invitation() -> None:
    assert invitation(EVENT) == SHOWN
    assert invitation("BEGIN:VCALENDAR\nEND:VCALENDAR") == ""
    assert (
        invitation("BEGIN:VEVENT\nSUMMARY:甲\nDTSTART;VALUE=DATE:20150810\nEND:VEVENT")
        == "甲\n时间：2015年8月10日"
    )
