"""Cases that are named by title, place, person or place in a letter (柳桥社区那篇, 上面那个, 第二个), as numbers.

What is meant is written into the text as a number before anything else reads it, and her own words are
put back into what was read. Where more than one case fits, or the words are only like a title, the
likeliest is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from intake.text.numerals import read_number
from tracker.orders.understand.frames.found import WHICH_CASE
from tracker.orders.understand.frames.placed import find_placed
from tracker.orders.understand.intents import LOOKS, Guess, Intent, Understanding, Wish
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

Reader = Callable[[str], Understanding]
PLAIN: Final = 3  # characters of words that can hardly mean another title
LIKE: Final = 0.6  # likeness of words to a title that is a guess
LONGEST: Final = 40  # characters of words that name a case
MOST_READ: Final = 4000  # characters; no longer text is an order
MOST_LISTED: Final = 9  # cases of a letter in which one is found by its place
_CLAUSE: Final = re.compile(r"(?<=[，,。；;！!？?\n])")
_QUOTE: Final = re.compile(
    r"《([^《》\n]{2,80})》|“([^“”\n]{2,80})”|\"([^\"\n]{2,80})\"|「([^「」\n]{2,80})」"
)
_ORDINAL: Final = re.compile(r"第([一二三四五六七八九\d])[个篇件](?:案例)?")
_THAT_MAIL: Final = re.compile(r"[那这]一?封(?:信件?|邮件|来信)?")
_A_PLACE: Final = re.compile(r"[\u4e00-\u9fff](?:村|社区|镇|街道|乡)的?")
_MARKS: Final = re.compile(r"[^\w]+")
_JOINED: Final = re.compile(r"[和与跟同及、]\s*$")
_JOINS: Final = re.compile(r"\s*[和与跟同及、]")
_PLACE_ENDS: Final = ("社区居委会", "村民委员会", "社区", "居委会", "村委会", "街道", "村", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Named:
    """A case by all that people call it."""

    serial: int
    title: str = ""
    community: str = ""
    town: str = ""
    county: str = ""
    contact: str = ""
    counts: bool = True  # neither withdrawn nor another's copy


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a mail is read: the cases, and those that the answered letter names, in its order."""

    cases: tuple[Named, ...] = ()
    about: tuple[int, ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()  # mails that wait for a person, and the unit of each


@dataclass(frozen=True, slots=True)
class Referred:
    """A text with numbers for what it names otherwise."""

    text: str
    said: tuple[tuple[str, str], ...] = ()  # (12号, her words)
    doubtful: tuple[tuple[int, str], ...] = ()  # numbers that are guesses, and why


@dataclass(frozen=True, slots=True)
class _Meant:
    serial: int
    start: int
    end: int
    why: str = ""  # it is doubtful


@cache
def _number(prefix: str) -> re.Pattern[str]:
    return re.compile(
        rf"\d\s*号|第\s?\d+\s?[号篇](?!案例库)|{prefix or '(?!)'}\s?-?\s?\d|[一二三四五六七八九十]号|编号"
    )


def refers(text: str, names: Names, lexicon: Lexicon) -> bool:
    """Whether a text may name a case otherwise than by number; cheap, and often wrong."""
    patterns = lexicon.patterns
    return bool(
        patterns["that_case"].search(text)
        or patterns["thread"].search(text)
        or _QUOTE.search(text)
        or _ORDINAL.search(text)
        or any(town in text for town in names.towns)
        or _A_PLACE.search(text)
    )


def refers_mail(text: str) -> bool:
    """Whether a text may name a mail by who sent it (新城区那封)."""
    return bool(_THAT_MAIL.search(text))


def resolve(text: str, known: Known, names: Names, lexicon: Lexicon) -> Referred:
    """Write the numbers of cases for what names them."""
    if len(text) > MOST_READ:
        return Referred(text)
    text, mails = _named_mails(text, known, names)
    made: list[str] = []
    said: list[tuple[str, str]] = [*mails]
    doubtful: list[tuple[int, str]] = []
    named = False  # a case was named before: 这篇 is that one
    for clause in _CLAUSE.split(text):
        found = (
            [] if _about_mail(clause, lexicon) else list(_meant(clause, (known, names, lexicon), named=named))
        )
        at = 0
        for one in found:
            number = f"{one.serial}号"
            said.append((number, clause[one.start : one.end]))
            doubtful += [(one.serial, one.why)] if one.why else []
            made += [clause[at : one.start], number]
            at = one.end
        made.append(clause[at:])
        named = named or bool(found or _number(names.prefix).search(clause))
    return Referred("".join(made), tuple(said), tuple(doubtful))


def _named_mails(text: str, known: Known, names: Names) -> tuple[str, list[tuple[str, str]]]:
    """新城区那封: the one mail of a unit that waits, as its number."""
    if not known.waiting or not _THAT_MAIL.search(text):
        return text, []
    said: list[tuple[str, str]] = []
    for name, unit in names.units.items():
        waiting = [mail for mail, whose in known.waiting if whose == unit]
        found = re.search(rf"{re.escape(name)}(?:民政局)?(?:发?来)?的?{_THAT_MAIL.pattern}", text)
        if found and len(waiting) == 1:
            said.append((f"收件{waiting[0]}", found[0]))
            text = f"{text[: found.start()]}收件{waiting[0]}{text[found.end() :]}"
    return text, said


def settle(found: Understanding, referred: Referred) -> Understanding:
    """What was read, in her own words; orders about a guessed case become guesses."""
    why = dict(referred.doubtful)
    sure: list[Wish] = []
    unsure: list[Guess] = []
    for wish in found.wishes:
        numbers = {*wish.cases, *([int(wish.value)] if wish.intent is Intent.MERGE else [])}
        told = replace(wish, text=own_words(wish.text, referred))
        if doubts := numbers & why.keys() if wish.intent not in LOOKS else set():
            unsure.append(Guess(told.text, why[min(doubts)], told))
        else:
            sure.append(told)
    guesses = (replace(guess, text=own_words(guess.text, referred)) for guess in found.guesses)
    unread = tuple(own_words(words, referred) for words in found.unread)
    return Understanding(tuple(sure), (*guesses, *unsure), unread)


def own_words(text: str, referred: Referred) -> str:
    """Her words where a number was put instead of them."""
    for number, words in referred.said:
        text = re.sub(rf"(?<!\d){number}(?!\d)", lambda _, w=words: w, text, count=1)  # type: ignore[misc] # bound now
    return text


def read_referring(text: str, known: Known, referred: Referred, read: Reader) -> Understanding:
    """What a text with numbers in it says; what names no case is asked of the one case of the answered letter."""
    found = settle(read(text), referred)
    if len(known.about) != 1:
        return found
    guesses = [_of_the_letter(guess, known.about[0], read) for guess in found.guesses]
    return replace(found, guesses=tuple(guesses))


def _of_the_letter(guess: Guess, serial: int, read: Reader) -> Guess:
    if guess.wish is not None or not guess.why.startswith(WHICH_CASE):
        return guess
    again = read(f"{serial}号{guess.text}")
    wishes = [*again.wishes, *(one.wish for one in again.guesses if one.wish is not None)]
    own = [wish for wish in wishes if wish.cases == (serial,) and wish.field != "county"]
    return replace(guess, wish=replace(own[0], text=guess.text)) if len(own) == 1 else guess


def _about_mail(clause: str, lexicon: Lexicon) -> bool:
    """Whether her words for a sender stand in it: titles there are no orders."""
    return bool(re.search(r"收件\s?\d", clause)) and not lexicon.patterns["that_case"].search(clause)


def _meant(clause: str, what: tuple[Known, Names, Lexicon], *, named: bool) -> Iterator[_Meant]:
    known, names, lexicon = what
    if _number(names.prefix).search(clause):
        titled = list(_titled(clause, known, lexicon, joined=True))
        yield from titled or _placed(clause, what, joined=True)
        return
    if placed := list(_placed(clause, what, joined=False)):
        yield from placed
        return
    quoted = list(_titled(clause, known, lexicon, joined=False))
    if quoted:
        yield from quoted
    elif described := _described(clause, known, names, lexicon):
        yield described
    elif whole := _whole_title(clause, known, lexicon) or _by_part(clause, known.cases, names, lexicon):
        yield whole
    else:
        yield from _in_thread(clause, known, lexicon, named=named)


def _placed(clause: str, what: tuple[Known, Names, Lexicon], *, joined: bool) -> Iterator[_Meant]:
    """Cases by place or whole title; those of which none counts any more last."""
    known, names, lexicon = what
    for place in find_placed(clause, known.cases, names, lexicon, joined=joined):
        found = [known.cases[at] for at in place.fitting]
        if meant := _choose(found, (place.start, place.end), sure=True):
            yield meant


def _titled(clause: str, known: Known, lexicon: Lexicon, *, joined: bool) -> Iterator[_Meant]:
    """Titles in quotes: all, or beside a number only those joined to it (3号和《水岸议事亭》合并)."""
    for quote in _QUOTE.finditer(clause):
        before = clause[: quote.start()].rstrip()
        if _is_value(before, lexicon):
            continue
        if joined and not (_JOINED.search(before) or _JOINS.match(clause, quote.end())):
            continue
        words = _even(next(filter(None, quote.groups())))
        found = [one for one in known.cases if words and words in _even(one.title)]
        exact = [one for one in found if _even(one.title) == words]
        start, end = quote.span()
        if that := lexicon.patterns["that_case"].match(clause, end):
            end = that.end()
        likely = exact or found or (_alike(words, known.cases) if len(words) >= PLAIN else [])
        if meant := _choose(likely, (start, end), sure=bool(found)):
            yield meant


def _is_value(before: str, lexicon: Lexicon) -> bool:
    """Whether what follows these words is what a field is to hold, or her words for somebody."""
    return lexicon.ends_with("set", before) or ":" in before or "：" in before


def _described(clause: str, known: Known, names: Names, lexicon: Lexicon) -> _Meant | None:
    """水岸议事亭那篇, 柳桥社区的那篇, 张三报的那个案例: words and 那篇 behind them."""
    for that in lexicon.patterns["that_case"].finditer(clause):
        start = that.start()
        first = max(0, start - LONGEST)
        lead = list(lexicon.patterns["lead_in"].finditer(clause, first, start))
        words = clause[first:start]
        for at in dict.fromkeys((first, *(m.end() for m in lead))):
            bare = _TAIL.sub("", clause[at:start].strip(" ，,")).rstrip()
            if len(bare) < 2:  # one character names nothing
                continue
            found, sure = _called(bare, known.cases, names)
            if meant := _choose(found, (at, that.end()), sure=sure):
                return meant
        bare = _TAIL.sub("", words.strip(" ，,")).rstrip()
        if titled := _by_last_words(clause, bare, (first, that.end()), known.cases):
            return titled
        if len(bare) >= PLAIN and (
            meant := _choose(_alike(bare, known.cases), (first, that.end()), sure=False)
        ):
            return meant
    return None


_JUST_DONE: Final = re.compile(r"(?:刚才|方才|刚刚?)(?:说?的|那个)$")
_OF_UNIT: Final = re.compile(r"^(?:民政局)?(?:那边|那里)?(?:报来|报上来|报|发来)?的?(?:那个|这个)?")
_TAIL: Final = re.compile(r"(?:报来|报上来|报|写|交|送|联系|负责|发来)?的?$")


def _called(words: str, cases: Sequence[Named], names: Names) -> tuple[list[Named], bool]:
    """The cases that words call by person, place, unit or part of a title, and whether they say enough."""
    even = _even(words)
    if found := [one for one in cases if one.contact and one.contact == even]:
        return found, True
    if found := [one for one in cases if _is_place(even, one)]:
        return found, True
    if of_unit := _of_unit(words, cases, names):
        return of_unit, True
    found = [one for one in cases if even and even in _even(one.title)]
    return found, len(even) >= PLAIN


def _by_last_words(clause: str, words: str, span: tuple[int, int], cases: Sequence[Named]) -> _Meant | None:
    """刚翻了一下移风易俗那个: the last words before 那个 are of one title alone."""
    for length in range(len(words), PLAIN - 1, -1):
        last = words[-length:]
        if found := [one for one in cases if _even(last) == last and last in _even(one.title)]:
            return _choose(found, (clause.index(last, span[0]), span[1]), sure=True)
    return None


def _of_unit(words: str, cases: Sequence[Named], names: Names) -> list[Named]:
    """云龙那篇, 丰县微阵地那篇: the cases of a unit, those whose title has the words behind it first."""
    name = next((name for name in names.units if words.startswith(name)), "")
    own = [one for one in cases if name and one.county == names.units[name]]
    rest = _even(_OF_UNIT.sub("", words[len(name) :]))
    titled = [one for one in own if rest and rest in _even(one.title)]
    return titled or ([] if rest else own)


def _by_part(clause: str, cases: Sequence[Named], names: Names, lexicon: Lexicon) -> _Meant | None:
    """红色物业的社区名: words of one title alone, at the beginning, and what is told of that case behind them."""
    lead = lexicon.patterns["lead_in"].match(clause)
    at = lead.end() if lead else 0
    for end in range(min(len(clause), at + LONGEST), at + PLAIN, -1):
        words = _even(clause[at:end])
        if len(words) <= PLAIN or words in names.themes or not clause.startswith("的", end):
            continue
        if found := [one for one in cases if words in _even(one.title)]:
            return _choose(found, (at, end), sure=True)
    return None


def _is_place(words: str, one: Named) -> bool:
    for whole in filter(None, (one.community, one.town)):
        bare = next((whole.removesuffix(end) for end in _PLACE_ENDS if whole.endswith(end)), whole)
        if words in (whole, bare) or (
            len(bare) > 1 and words in (one.town + whole, one.county + whole, one.town + bare)
        ):
            return True
    return False


def _whole_title(clause: str, known: Known, lexicon: Lexicon) -> _Meant | None:
    """A whole title without marks."""
    found = [one for one in known.cases if len(one.title) > PLAIN and one.title in clause]
    if not found:
        return None
    longest = max(found, key=lambda one: len(one.title))
    at = clause.index(longest.title)
    if _is_value(clause[:at].rstrip(' “《"'), lexicon):
        return None
    same = [one for one in found if one.title == longest.title]
    return _choose(same, (at, at + len(longest.title)), sure=True)


def _in_thread(clause: str, known: Known, lexicon: Lexicon, *, named: bool) -> Iterator[_Meant]:
    """上面那个, 第二个, 前一个: a case by its place in the letter that is answered."""
    about = known.about
    if not 0 < len(about) <= MOST_LISTED:
        return
    if len(about) > 1:
        places = {m.span(): read_number(m[1]) or 0 for m in _ORDINAL.finditer(clause)}
        places |= {m.span(): 1 for m in lexicon.patterns["former"].finditer(clause)}
        places |= {m.span(): len(about) for m in lexicon.patterns["latter"].finditer(clause)}
        yield from (
            _Meant(about[place - 1], *span)
            for span, place in sorted(places.items())
            if 0 < place <= len(about)
        )
        if places or named:
            return
    elif named:
        return
    thread = lexicon.patterns["thread"].search(clause)
    if thread and _JUST_DONE.match(thread[0]) and lexicon.patterns["taken_back"].search(clause):
        return  # 刚才那个不算: what was done, not the case
    if thread and _is_lead(clause[: thread.start()].strip(" ，,"), lexicon):
        why = "" if len(about) == 1 else "上一封信中不止一篇"
        yield _Meant(about[-1], *thread.span(), why)


def _is_lead(before: str, lexicon: Lexicon) -> bool:
    """Whether a case may follow: nothing, courtesy, or 把; not 收件4那个邮箱."""
    return lexicon.ends_with("lead_in", before) or not lexicon.patterns["courtesy"].sub("", before)


def _choose(found: Sequence[Named], span: tuple[int, int], *, sure: bool) -> _Meant | None:
    """The one that is meant, or the likeliest with the reason of the doubt."""
    counting = [one for one in found if one.counts] or list(found)
    if not counting:
        return None
    if len(counting) > 1:
        numbers = "、".join(f"{one.serial}号" for one in counting[:MOST_LISTED])
        return _Meant(counting[0].serial, *span, f"相符的有{len(counting)}篇（{numbers}）")
    return _Meant(counting[0].serial, *span, "" if sure else "没有写明编号，按说法猜的")


def _alike(words: str, cases: Sequence[Named]) -> list[Named]:
    """The case whose title is most like some words, if it is like them."""
    matcher = SequenceMatcher(b=_even(words), autojunk=False)
    best, most = None, LIKE
    for one in cases:
        matcher.set_seq1(_even(one.title)[: 2 * LONGEST])
        if (
            matcher.real_quick_ratio() > most
            and matcher.quick_ratio() > most
            and (ratio := matcher.ratio()) > most
        ):
            best, most = one, ratio
    return [best] if best else []


def _even(text: str) -> str:
    return _MARKS.sub("", text).lower()
