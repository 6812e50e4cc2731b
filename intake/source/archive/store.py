"""What a place must offer to keep raw mails in: four verbs, and a file where a process can read one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """A place for write-once contents, each under a name that is made of its hash.

    Several hosts may use one at the same time, without locks: whoever puts a name puts the same bytes.
    Every verb raises ArchiveAway when the place does not answer or has no room, ArchiveError for other faults.
    """

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """Keep ``content`` for good; returns whether it was not there whole before.

        It survives a power cut when this returns. A damaged or cut-off copy is replaced; after an error
        nothing partial stands under the name.
        """
        ...

    def get(self, name: str) -> bytes:
        """The bytes as they are kept; they are not checked.

        Raises:
            FileNotFoundError: nothing under this name.
        """
        ...

    def exists(self, name: str) -> bool:
        """Whether something stands under the name."""
        ...

    def list(self) -> Iterator[str]:
        """Every name, in no order; what is being written meanwhile may be left out."""
        ...

    def file(self, name: str) -> Path | None:
        """Where this machine's processes can read the bytes, if they are there; None: only :meth:`get` gives them."""
        ...

    def sweep(self, older_than: float) -> int:
        """Remove what a process that died had begun to write more than ``older_than`` seconds ago; how many."""
        ...
