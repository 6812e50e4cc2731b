"""Limits of containers: what is too large, too many or too deep is said, the rest is read."""

import gzip
import io
import tarfile
import zipfile
from dataclasses import replace

import py7zr
import pytest

from intake.model.case import Attachment, Doubt
from intake.model.limits import MIB, Limits
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint

LIMITS = Limits()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as out:
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


PACKERS = {"a.zip": zipped, "a.tar": tarred, "a.7z": seven}


def opened(content: bytes, limits: Limits = LIMITS, name: str = "a.zip") -> Unpacked:
    return unpack([Attachment(name, content)], limits)


def file(name: str, content: bytes, *path: str) -> Attachment:
    return Attachment(name, content, fingerprint(content), path)


def too_large(name: str = "a.zip") -> Doubt:
    return Doubt("over-limit", name, "解压后过大")


@pytest.mark.parametrize("name", ["a.zip", "a.7z"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    content = PACKERS[name]({"零.txt": b"\0" * (30 * MIB)})
    assert opened(content, name=name) == Unpacked((), (too_large(name),))


def test_a_gz_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (30 * MIB))
    assert opened(bomb, name="零.txt.gz") == Unpacked((), (too_large("零.txt.gz"),))


def test_small_archives_may_be_packed_tightly() -> None:
    white = b"\xff" * (5 * MIB)
    assert opened(zipped({"白纸.bmp": white})) == Unpacked((file("白纸.bmp", white, "a.zip"),))


def test_a_size_that_lies_does_not_help() -> None:
    content = zipped({"零.txt": b"\0" * (30 * MIB)})
    lie = content.replace((30 * MIB).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != content
    assert opened(lie) == Unpacked((), (too_large(),))


def test_what_came_before_the_limit_is_kept() -> None:
    content = zipped({"案例.txt": b"1", "零.txt": b"\0" * (30 * MIB), "后.txt": b"2"})
    assert opened(content) == Unpacked((file("案例.txt", b"1", "a.zip"),), (too_large(),))


@pytest.mark.parametrize("name", PACKERS)
def test_exactly_the_allowed_number_of_files(name: str) -> None:
    limits = replace(LIMITS, archive_entries=3)
    files = {f"{number}.txt": b"%d" % number for number in range(3)}
    expected = tuple(file(inner, content, name) for inner, content in files.items())
    assert opened(PACKERS[name](files), limits, name) == Unpacked(expected)


@pytest.mark.parametrize("name", PACKERS)
def test_one_file_too_many(name: str) -> None:
    limits = replace(LIMITS, archive_entries=3)
    files = {f"{number}.txt": b"%d" % number for number in range(4)}
    kept = tuple(file(inner, content, name) for inner, content in list(files.items())[:3])
    assert opened(PACKERS[name](files), limits, name) == Unpacked(
        kept, (Doubt("over-limit", name, "文件超过3个"),)
    )


def test_all_archives_of_a_mail_share_one_budget() -> None:
    limits = replace(LIMITS, unpacked_bytes=10)
    found = unpack(
        [Attachment("a.zip", zipped({"1.txt": b"1" * 6})), Attachment("b.zip", zipped({"2.txt": b"2" * 6}))],
        limits,
    )
    assert found == Unpacked((file("1.txt", b"1" * 6, "a.zip"),), (too_large("b.zip"),))


def nest(levels: int) -> bytes:
    content = b"1"
    for level in range(levels, 0, -1):
        content = zipped({f"{level + 1}.zip" if level < levels else "案例.txt": content})
    return content


def test_archives_are_opened_down_to_the_depth_allowed() -> None:
    assert opened(nest(3), name="1.zip") == Unpacked((file("案例.txt", b"1", "1.zip", "2.zip", "3.zip"),))


@pytest.mark.parametrize("levels", [4, 7])
def test_deeper_archives_are_a_doubt(levels: int) -> None:
    assert opened(nest(levels), name="1.zip") == Unpacked((), (Doubt("too-deep", "4.zip"),))


def test_mails_in_mails_end() -> None:
    mail = b"Subject: x\r\nFrom: a@example.cn\r\n\r\nx"
    for _ in range(12):
        mail = (
            b"Subject: x\r\nFrom: a@example.cn\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: application/octet-stream; name=in.eml\r\n"
            b"Content-Disposition: attachment; filename=in.eml\r\n\r\n" + mail
        )
    assert opened(mail, name="out.eml") == Unpacked((), (Doubt("too-deep", "in.eml"),))


def test_overlapping_entries_are_refused() -> None:
    """One packed stream that every entry of the directory names: small file, endless work."""
    content = zipped({"案例.txt": bytes(range(256)) * 8})
    at, end = content.index(b"PK\1\2"), content.index(b"PK\5\6")
    directory = content[at:end] * 50
    tail = bytearray(content[end:])
    tail[8:12] = (50).to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    assert opened(content[:at] + directory + bytes(tail)) == Unpacked(
        (), (Doubt("over-limit", "a.zip", "压缩包内文件互相重叠"),)
    )
