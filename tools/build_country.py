"""Pack the codes of provinces, cities, counties and towns into config/places/country.csv.gz.

    python tools/build_country.py FOLDER

``FOLDER`` holds provinces.csv, cities.csv, areas.csv and streets.csv of china-division (see
config/places/NOTICE.md); villages are left out. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import sys
from pathlib import Path

LEVELS = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv")
TARGET = Path(__file__).resolve().parents[1] / "config" / "places" / "country.csv.gz"


def pack(folder: Path) -> bytes:
    """One line a division, ``code,name``, sorted by code; the length of a code is its level."""
    rows: list[tuple[str, str]] = []
    for name in LEVELS:
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            rows += [(row["code"], row["name"].strip()) for row in csv.DictReader(lines)]
    text = "".join(f"{code},{name}\n" for code, name in sorted(rows))
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)


if __name__ == "__main__":
    TARGET.write_bytes(pack(Path(sys.argv[1])))
