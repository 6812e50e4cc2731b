"""What finding similar cases costs as the ledger grows: ``python -m benchmarks.speed.likeness_growth``.

Every synthetic case has the 24 keys of a real text's signature, here random ones; the query asks
for a real text that is not there, and for one that is. ``make bench`` goes to 100,000 cases,
``--sizes`` further.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select

from benchmarks.made.corpus import load_cases
from benchmarks.speed.measure import Row, median_of
from intake.text.likeness import MARKS, Fingerprint, fingerprint
from tracker.ledger import schema
from tracker.ledger.engines.store import Ledger
from tracker.ledger.views.likeness import cases_like

SIZES = (1_000, 10_000, 100_000)
TEXT = "社区居民议事" * 150  # of each synthetic case; read only when it is found
START = datetime(2015, 7, 20, 2, 0, tzinfo=UTC)
ROUNDS = 40


def grow(ledger: Ledger, start: int, stop: int) -> None:
    """Add synthetic cases ``start`` to ``stop``, with keys that no text shares but by chance."""
    chance = random.Random(start)
    numbers = range(start + 1, stop + 1)
    case = {"status": "active", "current_version": 1, "created_at": START, "changed_at": START}
    version = {"number": 1, "mail_id": 1, "text": TEXT, "characters": len(TEXT), "received_at": START}
    title = {"field": "title", "confidence": 1.0}
    with ledger.begin() as connection:
        run = connection.execute
        if start == 0:
            mail = {
                "id": 1,
                "sha256": "x",
                "size": 1,
                "state": "filed",
                "arrived_at": START,
                "archived_at": START,
            }
            run(insert(schema.mail).values(mail))
        run(insert(schema.case), [{**case, "id": n, "serial": n, "number": f"XZ-{n}"} for n in numbers])
        run(
            insert(schema.version),
            [{**version, "id": n, "case_id": n, "text_sha256": f"{n:064d}"} for n in numbers],
        )
        run(insert(schema.fact), [{**title, "version_id": n, "value": f"第{n}次商量"} for n in numbers])
        keys = ((chance.getrandbits(63), n) for n in numbers for _ in range(MARKS))
        while some := list(islice(keys, 100_000)):
            connection.exec_driver_sql("insert into band (value, version_id) values (?, ?)", some)


def measure(sizes: tuple[int, ...]) -> list[tuple[int, float, float]]:
    """(cases, ms to look for a new text, ms to find one that is there)."""
    marks = [fingerprint("\n".join(case["body"])) for case in load_cases()[:ROUNDS]]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(Path(folder) / "ledger.db")
        start = 0
        for size in sizes:
            grow(ledger, start, size)
            start = size
            ledger.tidy()
            there = _marks_of(ledger, size)
            with ledger.read() as connection:

                def look(keys: list[Fingerprint], connection=connection) -> int:
                    return sum(len(cases_like(connection, key, "")) for key in keys)

                assert look(there) == len(there)
                new, known = (median_of(lambda k=k: look(k)) for k in (marks, there))
            found.append((size, new / len(marks) * 1000, known / len(there) * 1000))
        ledger.close()
    return found


def _marks_of(ledger: Ledger, size: int) -> list[Fingerprint]:
    """The keys of some cases, from the beginning to the end."""
    with ledger.read() as connection:
        rows = [
            connection.execute(
                select(schema.band.c.value).where(schema.band.c.version_id == 1 + n * (size - 1) // ROUNDS)
            )
            for n in range(ROUNDS)
        ]
        return [Fingerprint("-", tuple(found.scalars())) for found in rows]


def bench(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """The row of the table: the largest ledger against the smallest."""
    small, *_, large = measure(sizes)
    ratio = large[1] / small[1]
    detail = f"{large[1]:.2f} ms ÷ {small[1]:.2f} ms"
    return [
        Row(
            f"finding similar cases among {large[0]:,} ÷ among {small[0]:,}",
            f"{ratio:.2f} ({detail})",
            "2",
            ratio <= 2,
        )
    ]


def main() -> None:
    """Print the growth table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    print("| cases | a new text, ms | a known text, ms |\n|---:|---:|---:|")
    for size, new, known in measure(tuple(parser.parse_args().sizes)):
        print(f"| {size:,} | {new:.2f} | {known:.2f} |")


if __name__ == "__main__":
    main()
