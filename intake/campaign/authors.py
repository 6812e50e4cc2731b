"""How authors are called that are no offices of a place: 某某公司工会 (config/words/authors.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.config.words import AnyOf, WordLists, Words, either, load_words

_LONGEST = 24  # characters of the proper name of an author before what its kind is called
# 让课堂回到学校 is a sentence, 家门口的服务中心 a phrase: neither is an author's name.
_IN_AUTHOR = "[（）()\u4e00-\u9fff](?<![的了着让把是从被])"


class AuthorWords(WordLists):
    """How the names of authors end, whatever the call."""

    general: Words
    sure: AnyOf  # that end no title, so that an author is told by them where no place is named
    organisations: Words  # that are no office of a place
    organs: Words  # of a place, though they are called as organisations are
    within: Words  # what an author's own organisations are called
    of_town: AnyOf  # who signs so writes for a town, a village or a community


AUTHORS = load_words("authors", AuthorWords)
_ORGANISATION = re.compile(f"(?<=..){either(AUTHORS.organisations)}$")
_ORGAN = re.compile(f"(?<=..)(?<=[县区市旗州盟镇乡道城])(?:{either(AUTHORS.organs)}|工会)$")
_WITHIN = re.compile(f"(?<=.){either(AUTHORS.within)}$")


_ON_FROM_PLACE = re.compile(
    f"(?:{_IN_AUTHOR}){{2,{_LONGEST}}}?{either(AUTHORS.organisations)}(?![\u4e00-\u9fff])"
)


def without_inner(name: str) -> str:
    """An author's name without what its own organisation is called: 某某公司 for 某某公司工会."""
    return _WITHIN.sub("", name)


def place_of_organ(name: str) -> str:
    """The place whose own organ an author is: 某某县 for 某某县科学技术协会; ``""`` where it is none."""
    match = _ORGAN.search(name)
    return name[: match.start()] if match else ""


def is_organisation(name: str) -> bool:
    """Whether an author is called as no office of a place is: 某某公司工会."""
    return not place_of_organ(name) and bool(_ORGANISATION.search(without_inner(name)))


def organisation_end(text: str, start: int) -> int:
    """Where an organisation's name that goes on from a place ends, 红旗县|餐饮行业协会; -1 where it is none."""
    match = _ON_FROM_PLACE.match(text, start)
    return match.end() if match else -1


def author_names(endings: Iterable[str]) -> re.Pattern[str]:
    """Names of authors that end as one of ``endings``, patterns, from their first character on."""
    if not (either_of := "|".join(endings)):
        return re.compile("(?!)")
    return re.compile(f"(?:{_IN_AUTHOR}){{0,{_LONGEST}}}(?:{either_of}){either(AUTHORS.within)}?")
