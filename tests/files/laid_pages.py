"""Pages set by hand: characters on their baselines and ruling lines, as readers of PDF and OFD hand them on."""

from __future__ import annotations

from collections.abc import Sequence

from intake.documents.pages.lines import is_wide
from intake.documents.pages.values import Char, Page, Rule

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 90.0, 510.0, 740.0  # 420 points: 35 characters of 12 points
SIZE, PITCH = 12.0, 20.0


def set_line(text: str, x: float, y: float, size: float = SIZE) -> list[Char]:
    """A line that begins at a point; Chinese is an em wide, all else half of one."""
    chars = []
    for sign in text:
        width = size if is_wide(sign) else size / 2
        chars.append(Char(sign, x, x + width, y, size))
        x += width
    return chars


def centred(text: str, y: float, size: float = SIZE) -> list[Char]:
    """A line in the middle of the text."""
    width = sum(size if is_wide(sign) else size / 2 for sign in text)
    return set_line(text, (LEFT + RIGHT - width) / 2, y, size)


def wrapped(paragraph: str, width: int = 35) -> list[tuple[int, str]]:
    """A Chinese paragraph as lines, each with its indent in ems."""
    first, rest = paragraph[: width - 2], paragraph[width - 2 :]
    return [(2, first), *((0, rest[at : at + width]) for at in range(0, len(rest), width))]


def set_pages(paragraphs: Sequence[str], lines_a_page: int = 34) -> list[Page]:
    """Paragraphs one below the other, over as many pages as they need."""
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    pages = []
    for start in range(0, len(lines), lines_a_page):
        page = Page(WIDTH, HEIGHT)
        for number, (indent, text) in enumerate(lines[start : start + lines_a_page]):
            page.chars += set_line(text, LEFT + indent * SIZE, TOP - number * PITCH)
        pages.append(page)
    return pages


def set_table(
    rows: Sequence[Sequence[str]], top: float = 700.0, height: float = 30.0, *, page: Page | None = None
) -> Page:
    """A table of cells of one line; a cell "^" belongs to the one above it, "<" to the one before."""
    made = page or Page(WIDTH, HEIGHT)
    count = len(rows[0])
    step = (RIGHT - LEFT) / count
    for i, cells in enumerate(rows):
        y = top - i * height
        for j, text in enumerate(cells):
            x = LEFT + j * step
            if text != "^":
                made.across.append(Rule(y, x, x + step))
            if text != "<":
                made.down.append(Rule(x, y - height, y))
            if text not in {"^", "<"}:
                made.chars += set_line(text, x + 5, y - height / 2 - 4, 10.5)
    bottom = top - len(rows) * height
    made.across.append(Rule(bottom, LEFT, RIGHT))
    made.down.append(Rule(RIGHT, bottom, top))
    return made
