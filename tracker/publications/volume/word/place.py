"""How large a picture is printed, and at which resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.publications.volume.content.model import Image
from tracker.publications.volume.word.design import Design

MM_INCH: Final = 25.4
NATURAL_PPI: Final = 220  # at which a picture of unknown size is placed, if it fits
TALLEST: Final = 0.45  # of the type area
NARROWEST: Final = 0.5  # of the type area: smaller pictures are not blown up beyond


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture on the page: its size in mm."""

    width: float
    height: float
    ppi: float


def place_image(image: Image, design: Design) -> Placed:
    """The size at which a picture is printed: its own, inside the type area."""
    across, down = image.pixels
    width = image.width_mm or max(across / NATURAL_PPI * MM_INCH, NARROWEST * design.text_width)
    width = min(width, design.text_width, TALLEST * design.text_height * across / down)
    return Placed(width, width * down / across, across / (width / MM_INCH))
