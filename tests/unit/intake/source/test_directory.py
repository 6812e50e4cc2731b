"""Folders of .eml files, Maildirs and mboxes give the same mails, with the time each came."""

import json
import mailbox
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.errors import SourceError
from intake.source.directory import _mbox_mails, open_folder

RECEIVED = (
    b"Received: from a by b; Wed, 8 Jul 2015 09:00:05 +0800\r\n"
    b"Received: from x by a; Wed, 8 Jul 2015 08:00:00 +0800\r\n"
    b"Date: Tue, 7 Jul 2015 08:00:00 +0800\r\nSubject: 1\r\n\r\none\r\n"
)
DATED = b"Date: Thu, 9 Jul 2015 10:00:00 +0800\r\nSubject: 2\r\n\r\ntwo\r\n"
PLAIN = b"Subject: 3\r\n\r\nthree\r\n"
AT = datetime(2015, 7, 8, 1, 0, 5, tzinfo=UTC)


def shown(path: Path, arrivals: Path | None = None) -> list[tuple[str, bytes, datetime]]:
    return [(found.name, found.raw, found.arrived) for found in open_folder(path, arrivals)]


def test_folder_of_files_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.eml").write_bytes(RECEIVED)
    (tmp_path / "sub" / "a.EML").write_bytes(DATED)
    (tmp_path / ".hidden.eml").write_bytes(PLAIN)
    (tmp_path / "notes.txt").write_bytes(b"no mail")
    assert shown(tmp_path) == [
        ("b.eml", RECEIVED, AT),
        ("sub/a.EML", DATED, datetime(2015, 7, 9, 2, 0, tzinfo=UTC)),
    ]
    assert shown(tmp_path / "b.eml") == [("b.eml", RECEIVED, AT)]


def test_arrivals_file_rules(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for name in ("a.eml", "b.eml", "c.eml"):
        (folder / name).write_bytes(DATED)
    times = tmp_path / "arrivals.jsonl"
    lines = [
        {"file": "a.eml", "arrival": "2015-07-10T08:00:00+08:00"},
        {"file": "b.eml", "arrival": "2015-07-11T08:00:00"},
    ]
    times.write_text("\ufeff" + "\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [at for _, _, at in shown(folder, times)] == [
        datetime(2015, 7, 10, 0, 0, tzinfo=UTC),
        datetime(2015, 7, 11, 8, 0, tzinfo=UTC),
        datetime(2015, 7, 9, 2, 0, tzinfo=UTC),
    ]


def test_maildir_with_a_folder_in_it(tmp_path: Path) -> None:
    box = mailbox.Maildir(str(tmp_path / "box"), create=True)
    box.add(RECEIVED)
    box.add_folder("其他").add(DATED)
    (tmp_path / "box" / "tmp" / "half").write_bytes(PLAIN)
    found = shown(tmp_path / "box")
    assert sorted((raw.replace(b"\r\n", b"\n"), at) for _, raw, at in found) == sorted(
        [
            (RECEIVED.replace(b"\r\n", b"\n"), AT),
            (DATED.replace(b"\r\n", b"\n"), datetime(2015, 7, 9, 2, 0, tzinfo=UTC)),
        ]
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_mbox(tmp_path: Path, end: bytes) -> None:
    quoted = PLAIN + b"\r\n>From here on\r\n>>From there\r\nFrom inside a paragraph\r\n"
    parts = [
        b"From a@b Wed Jul  8 09:00:00 2015\r\n" + RECEIVED,
        b"From a@b Fri Jul 10 09:00:00 2015\r\n"
        + quoted.replace(b">From", b">>From").replace(b">>>From", b">>From", 0),
    ]
    (tmp_path / "in.mbox").write_bytes(b"\r\n".join(parts).replace(b"\r\n", end))
    first, second = shown(tmp_path / "in.mbox")
    assert first == ("in.mbox#1", RECEIVED.replace(b"\r\n", end), AT)
    assert second[2] == datetime(2015, 7, 10, 9, 0, tzinfo=UTC)
    assert b"From inside a paragraph" in second[1]


def test_mbox_written_by_another_program(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "x.mbox"), create=True)
    bodies = [b"Subject: 1\n\nFrom the start\n\nFrom again\n", b"Subject: 2\n\ntwo\n"]
    for body in bodies:
        box.add(body)
    box.close()
    assert [raw.rstrip(b"\n") for _, raw, _ in shown(tmp_path)] == [body.rstrip(b"\n") for body in bodies]


def test_eml_exported_with_its_mbox_line(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From a@b Wed Jul  8 09:00:00 2015\n" + DATED)
    assert [raw for _, raw, _ in shown(tmp_path)] == [DATED]


@pytest.mark.parametrize(
    ("line", "message"),
    [("{}", "第1行应为"), ("not json", "第1行应为"), ('{"file": "a", "arrival": "昨天"}', "第1行应为")],
)
def test_wrong_arrivals_are_explained(tmp_path: Path, line: str, message: str) -> None:
    times = tmp_path / "arrivals.jsonl"
    times.write_text(line, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        shown(tmp_path, times)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        shown(tmp_path / "missing")
    assert shown(tmp_path) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_an_mbox(content: bytes) -> None:
    for raw, stamp in _mbox_mails(b"From x\n" + content):
        assert isinstance(raw, bytes)
        assert stamp is None or stamp.tzinfo is not None
