"""The directory at the end of a zip archive: whether it is that of the archive it stands in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

LOCAL = b"PK\x03\x04"


def is_own_directory(content: bytes, entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether a directory belongs to the whole archive.

    Of an archive cut short, the last directory to be found may be that of a document packed in it.
    """
    return not content.startswith(LOCAL) or any(entry.header_offset == 0 for entry in entries)
