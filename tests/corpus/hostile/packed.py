"""Hostile containers: bombs, rings, lies about size, names that want to leave the folder."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

MIB = 1024 * 1024


@cache
def deflated(mebibytes: int, byte: bytes = b"\0") -> bytes:
    """Raw deflate data of one repeated byte, made by repeating one packed block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(byte * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + packer.flush()


def lying_zip(name: str, data: bytes, size: int, *, declared: int | None = None, method: int = 8) -> bytes:
    """A zip of one entry of already packed data, whatever size it says it has."""
    said = size if declared is None else declared
    head = struct.pack(
        "<HHHHHIIIHH", 20, 0x800, method, 0, 0, 0, len(data), said & 0xFFFFFFFF, len(name.encode()), 0
    )
    local = b"PK\x03\x04" + head + name.encode() + data
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    )
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An honest zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def zip_in_zip(depth: int) -> bytes:
    """Zips inside zips."""
    content = b"text"
    for _ in range(depth):
        content = zipped({"inner.zip": content})
    return content


def wide_zips() -> bytes:
    """Ten zips in each zip, four levels: ten thousand files that are one."""
    content = zipped({"a.txt": b"x" * 1000})
    for _ in range(4):
        content = zipped({f"{number}.zip": content for number in range(10)})
    return content


def overlapping() -> bytes:
    """Many directory entries that share one packed file."""
    data = deflated(5)
    one = lying_zip("a.txt", data, 5 * MIB)
    start = one.index(b"PK\x01\x02")
    entry = one[start : one.index(b"PK\x05\x06")]
    return (
        one[:start]
        + entry * 200
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 200, 200, len(entry) * 200, start, 0)
    )


def crowded() -> bytes:
    """Thirty thousand empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"{number}.txt", b"")
    return target.getvalue()


def escaping() -> bytes:
    """Names that climb out, name devices, or are links."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in (
            "../../escaped.txt",
            "/escaped.txt",
            "C:\\escaped.txt",
            "..\\..\\escaped.txt",
            "NUL",
            "a\0b.txt",
            "x" * 3000,
        ):
            archive.writestr(zipfile.ZipInfo(name), "escaped")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    return target.getvalue()


def gzip_in_gzip(depth: int) -> bytes:
    """Gzip inside gzip."""
    content = b"text"
    for _ in range(depth):
        content = gzip.compress(content, mtime=0)
    return content


def gzip_bomb(mebibytes: int) -> bytes:
    """A stream that inflates to zeros."""
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + deflated(mebibytes) + b"\0" * 8


def tar_of_tricks() -> bytes:
    """Links, devices, a file longer than the archive, names that climb."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, kind, link in (
            ("link", tarfile.SYMTYPE, "/etc/hostname"),
            ("hard", tarfile.LNKTYPE, "hard"),
            ("null", tarfile.CHRTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("../../escaped.txt", tarfile.REGTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, link
            archive.addfile(info)
        endless = tarfile.TarInfo("endless.txt")
        endless.size = 1 << 40
        archive.fileobj.write(endless.tobuf())
    return target.getvalue()


def sparse_tar() -> bytes:
    """A file that says it is nearly all hole."""
    info = tarfile.TarInfo("hole.txt")
    info.type = b"S"
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[386:398], block[398:410] = b"00000000000\0", b"00000000001\0"
    block[483:495] = b"77777777777\0"
    total = sum(block[:148]) + 8 * 32 + sum(block[156:512])
    block[148:156] = f"{total:06o}\0 ".encode()
    return bytes(block) + b"x" * 512 + b"\0" * 1024


def endless_tnef() -> bytes:
    """winmail.dat whose attributes are empty, or longer than the file."""
    head = struct.pack("<IH", 0x223E9F78, 1)
    nothing = struct.pack("<BIIH", 2, 0x0006_9800, 0, 0)
    return head + nothing * 200_000 + struct.pack("<BII", 2, 0x0006_800F, 0xFFFF_FFFF) + b"x" * 100


def ole_ring() -> bytes:
    """A compound file whose sectors follow one another in a ring."""
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0, 1, 1, 1, 0xFFFFFFFE) + struct.pack(
        "<109I", *range(109)
    )
    fat = struct.pack("<128I", *[(n + 1) % 3 for n in range(128)])
    name = "WordDocument".encode("utf-16-le") + b"\0\0"
    entry = (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name), 2, 1, 1, 1, 1)
        + b"\0" * 36
        + struct.pack("<IQ", 0, 1 << 40)
    )
    return header + fat + entry * 4 + fat


CONTAINERS = {
    "zip bomb.zip": lambda: lying_zip("a.txt", deflated(3000), 3000 * MIB),
    "zip bomb that says it is small.zip": lambda: lying_zip("a.txt", deflated(3000), 0, declared=100),
    "zip that says it is huge.zip": lambda: lying_zip("a.txt", b"\x03\0", 0, declared=0xFFFFFFF0),
    "zip in zip.zip": lambda: zip_in_zip(60),
    "many zips in zips.zip": wide_zips,
    "overlapping.zip": overlapping,
    "crowded.zip": crowded,
    "escaping.zip": escaping,
    "odd method.zip": lambda: lying_zip("a.txt", b"xyz", 3, method=77),
    "directory only.zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "gzip bomb.gz": lambda: gzip_bomb(3000),
    "gzip in gzip.gz": lambda: gzip_in_gzip(60),
    "tar bomb.tar.gz": lambda: gzip.compress(tar_of_tricks(), mtime=0),
    "tricks.tar": tar_of_tricks,
    "hole.tar": sparse_tar,
    "bzip2 bomb.bz2": lambda: bz2.compress(b"\0" * 100 * MIB),
    "xz bomb.xz": lambda: lzma.compress(b"\0" * 100 * MIB, preset=1),
    "cut.7z": lambda: b"7z\xbc\xaf\x27\x1c\0\x04" + b"\xff" * 200,
    "cut.rar": lambda: b"Rar!\x1a\x07\x01\0" + b"\xff" * 200,
    "winmail.dat": endless_tnef,
    "ring.doc": ole_ring,
    "ring.msg": lambda: ole_ring().replace(
        "WordDocument".encode("utf-16-le"), "__properties".encode("utf-16-le")
    ),
}
