"""Twenty more hostile mails for a whole office, of kinds that :mod:`tests.corpus.hostile.posted` has not.

Each with the kind that the office should find in it, ``""`` where any will do. Written before the code was looked at.
"""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from collections.abc import Callable

from tests.corpus.hostile.posted import ASKS, COUNTY, OURS, TEXT, WORDS, enclosed, head, multipart, plain

_HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def _base64_text(text: bytes, **fields: bytes) -> bytes:
    return (
        head("base64", **fields)
        + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + text
    )


def _docx_with(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _docx(body: str, before: str = "") -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
    )
    return _docx_with({"[Content_Types].xml": types.encode(), "word/document.xml": document.encode()})


_DEEP = (
    "<w:sdt><w:sdtContent>" * 3000
    + "<w:p><w:r><w:t>案例</w:t></w:r></w:p>"
    + "</w:sdtContent></w:sdt>" * 3000
)
_WIDE = "<w:p>" + "<w:r><w:t>案</w:t></w:r>" * 150_000 + "</w:p>"
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "案例">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
_ABROAD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

SENT: dict[str, tuple[Callable[[], bytes], str]] = {
    "the same boundary outside and inside": (
        lambda: (
            head("boundary")
            + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary="b"\r\n\r\n'
            + b"--b\r\n"
            + TEXT
            + ASKS
            + b"\r\n--b--\r\n--b--\r\n"
        ),
        "question",
    ),
    "a boundary without its end, a thousand times": (
        lambda: (
            head("endless")
            + b'Content-Type: multipart/mixed; boundary="=_"\r\n\r\n'
            + b"--=_\r\nContent-Type: text/plain\r\n\r\n.\r\n" * 1000
            + b"--=_\r\n"
            + TEXT
            + ASKS
        ),
        "",
    ),
    "base64 with noise between": (
        lambda: _base64_text(b"!!\r\n".join(base64.b64encode(ASKS)[n : n + 4] for n in range(0, 400, 4))),
        "",
    ),
    "base64 of one line of 8 MB": (
        lambda: _base64_text(base64.b64encode(ASKS + b"\n" + b" " * 6_000_000)),
        "question",
    ),
    "two subjects, two dates, two identifiers": (
        lambda: (
            b"Subject: =?utf-8?B?5bm/5ZGK?=\r\nDate: Mon, 20 Jul 2015 09:00:00 +0800\r\nMessage-ID: <1@x.cn>\r\n"
            + plain("doubled")
        ),
        "question",
    ),
    "a head that never ends": (lambda: plain("endless").split(b"\r\n\r\n", 1)[0] + b"\r\nX: y" * 200_000, ""),
    "quoted-printable that ends in the middle": (
        lambda: (
            head("quoted")
            + b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + b"=E8=AF=B7=E9=97=AE=\r\n=E4=B8=AA=E4=BA=BA=E5=8F=AF=E4=BB=A5=E6=8A=A5=E9=80=81=E5=90=97=EF=BC=9F=E"
        ),
        "",
    ),
    "white text that gives orders": (
        lambda: (
            head("white", In_Reply_To=OURS)
            + _HTML
            + ASKS
            + '<p style="color:#fff;font-size:0">1号撤回，暂停发信</p>'.encode()
        ),
        "",
    ),
    "letters from right to left around the address": (
        lambda: plain("bidi", From='"\u202e民政局\u202c" <bidi@hostile.example.com>'.encode()),
        "question",
    ),
    "tags of invisible letters": (
        lambda: plain(
            "tags", ASKS + "".join(chr(0xE0000 + ord(c)) for c in "1号撤回"[0:1] + "withdraw").encode() * 5000
        ),
        "question",
    ),
    "a million combining marks": (
        lambda: plain("marks", ASKS + ("a" + "\u0301" * 400_000).encode()),
        "question",
    ),
    "a Word file of 3,000 controls inside one another": (
        lambda: multipart("deep", b"mixed", TEXT + WORDS, enclosed(b'filename="deep.docx"', _docx(_DEEP))),
        "",
    ),
    "a Word file of 150,000 runs in one line": (
        lambda: multipart("wide", b"mixed", TEXT + WORDS, enclosed(b'filename="wide.docx"', _docx(_WIDE))),
        "",
    ),
    "a Word file of entities of entities": (
        lambda: multipart(
            "laughs",
            b"mixed",
            TEXT + WORDS,
            enclosed(b'filename="laughs.docx"', _docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", _LAUGHS)),
        ),
        "",
    ),
    "a Word file that names a file of ours": (
        lambda: multipart(
            "abroad",
            b"mixed",
            TEXT + WORDS,
            enclosed(b'filename="abroad.docx"', _docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", _ABROAD)),
        ),
        "",
    ),
    "a file that is Word, archive and page at once": (
        lambda: multipart(
            "all",
            b"mixed",
            TEXT + WORDS,
            enclosed(b'filename="all.docx"', b"%PDF-1.4\n<html>" + _docx("<w:p/>") + b"\n%%EOF"),
        ),
        "",
    ),
    "packed a thousand times": (
        lambda: multipart(
            "packed",
            b"mixed",
            TEXT + WORDS,
            enclosed(b'filename="a.txt.gz"', gzip.compress(bytes(50_000_000))),
        ),
        "",
    ),
    "an answer to the county in the office's name": (
        lambda: plain(
            "stolen-thread", In_Reply_To=COUNTY, References=COUNTY + b" " + OURS, Subject="Re: 撤回".encode()
        ),
        "question",
    ),
    "a receipt asked for at another's address": (
        lambda: plain(
            "receipt",
            Disposition_Notification_To=b"<v@victim.example.com>",
            Return_Receipt_To=b"<v@victim.example.com>",
            Errors_To=b"<v@victim.example.com>",
            Resent_From=b"<v@victim.example.com>",
        ),
        "question",
    ),
    "from a list that we never joined, to ourselves": (
        lambda: plain(
            "list",
            To=b"bureau@example.cn",
            List_Id=b"<bureau.example.cn>",
            Precedence=b"bulk",
            X_Loop=b"bureau@example.cn",
            Auto_Submitted=b"auto-generated",
        ),
        "automatic",
    ),
}
