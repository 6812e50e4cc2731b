"""A second look at what is to be done, by the plain words of its sentence, however it was read.

What somebody else wishes, what she only makes sure of, a value that can hardly be one, a number that is
a value and no case: these are asked with the order as the guess, not done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from intake.config.words import either
from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.frames.found import (
    CHECKING,
    CONDITION,
    ODD_VALUE,
    OF_OTHERS,
    QUESTION,
    TWO_WAYS,
    UNSURE,
    WHICH_TOWN,
)
from tracker.orders.understand.intents import LOOKS, Guess, Intent, Understanding, Wish
from tracker.orders.understand.items import SENTENCE, Piece, divide
from tracker.orders.understand.message.against import (
    CHANGES_NOTHING,
    Said,
    contradicting,
    doubt_beside,
    likelier,
    values_said,
)
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import DIGITS
from tracker.orders.understand.words import PHRASES, Lexicon, one_of

# What changes a case or a deadline; whatever else is ordered is looked at by whoever reads it.
CHANGES: Final = frozenset(
    (
        Intent.CORRECT, Intent.CLEAR, Intent.TRANSFER, Intent.CONFIRM, Intent.WITHDRAW, Intent.RESTORE, Intent.MERGE,
        Intent.KEEP, Intent.VERSION, Intent.CONTACT, Intent.EXTEND,
    )
)  # fmt: skip
ANSWERING: Final = frozenset((Intent.YES, Intent.NO, Intent.UNDO, Intent.MUTE, Intent.KEEP))
CODED: Final = frozenset(("theme", "secondary", "level"))
MOBILE: Final = 11  # digits
LONGEST_PHONE: Final = 12  # with the area's
_COMMA: Final = re.compile(r"[，,]")
_DONE_BY: Final = re.compile(r"吧[。！!\s]*$|(?:就|那就).{0,6}[吧了]")
_SAID_DIGITS: Final = re.compile(r"(?<=\d)[\s\-—－]+(?=\d)")
_RUN: Final = re.compile(r"\d{7,}")
_PHONE: Final = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}|95\d{3,6}|12\d{3}")
_NO_PERSON: Final = re.compile(r"^[的了是我你他她们不就还都没有]|[的了是我你他她们不就还都没有姐哥叔姨]$")
_FAMILIAR: Final = frozenset("老小")
_NO_TITLE: Final = re.compile(r"^[个得成]|(?:里|一点|点儿|一些|[得的])$")
_NO_PLACE: Final = re.compile(r"^的|应该|应是|改成|不是|写成|那个|哪个|这个|那一|空着")
_NO_REMARK: Final = re.compile(r"^[^“]*”|^明“|^[个届]|”\s*\d+号$")
_OFFICE: Final = re.compile(
    r"(?:局|委|会|办|处|院|社区|村|中心|政府|站|公司|校|所|部|厅|组|科|园|队|社|协|盟|馆|庄|居|企业|集团|厂)(?:[（(][^()（）]{0,60}[)）])?$"
)
_WORD: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]")


def look_again(found: Understanding, text: Piece, names: Names, lexicon: Lexicon) -> Understanding:
    """The same, with what should not be done without asking as guesses."""
    pieces = [*divide(text, SENTENCE), text]
    known: dict[int, Said] = {}
    sure: list[Wish] = []
    asked: list[Guess] = []
    against = contradicting(found.wishes)
    twice, back = _in_two_ways(found.wishes), _taken_back(found.wishes, text)
    for wish in found.wishes:
        at = next((at for at, one in enumerate(pieces) if _stands(wish, one)), len(pieces) - 1)
        said = known.get(at) or known.setdefault(
            at,
            Said(
                pieces[at], names, lexicon, _orders_of(pieces[at], found.wishes, whole=at == len(pieces) - 1)
            ),
        )
        opposed = wish in twice or wish == back or wish in against
        why = TWO_WAYS if opposed else _doubt(wish, said) or _hangs_on(wish, text)
        if why:
            asked.append(
                Guess(wish.text, why, likelier(wish, why, said), choices=choices_of(wish, why, said))
            )
        else:
            sure.append(wish)
    again = (*found.guesses, *_one_question(asked))
    return replace(found, wishes=tuple(sure), guesses=again) if asked else found


def choices_of(wish: Wish, why: str, said: Said) -> tuple[Wish, ...]:
    """What an order may be instead: each town of a name, each theme that was said; ``()`` where that is not known."""
    if why.startswith(WHICH_TOWN[:3]):
        names = next((names for names in said.names.twofold if wish.value in names), ())
        return tuple(replace(wish, value=name) for name in names)
    return values_said(wish, said) if why == TWO_WAYS else ()


def _one_question(asked: Sequence[Guess]) -> list[Guess]:
    """Two values of one field are one question: which of them, the last one first."""
    found: dict[tuple[tuple[int, ...], str], list[Guess]] = {}
    for guess in asked:
        wish = guess.wish
        one_of = wish is not None and guess.why == TWO_WAYS and wish.intent in (Intent.CORRECT, Intent.CLEAR)
        key = (wish.cases, wish.field) if wish and one_of else ((-len(found),), "")
        found.setdefault(key, []).append(guess)
    return [some[0] if len(some) == 1 else _joined(some) for some in found.values()]


def _joined(asked: Sequence[Guess]) -> Guess:
    wishes = tuple(dict.fromkeys(guess.wish for guess in asked if guess.wish is not None))
    text = "，".join(dict.fromkeys(guess.text for guess in asked))
    return replace(asked[-1], text=text, choices=wishes if len(wishes) > 1 else ())


def _stands(wish: Wish, piece: Piece) -> bool:
    return bool(wish.text) and wish.text.strip() in piece.written


def _orders_of(piece: Piece, wishes: tuple[Wish, ...], *, whole: bool) -> tuple[Wish, ...]:
    return tuple(one for one in wishes if whole or _stands(one, piece))


def _doubt(wish: Wish, said: Said) -> str:
    """Why an order is to be asked about; ``""`` where nothing speaks against it."""
    if wish.intent in CHANGES_NOTHING or wish.words:
        return ""
    looks = _LOOKS if wish.intent in CHANGES else ()
    return next((why for look in looks if (why := look(wish, said))), "") or doubt_beside(wish, said)


def _hangs_on(wish: Wish, text: Piece) -> str:
    """要是收件12还没回，就回复：材料已收到. Not 收件12问如果晚一天行不行，请回他：可以."""
    at = text.written.find(wish.text) if wish.intent is Intent.ANSWER and wish.text else -1
    if at < 0:
        return ""
    first = max((mark.end() for mark in SENTENCE.finditer(text.folded, 0, at)), default=0)
    last = at + len(wish.text) - len(wish.words)
    return CONDITION if PHRASES.conditional.search(text.folded[first:last]) else ""


def _taken_back(wishes: Sequence[Wish], text: Piece) -> Wish | None:
    """3号撤了吧。算了，不撤了: the last order before words that take it back and name nothing else."""
    back = PHRASES.taken_back.search(text.folded)
    changes = [
        wish
        for wish in wishes
        if wish.intent not in LOOKS | ANSWERING and (not wish.words or wish.intent is Intent.EXTEND)
    ]
    before = [
        wish for wish in changes if back and wish.text and -1 < text.written.find(wish.text) < back.start()
    ]
    return max(before, key=lambda wish: text.written.find(wish.text), default=None)


def _is_of_others(wish: Wish, said: Said) -> str:
    """他说要撤27号; 沛县说4号想撤，我没同意. Not 他们想撤，那就撤了吧."""
    clauses = _COMMA.split(said.piece.folded)
    at = next((n for n, one in enumerate(clauses) if _wishes(one, said)), -1)
    if at < 0 or _is_free_text(wish):
        return ""
    others = [one for n, one in enumerate(clauses) if n != at]
    if any(PHRASES.refusing.search(one) for one in others):
        return OF_OTHERS
    written = _COMMA.split(said.piece.written)
    elsewhere = any(wish.text in one for n, one in enumerate(written) if n != at)
    own = any(PHRASES.assenting.search(one) for one in others) or bool(_DONE_BY.search(clauses[at]))
    return "" if elsewhere or own else OF_OTHERS


def _wishes(clause: str, said: Said) -> bool:
    """Whether somebody else wishes something done in a clause."""
    found = _others(tuple(said.names.units)).search(clause)
    return found is not None and bool(said.lexicon.pattern.search(clause, found.end()))


@cache
def _others(units: tuple[str, ...]) -> re.Pattern[str]:
    who = f"(?:{one_of(units).pattern}|{either(PHRASES.others)})"
    return re.compile(rf"{who}(?:民政局)?(?:那边|那里)?[^，,。；;]{{0,4}}?{either(PHRASES.wishing)}")


def _is_checked(wish: Wish, said: Said) -> str:
    """上次我把18号改成村级了吧: she makes sure of what was done."""
    del wish
    return CHECKING if PHRASES.checking.search(said.piece.folded.strip()) else ""


def _is_chosen(wish: Wish, said: Said) -> str:
    """3号算3还是算4: she has not made up her mind."""
    del wish
    return QUESTION if PHRASES.choosing.search(said.piece.folded.strip()) else ""


def _is_final(wish: Wish, said: Said) -> str:
    """2号可以定稿了: the last version, or all fields in order?"""
    return UNSURE if wish.intent is Intent.CONFIRM and "定稿" in said.piece.folded else ""


def _takes_value(wish: Wish, said: Said) -> str:
    """16号算4，27号算2, read of case 4: a number behind a word of setting is a value."""
    if wish.field not in CODED:
        return ""
    text = said.piece.folded
    for number in wish.cases:
        places = list(re.finditer(rf"(?<!\d){number}(?!\d)", text))
        values = (
            said.lexicon.ends_with("set", text[: one.start()].rstrip())
            and not said.lexicon.ends_with("stating", text[: one.start()].rstrip())
            and not re.match(r"\s*[号#]", text[one.end() :])
            for one in places
        )
        if places and all(values):
            return UNSURE
    return ""


def _is_odd(wish: Wish, said: Said) -> str:
    """A telephone with a digit too many, a name that is none, an office that is none, a title of two characters."""
    if wish.intent not in (Intent.CORRECT, Intent.CONTACT):
        return ""
    field = "phone" if wish.intent is Intent.CONTACT else wish.field
    look = _ODD.get(field)
    if wish.intent is Intent.CONTACT and wish.field[:1] not in SURNAMES | _FAMILIAR:
        return UNSURE  # 社区食堂的联系电话: no person
    return ODD_VALUE.format(wish.value[:12]) if look and look(wish.value, said.piece.folded) else ""


def _odd_phone(value: str, text: str) -> bool:
    digits = re.sub(r"\D", "", value)
    plain = "".join(str(DIGITS.index(char)) if char in DIGITS else char for char in text)
    runs = _RUN.findall(_SAID_DIGITS.sub("", plain))
    cut = digits not in runs and any(digits in run for run in runs)
    return cut or not _PHONE.fullmatch(digits)


def _odd_person(value: str, text: str) -> bool:
    del text
    return bool(_NO_PERSON.search(value))


def _odd_office(value: str, text: str) -> bool:
    del text
    return not _OFFICE.search(value)


def _odd_title(value: str, text: str) -> bool:
    quoted = any(mark in text for mark in (f"《{value}", f"“{value}", f"{value}》", f"{value}”"))
    return len(_WORD.findall(value)) < 2 or bool(_NO_TITLE.search(value) and not quoted)


def _odd_place(value: str, text: str) -> bool:
    del text
    return bool(_NO_PLACE.search(value))


def _odd_remark(value: str, text: str) -> bool:
    del text
    return bool(_NO_REMARK.search(value))


def _is_of_two_towns(wish: Wish, said: Said) -> str:
    """属张集, where there are 张集镇 and 张集街道."""
    if wish.field != "town" or wish.intent is not Intent.CORRECT:
        return ""
    if wish.value in said.piece.folded:
        return ""
    others = next((names for names in said.names.twofold if wish.value in names), ())
    return WHICH_TOWN.format("、".join(others)) if others else ""


def _is_free_text(wish: Wish) -> bool:
    return wish.intent is Intent.CORRECT and wish.field in ("title", "subtitle", "remark", "opinion")


def _in_two_ways(wishes: Iterable[Wish]) -> list[Wish]:
    """24号联系人是王姐，先空着: a field that is to be set and emptied, or gets two values."""
    found: dict[tuple[int, str], list[Wish]] = {}
    for wish in wishes:
        if wish.field and wish.intent in (Intent.CORRECT, Intent.CLEAR):
            for number in wish.cases:
                found.setdefault((number, wish.field), []).append(wish)
    return [
        one
        for some in found.values()
        if len({(wish.intent, wish.value) for wish in some}) > 1
        for one in some
    ]


_ODD: Final = {
    "phone": _odd_phone,
    "contact": _odd_person,
    "unit": _odd_office,
    "title": _odd_title,
    "subtitle": _odd_title,
    "town": _odd_place,
    "community": _odd_place,
    "remark": _odd_remark,
    "opinion": _odd_remark,
}
_LOOKS: Sequence[Callable[[Wish, Said], str]] = (
    _is_of_others, _is_checked, _is_chosen, _is_final, _takes_value, _is_odd, _is_of_two_towns,
)  # fmt: skip
