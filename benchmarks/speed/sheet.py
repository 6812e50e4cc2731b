"""Time and memory of a large workbook against xlsxwriter's own constant-memory mode.

Each measurement runs in a process of its own::

    python -m benchmarks.speed.sheet                 # 1,000, 10,000 and 100,000 cases, as a table
    python -m benchmarks.speed.sheet --rows 50000
    python -m benchmarks.speed.sheet --growth        # what an edition adds to the ledger
    python -m benchmarks.speed.sheet --back          # how long reading such a workbook back takes

The plain side writes the same texts and numbers into the same cells in the same formats, and
nothing else: no row heights, lists, comments or other pages.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.made.ledger import grow
from benchmarks.speed.measure import Row, peak_mib
from intake.campaign.campaign import Campaign, load_campaign
from intake.model.limits import Limits
from tracker.cases.standing import stand
from tracker.ledger.cases import add_case
from tracker.ledger.engines.store import Ledger
from tracker.ledger.published.issued import record_issue
from tracker.ledger.records import CaseRow, CaseStatus, Value
from tracker.ledger.views.status import AT_ONCE
from tracker.office.assets import config_dir
from tracker.office.clock import SetClock
from tracker.run.init import init_data
from tracker.run.open import open_office
from tracker.sheet.back.rows import read_back
from tracker.sheet.columns import make_stamp
from tracker.sheet.out.book import build_book, issued_cells
from tracker.sheet.out.edition import Chunk, Edition
from tracker.sheet.out.gather import write_edition
from tracker.sheet.out.spool import Spool

NOW = datetime(2015, 8, 3, 9, 0, tzinfo=UTC)
PROTOTYPES = 240
SIZES = (1_000, 10_000, 100_000)


def prototypes(campaign: Campaign) -> tuple[CaseRow, ...]:
    """Cases with texts as long as real ones."""
    units = campaign.active_units()
    found = []
    for number in range(PROTOTYPES):
        unit = units[number % len(units)]
        words = {
            "title": f"小院议事会里的第{number}次商量",
            "subtitle": f"{unit.name}推进城乡社区协商的实践",
            "county": unit.name,
            "town": f"第{number % 17}街道",
            "community": f"第{number % 31}社区" if number % 3 else "",
            "level": ("county", "town", "village")[number % 3],
            "theme": str(1 + number % 6),
            "secondary": str(1 + (number + 2) % 6) if number % 2 else "",
            "unit": f"{unit.name}第{number % 17}街道办事处",
            "contact": "周庆和",
            "phone": f"0516-8000{number:04d}",
            "opinion": "",
            "remark": "已电话核实" if number % 5 == 0 else "",
        }
        sent = NOW - timedelta(hours=number)
        found.append(
            CaseRow(
                id=0, serial=0, number="", status=CaseStatus.ACTIVE, unit_key=unit.key, version=1,
                version_id=number, mail_id=number, values={k: Value(v, 0.9) for k, v in words.items()},
                themes=(), flags=(), characters=1500 + number, on_time=True, sent_at=sent, received_at=sent,
                created_at=sent,
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Made:
    """That many cases, some at a time, as the ledger gives them."""

    base: tuple[CaseRow, ...]
    rows: int

    def __iter__(self) -> Iterator[Chunk]:
        files = {case.version_id: f"第{case.version_id}号案例.docx" for case in self.base}
        for start in range(0, self.rows, AT_ONCE):
            some = [
                replace(self.base[at % len(self.base)], id=at + 1, serial=at + 1, number=f"XZ-{at + 1:06d}")
                for at in range(start, min(start + AT_ONCE, self.rows))
            ]
            yield Chunk(some, files, {})


def edition(rows: int) -> Edition:
    """An edition with that many cases and empty side pages."""
    campaign = load_campaign(config_dir() / "campaigns" / "xuzhou-2015.toml")
    base = prototypes(campaign)
    return Edition(
        campaign=campaign,
        number=1,
        made_at=NOW,
        chunks=Made(base, rows),
        standing=stand(campaign, base),
        pending=(),
        flow=(),
        contacts={},
        cutoff="8月10日（星期一）24时",
        workdays_left=5,
        choices={},
    )


def plain_cells(made: Edition) -> Iterator[tuple[int, list[list[str | int]]]]:
    """The texts of each prototype's cells on both sheets, worked out beforehand."""
    context = made.context(next(iter(made.chunks)))
    for index, case in enumerate(islice(made.cases, PROTOTYPES)):
        shown = [column.value(case, context) for column in made.columns]
        base = [str(case.serial), *issued_cells(case, made.columns, shown).values()]
        yield index, [[index + 1, *shown, make_stamp(case, 1)], list(base)]


def write_plain(made: Edition, rows: int, path: Path) -> None:
    """The same cells by xlsxwriter alone."""
    import xlsxwriter

    ready = [sheets for _, sheets in plain_cells(made)]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    text = book.add_format({"border": 1, "text_wrap": True, "num_format": "@", "font_name": "仿宋_GB2312"})
    number = book.add_format({"border": 1, "num_format": "0"})
    for place in (0, 1):
        sheet = book.add_worksheet()
        for row in range(rows):
            for column, value in enumerate(ready[row % len(ready)][place]):
                if isinstance(value, int):
                    sheet.write_number(row, column, value, number)
                elif value:
                    sheet.write_string(row, column, value, text)
                elif not place:  # the hidden sheet leaves empty cells out
                    sheet.write_blank(row, column, None, text)
    book.close()


def growth(cases: int = 500, editions: int = 400, changed: int = 5) -> tuple[float, float]:
    """Bytes that one edition adds to the ledger, and milliseconds to note what it shows."""
    made = edition(cases)
    context = made.context(next(iter(made.chunks)))

    def issued(case: CaseRow) -> dict[str, str]:
        return issued_cells(case, made.columns, [column.value(case, context) for column in made.columns])

    shown = {case.id: issued(case) for case in made.cases}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        ledger = Ledger.open(path)
        with ledger.begin() as connection:
            for _ in range(cases):
                add_case(connection, "XZ-{serial:06d}", "", NOW)
            record_issue(connection, 0, shown.items())
        ledger.close()
        before, start = path.stat().st_size, time.process_time()
        ledger = Ledger.open(path)
        for number in range(1, editions + 1):
            for step in range(changed):
                place = 1 + (number * changed + step) % cases
                shown[place] = {**shown[place], "remark": f"第{number}期"}
            with ledger.begin() as connection:
                record_issue(connection, number, shown.items())
        seconds = time.process_time() - start
        ledger.close()
        return (path.stat().st_size - before) / editions, 1000 * seconds / editions


def measure(what: str, rows: int) -> tuple[float, float]:
    """Seconds, and MiB by which the peak of memory grew, of one run in this process."""
    made = edition(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        if what == "back":
            with Spool() as issued:
                build_book(made, path, issued)
        content = path.read_bytes() if what == "back" else b""
        list(plain_cells(made))
        import xlsxwriter  # noqa: F401 - loading it is no part of the measurement

        before = peak_mib()
        start = time.process_time()
        if what == "ours":
            with Spool() as issued:
                build_book(made, path, issued)
        elif what == "plain":
            write_plain(made, rows, path)
        else:
            returned = read_back((content, Limits()))
            assert len(returned.rows) == rows, returned.refused
        seconds = time.process_time() - start
        grown = peak_mib() - before
    return seconds, grown


def fill(root: Path, rows: int) -> None:
    """A ledger of that many cases, one a mail, with facts and files."""
    init_data(root)
    with open_office(root, clock=SetClock(NOW)) as parts:
        grow(parts.ledger, parts.campaign, rows)


def whole(root: Path) -> float:
    """MiB by which the peak of memory grew while an edition was written from a ledger, all its pages included."""
    import xlsxwriter  # noqa: F401 - loading it is no part of the measurement

    with open_office(root, clock=SetClock(NOW)) as parts:
        before = peak_mib()
        write_edition(parts, root / "book.xlsx")
        return peak_mib() - before


def run_whole(rows: int) -> float:
    """:func:`whole` in a process of its own, on a ledger that another process filled."""
    with tempfile.TemporaryDirectory() as folder:
        found = ""
        for step in ("fill", "whole"):
            options = ["--one", step, "--root", folder, "--rows", str(rows)]
            command = [sys.executable, "-m", "benchmarks.speed.sheet", *options]
            found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(found)


def run(what: str, rows: int, repeat: int) -> tuple[float, float]:
    """The best time and its memory of several fresh processes."""
    found = []
    for _ in range(repeat):
        command = [sys.executable, "-m", "benchmarks.speed.sheet", "--one", what, "--rows", str(rows)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, mib = done.stdout.split()
        found.append((float(seconds), float(mib)))
    return min(found)


def bench(rows: int = 100_000) -> list[Row]:
    """Rows of the published table."""
    pairs = [(run("ours", rows, 1), run("plain", rows, 1)) for _ in range(3)]  # a busy moment hits both
    ours, plain = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    held = run_whole(rows)
    ratio, extra = ours[0] / plain[0], max(pair[0][1] for pair in pairs)
    return [
        Row(
            f"workbook of {rows:,} cases ÷ xlsxwriter alone, constant memory",
            f"{ratio:.2f} ({ours[0]:.1f} s ÷ {plain[0]:.1f} s of CPU)",
            "1.3",
            ratio <= 1.3,
        ),
        Row(f"memory while {rows:,} cases are written", f"{extra:.0f} MiB", "60 MB", extra * 1.048576 <= 60),
        Row("the same from a ledger, with all pages", f"{held:.0f} MiB", "60 MB", held * 1.048576 <= 60),
    ]


def main() -> None:
    """Print the table, or one measurement."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--back", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--one", choices=("ours", "plain", "back", "fill", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = (options.rows,) if options.rows else SIZES
    if options.one == "fill":
        fill(options.root, sizes[0])
    elif options.one == "whole":
        sys.stdout.write(f"{whole(options.root):.1f}\n")
    elif options.one:
        seconds, mib = measure(options.one, sizes[0])
        sys.stdout.write(f"{seconds:.3f} {mib:.1f}\n")
    elif options.growth:
        added, milliseconds = growth()
        sys.stdout.write(
            f"{added:.0f} bytes and {milliseconds:.1f} ms an edition (500 cases, 5 of them changed)\n"
        )
    elif options.back:
        sys.stdout.write("| cases | seconds to read back | MiB |\n|---:|---:|---:|\n")
        for rows in sizes:
            seconds, mib = run("back", rows, options.repeat)
            sys.stdout.write(f"| {rows:,} | {seconds:.2f} | {mib:.0f} |\n")
    else:
        sys.stdout.write("| cases | ours s | MiB | xlsxwriter alone s | MiB | ratio | extra MiB |\n")
        sys.stdout.write("|---:|---:|---:|---:|---:|---:|---:|\n")
        for rows in sizes:
            ours, plain = run("ours", rows, options.repeat), run("plain", rows, options.repeat)
            sys.stdout.write(
                f"| {rows:,} | {ours[0]:.2f} | {ours[1]:.0f} | {plain[0]:.2f} | {plain[1]:.0f} "
                f"| {ours[0] / plain[0]:.2f} | {ours[1] - plain[1]:.0f} |\n"
            )


if __name__ == "__main__":
    main()
