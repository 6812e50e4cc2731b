"""What a file is, from its bytes; the name only breaks ties between equal containers.

Nothing is read here beyond directories and headers: what is inside is the readers' business.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from intake.documents.packages.compound import Compound
from intake.documents.packages.directory import is_own_directory
from intake.model.case import Format
from intake.model.errors import Damaged
from intake.text.charset import decode_bytes
from intake.text.hanzi import weigh

HEAD: Final = 4096  # bytes that decide
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LOCAL: Final = b"PK\x03\x04"
MAX_NAMES: Final = 5000
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, RuntimeError, EOFError,
    struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip

_MAGIC: Final = (
    (b"Rar!\x1a\x07", Format.RAR),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVENZIP),
    (b"\x1f\x8b\x08", Format.GZIP),
    (b"\x78\x9f\x3e\x22", Format.TNEF),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"GIF87a", Format.IMAGE),
    (b"GIF89a", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Format.IMAGE),
)
_HEIF_BRANDS: Final = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


def sniff(content: bytes, name: str = "") -> Format:
    """The format of ``content``; never raises.

    A password-protected Office file is what its name says (DOCX unless .xlsx, .pptx …):
    :func:`is_encrypted_office` tells it apart.
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Format.EMPTY
    head = content[:HEAD]
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if _is_image(head):
        return Format.IMAGE
    if head.startswith(_OLE):
        return _sniff_ole(content, name)
    if head.startswith(_LOCAL):
        found = _sniff_zip(content)
        return Format.UNKNOWN if found is Format.ZIP and _PACKAGE_NAME.search(name) else found
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if _is_tar(content):
        return Format.TAR
    return _sniff_text(content, name)


def is_encrypted_office(content: bytes) -> bool:
    """Whether this is an Office file behind a password (MS-OFFCRYPTO 2.3.4: an OLE2 wrapper)."""
    if not content.startswith(_OLE):
        return False
    streams = _streams(content)
    return "encryptedpackage" in streams or "encryptioninfo" in streams


def _is_image(head: bytes) -> bool:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return True
    # BM alone would take any text that begins with these letters.
    return (
        head[:2] == b"BM"
        and len(head) > 30
        and head[14:18] in {b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"}
    )


def _is_tar(content: bytes) -> bool:
    header = content[:512]
    if len(header) < 512:
        return False
    if header[257:262] == b"ustar":
        return True
    try:  # pre-POSIX tar: only the checksum tells
        stated = int(header[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(header) - sum(header[148:156]) + 8 * 0x20


# --- zip -----------------------------------------------------------------------------------------


def _sniff_zip(content: bytes) -> Format:
    names = _zip_names(content)
    tops = {name.partition("/")[0] for name in names}
    if "ofd.xml" in names:
        return Format.OFD
    if "[content_types].xml" in names or "_rels/.rels" in names or names & _MAIN_PARTS:
        for top, found in (("word", Format.DOCX), ("xl", Format.XLSX), ("ppt", Format.PPT)):
            if top in tops:
                return found
        return _sniff_content_types(content)
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return _sniff_odf(content)
    return Format.ZIP


# Documents and programs that are zip archives inside; nobody means their parts to be read as files.
_PACKAGE_NAME: Final = re.compile(
    r"\.(?:pages|numbers|key|epub|xmind|mmap|vsdx|sketch|odp|odg|apk|ipa|jar|war|xps|oxps|dwfx|kmz)$", re.I
)
_MAIN_PARTS: Final = {"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"}


def _zip_names(content: bytes) -> set[str]:
    """Names in the directory, or in the local headers when the directory is lost."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            own = is_own_directory(content, archive.infolist())
            found = archive.namelist() if own else list(_header_names(content))
    except _ZIP_ERRORS:
        found = list(_header_names(content))
    return {name.replace("\\", "/").lstrip("/").lower() for name in found}


def _header_names(content: bytes) -> Iterator[str]:
    at = content.find(_LOCAL)
    for _ in range(MAX_NAMES):
        if at < 0:
            return
        length = int.from_bytes(content[at + 26 : at + 28], "little")
        yield content[at + 30 : at + 30 + length].decode("utf-8", "replace")
        size = int.from_bytes(content[at + 18 : at + 22], "little")  # 0 where it is told behind the data
        at = content.find(_LOCAL, at + 30 + length + size)  # what is packed may hold names of its own


def _sniff_content_types(content: bytes) -> Format:
    """A package whose main part has an unusual folder: the content type tells."""
    types = _zip_part(content, "[Content_Types].xml")
    for word, found in (
        (b"wordprocessingml", Format.DOCX),
        (b"ms-word", Format.DOCX),
        (b"spreadsheetml", Format.XLSX),
        (b"ms-excel", Format.XLSX),
        (b"presentationml", Format.PPT),
    ):
        if word in types:
            return found
    return Format.ZIP


def _sniff_odf(content: bytes) -> Format:
    kind = _zip_part(content, "mimetype")
    if b"opendocument.spreadsheet" in kind:
        return Format.ODS
    return Format.ODT if b"opendocument.text" in kind else Format.ZIP


def _zip_part(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(name) as part:
            return part.read(100_000)
    except _ZIP_ERRORS:
        return b""


# --- OLE2 ----------------------------------------------------------------------------------------


def _sniff_ole(content: bytes, name: str) -> Format:
    streams = _streams(content)
    for stream, found in (
        ("__properties_version1.0", Format.MSG),
        ("worddocument", Format.DOC),
        ("workbook", Format.XLS),
        ("book", Format.XLS),
        ("powerpoint document", Format.PPT),
        ("pp40", Format.PPT),
        ("matost", Format.WORKS),
        ("mm", Format.WORKS),
    ):
        if stream in streams:
            return found
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        lowered = name.lower()
        if lowered.endswith((".xlsx", ".xlsm", ".xlsb", ".et")):
            return Format.XLSX
        return Format.PPT if lowered.endswith((".pptx", ".pptm")) else Format.DOCX
    if "contents" in streams and b"CHNKWKS" in content:
        return Format.WORKS
    # The directory often stands at the end, and is what a broken transfer loses.
    is_lost = not streams or name.lower().endswith((".doc", ".wps", ".dot", ".wpt"))
    return Format.DOC if is_lost and find_head(content) else Format.UNKNOWN


IDENT_97: Final = 0xA5EC  # how the main stream of a Word 97 file begins (MS-DOC 2.5.2)
_HEAD_97: Final = IDENT_97.to_bytes(2, "little")
_SECTOR: Final = 512  # bytes


def find_head(content: bytes) -> int:
    """Where the main stream of a Word 97 file begins that lost its directory; 0 when no sector looks like it."""
    places = range(_SECTOR, len(content) - 4, _SECTOR)
    return next((at for at in places if content.startswith(_HEAD_97, at) and content[at + 3] < 2), 0)


_STREAM_NAMES: Final = (
    "WordDocument", "Workbook", "PowerPoint Document", "EncryptedPackage",
    "__properties_version1.0", "MatOST",
)  # fmt: skip


def _streams(content: bytes) -> set[str]:
    """Lower-case names of the root's streams; for broken files, known names anywhere."""
    try:
        found = set(Compound(content).entries)
    except Damaged:
        found = set()
    return found or {name.lower() for name in _STREAM_NAMES if name.encode("utf-16-le") + b"\0\0" in content}


# --- text ----------------------------------------------------------------------------------------

MOST_NULLS: Final = 0.1  # of a text: beyond, it is binary
_HEADER: Final = re.compile(
    rb"(from|to|cc|subject|date|received|message-id|mime-version|content-type|return-path|reply-to"
    rb"|delivered-to|sender|content-transfer-encoding|x-[a-z-]+|dkim-signature|importance)[ \t]*:",
    re.I,
)
_MBOX_LINE: Final = re.compile(rb"\A>?From [^\r\n]*+(?:\r\n|\r|\n)")  # RFC 4155
_ANY_HEADER: Final = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")
_HTML: Final = re.compile(
    r"<(!doctype\s+html|html|head|body|meta|title|table|div|p|span|font|style|script|br|center|h[1-6])[\s/>]",
    re.I,
)


def _sniff_text(content: bytes, name: str) -> Format:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:HEAD]
    if start[:6] in {b"{\\rtf1", b"{\\urtf"} or start.startswith(b"{\\rtf"):
        return Format.RTF
    mail = _sniff_mail(start, name)
    if mail:
        return mail
    shown = _readable_head(content)
    if shown:
        return _sniff_markup(shown)
    if _LOCAL in content[:HEAD] or b"PK\x05\x06" in content[-HEAD:]:
        return _sniff_zip(content)  # junk in front, or a self-extracting program
    at = content[:HEAD].find(_OLE)
    return _sniff_ole(content[at:], name) if at > 0 else Format.UNKNOWN


def _sniff_mail(start: bytes, name: str) -> Format | None:
    """EML, or HTML for a web page saved as one file (RFC 2557), which looks the same."""
    start = _MBOX_LINE.sub(b"", start, count=1)
    block = re.split(rb"\r?\n\r?\n|\r\r", start, maxsplit=1)[0]
    lines = re.split(rb"\r\n|\n|\r", block)
    known = {match[1].lower() for line in lines if (match := _HEADER.match(line))}
    if not known or not all(_ANY_HEADER.match(line) for line in lines[:-1]):
        return None
    if b"multipart/related" in block.lower() and not known & {b"to", b"received", b"message-id"}:
        from_browser = b"from" not in known or b"saved by" in block.lower() or b"snapshot" in block.lower()
        if from_browser:
            return Format.HTML
    needed = 1 if name.lower().endswith((".eml", ".mht")) else 3
    return Format.EML if len(known) >= needed else None


def _readable_head(content: bytes) -> str:
    """The beginning as text, ``""`` when it is binary."""
    piece = content[:HEAD]
    decoded = decode_bytes(piece)
    if not decoded.sure and len(content) > HEAD:  # perhaps cut inside a character
        trials = (decode_bytes(content[: HEAD - cut]) for cut in (1, 2, 3))
        decoded = next((trial for trial in trials if trial.sure), decoded)
    text = decoded.text
    if text.count("\0") <= MOST_NULLS * len(text):  # what some programs leave between the lines
        text = text.replace("\0", "")
    controls = sum(character < " " and character not in "\t\n\r\f\v\x1a\x1b\b" for character in text)
    if controls > 0.01 * len(text) or text.count("\ufffd") > 0.05 * len(text):
        return ""
    total, counted = weigh(text)
    return "" if counted > 0.3 * len(text) and total / counted < -1.0 else text


def _sniff_markup(shown: str) -> Format:
    start = shown.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if 'progid="Word.Document"' in start or "wordml" in start or "office/2006/xmlPackage" in start:
            return Format.WORDML
        if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<Workbook" in start:
            return Format.WORDML
        if "uof" in start[:1000].lower() and "<?xml" in start[:10]:
            return Format.WORDML
        if _HTML.search(start[:2000]):
            return Format.HTML
    # Some export programs put a line of text before the markup.
    if re.search(r"<html[\s>]", start[:1000], re.I) and re.search(r"<(body|table|div|p)[\s>]", start, re.I):
        return Format.HTML
    return Format.TEXT
