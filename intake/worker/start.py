"""What a worker process needs to begin: its files, its limits, its call."""

from __future__ import annotations

import os
import sys
import tempfile
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from pathlib import Path

from intake.campaign.call import Call
from intake.documents.scan.kept import RecognisedTexts, Recognition
from intake.model.limits import Limits


@dataclass(frozen=True, slots=True)
class CallFiles:
    """Where a worker finds everything that makes its :class:`Call`."""

    campaign: Path
    places: Path
    lexicon: Path | None = None  # without one themes are judged by their definitions
    learned: Path | None = None
    villages: Path | None = None
    recognised: Path | None = None  # folder of recognised texts
    ocr: bool = False  # whether scans are to be recognised, if the extra is installed
    limits: Limits = Limits()

    def load(self) -> Call:
        """Read the files.

        Raises:
            ConfigError: one of them is wrong.
        """
        from intake.campaign.campaign import load_campaign
        from intake.campaign.definitions import lexicon_of
        from intake.campaign.learned import load_learned
        from intake.campaign.lexicon import load_lexicon
        from intake.campaign.places.gazetteer import load_places

        learned = load_learned(self.learned) if self.learned and self.learned.exists() else None
        campaign = load_campaign(self.campaign)
        return Call(
            campaign=campaign,
            places=replace(load_places(self.places, self.villages), authors=campaign.author_names()),
            lexicon=load_lexicon(self.lexicon) if self.lexicon else lexicon_of(campaign),
            learned=learned,
            limits=self.limits,
            recognition=self.recognition(),
            recognised=RecognisedTexts(self.recognised) if self.recognised else None,
        )

    def recognition(self) -> Recognition:
        """What becomes of scans here."""
        if not self.ocr:
            return Recognition.OFF
        from intake.documents.scan.recognise import is_installed

        return Recognition.READY if is_installed() else Recognition.MISSING


@dataclass(frozen=True, slots=True)
class Failed:
    """A mail or file that could not be read, even piece by piece."""

    why: str


def why_failed(error: Exception) -> str:
    """Why a worker gave nothing, in Chinese."""
    if isinstance(error, (TimeoutError, FutureTimeoutError)):
        return "读取超时"
    if isinstance(error, MemoryError):
        return "读取所需内存超出上限"
    return f"读取程序异常退出（{type(error).__name__}）"


# Below: runs inside the worker process.
_call: Call | None = None


def start_worker(files: CallFiles, temporary: str) -> None:
    """Set the limits of this process, keep its temporary files in the folder ``temporary``, load its call."""
    global _call  # noqa: PLW0603 - one process, one call: loaded once, not once a mail
    tempfile.tempdir = os.environ["TMPDIR"] = temporary
    if sys.platform != "win32":
        import resource

        limit = files.limits.worker_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _call = files.load()


def loaded_call() -> Call:
    """The call of this worker."""
    assert _call is not None
    return _call
