"""What secret, unproven and unreadable mails say, and any password, is in no letter, log, workbook or export."""

from __future__ import annotations

import io
import json
import logging
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pytest
from typer.testing import CliRunner

from demo.files import make_docx
from demo.mails import season_mails
from intake.source.base import Position
from intake.source.imap.look import Suspect
from intake.source.imap.source import ImapSource
from tests.flow.season_player import Post, at
from tests.paths import ROOT
from tracker.cli.app import app
from tracker.ledger import mails
from tracker.ledger.mails import list_cursors
from tracker.ledger.schema import metadata
from tracker.office.clock import SetClock
from tracker.office.logs import start_log
from tracker.office.parts import Parts
from tracker.run import duties
from tracker.run.duties import Outside, work_through
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers
from tracker.run.polling import Mailbox, look_into_junk

CASE = json.loads((ROOT / "tests/corpus/cases.jsonl").read_text("utf-8").splitlines()[0])
LI, COUNTY = "limin@example.cn", "dev@quanshan.example.org"
TEXT = re.compile(r"标记[甲乙丙丁戊己庚]\w?")  # planted in what must not be shown
PHONE = re.compile(r"139[ -]?(?:1111|2222|3333|4444)[ -]?\d{4}")
PASSWORD = re.compile(r"Pw[A-G]-\d{4}")
LEDGER_KEEPS = {  # text of unproven orders, for the person who looks for it in the ledger
    ("mail", "subject"),
    ("mail", "body"),
    ("mail", "kind_reason"),
    ("document", "text"),
    ("document", "name"),
    ("attachment", "name"),
}
COORDINATOR = f'''
[[coordinators]]
name = "李敏"
email = "{LI}"
phone = "0516-80000000"
'''


def mail(number: int, sender: str, subject: str, body: str, files: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "zhengji@example.cn", subject
    message["Message-ID"], message["Date"] = f"<m{number}@example.org>", at("08-03 09:00")
    message.set_content(body)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def locked(password: str) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        archive.writestr(make_docx(CASE), f"{CASE['title']}.docx")
    return out.getvalue()


def marked_file() -> bytes:
    return make_docx({**CASE, "title": "秘密★5年", "body": ["标记乙社区治理。", *CASE["body"]]})


SECRET = (
    (
        "px@example.cn",
        "【机密】标记甲案例",
        "标记甲一，电话13911112222，密码：PwA-1111",
        {"标记甲二.docx": b"x"},
    ),
    ("sn@example.cn", "案例材料", "标记乙一，联系13911113333", {"标记乙二.docx": marked_file()}),
)
UNPROVEN = (
    (LI, "标记丙 13922221111", "3号电话改为13922222222\n3号备注：标记丙一\n暂停发信，密码：PwC-2222", {}),
    (LI, "标记丁", "截止延到8月20日，标记丁一请打13922223333", {}),
    (LI, "标记丁二", "暂停发信\n标记丁三县的案例申请撤回，请予撤稿。", {}),
    (LI, "标记丁四", "1号撤回", {"汇总表标记丁五13922224444.xlsx": b"PK"}),
    ("zhang@example.com", "标记戊", "暂停发信，标记戊一，回电13933331111", {}),
)
BROKEN = (("fx@example.cn", "标记己", "标记己一 13944441111", {"标记己二.txt": b"x"}),)
PASSWORDS = (
    (COUNTY, "案例材料", "材料见附件。解压密码是PwD-3333。", {"材料密码PwD-3333.7z": locked("PwD-3333")}),
    ("suining@example.org", "案例", "材料见附件，请查收。", {"材料.7z": locked("PwE-4444")}),
    ("suining@example.org", "密码PwE-4444", "刚才的压缩包密码：PwE-4444", {}),
)


class Junk(ImapSource):
    """A junk folder with two mails."""

    def __init__(self) -> None:
        pass

    name = "main"

    def list_junk(self) -> tuple[Suspect, ...]:
        subjects = ("秘密★标记庚", "会议通知 13944442222 密码：PwG-5555")
        return tuple(
            Suspect(Position("main", "Junk", 1, n), mail(90 + n, f"j{n}@example.com", subject, ""), None)
            for n, subject in enumerate(subjects, 1)
        )


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    start_log(tmp_path / "data" / "log", "DEBUG")
    yield
    for handler in logging.getLogger().handlers:
        handler.close()
    logging.getLogger().handlers[:] = before


def texts(content: bytes, name: str) -> Iterator[str]:
    """Everything readable in a file: members of packages, parts of mails."""
    if name.endswith(".eml"):
        message = message_from_bytes(content, policy=policy.default)
        yield "\n".join(f"{key}: {value}" for key, value in message.items())
        for part in message.walk():
            if not part.is_multipart():
                yield from texts(part.get_payload(decode=True), str(part.get_filename() or ""))
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for member in package.namelist():
                yield from texts(package.read(member), member)
    else:
        yield content.decode("utf-8", "replace")


def seen(text: str) -> set[str]:
    return {found for pattern in (TEXT, PHONE, PASSWORD) for found in pattern.findall(text)}


def columns_with(parts: Parts, *patterns: re.Pattern[str]) -> set[tuple[str, str]]:
    """Table and column of the ledger in which a pattern stands; letters are decoded."""
    found = set()
    with parts.ledger.read() as connection:
        names = (
            connection.exec_driver_sql("select name from sqlite_master where type='table'").scalars().all()
        )
        assert {table.name for table in metadata.tables.values()} <= set(names)
        for name in names:
            rows = connection.exec_driver_sql(f'select * from "{name}"')
            columns = list(rows.keys())
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    content = value if isinstance(value, bytes) else str(value).encode()
                    kind = ".eml" if (name, column) == ("letter", "content") else ""
                    words = "\n".join(texts(content, kind))
                    words += words.encode().decode("unicode_escape", "ignore") if "\\u" in words else ""
                    if any(pattern.search(words) for pattern in patterns):
                        found.add((name, column))
    return found


def receive(parts: Parts, number: int, raw: bytes) -> None:
    with parts.ledger.begin() as connection:
        now = parts.clock.now()
        mails.add_mail(connection, parts.archive.store(raw), len(raw), now, now, file=f"{number}.eml")


@pytest.mark.slow
def test_planted_words_appear_nowhere(tmp_path: Path, logged: None, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    init_data(data)
    campaign = (data / "campaign.toml").read_text("utf-8")
    (data / "campaign.toml").write_text(campaign + COORDINATOR, "utf-8")
    (tmp_path / "system").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "system"))
    real, post = duties.file_mail, Post()

    def break_one(parts, row, reading, follow):
        if reading.envelope.subject == "标记己":
            raise ValueError(f"{reading.envelope.subject} {reading.body.new}")
        real(parts, row, reading, follow)

    monkeypatch.setattr(duties, "file_mail", break_one)
    clock = SetClock(at("08-03 09:30"))
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:
        outside = Outside(
            readers, post, lambda s: clock.advance(timedelta(seconds=s)), lambda _id, _since: False
        )
        plain = next(made.raw for made in season_mails() if made.name == "case-dev-001.eml")
        planted = (
            plain,
            *(mail(n, *words) for n, words in enumerate(SECRET + UNPROVEN + BROKEN + PASSWORDS, 1)),
        )
        for number, raw in enumerate(planted):
            receive(parts, number, raw)
            work_through(parts, outside)
        look_into_junk(parts, Mailbox(Junk()))
        for when in (
            "08-03 10:00",
            "08-03 11:00",
            "08-03 12:30",
            "08-03 17:00",
            "08-03 18:05",
            "08-04 17:05",
        ):
            clock.set(at(when))
            work_through(parts, outside)
        with parts.ledger.read() as connection:
            assert list_cursors(connection, "main") == {}
            states = connection.exec_driver_sql("select state from mail order by id").scalars().all()
            opened = connection.exec_driver_sql(
                "select count(*) from event where what='mail.unlocked'"
            ).scalar()
        assert (states.count("quarantined"), opened) == (1, 1)
        assert columns_with(parts, PASSWORD) == set()
        assert columns_with(parts, re.compile("标记[甲乙己庚]")) == set()
        assert columns_with(parts, TEXT, PHONE) <= LEDGER_KEEPS

    digest = "\n".join(text for letter in post.letters for text in texts(letter, ".eml"))
    assert "收到未能证明来源的指令：3号改联系电话" in digest
    assert "会议通知 139****2222 密码：******" in digest
    assert "（主题不显示）" in digest
    assert seen(digest) == set()
    for path in data.rglob("*"):
        if path.is_file() and path.suffix != ".eml" and not path.name.startswith("ledger.db"):
            assert (path.name, seen("\n".join(texts(path.read_bytes(), path.name)))) == (path.name, set())
    assert (data / "out" / "汇总表.xlsx").exists()
    assert "failed" in (data / "log" / "zhengji.log").read_text("utf-8")
    for words in (["export"], ["export", "--with-text"], ["export", "--letters"], ["status"], ["cases"]):
        said = CliRunner().invoke(app, [*words, "--data", str(data)])
        assert (words, said.exit_code, seen(said.stdout)) == (words, 0, set())
    assert {path.name for path in (data / "tmp").iterdir()} == {"lock"}
    assert list((tmp_path / "system").iterdir()) == []
