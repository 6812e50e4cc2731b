"""Start of the command line against a bare Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.speed.measure import Row, best_of

LIMIT = 25.0


def bench(times: int = 15) -> list[Row]:
    """Rows of the table."""
    command = Path(sys.executable).with_name("zhengji")

    def run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)

    bare = best_of(lambda: run(sys.executable, "-I", "-c", "pass"), times)
    ours = best_of(lambda: run(str(command), "--help"), times)
    ratio = ours / bare
    detail = f"{ours * 1000:.0f} ms ÷ {bare * 1000:.0f} ms"
    return [Row("zhengji --help ÷ bare Python", f"{ratio:.1f} ({detail})", f"{LIMIT:.0f}", ratio <= LIMIT)]
