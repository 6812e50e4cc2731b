"""The folder of originals: one folder a county, files named 市-县区-案例名称, and the 未报名单.

Names come from mails: they are cleaned, and no file can be written outside the folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.mail.filenames import clean_name, shorten_name
from intake.mail.open import open_mail
from intake.model.errors import ReadingError
from intake.model.limits import Limits
from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger import mails
from tracker.ledger.cases import attached_mails
from tracker.ledger.documents import files_of_version, named_files
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.sheet.out.gather import sorted_cases

SECONDS = 90.0
UNPLACED = "所属待核"
MISSING_NAME = "未报送单位名单.xlsx"
WITHOUT_NAME = "没有电子稿的案例.txt"
# Characters that Windows refuses, as their full-width forms that people can still read.
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_CONTROL = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


@dataclass(frozen=True, slots=True)
class Copied:
    """What was put into the folder."""

    files: int
    cases: int
    without: tuple[str, ...]  # cases that have no electronic original


def copy_originals(desk: Desk, readers: Readers, folder: Path) -> Copied:
    """Write the originals of every active case into ``folder``, which must be empty or new.

    Raises:
        OrderError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise OrderError(f"{folder} 不是空文件夹，请另选一个")
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    taken: set[str] = set()
    files = done = 0
    without = []
    names = {unit.key: unit.name for unit in desk.campaign.units}
    for row in sorted_cases(desk):
        if row.status is not CaseStatus.ACTIVE:
            continue
        county = safe_name(names.get(row.unit_key, UNPLACED)) or UNPLACED
        city = desk.campaign.city or desk.campaign.organizer
        base = f"{city}-{county.removeprefix(city)}-{row['title'] or row.number}"
        found = list(originals_of(desk, readers, row))
        if not found:
            without.append(f"{row.number}　{county}　{row['title']}")
        for position, (suffix, content) in enumerate(found, 1):
            name = base if position == 1 else f"{base}（附{position - 1}）"
            _write(root, county, _unique(taken, county, name, suffix), content)
            files += 1
        done += 1
    if without:
        _write(root, "", WITHOUT_NAME, ("\r\n".join(without) + "\r\n").encode("utf-8-sig"))
    return Copied(files, done, tuple(without))


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
    for mail_id in attached_mails(connection, row.id):
        yield from _brought(desk, readers, mail_id)


def _brought(desk: Desk, readers: Readers, mail_id: int) -> Iterator[tuple[str, bytes]]:
    """Every file of a mail that a person put to a case."""
    mail = mails.get_mail(desk.connection, mail_id)
    files = named_files(desk.connection, mail_id)
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
            found[sha256] = one.content
    return found


def safe_name(text: str) -> str:
    """Text as one file name on every system; ``""`` when nothing is left."""
    name = clean_name(_CONTROL.sub("", text.translate(_WIDE))).strip(". ")
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def _suffix(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,6}$", name)
    return found.group().lower() if found else ""


def _unique(taken: set[str], county: str, base: str, suffix: str) -> str:
    number = 1
    while True:
        extra = f"（{number}）" if number > 1 else ""
        name = shorten_name(f"{safe_name(base)}{extra}{suffix}")
        if f"{county}/{name}".casefold() not in taken:
            taken.add(f"{county}/{name}".casefold())
            return name
        number += 1


def _write(root: Path, county: str, name: str, content: bytes) -> None:
    target = (root / county / name).resolve()
    if not target.is_relative_to(root) or target.parent not in (root, root / county):
        raise OrderError(f"文件名“{name}”不能使用")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
