"""Intake of one mail against the bare floor, two workers against one, memory of a worker.

The floor does by hand, with the same libraries and the same care for the disk, what any program
must do with such a mail: store it, open it, get the text out of the attachment, put rows into
SQLite, write a letter. It knows no facts, no doubts and no themes.
"""

from __future__ import annotations

import email
import hashlib
import io
import itertools
import os
import sqlite3
import tempfile
import zipfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage, Message
from pathlib import Path

from jinja2 import Environment
from lxml import etree

from benchmarks.corpus import make_corpus
from benchmarks.measure import Row, peak_mib, seconds
from intake.call import Sender
from intake.worker import Failed
from tracker.clock import SetClock
from tracker.datadir import DataDir
from tracker.init import init_data
from tracker.jobs import answer, file_archived
from tracker.ledger import mails
from tracker.office import call_files, open_office, open_readers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LETTER = "{{ unit }}：\n您好，来件《{{ title }}》（{{ count }}字）已收到。\n"
START = datetime(2015, 7, 20, 2, 0, tzinfo=UTC)


def floor(paths: list[Path], root: Path) -> None:
    """The straight script."""
    database = sqlite3.connect(root / "floor.db", isolation_level=None)
    database.executescript(
        "pragma journal_mode=wal; pragma synchronous=full;"
        "create table mail(id integer primary key, sha text unique, state text);"
        "create table case_(id integer primary key, mail integer, title text, body text);"
        "create table letter(id integer primary key, mail integer, content blob);"
        "create virtual table search using fts5(body);"
    )
    template = Environment(autoescape=False).from_string(LETTER)
    for path in paths:
        raw = path.read_bytes()
        sha = hashlib.sha256(raw).hexdigest()
        _store(root, sha, raw)
        database.execute("begin immediate")
        database.execute("insert into mail(sha, state) values(?, 'archived')", (sha,))
        database.execute("commit")
        message = email.message_from_bytes(raw, policy=policy.default)
        text = _text(message)
        title = text.partition("\n")[0]
        letter = EmailMessage()
        letter["Subject"], letter["To"] = "回执", str(message["From"])
        letter.set_content(template.render(unit=message["From"], title=title, count=len(text)))
        letter.add_alternative(f"<p>{title}</p>", subtype="html")
        database.execute("begin immediate")
        mail_id = database.execute("select id from mail where sha=?", (sha,)).fetchone()[0]
        database.execute("insert into case_(mail, title, body) values(?,?,?)", (mail_id, title, text))
        pairs = " ".join(a + b for a, b in itertools.pairwise(text))
        database.execute("insert into search(body) values(?)", (pairs,))
        database.execute("insert into letter(mail, content) values(?,?)", (mail_id, letter.as_bytes()))
        database.execute("update mail set state='filed' where id=?", (mail_id,))
        database.execute("commit")
    database.close()


def _store(root: Path, sha: str, raw: bytes) -> None:
    folder = root / sha[:2]
    folder.mkdir(exist_ok=True)
    with (folder / f".{sha}").open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    (folder / f".{sha}").rename(folder / sha)
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _text(message: Message) -> str:
    from pdfminer.high_level import extract_text

    for part in message.walk():
        name = part.get_filename() or ""
        content = part.get_payload(decode=True)
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                root = etree.fromstring(packed.read("word/document.xml"))
            return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
        if name.endswith(".pdf"):
            return str(extract_text(io.BytesIO(content)))
    return str(message.get_content())


def product(paths: list[Path], root: Path, workers: int = 1) -> float:
    """The same mails through the product; returns the seconds without start-up."""
    init_data(root)
    settings = root / "settings.toml"
    settings.write_text(f"[reading]\nworkers = {workers}\n", encoding="utf-8")
    clock = SetClock(START)
    with open_office(root, clock=clock) as parts, open_readers(parts) as readers:
        warm = parts.archive.store(b"Subject: warm\r\n\r\n")
        for reading in readers.read_all((parts.archive.path(warm), Sender()) for _ in range(workers * 2)):
            assert not isinstance(reading, Failed)

        def work() -> None:
            for path in paths:
                raw = path.read_bytes()
                sha = parts.archive.store(raw)
                with parts.ledger.begin() as connection:
                    mails.add_mail(connection, sha, len(raw), START, clock.now())
            file_archived(parts, readers)
            clock.advance(timedelta(hours=2))
            answer(parts)

        return seconds(work)


def bench(count: int = 36) -> list[Row]:
    """Rows of the table."""
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (base / "mails").mkdir()
        paths = make_corpus(base / "mails", count)
        bare, ours, double = [], [], []
        for turn in range(3):
            root = base / f"floor{turn}"
            root.mkdir()
            bare.append(seconds(lambda root=root: floor(paths, root)))
            ours.append(product(paths, base / f"one{turn}"))
            double.append(product(paths, base / f"two{turn}", workers=2))
        rows = [
            _ratio("intake of one mail ÷ bare floor", min(ours) / min(bare), 1.5, f"{min(ours) / count * 1000:.1f} ms ÷ {min(bare) / count * 1000:.1f} ms"),
            Row(
                "two workers ÷ one",
                f"{min(ours) / min(double):.2f} times as fast",
                "at least 1.8",
                min(ours) / min(double) >= 1.8,
            ),
        ]  # fmt: skip
        rows += _memory(base)
    return rows


def _memory(base: Path) -> list[Row]:
    rows = []
    for count in (100, 1000):
        folder = base / f"memory{count}"
        folder.mkdir()
        paths = make_corpus(folder, count)
        root = base / f"data{count}"
        init_data(root)
        from intake.worker import Readers

        with Readers(call_files(DataDir(root)), 1) as readers:
            for _ in readers.read_all((path, Sender()) for path in paths):
                pass
            peak = readers.run(_peak, None, 30)
        rows.append(Row(f"worker's peak memory, {count} mails", f"{peak:.0f} MiB", "150 MiB", peak <= 150))
    return rows


def _peak(_nothing: None) -> float:
    return peak_mib()


def _ratio(what: str, ratio: float, limit: float, detail: str) -> Row:
    return Row(what, f"{ratio:.2f} ({detail})", f"{limit}", ratio <= limit)
