"""Title and subtitle of a case, from its text, its form, its file name, the sheet, the subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intake.model.case import Evidence, Fact, Where
from intake.understand.identify.parse.labels import LABELS, values_of
from intake.understand.identify.parse.title import (
    Title,
    clean_title,
    is_generic,
    split_title,
    title_key,
    title_likeness,
)
from intake.understand.identify.seen import Seen

AGREE = 0.6
_BOOK = re.compile(r"《([^《》]{3,80})》(?:\s*[—-]{1,2}\s*([^《》]{4,40}))?")


@dataclass(frozen=True, slots=True)
class _Reading:
    title: Title
    where: Where
    source: str
    confidence: float


def find_title(seen: Seen) -> tuple[Fact, Fact]:
    """(title, subtitle); the title waits when two places disagree or its borders are a guess."""
    readings = _settle_border(list(_readings(seen)), seen.layout.shorter)
    if not readings:
        return Fact(waits=True), Fact()
    first = readings[0]
    agreeing = [r for r in readings if title_likeness(r.title.title, first.title.title) >= AGREE]
    others = [r for r in readings if r not in agreeing and r.confidence >= 0.8]
    evidence = tuple(Evidence(r.where, r.title.quote or r.title.title, r.source) for r in agreeing[:4])
    confidence = min(0.99, first.confidence + 0.02 * (len(agreeing) - 1))
    doubtful = seen.layout.doubtful and first.where is Where.TITLE and len(agreeing) == 1
    if doubtful:
        confidence -= 0.2
    rivals = [r.title.title for r in others]
    open_border = bool(seen.layout.shorter) and first.where is Where.TITLE and not first.title.subtitle
    if open_border and len(agreeing) == 1:
        rivals.insert(0, seen.layout.shorter)
        confidence -= 0.2
    choices = tuple(dict.fromkeys((first.title.title, *rivals))) if rivals else ()
    title = Fact(first.title.title, confidence, evidence, choices, waits=confidence < 0.6)
    subtitle = next((r for r in agreeing if r.title.subtitle), None)
    if subtitle is None:
        return title, Fact()
    shown = Evidence(subtitle.where, subtitle.title.subtitle, subtitle.source)
    return title, Fact(subtitle.title.subtitle, confidence, (shown,))


def _settle_border(readings: list[_Reading], shorter: str) -> list[_Reading]:
    """Two title lines of which the second may be a subtitle: another place may have the first alone."""
    if not shorter:
        return readings
    key = title_key(shorter)
    if not any(title_key(r.title.title) == key for r in readings if r.where is not Where.TITLE):
        return readings
    return [
        replace(r, title=Title(shorter, clean_title(r.title.quote.split("\n")[-1]), r.title.quote))
        if r.where is Where.TITLE
        else r
        for r in readings
    ]


def _readings(seen: Seen) -> list[_Reading]:
    """Where a title stands, most trusted first."""
    found: list[_Reading] = []
    for label, value, source in seen.pairs:
        if any(values_of([(label, value)], LABELS.title)) and not is_generic(value, seen.call.places):
            found.append(_Reading(split_title(clean_title(value), value), Where.FORM, source, 0.96))
            break
    if seen.layout.title.title:
        found.append(_Reading(seen.layout.title, Where.TITLE, seen.best.name, 0.95))
    for document, name in zip(seen.documents, seen.names, strict=True):
        if name.title.title:
            found.append(_Reading(name.title, Where.FILE, document.name, 0.85))
    if seen.row is not None:
        title = Title(seen.row.title, seen.row.subtitle, seen.row.title)
        found.append(_Reading(title, Where.SHEET, seen.row.source, 0.85))
    if seen.alone:
        found.extend(_in_mail(seen))
    if len(found) > 1 and found[0].where is Where.FORM and found[1].where is Where.TITLE:
        found = _whole_first(found)
    return [reading for reading in found if reading.title.title]


def _whole_first(found: list[_Reading]) -> list[_Reading]:
    """A form cell may hold only half of the title; the text's own is whole."""
    form, text = found[0].title, found[1].title
    if title_likeness(form.title, text.title) >= AGREE and len(text.title) > len(form.title):
        return [found[1], found[0], *found[2:]]
    return found


def _in_mail(seen: Seen) -> list[_Reading]:
    found = []
    for text, where in ((seen.envelope.subject, Where.SUBJECT), (seen.body.new[:500], Where.LETTER)):
        books = list(_BOOK.finditer(text))
        if len(books) == 1 and not is_generic(books[0][1], seen.call.places):
            book = books[0]
            written = f"{book[1]}——{book[2]}" if book[2] else book[1]
            found.append(_Reading(split_title(written, book[0]), where, "邮件", 0.75))
    return found
