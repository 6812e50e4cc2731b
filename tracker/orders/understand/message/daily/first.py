"""Everyday orders first, what they leave to the two readers: 泉山零报告，另外3号主题改四.

An everyday order is one or more whole clauses. What is to be done at another time is read as if it
were to be done now, and kept with its time; a condition that a reminder has anyway falls away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.found import UNSURE
from tracker.orders.understand.frames.passed_on import read_passed_on
from tracker.orders.understand.intents import LOOKS, Guess, Intent, Understanding, Wish
from tracker.orders.understand.items import Piece, items, sentences
from tracker.orders.understand.message.daily.tagged import Tagged, clauses, tag
from tracker.orders.understand.message.daily.times import Moment, find_moment
from tracker.orders.understand.message.daily.told import (
    SUBJECTS,
    Made,
    Said,
    cancel_that,
    fitting,
    hinted,
    not_then,
    order_of_way,
    unless_sent,
)
from tracker.orders.understand.message.daily.words import daily_words
from tracker.orders.understand.model import decide
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

MOST: Final = 4  # clauses that are one order
TRIES: Final = 3  # of reading what follows a time, each with a clause less
PAST: Final = "写的时间已经过去"
HOURLESS: Final = "看不出是几点"
WHICH_TIME: Final = "没有写明是之前哪个时候"
# What may be done at another time: it has something sent, or answers.
TIMED: Final = frozenset(
    (
        Intent.REMIND, Intent.WORKBOOK, Intent.VOLUME, Intent.NAMES, Intent.MISSING, Intent.PROGRESS, Intent.ORIGINAL,
        Intent.LIST, Intent.SHOW, Intent.TELL, Intent.FORWARD,
    )
)  # fmt: skip
EVERYBODY: Final = frozenset(("missing", "rest", "all"))
KINDS: Final = {
    "汇总表": Intent.WORKBOOK,
    "总表": Intent.WORKBOOK,
    "名单": Intent.NAMES,
    "进度": Intent.PROGRESS,
    "原件": Intent.ORIGINAL,
}
Parts = tuple[Names, Lexicon, Model]
_BEFORE_TIME: Final = re.compile(
    r"(?:[，UCM、]|那个?|的|最新的?|汇总表|总表|没[交报]的?(?:单位)?|名单|进度|原件|报送情况|记得|别忘了?|记着|到时候?|就|再|到了?|等到?|改到|改在|改成|于|在|定于|约在|给|对|把|让|你|我|没交的|没报的|再就是)*"
)
_MOVED: Final = re.compile(r"改[到在成]$")
_EVERY: Final = re.compile(r"每个?(?:周|星期|礼拜|天|日|月|早|晚)|天天|每隔")
_REMIND_ME: Final = re.compile(
    r"^(?:[，]|再|也)*(?:记得|别忘了?|记着)?(?:提醒|叫|通知|喊)(?:一下|一声)?我(?:一下|一声)?[，:]?"
)
_ITS: Final = re.compile(r"原件|原稿|原文|这篇|那篇|它")
_OWN_WORDS: Final = re.compile(r"\w")


def understand(text: str, parts: Parts) -> Understanding:
    """Read every order in a text that stands for itself."""
    found, rest = split_off(text, parts)
    if not (found.wishes or found.guesses):
        return decide.understand(text, parts)
    other = decide.understand(rest, parts) if _OWN_WORDS.search(rest) else Understanding()
    named = tag(fold(rest, parts[0], parts[1]), parts[0]).tags
    return Understanding(
        tuple(dict.fromkeys((*found.wishes, *other.wishes))),
        (*found.guesses, *other.guesses),
        other.unread if named else (),  # 昨天开会定了，… names nothing that could be ordered
    )


def split_off(text: str, parts: Parts) -> tuple[Understanding, str]:
    """The everyday orders of a text, and the text without them; its lines stay lines."""
    names, lexicon, _ = parts
    passed_on = "\n".join(wish.words for wish in read_passed_on(fold(text, names, lexicon), lexicon)[0])
    found: list[Wish | Guess] = []
    lines: list[str] = []
    for line in text.split("\n"):
        read, rest = ([], line) if line.strip() in passed_on else _of_line(line, parts)
        found += read
        lines.append(rest)
    wishes = tuple(dict.fromkeys(one for one in found if isinstance(one, Wish)))
    return Understanding(wishes, tuple(one for one in found if isinstance(one, Guess))), "\n".join(lines)


def _of_line(line: str, parts: Parts) -> tuple[list[Wish | Guess], str]:
    names, lexicon, _ = parts
    piece = fold(line, names, lexicon)
    if read_passed_on(piece, lexicon)[0]:  # her words for others order nothing here
        return [], line
    found: list[Wish | Guess] = []
    rest: list[str] = []
    for item in items(piece):
        for sentence in sentences(item):
            read, unread = _read(sentence, parts)
            found += read
            rest.append(unread)
    return found, "。".join(filter(_OWN_WORDS.search, rest)) if found else line


def _read(sentence: Piece, parts: Parts) -> tuple[list[Wish | Guess], str]:
    """The everyday orders of a sentence, and what is left of it."""
    names, lexicon, _ = parts
    tagged = tag(sentence, names)
    found: list[Wish | Guess] = []
    taken: list[tuple[int, int]] = []
    end = _her_words(sentence, tagged, lexicon)
    for some in clauses(tagged):
        run = _joined(some, end)
        at = 0
        while at < len(run):
            count, orders = _first(sentence, tagged, run[at:], (parts, found))
            if count:
                found += orders
                start, end = run[at][0], run[at + count - 1][1]
                if at and _is_of_those_before(orders, tagged, (start, end)):
                    start = run[at - 1][0]  # 丰县先不催，周五再催: asked together
                taken.append((start, end))
            at += count or 1
    left = _left(sentence, tagged, taken)
    return [*_doubted(found, left, names)], _of_the_case(left, found, names)


def _doubted(found: list[Wish | Guess], left: str, names: Names) -> Iterator[Wish | Guess]:
    """沛县说没有，我不信，再催一下: what is said beside a zero report may be against it."""
    against = daily_words().not_zero.search(left) and not tag(Piece(left, left), names).tags
    for one in found:
        zero = isinstance(one, Wish) and one.intent is Intent.ZERO
        yield Guess(one.text, UNSURE, one) if against and isinstance(one, Wish) and zero else one


def _of_the_case(rest: str, found: list[Wish | Guess], names: Names) -> str:
    """9号标重点，顺便把原件发我: what is left and names nothing is about the one case just named."""
    wishes = [one for one in found if isinstance(one, Wish)]
    cases = wishes[-1].cases if wishes else ()
    names_none = not tag(Piece(rest, rest), names).tags
    return f"{cases[0]}号，{rest}" if len(cases) == 1 and names_none and _ITS.search(rest) else rest


def _her_words(sentence: Piece, tagged: Tagged, lexicon: Lexicon) -> int:
    """From where on a sentence is what a reminder is to say (加一句：…): no clause ends there."""
    remind = lexicon.patterns["remind"].search(sentence.folded)
    head = remind and lexicon.patterns["quote_from"].search(sentence.folded, remind.end())
    if not head:
        return len(tagged.text)
    return next((at for at, place in enumerate(tagged.places) if place >= head.start()), len(tagged.text))


def _joined(run: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The clauses before a place; what begins behind it belongs to the last of them."""
    before = [clause for clause in run if clause[0] < end]
    if not before or len(before) == len(run):
        return before or run
    return [*before[:-1], (before[-1][0], run[-1][1])]


def _first(
    sentence: Piece, tagged: Tagged, run: list[tuple[int, int]], known: tuple[Parts, list[Wish | Guess]]
) -> tuple[int, list[Wish | Guess]]:
    """The orders that the first of some clauses begin, and how many clauses they take; 0: none."""
    parts, earlier = known
    for count in range(min(MOST, len(run)), 0, -1):
        start, end = run[0][0], run[count - 1][1]
        if made := _fits(sentence, tagged, (start, end)):
            return count, [*made] if isinstance(made, tuple) else [made]
        if count == 1 and (made := _goes_on(sentence, tagged, (start, end), earlier)):
            return 1, [made]
    count, orders = _timed(sentence, tagged, run, parts)
    return (count, orders) if count else _hinted(sentence, tagged, run)


def _hinted(sentence: Piece, tagged: Tagged, run: list[tuple[int, int]]) -> tuple[int, list[Wish | Guess]]:
    """What the first clause most likely wants, or the first two: 16号和附件2不是一篇，附件2另立一个号."""
    for count in range(1, min(2, len(run)) + 1):
        start, end = run[0][0], run[count - 1][1]
        text = tagged.text[start:end]
        said = Said(_written(sentence, tagged, start, end), tuple(tagged.tags_in(start, end)), None, str)
        if said.tags and (guess := hinted(text, said)):
            return count, [guess]
    return 0, []


def _fits(sentence: Piece, tagged: Tagged, place: tuple[int, int]) -> Made:
    start, end = place
    for name, match in fitting(tagged.text[start:end]):
        said = Said(
            _written(sentence, tagged, start, end),
            tuple(tagged.tags_in(start, end)),
            match,
            lambda group, match=match: _written(
                sentence, tagged, start + match.start(group), start + match.end(group)
            ),  # type: ignore[misc]
        )
        if made := order_of_way(name, said):
            return made
    return None


def _goes_on(
    sentence: Piece, tagged: Tagged, place: tuple[int, int], earlier: list[Wish | Guess]
) -> Wish | Guess | None:
    """5号谁报的，电话多少: a question without a subject is about that of the one before it."""
    last = earlier[-1] if earlier else None
    start, end = place
    if not isinstance(last, Wish) or last.intent not in (Intent.TELL, Intent.LIST):
        return None
    if tagged.tags_in(start, end):
        return None
    subject = next(
        (letter for letter, said in zip(SUBJECTS, (last.units, last.cases, last.mails), strict=True) if said),
        "",
    )
    words = re.sub(r"^他们(?:那边)?的?", "", tagged.text[start:end])
    for name, match in fitting(subject + words) if subject else ():
        if name.startswith("ask_"):
            made = order_of_way(name, Said(_written(sentence, tagged, start, end), (), match, match.group))
            if isinstance(made, Wish):
                return replace(made, units=last.units, cases=last.cases, mails=last.mails)
    return None


def _timed(
    sentence: Piece, tagged: Tagged, run: list[tuple[int, int]], parts: Parts
) -> tuple[int, list[Wish | Guess]]:
    """What is to be done at a time that the first clause names."""
    names = parts[0]
    start = run[0][0]
    first = _places(tagged, start, run[0][1])
    moment = find_moment(sentence.folded[first[0] : first[1]], names)
    if moment is None:
        return _unconditional(sentence, tagged, run, parts)
    moment = replace(moment, start=moment.start + first[0], end=moment.end + first[0])
    before = next(at for at in range(start, run[0][1] + 1) if tagged.places[at] >= moment.start)
    behind = sentence.written[moment.end : first[1]].strip(" ，,")
    if not_then().match(behind):
        return 0, []  # 3号下午开会，把汇总表发我: when something else is
    if not _BEFORE_TIME.fullmatch(tagged.text[start:before]) or _EVERY.search(
        sentence.folded[first[0] : first[1]]
    ):
        return 0, []
    if called_off := _called_off(sentence, tagged, run, moment):
        return 1, [called_off]
    most = len(run) if not behind or _is_condition(behind, parts) else 1
    for count in range(most, max(0, most - TRIES), -1):
        last = _places(tagged, start, run[count - 1][1])[1]
        text = _without(sentence, (first[0], last), moment)
        written = sentence.written[first[0] : last].strip()
        if orders := _at(_read_later(text, parts, written), moment):
            return count, orders
        if asked := _of_those_before(text, (tagged, start), parts, moment):
            return count, [replace(one, text=written) for one in asked]
    return 0, []


def _of_those_before(text: str, place: tuple[Tagged, int], parts: Parts, moment: Moment) -> list[Guess]:
    """丰县先不催，周五再催: a reminder of nobody, asked of the units named before."""
    tagged, start = place
    units = tuple(dict.fromkeys(one.value for one in tagged.tags_in(0, start) if one.letter == "U"))
    found = decide.understand(text, parts)
    alone = [(wish.intent, wish.units) for wish in found.wishes] == [(Intent.REMIND, ())]
    if not (units and alone and moment.at) or found.guesses:
        return []
    wish = replace(found.wishes[0], units=units, at=moment.at.isoformat(timespec="minutes"))
    return [Guess(wish.text, UNSURE, wish)]


def _is_of_those_before(orders: list[Wish | Guess], tagged: Tagged, place: tuple[int, int]) -> bool:
    asked = [one.wish for one in orders if isinstance(one, Guess) and one.wish is not None]
    return any(wish.at and wish.units for wish in asked) and not tagged.tags_in(*place)


def _called_off(sentence: Piece, tagged: Tagged, run: list[tuple[int, int]], moment: Moment) -> Wish | None:
    """周五那个催办不用了: what is left of the clause behind its time."""
    end = run[0][1]
    behind = next((at for at in range(run[0][0], end + 1) if tagged.places[at] >= moment.end), end)
    found = cancel_that().fullmatch(tagged.text[behind:end])
    if found is None or moment.at is None:
        return None
    what = found[1] or ""
    kind = KINDS.get(what) or (Intent.REMIND if what[:1] in ("催", "提") and what else "")
    text = _written(sentence, tagged, run[0][0], end)
    return Wish(Intent.CANCEL, text, field=str(kind), value=moment.at.date().isoformat())


def _without(sentence: Piece, place: tuple[int, int], moment: Moment) -> str:
    before = sentence.written[place[0] : moment.start].strip(" ，,")
    before = re.sub(r"(?:改到|改在|等到|等|定于|约在|在|到了?|于)$", "", before)
    return f"{before}{sentence.written[moment.end : place[1]].lstrip(' ，,')}"


def _read_later(text: str, parts: Parts, written: str) -> list[Wish]:
    """The orders of a text without its time, if all of them may be done later; none where anything is unsure."""
    piece = fold(text, parts[0], parts[1])
    if memo := _REMIND_ME.match(piece.folded):
        words = piece.written[memo.end() :].strip(" 。，")
        return [Wish(Intent.MEMO, written, words=words)] if words else []
    named = fold(_plain(text, parts), parts[0], parts[1])
    tagged = tag(named, parts[0])
    made = _fits(named, tagged, (0, len(tagged.text)))
    wishes = made if isinstance(made, tuple) else (made,) if isinstance(made, Wish) else ()
    found = Understanding(wishes) if wishes else decide.understand(named.written, parts)
    if found.guesses or found.unread or not all(wish.intent in TIMED for wish in found.wishes):
        return []
    if any(wish.intent is Intent.REMIND and not wish.units for wish in found.wishes) and not _everyone(
        named, parts[1]
    ):
        return []  # 铜山要是明天还不报，后天再催: whoever is spoken of, not all
    return [replace(wish, text=written) for wish in found.wishes]


def _everyone(piece: Piece, lexicon: Lexicon) -> bool:
    """Whether it speaks of all that have sent nothing, in so many words."""
    cues = lexicon.cues(piece.folded, 0, len(piece.folded))
    return any(cue.meanings & EVERYBODY for cue in cues)


def _is_condition(text: str, parts: Parts) -> bool:
    return unless_sent().match(tag(fold(f"{text}催", *parts[:2]), parts[0]).text) is not None


def _at(wishes: list[Wish], moment: Moment) -> list[Wish | Guess]:
    if not wishes:
        return []
    asked = [wish for wish in wishes if wish.intent not in LOOKS and wish.intent is not Intent.MEMO]
    if moment.at is None:
        return [Guess(wish.text, HOURLESS if moment.is_hourless else PAST, wish) for wish in asked]
    if moment.until and not asked:
        return []  # 7月31号前报的有哪些: when they were sent
    timed = [replace(wish, at=moment.at.isoformat(timespec="minutes")) for wish in wishes]
    return [Guess(wish.text, WHICH_TIME, wish) for wish in timed] if moment.until else [*timed]


def _plain(text: str, parts: Parts) -> str:
    """如果丰县还没交就催一下 as 催一下丰县: whoever has sent is not reminded anyway."""
    piece = fold(text, parts[0], parts[1])
    tagged = tag(piece, parts[0])
    found = unless_sent().match(tagged.text)
    if found is None or not tagged.tags_in(0, found.end()):
        return text
    units = dict.fromkeys(one.value for one in tagged.tags_in(0, len(tagged.text)) if one.letter == "U")
    return f"催一下{'、'.join(units)}" + _own_words(piece, tagged, found.end(), parts)


def _own_words(piece: Piece, tagged: Tagged, start: int, parts: Parts) -> str:
    """What a reminder is to say, from where its words begin."""
    head = parts[1].patterns["quote_from"].search(piece.folded, tagged.places[start])
    return "，" + piece.written[head.start() :] if head else ""


def _unconditional(
    sentence: Piece, tagged: Tagged, run: list[tuple[int, int]], parts: Parts
) -> tuple[int, list[Wish | Guess]]:
    """A reminder under the condition that it has anyway."""
    for count in range(min(MOST, len(run)), 0, -1):
        start, end = run[0][0], run[count - 1][1]
        text = _written(sentence, tagged, start, end)
        plain = _plain(text, parts)
        if plain == text:
            continue
        found = decide.understand(plain, parts)
        if not found.guesses and not found.unread and all(w.intent is Intent.REMIND for w in found.wishes):
            return count, [replace(wish, text=text) for wish in found.wishes]
    return 0, []


def _places(tagged: Tagged, start: int, end: int) -> tuple[int, int]:
    return tagged.places[start], tagged.places[end]


def _written(sentence: Piece, tagged: Tagged, start: int, end: int) -> str:
    first, last = _places(tagged, start, end)
    return sentence.written[first:last].strip(" ，,。；;")


def _left(sentence: Piece, tagged: Tagged, taken: list[tuple[int, int]]) -> str:
    """A sentence without the clauses that were read."""
    return "，".join(filter(_OWN_WORDS.search, _pieces(sentence, tagged, taken)))


def _pieces(sentence: Piece, tagged: Tagged, taken: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in taken:
        first, last = _places(tagged, start, end)
        yield sentence.written[at:first].strip(" ，,")
        at = last
    yield sentence.written[at:].strip(" ，,")
