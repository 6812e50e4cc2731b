"""The files that a case came as, out of the archive, and names for files that every system takes.

Names come from mails: they are cleaned before a file is called so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from intake.mail.filenames import clean_name
from intake.mail.open import open_mail
from intake.model.case import Attachment
from intake.model.errors import ReadingError
from intake.model.limits import Limits
from intake.worker.pool import Readers
from tracker.ledger import mails
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.documents import files_of_version, named_files
from tracker.ledger.texts.submissions import attached_mails
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts

SECONDS = 90.0
# Characters that Windows refuses, as their full-width forms that people can still read.
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_CONTROL = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


def originals_of(desk: Desk, readers: Readers, row: CaseRow) -> Iterator[tuple[str, bytes]]:
    """Suffix and bytes of each file of a case, best first; else its whole mail."""
    connection, parts = desk.connection, desk.parts
    mail = mails.get_mail(connection, row.mail_id)
    if mail is None or "paper" in row.flags:
        return
    wanted = files_of_version(connection, row.version_id)
    contents = _unpacked(parts, readers, mail.sha256, [sha for _, sha in wanted]) if wanted else {}
    if not wanted or len(contents) < len({sha for _, sha in wanted}):
        yield ".eml", parts.archive.load(mail.sha256)
    for name, sha256 in wanted:
        if sha256 in contents:
            yield _suffix(name), contents[sha256]
    for mail_id, put in attached_mails(connection, row.id).items():
        yield from _brought(desk, readers, mail_id, put)


def files_of_mail(desk: Desk, readers: Readers, mail_id: int) -> list[tuple[str, bytes]]:
    """Name and bytes of each file of a mail."""
    mail = mails.get_mail(desk.connection, mail_id)
    files = named_files(desk.connection, mail_id)
    if mail is None or not files:
        return []
    contents = _unpacked(desk.parts, readers, mail.sha256, [sha256 for _, sha256 in files])
    return [(safe_name(name), contents[sha256]) for name, sha256 in files if sha256 in contents]


def _brought(
    desk: Desk, readers: Readers, mail_id: int, put: frozenset[str] | None
) -> Iterator[tuple[str, bytes]]:
    """The files of a mail that were put to a case: these, or all of them."""
    mail = mails.get_mail(desk.connection, mail_id)
    files = [pair for pair in named_files(desk.connection, mail_id) if put is None or pair[1] in put]
    if mail is None or not files:
        return
    contents = _unpacked(desk.parts, readers, mail.sha256, [sha256 for _, sha256 in files])
    yield from ((_suffix(name), contents[sha256]) for name, sha256 in files if sha256 in contents)


def _unpacked(parts: Parts, readers: Readers, mail: str, wanted: list[str]) -> dict[str, bytes]:
    item = (parts.archive.path(mail), parts.settings.limits(), frozenset(wanted))
    with Shield("originals"):  # what cannot be opened goes out as the mail itself
        found: dict[str, bytes] = readers.run(unpack_files, item, SECONDS)
        return found
    return {}


def unpack_files(item: tuple[Path, Limits, frozenset[str]]) -> dict[str, bytes]:
    """Inside the worker: the files of a raw mail by their hashes."""
    return {sha256: one.content for sha256, one in wanted_files(item).items()}


def wanted_files(item: tuple[Path, Limits, frozenset[str]]) -> dict[str, Attachment]:
    """Inside the worker: some attachments of a raw mail, also those inside others, by their hashes."""
    from intake.unpack.containers import unpack

    path, limits, wanted = item
    opened = open_mail(path.read_bytes(), limits)
    try:
        inner = unpack(opened.attachments, limits, opened.passwords).attachments
    except ReadingError:
        inner = ()
    found = {}
    for one in (*opened.attachments, *inner):
        sha256 = one.sha256 or hashlib.sha256(one.content).hexdigest()
        if sha256 in wanted:
            found[sha256] = one
    return found


def safe_name(text: str) -> str:
    """Text as one file name on every system; ``""`` when nothing is left."""
    name = clean_name(_CONTROL.sub("", text.translate(_WIDE))).strip(". ")
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _suffix(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,6}$", name)
    return found.group().lower() if found else ""
