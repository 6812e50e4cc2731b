"""Gather what a run prints: the chosen cases from the ledger, their blocks from the archived files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import category

from sqlalchemy import Row

from intake.documents.blocks.remarks import DRAWN_OTHERWISE
from intake.documents.blocks.roles import decide_together
from intake.model.case import DocumentKind
from intake.model.errors import IntakeError
from intake.text.numerals import chinese_number
from intake.worker.pool import Readers
from tracker.ledger import cases, mails
from tracker.ledger.cases import as_of_version, case_evidence
from tracker.ledger.published.rounds import list_corrections
from tracker.ledger.published.volume import Choice
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.documents import file_hashes, list_documents
from tracker.ledger.texts.submissions import attached_mails
from tracker.ledger.texts.versions import get_version
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.publications.volume.choice import Chosen, theme_of
from tracker.publications.volume.content.correct import correct_blocks, name_correction
from tracker.publications.volume.content.cut import cut_known, left_out
from tracker.publications.volume.content.model import (
    Block,
    Case,
    Front,
    Image,
    Layout,
    Line,
    Original,
    Part,
    Volume,
)
from tracker.publications.volume.content.read import (
    Answer,
    Wish,
    contents_of_text,
    convert,
    read_case,
)
from tracker.publications.volume.content.settle import settle
from tracker.publications.volume.content.store import printed_hash
from tracker.publications.volume.content.swap import swap_pictures
from tracker.publications.volume.finals.standing import (
    doubt_standing,
    papers_after,
    tell_drafts,
)
from tracker.publications.volume.settings import VolumeSettings

SECONDS = 90.0  # for the files of one case
PRINTED = ("title", "subtitle", "unit", "county", "town", "community", "contact", "phone", "date")
LONG, SHORT = 20_000, 300  # characters of text: outside a remark says so
NO_TEXT = "（本篇只有扫描件，文字待录入）"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where blocks come from and pictures go to."""

    readers: Readers
    pictures: Path


def gather_volume(
    desk: Desk, settings: VolumeSettings, chosen: Sequence[Chosen], sources: Sources, name: str
) -> Volume:
    """The content of a run; pictures are written into the folder of ``sources`` on the way."""
    local = desk.now.astimezone(desk.campaign.zone)
    parts = tuple(_parts(desk, chosen, sources))
    found = Volume(
        name=name,
        made_at=local.isoformat(timespec="seconds"),
        day=chinese_month(local),
        program=_program(),
        campaign=desk.campaign.id,
        front=front_of(settings),
        layout=Layout(
            settings.design,
            {key: value for key, value in settings.fonts.model_dump().items() if value},
            settings.binding,
            settings.sheet_pages,
            settings.folio,
            settings.leaf_mm,
            settings.cover_colour,
        ),
        parts=parts,
        counties=tuple(unit.name for unit in desk.campaign.units),
        item=desk.campaign.item,
    )
    return replace(found, remarks=tuple(_remarks(found)))


def front_of(settings: VolumeSettings) -> Front:
    """The settings' own texts; a line is a paragraph."""
    return Front(
        board=tuple((line.role, line.names) for line in settings.board),
        about=_paragraphs(settings.about),
        preface=_paragraphs(settings.preface),
        afterword=_paragraphs(settings.afterword),
        copies=settings.copies or 0,
        **settings.model_dump(
            include={
                "title",
                "subtitle",
                "issuer",
                "permit",
                "notice",
                "recipients",
                "purpose",
                "summary",
                "funding",
                "printer",
                "printed",
            }
        ),
    )


def chinese_month(when: datetime) -> str:
    """二〇一五年十一月"""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(when.year))
    return f"{year}年{chinese_number(when.month)}月"


def _parts(desk: Desk, chosen: Sequence[Chosen], sources: Sources) -> Iterator[Part]:
    themes = desk.campaign.themes
    for place, (theme, group) in enumerate(groupby(chosen, lambda one: theme_of(desk, one.row)), 1):
        known = theme <= len(themes)
        title = themes[theme - 1].title or themes[theme - 1].name if known else f"其他{desk.campaign.item}"
        made = tuple(_case(desk, one, sources) for one in group)
        yield Part(theme if known else 0, f"第{chinese_number(place)}篇　{title}", made)


def gather_case(desk: Desk, row: CaseRow, sources: Sources) -> Case:
    """One case as it counts now; its pictures are written into the folder of ``sources``."""
    return _case(desk, Chosen(row, Choice(row.id, None, None, "", "", desk.now)), sources)


def _case(desk: Desk, one: Chosen, sources: Sources) -> Case:
    row = printed_row(desk, one)
    text = get_version(desk.connection, row.version_id).text
    late = {mail.id for mail in papers_after(desk, one.row, one.choice)}
    attached = [mail_id for mail_id in attached_mails(desk.connection, row.id) if mail_id not in late]
    files = list(_files(desk, row, attached))
    answer = _read(desk, row, text, files, (sources, attached))
    remarks = list(answer.remarks)
    blocks = answer.blocks
    if not any(isinstance(block, Line) for block in blocks):
        lines = list(convert(decide_together(contents_of_text(text).blocks), sources.pictures))
        remarks += [] if not lines else ["原件只读出文字，表格和图片请对照原件"]
        blocks = (*(lines or [Line("paragraph", NO_TEXT)]), *blocks)
        remarks += [] if lines else ["只有扫描件，没有文字"]
    elif answer.by_layout:
        remarks.append("由版式文件读出，分段和表格请对照原件")
    remarks += doubt_standing(desk, one.row, one.choice)
    if "recognised" in row.flags:
        remarks.append("文字由扫描件识别，请逐字对照原件")
    known = tuple(known_values(desk, row))
    settled = settle(blocks)
    remarks += settled.remarks
    blocks = cut_known(settled.blocks, known)
    remarks += left_out(text, (*blocks, *settled.dropped), known)
    blocks, corrected = correct_blocks(
        blocks,
        [one for one in list_corrections(desk.connection) if one.case_id == row.id],
        row.version,
    )
    remarks += corrected
    unit = visible(row["unit"] or "".join(dict.fromkeys((row["county"], row["town"], row["community"]))))
    title = visible(row["title"]) or f"{row.number}（名称待核）"
    subtitle = visible(row["subtitle"])
    mail = mails.get_mail(desk.connection, row.mail_id)
    return Case(
        number=row.number,
        version=row.version,
        is_final=one.choice.final is not None,
        title=title,
        subtitle=subtitle,
        unit=unit,
        county=row["county"],
        level=desk.campaign.level_name(row["level"]),
        characters=row.characters,
        mail=mail.sha256 if mail is not None else "",
        originals=tuple(Original(name, sha256) for name, sha256, _ in files),
        blocks=blocks,
        sha256=printed_hash((title, subtitle, unit), blocks),
        remarks=tuple(dict.fromkeys((*remarks, *_odd(row, blocks)))),
    )


def visible(text: str) -> str:
    """A text without what only steers it: controls, marks of direction, signs of no width."""
    return "".join(sign for sign in text if category(sign) not in ("Cc", "Cf")).strip()


def printed_row(desk: Desk, one: Chosen) -> CaseRow:
    """The case as its 定稿 shows it; without one, as it counts now."""
    if one.choice.final is None or one.choice.final == one.row.version:
        return one.row
    which = next(v for v in cases.case_versions(desk.connection, one.row.id) if v.number == one.choice.final)
    return as_of_version(desk.connection, one.row, which)


def _files(desk: Desk, row: CaseRow, attached: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    """Name, hash and kind of the files of the version, best first, then those that a person put to it."""
    connection = desk.connection
    listed = {document.position: document for document in list_documents(connection, row.mail_id)}
    hashes = file_hashes(connection, row.mail_id)
    for position in dict.fromkeys(get_version(connection, row.version_id).documents):
        if position in listed and position in hashes:
            yield _named(listed[position], hashes[position])
    for mail_id in attached:
        hashes = file_hashes(connection, mail_id)
        for document in list_documents(connection, mail_id):
            if document.kind == DocumentKind.PHOTO and document.position in hashes:
                yield _named(document, hashes[document.position])


def _named(document: Row[Any], sha256: str) -> tuple[str, str, str]:
    return document.name, sha256, document.kind


def _read(
    desk: Desk,
    row: CaseRow,
    text: str,
    files: Sequence[tuple[str, str, str]],
    where: tuple[Sources, Sequence[int]],
) -> Answer:
    """The blocks of a case; whatever its files do, the run goes on with the ledger's text."""
    blocks: tuple[Block, ...] = ()
    remarks: list[str] = []
    by_layout = False
    sources, attached = where
    mail_ids = [row.mail_id, *attached]
    for place, mail_id in enumerate(mail_ids):
        mail = mails.get_mail(desk.connection, mail_id)
        if mail is None or not files:
            continue
        wish = Wish(
            desk.parts.archive.path(mail.sha256),
            desk.parts.settings.limits(),
            tuple(sha for _, sha, kind in files if kind == DocumentKind.CASE) if place == 0 else (),
            tuple(dict.fromkeys(sha for _, sha, kind in files if kind == DocumentKind.PHOTO)),
            text,
            sources.pictures,
        )
        answer = Answer(remarks=("原件未能打开，按台账中的文字排印",))
        with Shield("volume"):
            answer = _ask(sources.readers.run, wish)
        if place and answer.blocks:
            said = f"{mail.subject}\n{mails.body_of(desk.connection, mail.id)}"
            blocks, told = swap_pictures(blocks, answer.blocks, said)
            remarks += told
        else:
            blocks += answer.blocks
        by_layout |= answer.by_layout
        remarks += answer.remarks
    return Answer(blocks, by_layout, tuple(remarks))


def _ask(run: Callable[[Callable[[Wish], Answer], Wish, float], Answer], wish: Wish) -> Answer:
    try:
        return run(read_case, wish, SECONDS)
    except (TimeoutError, MemoryError, OSError, IntakeError):
        return Answer(remarks=("原件读取超出时间或内存，按台账中的文字排印",))


def known_values(desk: Desk, row: CaseRow) -> Iterator[str]:
    """What the page prints from the ledger, and the lines in which the machine saw it."""
    yield from (row[name] for name in PRINTED)
    yield f"{row['title']}{row['subtitle']}"
    yield from (desk.campaign.province, desk.campaign.city)
    yield from (unit.name for unit in desk.campaign.units)
    for name, seen in case_evidence(desk.connection, row.version_id).items():
        if name in (
            "title",
            "subtitle",
            "unit",
            "contact",
            "phone",
            "date",
        ):  # a person may have said another
            yield from (entry["quote"] for entry in seen if entry["where"] in ("title", "signature"))


def _odd(row: CaseRow, blocks: Sequence[Block]) -> Iterator[str]:
    """What an editor should know of a case before it is printed."""
    if row.waiting:
        yield "台账中尚有待核内容"
    length = sum(len(block.text) for block in blocks if isinstance(block, Line))
    if length > LONG:
        yield f"正文{length}字，篇幅过长"
    elif length < SHORT and not any(isinstance(block, Line) and block.text == NO_TEXT for block in blocks):
        yield f"正文只有{length}字"
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Image):
            if not block.file and block.name in DRAWN_OTHERWISE:
                yield (
                    f"{block.name}“{block.caption}”没有排入，已留出位置，请补图"
                    if block.caption
                    else f"{block.name}没有排入，已留出位置，请补图"
                )
            elif not block.file and (
                block.name or not block.caption
            ):  # else a caption that came without its picture
                yield f"图片“{block.name or '未命名'}”不能解码，未排入"
            elif not block.caption and not isinstance(after, Image):  # else under one caption with the next
                yield f"图片“{block.name or '未命名'}”没有图注"


def unplaced(desk: Desk) -> Iterator[str]:
    """Corrections of the rounds of which nobody knows the case; until somebody takes them out they are told."""
    for one in list_corrections(desk.connection):
        if not one.case_id:
            yield (
                f"{name_correction(one)}没有改：{one.why}"
                if one.old
                else f"{name_correction(one)}：{one.why}"
            )


def _remarks(volume: Volume) -> Iterator[str]:
    """What concerns several cases."""
    titles: dict[str, list[str]] = {}
    for case in volume.cases:
        titles.setdefault(case.title, []).append(case.number)
    for title, numbers in titles.items():
        if len(numbers) > 1:
            yield f"{'、'.join(numbers)}同名《{title}》，目录中以单位区分"
    yield from tell_drafts(case.number for case in volume.cases if not case.is_final)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _program() -> str:
    try:
        return version("zhengji")
    except PackageNotFoundError:  # run from a checkout
        return "0"
