"""7z archives: round trips, locks, what is spoilt, what is too much, what only a program can open."""

from __future__ import annotations

import io

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.model.case import Attachment, Doubt, Format
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.model.limits import Limits
from intake.unpack.archives import programs, sevenzip
from intake.unpack.archives.sevenzip import open_sevenzip
from intake.unpack.contents import Budget, Contents

CASE = "小板凳议事会".encode() * 40
COPY = [{"id": py7zr.FILTER_COPY}]


@pytest.fixture(autouse=True)
def none_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TOOLS", ())


def packed(
    files: dict[str, bytes], password: str | None = None, filters=None, *, hides_names: bool = False
) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(
        out, "w", password=password, filters=filters, header_encryption=hides_names
    ) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return out.getvalue()


def opened(content: bytes, *passwords: str, **limits: int) -> Contents:
    return open_sevenzip(content, Budget(Limits(**limits), passwords))


FILES = {"a.doc": CASE, "案例/宋楼镇/b.doc": b"2", "empty.txt": b""}
FOUND = Contents(
    (
        Attachment("a.doc", CASE),
        Attachment("b.doc", b"2", path=("案例/宋楼镇",)),
        Attachment("empty.txt", b""),
    )
)


@pytest.mark.parametrize(
    "filters", [None, COPY, [{"id": py7zr.FILTER_BZIP2}], [{"id": py7zr.FILTER_DEFLATE}]]
)
def test_files_with_their_folders_however_they_are_packed(filters) -> None:
    assert opened(packed(FILES, filters=filters)) == FOUND


@pytest.mark.parametrize("hides_names", [False, True])
def test_a_lock_opens_with_one_of_the_passwords(hides_names: bool) -> None:
    locked = packed(FILES, "密码2015", hides_names=hides_names)
    assert opened(locked, "wrong", "密码2015") == FOUND
    for passwords in ((), ("wrong",)):
        with pytest.raises(Encrypted):
            opened(locked, *passwords)


def test_passwords_do_no_harm_where_nothing_is_locked() -> None:
    assert opened(packed(FILES), "secret") == FOUND


@pytest.mark.parametrize("name", ["../evil.doc", "x/../../evil.doc", "C:\\evil.doc", "..\\evil.doc"])
def test_a_path_that_leads_out_is_not_opened(name: str) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(CASE, "a.doc")
        archive.writestr(b"evil", "evil.doc")
        archive.header.files_info.files[-1]["filename"] = name  # the library writes no such name itself
    assert opened(out.getvalue()) == Contents(
        (Attachment("a.doc", CASE),), (Doubt("partial", detail="含有越界路径或链接，未打开"),)
    )


def test_what_systems_leave_is_passed_over() -> None:
    assert opened(packed({"__MACOSX/._a.doc": b"x", "Thumbs.db": b"x", "a.doc": CASE})) == Contents(
        (Attachment("a.doc", CASE),)
    )


def test_a_spoilt_file_is_named_and_the_others_are_given() -> None:
    whole = packed({"a.doc": CASE, "b.doc": CASE[::-1]}, filters=COPY)
    at = whole.index(CASE[::-1])
    spoilt = whole[:at] + b"\0" + whole[at + 1 :]
    assert opened(spoilt) == Contents((Attachment("a.doc", CASE),), (Doubt("damaged", "b.doc"),))


def test_where_every_file_is_spoilt_it_is_damaged() -> None:
    whole = packed({"a.doc": CASE}, filters=COPY)
    at = whole.index(CASE)
    with pytest.raises(Damaged):
        opened(whole[:at] + b"\0" + whole[at + 1 :])


def test_more_than_is_allowed() -> None:
    content = packed({"a.doc": CASE, "b.doc": CASE})
    with pytest.raises(OverLimit, match="解压后过大"):
        opened(content, unpacked_bytes=2 * len(CASE) - 1)
    found = opened(content, archive_entries=1)
    assert found == Contents((Attachment("a.doc", CASE),), (Doubt("over-limit", detail="文件超过1个"),))
    assert len(opened(content, unpacked_bytes=2 * len(CASE), archive_entries=2).attachments) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"7z\xbc\xaf\x27\x1c", packed(FILES)[:40], b"PK\x03\x04" * 20],
    ids=["empty", "sign", "begun", "zip"],
)
def test_what_is_no_whole_archive_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        opened(content)
    with pytest.raises(Damaged):
        opened(content, "secret")


def test_an_archive_of_nothing_has_nothing() -> None:
    assert opened(packed({})) == Contents(())


def test_a_program_is_asked_where_the_library_knows_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def by_program(volumes, format_, password, allowance):
        del volumes, allowance
        asked.append(password)
        if password != "second":
            raise Encrypted if not password else Damaged
        return [("x/a.doc", format_.value.encode())]

    def unknown(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(sevenzip, "_extract", unknown)
    monkeypatch.setattr(sevenzip, "unpack_with_tool", by_program)
    monkeypatch.setattr(sevenzip, "has_tool", lambda *_, **__: True)
    found = opened(b"", "first", "second")
    assert (found.attachments, asked) == (
        (Attachment("a.doc", Format.SEVENZIP.value.encode(), path=("x",)),),
        ["", "first", "second"],
    )
    with pytest.raises(Encrypted):  # that it is locked says more than that a wrong password read nothing
        opened(b"", "first")
    monkeypatch.setattr(sevenzip, "has_tool", lambda *_, **__: False)
    asked.clear()
    with pytest.raises(Encrypted):
        opened(b"", "second")
    assert asked == [""]


NAMES = st.text(alphabet="案例ab1", min_size=1, max_size=6).map(lambda name: f"{name}.doc")
WHOLE = packed({"a.doc": CASE, "b.doc": CASE[::-1]}, filters=COPY)


@settings(max_examples=30)
@given(st.dictionaries(NAMES, st.binary(max_size=60), min_size=1, max_size=3))
def test_what_is_packed_comes_back(files: dict[str, bytes]) -> None:
    assert opened(packed(files, filters=COPY)) == Contents(tuple(Attachment(n, c) for n, c in files.items()))


@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=3))
def test_spoilt_anywhere_it_gives_whole_files_only(at: int, spoilt: bytes) -> None:
    try:
        found = opened(WHOLE[:at] + spoilt + WHOLE[at + len(spoilt) :])
    except ReadingError:
        return
    assert {one.content for one in found.attachments} <= {CASE, CASE[::-1], b""}
