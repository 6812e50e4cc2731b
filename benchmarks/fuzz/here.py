"""Reading in this very process: for a process that may be killed itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.fuzz.pool import FILES
from intake.campaign.call import Call, Sender
from intake.model.case import Reading
from intake.pipeline import read_mail, read_part, take_passwords
from intake.worker.pool import Failed, Readers


class HereReaders(Readers):
    """Reads in this process, which is a worker that may be killed itself; keeps what was raised."""

    def __init__(self, call: Call) -> None:
        super().__init__(FILES)
        self.call = call
        self.raised: dict[str, str] = {}  # by the hash of the mail

    def read_all(self, items: Iterable[tuple[Path, Sender]]) -> Iterator[Reading | Failed]:
        """Read one after the other."""
        for path, sender in items:
            try:
                yield read_mail(path.read_bytes(), self.call, take_passwords(sender, self.call))
            except Exception as error:  # noqa: BLE001 - finding these is the purpose
                self.raised[path.name[:64]] = f"reading: {type(error).__name__}: {error}"[:200]
                yield Failed("error")

    def read_part(self, path: Path, sender: Sender, sha256: str) -> Reading:
        """Read one file of a mail as a case."""
        return read_part(path.read_bytes(), self.call, take_passwords(sender, self.call), sha256)

    def run(self, function: Callable[..., Any], argument: object, seconds: float) -> Any:
        """Run it at once."""
        del seconds
        return function(argument)
