"""winmail.dat, attribute by attribute: names, contents, messages inside, and bytes that end too early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.parts import WHOLE
from intake.model.case import Attachment, Doubt
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.unpack.contents import Budget, Contents
from intake.unpack.outlook.mapi import BINARY, OBJECT, STRING8, UNICODE
from intake.unpack.outlook.tnef import MAX_ATTRIBUTES, SIGNATURE, open_tnef
from tests.unit.intake.unpack.outlook.test_mapi import listed, said, u16, u32

RENDER, TITLE, DATA, PROPERTIES, CODE_PAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
SUBJECT = 0x8004
WORD = b"PK\x03\x04" + b"w" * 50


def attribute(identity: int, data: bytes, level: int = 2) -> bytes:
    return bytes((level,)) + u16(identity) + u16(6) + u32(len(data)) + data + u16(sum(data) & 0xFFFF)


def tnef(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\1\0" + b"".join(attributes)


def code_page(number: int) -> bytes:
    return attribute(CODE_PAGE, u32(number) + u32(0), level=1)


def file(title: bytes = b"", content: bytes = WORD, *properties: bytes) -> bytes:
    parts = [attribute(RENDER, b"\1\0" + b"\xff" * 12)]
    parts += [attribute(TITLE, title + b"\0")] * bool(title)
    parts += [attribute(DATA, content)] * bool(content)
    parts += [attribute(PROPERTIES, listed(*properties))] * bool(properties)
    return b"".join(parts)


def wide(identity: int, text: str) -> bytes:
    return said(UNICODE, identity, f"{text}\0".encode("utf-16-le"))


def opened(data: bytes, **limits: int) -> Contents:
    return open_tnef(data, Budget(Limits(**limits)))


def test_the_files_in_order_with_their_names() -> None:
    data = tnef(
        attribute(SUBJECT, b"subject\0", level=1),
        code_page(936),
        file("案例.docx".encode("gb18030")),
        file(b"photo.jpg", b"\xff\xd8\xff", said(STRING8, 0x370E, b"image/jpeg\0")),
    )
    assert opened(data) == Contents(
        (Attachment("案例.docx", WORD), Attachment("photo.jpg", b"\xff\xd8\xff", declared="image/jpeg"))
    )


@pytest.mark.parametrize(
    ("title", "properties", "name"),
    [
        (b"ANLI~1.DOC", (wide(0x3707, "宋楼镇案例.docx"), wide(0x3704, "ANLI~1.DOC")), "宋楼镇案例.docx"),
        (b"title.docx", (wide(0x3704, "SHORT~1.DOC"),), "title.docx"),
        (b"", (wide(0x3704, "SHORT~1.DOC"),), "SHORT~1.DOC"),
        (b"title.docx", (wide(0x3707, ""),), "title.docx"),
        (b"C:\\temp\\..\\evil.docx", (), "evil.docx"),
        (b"", (), "未命名附件1"),
        (
            "案例.docx".encode("gb18030"),
            (said(STRING8, 0x3707, "长的名字.docx\0".encode("gb18030")),),
            "长的名字.docx",
        ),
    ],
)
def test_which_of_several_names_a_file_has(title: bytes, properties: tuple[bytes, ...], name: str) -> None:
    assert opened(tnef(code_page(936), file(title, WORD, *properties))) == Contents((Attachment(name, WORD),))


def test_a_nameless_file_is_numbered_among_all() -> None:
    found = opened(tnef(file(b"a.docx"), file(), file()))
    assert [one.name for one in found.attachments] == ["a.docx", "未命名附件2", "未命名附件3"]


def test_a_file_may_be_kept_as_an_object() -> None:
    as_object = file(b"a.docx", b"", said(OBJECT, 0x3701, WORD))
    both = file(b"b.docx", b"own", said(OBJECT, 0x3701, WORD))
    other = file(b"c.docx", b"", said(BINARY, 0x3701, WORD))  # a binary property is no object
    assert [one.content for one in opened(tnef(as_object, both, other)).attachments] == [WORD, b"own", b""]


def embedded(*attributes: bytes) -> bytes:
    return said(OBJECT, 0x3701, MESSAGE + tnef(*attributes))


def test_files_of_a_message_inside_are_told_by_its_name() -> None:
    inner = file(b"ignored", b"", wide(0x3707, "转来的信"), embedded(file(b"a.docx"), file(b"b.docx")))
    nameless = file(b"", b"", embedded(file(b"c.docx")))
    assert opened(tnef(inner, nameless, file(b"d.docx"))) == Contents(
        (
            Attachment("a.docx", WORD, path=("转来的信",)),
            Attachment("b.docx", WORD, path=("转来的信",)),
            Attachment("c.docx", WORD, path=("邮件",)),
            Attachment("d.docx", WORD),
        )
    )


def nested(levels: int) -> bytes:
    inner = file(b"deepest.docx")
    for level in range(levels):
        inner = file(b"", b"", wide(0x3707, f"第{level}层"), embedded(inner))
    return tnef(inner)


def test_messages_are_opened_as_deep_as_containers_are() -> None:
    assert opened(nested(2), archive_depth=2) == Contents(
        (Attachment("deepest.docx", WORD, path=("第1层", "第0层")),)
    )
    (kept,) = opened(nested(3), archive_depth=2).attachments
    assert (kept.name, kept.path) == ("第0层", ("第2层", "第1层"))
    assert kept.content == tnef(file(b"deepest.docx"))


def test_a_code_page_inside_is_that_of_its_own_message() -> None:
    inner = embedded(code_page(950), file("案例.docx".encode("big5")))
    data = tnef(
        code_page(936), file(b"", b"", wide(0x3707, "信"), inner), file("报告.docx".encode("gb18030"))
    )
    assert [one.shown for one in opened(data).attachments] == ["信/案例.docx", "报告.docx"]


FIRST, SECOND = file(b"first.docx"), file(b"second.docx")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (tnef(FIRST, SECOND)[:-10], Contents((Attachment("first.docx", WORD),), (Doubt("damaged", "second.docx"),))),
        (tnef(FIRST, SECOND)[: len(tnef(FIRST)) + 5], Contents((Attachment("first.docx", WORD),), (Doubt("incomplete", WHOLE, "后面的附件未能取出"),))),
        (tnef(FIRST, SECOND)[: len(tnef(FIRST)) + 27], Contents((Attachment("first.docx", WORD),), (Doubt("incomplete", WHOLE, "后面的附件未能取出"),))),
        (tnef(FIRST)[:-2], Contents((Attachment("first.docx", WORD),))),  # only the checksum is missing
        (tnef(FIRST) + b"\r\n", Contents((Attachment("first.docx", WORD),))),
        (tnef(FIRST) + b"\0" * 8, Contents((Attachment("first.docx", WORD),))),
        (tnef(), Contents(())),
        (tnef(attribute(SUBJECT, b"x", level=1)), Contents(())),
    ],
)  # fmt: skip
def test_where_the_bytes_end_too_early(data: bytes, found: Contents) -> None:
    assert opened(data) == found


def test_what_is_lost_of_a_message_inside_is_told_too() -> None:
    inner = MESSAGE + tnef(FIRST, SECOND)[:-10]
    data = tnef(file(b"", b"", wide(0x3707, "信"), said(OBJECT, 0x3701, inner)), file(b"z.docx"))
    assert opened(data) == Contents(
        (Attachment("first.docx", WORD, path=("信",)), Attachment("z.docx", WORD)),
        (Doubt("damaged", "second.docx"),),
    )


def test_a_message_inside_that_cannot_be_read_does_not_cost_its_neighbours() -> None:
    broken = said(OBJECT, 0x3701, MESSAGE + tnef(attribute(SUBJECT, b"abcd", level=1))[:-8])
    data = tnef(FIRST, file(b"", b"", wide(0x3707, "信"), broken), SECOND)
    assert opened(data) == Contents(
        (Attachment("first.docx", WORD), Attachment("second.docx", WORD)), (Doubt("damaged", "信"),)
    )


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", SIGNATURE[:3], tnef(attribute(SUBJECT, b"x", level=1))[:-4]]
)
def test_what_is_broken_before_the_first_file_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        opened(data)


def test_broken_properties_of_one_file_say_nothing_of_the_next() -> None:
    broken = attribute(RENDER, b"") + attribute(DATA, WORD) + attribute(TITLE, b"a.docx\0")
    broken += attribute(PROPERTIES, u32(9) + wide(0x3707, "甲.docx") + b"\x99\x99")
    assert opened(tnef(broken, SECOND)) == Contents(
        (Attachment("甲.docx", WORD), Attachment("second.docx", WORD))
    )


def test_a_wrong_checksum_is_no_matter() -> None:
    data = tnef(FIRST, SECOND)
    end = len(tnef(FIRST))
    assert opened(data[: end - 2] + b"\x12\x34" + data[end:]) == opened(data)


def test_more_attributes_than_any_program_writes() -> None:
    many = attribute(SUBJECT, b"", level=1) * (MAX_ATTRIBUTES + 1)
    with pytest.raises(OverLimit):
        opened(tnef(many))
    found = opened(tnef(FIRST, many))
    assert found == Contents(
        (Attachment("first.docx", WORD),), (Doubt("incomplete", WHOLE, "后面的附件未能取出"),)
    )


def test_more_files_or_bytes_than_allowed() -> None:
    with pytest.raises(OverLimit, match="文件超过2个"):
        opened(tnef(FIRST, SECOND, file(b"third.docx")), archive_entries=2)
    with pytest.raises(OverLimit, match="解压后过大"):
        opened(tnef(FIRST, SECOND), unpacked_bytes=len(WORD) * 2 - 1)


@given(st.integers(0, 400), st.binary(max_size=4))
def test_cut_and_spoilt_anywhere_it_ends_and_invents_nothing(at: int, spoilt: bytes) -> None:
    whole = tnef(code_page(936), FIRST, file(b"", b"", wide(0x3707, "信"), embedded(SECOND)))
    data = whole[:at] + spoilt + whole[at + len(spoilt) :]
    try:
        found = opened(data)
    except (Damaged, OverLimit):
        return
    assert len(found.attachments) <= 8
    cut = opened_or_none(whole[:at])
    if cut is not None:
        assert all(one.content in (WORD, b"") for one in cut.attachments)


def opened_or_none(data: bytes) -> Contents | None:
    try:
        return opened(data)
    except (Damaged, OverLimit):
        return None
