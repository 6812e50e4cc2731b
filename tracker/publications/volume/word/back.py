"""What stands behind the cases: who is in the volume, the index by county, the afterword."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.publications.volume.content.model import Case, Grid, GridCell, Volume
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.front import Entry, make_entry
from tracker.publications.volume.word.ooxml import bookmarked, paragraph, run
from tracker.publications.volume.word.table import MOST_COLUMNS, add_table

APPENDIX, AFTERWORD = "volume_appendix", "volume_afterword"
OTHERS = "其他"


def add_appendix(book: Book, volume: Volume, named: Sequence[tuple[str, Case]]) -> None:
    """Append the table of counties and themes, and the cases by county; ``named`` are bookmarks and cases."""
    book.add(paragraph("Heading1", *bookmarked(APPENDIX, book.next_number(), run("附　录"))))
    book.write("IndexHead", "一、各单位入选情况")
    add_table(book, standing_table(volume))
    book.write("IndexHead", f"二、{volume.item}索引")
    for county, cases in by_county(volume, named):
        book.write("IndexHead", f"{county}（{len(cases)}篇）")
        book.add(*(make_entry(book, Entry(mark, case.title, "Index")) for mark, case in cases))


def add_afterword(book: Book, volume: Volume) -> None:
    """Append the afterword, a section of its own."""
    title = bookmarked(AFTERWORD, book.next_number(), run("后　记"))
    book.add(paragraph("Heading1", *title))
    for line in volume.front.afterword:
        book.write("BodyText", line)
    book.write("Sign", volume.front.issuer)
    book.write("Sign", volume.front.printed or volume.day)


def by_county(volume: Volume, named: Sequence[tuple[str, Case]]) -> list[tuple[str, list[tuple[str, Case]]]]:
    """The cases of each county in official order; those of no county last."""
    groups: dict[str, list[tuple[str, Case]]] = {county: [] for county in (*volume.counties, OTHERS)}
    for mark, case in named:
        groups[case.county if case.county in groups else OTHERS].append((mark, case))
    return [(county, cases) for county, cases in groups.items() if cases]


def standing_table(volume: Volume) -> Grid:
    """How many cases of each county are in each part."""
    few = volume.parts if len(volume.parts) <= MOST_COLUMNS - 2 else ()
    counts = Counter((case.county, place) for place, part in enumerate(few) for case in part.cases)
    sums = Counter(case.county for case in volume.cases)
    rows = [("单位", *(part.title.partition("　")[0] for part in few), "合计")]
    for county in (*volume.counties, *sorted(set(sums) - set(volume.counties))):
        if sums[county]:
            shown = [str(counts[county, place] or "") for place in range(len(few))]
            rows.append((county or OTHERS, *shown, str(sums[county])))
    rows.append(("合计", *(str(len(part.cases)) for part in few), str(sum(sums.values()))))
    return Grid(tuple(tuple(GridCell((text,)) for text in row) for row in rows))
