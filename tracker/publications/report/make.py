"""Make the report from the final cases of the volume; nothing is sent."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from intake.mail.filenames import shorten_name
from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger.cases import as_of_version, case_versions
from tracker.ledger.events import record_event
from tracker.ledger.published.books import book_hashes
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.documents import cases_of_file, files_of_version
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.originals import originals_of, safe_name
from tracker.publications.report.letter import Heads, write_letter, write_table, write_text
from tracker.publications.volume.choice import Chosen, chosen_cases
from tracker.publications.volume.content.gather import Sources, gather_volume, printed_row
from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.content.store import PICTURES
from tracker.publications.volume.finals.standing import doubt_place, fallen_cases
from tracker.publications.volume.persons import personal_data
from tracker.publications.volume.settings import VolumeSettings
from tracker.publications.zipped import zip_folder

LETTER, TABLE, TEXTS, ORIGINALS = (
    "报送函（草稿）.docx",
    "附件1 案例汇总表.docx",
    "附件2 案例文本",
    "附件2 案例原件",
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What was made: the folder, its zip, how many cases, and remarks."""

    folder: Path
    archive: Path
    count: int
    remarks: tuple[str, ...]


def make_report(parts: Parts, readers: Readers, settings: VolumeSettings) -> Reported:
    """Write letter, table, texts and originals of the final cases into a new folder and zip it.

    Raises:
        OrderError: no chosen case has a 定稿.
    """
    now = parts.clock.now()
    local = now.astimezone(parts.campaign.zone)
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, now)
        chosen = chosen_cases(desk)
        final = [one for one in chosen if one.choice.final is not None]
        if not final:
            raise OrderError("还没有定稿的案例，请先用 zhengji volume final 编号 逐篇定稿")
        folder = _new_folder(parts.data.out / "上报", f"上报材料-{local:%Y%m%d}")
        with tempfile.TemporaryDirectory() as kept:
            pictures = Path(kept) / PICTURES
            pictures.mkdir()
            volume = gather_volume(desk, settings, final, Sources(readers, pictures), folder.name)
            _write(desk, volume, settings, pictures, folder)
        apart = _copy_originals(desk, readers, final, folder / desk.campaign.own(ORIGINALS))
        remarks = (*_remarks(desk, chosen, volume), *apart)
    archive = folder.with_name(f"{folder.name}.zip")
    zip_folder(folder, archive)
    with parts.ledger.begin() as connection:
        record_event(connection, "report.made", now, detail={"name": folder.name, "cases": len(final)})
    return Reported(folder, archive, len(final), remarks)


def _write(desk: Desk, volume: Volume, settings: VolumeSettings, pictures: Path, folder: Path) -> None:
    campaign, signature = desk.campaign, desk.campaign.signature
    heads = Heads(
        settings.letter_number,
        settings.report_to,
        campaign.title,
        settings.issuer,
        signature.contact,
        signature.phone,
        settings.report_basis,
    )
    write_letter(volume, heads, folder / LETTER)
    write_table(volume, folder / campaign.own(TABLE))
    texts = folder / campaign.own(TEXTS)
    texts.mkdir()
    for place, case in enumerate(volume.cases, 1):
        write_text(volume, case.number, pictures, texts / f"{_file_name(desk, place, case.title)}.docx")


def _copy_originals(desk: Desk, readers: Readers, final: list[Chosen], folder: Path) -> list[str]:
    """Write what each case came as; returns remarks about files that hold more than what is reported."""
    folder.mkdir()
    reported = {one.row.id for one in final}
    remarks = []
    for place, one in enumerate(final, 1):
        row = _before_books(desk, one)
        others = cases_beside(desk.connection, row) - reported
        if others:
            said = desk.campaign.own("与未上报的案例在同一个文件中，未附原件，文本见附件2")
            remarks.append(f"{row.number}{said}")
            continue
        for turn, (suffix, content) in enumerate(originals_of(desk, readers, row)):
            more = f"（附{turn}）" if turn else ""
            name = f"{_file_name(desk, place, row['title'] or row.number)}{more}{suffix}"
            (folder / shorten_name(name)).write_bytes(content)
    return remarks


def _before_books(desk: Desk, one: Chosen) -> CaseRow:
    """The version that is printed; of one that was taken out of a returned book, which holds all cases, that before."""
    row = printed_row(desk, one)
    earlier = [which for which in case_versions(desk.connection, row.id) if which.number <= row.version]
    own = [which for which in earlier if not _is_of_book(desk, which)]
    if not own or own[-1].id == row.version_id:
        return row
    return as_of_version(desk.connection, one.row, own[-1])


def _is_of_book(desk: Desk, which: Row[Any]) -> bool:
    books = book_hashes(desk.connection, which.mail_id)
    return any(sha256 in books for _, sha256 in files_of_version(desk.connection, which.id))


def cases_beside(connection: Connection, row: CaseRow) -> set[int]:
    """The other cases that stand in a file which a case came as."""
    files = files_of_version(connection, row.version_id)
    found = {case for _, sha256 in files for case in cases_of_file(connection, row.mail_id, sha256)}
    return found - {row.id}


def _file_name(desk: Desk, place: int, title: str) -> str:
    """01 城市-案例名称: in order, and as the higher office asks."""
    city = desk.campaign.city or desk.campaign.organizer
    return safe_name(shorten_name(f"{place:02d} {city}-{title}"))


def _remarks(desk: Desk, chosen: list[Chosen], volume: Volume) -> Iterator[str]:
    yield from fallen_cases(desk)
    for one in chosen:
        if one.choice.final is None:
            yield f"{one.row.number}《{one.row['title']}》未定稿，没有列入"
            yield from (f"{one.row.number} {doubt}" for doubt in doubt_place(desk, one.row))
    for case in volume.cases:
        yield from (f"{case.number} {remark}" for remark in case.remarks)
    yield from personal_data(volume)


def _new_folder(root: Path, name: str) -> Path:
    number = 1
    while True:
        folder = root / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            return folder
