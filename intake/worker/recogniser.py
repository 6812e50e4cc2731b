"""Recognise scans in one killable process beside the readers, one file at a time.

Recognition takes seconds a page and about a gigabyte. Its process works while the office goes on,
is killed when a file takes too long, and ends after a batch, which gives the memory back.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from intake.documents.result import Text
from intake.model.errors import ReadingError
from intake.worker.crew import Crew
from intake.worker.start import CallFiles, Failed, loaded_call, why_failed

MOST_PAGES = 20  # pages' full time that one file may take; most pages take a tenth of theirs
RECYCLE = 10  # files a process recognises before it is replaced
MEMORY = 2  # times the address space of a reading worker: models and maps take it


class Recogniser:
    """One process and the one file it is at."""

    def __init__(self, files: CallFiles) -> None:
        limits = replace(files.limits, worker_bytes=MEMORY * files.limits.worker_bytes)
        self._files = files
        self._crew = Crew(replace(files, limits=limits), workers=1, recycle=RECYCLE, threads=True)
        self._at: tuple[Path, str] | None = None
        self._future: Any = None

    def ask(self, path: Path, sha256: str, wait_seconds: float) -> Text | Failed | None:
        """The text of a scan inside a mail; None when ``wait_seconds`` were not enough.

        The work goes on in between; asking for another file gives up the first.
        """
        if self._at != (path, sha256):
            if self._future is not None:
                self.close()
            self._at, self._future = (path, sha256), self._start(path, sha256)
        if not self._crew.has_ended(self._future, wait_seconds):
            return None
        try:
            found: dict[str, Text] = self._future.result()
        except ReadingError as error:
            return self._done(Failed(str(error)))
        except Exception as error:  # noqa: BLE001 - hostile bytes may do anything to native code
            return self._done(Failed(why_failed(error)))
        return self._done(found.get(sha256) or Failed("来件中已没有此文件"))

    def take_in(self, path: Path) -> None:
        """Recognise every scan of a file and keep the texts; what cannot be read is left out."""
        assert self._files.recognised is not None
        try:
            self._crew.result(self._start(path, ""))
        except Exception:  # noqa: BLE001 - the reading that follows states the doubt
            self.close()

    def close(self) -> None:
        """End the process; a file in work begins anew next time."""
        self._crew.close()
        self._at = self._future = None

    def _done(self, outcome: Text | Failed) -> Text | Failed:
        self._at = self._future = None
        return outcome

    def _start(self, path: Path, sha256: str) -> Any:
        seconds = MOST_PAGES * self._files.limits.ocr_page_seconds
        return self._crew.schedule(_recognise, (path, sha256), seconds)


# Below: runs inside the process.
def _recognise(item: tuple[Path, str]) -> dict[str, Text]:
    from intake.pipeline import recognise_file

    (path, sha256), call = item, loaded_call()
    found = recognise_file(path.name, path.read_bytes(), call, sha256)
    if call.recognised is not None:
        for digest, text in found.items():
            call.recognised.put(digest, text)
    return found
