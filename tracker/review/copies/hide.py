"""Names out of a text for experts who are not to know whose case it is.

Looked for are *these* names: those of the ledger and of the campaign's places. What only looks like a
name is listed for a person, never changed in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.campaign.places.gazetteer import Gazetteer
from intake.config.words import either
from intake.text.fold import simplify
from intake.understand.identify.parse.names import SURNAMES, person_at_head
from tracker.ledger.records import CaseRow
from tracker.review.words import review_words

VEIL: Final = "××"
_SHORTEST: Final = 2
_DOUBTS: Final = (
    re.compile(
        r"(?:(?![在每个各这那该本了的把对向为和与及们到从全是有])[\u4e00-\u9fff]){2,4}(?:社区|新村|小区|村(?![民委务干容级级组])|街道|镇(?![级街]))"
    ),
    re.compile(
        rf"(?!老师|小时|小康|小麦)(?:老|小)[{''.join(sorted(SURNAMES))}](?=[，。、说：])|姓[\u4e00-\u9fff](?=[的，。])"
    ),
    re.compile(r"我(?:市|县|区|镇|村|街道|社区)"),
)
_CALLED_AFTER: Final = re.compile(
    r"^([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道|社区|村))(?=人民政府|政府|党|办|居|村|社|服务|便民|$)"
)
_NAMED: Final = re.compile(rf"{either(review_words().words.roles)}\s?([\u4e00-\u9fff]{{2,4}})")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:1[3-9]\d(?:[\s-]?\d){8}|0\d{2,3}[-—－ ]?\d{7,8}|\d{17}[\dXx]|(?!20[0-3]\d)[2-8]\d{6,7})(?:转\d{1,5})?(?!\d)"
)
_ACCOUNT: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<=微信)(?:号)?[:：]?\s?[A-Za-z][\w-]{5,19}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text without names."""

    text: str
    doubts: tuple[str, ...] = ()  # what may be a name and stands, for a person


def ledger_names(rows: Iterable[CaseRow]) -> frozenset[str]:
    """Every name that the ledger has for cases: places, units, persons."""
    fields = ("county", "town", "community", "unit", "contact")
    found: set[str] = set()
    for row in rows:
        found.update(row[name] for name in fields)
        found.update(_places_in(row["unit"].replace(row["county"], "") if row["county"] else row["unit"]))
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def _places_in(unit: str) -> Iterable[str]:
    """宋楼镇人民政府 has 宋楼镇: the place that a unit is called after."""
    return (match[1] for match in _CALLED_AFTER.finditer(unit))


def place_names(places: Gazetteer) -> frozenset[str]:
    """Province, city, counties and towns as they are written."""
    source = places.source
    found = {source.province, source.city, source.province.removesuffix("省"), source.city.removesuffix("市")}
    for county in source.county:
        found.update((county.name, *county.aliases, *county.former))
    found.update(town.name for town in places.towns)
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def hide_names(text: str, names: Iterable[str]) -> Hidden:
    """Replace names by ``××`` and the kind of place, telephones by ``××``."""
    text = simplify(text)
    wanted = _with_stems(names)
    if wanted:
        longest_first = sorted(wanted, key=lambda name: (-len(name), name))
        text = re.compile("|".join(map(re.escape, longest_first))).sub(lambda m: wanted[m.group()], text)
    text = _PHONE.sub(VEIL, _ACCOUNT.sub(VEIL, text))
    text = re.sub(rf"(?:{VEIL}){{2,}}", VEIL, text)
    shaped = (match.group() for pattern in _DOUBTS for match in pattern.finditer(text))
    doubts = dict.fromkeys((*_persons(text), *shaped))
    return Hidden(text, tuple(doubt for doubt in doubts if VEIL not in doubt))


def _persons(text: str) -> Iterable[str]:
    """What stands behind a role and may be a person: 会计魏丰收; the surname decides."""
    return filter(None, (person_at_head(match[1]) for match in _NAMED.finditer(text)))


def names_left(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names that a finished file still has; any blocks its sending."""
    compact = re.sub(r"\s", "", text)
    return tuple(sorted(name for name in set(names) if name in compact))


def _with_stems(names: Iterable[str]) -> dict[str, str]:
    """Each name and, of three characters or more, the name without its kind; with what stands instead."""
    found: dict[str, str] = {}
    for name in names:
        kind = next(
            (kind for kind in review_words().words.kinds if name.endswith(kind) and len(name) > len(kind)), ""
        )
        found[name] = VEIL + kind
        stem = name.removesuffix(kind)
        if kind and len(stem) >= _SHORTEST:
            found.setdefault(stem, VEIL)
    return found
