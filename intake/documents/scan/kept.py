"""What becomes of scans here, and texts that recognition has found, kept by the content of their file.

The folder is a cache beside the archive: whatever is lost from it is recognised again.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from intake.documents.result import Text
from intake.model.case import Doubt, Picture, Row
from intake.model.errors import ArchiveError


class Recognition(StrEnum):
    """What becomes of documents without a text layer."""

    OFF = "off"  # not wanted
    MISSING = "missing"  # wanted, but the extra is not installed
    READY = "ready"


@dataclass(frozen=True, slots=True)
class RecognisedTexts:
    """Recognised texts in a folder, one file a document."""

    folder: Path

    def get(self, sha256: str) -> Text | None:
        """The text of a file, by the hash of its bytes; None when it was not recognised yet."""
        try:
            return _from_json(json.loads(self._path(sha256).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, sha256: str, text: Text) -> None:
        """Keep a text.

        Raises:
            ArchiveError: the folder cannot be written.
        """
        path = self._path(sha256)
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(asdict(text), ensure_ascii=False), "utf-8")
            draft.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise ArchiveError(f"识别结果无法保存（{error.strerror}）") from error

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.json"


def _from_json(stored: dict[str, Any]) -> Text:
    return Text(
        text=stored["text"],
        reader=stored["reader"],
        pairs=tuple((label, value) for label, value in stored["pairs"]),
        rows=tuple(Row(tuple(row["cells"])) for row in stored["rows"]),
        pictures=tuple(Picture(**picture) for picture in stored["pictures"]),
        pages=stored["pages"],
        centred=tuple(stored["centred"]),
        recognised=stored["recognised"],
        doubts=tuple(
            Doubt(d["code"], d["about"], d["detail"], tuple(d["choices"])) for d in stored["doubts"]
        ),
    )
