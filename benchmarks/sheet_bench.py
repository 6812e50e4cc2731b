"""Time and memory of a large workbook against xlsxwriter's own constant-memory mode.

Each measurement runs in a process of its own::

    python -m benchmarks.sheet_bench                 # 1,000, 10,000 and 100,000 cases, as a table
    python -m benchmarks.sheet_bench --rows 50000
    python -m benchmarks.sheet_bench --growth        # what an edition adds to the ledger
    python -m benchmarks.sheet_bench --back          # how long reading such a workbook back takes

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
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measure import Row
from intake.campaign import Campaign, load_campaign
from intake.limits import Limits
from tracker.assets import config_dir
from tracker.ledger.cases import add_case
from tracker.ledger.store import Ledger
from tracker.records import CaseRow, CaseStatus, Value
from tracker.sheet.back import read_back
from tracker.sheet.book import Edition, build_book, issued_by
from tracker.sheet.columns import make_stamp
from tracker.sheet.issued import record_issue
from tracker.standing import stand

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
                created_at=sent, changed_at=sent,
            )
        )  # fmt: skip
    return tuple(found)


def many_cases(base: tuple[CaseRow, ...], rows: int) -> list[CaseRow]:
    """That many cases, made beforehand: reading the ledger is no part of the measurement."""
    return [
        replace(base[index % len(base)], id=index + 1, serial=index + 1, number=f"XZ-{index + 1:06d}")
        for index in range(rows)
    ]


def edition(rows: int) -> Edition:
    """An edition with that many cases and empty side pages."""
    campaign = load_campaign(config_dir() / "campaigns" / "xuzhou-2015.toml")
    base = prototypes(campaign)
    return Edition(
        campaign=campaign,
        number=1,
        made_at=NOW,
        cases=many_cases(base, rows),
        standing=stand(campaign, base),
        files={case.version_id: f"第{case.version_id}号案例.docx" for case in base},
        evidence={},
        pending=(),
        flow=(),
        contacts={},
        cutoff="8月10日（星期一）24时",
        workdays_left=5,
        choices={},
    )


def plain_cells(made: Edition) -> Iterator[tuple[int, list[list[str | int]]]]:
    """The texts of each prototype's cells on both sheets, worked out beforehand."""
    issued = issued_by(made)
    for index, case in enumerate(made.cases[: min(PROTOTYPES, len(made.cases))]):
        shown = [column.value(case, made.context) for column in made.columns]
        base = [str(case.serial), *issued(case).values()]
        yield index, [[index + 1, *shown, make_stamp(case, 1)], list(base)]


def write_plain(made: Edition, path: Path) -> None:
    """The same cells by xlsxwriter alone."""
    import xlsxwriter

    ready = [sheets for _, sheets in plain_cells(made)]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    text = book.add_format({"border": 1, "text_wrap": True, "num_format": "@", "font_name": "仿宋_GB2312"})
    number = book.add_format({"border": 1, "num_format": "0"})
    for place in (0, 1):
        sheet = book.add_worksheet()
        for row in range(len(made.cases)):
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
    issued = issued_by(made)
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
    import resource

    made = edition(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        if what == "back":
            build_book(made, path)
        content = path.read_bytes() if what == "back" else b""
        list(plain_cells(made))
        import xlsxwriter  # noqa: F401 - loading it is no part of the measurement

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        if what == "ours":
            build_book(made, path)
        elif what == "plain":
            write_plain(made, path)
        else:
            returned = read_back((content, Limits()))
            assert len(returned.rows) == rows, returned.refused
        seconds = time.process_time() - start
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def run(what: str, rows: int, repeat: int) -> tuple[float, float]:
    """The best time and its memory of several fresh processes."""
    found = []
    for _ in range(repeat):
        command = [sys.executable, "-m", "benchmarks.sheet_bench", "--one", what, "--rows", str(rows)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, mib = done.stdout.split()
        found.append((float(seconds), float(mib)))
    return min(found)


def bench(rows: int = 100_000) -> list[Row]:
    """Rows of the published table."""
    pairs = [(run("ours", rows, 1), run("plain", rows, 1)) for _ in range(3)]  # a busy moment hits both
    ours, plain = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    ratio, extra = ours[0] / plain[0], max(pair[0][1] for pair in pairs)
    return [
        Row(
            f"workbook of {rows:,} cases ÷ xlsxwriter alone, constant memory",
            f"{ratio:.2f} ({ours[0]:.1f} s ÷ {plain[0]:.1f} s of CPU)",
            "1.3",
            ratio <= 1.3,
        ),
        Row(f"memory while {rows:,} cases are written", f"{extra:.0f} MiB", "60 MB", extra * 1.048576 <= 60),
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
    parser.add_argument("--one", choices=("ours", "plain", "back"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = (options.rows,) if options.rows else SIZES
    if options.one:
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
