"""What an edition shows of each case, put aside on disk while the workbook is written."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self


class Spool:
    """Lines in order; use as a context manager.

    The file has no name that anybody else could open, so that what is loaded from it is what was
    dumped into it.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, case_id: int, serial: int, shown: dict[str, str]) -> None:
        """Put a line aside."""
        pickle.dump((case_id, serial, shown), self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def lines(self) -> Iterator[tuple[int, int, dict[str, str]]]:
        """(case id, serial, field → text) of every line, from the first."""
        self._file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self._file)  # noqa: S301 - our own bytes, in a file nobody else can name
