"""Who writes on the last day: 3,000 counties and 43,000 towns, a mail each, some of them scans."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from io import BytesIO

from benchmarks.made.corpus import load_cases, make_mail, varied
from demo.files import make_pdf

COUNTIES, TOWNS = 3_000, 43_000
A_SECOND = 27.0  # mails in the last hour before the deadline
SCANS = 0.02
FORMS = ("docx",) * 7 + ("pdf",) * 2 + ("text",)


def make_crowd(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """``count`` mails, each of its own sender, with the address that waits for a receipt."""
    rng, cases = random.Random(seed), load_cases()
    scans = find_spec("PIL") is not None and find_spec("pypdfium2") is not None
    for number in range(count):
        case = varied(cases[number % len(cases)], number)
        scanned = scans and rng.random() < SCANS
        raw = _scan(case, number) if scanned else make_mail(case, number, FORMS[number % len(FORMS)])
        yield f"sender{number}@county.example.cn", raw


def _scan(case: dict[str, object], number: int) -> bytes:
    """A mail whose only file is pictures of pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(make_pdf(case))
    pages = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    document.close()
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    mail = message_from_bytes(make_mail({**case, "body": []}, number, "text"), policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    mail.set_content("现报送扫描件一份，请查收。")
    mail.add_attachment(buffer.getvalue(), maintype="application", subtype="pdf", filename="扫描件.pdf")
    return mail.as_bytes()
