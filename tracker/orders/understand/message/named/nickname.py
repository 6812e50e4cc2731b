"""Cases by what people call them in passing: 积分制归二, 铜山那个养老的, 张集的第二篇, 鼓楼的都归到二.

A name is a run of words that each mean some of the cases: a unit, a town, a village, a person, words of
a title. It stands where a case can stand: 那篇 or the like behind it, or what is done to it. Words that
are what a field is to hold name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from intake.text.numerals import read_number
from tracker.orders.understand.fold import even_characters
from tracker.orders.understand.message.named.known import (
    GUESSED,
    LONGEST,
    PLAIN,
    SEVERAL_FIT,
    Meant,
    Named,
    choose,
    counted,
    even,
)
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon, one_of

MOST_CASES: Final = 20_000  # among more, words in passing mean no one case
SURE: Final = 2  # of what the words of a name weigh
_ENDS: Final = (
    "社区居委会",
    "村民委员会",
    "社区",
    "居委会",
    "村委会",
    "街道办事处",
    "街道",
    "村",
    "镇",
    "乡",
)
_LINK: Final = re.compile(
    r"(?:民政局)?(?:那边|那里|这边)?(?:报上来|报来|报送|上报|发来|交来|所报|报|写|交|搞)?的?(?:那|这)?(?:个|份|篇|件)?"
    r"(?:讲|关于|说)?的?"
)
_JOIN: Final = re.compile(r"\s{0,9}[和与跟同及、]\s{0,9}")
_COUNTED: Final = re.compile(
    r"(?:报来|报送|上报|所报|报)?的?(?:那|这)?(?P<count>[两俩二三四五六七八九2-9])(?:个案例|篇|份|件|个(?!镇|村|社区|县|区|单位|人|月|星期|礼拜|工作日))(?:案例|材料|稿子)?"
)
_EVERY: Final = re.compile(
    r"(?:报来|报送|上报|所报|报)?的?(?:案例|材料|稿子|那几篇|几篇|各篇)?(?=都|全部|全都|统统|一律|统一)"
)
_NTH: Final = re.compile(
    r"(?:报来|报送|上报|所报|报)?的?第(?P<nth>[一二三四五六七八九\d])(?:篇|个案例|个|份|件)"
)
_BARE_TAIL: Final = re.compile(r"(?:报来|报送|上报|所报|报|写)?的(?:案例|材料|稿子?|文章)|案例")
_OF_THAT: Final = re.compile(r"的(?=\s*(?:[，,。；;！!]|$|归|算|改|放))")
_BEFORE_THAT: Final = re.compile(
    r"(?:民政局)?(?:那边|那里)?(?:报上来|报来|报送|上报|发来|交来|所报|报|写|负责|联系|说)?(?:[他她]们?)?的?"
)
_WITH_NUMBER: Final = re.compile(r"\s*[和与跟同及、]\s*\d")
_ASKED: Final = re.compile(r"(?:是|现在|到底|究竟|目前|挂的|登的|填的|写的)*(?:谁|哪|什么|啥|几|多少)")
_GOVERNED: Final = re.compile(r"\s*(?:的|也|就|都|还是|应该|该|应|要|得|可以|看着|全|统一)*\s*")
_INTO: Final = re.compile(
    r"(?:并到|并入|并进|并给|合到|合进|合入|合并到|并并到|归并到|放到|放进|归到|归入|附到|挂到|给到)$"
)
_INSIDE: Final = re.compile(r"(?:里面|里头|里|中)(?:去|来)?|(?=\s*(?:[。！!]|$))")
_ELSE_SAID: Final = re.compile(r"(?:说|讲|来电|来信|反映|要求|打电话|问|想)")
DOING: Final = frozenset(
    ("set", "withdraw", "restore", "keep", "confirm", "clear", "original", "merge", "use", "transfer")
)


@dataclass(frozen=True, slots=True)
class _Atom:
    """Words and the cases that each may mean; ``weight`` says how much they tell."""

    start: int
    end: int
    cases: frozenset[int]
    kind: str  # place, unit, person, title
    weight: int


@dataclass(frozen=True, slots=True)
class Name:
    """Atoms side by side, and the cases that all of them mean."""

    start: int
    end: int
    cases: frozenset[int]
    atoms: tuple[_Atom, ...]

    @property
    def weight(self) -> int:
        """How much its words tell; from ``SURE`` on they mean a case."""
        return sum(atom.weight for atom in self.atoms)

    def only(self, *kinds: str) -> bool:
        """Whether nothing else than words of these kinds is in it."""
        return all(atom.kind in kinds for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which cases can be called; made once a message."""

    cases: tuple[Named, ...]
    names: Names
    lexicon: Lexicon
    words: dict[str, tuple[str, frozenset[int]]] = field(default_factory=dict)  # → kind, places in ``cases``
    titles: tuple[str, ...] = ()
    pairs: dict[str, frozenset[int]] = field(default_factory=dict)  # two characters of titles side by side
    longest: int = 0


def vocabulary_of(cases: Sequence[Named], names: Names, lexicon: Lexicon) -> Vocabulary:
    """Every word that means some of these cases."""
    if len(cases) > MOST_CASES:
        cases = ()
    kinds: dict[str, str] = {}
    found: dict[str, set[int]] = {}
    pairs: dict[str, set[int]] = {}
    titles = tuple(even(one.title) for one in cases)
    forms: dict[str, list[str]] = {}
    for form, unit in names.units.items():
        forms.setdefault(unit, []).append(form)
    for at, one in enumerate(cases):
        said = [(form, "unit") for form in forms.get(one.county, [])]
        said += [(form, "place") for place in (one.community, one.town) for form in _forms(place)]
        said += [(form, "person") for form in _calls(one.contact)]
        for word, kind in said:
            if len(word) > 1:
                kinds.setdefault(even_characters(word), kind)
                found.setdefault(even_characters(word), set()).add(at)
        for first in range(len(titles[at]) - 1):
            pairs.setdefault(titles[at][first : first + 2], set()).add(at)
    words = {word: (kinds[word], frozenset(some)) for word, some in found.items()}
    return Vocabulary(
        tuple(cases),
        names,
        lexicon,
        words,
        titles,
        {pair: frozenset(some) for pair, some in pairs.items()},
        max(map(len, words), default=0),
    )


def _forms(place: str) -> tuple[str, ...]:
    bare = next((place.removesuffix(end) for end in _ENDS if place.endswith(end)), place)
    return (place, bare)


def _calls(person: str) -> tuple[str, ...]:
    """A person by name, and as colleagues do: 老阎, 小阎."""
    return (person, f"老{person[0]}", f"小{person[0]}") if len(person) in (2, 3) else (person,)


def find_called(clause: str, what: Vocabulary, *, joined: bool = False) -> list[Meant]:
    """The cases that a clause calls by such names, from left to right; ``joined``: beside a number."""
    text = even_characters(clause)
    names = list(names_in(text, what))
    found: list[Meant] = []
    for at, name in enumerate(names):
        if found and name.start < found[-1].end:
            continue
        meant = _meant(text, name, what, joined=joined)
        if meant is None and at + 1 < len(names) and _JOIN.fullmatch(text, name.end, names[at + 1].start):
            listed = _listed(text, names[at:], what, joined=joined)
            found += listed
        elif meant is not None:
            found.append(meant)
    return found


def _listed(text: str, names: Sequence[Name], what: Vocabulary, *, joined: bool) -> list[Meant]:
    """会客厅和门禁这两篇确认: names joined by 和, of which the last stands where a case can stand."""
    some = [names[0]]
    for name in names[1:]:
        if not _JOIN.fullmatch(text, some[-1].end, name.start):
            break
        some.append(name)
    last = some[-1]
    several = _COUNTED.match(text, last.end)
    if several and _count(several) == len(some):
        end: int | None = several.end()
    else:
        meant = _meant(text, last, what, joined=joined)
        end = meant.end if meant else None
    if end is None or is_value(text[: some[0].start], what, into=True):
        return []
    chosen = [
        one_of_name(name, (name.start, end if name is last else name.end), what, said=True) for name in some
    ]
    return [one for one in chosen if one] if all(chosen) else []


def _meant(text: str, name: Name, what: Vocabulary, *, joined: bool) -> Meant | None:
    """What a name means where it stands; None where no case is meant by it."""
    before = text[: name.start]
    into = bool(_INTO.search(before.rstrip()))
    if not into and is_value(before, what, into=False):
        return None
    if joined and not (into or _JOIN.search(before[-2:]) or _WITH_NUMBER.match(text, name.end)):
        return None
    if not name.only("person") and (some := _group(text, name, what)):
        return some
    tail = _tail(text, name, what)
    if into:
        inside = _INSIDE.match(text, name.end)
        end = inside.end() if inside else tail
        return None if end is None or name.only("unit") else one_of_name(name, (name.start, end), what)
    if tail is not None:
        return one_of_name(name, (name.start, tail), what, said=True)
    alone = not name.only("unit", "person") and (not name.only("place") or text.startswith("的", name.end))
    if alone and may_begin(before, what) and _governs(text, name.end, what):
        return one_of_name(name, (name.start, name.end), what, said=True)
    return None


def _group(text: str, name: Name, what: Vocabulary) -> Meant | None:
    """张集的第二篇, 泉山那两篇, 鼓楼的都归到二."""
    if nth := _NTH.match(text, name.end):
        return _nth(name, read_number(nth["nth"]) or 0, nth.end(), what)
    if several := _COUNTED.match(text, name.end):
        return _several(name, several.end(), what, _count(several))
    every = _EVERY.match(text, name.end)
    if every and every.end() > name.end and _governs(text, every.end(), what):
        return _several(name, every.end(), what, 0)
    return None


def _tail(text: str, name: Name, what: Vocabulary) -> int | None:
    """Where 那篇 or the like ends behind a name; None where there is none."""
    link = _BEFORE_THAT.match(text, name.end)
    at = link.end() if link else name.end
    if that := _that(what.lexicon.lists["that_case"]).match(text, at):
        return that.end()
    if bare := _BARE_TAIL.match(text, name.end):
        return bare.end()
    return name.end + 1 if len(name.atoms) > 1 and _OF_THAT.match(text, name.end) else None


@cache
def _that(words: tuple[str, ...]) -> re.Pattern[str]:
    return one_of((*words, "那件", "那份稿子", "那个稿"))


def one_of_name(name: Name, span: tuple[int, int], what: Vocabulary, *, said: bool = False) -> Meant | None:
    """The one case of a name, or the likeliest with the reason of the doubt; ``said``: 那篇 stands behind it."""
    weight = name.weight + (said and name.weight > 0)
    return choose([what.cases[at] for at in sorted(name.cases)], span, sure=weight >= SURE)


def _several(name: Name, end: int, what: Vocabulary, count: int) -> Meant | None:
    """All that a name means, where there are as many as she says."""
    fitting = counted([what.cases[at] for at in sorted(name.cases)])
    if not fitting:
        return None
    serials = tuple(one.serial for one in fitting)
    why = "" if count in (0, len(fitting)) else SEVERAL_FIT.format(len(fitting))
    return Meant(serials, name.start, end, why)


def _nth(name: Name, nth: int, end: int, what: Vocabulary) -> Meant | None:
    """张集的第二篇: in the order of the sheet, which may not be what she has before her."""
    fitting = sorted(counted([what.cases[at] for at in sorted(name.cases)]), key=lambda one: one.serial)
    if not 0 < nth <= len(fitting):
        return None
    return Meant((fitting[nth - 1].serial,), name.start, end, GUESSED)


def _count(found: re.Match[str]) -> int:
    return read_number(found["count"].translate(str.maketrans("两俩", "二二"))) or 0


def is_value(before: str, what: Vocabulary, *, into: bool) -> bool:
    """Whether what follows these words is what a field is to hold; ``into``: 并到 makes it a case all the same."""
    bare = before.rstrip(' “《"')
    if into and _INTO.search(bare):
        return False
    lexicon = what.lexicon
    return bare.endswith((":", "：")) or lexicon.ends_with("set", bare) or lexicon.ends_with("deny", bare)


def may_begin(before: str, what: Vocabulary) -> bool:
    """Whether a case may be named behind these words: none, courtesy, 把."""
    bare = before.rstrip(' ，,。；;！!？?\n“《"')
    lexicon = what.lexicon
    return (
        not bare
        or bare != before.rstrip('“《"')
        or lexicon.ends_with("lead_in", bare)
        or lexicon.ends_with("join", bare)
        or not lexicon.patterns["courtesy"].sub("", bare)
        or bool(_JOIN.search(before[-1:]))
    )


def _governs(text: str, end: int, what: Vocabulary) -> bool:
    """Whether what follows is done to a case, or asked about it: 归二, 的联系人改成, 确认, 是谁报的."""
    at = _GOVERNED.match(text, end)
    start = at.end() if at else end
    if _ASKED.match(text, end):
        return True
    cue = what.lexicon.pattern.match(text, start)
    if cue is None or _ELSE_SAID.match(text, start):
        return False
    if cue[0] in what.lexicon.lists["stating"] and not _stated(what).match(text, cue.end()):
        return False  # 邹庄的是先来的
    meant = what.lexicon.meanings[cue[0].lower()]
    return bool(meant & DOING) or any(one.startswith("field:") for one in meant)


def _stated(what: Vocabulary) -> re.Pattern[str]:
    names = what.names
    return _values((*names.themes, *names.short_themes, *names.levels))


@cache
def _values(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:第?[一二三四五六七八九十\d]|[（(]|{one_of(words).pattern})")


def names_in(text: str, what: Vocabulary) -> Iterator[Name]:
    """Runs of words that mean some cases together; ``text`` has even characters."""
    some: list[_Atom] = []
    cases: frozenset[int] = frozenset()
    for atom in _atoms(text, what):
        both = cases & atom.cases
        if some and both and _LINK.fullmatch(text, some[-1].end, atom.start):
            some.append(atom)
            cases = both
            continue
        if some:
            yield Name(some[0].start, some[-1].end, cases, tuple(some))
        some, cases = [atom], atom.cases
    if some:
        yield Name(some[0].start, some[-1].end, cases, tuple(some))


def _atoms(text: str, what: Vocabulary) -> Iterator[_Atom]:
    at = 0
    while at < len(text) - 1:
        found = max(
            filter(None, (_word_at(text, at, what), _title_at(text, at, what))),
            key=lambda atom: (atom.end, atom.kind != "title"),
            default=None,
        )
        if found is not None:
            yield found
        at = found.end if found is not None else at + 1


def _word_at(text: str, at: int, what: Vocabulary) -> _Atom | None:
    for end in range(min(len(text), at + what.longest), at + 1, -1):
        if (found := what.words.get(text[at:end])) is not None:
            kind, cases = found
            weight = {"unit": 1, "place": 2, "person": 2}[kind]
            return _Atom(at, end, cases, kind, weight)
    return None


def _title_at(text: str, at: int, what: Vocabulary) -> _Atom | None:
    """The longest words from here that are of a title."""
    cases = what.pairs.get(text[at : at + 2], frozenset())
    end = at + 2
    while cases and end < min(len(text), at + LONGEST):
        more = frozenset(one for one in cases if text[at : end + 1] in what.titles[one])
        if not more:
            break
        cases, end = more, end + 1
    if not cases:
        return None
    words = text[at:end]
    common = words in what.lexicon.meanings or any(words in theme for theme in what.names.themes)
    common = common or words in what.lexicon.lists["common"]
    weight = 0 if common and len(words) <= PLAIN else 1 if len(words) < PLAIN else 2
    doing = what.lexicon.meanings.get(words, frozenset()) - {"neutral"}
    return None if doing else _Atom(at, end, cases, "title", weight)
