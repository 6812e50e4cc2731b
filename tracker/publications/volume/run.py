"""One run: choose, gather, write the content file, the Word file and its papers, keep what was printed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.published.volume import Printed as PrintedCase
from tracker.ledger.published.volume import Run, add_run, list_runs
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.originals import safe_name
from tracker.publications.volume.choice import Chosen, chosen_cases
from tracker.publications.volume.content.gather import Sources, gather_volume
from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.content.store import PICTURES, save_volume
from tracker.publications.volume.render import Printed, read_pages, render_pdf
from tracker.publications.volume.settings import VolumeSettings
from tracker.publications.volume.word.write import headings_of, write_docx

MOST_PASSES = 3  # of rendering until the pages of the contents are those of the text


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of the chosen cases are printed: all, one county's, one theme's."""

    county: str = ""
    theme: int = 0

    def holds(self, one: Chosen) -> bool:
        """Whether a case is inside."""
        return (not self.county or one.row["county"] == self.county) and (
            not self.theme or one.row["theme"] == str(self.theme)
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
    printed: Printed | None
    changes: tuple[str, ...]

    @property
    def pictures(self) -> Path:
        """Where the pictures of the run are."""
        return self.folder / PICTURES


def make_volume(parts: Parts, readers: Readers, settings: VolumeSettings, scope: Scope = Scope()) -> Made:
    """Make a new run; nothing of an earlier one is touched.

    Raises:
        OrderError: no case is chosen.
    """
    now = parts.clock.now()
    local = now.astimezone(parts.campaign.zone)
    folder, name = _new_folder(parts.data.volumes, f"{local:%Y%m%d-%H%M}")
    pictures = folder / PICTURES
    pictures.mkdir(parents=True)
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, now)
        chosen = [one for one in chosen_cases(desk) if scope.holds(one)]
        if not chosen:
            shutil.rmtree(folder)
            raise OrderError("汇编中还没有案例，请先用 zhengji volume choose 选定")
        settings = _scoped(settings, scope.named(desk))
        volume = gather_volume(desk, settings, chosen, Sources(readers, pictures), name)
        runs = list_runs(connection)
    digest = save_volume(volume, folder)
    docx = parts.data.out / "汇编" / name / f"{safe_name(volume.front.title) or '汇编'}.docx"
    docx.parent.mkdir(parents=True, exist_ok=True)
    printed = write_with_pages(volume, pictures, docx)
    run = Run(name, volume.front.title, now, digest, tuple(_printed(volume)))
    changes = tuple(changes_since(_same_title(runs, volume.front.title), run))
    with parts.ledger.begin() as connection:
        add_run(connection, run)
        record_event(connection, "volume.made", now, detail={"name": name, "cases": len(run.cases)})
    return Made(volume, folder, docx, printed, changes)


def write_with_pages(volume: Volume, pictures: Path, docx: Path) -> Printed | None:
    """Write the Word file, with true pages in its contents where LibreOffice can tell them."""
    headings = headings_of(volume)
    write_docx(volume, pictures, docx)
    known: Printed | None = None
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(MOST_PASSES):
            pdf = render_pdf(docx, Path(folder))
            found = read_pages(pdf, headings) if pdf is not None else None
            if found is None or (known is not None and found.pages == known.pages):
                break
            known = found
            write_docx(volume, pictures, docx, found.pages)
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


def _scoped(settings: VolumeSettings, named: str) -> VolumeSettings:
    if not named:
        return settings
    return settings.model_copy(update={"title": f"{settings.title}（{named}）"})


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


def _same_title(runs: Sequence[Run], title: str) -> Run | None:
    return next((run for run in reversed(runs) if run.title == title), None)
