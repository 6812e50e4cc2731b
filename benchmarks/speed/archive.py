"""A whole archive read by one worker: the rate of its last part against its first, and memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.made.corpus import make_corpus
from benchmarks.speed.measure import Row, peak_mib
from intake.campaign.call import Sender
from intake.worker.pool import Failed, Readers
from tracker.office.folder import DataDir
from tracker.run.init import init_data
from tracker.run.open import call_files

MAILS = 5000
PART = 1000  # the first part is compared with the last
WARM = 50  # mails before the first part: imports


def bench(count: int = MAILS, part: int = PART, warm: int = WARM) -> list[Row]:
    """Rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "mails").mkdir()
        paths = make_corpus(base / "mails", count)
        init_data(base / "office")
        with Readers(call_files(DataDir(base / "office")), 1) as readers:
            reading = readers.read_all((path, Sender()) for path in paths)
            list(islice(reading, warm))  # imports and the first mails
            parts = list(_parts(reading, part))
            peak = readers.run(_peak, None, 30)
    first, last = parts[0], parts[-1]
    slowest = max(parts)
    rates = f"{1000 * first:.1f} ms at first, {1000 * last:.1f} at last, {1000 * slowest:.1f} in the slowest thousand"
    return [
        Row(
            f"archive of {count} mails: last part ÷ first",
            f"{last / first:.2f} ({rates})",
            "1.2",
            last <= 1.2 * first,
        ),
        Row(f"worker's peak memory, {count} mails", f"{peak:.0f} MiB", "150 MiB", peak <= 150),
    ]


def _parts(reading: Iterator[object], part: int) -> Iterator[float]:
    """Seconds a mail, part by part."""
    while True:
        start = perf_counter()
        found = list(islice(reading, part))
        if len(found) < max(1, part // 2):
            return
        assert not any(isinstance(one, Failed) for one in found)
        yield (perf_counter() - start) / len(found)


def _peak(_nothing: None) -> float:
    return peak_mib()
