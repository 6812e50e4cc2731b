"""Text of a PDF: which reader to trust, and when only recognition can help.

pdfminer.six is asked first: pure Python, so that hostile files cannot bring down the process.
Where its text is wrong (fonts without a usable map, broken structure) pdfium is asked, and where
neither has text, the document needs recognition (ocr.py).
"""

from __future__ import annotations

from intake.documents.text_value import Text
from intake.limits import Limits


def read_pdf(content: bytes, limits: Limits, password: str = "") -> Text:
    from intake.documents.pdf_chars import read_pages
    from intake.documents.pdf_pages import assemble, lay_page

    laid = [lay_page(page) for page in read_pages(content, limits, password)]
    done = assemble(laid)
    return Text(done.text, "pdfminer", done.pairs, done.rows, pages=len(laid), centred=done.centred)
