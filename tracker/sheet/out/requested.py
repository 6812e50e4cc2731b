"""Send what coordinators asked for by order: originals as the files that came, workbook, list of the missing."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake.model.errors import ConfigError
from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger import cases, mails
from tracker.ledger.records import CaseRow, MailRow
from tracker.ledger.texts.versions import get_version
from tracker.letters.original import Paper, Request, put_papers, put_requests, requests
from tracker.letters.writing.draft import DOCX, XLSX, Enclosure
from tracker.office.desk import Desk
from tracker.office.isolation import (
    MOST_ATTEMPTS,
    REQUESTED,
    Shield,
    count_failure,
    forget_failures,
    why_failed,
)
from tracker.office.parts import Parts
from tracker.publications.originals import files_of_mail, originals_of, safe_name
from tracker.sheet.out.gather import gather_edition
from tracker.sheet.out.pages import write_missing
from tracker.sheet.out.publish import workbook_bytes

if TYPE_CHECKING:
    from tracker.publications.volume.run import Made

TYPES = {".docx": DOCX, ".pdf": "application/pdf", ".txt": "text/plain"}


def send_requested(parts: Parts, readers: Readers) -> int:
    """Queue a letter for each request; returns how many. One that cannot be met keeps no other back.

    It is tried again at the next round; after the last attempt its letter says why nothing is in it.
    """
    with parts.ledger.read() as connection:
        waiting = requests(connection)
    sent = 0
    for request in waiting:
        with Shield(REQUESTED, partial(_put_off, parts, request)):
            _send(parts, request, _fitting(parts, list(_papers(parts, readers, request))))
            sent += 1
    return sent


def _send(parts: Parts, request: Request, papers: Sequence[Paper]) -> None:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, now)
        put_papers(desk, request, papers)
        forget_failures(desk, REQUESTED, request.key)
        put_requests(connection, [other for other in requests(connection) if other != request], now)


def _put_off(parts: Parts, request: Request, error: Exception) -> None:
    with parts.ledger.begin() as connection:
        failed = count_failure(Desk(connection, parts, parts.clock.now()), REQUESTED, request.key, error)
    if failed >= MOST_ATTEMPTS:
        _send(parts, request, (Paper("所要的文件", "所要的文件", (), trouble=why_failed(error)),))


def _papers(parts: Parts, readers: Readers, request: Request) -> Iterator[Paper]:
    day = f"{parts.clock.now().astimezone(parts.campaign.zone):%Y%m%d}"
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        for serial in request.serials:
            row = cases.get_case(connection, serial)
            if row is not None:
                yield _original(desk, readers, row)
        for mail_id in request.mails:
            if (mail := mails.get_mail(connection, mail_id)) is not None:
                yield _mail(desk, readers, mail)
        if request.missing:
            yield Paper("未报送单位名单", "未报送单位名单", (_missing(desk, day),))
    if request.workbook:
        book = Enclosure(f"汇总表{day}.xlsx", workbook_bytes(parts), XLSX, f"huizongbiao-{day}.xlsx")
        yield Paper("汇总表", "汇总表", (book,))
    if request.volume:
        yield from _volume(parts, readers)
    if request.proof is not None or request.compare is not None:
        yield from _proofs(parts, readers, request)


def _volume(parts: Parts, readers: Readers) -> Iterator[Paper]:
    """A new run of the volume: the Word file with what to look at, and the proof where it could be printed.

    Each is a paper of its own, so that the Word file goes out even if the proof is too large. What keeps
    the volume from being made is said in the letter.
    """
    from tracker.publications.volume.papers import write_papers
    from tracker.publications.volume.run import make_volume
    from tracker.publications.volume.settings import load_volume

    try:
        made = make_volume(parts, readers, load_volume(parts))
    except (OrderError, ConfigError) as error:
        yield Paper("案例汇编", "案例汇编", (), trouble=str(error))
        return
    write_papers(made)
    yield from _made(made, "案例汇编")


def _made(made: Made, name: str) -> Iterator[Paper]:
    from tracker.publications.volume.papers import READ_ME

    title, place = f"《{made.volume.front.title}》", str(made.docx.parent)
    word = (made.docx, made.docx.with_name(READ_ME))
    yield Paper(name, f"{title}Word 稿", tuple(_file(made, path) for path in word), place=place)
    for path in made.pdfs[:1]:
        yield Paper("清样", f"{title}清样", (_file(made, path),), place=place)


def _proofs(parts: Parts, readers: Readers, request: Request) -> Iterator[Paper]:
    """A round of proofs, sent on to the units where she wants it; and what differs between two rounds."""
    from tracker.letters.volume.proofs import Wish, open_round
    from tracker.publications.volume.rounds.show import TITLE
    from tracker.publications.volume.rounds.since import compare_rounds
    from tracker.publications.volume.settings import load_volume
    from tracker.publications.volume.words import round_name

    try:
        settings = load_volume(parts)
        if request.proof is not None:
            wish = Wish(request.proof, request.who, request.due, order=f"{request.email}:{request.key}")
            opened = open_round(parts, readers, settings, wish)
            yield from _made(opened.made, round_name(opened.round.number))
            if opened.differences is not None:
                yield _differences(opened.differences, "与上一校的改动对照")
        if request.compare is not None:
            comparison, docx = compare_rounds(parts, readers, settings, *request.compare)
            yield _differences(docx, comparison.heading)
    except (OrderError, ConfigError) as error:
        yield Paper(TITLE, "校样", (), trouble=str(error))


def _differences(docx: Path, title: str) -> Paper:
    file = Enclosure(docx.name, docx.read_bytes(), DOCX, "differences.docx")
    return Paper(docx.stem, title, (file,), place=str(docx.parent))


def _file(made: Made, path: Path) -> Enclosure:
    return Enclosure(
        path.name, path.read_bytes(), TYPES[path.suffix], f"volume-{made.volume.name}{path.suffix}"
    )


def _original(desk: Desk, readers: Readers, row: CaseRow) -> Paper:
    base = safe_name(f"{row.number} {row['title']}".strip())
    files = [
        Enclosure(
            f"{base}{f'（附{place}）' if place else ''}{suffix}", content, ascii_name=f"{row.number}{suffix}"
        )
        for place, (suffix, content) in enumerate(originals_of(desk, readers, row))
    ]
    text = get_version(desk.connection, row.version_id).text
    if text.strip() and all(file.name.endswith(".eml") for file in files):
        # It stood in the mail itself: an .eml opens on few desks.
        files = [Enclosure(f"{base}.docx", _document(row["title"], text), ascii_name=f"{row.number}.docx")]
    return Paper(
        f"{row.serial}号原件",
        f"{row.number}《{row['title'] or '名称待核'}》的原件",
        tuple(files),
        mails.get_mail(desk.connection, row.mail_id),
    )


def _mail(desk: Desk, readers: Readers, mail: MailRow) -> Paper:
    """A mail that is passed on: its words as a document, and its files."""
    base = f"收件{mail.id}"
    words = mails.body_of(desk.connection, mail.id)
    head = f"{mail.subject or '无主题'}\n发件人：{mail.from_name} {mail.from_email}"
    files = [
        Enclosure(f"{base}.docx", _document(mail.subject, f"{head}\n{words}"), DOCX, f"mail-{mail.id}.docx"),
        *(
            Enclosure(name or f"{base}附件{at}", content, ascii_name=f"mail-{mail.id}-{at}")
            for at, (name, content) in enumerate(files_of_mail(desk, readers, mail.id), start=1)
        ),
    ]
    return Paper(base, f"{base}“{mail.subject or '无主题'}”", tuple(files), mail)


def _document(title: str, text: str) -> bytes:
    """A case that stood in the mail itself, as a document."""
    from docx import Document

    document = Document()
    if title:
        document.add_heading(title)
    for line in filter(str.strip, text.splitlines()):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _missing(desk: Desk, day: str) -> Enclosure:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "missing.xlsx"
        write_missing(gather_edition(desk, 0), path)
        return Enclosure(f"未报送单位名单{day}.xlsx", path.read_bytes(), XLSX, f"missing-{day}.xlsx")


def _fitting(parts: Parts, papers: list[Paper]) -> list[Paper]:
    """The same papers; those that make the letter too large are only named in it."""
    whole = b""
    found = []
    for paper in papers:
        more = whole + b"".join(file.content for file in paper.files)
        fits = parts.settings.smtp.may_enclose(more)
        whole = more if fits else whole
        found.append(replace(paper, enclosed=fits))
    return found
