"""Zip containers: Office files without the time of writing, so that the same content has the same bytes; folders."""

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


def zip_folder(folder: Path, target: Path) -> None:
    """Put a folder with all that is in it into one archive, names in UTF-8, in order of their names, without times."""
    beside = target.with_name(f".{target.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", ZIP_TIME)
                name.external_attr = 0o644 << 16
                bundle.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    beside.replace(target)
