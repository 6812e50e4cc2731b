"""Names in zip archives, as the packers of county offices write them."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint

UTF8 = 0x800


def pack(*entries: tuple[bytes, int, bytes], mode: int = 0) -> bytes:
    """A stored zip of (raw name, flags, extra); the content of each entry is ``正文`` and its number."""
    body = directory = b""
    for number, (name, flags, extra) in enumerate(entries):
        data = text(number)
        common = struct.pack(
            "<HHHHHLLLHH",
            20,
            flags,
            0,
            0,
            0x21,
            zlib.crc32(data),
            len(data),
            len(data),
            len(name),
            len(extra),
        )
        rest = struct.pack("<HHHLL", 0, 0, 0, mode << 16, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 0x314) + common + rest + name + extra
        body += b"PK\3\4" + common + name + extra + data
    end = struct.pack("<HHHHLLH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def text(number: int) -> bytes:
    return f"正文{number}".encode()


def opened(content: bytes, name: str = "报送材料.zip") -> Unpacked:
    return unpack([Attachment(name, content)], Limits())


def inside(number: int, name: str, *folders: str) -> Attachment:
    data = text(number)
    return Attachment(name, data, path=("报送材料.zip", *folders), sha256=fingerprint(data))


def unicode_field(name: str, original: bytes) -> bytes:
    data = b"\1" + struct.pack("<L", zlib.crc32(original)) + name.encode()
    return struct.pack("<HH", 0x7075, len(data)) + data


REFUSED = Doubt("partial", "报送材料.zip", "含有越界路径或链接，未打开")
GBK = "乡贤议事会化解宅基地纠纷.txt".encode("gbk")
NAMED = {
    "gbk": [(GBK, 0, b"", "乡贤议事会化解宅基地纠纷.txt")],
    "one short gbk name": [("案例.txt".encode("gbk"), 0, b"", "案例.txt")],
    "gb18030 beyond gbk": [("㐂镇四字节𬭎村案例.txt".encode("gb18030"), 0, b"", "㐂镇四字节𬭎村案例.txt")],
    "utf-8 with its mark": [("村规民约.txt".encode(), UTF8, b"", "村规民约.txt")],
    "utf-8 without a mark (macOS)": [
        ("红色物业.txt".encode(), 0, b"", "红色物业.txt"),
        ("小区自治.txt".encode(), 0, b"", "小区自治.txt"),
    ],
    "marked and unmarked together": [
        ("标记.txt".encode(), UTF8, b"", "标记.txt"),
        (GBK, 0, b"", "乡贤议事会化解宅基地纠纷.txt"),
    ],
    "marked utf-8, written gbk": [(GBK, UTF8, b"", "乡贤议事会化解宅基地纠纷.txt")],
    "unicode path field": [
        (b"?????.txt", 0, unicode_field("网格微治理.txt", b"?????.txt"), "网格微治理.txt")
    ],
    "unicode path field of another name": [
        (b"old.txt", 0, unicode_field("网格微治理.txt", b"new.txt"), "old.txt"),
    ],
    "ascii": [(b"case1.txt", 0, b"", "case1.txt")],
}


@pytest.mark.parametrize("entries", NAMED.values(), ids=NAMED.keys())
def test_names_come_out_as_they_were_typed(entries: list[tuple[bytes, int, bytes, str]]) -> None:
    content = pack(*(entry[:3] for entry in entries))
    expected = tuple(inside(number, entry[3]) for number, entry in enumerate(entries))
    assert opened(content) == Unpacked(expected)


@pytest.mark.parametrize("separator", ["/", "\\"])
@pytest.mark.parametrize(("charset", "flags"), [("gbk", 0), ("utf-8", UTF8)])
def test_folders_are_kept(separator: str, charset: str, flags: int) -> None:
    path = separator.join(("城关镇", "东门社区", "典型案例.txt"))
    assert opened(pack((path.encode(charset), flags, b""))) == Unpacked(
        (inside(0, "典型案例.txt", "城关镇/东门社区"),)
    )


@pytest.mark.parametrize(
    "junk",
    [
        "__MACOSX/._案例.txt",
        "__MACOSX/镇/._案例.txt",
        "镇/.DS_Store",
        "镇\\Thumbs.db",
        "~$案例.docx",
        "._案例.txt",
    ],
)
def test_what_systems_leave_behind_is_no_file(junk: str) -> None:
    content = pack((junk.encode(), UTF8, b""), ("案例.txt".encode(), UTF8, b""))
    assert opened(content) == Unpacked((inside(1, "案例.txt"),))


@pytest.mark.parametrize(
    "path",
    [
        "../外面.txt",
        "镇/../../外面.txt",
        "/etc/外面.txt",
        "..\\外面.txt",
        "C:\\外面.txt",
        "\\\\server\\外面.txt",
    ],
)
def test_names_that_lead_outside_are_refused(path: str) -> None:
    content = pack((path.encode(), UTF8, b""), ("案例.txt".encode(), UTF8, b""))
    assert opened(content) == Unpacked((inside(1, "案例.txt"),), (REFUSED,))


def test_links_are_refused() -> None:
    assert opened(pack((b"link.txt", 0, b""), mode=0o120777)) == Unpacked((), (REFUSED,))


def test_an_archive_of_folders_is_empty() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("镇/", b"")
    assert opened(buffer.getvalue()) == Unpacked((), (Doubt("empty", "报送材料.zip"),))


def test_two_files_of_one_name_are_both_kept() -> None:
    name = ("案例.txt".encode("gbk"), 0, b"")
    assert opened(pack(name, name)) == Unpacked((inside(0, "案例.txt"), inside(1, "案例.txt")))


def test_a_changed_byte_is_damage_of_that_file_only() -> None:
    content = pack((b"a.txt", 0, b""), (b"b.txt", 0, b"")).replace(text(0), "正丈0".encode())
    assert opened(content) == Unpacked((inside(1, "b.txt"),), (Doubt("damaged", "a.txt"),))


def test_half_an_archive_is_damaged() -> None:
    assert opened(pack((GBK, 0, b""))[:60]) == Unpacked((), (Doubt("damaged", "报送材料.zip"),))


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=4), st.sampled_from([0, UTF8]))
def test_any_bytes_as_names_never_raise_and_never_lead_outside(names: list[bytes], flags: int) -> None:
    found = opened(pack(*((name, flags, b"") for name in names)))
    for file in found.attachments:
        assert file.name
        assert not {"/", "\\", "\0"} & set(file.name)
        assert ".." not in "/".join(file.path).split("/")


def test_one_short_name_in_gbk_is_no_hebrew() -> None:
    content = pack(("郑.txt".encode("gbk"), 0, b""))
    assert opened(content) == Unpacked((inside(0, "郑.txt"),))
