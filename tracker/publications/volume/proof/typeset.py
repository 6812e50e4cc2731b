"""Set a template with Typst. A program of its own: it can be stopped, and its memory is not the office's.

``python typeset.py SOURCE TARGET ROOT`` prints as JSON which pictures could not be set and which are in four colours.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

STANDARD: Final = "a-2b"  # PDF/A-2b: fonts embedded, no outside reference
FOREIGN: Final = frozenset(
    {".bmp", ".tif"}
)  # that Typst does not decode; it looks at bytes, not at these names
WIDEST: Final = 16_384  # pixels of a side that Typst takes
PLAIN_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})  # that PNG has, too
NO_PICTURES: Final = "lost.json"  # the template leaves these out


def main(source: Path, target: Path, root: Path) -> None:
    """Compile; what cannot be set is left out, and a plain PDF is better than none."""
    (root / NO_PICTURES).write_text("[]", encoding="utf-8")
    pictures = sorted((root / "pictures").glob("*"))
    for picture in pictures:
        _make_fit(picture)
    coloured: list[str] = []
    lost: list[str] = []
    if not _compiles(source, target, root, STANDARD):
        lost = list(_failing(pictures, root))
        coloured = list(_failing((one for one in pictures if one.name not in lost), root, STANDARD))
        (root / NO_PICTURES).write_text(json.dumps(lost), encoding="utf-8")
        # PDF/A refuses four colours without their profile, and a character that no font here has.
        if not _compiles(source, target, root, STANDARD) and not _compiles(source, target, root):
            sys.exit(1)
    print(json.dumps({"lost": lost, "coloured": coloured}))


def _compiles(source: Path, target: Path, root: Path, standard: str | None = None) -> bool:
    import typst

    standards: Any = standard  # None: a plain PDF
    try:
        typst.compile(str(source), output=str(target), root=str(root), pdf_standards=standards)
    except (typst.TypstError, RuntimeError):
        return False
    return True


def _failing(pictures: Iterable[Path], root: Path, standard: str | None = None) -> Iterator[str]:
    """Names of the pictures that cannot be set alone."""
    alone, made = root / "alone.typ", root / "alone.pdf"
    for picture in pictures:
        alone.write_text(f'#image("pictures/{picture.name}", width: 1mm)', encoding="utf-8")
        if not _compiles(alone, made, root, standard):
            yield picture.name


def _make_fit(picture: Path) -> None:
    """Rewrite a picture that Typst does not take as PNG, under its name; one that is broken stays."""
    from PIL import Image

    try:
        with Image.open(picture) as image:
            if picture.suffix not in FOREIGN and max(image.size) <= WIDEST:
                return
            made = image if image.mode in PLAIN_MODES else image.convert("RGB")
            made.thumbnail((WIDEST, WIDEST))
            fit = picture.with_suffix(".fit")
            made.save(fit, "PNG" if picture.suffix in FOREIGN else image.format)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return  # these are Pillow's words for broken and for enormous files
    fit.replace(picture)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
