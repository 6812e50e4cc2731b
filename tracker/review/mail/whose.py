"""Whose answer a mail is, where several experts have one address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.model.case import Body, Document, Reading
from intake.text.fold import simplify
from tracker.ledger.records import LetterKind, LetterRow
from tracker.ledger.review.experts import ExpertRow
from tracker.review.copies.returned import has_columns, reader_of


def tell_apart(
    here: Sequence[ExpertRow], letter: LetterRow, reading: Reading
) -> list[tuple[ExpertRow, Reading]]:
    """Each expert with what is his of a mail; [] where that cannot be told.

    A sheet is his whose number or name stands on it; words are his whose name alone stands in them. Without any
    name they are of him to whom the letter went, unless marks are in them.
    """
    if len(here) == 1:
        return [(here[0], reading)]
    sheets = [document for document in reading.documents if has_columns(document.text.splitlines())]
    owners = [_owner(here, document) for document in sheets]
    named = _named(here, f"{reading.body.own}\n{reading.body.signature}")
    if sheets:
        writer = named[0] if len(named) == 1 else owners[0] if len(set(owners)) == 1 else None
        if None in owners or (writer is None and re.search(r"\d", reading.body.own)):
            return []
        return [
            (
                expert,
                _part(
                    reading,
                    [d for d, own in zip(sheets, owners, strict=True) if own is expert],
                    expert is writer,
                ),
            )
            for expert in here
            if expert in owners
        ]
    if len(named) == 1:
        return [(named[0], reading)]
    asked = [expert for expert in here if expert.id == int(letter.key.split(":")[2])]
    is_plain = letter.kind is LetterKind.INVITATION or not re.search(
        r"\d|[二三四五六七八九]十|回避", reading.body.own
    )
    return [(asked[0], reading)] if asked and not named and is_plain else []


def _owner(here: Sequence[ExpertRow], sheet: Document) -> ExpertRow | None:
    by_number = reader_of(simplify(sheet.text))
    if by_number:
        return next((expert for expert in here if expert.id == by_number), None)
    named = _named(here, f"{sheet.name}\n{sheet.text}")
    return named[0] if len(named) == 1 else None


def _named(here: Sequence[ExpertRow], text: str) -> list[ExpertRow]:
    said = re.sub(r"\s", "", simplify(text))
    return [expert for expert in here if simplify(expert.name) in said]


def _part(reading: Reading, sheets: Sequence[Document], writes: bool) -> Reading:
    body = reading.body if writes else Body()
    return replace(reading, documents=tuple(sheets), body=body)
