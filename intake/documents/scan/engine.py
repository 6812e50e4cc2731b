"""Find and read the lines of a page picture with RapidOCR (extra ``ocr``; models come in its wheel).

Lines are read one by one: only then can the way up be told from the first few (upright.py), and a
hopeless picture be left early. Pictures are numpy arrays of height × width × 3, RGB.
"""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from intake.model.errors import ToolMissing

INSTALL = '请运行 pip install "zhengji[ocr]" 安装文字识别组件'
MOST_LINES = 600  # on a page: more are a pattern, not text
KEPT = 0.5  # score of a line that is taken for text
LEAST_SIDE = 6.0  # pixels: thinner boxes are dust


class Quad(NamedTuple):
    """A leaning rectangle: corners from the upper left clockwise, in pixels, y downward."""

    corners: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

    @property
    def width(self) -> float:
        """Length along the text."""
        a, b, c, d = self.corners
        return max(math.dist(a, b), math.dist(d, c))

    @property
    def height(self) -> float:
        """Length across the text."""
        a, b, c, d = self.corners
        return max(math.dist(a, d), math.dist(b, c))


class Seen(NamedTuple):
    """A line as it was read; ``score`` is a probability (0 to 1)."""

    quad: Quad
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture the right way up, with the boxes of its text and what is already read of them."""

    picture: Any
    quads: tuple[Quad, ...]
    read: dict[Quad, Seen]


def is_installed() -> bool:
    """Whether the extra ``ocr`` is there; imports nothing."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "PIL"))


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The models, loaded once a process: about 30 MB on disk, under a second.

    Raises:
        ToolMissing: the extra is not installed.
    """
    # ONNX Runtime's telemetry looks at this when it is loaded, before it asks for its host or writes a device id.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime  # RapidOCR notes its absence only when it first reads
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ToolMissing(INSTALL) from error
    onnxruntime.disable_telemetry_events()  # versions that know only this one
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # a second one costs more than it gives
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_lines(sight: Sight, quads: Sequence[Quad]) -> Iterator[Seen]:
    """Read boxes of a picture; what is no text, by its score, is left out."""
    for quad in quads:
        line = sight.read.get(quad) or read_line(sight.picture, quad)
        if line.text and line.score >= KEPT:
            yield line


def read_line(picture: Any, quad: Quad) -> Seen:
    """Read one line."""
    found = _engine()(_cut(picture, quad), use_det=False, use_cls=False, use_rec=True)
    texts, scores = found.txts or (), found.scores or ()
    return Seen(quad, texts[0].strip() if texts else "", float(scores[0]) if scores else 0.0)


def find_lines(picture: Any) -> list[Quad]:
    """The boxes of the text of a picture, without what is too small to be text.

    Raises:
        ToolMissing: the extra is not installed.
    """
    found = _engine()(_as_bgr(picture), use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None:
        return []
    quads = [
        Quad(((float(a[0]), float(a[1])), (float(b[0]), float(b[1])), (float(c[0]), float(c[1])), (float(d[0]), float(d[1]))))
        for a, b, c, d in boxes[:MOST_LINES]
    ]  # fmt: skip
    return [quad for quad in quads if min(quad.width, quad.height) >= LEAST_SIDE]


def _as_bgr(picture: Any) -> Any:
    """RapidOCR takes arrays in the order of OpenCV."""
    import numpy

    return numpy.ascontiguousarray(picture[:, :, ::-1])


def _cut(picture: Any, quad: Quad) -> Any:
    """The box as a straight strip, BGR."""
    import cv2
    import numpy

    width, height = max(1, round(quad.width)), max(1, round(quad.height))
    a, _, c, _ = quad.corners
    xs, ys = [x for x, _ in quad.corners], [y for _, y in quad.corners]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1
    area = picture[top:bottom, left:right]
    level = max(abs(y - a[1]) for y in ys[:2]) <= 1 and max(abs(y - c[1]) for y in ys[2:]) <= 1
    if not area.size:
        return numpy.zeros((height, width, 3), numpy.uint8)
    if level:
        return numpy.ascontiguousarray(area[:, :, ::-1])
    source = numpy.array([(x - left, y - top) for x, y in quad.corners], numpy.float32)
    target = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], numpy.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    strip = cv2.warpPerspective(
        area, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return numpy.ascontiguousarray(strip[:, :, ::-1])
