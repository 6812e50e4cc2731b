"""A mixed corpus of mails for the benchmarks, made from the invented cases: docx, PDF and pasted text."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from demo.files import make_docx, make_pdf

CASES = Path(__file__).parents[2] / "tests" / "corpus" / "cases.jsonl"


def load_cases() -> list[dict[str, Any]]:
    """The invented cases."""
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def make_mail(case: dict[str, Any], number: int, form: str) -> bytes:
    """One mail with a case as ``docx``, ``pdf`` or ``text``."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"报送 <sender{number}@county.example.cn>"
    mail["To"] = "bureau@example.cn"
    mail["Subject"] = f"{case['county']}报送案例"
    mail["Message-ID"] = f"<bench{number}@county.example.cn>"
    mail["Date"] = "Mon, 20 Jul 2015 09:00:00 +0800"
    if form == "text":
        mail.set_content("\n".join([case["title"], case["unit"], *case["body"]]))
        return mail.as_bytes()
    mail.set_content("您好，现报送我单位案例一篇，请查收。")
    make, subtype = (make_docx, "octet-stream") if form == "docx" else (make_pdf, "pdf")
    mail.add_attachment(
        make(case), maintype="application", subtype=subtype, filename=f"{case['title']}.{form}"
    )
    return mail.as_bytes()


def varied(case: dict[str, Any], number: int) -> dict[str, Any]:
    """The case with other words in it, so that no two mails hold the same text."""
    marks = [f"第{number}号附记：本段由测试生成，编号{number * 7919 % 99991}。", *case["body"]]
    cut = number % max(1, len(marks) - 2)
    return {**case, "title": f"{case['title']}之{number}", "body": marks[cut:] + marks[:cut]}


def make_corpus(folder: Path, count: int) -> list[Path]:
    """``count`` different mails as .eml files: seven in ten docx, two PDF, one text.

    The first 36 hold different cases, the rest variations of them.
    """
    cases = load_cases()
    made: list[Path] = []
    forms = ["docx"] * 7 + ["pdf"] * 2 + ["text"]
    for number in range(count):
        case = cases[number] if number < len(cases) else varied(cases[number % len(cases)], number)
        path = folder / f"{number:05d}.eml"
        path.write_bytes(make_mail(case, number, forms[number % 10]))
        made.append(path)
    return made
