"""Locked archives: the password in the mail opens them, another one is a doubt."""

import io
import random
import struct
import zipfile
import zlib

import py7zr
import pytest

from intake.mail.open import open_mail
from intake.model.case import Attachment, Doubt, Format
from intake.model.limits import Limits
from intake.unpack.archives.programs import has_tool
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint

CASE = "网格员每天走访，矛盾不出小区。".encode() * 5


class ZipCrypto:
    """The traditional encryption of PKWARE's APPNOTE 6.1."""

    def __init__(self, password: bytes) -> None:
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self.update(byte)

    def update(self, byte: int) -> None:
        self.keys[0] = step(self.keys[0], byte)
        self.keys[1] = ((self.keys[1] + (self.keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys[2] = step(self.keys[2], self.keys[1] >> 24)

    def encrypt(self, data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            number = self.keys[2] & 0xFFFF | 2
            out.append(byte ^ ((number * (number ^ 1)) >> 8 & 0xFF))
            self.update(byte)
        return bytes(out)


def step(check: int, byte: int) -> int:
    """One byte further with CRC-32, without its final inversions."""
    return zlib.crc32(bytes((byte,)), check ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def zipped(*entries: tuple[str, bytes, bytes]) -> bytes:
    """A zip of (GBK name, content, password or b""), deflated."""
    body = directory = b""
    for name, content, password in entries:
        raw, check = name.encode("gbk"), zlib.crc32(content)
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(content) + packer.flush()
        if password:
            head = random.Random(7).randbytes(11) + bytes((check >> 24,))
            packed = ZipCrypto(password).encrypt(head + packed)
        facts = (20, bool(password), 8, 0, 0x21, check, len(packed), len(content), len(raw), 0)
        common = struct.pack("<HHHHHLLLHH", *facts)
        directory += b"PK\1\2\x14\0" + common + struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\3\4" + common + raw + packed
    end = struct.pack("<HHHHLLH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def seven(password: str, *, names_too: bool = False) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password, header_encryption=names_too) as out:
        out.writestr(CASE, "案例.txt")
    return buffer.getvalue()


def opened(content: bytes, *passwords: str, name: str = "材料.zip") -> Unpacked:
    return unpack([Attachment(name, content)], Limits(), passwords)


def file(name: str, *path: str, content: bytes = CASE) -> Attachment:
    return Attachment(name, content, fingerprint(content), path)


LOCKED = Doubt("encrypted", "材料.zip")
OPEN = Unpacked((file("案例.txt", "材料.zip"),))


@pytest.mark.parametrize(
    ("password", "charset", "tried"),
    [
        ("dm2026", "ascii", ("dm2026",)),
        ("dm2026", "ascii", ("wrong", "dm2026", "other")),
        ("东门社区", "gbk", ("东门社区",)),
        ("东门社区", "utf-8", ("东门社区",)),
    ],
)
def test_zipcrypto_opens_by_the_password_told(password: str, charset: str, tried: tuple[str, ...]) -> None:
    assert opened(zipped(("案例.txt", CASE, password.encode(charset))), *tried) == OPEN


@pytest.mark.parametrize("tried", [(), ("wrong",), ("wrong", "", "DM2026")])
def test_without_the_right_password_it_is_a_doubt(tried: tuple[str, ...]) -> None:
    assert opened(zipped(("案例.txt", CASE, b"dm2026")), *tried) == Unpacked((), (LOCKED,))


def test_wrong_passwords_never_pass_for_right_ones() -> None:
    """One byte checks a password: of 256 wrong ones, one looks right until the file is unpacked."""
    content = zipped(("案例.txt", CASE, b"dm2026"))
    assert opened(content, *(f"wrong{number}" for number in range(600))) == Unpacked((), (LOCKED,))


def test_open_files_beside_locked_ones_are_read() -> None:
    content = zipped(("公开.txt", CASE, b""), ("案例.txt", CASE + b"1", b"dm2026"))
    assert opened(content) == Unpacked((file("公开.txt", "材料.zip"),), (LOCKED,))
    both = Unpacked((file("公开.txt", "材料.zip"), file("案例.txt", "材料.zip", content=CASE + b"1")))
    assert opened(content, "dm2026") == both


def test_a_locked_archive_in_an_open_one() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        out.writestr("材料.zip", zipped(("案例.txt", CASE, b"dm2026")))
    found = opened(buffer.getvalue(), "dm2026", name="外.zip")
    assert found == Unpacked((file("案例.txt", "外.zip", "材料.zip"),))
    assert opened(buffer.getvalue(), name="外.zip") == Unpacked((), (LOCKED,))


@pytest.mark.slow
@pytest.mark.parametrize("names_too", [False, True], ids=["content locked", "names locked"])
@pytest.mark.parametrize(
    ("tried", "right"),
    [(("dm2026",), True), (("wrong", "dm2026"), True), ((), False), (("wrong",), False)],
)
def test_7z_by_aes(tried: tuple[str, ...], right: bool, names_too: bool) -> None:
    expected = (
        Unpacked((file("案例.txt", "材料.7z"),)) if right else Unpacked((), (Doubt("encrypted", "材料.7z"),))
    )
    assert opened(seven("dm2026", names_too=names_too), *tried, name="材料.7z") == expected


@pytest.mark.parametrize(
    "body",
    [
        "附件已加密，解压密码：dm2026，请查收。",
        "材料压缩包密码为dm2026。",
        "各位领导好，案例见附件（密码 dm2026）",
        "文件打开密码是“dm2026”，谢谢！",
        "Password: dm2026",
        "解压密码：ｄｍ２０２６",
    ],
)
def test_the_password_in_a_mail_opens_its_archive(body: str) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"], mail["From"] = "报送案例", "a@example.cn"
    mail.set_content(body)
    locked = zipped(("案例.txt", CASE, b"dm2026"))
    mail.add_attachment(locked, maintype="application", subtype="zip", filename="材料.zip")
    whole = open_mail(mail.as_bytes(), Limits())
    assert unpack(whole.attachments, Limits(), whole.passwords) == OPEN
    # the same mail, forwarded as an attachment
    assert opened(mail.as_bytes(), name="转发.eml") == Unpacked((file("案例.txt", "转发.eml", "材料.zip"),))


# --- WinZip AES: needs a program -------------------------------------------------------------------


def aes_zip() -> bytes:
    """A zip that says it is locked by AES (method 99), with bytes that no password opens."""
    content = zipped(("案例.txt", CASE, b"dm2026"))
    body, directory = content.index(b"PK\3\4"), content.index(b"PK\1\2")
    changed = bytearray(content)
    changed[body + 8 : body + 10] = changed[directory + 10 : directory + 12] = b"\x63\0"
    return bytes(changed)


@pytest.mark.parametrize("tried", [(), ("wrong",)])
def test_winzip_aes_that_stays_shut_is_a_doubt(tried: tuple[str, ...]) -> None:
    assert opened(aes_zip(), *tried) == Unpacked((), (LOCKED,))


@pytest.mark.skipif(not has_tool(Format.ZIP), reason="no program for other packing methods")
def test_what_was_refused_is_said_beside_what_a_program_opens() -> None:
    """Deflate64 needs a program; it must not unpack what we refuse."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        out.writestr("a.txt", CASE, zipfile.ZIP_DEFLATED)
        out.writestr("../b.txt", b"1")
    content = buffer.getvalue()
    changed = bytearray(content)
    at, directory = content.index(b"PK\3\4"), content.index(b"PK\1\2")
    changed[at + 8 : at + 10] = changed[directory + 10 : directory + 12] = b"\x09\0"
    refused = Doubt("partial", "材料.zip", "含有越界路径或链接，未打开")
    assert opened(bytes(changed)) == Unpacked((file("a.txt", "材料.zip"),), (refused,))
