"""Pages to one text: running heads away, footnotes to the end, tables and paragraphs in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.documents.pages.forms import Forms
from intake.documents.pages.lines import join_segments, rows_of, segments_of
from intake.documents.pages.paragraphs import Placed, edges, heads, join, prevailing_size
from intake.documents.pages.reading_order import lay_columns
from intake.documents.pages.tables import Table, take_tables
from intake.documents.pages.turn import turn_starts
from intake.documents.pages.values import Char, Line, Page, Rule, Strip
from intake.model.case import Row

HEAD_ZONE = 0.16  # of the page height: where running heads and page numbers stand
NUMBER_ZONE = 0.13
EDGE_ROWS = 3  # rows at either end of a page that may be running heads
SAME_HEIGHT = 6.0  # points
SMALL = 0.9  # of the prevailing size: footnotes
SAME_EDGE = 4.0  # points

_PAGE_NUMBER = re.compile(
    r"[-—–―~·.\s]*(第\s*)?(\d{1,4}|[ivxIVX]{1,5}|[一二三四五六七八九十百]{1,4})(\s*页)?[-—–―~·.\s]*"
    r"|第\s*\d+\s*页\s*[，,/、]?\s*[（(]?共\s*\d+\s*页[）)]?|(Page\s*)?\d+\s*(/|of)\s*\d+(\s*页)?|共\s*\d+\s*页\s*第\s*\d+\s*页",
    re.I,
)
_NOTE_MARK = re.compile(r"[①-⑳*＊※]|\[?\d{1,2}\]?\s?\D|注[：:]")


@dataclass(slots=True)
class Laid:
    """One page cut into rows of segments, its tables taken out."""

    width: float
    height: float
    rows: list[list[Line]]
    tables: list[Table]
    across: list[Rule]
    aside: list[Line] = field(default_factory=list)
    notes: list[list[Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of a document with what its tables and titles say."""

    text: str
    pairs: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    centred: tuple[str, ...] = ()
    places: tuple[tuple[int, float], ...] = ()  # of each line: page, height of its beginning


def lay_page(page: Page) -> Laid:
    """Rows and tables of one page."""
    page.chars = [char for char in page.chars if _is_on(page, char)]
    tables = take_tables(page)
    rows = [segments for row in rows_of(page.chars) if (segments := segments_of(row))]
    for number, table in enumerate(tables):
        box = table.box
        stand_in = Line("", box.x0, box.x1, box.y1, 1.0, number)
        at = next((i for i, row in enumerate(rows) if row[0].y < box.y1), len(rows))
        rows.insert(at, [stand_in])
    aside = [line for quarter, chars in page.aside.items() for line in _turned(page, quarter, chars)]
    return Laid(page.width, page.height, rows, tables, page.across, aside)


def _is_on(page: Page, char: Char) -> bool:
    """Readers do not see what is set outside the page either."""
    middle = (char.x0 + char.x1) / 2
    return -1 <= middle <= page.width + 1 and -char.size <= char.y <= page.height + 1


def _turned(page: Page, quarter: int, chars: list[Char]) -> Iterator[Line]:
    on_page = [c for c in chars if 0 <= c.x0 <= page.width and 0 <= c.y <= page.height]
    for row in rows_of(turn_starts(on_page, quarter, page.width, page.height)):
        if segments := segments_of(row):
            yield join_segments(segments)


def assemble(pages: Sequence[Laid]) -> Assembled:
    """One text out of all pages."""
    _drop_running(pages)
    body = prevailing_size(line for page in pages for line in _all_lines(page))
    for page in pages:
        _set_notes_apart(page, body)
    placed = _place(pages)
    forms = Forms(body)
    for number, page in enumerate(pages):
        stand_ins = [row[0].table for row in (page.rows[:1] + page.rows[-1:])]
        forms.add(number, page.tables, *(stand_ins or (-1, -1)))
    paragraphs = list(join(placed, body))
    lines = _Writer()
    for paragraph in paragraphs:
        first = paragraph.lines[0]
        if first.line.table >= 0:
            for text, number in forms.lines(paragraph.page, first.line.table):
                lines.add(text, number, first.line.y if number == paragraph.page else pages[number].height)
        else:
            lines.add(paragraph.text, paragraph.page, first.line.y)
    for number, page in enumerate(pages):
        for line in page.aside:
            lines.add(line.text, number)
    for note in _notes(pages, body):
        lines.add(note, len(pages) - 1)
    return Assembled(lines.text, forms.pairs(), forms.rows(), heads(paragraphs, body), tuple(lines.places))


class _Writer:
    """Collects paragraphs; the first that begins on a new page gets a form feed in front."""

    def __init__(self) -> None:
        self.places: list[tuple[int, float]] = []
        self._lines: list[str] = []
        self._page = 0

    def add(self, text: str, page: int, height: float = 0.0) -> None:
        if not text.strip():
            return
        new_page = page > self._page and bool(self._lines)
        self._lines.append(("\f" if new_page else "") + text)
        self.places += [(page, height)] * (1 + text.count("\n"))
        self._page = max(page, self._page)

    @property
    def text(self) -> str:
        return "\n".join(self._lines)


def _all_lines(page: Laid) -> Iterator[Line]:
    for row in page.rows:
        yield from (line for line in row if line.table < 0)
    for table in page.tables:
        for cell in table.cells:
            yield from cell.lines


def _drop_running(pages: Sequence[Laid]) -> None:
    """Take away what returns at the head or foot of most pages, and bare page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({key for row in _edge_rows(page) for key in _keys(row)})
    least = max(2, round(len(pages) * (0.6 if len(pages) < 4 else 0.4)))
    for page in pages:
        for end in (0, -1):
            for _ in range(EDGE_ROWS):
                row = page.rows[end] if page.rows else None
                if row is None or not _runs(row, page, seen, least):
                    break
                del page.rows[end]


def _edge_rows(page: Laid) -> list[list[Line]]:
    rows = [*page.rows[:EDGE_ROWS], *page.rows[EDGE_ROWS:][-EDGE_ROWS:]]
    return [row for row in rows if row[0].table < 0 and _in_zone(row, page, HEAD_ZONE)]


def _in_zone(row: list[Line], page: Laid, zone: float) -> bool:
    return not page.height * zone < row[0].y < page.height * (1 - zone)


def _keys(row: list[Line]) -> tuple[tuple[str, int], tuple[str, int]]:
    """Text with its numbers masked, and its height, rounded both ways."""
    text = re.sub(r"\d+", "#", "".join("".join(line.text for line in row).split()))
    level = row[0].y / SAME_HEIGHT
    return (text, int(level)), (text, -int(level + 0.5) - 1)


def _runs(row: list[Line], page: Laid, seen: Counter[tuple[str, int]], least: int) -> bool:
    if row[0].table >= 0:
        return False
    if _in_zone(row, page, HEAD_ZONE) and any(seen[key] >= least for key in _keys(row)):
        return True
    text = " ".join(line.text for line in row).strip()
    return _in_zone(row, page, NUMBER_ZONE) and bool(_PAGE_NUMBER.fullmatch(text))


def _set_notes_apart(page: Laid, body: float) -> None:
    """Footnotes stand small below a short rule at the foot of the page."""
    start = len(page.rows)
    while start and all(line.table < 0 and line.size <= SMALL * body for line in page.rows[start - 1]):
        start -= 1
    if start in {0, len(page.rows)}:
        return
    top, above = page.rows[start][0], page.rows[start - 1][0]
    ruled = any(
        top.y < rule.at < above.y + 1 and rule.end - rule.start < 0.6 * page.width for rule in page.across
    )
    if ruled or (_NOTE_MARK.match(top.text) and top.y < page.height / 3):
        page.notes = page.rows[start:]
        del page.rows[start:]


def _notes(pages: Sequence[Laid], body: float) -> Iterator[str]:
    for number, page in enumerate(pages):
        lines = [line for row in page.notes for line in row]
        if lines:
            left, right = edges(lines)
            placed = [Placed(line, left, right, number) for line in lines]
            yield from (paragraph.text for paragraph in join(placed, body))


def _place(pages: Sequence[Laid]) -> list[Placed]:
    """All lines in reading order with the edges of their columns."""
    laid: list[list[Strip]] = []
    gutter = None
    for page in pages:
        strips, gutter = lay_columns(page.rows, gutter)
        laid.append(strips)
    usual = _usual_edges(pages, laid)
    placed: list[Placed] = []
    flow = 0
    for number, strips in enumerate(laid):
        columns = _columns(strips)
        for strip in strips:
            flow += 1
            left, right = _edges_of(columns.get(strip.column, []), usual.get(_key(pages[number], strip)))
            placed += [Placed(line, left, right, number, flow) for line in strip.lines]
    return placed


def _columns(strips: Sequence[Strip]) -> dict[int, list[Line]]:
    columns: dict[int, list[Line]] = {}
    for strip in strips:
        columns.setdefault(strip.column, []).extend(line for line in strip.lines if line.table < 0)
    return columns


def _key(page: Laid, strip: Strip) -> tuple[int, int]:
    return round(page.width), strip.column


def _usual_edges(
    pages: Sequence[Laid], laid: Sequence[Sequence[Strip]]
) -> dict[tuple[int, int], tuple[float, float]]:
    """The edges of a column over all pages of one width; pages with little text take these."""
    lines: dict[tuple[int, int], list[Line]] = {}
    for page, strips in zip(pages, laid, strict=True):
        for strip in strips:
            lines.setdefault(_key(page, strip), []).extend(line for line in strip.lines if line.table < 0)
    return {key: edges(found) for key, found in lines.items() if found}


def _edges_of(lines: list[Line], usual: tuple[float, float] | None) -> tuple[float, float]:
    if len(lines) >= 6 or usual is None:
        return edges(lines) if lines else (0.0, 0.0)
    return usual
