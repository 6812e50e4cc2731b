"""Intake of one mail against the bare floor, two workers against one, memory of a worker.

The floor does by hand, with the same libraries and the same care for the disk, what any program
must do with such a mail: store it, open it, get the text out of the attachment, put the same rows
into SQLite, write a letter with the same headers. It knows no facts, no doubts and no themes.
"""

from __future__ import annotations

import email
import hashlib
import io
import os
import tempfile
import zipfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage, Message
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from jinja2 import Environment, FileSystemLoader
from lxml import etree
from sqlalchemy import Connection, create_engine, event, insert, update

from benchmarks.made.corpus import make_corpus
from benchmarks.speed.measure import Row, peak_mib, seconds
from intake.campaign.call import Sender
from intake.worker.pool import Failed, Readers
from tracker.ledger import mails, schema
from tracker.office.assets import templates_dir
from tracker.office.clock import SetClock
from tracker.office.folder import DataDir
from tracker.run.duties import answer, file_archived
from tracker.run.init import init_data
from tracker.run.open import call_files, open_office, open_readers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
START = datetime(2015, 7, 20, 2, 0, tzinfo=UTC)
STAMP = "Mon, 20 Jul 2015 10:00:00 +0800"
FACTS = 13  # of a case
WARM = 10  # mails before the clock starts, one of each form: imports, templates, statements
MARKS = 24  # keys under which a text is found again


def floor(paths: list[Path], root: Path) -> float:
    """The straight script: the same libraries, rows, headers and care for the disk; no thought.

    Returns the seconds without start-up and the first ``WARM`` mails.
    """
    engine = create_engine(f"sqlite:///{root / 'floor.db'}")
    event.listen(engine, "connect", _set_up)
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("create virtual table search using fts5(words)")
    templates = Environment(loader=FileSystemLoader(templates_dir() / "mail"), autoescape=True)
    plain = templates.from_string(LETTER)
    begun = 0.0
    for number, path in enumerate(paths, 1):
        if number == WARM + 1:
            begun = perf_counter()
        raw = path.read_bytes()
        sha = hashlib.sha256(raw).hexdigest()
        _store(root, sha, raw)
        with engine.begin() as connection:
            connection.execute(insert(schema.mail).values(**_mail_row(sha, len(raw))))
            connection.execute(insert(schema.event).values(at=START, who="x", what="y", detail={}))
        message = email.message_from_bytes(raw, policy=policy.default)
        text = _text(message)
        title = text.partition("\n")[0]
        words = {"unit": str(message["From"]), "title": title, "count": len(text)}
        letter = _letter(str(number), plain.render(words), f"<p>{plain.render(words)}</p>")
        with engine.begin() as connection:
            _file(connection, number, text, letter)
    spent = perf_counter() - begun
    engine.dispose()
    return spent


LETTER = "{{ unit }}：\n您好，来件《{{ title }}》（{{ count }}字）已收到。\n"


def _set_up(connection: Any, _record: object) -> None:
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")


def _mail_row(sha: str, size: int) -> dict[str, Any]:
    return {"sha256": sha, "size": size, "state": "archived", "arrived_at": START, "archived_at": START}


def _letter(key: str, text: str, html: str) -> bytes:
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"], letter["To"], letter["Subject"] = (
        "bureau@example.cn",
        "clerk@example.cn",
        "回执：材料已收到",
    )
    letter["Date"], letter["Message-ID"], letter["In-Reply-To"] = STAMP, f"<{key}@x>", f"<in{key}@x>"
    letter["References"], letter["Auto-Submitted"] = f"<in{key}@x>", "auto-replied"
    letter["X-Auto-Response-Suppress"], letter["X-Kind"], letter["X-Reason"] = (
        "All",
        "acknowledgement",
        "received",
    )
    letter.set_content(text, charset="utf-8", cte="base64")
    letter.add_alternative(html, subtype="html", charset="utf-8", cte="base64")
    return letter.as_bytes()


def _file(connection: Connection, number: int, text: str, letter: bytes) -> None:
    """The rows that a filed mail with one case leaves behind."""
    tables = schema
    connection.execute(update(tables.mail).where(tables.mail.c.id == number).values(state="filed"))
    connection.execute(
        insert(tables.document).values(
            mail_id=number, position=0, name="a", format="docx", kind="case", reader="x", text=text
        )
    )
    connection.execute(
        insert(tables.case).values(
            id=number, serial=number, number=str(number), status="active", unit_key="x", current_version=1,
            created_at=START, changed_at=START,
        )
    )  # fmt: skip
    connection.execute(
        insert(tables.version).values(
            id=number, case_id=number, number=1, mail_id=number, documents=[0], text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(), characters=len(text), themes=[], flags=[],
            received_at=START,
        )
    )  # fmt: skip
    connection.execute(
        insert(tables.fact),
        [
            {"version_id": number, "field": f"f{n}", "value": "x", "confidence": 1.0, "waits": False,
             "evidence": [], "choices": [], "note": ""}
            for n in range(FACTS)
        ],
    )  # fmt: skip
    connection.execute(
        insert(tables.band), [{"value": number * MARKS + n, "version_id": number} for n in range(MARKS)]
    )
    pairs = " ".join(map("".join, pairwise(text)))
    connection.exec_driver_sql("insert into search(rowid, words) values(?, ?)", (number, pairs))
    connection.execute(
        insert(tables.submission).values(
            mail_id=number, position=0, case_id=number, role="new", version_id=number
        )
    )
    connection.execute(
        insert(tables.letter).values(
            id=number, key=str(number), kind="acknowledgement", unit="x", recipient="a@b", subject="x",
            message_id=str(number), content=letter, state="queued", created_at=START, due_at=START,
        )
    )  # fmt: skip
    connection.execute(insert(tables.answer).values(letter_id=number, mail_id=number))
    connection.execute(
        insert(tables.event), [{"at": START, "who": "x", "what": "y", "detail": {}} for _ in range(3)]
    )


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
    """The same mails through the product; returns the seconds as :func:`floor` does."""
    init_data(root)
    settings = root / "settings.toml"
    settings.write_text(f"[reading]\nworkers = {workers}\n", encoding="utf-8")
    clock = SetClock(START)
    with open_office(root, clock=clock) as parts, open_readers(parts) as readers:

        def work(some: list[Path]) -> None:
            for path in some:
                raw = path.read_bytes()
                sha = parts.archive.store(raw)
                with parts.ledger.begin() as connection:
                    mails.add_mail(connection, sha, len(raw), START, clock.now())
            file_archived(parts, readers)
            clock.advance(timedelta(hours=2))
            answer(parts)

        work(paths[:WARM])
        return seconds(lambda: work(paths[WARM:]))


def bench(count: int = 46) -> list[Row]:
    """Rows of the table."""
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (base / "mails").mkdir()
        paths = make_corpus(base / "mails", count)
        bare, ours = [], []
        for turn in range(5):
            root = base / f"floor{turn}"
            root.mkdir()
            bare.append(floor(paths, root))
            ours.append(product(paths, base / f"one{turn}"))
        count -= WARM
        rows = [
            _ratio("intake of one mail ÷ bare floor", min(ours) / min(bare), 1.5, f"{min(ours) / count * 1000:.1f} ms ÷ {min(bare) / count * 1000:.1f} ms"),
        ]  # fmt: skip
        rows.append(_two_workers(base))
        rows += _memory(base)
    return rows


def _two_workers(base: Path) -> Row:
    """Reading alone: filing is one writer's work by design."""
    folder = base / "read"
    folder.mkdir()
    paths = make_corpus(folder, 120)
    root = base / "readers"
    init_data(root)
    times = {1: [], 2: []}
    for _ in range(3):
        for workers, found in times.items():
            with Readers(call_files(DataDir(root)), workers) as readers:
                warm = [(path, Sender()) for path in paths[:40]]
                assert not any(isinstance(reading, Failed) for reading in readers.read_all(warm))
                items = [(path, Sender()) for path in paths]
                found.append(seconds(lambda r=readers, i=items: list(r.read_all(i))))
    ratio = min(times[1]) / min(times[2])
    detail = f"{min(times[1]) / 120 * 1000:.1f} ms ÷ {min(times[2]) / 120 * 1000:.1f} ms a mail"
    return Row(
        "reading with two workers ÷ with one", f"{ratio:.2f} times as fast ({detail})", "1.8", ratio >= 1.8
    )


def _memory(base: Path) -> list[Row]:
    rows = []
    for count in (100, 1000):
        folder = base / f"memory{count}"
        folder.mkdir()
        paths = make_corpus(folder, count)
        root = base / f"data{count}"
        init_data(root)
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
