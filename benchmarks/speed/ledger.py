"""What work costs as the ledger grows: ``make bench ARGS=ledger``, or ``python -m benchmarks.speed.ledger --sizes 300000``.

Each step runs in a process of its own, first on a ledger of ten cases, so that no import is measured, then on
the large one; the milliseconds are CPU time, memory is the peak of the process. The large ledger grows from
size to size; what is measured happens on a copy of it, a day after its last mail:

- ``mail``: a mail read beforehand is archived and filed and its receipt queued, the median of 36;
- ``tick``: everything that is due is done once more, and nothing is;
- ``status``, ``digest``: of the day on which those mails came;
- ``lists``, ``export``, ``letters``, ``workbook``, ``backup``: every case, mail or letter once.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.made.corpus import make_corpus
from benchmarks.made.ledger import grow
from benchmarks.speed.measure import Row, peak_mib
from intake.campaign.call import Sender
from intake.pipeline import read_mail
from tracker.cli import ledger as commands
from tracker.filing.file import file_mail
from tracker.ledger.events import set_note
from tracker.ledger.mails import add_mail, get_mail
from tracker.letters.digest.content import LAST, digest_values
from tracker.letters.digest.times import due_digests
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.backup import write_backup
from tracker.run.duties import Outside, work_through
from tracker.run.follow import follow_up
from tracker.run.init import init_data
from tracker.run.open import call_files, open_office, open_readers
from tracker.sheet.out.gather import write_edition

SIZES = (1_000, 10_000, 100_000)
TINY = 10
MAILS = 36  # of the benchmark's corpus
FLAT = {"mail": 1.5, "tick": 1.5}  # most that the largest ledger may cost, in times of the smallest
SOON = {"status": 300.0, "digest": 300.0}  # most milliseconds at any size
LINEAR = ("lists", "export", "letters", "workbook", "backup")
STEPS = (*FLAT, *SOON, *LINEAR)  # in this order: the mails are the news of the digest
GROWN = 64.0  # MiB by which the largest ledger may take more memory than the smallest
PER_CASE = 1.5  # most that a case may cost in the largest ledger, in times of one in the smallest
MOMENT = "benchmark.txt"  # when the newest mail came


@contextmanager
def office(root: Path) -> Iterator[Parts]:
    """The office a day after its last mail."""
    newest = datetime.fromisoformat((root / MOMENT).read_text(encoding="ascii"))
    with open_office(root, clock=SetClock(newest + timedelta(days=1))) as parts:
        yield parts


def mails(root: Path) -> float:
    """File the corpus; returns the median of milliseconds a mail."""
    spent = []
    with office(root) as parts, tempfile.TemporaryDirectory() as folder:
        for path in make_corpus(Path(folder), MAILS if _cases(parts) > TINY else 2):
            raw = path.read_bytes()
            reading, sha256 = read_mail(raw, parts.call, Sender()), parts.archive.store(raw)
            start = time.process_time()
            with parts.ledger.begin() as connection:
                mail_id, _ = add_mail(connection, sha256, len(raw), parts.clock.now(), parts.clock.now())
            with parts.ledger.read() as connection:
                row = get_mail(connection, mail_id)
            assert row is not None
            file_mail(parts, row, reading, follow_up)
            spent.append(time.process_time() - start)
    return 1000 * statistics.median(spent)


def _cases(parts: Parts) -> int:
    from tracker.ledger.events import CASES, newest_number

    with parts.ledger.read() as connection:
        return newest_number(connection, CASES)


def timed(work: Callable[[Path], object]) -> Callable[[Path], float]:
    """Milliseconds of a step."""

    def run(root: Path) -> float:
        start = time.process_time()
        with redirect_stdout(io.StringIO() if root.name == "tiny" else Nowhere()):
            work(root)
        return 1000 * (time.process_time() - start)

    return run


class Nowhere(io.TextIOBase):
    """Takes what is printed and keeps none of it."""

    def write(self, text: str) -> int:
        """All of it."""
        return len(text)


def tick(root: Path) -> float:
    """Everything that is due is done; milliseconds to find that nothing is."""
    with office(root) as parts, open_readers(parts) as readers:
        outside = Outside(readers, None, lambda _seconds: False, lambda _id, _since: False, publishing=False)
        with parts.ledger.begin() as connection:  # the digest has a step of its own
            for due in due_digests(connection, parts, parts.clock.now()):
                set_note(connection, due.mark, {}, parts.clock.now())
        work_through(parts, outside)
        start = time.process_time()
        work_through(parts, outside)
        return 1000 * (time.process_time() - start)


def digest(root: Path) -> None:
    """What today's digest says."""
    with office(root) as parts, parts.ledger.begin() as connection:
        digest_values(Desk(connection, parts, parts.clock.now()))


def export(root: Path) -> None:
    """Every mail with its cases as JSON."""
    with office(root) as parts, parts.ledger.read() as connection:
        for found in mail_objects(connection, with_text=True):
            json.dumps(found, ensure_ascii=False)


def letters(root: Path) -> None:
    """Every letter as JSON."""
    with office(root) as parts, parts.ledger.read() as connection:
        for found in letter_objects(connection):
            json.dumps(found, ensure_ascii=False)


def workbook(root: Path) -> None:
    """An edition of the workbook."""
    with office(root) as parts:
        write_edition(parts, root / "book.xlsx")


def backup(root: Path) -> None:
    """A backup of the data folder."""
    write_backup(DataDir(root), root / "backup.zip")


STEP: dict[str, Callable[[Path], float]] = {
    "mail": mails,
    "tick": tick,
    "status": timed(commands.status),
    "digest": timed(digest),
    "lists": timed(commands.cases),
    "export": timed(export),
    "letters": timed(letters),
    "workbook": timed(workbook),
    "backup": timed(backup),
}


def fill(root: Path, cases: int) -> None:
    """Make a ledger of so many cases in ``root``, or let the one there grow."""
    if not root.exists():
        init_data(root)
    with open_office(root) as parts:
        newest = grow(parts.ledger, call_files(DataDir(root)).load().campaign, cases)
        with parts.ledger.begin() as connection:
            set_note(connection, LAST, newest.isoformat(), newest)
    (root / MOMENT).write_text(newest.isoformat(), encoding="ascii")


Found = dict[int, dict[str, tuple[float, float]]]  # cases → step → ms, MiB


def measure(sizes: tuple[int, ...], steps: tuple[str, ...] = STEPS, place: Path | None = None) -> Found:
    """Milliseconds and MiB of every step at every size; ``place`` is where the ledgers are made."""
    found: Found = {}
    with tempfile.TemporaryDirectory(dir=place) as folder:
        base, tiny, copy = (Path(folder) / name for name in ("base", "tiny", "copy"))
        fill(tiny, TINY)
        for size in sizes:
            fill(base, size)
            shutil.copytree(base, copy)
            found[size] = {}
            for step in steps:
                words = ["--one", step, "--root", str(copy), "--tiny", str(tiny)]
                command = [sys.executable, "-m", "benchmarks.speed.ledger", *words]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                spent, peak = done.stdout.split()[-2:]
                found[size][step] = float(spent), float(peak)
                print(f"  {size:,} {step}: {spent} ms, {peak} MiB", file=sys.stderr, flush=True)
            shutil.rmtree(copy)
    return found


def bench(sizes: tuple[int, ...] = SIZES, place: Path | None = None) -> list[Row]:
    """Rows of the table."""
    found = measure(sizes, place=place)
    return [_row(step, {size: steps[step] for size, steps in found.items()}) for step in STEPS]


def _row(step: str, found: dict[int, tuple[float, float]]) -> Row:
    small, large = min(found), max(found)
    ratio, grown = found[large][0] / found[small][0], found[large][1] - found[small][1]
    times = ", ".join(f"{size:,}: {spent:,.1f} ms" for size, (spent, _) in found.items())
    said = f"{ratio:.2f} times"
    if step in FLAT:
        ok, limit = ratio <= FLAT[step], f"{FLAT[step]} times"
    elif step in SOON:
        ok, limit = found[large][0] <= SOON[step], f"{SOON[step]:.0f} ms"
    else:
        ratio /= large / small
        ok, limit, said = ratio <= PER_CASE, f"{PER_CASE} times a case", f"{ratio:.2f} times a case"
    return Row(
        f"{step}, {large:,} ÷ {small:,} cases",
        f"{said} ({times}; peak {found[small][1]:.0f} to {found[large][1]:.0f} MiB)",
        f"{limit}, +{GROWN:.0f} MiB",
        ok and grown <= GROWN,
    )


def main() -> None:
    """Print the table, or one measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--steps", nargs="*", choices=STEPS, default=STEPS)
    parser.add_argument("--place", type=Path, help="a folder with room for twice the largest ledger")
    parser.add_argument("--one", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--tiny", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        STEP[options.one](options.tiny)
        spent = STEP[options.one](options.root)
        sys.stdout.write(f"{spent:.2f} {peak_mib():.1f}\n")
        return
    found = measure(tuple(options.sizes), tuple(options.steps), options.place)
    sys.stdout.write(
        f"| step | {' | '.join(f'{size:,} cases' for size in found)} |\n|---|{'---:|' * len(found)}\n"
    )
    for step in options.steps:
        cells = (f"{steps[step][0]:,.1f} ms, {steps[step][1]:.0f} MiB" for steps in found.values())
        sys.stdout.write(f"| {step} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
