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
_SEAL = re.compile(r"[（(][^（）()]{0,6}章[^（）()]{0,2}[）)]$")  # 申报单位（盖章）
_SIGNS = re.compile(r"[\s：:*＊]+")


def values_of(pairs: Pairs, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(label, value) of every pair whose label means the field."""
    for label, value in pairs:
        if pattern.fullmatch(_SEAL.sub("", _SIGNS.sub("", label))) and value.strip():
            if pattern is LABELS.unit and (is_measure(value) or _BOX.search(value) or _TICK.search(value)):
                continue
            yield label, value.strip()


def is_measure(value: str) -> bool:
    """Whether what stands behind 单位 is what figures are counted in: 万元, m²."""
    parts = _PARTED.split(_BLANKS_BRACKETS.sub("", value))
    return all(LABELS.measures.fullmatch(part) for part in parts)


def title_in_pairs(pairs: Pairs) -> str:
    """The title that a form states, or ``""``."""
    return next((value for _, value in values_of(pairs, LABELS.title) if 3 <= len(value) <= 120), "")


_DENIED = re.compile(
    r"(?:不是|并非|而非|非|不属于?|不报|不选|不归|不作为|不以|不要归入?|不要列入)[“《\s]{0,2}$"
)
_DENIED_AFTER = re.compile(r"[”》]?(?:类|级|方面)?(?:以外|之外)")


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether what stands there is said not to be: 不是关爱帮扶类, 维权服务以外的."""
    return bool(_DENIED.search(text, max(0, start - 6), start) or _DENIED_AFTER.match(text, end))


def names_in(text: str, name: str) -> bool:
    """Whether a text names something, and not only to deny it."""
    at = text.find(name)
    while at >= 0:
        if not is_denied(text, at, at + len(name)):
            return True
        at = text.find(name, at + len(name))
    return False


_TICK = re.compile(r"[（(【\[]\s*[■√✓✔☒☑🗹▣⊙◉]\s*[）)】\]]|[■√✓✔☒☑🗹▣⊙◉]")
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
