"""Seasons of other calls as data (tests/corpus/seasons): their mails made, with files of every format."""

from __future__ import annotations

import hashlib
import io
import struct
import tomllib
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from demo.files import freeze_zip, make_zip
from demo.mail import BUREAU, ZONE, Made, make_mail
from tests.files.ofd_files import make_ofd, set_text
from tests.files.sheet_files import cells, make_xlsx
from tests.files.xls_files import Tab
from tests.flow.season_player import Post
from tests.ledgers import USUAL, settle_ledger
from tests.paths import ROOT
from tracker.office.clock import SetClock
from tracker.office.folder import DataDir
from tracker.office.secret import write_private
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.duties import Outside
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers
from tracker.run.replay import Arrival, Season, import_arrivals, run_season

Played = tuple[list[dict[str, Any]], list[dict[str, Any]], Post]
COORDINATOR = '[[coordinators]]\nname = "方科"\nemail = "fangke@example.cn"\n'
SEASONS = ROOT / "tests" / "corpus" / "seasons"


def load_season(name: str) -> dict[str, Any]:
    """The mails of a season and what a clerk reads out of them."""
    season = tomllib.loads((SEASONS / f"{name}.toml").read_text("utf-8"))
    for file in (file for mail in season["mails"] for file in mail.get("files", ())):
        for one in file.get("inside", (file,)):
            _lengthen(one, season.get("pool", ()))
    return season


def _lengthen(file: dict[str, Any], pool: Sequence[str]) -> None:
    """``pad`` of the season's ``pool``, which its title chooses, behind the paragraphs that it says of its own."""
    if not file.get("pad"):
        return
    *text, last = file["lines"]
    start = sum(map(ord, text[0]))
    more = [pool[(start + 7 * turn) % len(pool)] for turn in range(file["pad"])]
    file["lines"] = [*text, *more, last] if len(last) < 40 else [*text, last, *more]


def make_season(season: dict[str, Any]) -> list[Made]:
    """The mails as they arrive."""
    return [_mail(told) for told in season["mails"]]


def _mail(told: dict[str, Any]) -> Made:
    at = datetime.fromisoformat(told["at"]).replace(tzinfo=ZONE)
    parts = [(file["name"], "application/octet-stream", _file(file)) for file in told.get("files", ())]
    return make_mail(
        f"{told['name']}.eml",
        at,
        told["sender"],
        told["from"],
        told["subject"],
        told["body"].strip("\n"),
        parts,
    )


def _file(told: dict[str, Any]) -> bytes:
    if "inside" in told:
        return make_zip({file["name"]: _file(file) for file in told["inside"]})
    return _MAKERS[told["name"].rpartition(".")[2]](told)


def _docx(told: dict[str, Any]) -> bytes:
    from docx import Document

    document = Document()
    for line in told.get("before", ()):
        document.add_paragraph(line)
    if rows := told.get("table"):
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
        for row, cells_of in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells_of, strict=False):  # the last cells of a row stay empty
                cell.text = text
    for line in told["lines"]:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return freeze_zip(written.getvalue())


def _doc(told: dict[str, Any]) -> bytes:
    """As LibreOffice saved what ``lines`` says (``soffice --convert-to doc``)."""
    return (SEASONS / "made" / told["made"]).read_bytes()


def _pdf(told: dict[str, Any]) -> bytes:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    head = ParagraphStyle("head", fontSize=18, leading=28, alignment=TA_CENTER, **plain)
    body = ParagraphStyle("body", fontSize=12, leading=20, firstLineIndent=24, **plain)
    middle = ParagraphStyle("middle", fontSize=13, leading=22, alignment=TA_CENTER, **plain)
    title, unit, *text = told["lines"]
    flow = [Paragraph(title, head), Paragraph(unit, middle), *(Paragraph(line, body) for line in text)]
    written = io.BytesIO()
    SimpleDocTemplate(written, invariant=1).build(flow)
    return written.getvalue()


def _rtf(told: dict[str, Any]) -> bytes:
    escaped = (
        "".join(c if c < "\x80" else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in line)
        for line in told["lines"]
    )
    return ("{\\rtf1\\ansi " + "\\par ".join(escaped) + "}").encode("ascii")


def _txt(told: dict[str, Any]) -> bytes:
    return "\r\n".join(told["lines"]).encode(told.get("charset", "utf-8"))


def _ofd(told: dict[str, Any]) -> bytes:
    title, *text = told["lines"]
    return make_ofd(set_text(title, text))


def _xlsx(told: dict[str, Any]) -> bytes:
    return make_xlsx([Tab("Sheet1", cells(*told["rows"]))])


def _png(_told: dict[str, Any]) -> bytes:
    """White paper: what a photographed form is to an office that does not recognise pictures."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size, rows = 64, zlib.compress((b"\0" + b"\xff" * 64) * 64)
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


_MAKERS = {
    "docx": _docx, "doc": _doc, "pdf": _pdf, "rtf": _rtf, "txt": _txt, "ofd": _ofd, "xlsx": _xlsx, "png": _png,
}  # fmt: skip


def found_office(season: dict[str, Any], data: Path) -> None:
    """The data folder of a shipped call, with a coordinator and a server to send by."""
    call = season["call"]
    data.mkdir(parents=True)
    # A real office has a key of its own; here every run must write the same letters.
    write_private(DataDir(data).key, hashlib.sha256(call.encode()).hexdigest())
    init_data(data, call)
    settings, campaign = data / "settings.toml", data / "campaign.toml"
    settings.write_text(
        f'[smtp]\nhost = "localhost"\nfrom_address = "{BUREAU}"\nseconds_between = 0\n', "utf-8"
    )
    campaign.write_text(f"{campaign.read_text('utf-8')}\n{COORDINATOR}", "utf-8")


def play_call(season: dict[str, Any], data: Path) -> Played:
    """Letters and mails, as ``zhengji export`` prints them, after the season of a shipped call, and the post."""
    found_office(season, data)
    return play_mails(make_season(season), data)


def play_mails(made: list[Made], data: Path, database: str = USUAL) -> Played:
    """The same of mails that come to an office in this order."""
    settle_ledger(data, database)
    mails = [Arrival(mail.at, mail.name, mail.raw) for mail in made]
    clock, post = SetClock(mails[0].at.replace(hour=8, minute=0)), Post()
    until = max(mails[-1].at.replace(hour=18, minute=0), mails[-1].at + timedelta(hours=1))

    def wait(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:
        outside = Outside(readers, post, wait, lambda _id, _since: False)
        for _ in run_season(parts, outside, clock, Season(mails, import_arrivals(parts), until)):
            pass
        with parts.ledger.read() as connection:
            return list(letter_objects(connection)), list(mail_objects(connection, with_text=False)), post
