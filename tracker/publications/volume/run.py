"""One run: choose, gather, write the content file, the Word file and its papers, keep what was printed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.published.volume import Printed as PrintedCase
from tracker.ledger.published.volume import Run, add_run, list_runs
from tracker.ledger.records import CaseRow
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.originals import safe_name
from tracker.publications.volume.choice import Chosen, chosen_cases
from tracker.publications.volume.content.gather import Sources, gather_volume, unplaced
from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.content.store import PICTURES, load_volume_file, save_volume
from tracker.publications.volume.finals.leaving import tell_left_out
from tracker.publications.volume.finals.standing import doubt_chosen, fallen_cases
from tracker.publications.volume.persons import personal_data
from tracker.publications.volume.proof.write import doubt_proof, write_proof
from tracker.publications.volume.settings import PLACE, VolumeSettings
from tracker.publications.volume.sums import with_fonts_here
from tracker.publications.volume.web.write import write_web
from tracker.publications.volume.word.render import Printed, read_pages, render_pdf
from tracker.publications.volume.word.write import headings_of, write_docx

MOST_PASSES = 3  # of rendering until the pages of the contents are those of the text


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of the chosen cases are printed: all, one county's, one theme's."""

    county: str = ""
    theme: int = 0

    def holds(self, one: Chosen) -> bool:
        """Whether a case is inside."""
        return self.holds_row(one.row)

    def holds_row(self, row: CaseRow) -> bool:
        """The same of a case that is not printed."""
        return (not self.county or row["county"] == self.county) and (
            not self.theme or row["theme"] == str(self.theme)
        )

    def named(self, desk: Desk) -> str:
        """What a booklet of this scope adds to the title; ``""`` for the whole volume."""
        theme = desk.campaign.themes[self.theme - 1].name if self.theme else ""
        return "·".join(filter(None, (self.county, theme)))


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: its content, its folder, and the pages where they are known."""

    volume: Volume
    folder: Path
    docx: Path
    printed: Printed | None  # by LibreOffice, from the Word file
    proof: Printed | None  # by Typst, from the content
    changes: tuple[str, ...]
    before: Volume | None = None  # the last run of the same title, where its content file is whole

    @property
    def pdfs(self) -> tuple[Path, ...]:
        """The proofs that could be made, the better one first."""
        return tuple(made.pdf for made in (self.proof, self.printed) if made is not None)


def make_volume(parts: Parts, readers: Readers, settings: VolumeSettings, scope: Scope = Scope()) -> Made:
    """Make a new run; nothing of an earlier one is touched.

    Raises:
        OrderError: no case is chosen.
    """
    volume, folder, changes, before = _keep_content(parts, readers, settings, scope)
    docx = parts.data.out / PLACE / volume.name / f"{safe_name(volume.front.title) or PLACE}.docx"
    docx.parent.mkdir(parents=True, exist_ok=True)
    printed = write_with_pages(volume, folder / PICTURES, docx)
    proof = set_proof(volume, folder / PICTURES, docx.with_name(f"{docx.stem}（清样）.pdf"))
    return Made(volume, folder, docx, printed, proof, changes, before)


def make_web(
    parts: Parts, readers: Readers, settings: VolumeSettings, scope: Scope = Scope()
) -> tuple[Path, tuple[str, ...]]:
    """Make the web edition as a run of its own; returns its folder, and what is to be looked at before others see it.

    Raises:
        OrderError: no case is chosen.
    """
    volume, folder, _, _ = _keep_content(parts, readers, settings, scope)
    target = parts.data.out / PLACE / volume.name / "网页版"
    write_web(volume, folder / PICTURES, target)
    with parts.ledger.read() as connection:
        standing = tuple(tell_standing(Desk(connection, parts, parts.clock.now()), scope))
    return target, (*standing, *personal_data(volume))


def tell_standing(desk: Desk, scope: Scope = Scope()) -> Iterator[str]:
    """How the chosen cases stand, where nobody reads the remarks of the volume: gone, asked back, not final."""
    yield from fallen_cases(desk, scope.holds_row)
    yield from doubt_chosen(desk, [(one.row, one.choice) for one in chosen_cases(desk) if scope.holds(one)])


def _keep_content(
    parts: Parts, readers: Readers, settings: VolumeSettings, scope: Scope
) -> tuple[Volume, Path, tuple[str, ...], Volume | None]:
    """Gather a run, write its content file, and enter it in the ledger; returns also what changed since when."""
    now = parts.clock.now()
    local = now.astimezone(parts.campaign.zone)
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, now)
        chosen = [one for one in chosen_cases(desk) if scope.holds(one)]
        if not chosen:
            raise OrderError(_why_none(desk, scope))
        folder, name = _new_folder(parts.data.volumes, f"{local:%Y%m%d-%H%M}")
        pictures = folder / PICTURES
        pictures.mkdir()
        settings = _scoped(settings, scope.named(desk))
        volume = gather_volume(desk, settings, chosen, Sources(readers, pictures), name)
        runs = list_runs(connection)
        told = [] if scope.named(desk) else list(unplaced(desk))
        told = [*fallen_cases(desk, scope.holds_row), *tell_left_out(desk, scope.holds_row), *told]
    volume = replace(volume, remarks=(*told, *volume.remarks))
    digest = save_volume(volume, folder)
    run = Run(name, volume.front.title, now, digest, tuple(_printed(volume)))
    last = _same_title(runs, volume.front.title)
    changes = tuple(changes_since(last, run))
    with parts.ledger.begin() as connection:
        add_run(connection, run)
        record_event(connection, "volume.made", now, detail={"name": name, "cases": len(run.cases)})
    return volume, folder, changes, _content_of(parts, last)


def set_proof(volume: Volume, pictures: Path, target: Path) -> Printed | None:
    """Set the proof with Typst and count its pages; None without the extra ``volume``."""
    typeset = write_proof(volume, pictures, target)
    if typeset is None or (read := read_pages(target, headings_of(volume))) is None:
        return None
    return replace(read, remarks=tuple(doubt_proof(volume, typeset)))


def write_with_pages(volume: Volume, pictures: Path, docx: Path) -> Printed | None:
    """Write the Word file, with true pages in its contents where LibreOffice can tell them.

    LibreOffice prints a copy set in fonts that are here: it does not look for substitutes by their names.
    """
    headings = headings_of(volume)
    here = with_fonts_here(volume)
    pages: Mapping[str, int] | None = None
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / docx.name
        for _ in range(MOST_PASSES):
            write_docx(here, pictures, inner, pages)
            pdf = render_pdf(inner, Path(folder))
            found = read_pages(pdf, headings) if pdf is not None else None
            if found is None or found.pages == pages:
                break
            pages = found.pages
        write_docx(volume, pictures, docx, pages)
        if found is None:
            return None
        proof = docx.with_suffix(".pdf")
        shutil.move(found.pdf, proof)
    return replace(found, pdf=proof)


def changes_since(before: Run | None, now: Run) -> Iterator[str]:
    """Which cases are new, gone, printed otherwise or elsewhere since an earlier run."""
    if before is None:
        return
    old = {case.number: case for case in before.cases}
    new = {case.number: case for case in now.cases}
    for number, case in new.items():
        if number not in old:
            yield f"新增 {number}《{case.title}》"
        elif old[number].sha256 != case.sha256:
            shown = (
                f"第{old[number].version}稿→第{case.version}稿"
                if old[number].version != case.version
                else "内容"
            )
            yield f"有改动 {number}《{case.title}》（{shown}）"
    for number, case in old.items():
        if number not in new:
            yield f"去掉 {number}《{case.title}》"
    both = [number for number in old if number in new]
    if both != [number for number in new if number in old]:
        yield "次序有变动"


def _why_none(desk: Desk, scope: Scope) -> str:
    """Why nothing can be printed: no case is chosen, or none of this county or theme."""
    named = scope.named(desk)
    if not named or not chosen_cases(desk):
        return "汇编中还没有案例，请先用 zhengji volume choose 选定"
    return f"{named}没有选入汇编的{desk.campaign.item}，查看：zhengji volume list"


def _scoped(settings: VolumeSettings, named: str) -> VolumeSettings:
    """The settings of a booklet: permit and number of copies are those of the whole volume alone."""
    if not named:
        return settings
    own = {"title": f"{settings.title}（{named}）", "permit": "", "copies": None}
    return settings.model_copy(update=own)


def _new_folder(root: Path, stamp: str) -> tuple[Path, str]:
    number = 1
    while True:
        name = stamp if number == 1 else f"{stamp}-{number}"
        try:
            (root / name).mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            return root / name, name


def _printed(volume: Volume) -> Iterator[PrintedCase]:
    return (PrintedCase(case.number, case.version, case.sha256, case.title) for case in volume.cases)


def _content_of(parts: Parts, run: Run | None) -> Volume | None:
    """What a run printed; None where its folder was taken away or changed by hand."""
    if run is None:
        return None
    try:
        return load_volume_file(parts.data.volumes / run.name)
    except OrderError:
        return None


def _same_title(runs: Sequence[Run], title: str) -> Run | None:
    return next((run for run in reversed(runs) if run.title == title), None)
