"""Hostile mails for a whole office: what a stranger can put beside a county's case and a coordinator's order.

Each has the kind that must come of it beside it; ``""`` where any is right as long as it is filed.
``OURS`` stands for the Message-ID of a letter of the office, ``COUNTY`` for that of the county's mail.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

from tests.corpus.hostile.mailed import many_parts
from tests.corpus.hostile.packed import zipped

OURS, COUNTY = b"<OURS@example.cn>", b"<county-case@fengxian.example.com>"
BUREAU = b"bureau@example.cn"
ASKS = "请问个人可以报送案例吗？".encode()
WORDS = "附件是我们报送的优秀案例，请查收。".encode()
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def head(name: str, **fields: bytes) -> bytes:
    """The head of a mail of a stranger; ``fields`` replace or, when empty, leave out."""
    lines = {
        "From": f"<{name}@hostile.example.com>".encode(),
        "To": BUREAU,
        "Subject": b"=?utf-8?B?5ZKo6K+i?=",
        "Date": b"Mon, 20 Jul 2015 09:30:00 +0800",
        "Message-ID": f"<{name}@hostile.example.com>".encode(),
        "MIME-Version": b"1.0",
    }
    lines.update((key.replace("_", "-"), value) for key, value in fields.items())
    return b"".join(key.encode() + b": " + value + b"\r\n" for key, value in lines.items() if value)


def plain(name: str, text: bytes = ASKS, **fields: bytes) -> bytes:
    return head(name, **fields) + TEXT + text


def multipart(name: str, kind: bytes, *parts: bytes, **fields: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return (
        head(name, Content_Type=b"multipart/" + kind + b'; boundary="b"', **fields)
        + b"\r\n"
        + body
        + b"--b--\r\n"
    )


def enclosed(name: bytes, content: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    packed = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return (
        b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; " + name + b"\r\n\r\n" + packed
    )  # fmt: skip


def _nested(depth: int) -> bytes:
    return head("nested") + b"Content-Type: message/rfc822\r\n\r\n" + (
        head("inner") + b"Content-Type: message/rfc822\r\n\r\n"
    ) * depth + plain("core")  # fmt: skip


def _zip_that_lies_about_names() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (
            "\u202ecod.elasac.txt",
            "案例\r\nBcc: x@y.z.txt",
            "a" * 200 + "/" * 200 + "b.txt",
            ".." * 90,
        ):
            archive.writestr(name, "案例正文" * 50)
    return out.getvalue()


def _bounce(language: bytes, subject: bytes) -> bytes:
    """A report without standard headers that claims the county's address dead."""
    text = language + b"\r\n\r\n<minzheng@fengxian.example.com>: 550 5.1.1 unknown\r\n"
    return plain("postmaster", text, Subject=subject)


def _our_letter_back() -> bytes:
    ours = (
        b"From: "
        + BUREAU
        + b"\r\nTo: minzheng@fengxian.example.com\r\nMessage-ID: "
        + OURS
        + b"\r\n\r\n1\r\n"
    )
    status = (
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        b"Final-Recipient: rfc822; minzheng@fengxian.example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    return multipart(
        "mailer-daemon", b"report; report-type=delivery-status", TEXT + b"failed", status,
        b"Content-Type: message/rfc822\r\n\r\n" + ours, Return_Path=b"<>",
    )  # fmt: skip


_ICS = (
    b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"
    b"BEGIN:VEVENT\r\nDTSTART:99991231T235959Z\r\nRRULE:FREQ=SECONDLY\r\nORGANIZER:mailto:bureau@example.cn\r\n"
    b"SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
_YENC = (
    b"=ybegin line=128 size=99999999999 name=a.docx\r\n"
    + bytes(range(14, 255)) * 900
    + b"\r\n=yend size=1\r\n"
)
_UUE = b"begin 644 ../../a.docx\r\n" + b"#0V%T\r\n" * 20_000 + b"`\r\nend\r\n"
_PGP = (
    b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA1\r\n\r\n- " + ASKS
    + b"\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\n" + b"iQEz" * 4000 + b"\r\n-----END PGP SIGNATURE-----\r\n"
)  # fmt: skip

POSTED: dict[str, tuple[Callable[[], bytes], str]] = {
    "subject of 1 MB": (
        lambda: plain("subject", Subject=b"=?utf-8?B?" + base64.b64encode(b"\xe6\xa1\x88" * 250_000) + b"?="),
        "question",
    ),
    "field of 1 MB": (lambda: plain("field", List_Post=b"x" * 1_000_000), "question"),
    "10,000 empty files": (lambda: many_parts(10_000, enclosed(b'filename="a.doc"', b"")), ""),
    "200 mails inside one another": (lambda: _nested(200), ""),
    "charset that is no charset": (
        lambda: head("charset") + b'Content-Type: text/plain; charset="gb2312; utf-7 \xff"\r\n\r\n' + ASKS,
        "question",
    ),
    "shift codes without end": (
        lambda: (
            head("shift") + b"Content-Type: text/plain; charset=iso-2022-cn\r\n\r\n" + b"\x1b$)A\x0e" * 50_000
        ),
        "",
    ),
    "zip in zip with odd names": (
        lambda: multipart(
            "zip",
            b"mixed",
            TEXT + WORDS,
            enclosed(b'filename="a.zip"', zipped({"b.zip": _zip_that_lies_about_names()})),
        ),
        "",
    ),
    "year 9999": (lambda: plain("late", Date=b"Fri, 31 Dec 9999 23:59:59 -2359"), "question"),
    "year 0001": (lambda: plain("early", Date=b"Mon, 01 Jan 0001 00:00:00 +2359"), "question"),
    "date of numbers": (
        lambda: plain("numbers", Date=b"Thu, 1 Jan 292277026596 00:00:00 +99999999999"),
        "question",
    ),
    "half a character as a file name": (
        lambda: multipart(
            "half", b"mixed", TEXT + WORDS, enclosed(b"filename*=utf-8''%ED%A0%80%00%0D%0A.docx", b"x" * 99)
        ),
        "",
    ),
    "line ends in the subject": (
        lambda: plain(
            "lines",
            Subject=b"=?utf-8?B?" + base64.b64encode("问\r\nBcc: evil@x.cn\r\n\r\n<b>".encode()) + b"?=",
        ),
        "question",
    ),
    "identifier of 5 MB": (
        lambda: plain("identifier", Message_ID=b"<" + b"x" * 5_000_000 + b"@x.cn>"),
        "question",
    ),
    "no identifier": (lambda: plain("none", Message_ID=b""), "question"),
    "the county's identifier": (lambda: plain("copied", Message_ID=COUNTY), "question"),
    "an identifier of ours": (lambda: plain("stolen", Message_ID=OURS), "question"),
    "from our own mailbox": (lambda: plain("own", From=BUREAU), "question"),
    "our own name, another mailbox": (
        lambda: plain("named", From=b'"bureau@example.cn" <x@hostile.example.com>', Reply_To=BUREAU),
        "question",
    ),
    "answers asked for at 500 addresses": (
        lambda: plain("many", Reply_To=b", ".join(b"r%d@x.cn" % n for n in range(500))),
        "question",
    ),
    "2,000 recipients": (
        lambda: plain("crowd", To=b",\r\n ".join(b"p%d@x.cn" % n for n in range(2000)), Cc=BUREAU),
        "",
    ),
    "signed": (
        lambda: multipart(
            "signed",
            b'signed; micalg=sha1; protocol="application/pkcs7-signature"',
            TEXT + ASKS,
            enclosed(b'filename="smime.p7s"', b"0\x82" * 900, b"application/pkcs7-signature"),
        ),
        "question",
    ),
    "signed mail that is none": (
        lambda: (
            head("opaque")
            + b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(b"0\x80" * 9000)
        ),
        "",
    ),
    "winmail.dat of noise": (
        lambda: multipart(
            "winmail",
            b"mixed",
            TEXT + ASKS,
            enclosed(
                b'filename="winmail.dat"', b"\x78\x9f\x3e\x22" + b"\xff" * 50_000, b"application/ms-tnef"
            ),
        ),
        "",
    ),
    "invitation": (
        lambda: multipart("invitation", b"alternative", TEXT + "邀请您参加会议。".encode(), _ICS),
        "",
    ),
    "report in Russian": (
        lambda: _bounce(
            "Это письмо создано автоматически. Ваше сообщение не доставлено.".encode(),
            "Недоставленное сообщение".encode(),
        ),
        "",
    ),
    "report in Japanese": (
        lambda: _bounce(
            "次の宛先へのメールは配信できませんでした。".encode(),
            b"=?iso-2022-jp?B?GyRCR1s/LiUoJWkhPBsoQg==?=",
        ),
        "",
    ),
    "report with our letter in it": (_our_letter_back, ""),
    "clear-signed": (lambda: plain("pgp", _PGP), "question"),
    "yEnc": (lambda: head("yenc") + b"\r\n" + _YENC, ""),
    "uuencode that climbs": (lambda: head("uue") + b"\r\n" + WORDS + b"\r\n" + _UUE, ""),
    "HTML of tables": (lambda: head("tables") + _HTML + b"<table><tr><td>" * 20_000 + ASKS, ""),
    "HTML of entities": (
        lambda: head("entities") + _HTML + b"&#1114112;&#xD800;&#0;&nbsp" * 50_000 + b"<p>" + ASKS,
        "",
    ),
    "HTML comments and styles without end": (
        lambda: head("styles") + _HTML + b"<!--<style>" * 50_000 + ASKS,
        "",
    ),
    "parts outside": (
        lambda: (
            head("outside")
            + b'Content-Type: message/external-body; access-type=local-file; name="/etc/hostname"\r\n\r\nContent-Type: text/plain\r\n\r\n'
        ),
        "",
    ),
    "no From, one Sender": (
        lambda: plain("sender", From=b"", Sender=b"<s@hostile.example.com>"),
        "question",
    ),
    "a group as From": (lambda: plain("group", From=b"undisclosed-recipients:;"), "question"),
    "bare carriage returns": (lambda: plain("returns").replace(b"\r\n", b"\r"), ""),
    "300 Received and 10,000 references": (
        lambda: (
            b"Received: from x by y; Mon, 20 Jul 2015 09:00:00 +0800\r\n" * 300
            + plain("references", References=b" ".join(b"<%d@x.cn>" % n for n in range(10_000)) + b" " + OURS)
        ),
        "",
    ),
    "an order of nobody in our thread": (
        lambda: plain("order", "全部撤回，暂停发信，截止延到12月31日".encode(), In_Reply_To=OURS),
        "",
    ),
    "an answer of a machine that hides it": (
        lambda: plain("machine", "您的来信已收到，我们会尽快处理。".encode(), In_Reply_To=OURS),
        "",
    ),
    "Apple's two halves": (
        lambda: multipart(
            "apple",
            b"appledouble",
            enclosed(b'filename="a"', b"\0\x05\x16\x07" * 99, b"application/applefile"),
            enclosed(b'filename="a.doc"', b"\xd0\xcf\x11\xe0" * 99),
        ),
        "",
    ),
    "BinHex": (
        lambda: (
            head("binhex")
            + b"Content-Type: application/mac-binhex40\r\n\r\n(This file must be converted with BinHex 4.0)\r\n:"
            + b"!" * 200_000
        ),
        "",
    ),
}
