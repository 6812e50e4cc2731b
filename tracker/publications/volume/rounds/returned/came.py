"""What is asked about a file that came back, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from intake.model.limits import Limits
from tracker.publications.volume.rounds.returned.match import letters_of

if TYPE_CHECKING:
    from tracker.publications.volume.rounds.differences import Piece

FEWEST: Final = 2  # cases of a file that is several: one alone is a case's own file


@dataclass(frozen=True, slots=True)
class Ask:
    """Which files of a raw mail may be a printed volume, and the runs that it may be of, newest first.

    ``is_trusted``: whoever sent it may send a part of it without any mark.
    """

    mail: Path
    limits: Limits
    files: tuple[str, ...]  # hashes
    volumes: Path
    runs: tuple[str, ...]
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A case as the file has it: what differs from print, and its text. No ``lines``: nothing does."""

    number: str
    version: int
    printed: str  # title
    title: str
    subtitle: str
    unit: str
    text: str
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def is_renamed(self) -> bool:
        """Whether it stands under another title."""
        return letters_of(self.title) != letters_of(self.printed)


@dataclass(frozen=True, slots=True)
class Came:
    """A file that is a printed volume, or several cases of it."""

    sha256: str
    name: str
    run: str
    cases: tuple[Changed, ...]
    missing: tuple[tuple[str, str], ...]  # number and title
    others: tuple[str, ...]
    moved: bool
    is_book: bool
    comments: str = ""  # what reviewers wrote beside the text, in one clause
