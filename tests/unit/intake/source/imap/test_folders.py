"""Folders under the names that servers and people give them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.source.imap.explain import CommandRefused
from intake.source.imap.folders import (
    Folder,
    find_junk,
    find_sent,
    folder_name,
    list_folders,
    match_folder,
    quote_folder,
)


class Line:
    """A line whose server lists what it is told; XLIST is refused where it is only announced."""

    def __init__(self, rows: list[Any], capabilities: tuple[str, ...] = (), *, refuses: bool = False) -> None:
        self.rows, self._capabilities, self.refuses = rows, capabilities, refuses
        self.asked: list[str] = []

    def capabilities(self) -> tuple[str, ...]:
        return self._capabilities

    def ask(self, call: Any) -> Any:
        return call(self)

    def xlist_folders(self) -> list[Any]:
        self.asked.append("XLIST")
        if self.refuses:
            raise CommandRefused("unknown command")
        return self.rows

    def list_folders(self) -> list[Any]:
        self.asked.append("LIST")
        return self.rows


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("inbox", "INBOX"),
        (" Inbox ", "INBOX"),
        ("收件箱", "INBOX"),
        ("收信箱", "INBOX"),
        ("&dcVr0mWHTvZZOQ-", "病毒文件夹"),
        ("征集/案例", "征集/案例"),
        ("R&D", "R&D"),
        ("R&-D", "R&-D"),
        ("&!!-", "&!!-"),
        ("", ""),
    ],
)
def test_a_name_as_a_person_writes_it(written: str, name: str) -> None:
    assert folder_name(written) == name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_name_survives_the_wire(name: str) -> None:
    quoted = quote_folder(name)
    assert quoted.isascii()
    raw = quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\").encode()
    (folder,) = list_folders(Line([((), b"/", raw)]))
    assert folder == Folder(name)


@pytest.mark.parametrize(
    ("rows", "folders"),
    [
        ([], ()),
        (
            [((b"\\HasNoChildren", b"\\Sent"), b"/", b"&XfJT0ZAB-")],
            (Folder("已发送", frozenset({"hasnochildren", "sent"})),),
        ),
        ([((b"\\Noselect",), b"/", b"Archive"), ((b"\\NonExistent",), b"/", b"Old")], ()),
        ([((), b".", b"INBOX.Junk")], (Folder("INBOX.Junk", frozenset(), "."),)),
        ([((), None, b"flat/name")], (Folder("flat/name", frozenset(), ""),)),
        ([((), b"/", "已解码")], (Folder("已解码"),)),
        ([((), b"/", b"&broken")], (Folder("&broken"),)),
        ([((), b"/", "直接".encode())], (Folder("直接"),)),
    ],
)
def test_what_a_server_lists(rows: list[Any], folders: tuple[Folder, ...]) -> None:
    assert list_folders(Line(rows)) == folders


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        (Line([]), ["LIST"]),
        (Line([], ("XLIST",)), ["XLIST"]),
        (Line([], ("XLIST",), refuses=True), ["XLIST", "LIST"]),
    ],
)
def test_the_older_command_is_asked_where_it_is_served(line: Line, asked: list[str]) -> None:
    assert list_folders(line) == ()
    assert line.asked == asked


def names(*written: str) -> tuple[Folder, ...]:
    return tuple(Folder(name) for name in written)


@pytest.mark.parametrize(
    ("folders", "sent", "junk"),
    [
        ((), "", ""),
        (names("INBOX", "Sent Messages", "Junk"), "Sent Messages", "Junk"),
        (names("已发送", "垃圾邮件"), "已发送", "垃圾邮件"),
        (names("SENT ITEMS", "JUNK EMAIL"), "SENT ITEMS", "JUNK EMAIL"),
        (names("Mail/Sent", "Mail/Spam"), "Mail/Sent", "Mail/Spam"),
        (names("Sent/2015", "Junk/old"), "", ""),
        ((Folder("Sent"), Folder("寄出", frozenset({"sent"}))), "寄出", ""),  # a mark goes before a name
        ((Folder("Junk"), Folder("杂项", frozenset({"spam"}))), "", "杂项"),
        (names("Sent", "已发送"), "已发送", ""),
    ],
)
def test_where_sent_mail_and_junk_lie(folders: tuple[Folder, ...], sent: str, junk: str) -> None:
    assert (find_sent(folders), find_junk(folders)) == (sent, junk)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("征集/案例", "征集.案例"),
        ("案例", "征集.案例"),
        ("Archive", "Archive"),
        ("archive", "Archive"),
        ("2015", ""),  # two of them
        ("其他.2015", ""),
        ("其他/2015", "其他.2015"),
        ("没有", ""),
        ("", ""),
    ],
)
def test_a_folder_by_its_path_or_its_last_part(wanted: str, found: str) -> None:
    folders = tuple(
        Folder(name, delimiter=".")
        for name in ("征集.案例", "Archive", "征集.2015", "其他.2015", "旧.Archive")
    )
    assert match_folder(folders, wanted) == found
