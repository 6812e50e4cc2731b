"""Text of a Word binary file that its styles hide or strike out; what runs hide by their own word is told in looks.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from intake.documents.blocks.remarks import FAINT, STRUCK
from intake.documents.word.doc.looks import Looks, RunLook
from intake.documents.word.doc.styles import Styles

_MARK: Final = re.compile("[\r\x07]")  # of a paragraph, of a cell


def hidden_by_style(text: str, looks: Looks, styles: Styles) -> Iterator[tuple[int, int]]:
    """The places that the style of their paragraph or of their characters hides, in order; two undo each other."""
    spans = looks.seen()
    first = at = 0
    for mark in _MARK.finditer(text):
        last = mark.start()
        look, _ = looks.paragraph(last)
        is_hidden = bool(styles.get(look.style).is_hidden)
        while at < len(spans) and spans[at][1] <= first:
            at += 1
        done = first
        for start, end, run in spans[at:]:
            if start >= last:
                break
            if is_hidden and done < start:
                yield done, start
            by_style = run.font >= 0 and bool(styles.get(run.font).is_hidden)
            if by_style != is_hidden if run.weight is None else run.weight:
                yield max(done, start), min(end, last)
            done = max(done, min(end, last))
        if is_hidden and done < last:
            yield done, last
        first = mark.end()


def odd_by_style(text: str, looks: Looks, styles: Styles) -> Iterator[tuple[int, int, RunLook]]:
    """The paragraphs whose style strikes text out or makes it unseen (``font`` tells it in marks)."""
    first = 0
    for mark in _MARK.finditer(text):
        style = styles.get(looks.paragraph(mark.start())[0].style)
        if marks := STRUCK * bool(style.is_struck) | FAINT * bool(style.is_faint):
            yield first, mark.start(), RunLook(font=marks)
        first = mark.end()
