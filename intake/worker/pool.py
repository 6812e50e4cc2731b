"""Read mails in killable worker processes, with limits of time and memory.

A worker that is killed takes nothing with it: what died is tried once more, what took too long is read
piece by piece, and the attachments that broke a limit, or had no time left, become stated doubts. Address space is limited where the system
can (POSIX); on Windows time and size limits hold.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from intake.campaign.call import Sender
from intake.documents.result import Text
from intake.documents.scan.kept import Recognition
from intake.model.case import Reading
from intake.worker.crew import STARVED, Crew, has_died
from intake.worker.recogniser import Recogniser
from intake.worker.start import CallFiles, Failed, loaded_call, why_failed

__all__ = ["CallFiles", "Failed", "Readers"]

RECYCLE = 500  # mails a worker reads before it is replaced
MOST_PROBING = 3  # times a mail's time that may be spent on finding the attachments to blame
AHEAD = 4  # mails given out ahead of the one being filed, for each worker


class Readers:
    """A pool of reading processes. Use as a context manager."""

    def __init__(self, files: CallFiles, workers: int = 1) -> None:
        self._files = files
        self._workers = max(1, workers)
        self._crew = Crew(files, workers=self._workers, recycle=RECYCLE)
        self._recogniser = Recogniser(files)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker; a mail in work is simply read again next time."""
        self._crew.close()
        self._recogniser.close()

    def reload(self) -> None:
        """Let the next mail be read by workers that load the files afresh."""
        self.close()

    def read_all(self, items: Iterable[tuple[Path, Sender]]) -> Iterator[Reading | Failed]:
        """Read mails from the archive; results come in the order of ``items``."""
        waiting: deque[tuple[tuple[Path, Sender], Any]] = deque()
        for item in items:
            waiting.append((item, self._crew.schedule(_read, item, self._files.limits.mail_seconds)))
            if len(waiting) > AHEAD * self._workers:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())

    def read(self, path: Path, sender: Sender) -> Reading | Failed:
        """Read one mail."""
        return next(self.read_all([(path, sender)]))

    def read_part(self, path: Path, sender: Sender, sha256: str) -> Reading:
        """Read one file of a mail as a case.

        Raises:
            TimeoutError: it ran longer than a mail may.
            Exception: whatever killed the worker.
        """
        item = (path, sender, sha256)
        reading: Reading = self.run(_read_part, item, self._files.limits.mail_seconds)
        return reading

    def read_files(self, paths: Iterable[Path]) -> Iterator[Reading | Failed]:
        """Read single files, mails or documents, as if each had come alone; scans are recognised at once."""
        seconds = self._files.limits.mail_seconds
        ready = self._files.recognition() is Recognition.READY
        for path in paths:
            try:
                reading: Reading = self.run(_read_file, path, seconds)
                if ready and any(document.needs_ocr for document in reading.documents):
                    self._recogniser.take_in(path)
                    reading = self.run(_read_file, path, seconds)
            except Exception as error:  # noqa: BLE001 - hostile bytes end in a stated failure
                yield Failed(why_failed(error))
            else:
                yield reading

    def recognise(self, path: Path, sha256: str, wait_seconds: float) -> Text | Failed | None:
        """The text of a scan in an archived mail; None while it is still being recognised.

        Recognition goes on in a process of its own: ask again for the same file later.
        """
        return self._recogniser.ask(path, sha256, wait_seconds)

    def rest(self) -> None:
        """Give back the memory of recognition; the next scan loads the models again."""
        self._recogniser.close()

    def run(self, function: Callable[..., Any], argument: object, seconds: float) -> Any:
        """Run any pure function of the intake side in a worker.

        Raises:
            TimeoutError: it ran longer than ``seconds``.
            Exception: whatever it raised, or what killed the worker.
        """
        return self._crew.result(self._crew.schedule(function, argument, seconds))

    def _finish(self, item: tuple[Path, Sender], future: Any) -> Reading | Failed:
        try:
            reading: Reading = self._crew.result(future)
        except Exception as error:  # noqa: BLE001 - whatever hostile bytes did, the mail is read piecewise
            return self._read_piecewise(item, error)
        return reading

    def _read_piecewise(self, item: tuple[Path, Sender], first: Exception) -> Reading | Failed:
        """Find the attachments that break a limit, then read the mail without them."""
        seconds = self._files.limits.mail_seconds
        try:
            refused = {} if has_died(first) else self._refuse(item)
            try:
                reading: Reading = self.run(_read_without, (*item, refused), seconds)
            except Exception:  # noqa: BLE001 - died once more, or what was found did not help
                refused = self._refuse(item) if has_died(first) else self._refuse_all(item)
                reading = self.run(_read_without, (*item, refused), seconds)
        except Exception as error:  # noqa: BLE001 - the last resort: a row with an owner
            return Failed(why_failed(error) or why_failed(first))
        return reading

    def _refuse(self, item: tuple[Path, Sender]) -> dict[int, str]:
        """Attachments to be left out, each with its doubt: the guilty, then those for which time is not enough.

        Each is read alone; what could be read in half a mail's time together is kept.
        """
        limits = self._files.limits
        found: dict[int, str] = {}
        spent = 0.0
        until = time.monotonic() + STARVED * MOST_PROBING * limits.mail_seconds
        for index in range(int(self.run(_count, item[0], limits.file_seconds))):
            if spent > limits.mail_seconds / 2 or time.monotonic() > until:
                found[index] = "too-many"
            elif (took := self._probe(item, index)) is None:
                found[index] = "over-limit"
            else:
                spent += took
                if spent > limits.mail_seconds / 2:
                    found[index] = "too-many"
        return found

    def _refuse_all(self, item: tuple[Path, Sender]) -> dict[int, str]:
        count = int(self.run(_count, item[0], self._files.limits.file_seconds))
        return dict.fromkeys(range(count), "over-limit")

    def _probe(self, item: tuple[Path, Sender], index: int) -> float | None:
        """Seconds of the processor for one attachment, None when it breaks a limit; a death is tried once more."""
        for _ in range(2):
            try:
                return float(self.run(_probe, (*item, index), self._files.limits.file_seconds))
            except Exception as error:  # noqa: BLE001 - any failure means: not this one
                if not has_died(error):
                    return None
        return None


# Below: runs inside the worker process.
def _read(item: tuple[Path, Sender]) -> Reading:
    from intake.pipeline import read_mail, take_passwords

    call = loaded_call()
    return read_mail(item[0].read_bytes(), call, take_passwords(item[1], call))


def _read_part(item: tuple[Path, Sender, str]) -> Reading:
    from intake.pipeline import read_part, take_passwords

    call = loaded_call()
    return read_part(item[0].read_bytes(), call, take_passwords(item[1], call), item[2])


def _read_file(path: Path) -> Reading:
    from intake.pipeline import read_file

    return read_file(path.name, path.read_bytes(), loaded_call())


def _read_without(item: tuple[Path, Sender, dict[int, str]]) -> Reading:
    from intake.pipeline import read_mail, take_passwords

    call = loaded_call()
    return read_mail(item[0].read_bytes(), call, take_passwords(item[1], call), refused=item[2])


def _count(path: Path) -> int:
    from intake.pipeline import count_attachments

    return count_attachments(path.read_bytes(), loaded_call())


def _probe(item: tuple[Path, Sender, int]) -> float:
    from intake.pipeline import probe_attachment, take_passwords

    call = loaded_call()
    return probe_attachment(item[0].read_bytes(), call, take_passwords(item[1], call), item[2])
