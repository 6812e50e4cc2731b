"""Names of persons: what can be one, told from titles, units and ordinary words."""

from __future__ import annotations

import re

from intake.config.words import AnyOf, Split, WordLists, Words, either, load_words


class NameWords(WordLists):
    """Surnames, and words that look like names or stand beside them."""

    surnames: str  # of one character, of some 99 % of people; rarer ones need a label before them
    compound: Split
    titles: Words
    no_name: AnyOf
    no_name_unlabelled: AnyOf
    transcribed: str  # characters of names that tell how another language sounds
    no_mailbox: AnyOf  # what a mailbox is called that is no person's
    ordinary: Split  # begin with a surname's character and stand where names do


_WORDS = load_words("names", NameWords)
_COMPOUND = frozenset(_WORDS.compound)
SURNAMES = frozenset("".join(_WORDS.surnames.split()))
_TRANSCRIBED = re.compile(f"[{''.join(_WORDS.transcribed.split())}]{{4,6}}")
_TITLES = re.compile(f"{either(_WORDS.titles)}{{1,4}}$")
_ORDINARY = frozenset(_WORDS.ordinary)
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff])[ \t\u3000\u00a0]+(?=[\u4e00-\u9fff](?:$|[ \t\u3000、，,；;/（(]))"
)
_DOT = "·•・．∙‧"
_ETHNIC = re.compile(rf"[\u4e00-\u9fff]{{1,6}}(?:[{_DOT}][\u4e00-\u9fff]{{1,8}})+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


def person_of(text: str, *, labelled: bool = False) -> str:
    """The name in ``text``, without title; ``""`` when it is none.

    Names of places are not told apart here: who knows the places, asks them too.

    ``labelled``: a label such as 联系人 stands before it, so that rare surnames and 小李 count.
    """
    value = text.strip(" \t\u3000，,。.;；:：（）()【】[]《》")
    ethnic = _ETHNIC.match(value)
    if ethnic:
        return re.sub(f"[{_DOT}]", "·", ethnic[0])
    value = join_spaced(value)
    bare = _TITLES.sub("", value)
    if bare != value and len(bare) == 1 and labelled:
        return ""  # 严科长: only a surname
    value = bare.strip()
    if labelled and _TRANSCRIBED.fullmatch(value):
        return value
    if not _HAN_NAME.fullmatch(value) or value in _ORDINARY or _WORDS.no_name.search(value):
        return ""
    if not labelled and _WORDS.no_name_unlabelled.search(value):
        return ""
    if value[:2] in _COMPOUND:
        return value if len(value) > 2 else (value if labelled else "")
    if value[0] in "小老" and len(value) <= 3:
        return value if labelled and (value[1] in SURNAMES or len(value) == 2) else ""
    if value[0] not in SURNAMES:
        return value if labelled and len(value) <= 3 else ""
    if len(value) == 4:
        return value if value[1] in SURNAMES else ""
    return value


def person_as_shown(text: str) -> str:
    """The person as whom a mailbox shows itself; ``""`` for an office (平武文旅), a company, a nickname (向阳花开).

    Nothing stands before it that says that it is a name, so four signs are one only behind a compound surname.
    """
    name = person_of(text)
    if "·" in name:
        return name
    is_long = len(name) > 3 and name[:2] not in _COMPOUND
    return "" if is_long or name in _ORDINARY or _WORDS.no_mailbox.search(name) else name


def person_at_head(text: str) -> str:
    """The name with which a run of Hanzi begins, longest first: 魏丰收 of 魏丰收等; none of 和老人."""
    if _WORDS.no_name.match(text, 1) or text[:2] in _ORDINARY:
        return ""
    return next((text[:size] for size in (3, 2) if person_of(text[:size])), "")


def is_familiar(name: str) -> bool:
    """小茅, 老卜: enough to ask for, not a full name."""
    return 2 <= len(name) <= 3 and name[0] in "小老" and name[0] not in SURNAMES


def join_spaced(text: str) -> str:
    """王 强 → 王强"""
    parts = text.split()
    if len(parts) > 1 and all(len(part) == 1 for part in parts) and len(parts) <= 4:
        return "".join(parts)
    if len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) == 1:
        return "".join(parts)
    return text


def persons_in(text: str, *, labelled: bool = False) -> list[str]:
    """The names in a list such as ``张三、李四``, in order."""
    whole = person_of(text, labelled=labelled)
    if whole:
        return [whole]
    found: list[str] = []
    for piece in re.split(r"[、，,；;/／\s]+|(?<=[\u4e00-\u9fff])[（(：:]|\t", _SPACED.sub("", text)):
        name = person_of(piece, labelled=labelled)
        if name and name not in found:
            found.append(name)
    return found
