"""Outlook .msg files, built after MS-OXMSG and MS-CFB: text, attachments, messages attached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from intake.model.case import Attachment
from intake.model.limits import Limits
from intake.unpack.containers import Unpacked, unpack
from intake.unpack.contents import fingerprint

_END, _NONE = 0xFFFFFFFE, 0xFFFFFFFF
CASE = "小板凳议事会".encode() * 300  # more than 4,096 bytes, so that no mini stream is needed
BODY = "东门社区把议事会开到楼栋口，居民自带小板凳，逐条议定停车、晾晒、垃圾投放等事项。" * 8
Tree = Mapping[str, Any]


def build(tree: Tree) -> bytes:
    """A compound file of storages (mappings) and streams (bytes, padded to 4,096)."""
    entries: list[list[Any]] = []  # name, kind, right, child, data
    _enter(entries, "Root Entry", tree)
    sectors = b""
    fat: list[int] = []
    places: list[int] = []
    for entry in entries:
        data = entry[4]
        places.append(len(fat) if data else _END)
        sectors, fat = _append(sectors, fat, data)
    first_directory = len(fat)
    directory = b"".join(_entry(entry, place) for entry, place in zip(entries, places, strict=True))
    sectors, fat = _append(sectors, fat, directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    count = -(-(len(fat) + 2) // 128)
    fat_at = len(fat)
    fat = [*fat, *[0xFFFFFFFD] * count]
    table = b"".join(n.to_bytes(4, "little") for n in fat).ljust(count * 512, b"\xff")
    words = (0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0)
    numbers = (0, count, first_directory, 0, 4096, _END, 0, _END, 0, *range(fat_at, fat_at + count))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += b"".join(n.to_bytes(2, "little") for n in words) + b"".join(
        n.to_bytes(4, "little") for n in numbers
    )
    return header.ljust(512, b"\xff") + sectors + table


def _enter(entries: list[list[Any]], name: str, node: bytes | Tree) -> int:
    number = len(entries)
    stream = isinstance(node, bytes)
    entries.append([name, 2 if stream else 1 if entries else 5, _NONE, _NONE, b""])
    if isinstance(node, bytes):
        entries[number][4] = node.ljust(4096, b"\0")
        return number
    before = None
    for inner, content in node.items():
        at = _enter(entries, inner, content)
        if before is None:
            entries[number][3] = at
        else:
            entries[before][2] = at
        before = at
    return number


def _append(sectors: bytes, fat: list[int], data: bytes) -> tuple[bytes, list[int]]:
    count = -(-len(data) // 512)
    chain = [*range(len(fat) + 1, len(fat) + count), _END] if count else []
    return sectors + data.ljust(count * 512, b"\0"), fat + chain


def _entry(entry: list[Any], place: int) -> bytes:
    name, kind, right, child, data = entry
    size = len(data)
    encoded: bytes = name.encode("utf-16-le") + b"\0\0"
    numbers = b"".join(n.to_bytes(4, "little") for n in (_NONE, right, child))
    return (
        encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + bytes((kind, 1)) + numbers
        + b"\0" * 36 + place.to_bytes(4, "little") + size.to_bytes(8, "little")
    )  # fmt: skip


def wide(identity: str, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{identity}001F": text.encode("utf-16-le")}


def narrow(identity: str, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{identity}001E": text.encode("gbk")}


def message(*parts: Tree) -> dict[str, bytes | Tree]:
    whole: dict[str, bytes | Tree] = {"__properties_version1.0": b"\0" * 32}
    for part in parts:
        whole.update(part)
    return whole


def attached(number: int, *parts: Tree) -> Tree:
    return {f"__attach_version1.0_#{number:08X}": message(*parts)}


def data(content: bytes) -> dict[str, bytes]:
    return {"__substg1.0_37010102": content}


def opened(tree: Tree, name: str = "邮件.msg") -> Unpacked:
    return unpack([Attachment(name, build(tree))], Limits())


def file(
    name: str, *path: str, content: bytes = CASE, declared: str = "", inline: bool = False
) -> Attachment:
    return Attachment(name, content, fingerprint(content), path, declared, inline)


TEXT = Attachment(
    "邮件正文.txt",
    BODY.encode(),
    fingerprint(BODY.encode()),
    ("邮件.msg", "报送案例"),
    "text/plain",
    charset="utf-8",
)


@pytest.mark.parametrize("string", [wide, narrow], ids=["Unicode", "GBK"])
def test_text_and_files_of_a_message(string: Any) -> None:
    tree = message(
        string("0037", "报送案例"),
        string("1000", BODY),
        attached(0, string("3707", "小板凳议事会（定稿）.txt"), string("3704", "XIAOBA~1.TXT"), data(CASE)),
        attached(1, string("3704", "PIC1.TXT"), string("370E", "text/plain"), data(CASE)),
        attached(2, data(CASE)),
    )
    assert opened(tree) == Unpacked(
        (
            TEXT,
            file("小板凳议事会（定稿）.txt", "邮件.msg"),
            file("PIC1.TXT", "邮件.msg", declared="text/plain"),
            file("未命名附件", "邮件.msg"),
        )
    )


def test_the_html_form_is_read_when_there_is_no_text_and_its_pictures_are_inline() -> None:
    html = f"<html><head><meta charset=gb2312></head><body><p>{BODY}</p><img src='cid:p1@x'></body></html>"
    tree = message(
        wide("0037", "报送案例"),
        {"__substg1.0_10130102": html.encode("gbk")},
        attached(0, wide("3707", "图1.png"), wide("3712", "p1@x"), data(CASE)),
    )
    assert opened(tree) == Unpacked((TEXT, file("图1.png", "邮件.msg", inline=True)))


def test_a_message_attached_to_a_message() -> None:
    inner = message(wide("0037", "东门社区来件"), attached(0, wide("3707", "案例.txt"), data(CASE)))
    tree = message(wide("0037", "转报"), attached(0, {"__substg1.0_3701000D": inner}))
    assert opened(tree) == Unpacked((file("案例.txt", "邮件.msg", "东门社区来件"),))


def test_a_message_without_its_end_is_left_to_the_readers_who_name_the_damage() -> None:
    whole = build(message(wide("0037", "报送案例"), attached(0, wide("3707", "案例.txt"), data(CASE))))
    cut = whole[:-2048]
    assert unpack([Attachment("邮件.msg", cut)], Limits()) == Unpacked((file("邮件.msg", content=cut),))


def test_a_short_text_is_read_when_it_is_all_there_is() -> None:
    tree = message(wide("0037", "更正"), wide("1000", "3号联系电话改为0516-83111111"))
    assert [(inner.name, inner.content.decode()) for inner in opened(tree).attachments] == [
        ("邮件正文.txt", "3号联系电话改为0516-83111111")
    ]
