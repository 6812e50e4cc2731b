"""Set the proof with Typst: no network, no packages, nothing outside the run's own folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.proof.data import proof_data

TEMPLATE: Final = Path(__file__).with_name("volume.typ")
STANDARD: Final = "a-2b"  # PDF/A-2b: fonts embedded, no outside reference


def write_proof(volume: Volume, pictures: Path, target: Path) -> bool:
    """Write the proof as PDF; False where the extra ``volume`` is not installed or cannot set it."""
    try:
        import typst
    except ImportError:
        return False
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shutil.copyfile(TEMPLATE, root / "volume.typ")
        shutil.copytree(pictures, root / "pictures")
        data = json.dumps(proof_data(volume), ensure_ascii=False)
        (root / "proof.json").write_text(data, encoding="utf-8")
        try:
            content = typst.compile(str(root / "volume.typ"), root=str(root), pdf_standards=STANDARD)
        except (typst.TypstError, RuntimeError):
            return False
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(content)
    beside.replace(target)
    return True
