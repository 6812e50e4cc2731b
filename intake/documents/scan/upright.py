"""Which way up a picture is, and turning it.

Text that stands on its side tells by the shape of its boxes, text that stands on its head by how
badly its longest lines read. Pictures are numpy arrays of height × width × 3, RGB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.documents.scan.engine import Quad, Seen, Sight, find_lines, read_line

TRIED = 3  # longest lines that tell which way is up
SURE = 0.85  # mean score of lines that stand upright


def look(picture: Any) -> Sight:
    """Find the text of a picture and turn it the right way up.

    Raises:
        ToolMissing: the extra is not installed.
    """
    quads = find_lines(picture)
    if not quads:
        return Sight(picture, (), {})
    if _runs_upright(quads):
        picture = turn(picture, 1)
        quads = find_lines(picture)
    longest = sorted(quads, key=lambda quad: quad.width / max(quad.height, 1.0), reverse=True)[:TRIED]
    read = [read_line(picture, quad) for quad in longest]
    score = _mean(read)
    if read and score < SURE:
        over = turn(picture, 2)
        height, width = picture.shape[:2]
        other = [read_line(over, _half_turn(quad, width, height)) for quad in longest]
        if _mean(other) > score:
            quads = [_half_turn(quad, width, height) for quad in quads]
            picture, read = over, other
    return Sight(picture, tuple(quads), {line.quad: line for line in read})


def turn(picture: Any, quarters: int) -> Any:
    """A picture turned to the left by quarters."""
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(picture, quarters)) if quarters % 4 else picture


def _runs_upright(quads: Sequence[Quad]) -> bool:
    """Whether most text stands on its side; boxes of one or two characters tell nothing."""
    flat = sum(quad.width for quad in quads if quad.width > 2 * quad.height)
    upright = sum(quad.height for quad in quads if quad.height > 2 * quad.width)
    return upright > 2 * flat


def _half_turn(quad: Quad, width: int, height: int) -> Quad:
    a, b, c, d = ((width - x, height - y) for x, y in quad.corners)
    return Quad((c, d, a, b))


def _mean(lines: Sequence[Seen]) -> float:
    return sum(line.score for line in lines) / len(lines) if lines else 0.0
