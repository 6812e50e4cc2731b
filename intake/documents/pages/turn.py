"""Turn what a page shows so that its text reads from left to right.

Pages lie on their side, scans lean by a degree, column heads run upward, watermarks run across;
Chinese set vertically is text that runs downward, its lines following each other to the left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

from intake.documents.pages.shown import Shown
from intake.documents.pages.values import Box, Char, Page, Rule

MANY = 20  # characters: fewer are a label in a narrow cell
ASCENT = 0.85  # em: how far a character reaches above its baseline
CENTRE = 0.38  # em: the middle of a character above its baseline
LEAN = 4.0  # degrees: text that leans less belongs to the direction it leans to


def lay_upright(shown: Shown) -> Page:
    """The page turned the way most of its text runs."""
    by_direction = _unstack(_seen(shown))
    quarter = _main_quarter(by_direction)
    page = Page(shown.width, shown.height, drawn=shown.drawn)
    page.hidden = sum(map(len, shown.hidden.values()))
    for degrees, chars in by_direction.items():
        turned, lean = divmod(degrees + LEAN - quarter * 90, 90)
        if abs(lean - LEAN) > LEAN:
            continue  # slanting text is a watermark
        upright = _straighten(chars, lean - LEAN, shown.width / 2, shown.height / 2, degrees)
        upright = turn_starts(upright, quarter, shown.width, shown.height)
        if turned % 4 == 0:
            page.chars += upright
        else:
            page.aside.setdefault(int(turned % 4), []).extend(upright)
    if quarter % 2:
        page.width, page.height = shown.height, shown.width
    page.images = [_turn_box(box, quarter, shown.width, shown.height) for box in shown.images]
    for box in shown.rules:
        _add_rule(page, _turn_box(box, quarter, shown.width, shown.height))
    return page


def _seen(shown: Shown) -> dict[float, list[Char]]:
    """Invisible text counts where there is little else: then it is the text layer of a scan."""
    visible = sum(map(len, shown.chars.values()))
    hidden = sum(map(len, shown.hidden.values()))
    if hidden <= visible:
        return shown.chars
    both = {degrees: list(chars) for degrees, chars in shown.hidden.items()}
    for degrees, chars in shown.chars.items():
        both.setdefault(degrees, []).extend(chars)
    return both


def _unstack(by_direction: dict[float, list[Char]]) -> dict[float, list[Char]]:
    """Upright characters set below each other run downward, whatever the file says."""
    chars = by_direction.get(0.0, [])
    if len(chars) < MANY or not _is_stacked(chars):
        return by_direction
    down = []
    for text, x0, x1, y, size in chars:
        x = (x0 + x1) / 2 - CENTRE * size
        down.append(Char(text, x, x + size, y + ASCENT * size, size))
    turned = {degrees: members for degrees, members in by_direction.items() if degrees != 0.0}
    turned[270.0] = [*turned.get(270.0, []), *down]
    return turned


def _is_stacked(chars: list[Char]) -> bool:
    steps = below = 0
    for one, two in pairwise(chars):
        em = max(one.size, two.size)
        if abs(two.y - one.y) < 0.2 * em and abs(two.x0 - one.x1) < em:
            steps += 1  # beside each other
        elif abs(two.x0 - one.x0) < 0.4 * em and 0.6 * em < one.y - two.y < 1.8 * em:
            steps += 1
            below += 1
    return below > 0.7 * steps and below > 0.4 * len(chars)


def _main_quarter(by_direction: dict[float, list[Char]]) -> int:
    counts = [0, 0, 0, 0]
    for degrees, chars in by_direction.items():
        turned, lean = divmod(degrees + LEAN, 90)
        if lean <= 2 * LEAN:
            counts[int(turned) % 4] += len(chars)
    return counts.index(max(counts))


def _straighten(
    chars: list[Char], lean: float, centre_x: float, centre_y: float, degrees: float
) -> list[Char]:
    """Turn leaning text about the middle of the page."""
    if abs(lean) < 0.05 or degrees == 0:
        return chars
    cos, sin = math.cos(math.radians(-lean)), math.sin(math.radians(-lean))
    straight = []
    for text, x0, x1, y, size in chars:
        dx, dy = x0 - centre_x, y - centre_y
        x = centre_x + dx * cos - dy * sin
        straight.append(Char(text, x, x + x1 - x0, centre_y + dx * sin + dy * cos, size))
    return straight


def turn_starts(chars: Iterable[Char], quarter: int, width: float, height: float) -> list[Char]:
    """Characters of a page that is turned to the right by quarters; lengths stay."""
    if quarter == 0:
        return list(chars)
    turned = []
    for text, x0, x1, y, size in chars:
        x, up = _turn_point(x0, y, quarter, width, height)
        turned.append(Char(text, x, x + x1 - x0, up, size))
    return turned


def _turn_point(x: float, y: float, quarter: int, width: float, height: float) -> tuple[float, float]:
    if quarter == 1:
        return y, width - x
    if quarter == 2:
        return width - x, height - y
    return (height - y, x) if quarter == 3 else (x, y)


def _turn_box(box: Box, quarter: int, width: float, height: float) -> Box:
    x0, y0 = _turn_point(box.x0, box.y0, quarter, width, height)
    x1, y1 = _turn_point(box.x1, box.y1, quarter, width, height)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _add_rule(page: Page, box: Box) -> None:
    if box.x1 - box.x0 >= box.y1 - box.y0:
        page.across.append(Rule((box.y0 + box.y1) / 2, box.x0, box.x1))
    else:
        page.down.append(Rule((box.x0 + box.x1) / 2, box.y0, box.y1))
