"""Tar archives in every dialect and single packed files, with the standard library as referee."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Attachment, Doubt
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.unpack.archives.tarred import open_gzip, open_packed, open_tar
from intake.unpack.contents import Budget, Contents

LINK = Doubt("partial", detail="含有越界路径或链接，未打开")


def budget(**limits: int) -> Budget:
    return Budget(Limits(**limits))


def tar(
    *members: tuple[str, bytes | None], encoding: str = "utf-8", dialect: int = tarfile.GNU_FORMAT
) -> bytes:
    """An archive of files, and of folders where there is no content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", encoding=encoding, format=dialect) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.type = tarfile.REGTYPE if content is not None else tarfile.DIRTYPE
            info.size = len(content or b"")
            archive.addfile(info, io.BytesIO(content or b""))
    return out.getvalue()


def special(kind: bytes, name: str = "别名.doc", target: str = "案例.doc") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        whole = tarfile.TarInfo("案例.doc")
        whole.size = 2
        archive.addfile(whole, io.BytesIO(b"ab"))
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info)
    return out.getvalue()


LONG = "丰县宋楼镇报送的案例材料" * 12 + ".doc"


@pytest.mark.parametrize("dialect", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", ["案例.doc", "a b.doc", LONG])
def test_names_of_any_length_in_any_charset(name: str, encoding: str, dialect: int) -> None:
    found = open_tar(tar((name, b"ab"), encoding=encoding, dialect=dialect), budget())
    assert (found.doubts, [one.content for one in found.attachments]) == ((), [b"ab"])
    assert found.attachments[0].name == name or (
        name == LONG
        and found.attachments[0].name.endswith(".doc")
        and name.startswith(found.attachments[0].name[:20])
    )


def test_folders_are_places_and_no_files() -> None:
    content = tar(("报送", None), ("报送/丰县/案例.doc", b"1"), ("报送/丰县/案例.doc", b"2"), ("空.txt", b""))
    assert open_tar(content, budget()) == Contents(
        (
            Attachment("案例.doc", b"1", path=("报送/丰县",)),
            Attachment("案例.doc", b"2", path=("报送/丰县",)),
            Attachment("空.txt", b""),
        )
    )


@pytest.mark.parametrize(
    "content",
    [
        special(tarfile.SYMTYPE),
        special(tarfile.LNKTYPE),
        special(tarfile.FIFOTYPE),
        special(tarfile.CHRTYPE),
        special(tarfile.BLKTYPE),
        special(tarfile.REGTYPE, "../外面.doc"),
        special(tarfile.REGTYPE, "/etc/passwd"),
        special(tarfile.REGTYPE, "C:\\外面.doc"),
    ],
)
def test_what_is_no_plain_file_inside_is_refused_by_one_doubt(content: bytes) -> None:
    assert open_tar(content, budget()) == Contents((Attachment("案例.doc", b"ab"),), (LINK,))


def test_what_systems_leave_behind_is_left_out() -> None:
    content = tar(
        ("__MACOSX/._案例.doc", b"x"), (".DS_Store", b"x"), ("~$案例.doc", b"x"), ("案例.doc", b"ab")
    )
    assert open_tar(content, budget()) == Contents((Attachment("案例.doc", b"ab"),))


def test_what_came_before_a_limit_is_kept() -> None:
    content = tar(*((f"{number}.txt", b"x") for number in range(4)))
    found = open_tar(content, budget(archive_entries=3))
    assert [one.name for one in found.attachments] == ["0.txt", "1.txt", "2.txt"]
    assert found.doubts == (Doubt("over-limit", detail="文件超过3个"),)


def test_a_size_beyond_what_is_allowed_is_not_read() -> None:
    header = tarfile.TarInfo("巨大.bin")
    header.size = 1 << 50
    assert open_tar(header.tobuf(tarfile.GNU_FORMAT) + bytes(1024), budget()) == Contents(
        (), (Doubt("over-limit", detail="解压后过大"),)
    )


@pytest.mark.parametrize("content", [b"", b"x" * 600, b"\xff" * 2048])
def test_what_is_no_tar_is_damaged_or_empty(content: bytes) -> None:
    try:
        found = open_tar(content, budget())
    except Damaged:
        return
    assert found == Contents(())


@given(
    st.lists(
        st.tuples(st.sampled_from(("甲.txt", "乙/丙.doc", "d e.pdf")), st.binary(max_size=2000)), max_size=6
    )
)
def test_every_file_comes_back_as_it_was_packed(members: list[tuple[str, bytes]]) -> None:
    found = open_tar(tar(*members), budget())
    assert found.doubts == ()
    assert [one.content for one in found.attachments] == [content for _, content in members]


@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_changed_byte_never_raises_anything_else(at: int, value: int) -> None:
    content = bytearray(tar(("甲.txt", b"1" * 700), ("乙.txt", b"2" * 700)))
    content[at] = value
    try:
        found = open_tar(bytes(content), budget())
    except Damaged:
        return
    assert all(one.path == () or one.path for one in found.attachments)
    assert len(found.attachments) <= 2


PACKERS = (
    ("gz", gzip.compress, open_gzip),
    ("bz2", bz2.compress, open_packed),
    ("xz", lzma.compress, open_packed),
)


@pytest.mark.parametrize(("suffix", "pack", "open_it"), PACKERS)
@given(pieces=st.lists(st.binary(max_size=400), min_size=1, max_size=4))
def test_streams_one_after_the_other_are_one_file(
    suffix: str,
    pack: Callable[[bytes], bytes],
    open_it: Callable[[bytes, str, Budget], Contents],
    pieces: list[bytes],
) -> None:
    content = b"".join(map(pack, pieces))
    assert open_it(content, f"案例.doc.{suffix}", budget()) == Contents(
        (Attachment("案例.doc", b"".join(pieces)),)
    )


@pytest.mark.parametrize(("suffix", "pack", "open_it"), PACKERS)
def test_large_and_tightly_packed_but_allowed(
    suffix: str, pack: Callable[[bytes], bytes], open_it: Callable[[bytes, str, Budget], Contents]
) -> None:
    data = bytes(3_000_000)
    assert open_it(pack(data), f"a.{suffix}", budget()) == Contents((Attachment("a", data),))
    with pytest.raises(OverLimit, match="解压后过大"):
        open_it(pack(data), f"a.{suffix}", budget(unpacked_bytes=2_999_999))


@pytest.mark.parametrize(("suffix", "pack", "open_it"), PACKERS)
@pytest.mark.parametrize("cut", [1, 7, 12])
def test_a_single_file_is_whole_or_damaged(
    suffix: str, pack: Callable[[bytes], bytes], open_it: Callable[[bytes, str, Budget], Contents], cut: int
) -> None:
    with pytest.raises(Damaged):
        open_it(pack(b"some text that is packed")[:-cut], f"a.{suffix}", budget())


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("材料.tar.gz", "材料.tar"),
        ("材料.tgz", "材料.tar"),
        ("材料.TBZ2", "材料.tar"),
        ("材料.txz", "材料.tar"),
        ("案例.doc.GZ", "案例.doc"),
        ("案例", "案例"),
        (".gz", "未命名文件"),
        ("", "未命名文件"),
    ],
)
def test_the_name_inside_is_its_own_without_the_suffix(name: str, inner: str) -> None:
    (found,) = open_gzip(gzip.compress(b"x"), name, budget()).attachments
    assert found.name == inner


def named(name: bytes, extra: bytes = b"", comment: bytes = b"") -> bytes:
    flags = 0x08 | (0x04 if extra else 0) | (0x10 if comment else 0)
    head = struct.pack("<4BIBB", 0x1F, 0x8B, 8, flags, 0, 0, 3)
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    head += name + b"\0" + (comment + b"\0" if comment else b"")
    packer = zlib.compressobj(wbits=-15)
    return head + packer.compress(b"ab") + packer.flush() + struct.pack("<II", zlib.crc32(b"ab"), 2)


@pytest.mark.parametrize(
    ("content", "inner"),
    [
        (named("案例.doc".encode()), "案例.doc"),
        (named("案例.doc".encode("gb18030")), "案例.doc"),
        (named("案例.doc".encode(), b"xxxx", b"note"), "案例.doc"),
        (named(b"../../etc/passwd"), "passwd"),
        (named(b"C:\\temp\\a.doc"), "a.doc"),
        (named(b""), "外面.doc"),
    ],
)
def test_a_name_that_is_stated_goes_before_and_leads_nowhere(content: bytes, inner: str) -> None:
    assert open_gzip(content, "外面.doc.gz", budget()) == Contents((Attachment(inner, b"ab"),))
