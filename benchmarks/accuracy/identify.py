"""Whose case it is, measured on invented mails from unknown senders: ``python -m benchmarks.accuracy.identify``.

``tests/corpus/identify/*.jsonl`` hold the parts of each mail, written before the
reading was run on them; ``@n`` stands for a paragraph of ``paragraphs.json``. A field that the mail
does not state is null: a value given for it without a reservation counts as invented. Several
right answers (mobile or landline) are divided by ``|``.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from intake.campaign.call import Call, Sender
from intake.model.case import CaseReading, Reading
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles

ROOT = Path(__file__).parents[2]
CONFIG, CORPUS = ROOT / "config", ROOT / "tests" / "corpus" / "identify"
SETS = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
FIELDS = ("county", "town", "community", "level", "title", "contact", "phone")
OUTCOMES = ("right", "in doubt", "wrong", "invented")

Outcome = tuple[str, str, str | None, str]  # field, outcome, what was stated, what was found
_IGNORED = re.compile(r"[\s“”\"‘’'＂\-－—()（）]")
_LETTER_DOUBTS = frozenset({"no-case", "unclear", "count", "title"})  # no case may be relied on


def load(name: str) -> list[dict[str, Any]]:
    """The mails of one set."""
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def shipped_call() -> Call:
    """The shipped campaign with its places."""
    return CallFiles(
        CONFIG / "campaigns" / "xuzhou-2015.toml",
        CONFIG / "places" / "xuzhou.toml",
        CONFIG / "lexicon" / "xuzhou-2015.toml",
    ).load()


def make_mail(mail: dict[str, Any]) -> bytes:
    """The mail of one line as bytes (RFC 5322)."""
    paragraphs = json.loads((CORPUS / "paragraphs.json").read_text("utf-8"))
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = mail["from"], "bureau@example.cn", mail["subject"]
    body = "\n".join(_fill(mail["body"].split("\n"), paragraphs))
    if mail.get("html"):
        made.set_content(body, subtype="html")
    else:
        made.set_content(body)
    for name, content in mail["files"]:
        made.add_attachment(
            _make_file(content, paragraphs), maintype="application", subtype="octet-stream", filename=name
        )
    return made.as_bytes()


def _fill(lines: Iterable[str], paragraphs: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield "    " + paragraphs[int(line[1:])] if re.fullmatch(r"@\d", line) else line


def _make_file(content: dict[str, Any], paragraphs: Sequence[str]) -> bytes:
    buffer = io.BytesIO()
    if "z" in content:
        with zipfile.ZipFile(buffer, "w") as packed:
            for name, inner in content["z"]:
                packed.writestr(name, _make_file(inner, paragraphs))
    elif "x" in content:
        from openpyxl import Workbook

        book = Workbook()
        for row in content["x"]:
            book.worksheets[0].append(row)
        book.save(buffer)
    else:
        _write_document(content, paragraphs, buffer)
    return buffer.getvalue()


def _write_document(content: dict[str, Any], paragraphs: Sequence[str], buffer: io.BytesIO) -> None:
    from docx import Document

    document = Document()
    first, *rest = _fill(content["p"], paragraphs)
    document.add_paragraph(first)
    if rows := content.get("t"):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    for line in rest:
        document.add_paragraph(line)
    document.save(buffer)


def judge_mail(call: Call, mail: dict[str, Any]) -> list[Outcome]:
    """What became of every field of every case of the mail, the sender being unknown."""
    reading = read_mail(make_mail(mail), call, Sender())
    found: list[Outcome] = []
    for stated, case in _pair([dict(zip(FIELDS, e, strict=True)) for e in mail["expected"]], reading.cases):
        for field in FIELDS:
            value = case.value(field) if case else ""
            if field == "county" and case and value:
                value = call.places.counties.get(value, value)
            found.append((field, _outcome(field, stated[field], value, case, reading), stated[field], value))
    return found


def _pair(
    stated: Sequence[dict[str, Any]], cases: Sequence[CaseReading]
) -> Iterator[tuple[dict[str, Any], CaseReading | None]]:
    left = list(cases)
    by_title: dict[int, CaseReading] = {}
    for number, one in enumerate(stated):
        for case in left:
            if _same(one["title"], case.value("title")):
                by_title[number] = case
                left.remove(case)
                break
    for number, one in enumerate(stated):
        yield one, by_title.get(number) or (left.pop(0) if left else None)


def _outcome(field: str, stated: str | None, value: str, case: CaseReading | None, reading: Reading) -> str:
    doubted = _is_doubted(field, case, reading)
    if stated is None:
        return "unasked" if field == "level" or not value or doubted else "invented"
    if _same(stated, value):
        return "right"
    return "in doubt" if doubted else "wrong"


def _is_doubted(field: str, case: CaseReading | None, reading: Reading) -> bool:
    if case is None:
        return reading.needs_person or any(doubt.code in _LETTER_DOUBTS for doubt in reading.doubts)
    fact = case.facts.get(field)
    return bool(fact and fact.waits) or any(field in {doubt.about, doubt.code} for doubt in case.doubts)


def _same(stated: str, value: str) -> bool:
    plain = _IGNORED.sub("", value)
    return any(_IGNORED.sub("", one) == plain for one in stated.split("|"))


def count(call: Call, name: str) -> dict[str, Counter[str]]:
    """Outcomes by field of one set."""
    table = {field: Counter[str]() for field in FIELDS}
    for mail in load(name):
        for field, outcome, *_ in judge_mail(call, mail):
            table[field][outcome] += 1
    return table


def main(names: Sequence[str]) -> None:
    """Print the table of each set, or with ``-v`` first what was not right and why."""
    call = shipped_call()
    for name in [n for n in names if n != "-v"] or SETS:
        if "-v" in names:
            _print_misses(call, name)
        table = count(call, name)
        print(f"set {name}\n{'field':10} stated  right        in doubt  wrong  invented")
        for field, outcomes in table.items():
            stated = sum(outcomes[outcome] for outcome in OUTCOMES[:3])
            print(
                f"{field:10} {stated:6}  {outcomes['right']:3} {outcomes['right'] / stated:6.1%} "
                f"{outcomes['in doubt']:10} {outcomes['wrong']:6} {outcomes['invented']:9}"
            )


def _print_misses(call: Call, name: str) -> None:
    for number, mail in enumerate(load(name), 1):
        for field, outcome, stated, value in judge_mail(call, mail):
            if outcome not in {"right", "unasked"}:
                print(f"{name}{number} {mail['subject']}: {field} {outcome}: {stated} <> {value or '-'}")


if __name__ == "__main__":
    main(sys.argv[1:])
