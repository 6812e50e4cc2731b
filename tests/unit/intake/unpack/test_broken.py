"""An archive that is broken gives the files that are whole and names each of the others."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib

import py7zr
import pytest

from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint

FILES = {"one.txt": b"1" * 4000, "two.txt": b"2" * 4000, "three.txt": b"3" * 4000}


def seven() -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", filters=[{"id": py7zr.FILTER_COPY}]) as out:
        for name, content in FILES.items():
            out.writestr(content, name)
    return buffer.getvalue()


def rar() -> bytes:
    """Version 4, every file only stored."""

    def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, content in FILES.items():
        facts = (len(content), len(content), 2, zlib.crc32(content), 0x46E85C00, 20, 0x30, len(name), 0x20)
        out += block(0x74, 0x8000, struct.pack("<IIBIIBBHI", *facts) + name.encode(), content)
    return out + block(0x7B, 0x4000, b"")


def tgz() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=0) as out:
        for name, content in FILES.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def opened(name: str, content: bytes) -> Unpacked:
    return unpack([Attachment(name, content)], Limits())


def of(archive: str, *names: str) -> tuple[Attachment, ...]:
    return tuple(Attachment(name, FILES[name], fingerprint(FILES[name]), (archive,)) for name in names)


def change(content: bytes, name: str) -> bytes:
    return content.replace(FILES[name][:2000], b"x" * 2000, 1)


@pytest.mark.parametrize(("archive", "content"), [("材料.7z", seven()), ("材料.rar", rar())])
@pytest.mark.parametrize("broken", FILES)
def test_a_changed_file_is_named_and_the_others_are_read(archive: str, content: bytes, broken: str) -> None:
    whole = [name for name in FILES if name != broken]
    if archive.endswith(".7z"):  # what comes after the damage cannot be told from it
        whole = whole[: list(FILES).index(broken)]
    found = opened(archive, change(content, broken))
    assert found.attachments == of(archive, *whole)
    assert Doubt("damaged", broken if whole else archive) in found.doubts


def test_a_rar_that_was_cut() -> None:
    assert opened("材料.rar", rar()[:6000]) == Unpacked(
        of("材料.rar", "one.txt"), (Doubt("damaged", "two.txt"),)
    )


def test_a_tar_that_was_cut_while_packed() -> None:
    cut = Doubt("incomplete", "材料.tar.gz", "末尾缺失，后面的文件未能取出")
    assert opened("材料.tar.gz", tgz()[:7000]) == Unpacked(
        of("材料.tar", "one.txt"), (Doubt("damaged", "two.txt"), cut)
    )


@pytest.mark.parametrize("left", [0, 60])
def test_a_tar_that_was_cut_between_files(left: int) -> None:
    whole = gzip.decompress(tgz())
    cut = whole[: whole.index(b"two.txt") + left]
    missing = Doubt("incomplete", "材料.tar", "末尾缺失，可能还有文件未收到")
    assert opened("材料.tar", cut) == Unpacked(of("材料.tar", "one.txt"), (missing,))


@pytest.mark.parametrize(
    ("name", "content"),
    [("材料.7z", seven()[:9000]), ("材料.rar", rar()[:60]), ("材料.tar.gz", tgz()[:300])],
)
def test_where_nothing_is_whole_the_archive_is_named(name: str, content: bytes) -> None:
    assert opened(name, content) == Unpacked((), (Doubt("damaged", name),))
