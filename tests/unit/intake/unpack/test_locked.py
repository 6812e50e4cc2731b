"""Documents behind a password are opened by one that the mail tells; all else passes unchanged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from intake.documents.read import read_document
from intake.model.case import Attachment, Document
from intake.model.limits import Limits
from intake.unpack.containers import unpack
from intake.unpack.locked import unlock

RIGHT = "Mz-2015#"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>老街坊议事会</w:t></w:r></w:p></w:body></w:document>"
)


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", WORD)
        package.writestr("word/media/picture.bin", b"x" * 9000)
    return buffer.getvalue()


def xlsx() -> bytes:
    buffer, book = io.BytesIO(), Workbook()
    for number in range(400):
        book.active.append([f"老街坊议事会{number}", "沛县"])
    book.save(buffer)
    return buffer.getvalue()


def lock_office(content: bytes) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(RIGHT, target)
    return target.getvalue()


def locked_pdf(strength: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(RIGHT, "owner", strength=strength))
    canvas.drawString(72, 700, "neighbours talk it over")
    canvas.save()
    return buffer.getvalue()


LOCKED: dict[str, tuple[Callable[[], bytes], str]] = {
    "案例.docx": (lambda: lock_office(docx()), "老街坊议事会"),
    "汇总表.xlsx": (lambda: lock_office(xlsx()), "老街坊议事会7"),
    "案例.pdf": (lambda: locked_pdf(128), "neighbours talk it over"),
    "旧案例.pdf": (lambda: locked_pdf(40), "neighbours talk it over"),
}


def read(name: str, content: bytes, *passwords: str) -> Document:
    (attachment,) = unpack([Attachment(name, content)], Limits(), passwords).attachments
    return read_document(attachment, Limits())


@pytest.fixture(scope="module", params=LOCKED)
def one(request: pytest.FixtureRequest) -> tuple[str, bytes, str]:
    make, text = LOCKED[request.param]
    return request.param, make(), text


def test_it_is_read_with_the_right_password(one: tuple[str, bytes, str]) -> None:
    name, content, text = one
    document = read(name, content, "wrong", RIGHT)
    assert text in document.text
    assert document.doubts == ()


@pytest.mark.parametrize("told", [(), ("wrong",), (RIGHT.lower(), "8866")])
def test_without_it_stays_shut_and_says_so(one: tuple[str, bytes, str], told: tuple[str, ...]) -> None:
    name, content, _ = one
    document = read(name, content, *told)
    assert (document.text, [doubt.code for doubt in document.doubts]) == ("", ["encrypted"])


def test_what_is_not_locked_passes_unchanged() -> None:
    for name, content in (("案例.docx", docx()), ("汇总表.xlsx", xlsx()), ("说明.txt", b"/Encrypt")):
        attachment = Attachment(name, content)
        assert unlock(attachment, (RIGHT,)) == (attachment, "")


def test_hostile_bytes_that_look_locked_pass_unchanged() -> None:
    whole = lock_office(docx())
    for content in (whole[:700], whole[:-3000], b"%PDF-1.4 /Encrypt", whole[:600] + bytes(5000)):
        attachment = Attachment("案例.docx", content)
        assert unlock(attachment, (RIGHT,)) == (attachment, "")


def test_the_password_that_fits_is_tried_first_on_the_next() -> None:
    files = [Attachment(f"{number}.docx", lock_office(docx())) for number in range(3)]
    found = unpack(files, Limits(), ("a", "b", "c", RIGHT)).attachments
    assert [read_document(file, Limits()).text for file in found] == ["老街坊议事会"] * 3
