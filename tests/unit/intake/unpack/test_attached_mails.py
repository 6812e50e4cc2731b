"""Containers in containers: archives, mails, winmail.dat."""

import bz2
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from email import message_from_bytes, policy
from email.message import EmailMessage

import py7zr
import pytest

from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint
from tests.programs import need

CASE = "城关镇东门社区：小板凳议事会".encode()
BODY = "东门社区把议事会开到楼栋口，居民自带小板凳，逐条议定停车、晾晒、垃圾投放等事项。" * 8


def opened(name: str, content: bytes, declared: str = "") -> Unpacked:
    return unpack([Attachment(name, content, declared=declared)], Limits())


def file(name: str, *path: str, content: bytes = CASE, declared: str = "", charset: str = "") -> Attachment:
    return Attachment(name, content, fingerprint(content), path, declared, charset=charset)


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


def tarred(files: dict[str, bytes], charset: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding=charset) as out:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def seven(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as out:
        for name, content in files.items():
            out.writestr(content, name)
    return buffer.getvalue()


def mail(subject: str, body: str, files: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        subject, "a@example.cn", "Mon, 09 Nov 2026 09:00:00 +0800",
    )  # fmt: skip
    message.set_content(body)
    for name, content in files.items():
        message.add_attachment(content, maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


def rar4(name: bytes, content: bytes) -> bytes:
    """A RAR 4 archive with one stored file: signature, archive header, file header, end."""

    def block(kind: int, flags: int, rest: bytes) -> bytes:
        header = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
        return struct.pack("<H", zlib.crc32(header) & 0xFFFF) + header

    facts = struct.pack(
        "<LLBLLBBHL",
        len(content),
        len(content),
        2,
        zlib.crc32(content),
        0x5AA00000,
        20,
        0x30,
        len(name),
        0x20,
    )
    return (
        b"Rar!\x1a\x07\0"
        + block(0x73, 0, b"\0" * 6)
        + block(0x74, 0x8000, facts + name)
        + content
        + block(0x7B, 0x4000, b"")
    )


# --- winmail.dat (MS-OXTNEF) ---------------------------------------------------------------------


def attribute(identity: int, kind: int, data: bytes, level: int = 2) -> bytes:
    return (
        struct.pack("<BHHL", level, identity, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
    )


def unicode_property(identity: int, text: str) -> bytes:
    data = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHLL", 0x1F, identity, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def winmail(*files: tuple[str, str, bytes]) -> bytes:
    """A winmail.dat of (GBK title, Unicode long name or "", content) with code page 936."""
    out = b"\x78\x9f\x3e\x22\1\0" + attribute(0x9006, 8, struct.pack("<L", 0x10000), 1)
    out += attribute(0x9007, 6, struct.pack("<LL", 936, 0), 1)
    for title, long, content in files:
        out += attribute(0x9002, 6, b"\1\0" + b"\0" * 12)
        out += attribute(0x8010, 1, title.encode("gbk") + b"\0") + attribute(0x800F, 6, content)
        if long:
            out += attribute(0x9005, 6, struct.pack("<L", 1) + unicode_property(0x3707, long))
    return out


NESTED: dict[str, tuple[str, bytes, tuple[Attachment, ...]]] = {
    "zip in zip": (
        "全县.zip",
        archive({"城关镇/城关镇.zip": archive({"东门/案例.txt": CASE}), "说明.txt": b"1"}),
        (
            file("案例.txt", "全县.zip", "城关镇", "城关镇.zip", "东门"),
            file("说明.txt", "全县.zip", content=b"1"),
        ),
    ),
    "eml in zip": (
        "邮件.zip",
        archive({"转发.eml": mail("报送案例", "请查收", {"案例.txt": CASE})}),
        (file("案例.txt", "邮件.zip", "转发.eml", declared="text/plain"),),
    ),
    "tar.gz": (
        "材料.tar.gz",
        gzip.compress(tarred({"镇/案例.txt": CASE})),
        (file("案例.txt", "材料.tar", "镇"),),
    ),
    "tgz": ("材料.tgz", gzip.compress(tarred({"案例.txt": CASE})), (file("案例.txt", "材料.tar"),)),
    "tar with gbk names": (
        "a.tar",
        tarred({"小板凳议事会.txt": CASE}, "gbk"),
        (file("小板凳议事会.txt", "a.tar"),),
    ),
    "one gz": ("案例.txt.gz", gzip.compress(CASE), (file("案例.txt"),)),
    "one bz2": ("案例.txt.bz2", bz2.compress(CASE), (file("案例.txt"),)),
    "7z": ("材料.7z", seven({"镇/案例.txt": CASE}), (file("案例.txt", "材料.7z", "镇"),)),
    "7z named zip": ("材料.zip", seven({"案例.txt": CASE}), (file("案例.txt", "材料.zip"),)),
    "rar, stored": ("材料.rar", rar4(b"case.txt", CASE), (file("case.txt", "材料.rar"),)),
    "rar, stored, gbk name": (
        "材料.rar",
        rar4("镇\\案例.txt".encode("gbk"), CASE),
        (file("案例.txt", "材料.rar", "镇"),),
    ),
    "winmail.dat": (
        "winmail.dat",
        winmail(("案例.txt", "", CASE), ("XIAOBA~1.TXT", "小板凳议事会（定稿）.txt", CASE)),
        (file("案例.txt"), file("小板凳议事会（定稿）.txt")),
    ),
    "zip in winmail.dat": (
        "winmail.dat",
        winmail(("材料.zip", "", archive({"案例.txt": CASE}))),
        (file("案例.txt", "材料.zip"),),
    ),
    "winmail.dat in winmail.dat": (
        "winmail.dat",
        winmail(("转发", "", winmail(("案例.txt", "", CASE)))),
        (file("案例.txt", "转发"),),
    ),
}


@pytest.mark.parametrize(("name", "content", "expected"), NESTED.values(), ids=NESTED.keys())
def test_files_come_out_with_the_places_they_lay_in(
    name: str, content: bytes, expected: tuple[Attachment, ...]
) -> None:
    assert opened(name, content) == Unpacked(expected)


def test_a_forwarded_mail_gives_its_files_and_its_long_text() -> None:
    inner = mail("小板凳议事会", BODY, {"案例.txt": CASE})
    text = file(
        "邮件正文.txt",
        "转发邮件.eml",
        "小板凳议事会",
        content=BODY.encode(),
        declared="text/plain",
        charset="utf-8",
    )
    attached = file("案例.txt", "转发邮件.eml", declared="text/plain")
    assert opened("转发邮件.eml", inner, "message/rfc822") == Unpacked((text, attached))


def test_a_mail_in_a_mail_says_its_subject_once() -> None:
    outer = EmailMessage()
    outer["Subject"], outer["From"] = "转报", "b@example.cn"
    outer.set_content("转报，请查收")
    outer.add_attachment(
        message_from_bytes(mail("报送案例", "见附件", {"案例.txt": CASE}), policy=policy.default)
    )
    found = opened("外层.eml", outer.as_bytes())
    assert [(a.name, a.path[0], a.content) for a in found.attachments] == [("案例.txt", "外层.eml", CASE)]
    assert found.doubts == ()


def test_the_text_of_a_mail_without_files_is_all_there_is() -> None:
    text = file(
        "邮件正文.txt",
        "转发.eml",
        "延期",
        content="能晚两天报吗".encode(),
        declared="text/plain",
        charset="utf-8",
    )
    assert opened("转发.eml", mail("延期", "能晚两天报吗", {})) == Unpacked((text,))
    assert opened("转发.eml", mail("延期", "", {})) == Unpacked((), (Doubt("empty", "转发.eml"),))


def test_junk_after_a_whole_gz_does_not_matter() -> None:
    assert opened("案例.txt.gz", gzip.compress(CASE) + b"\0" * 512) == Unpacked((file("案例.txt"),))


DAMAGED = {
    "zip": ("a.zip", archive({"案例.txt": CASE})[:60]),
    "7z": ("a.7z", seven({"案例.txt": CASE})[:-9]),
    "gz cut off": ("案例.txt.gz", gzip.compress(CASE)[:-12]),
    "gz with a changed byte": ("案例.txt.gz", gzip.compress(CASE, 0).replace(CASE[:3], b"xxx")),
    "large gz with a changed byte": (
        "案例.txt.gz",
        gzip.compress(CASE * 99_999, 0).replace(CASE[:3], b"xxx", 1),
    ),
    "tnef": ("winmail.dat", b"\x78\x9f\x3e\x22\1\0\2\x02\x90\6\0\xff\xff\xff\x7f"),
    "rar": ("a.rar", rar4(b"case.txt", CASE)[:40]),
}


@pytest.mark.parametrize(("name", "content"), DAMAGED.values(), ids=DAMAGED.keys())
def test_broken_containers_are_doubts(name: str, content: bytes) -> None:
    if name.endswith(".rar"):  # without a program nobody knows whether it is broken
        need("unar")
    assert opened(name, content) == Unpacked((), (Doubt("damaged", name),))


def test_a_winmail_that_ends_too_early_gives_its_whole_files_and_a_doubt() -> None:
    whole = winmail(("案例.txt", "", CASE), ("照片.jpg", "", b"x" * 900))
    assert opened("winmail.dat", whole[:-500]) == Unpacked(
        (file("案例.txt"),), (Doubt("damaged", "照片.jpg"),)
    )
    assert opened("winmail.dat", whole + b"\0\0\0") == opened("winmail.dat", whole)


def test_broken_properties_of_one_file_in_a_winmail_leave_the_next_alone() -> None:
    broken = attribute(0x9005, 6, struct.pack("<LHHL", 1, 0x1F, 0x3707, 9) + b"\xff" * 4)
    first = winmail(("案例.txt", "", CASE)) + broken
    rest = winmail(("二.txt", "", b"2"))[6:]
    assert opened("winmail.dat", first + rest) == Unpacked((file("案例.txt"), file("二.txt", content=b"2")))


MBOX_LINE = b"From a@b.example Tue May 10 11:28:07 2005\r\n"


@pytest.mark.parametrize("declared", ["", "message/rfc822", "application/octet-stream"])
@pytest.mark.parametrize("name", ["转发.eml", "转发.mbox", "转发"])
def test_a_mail_with_the_line_of_a_mailbox_file_in_front(name: str, declared: str) -> None:
    content = MBOX_LINE + mail("转发", "见附件", {"案例.txt": CASE})
    assert [inner.name for inner in opened(name, content, declared).attachments] == ["案例.txt"]


def test_several_mails_in_a_mailbox_file() -> None:
    one, two = mail("一", "见附件", {"一.txt": CASE}), mail("二", "见附件", {"二.txt": CASE + b"2"})
    content = MBOX_LINE + one + b"\r\n\r\n" + MBOX_LINE + two + b"\r\nFrom here on we go 2015\r\n"
    assert [inner.name for inner in opened("案例.mbox", content).attachments] == ["一.txt", "二.txt"]


def test_a_mail_with_a_mark_of_its_bytes_in_front() -> None:
    content = b"\xef\xbb\xbf" + mail("一", "见附件", {"一.txt": CASE})
    assert [inner.name for inner in opened("案例.eml", content).attachments] == ["一.txt"]
