"""Archives in several files, and archives that end too early."""

import io
import struct
import zipfile
import zlib

import pytest

from intake.model.case import Attachment, Doubt, Format
from intake.model.limits import Limits
from intake.unpack.archives.programs import has_tool
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint
from tests.unit.intake.unpack.test_attached_mails import rar4, seven

FILES = {
    "一.txt": "城关镇东门社区".encode() * 30,
    "二.txt": "大屯镇安庄村".encode() * 30,
    "三.txt": b"abc" * 99,
}


def zipped(
    method: int = zipfile.ZIP_STORED, files: dict[str, bytes] = FILES, *, stream: bool = False
) -> bytes:
    buffer = io.BytesIO()
    target = Unseekable(buffer) if stream else buffer
    with zipfile.ZipFile(target, "w", method) as out:  # type: ignore[arg-type]
        for name, content in files.items():
            out.writestr(name, content)
    return buffer.getvalue()


class Unseekable:
    """A stream: what is written to it has its sizes behind the data."""

    def __init__(self, buffer: io.BytesIO) -> None:
        self._buffer = buffer

    def write(self, data: bytes) -> int:
        return self._buffer.write(data)

    def flush(self) -> None:
        self._buffer.flush()


def opened(files: dict[str, bytes]) -> Unpacked:
    return unpack([Attachment(name, content) for name, content in files.items()], Limits())


def inside(archive: str, *names: str, files: dict[str, bytes] = FILES) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(name, files[name], fingerprint(files[name]), path=(archive,)) for name in names or files
    )


def lacks(name: str, what: str) -> tuple[Doubt, ...]:
    return (Doubt("incomplete", name, f"缺少{what}"),)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_numbered_volumes_are_joined_in_their_order(method: int) -> None:
    whole = zipped(method)
    found = opened({"案例.zip.002": whole[100:230], "案例.zip.001": whole[:100], "案例.zip.003": whole[230:]})
    assert found == Unpacked(inside("案例.zip"))


def test_volumes_of_7z_are_joined() -> None:
    whole = seven(FILES)
    found = opened({"案例.7z.001": whole[:90], "案例.7z.002": whole[90:]})
    assert found == Unpacked(inside("案例.7z"))


def test_a_split_zip_is_joined_with_its_last_volume() -> None:
    whole = b"PK\x07\x08" + zipped()
    found = opened({"案例.zip": whole[300:], "案例.z01": whole[:150], "案例.z02": whole[150:300]})
    assert found == Unpacked(inside("案例.zip"))


def test_a_split_zip_without_its_last_volume_gives_what_is_whole() -> None:
    whole = b"PK\x07\x08" + zipped()
    assert opened({"案例.z01": whole[:800]}) == Unpacked(
        inside("案例.zip", "一.txt"), lacks("案例.zip", "案例.zip")
    )


def test_a_missing_last_volume_is_asked_for_by_name() -> None:
    whole = zipped()
    found = opened({"案例.zip.001": whole[:400], "案例.zip.002": whole[400:800], "说明.txt": b"x"})
    assert found.attachments[:1] == inside("案例.zip", "一.txt")
    assert found.doubts == lacks("案例.zip", "案例.zip.003")


def test_a_missing_middle_volume_is_asked_for_by_name() -> None:
    whole = zipped()
    assert opened({"案例.zip.001": whole[:700], "案例.zip.003": whole[900:]}) == Unpacked(
        inside("案例.zip", "一.txt"), lacks("案例.zip", "案例.zip.002")
    )


@pytest.mark.parametrize(
    ("name", "whole", "missing"),
    [
        ("案例.zip.002", "案例.zip", "案例.zip.001"),
        ("案例.part2.rar", "案例.rar", "案例.part1.rar"),
        ("案例.z02", "案例.zip", "案例.z01、案例.zip"),
        ("案例.r01", "案例.rar", "案例.rar、案例.r00"),
    ],
)
def test_later_volumes_alone_are_never_a_file_of_their_own(name: str, whole: str, missing: str) -> None:
    assert opened({name: b"\x8c\x5c\xaf" * 99}) == Unpacked((), lacks(whole, missing))


def test_very_many_missing_volumes_are_counted_not_listed() -> None:
    named = "、".join(f"案例.part{number}.rar" for number in range(1, 6))
    assert opened({"案例.part9999.rar": b"x" * 99}) == Unpacked((), lacks("案例.rar", f"{named}等9998个分卷"))


def test_names_with_numbers_are_no_volumes() -> None:
    files = {"2015.08.001": b"x", "附件.001": b"y", "案例.doc": b"z"}
    assert [file.name for file in opened(files).attachments] == list(files)


def test_volumes_in_a_mail_in_an_archive_are_joined_there() -> None:
    whole = zipped()
    outer = zipped(files={"案例.zip.001": whole[:99], "案例.zip.002": whole[99:]})
    names = [(file.name, file.path) for file in opened({"全部.zip": outer}).attachments]
    assert names == [(name, ("全部.zip", "案例.zip")) for name in FILES]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("stream", [False, True])
def test_every_beginning_of_a_zip_gives_its_whole_files_and_a_doubt(method: int, stream: bool) -> None:
    whole = zipped(method, stream=stream)
    counts = []
    for end in range(30, len(whole)):  # a shorter beginning is no archive to be known
        found = opened({"案例.zip": whole[:end]})
        counts.append(len(found.attachments))
        assert found.attachments == inside("案例.zip")[: counts[-1]]
        assert counts[-1] == len(FILES) or [doubt.about for doubt in found.doubts] == ["案例.zip"]
    assert sorted(set(counts)) == [0, 1, 2, 3]
    assert counts == sorted(counts)


def test_a_cut_zip_says_which_file_is_missing() -> None:
    first = len(zipped(files={"一.txt": FILES["一.txt"]})) - 22 - 60
    assert opened({"案例.zip": zipped()[: first + 300]}) == Unpacked(
        inside("案例.zip", "一.txt"), (Doubt("incomplete", "案例.zip", "“二.txt”及其后的文件未能取出"),)
    )


def test_a_cut_zip_is_not_taken_for_the_document_in_it() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    inner = zipped(files=parts)
    whole = zipped(files={"甲.docx": inner, "乙.docx": inner, "丙.docx": b"x" * 5000})
    assert [file.name for file in opened({"三县.zip": whole[:-3000]}).attachments] == ["甲.docx", "乙.docx"]


@pytest.mark.skipif(not has_tool(Format.RAR), reason="no program that unpacks rar")
def test_a_rar_in_two_volumes() -> None:
    first, second = rar_volumes("case.txt", b"community " * 50, 200)
    data = b"community " * 50
    assert opened({"案例.part2.rar": second, "案例.part1.rar": first}) == Unpacked(
        (Attachment("case.txt", data, fingerprint(data), path=("案例.rar",)),)
    )
    assert opened({"案例.part1.rar": first}) == Unpacked((), lacks("案例.rar", "案例.part2.rar"))
    assert opened({"案例.rar": rar4(b"case.txt", b"x")}).doubts == ()


def rar_volumes(name: str, data: bytes, at: int) -> tuple[bytes, bytes]:
    """A stored RAR 4 archive cut in two volumes."""
    whole = zlib.crc32(data)
    first = _volume(name, data[:at], len(data), (zlib.crc32(data[:at]), 0x02), first=True)
    return first, _volume(name, data[at:], len(data), (whole, 0x01), first=False)


def _volume(name: str, piece: bytes, size: int, about: tuple[int, int], *, first: bool) -> bytes:
    check, split = about
    head = _block(0x73, 0x0011 | (0x0100 if first else 0), bytes(6))
    fields = struct.pack("<LLBLLBBHL", len(piece), size, 3, check, 0x46E6A000, 29, 0x30, len(name), 0x20)
    file = _block(0x74, 0x8000 | split, fields + name.encode()) + piece
    end = _block(0x7B, 0x4000 | (0x0001 if first else 0), b"")
    return b"Rar!\x1a\x07\x00" + head + file + end


def _block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
