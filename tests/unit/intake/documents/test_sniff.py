"""Files are told by their bytes, whatever they are called."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.sniff import is_encrypted_office, sniff
from intake.model.case import Format
from tests.files.docx_files import make_docx, para
from tests.files.ole_files import make_ole

CHINESE = "关于报送优秀案例的函\n各县（市）区民政局：现将有关事项通知如下。\n"
MAIL = "From: a@b.cn\r\nTo: c@d.cn\r\nSubject: =?gbk?B?sLjA/Q==?=\r\nDate: Mon, 3 Aug 2015 10:00:00 +0800\r\n\r\n正文"


def zipped(*names: str, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], b"<x/>"))
    return target.getvalue()


def tarred(format_: int) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=format_) as archive:
        archive.addfile(tarfile.TarInfo("案例.txt"), io.BytesIO(b""))
    return target.getvalue()


def old_tar() -> bytes:
    """A header as Unix V7 wrote it: no magic, only the checksum."""
    header = bytearray(tarred(tarfile.USTAR_FORMAT))
    header[257:512] = b"\0" * 255
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header[:512]):06o}\0 ".encode()
    return bytes(header)


SAMPLES = {
    "docx": (make_docx(para("甲")), Format.DOCX),
    "docx behind junk": (b"\r\n\r\n" + make_docx(para("甲")), Format.DOCX),
    "docx before junk": (make_docx(para("甲")) + b"\0" * 5000, Format.DOCX),
    "docx cut short": (make_docx(para("甲"))[:-40], Format.DOCX),
    "docx with backslashes": (zipped("[Content_Types].xml", r"word\document.xml"), Format.DOCX),
    "docx in an odd folder": (zipped("[Content_Types].xml", "main/doc.xml", **{"[Content_Types]": b'ContentType="x.wordprocessingml.document"'}), Format.DOCX),
    "xlsx in an odd folder": (zipped("[Content_Types].xml", "main/book.xml", **{"[Content_Types]": b'ContentType="x.spreadsheetml.sheet"'}), Format.XLSX),
    "package of nothing known": (zipped("[Content_Types].xml", "visio/x.xml"), Format.ZIP),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), Format.XLSX),
    "pptx": (zipped("[Content_Types].xml", "ppt/presentation.xml"), Format.PPT),
    "ofd": (zipped("OFD.xml", "Doc_0/Document.xml"), Format.OFD),
    "ofd in capitals": (zipped("ofd.XML"), Format.OFD),
    "odt": (zipped("mimetype", "content.xml", "META-INF/manifest.xml", mimetype=b"application/vnd.oasis.opendocument.text"), Format.ODT),
    "ods": (zipped("mimetype", "content.xml", "META-INF/manifest.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Format.ODS),
    "zip of documents": (zipped("材料/word/document.xml", "a.docx"), Format.ZIP),
    "empty zip": (zipped(), Format.ZIP),
    "zip cut in its first header": (b"PK\x03\x04\x14\0", Format.ZIP),
    "doc": (make_ole({"WordDocument": b"", "1Table": b""}), Format.DOC),
    "xls": (make_ole({"Workbook": b""}), Format.XLS),
    "xls of Excel 5": (make_ole({"Book": b""}), Format.XLS),
    "ppt": (make_ole({"PowerPoint Document": b""}), Format.PPT),
    "msg": (make_ole({"__properties_version1.0": b""}), Format.MSG),
    "Works": (make_ole({"CONTENTS": b"CHNKWKS"}), Format.WORKS),
    "old Works": (make_ole({"MatOST": b""}), Format.WORKS),
    "OLE of nothing known": (make_ole({"x": b""}), Format.UNKNOWN),
    "doc with a broken directory": (make_ole({"WordDocument": b""})[:600] + "WordDocument".encode("utf-16-le") + b"\0\0", Format.DOC),
    "doc without a directory": (make_ole({"WordDocument": b"\xec\xa5\xc1\0"})[:5000], Format.DOC),
    "doc behind junk": (b"\r\n\0\1\2\3" + make_ole({"WordDocument": b""}), Format.DOC),
    "rtf": (rb"{\rtf1\ansi\ansicpg936 x}", Format.RTF),
    "rtf after blanks": (b"\xef\xbb\xbf\r\n" + rb"{\rtf1 x}", Format.RTF),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3", Format.PDF),
    "pdf behind junk": (b"\0" * 900 + b"%PDF-1.7", Format.PDF),
    "html": (b"<!DOCTYPE html><html><body>x</body></html>", Format.HTML),
    "html without a head": (b"\r\n<TABLE border=1><TR><TD>x</TD></TR></TABLE>", Format.HTML),
    "html in GBK": (("<html><body>" + CHINESE).encode("gbk"), Format.HTML),
    "html in UTF-16": (("\ufeff<html><body>" + CHINESE).encode("utf-16-le"), Format.HTML),
    "html after a line": (b"exported 2015\r\n<html><body><p>x</p></body></html>", Format.HTML),
    "web page as one file": (b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n', Format.HTML),
    "web page saved by a browser": (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", Format.HTML),
    "Word 2003 XML": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', Format.WORDML),
    "flat OPC": (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>', Format.WORDML),
    "Excel 2003 XML": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', Format.WORDML),
    "UOF": (b'<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>', Format.WORDML),
    "other XML": (b'<?xml version="1.0"?><a>x</a>', Format.TEXT),
    "jpeg": (b"\xff\xd8\xff\xe0", Format.IMAGE),
    "png": (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    "gif": (b"GIF89a", Format.IMAGE),
    "bmp": (b"BM" + b"\0" * 12 + b"\x28\0\0\0" + b"\0" * 40, Format.IMAGE),
    "tiff": (b"II*\0", Format.IMAGE),
    "webp": (b"RIFF\0\0\0\0WEBP", Format.IMAGE),
    "heic": (b"\0\0\0\x18ftypheic", Format.IMAGE),
    "rar 4": (b"Rar!\x1a\x07\0", Format.RAR),
    "rar 5": (b"Rar!\x1a\x07\x01\0", Format.RAR),
    "7z": (b"7z\xbc\xaf\x27\x1c", Format.SEVENZIP),
    "gzip": (gzip.compress(b"x"), Format.GZIP),
    "tar": (tarred(tarfile.GNU_FORMAT), Format.TAR),
    "tar of the seventies": (old_tar(), Format.TAR),
    "winmail.dat": (b"\x78\x9f\x3e\x22\0\0", Format.TNEF),
    "mail": (MAIL.encode(), Format.EML),
    "mail in GBK": (MAIL.encode("gbk"), Format.EML),
    "text": (CHINESE.encode(), Format.TEXT),
    "text in GBK": (CHINESE.encode("gbk"), Format.TEXT),
    "text in UTF-16": (CHINESE.encode("utf-16"), Format.TEXT),
    "text in UTF-16 without mark": (CHINESE.encode("utf-16-be"), Format.TEXT),
    "long text cut inside a character": (("a" + "案" * 5000).encode(), Format.TEXT),
    "text that begins like a bitmap": (b"BM " + CHINESE.encode(), Format.TEXT),
    "text with labels": ("标题：一核引领\n联系人：张三\n".encode(), Format.TEXT),
    "empty": (b"", Format.EMPTY),
    "blank": (b"\xef\xbb\xbf \r\n\0", Format.EMPTY),
    "program": (b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 20, Format.UNKNOWN),
    "noise": (bytes(range(256)) * 8, Format.UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_formats(name: str) -> None:
    content, expected = SAMPLES[name]

    assert sniff(content) == expected


@pytest.mark.parametrize("name", ["案例.docx", "案例.pdf", "照片.jpg", "a.eml", "无后缀", "a.xls"])
def test_names_do_not_decide(name: str) -> None:
    for sample in ("docx", "doc", "pdf", "jpeg", "xlsx", "text in GBK", "rar 4", "noise"):
        content, expected = SAMPLES[sample]

        assert sniff(content, name) == expected


def test_names_break_ties() -> None:
    encrypted = make_ole({"EncryptionInfo": b"", "EncryptedPackage": b""})
    two_headers = b"Subject: x\r\nDate: y\r\n\r\nz"

    assert [sniff(encrypted, name) for name in ("a.docx", "b.xlsx", "c.pptx", "")] == [
        Format.DOCX, Format.XLSX, Format.PPT, Format.DOCX,
    ]  # fmt: skip
    assert [sniff(two_headers, name) for name in ("a.txt", "a.eml")] == [Format.TEXT, Format.EML]


def test_passwords_are_seen() -> None:
    encrypted = make_ole({"EncryptionInfo": b"", "EncryptedPackage": b""})

    assert [is_encrypted_office(data) for data in (encrypted, SAMPLES["doc"][0], SAMPLES["docx"][0], b"")] == [
        True, False, False, False,
    ]  # fmt: skip


@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"%PDF-"]),
)
def test_any_bytes_have_a_format(content: bytes, head: bytes) -> None:
    assert sniff(head + content, "x") in Format


@pytest.mark.parametrize(("nulls", "found"), [(1, Format.TEXT), (20, Format.TEXT), (600, Format.UNKNOWN)])
def test_a_text_with_stray_nulls_is_a_text(nulls: int, found: Format) -> None:
    text = "社区把议事的桌子搬到树下，楼长收集意见。" * 20
    step = max(1, len(text) // nulls)

    assert (
        sniff("\0".join(text[at : at + step] for at in range(0, len(text), step)).encode(), "案例.txt")
        == found
    )
