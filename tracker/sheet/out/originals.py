"""The folder of originals: one folder a county, files named 市-县区-案例名称, and the 未报名单.

Names come from mails: they are cleaned, and no file can be written outside the folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.mail.filenames import shorten_name
from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger.records import CaseStatus
from tracker.office.desk import Desk
from tracker.publications.originals import originals_of, safe_name
from tracker.sheet.out.gather import sorted_cases

UNPLACED = "所属待核"
MISSING_NAME = "未报送单位名单.xlsx"
WITHOUT_NAME = "没有电子稿的案例.txt"


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
