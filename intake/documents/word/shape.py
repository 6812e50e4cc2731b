"""How a shape of Office shows its picture, by its properties (MS-ODRAW 2.3.2, 2.3.18, 2.3.23), whatever file says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from intake.model.blocks import View

FIXED: Final = 65_536  # of a share of a side, and of a degree
CUTS: Final = ("cropFromLeft", "cropFromTop", "cropFromRight", "cropFromBottom")
SAID: Final = frozenset({*CUTS, "rotation", "fFlipH", "fFlipV"})


def seen_of(said: Mapping[str, int]) -> View:
    """What properties say: cuts, then flips, then a turn."""
    view = View(tuple(said.get(name, 0) / FIXED for name in CUTS))
    return turned(view, said.get("rotation", 0) / FIXED, (bool(said.get("fFlipH")), bool(said.get("fFlipV"))))


def turned(view: View, degrees: float, flips: tuple[bool, bool]) -> View:
    """The view after flips (across, down) and a turn; a flip from top to bottom is one across and half a turn."""
    mirrors = flips[0] != flips[1]
    turn = (-view.turn if mirrors else view.turn) + degrees + (180 if flips[1] else 0)
    return replace(view, is_mirrored=view.is_mirrored != mirrors, turn=turn % 360)
