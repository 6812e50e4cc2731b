"""Which label of a form or line means which field: 申报单位 is the unit, 联系人 the contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from intake.config.words import AnyOf, WordLists, Words, load_words

Pairs = Iterable[tuple[str, str]]


class Labels(WordLists):
    """Names of the fields in forms and sheets, and the labels of lines in a text."""

    title: AnyOf
    unit_of: Words
    unit: AnyOf
    county: AnyOf
    town: AnyOf
    community: AnyOf
    level: AnyOf
    theme: AnyOf
    contact: AnyOf
    head: AnyOf  # the contact where no other is named
    both: AnyOf  # contact and telephone in one
    phone: AnyOf
    lines: Words  # before a colon, above the text or below
    never_titles: Words  # more of them, of lines that are no title
    head_lines: Words  # more of them, above the text
    contact_lines: Words  # before the contact's name in a line
    measures: AnyOf  # what figures are counted in
    employer_ends: Words  # in brackets behind a name: of whom he works for, which is no village


LABELS = load_words("labels", Labels)

_PARTED = re.compile("[/／、,，;；]")
_BLANKS_BRACKETS = re.compile(r"[\s（）()。.]+")
_SIGNS = re.compile(r"[\s：:*＊]+")


def values_of(pairs: Pairs, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(label, value) of every pair whose label means the field."""
    for label, value in pairs:
        if pattern.fullmatch(_SIGNS.sub("", label)) and value.strip():
            if pattern is LABELS.unit and is_measure(value):
                continue
            yield label, value.strip()


def is_measure(value: str) -> bool:
    """Whether what stands behind 单位 is what figures are counted in: 万元, m²."""
    parts = _PARTED.split(_BLANKS_BRACKETS.sub("", value))
    return all(LABELS.measures.fullmatch(part) for part in parts)


def title_in_pairs(pairs: Pairs) -> str:
    """The title that a form states, or ``""``."""
    return next((value for _, value in values_of(pairs, LABELS.title) if 3 <= len(value) <= 120), "")


_TICK = re.compile(r"[（(【\[]\s*[■√✓✔☒☑]\s*[）)】\]]|[■√✓✔☒☑]")
_BOX = re.compile(r"[□☐○〇]|[（(【\[]\s*[）)】\]]")


def ticked(text: str) -> str:
    """The option that is ticked in a cell of options (县级□ 镇级☑, □县级 √镇级); else the text itself."""
    plain = _BOX.sub("□", _TICK.sub("☑", text)).strip()
    at = plain.find("☑")
    if at < 0:
        return text
    follows = plain[0] in "☑□" or (plain[at - 1].isspace() and not plain[at + 1 : at + 2].isspace())
    parts = re.split("[☑□]", plain)
    place = len(re.findall("[☑□]", plain[:at]))
    return (parts[place + 1] if follows else parts[place]).strip(" 、，,；;/\n\t")
