"""Containers of Office files without the time of writing: the same content has the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO, Final

ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def copy_timeless(source: IO[bytes], target: Path | IO[bytes]) -> None:
    """Copy a container entry by entry, each with the same time."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED)
