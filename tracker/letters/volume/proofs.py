"""A round of proofs (校次): the volume is made, the round is kept, and whoever is to read it gets a letter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.published.finals import Asked, put_asked
from tracker.ledger.published.rounds import Round, Sent, list_rounds, put_round
from tracker.ledger.records import CaseRow, LetterKind
from tracker.letters.reminders import in_office_hours
from tracker.letters.volume.final import Invitation, plan_letters
from tracker.letters.writing.draft import DOCX, Draft, Enclosure
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.volume.choice import chosen_cases
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.papers import write_papers
from tracker.publications.volume.rounds.differences import compare_volumes
from tracker.publications.volume.rounds.pack import (
    first_pages,
    write_case_file,
    write_own_differences,
    write_pages,
)
from tracker.publications.volume.rounds.printed import save_lines
from tracker.publications.volume.rounds.show import Comparison, write_comparison
from tracker.publications.volume.run import Made, Scope, make_volume
from tracker.publications.volume.settings import VolumeSettings
from tracker.publications.volume.words import ROUNDS, round_name

TYPES = {".docx": DOCX, ".pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which round (0: the next), who orders it; ``due`` None: it goes to no unit.

    ``order`` names the mail that orders it: carried out once more after a crash, it sends no letter twice.
    """

    number: int = 0
    who: str = ""
    due: date | None = None
    words: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A round that was made: what to say of it, its list of differences, how many letters were queued."""

    round: Round
    made: Made
    said: tuple[str, ...]
    differences: Path | None
    letters: int


def next_round(desk: Desk, number: int = 0) -> int:
    """The number of the round that is made now: the next, or the last once more.

    Raises:
        OrderError: ``number`` is neither; or there are no more.
    """
    last = max((one.number for one in list_rounds(desk.connection)), default=0)
    wanted = number or last + 1
    if not 1 <= wanted <= len(ROUNDS):
        raise OrderError(f"校次只到{round_name(len(ROUNDS))}")
    if wanted not in (last, last + 1):
        before = f"已出到{round_name(last)}" if last else "还没有出过校样"
        raise OrderError(f"{before}，接下来是{round_name(last + 1)}")
    return wanted


def open_round(parts: Parts, readers: Readers, settings: VolumeSettings, wish: Wish) -> Opened:
    """Make the volume as a round, keep it, and queue the letters to units and editors.

    Raises:
        OrderError: no case is chosen, the number is wrong, or the last day is past.
    """
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        number = next_round(desk, wish.number)
        if wish.due is not None and wish.due < desk.now.astimezone(desk.campaign.zone).date():
            raise OrderError(f"{wish.due.month}月{wish.due.day}日已经过去")
        earlier = [one for one in list_rounds(connection) if one.number < number]
    made = make_volume(parts, readers, settings, Scope())
    if printed := made.proof or made.printed:
        save_lines(printed.pdf, printed.first, made.volume, made.folder)
    said = write_papers(made)
    comparison = _compare(parts, made, earlier[-1], number) if earlier else None
    differences = None
    if comparison is not None:
        differences, _ = write_comparison(comparison, made.volume, made.docx.parent)
        said.append(f"{comparison.heading}：{differences.name}（另有网页）")
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        sent = tuple(_send(desk, settings, wish, _Parcel(made, number, comparison, differences)))
        kept = Round(
            number,
            made.volume.name,
            made.volume.front.title,
            desk.now,
            wish.who,
            wish.due,
            sent,
            first_pages(made),
        )
        put_round(connection, kept)
        record_event(
            connection,
            "volume.round",
            desk.now,
            who=wish.who,
            detail={"round": number, "name": made.volume.name},
        )
    return Opened(kept, made, tuple(said), differences, len(sent))


def plan_round(desk: Desk) -> list[Invitation]:
    """Whom the proofs of units would go to: for each address its chosen cases."""
    return plan_letters(desk, [one.row for one in chosen_cases(desk)])


def _compare(parts: Parts, made: Made, before: Round, number: int) -> Comparison | None:
    try:
        earlier = load_volume_file(parts.data.volumes / before.run)
    except OrderError:
        return None
    return Comparison(round_name(before.number), round_name(number), compare_volumes(earlier, made.volume))


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What is sent out in a round."""

    made: Made
    number: int
    comparison: Comparison | None
    differences: Path | None

    @property
    def name(self) -> str:
        """一校"""
        return round_name(self.number)


def _send(desk: Desk, settings: VolumeSettings, wish: Wish, parcel: _Parcel) -> Iterator[Sent]:
    """Queue the letters; yields to whom."""
    if wish.due is not None:
        for one in plan_round(desk):
            if one.email:
                with tempfile.TemporaryDirectory() as folder:
                    files = list(_unit_files(parcel, one.cases, Path(folder)))
                    yield _post(desk, parcel, wish, one, files)
                _ask_finals(desk, one, wish.due)
    for email in settings.editors:
        whole = [parcel.made.docx, *parcel.made.pdfs[:1]]
        files = [*whole, *([parcel.differences] if parcel.differences is not None else [])]
        yield _post(desk, parcel, wish, Invitation(email, "", "", ()), files)


def _unit_files(parcel: _Parcel, rows: Sequence[CaseRow], folder: Path) -> Iterator[Path]:
    numbers = {row.number for row in rows}
    cases = [case for case in parcel.made.volume.cases if case.number in numbers]
    yield from (write_case_file(parcel.made, case, parcel.name, folder) for case in cases)
    pages = write_pages(parcel.made, cases, parcel.name, folder)
    own = (
        write_own_differences(parcel.comparison, parcel.made, cases, folder)
        if parcel.comparison is not None
        else None
    )
    yield from (path for path in (pages, own) if path is not None)


def _post(desk: Desk, parcel: _Parcel, wish: Wish, one: Invitation, files: Sequence[Path]) -> Sent:
    enclosed: list[Enclosure] = []
    left_out = []
    for path in files:
        file = Enclosure(
            path.name, path.read_bytes(), TYPES[path.suffix], f"proof-{len(enclosed) + 1}{path.suffix}"
        )
        fits = desk.parts.settings.smtp.may_enclose(b"".join(held.content for held in (*enclosed, file)))
        enclosed += [file] if fits else []
        left_out += [] if fits else [path.name]
    values = {
        "addressee": one.addressee,
        "cases": one.cases,
        "round": parcel.name,
        "title": parcel.made.volume.front.title,
        "due": wish.due,
        "words": wish.words,
        "has_pages": any(file.name.endswith(".pdf") for file in enclosed),
        "has_differences": any(file.name.startswith("改动对照") for file in enclosed),
        "left_out": left_out,
    }
    key = f"proof:{wish.order or parcel.made.volume.name}:{parcel.number}:{one.email}:{one.unit}"
    draft = Draft(
        LetterKind.PROOF,
        key,
        one.email,
        values,
        unit=one.unit,
        enclosures=tuple(enclosed),
        due_at=in_office_hours(desk.parts, desk.now),
    )
    post(desk, draft)
    return Sent(key, one.email, tuple(row.number for row in one.cases))


def _ask_finals(desk: Desk, one: Invitation, due: date) -> None:
    """A changed file that comes back is the final text, in place of the one that the proof shows."""
    finals = {chosen.row.id: chosen.choice.final or 0 for chosen in chosen_cases(desk)}
    asked = [Asked(row.id, one.email, due, desk.now, finals.get(row.id, 0)) for row in one.cases]
    put_asked(desk.connection, asked, desk.now)
