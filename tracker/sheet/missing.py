"""未报送单位名单 as a workbook of its own."""

from __future__ import annotations

from pathlib import Path

from tracker.sheet.out import pages
from tracker.sheet.out.book import Edition
from tracker.sheet.out.styles import Styles


def write_missing(edition: Edition, path: Path) -> None:
    """The one page of units that have sent nothing or too little, with contacts."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": edition.campaign.title, "created": edition.made_at})
    pages.add_missing(book, Styles(book, edition.campaign), edition)
    book.close()
