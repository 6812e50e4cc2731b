"""What a sentence says beside an order that speaks against it as it was read.

A second value that is not the wrong one, the other orders of the same sentence, a time, somebody else
to whom a paper goes, more cases than the order has: a colleague would ask, with the order as the guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from tracker.orders.understand.evidence import CODED
from tracker.orders.understand.frames.found import (
    EVERY,
    FOR_OTHERS,
    LEFT_TO_US,
    NO_VERSION,
    NOT_AT_ONCE,
    TWO_WAYS,
    UNSURE,
)
from tracker.orders.understand.intents import LOOKS, Intent, Wish, deeds_of
from tracker.orders.understand.items import Piece, divide
from tracker.orders.understand.message.daily.times import find_moment
from tracker.orders.understand.model.mentions import Mention, find_mentions
from tracker.orders.understand.model.parts import parts_in, used_by
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import HANZI, number_of
from tracker.orders.understand.words import PHRASES, Lexicon

FREE: Final = frozenset(("title", "subtitle", "remark", "opinion", "contact", "unit"))
PLACES: Final = frozenset(("county", "town"))
THEMES: Final = frozenset(("theme", "secondary"))
PAPERS: Final = frozenset(
    (Intent.ORIGINAL, Intent.NAMES, Intent.WORKBOOK, Intent.LIST, Intent.MISSING, Intent.VOLUME)
)
SENT: Final = frozenset((Intent.REMIND, Intent.FORWARD, Intent.ANSWER, *PAPERS))
# What cannot be wanted of one case, mail or unit in one message.
OPPOSED: Final = {
    Intent.WITHDRAW: frozenset((Intent.KEEP, Intent.RESTORE, Intent.CONFIRM)),
    Intent.KEEP: frozenset((Intent.WITHDRAW,)),
    Intent.RESTORE: frozenset((Intent.WITHDRAW,)),
    Intent.CONFIRM: frozenset((Intent.WITHDRAW,)),
    Intent.REMIND: frozenset((Intent.MUTE,)),
    Intent.MUTE: frozenset((Intent.REMIND, Intent.UNMUTE)),
    Intent.UNMUTE: frozenset((Intent.MUTE,)),
}
_COMMA: Final = re.compile(r"[，,]")
_SET_NUMERAL: Final = re.compile(
    rf"(?:归|改|放|到|算|入|成|为|按)(?:主题|第|了|去)?[（(]?([{HANZI}]|\d)[)）]?(?=$|[\s，,。；;、！!吧了的类]|[{HANZI}]{{1,3}}归)"
)
_DEADLINE: Final = re.compile(r"\s*(?:[截交报给要齐止]|之?前|以前)")
_NUMBER: Final = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_SETS: Final = re.compile(r"号?\s{0,9}(?:[是归改放算]|应)(?!和|跟|与|同)[\u4e00-\u9fff]")
_EXCEPTED: Final = re.compile(r"(?<![删剔清免去])除[了去开]?第?(\d{1,4})号|(\d{1,4})号?除外")
_SEVERAL: Final = re.compile(r"(?<![第这那])[两三四五六七八九]篇(?!幅)")
_NEW_VERSION: Final = re.compile(
    r"(?:作为?|当作?|算作?|替换?|换|更新)[^，,。；;]{0,8}(?:新|最新|定|终|修改|第[一二三四五六七八九\d])[稿版]"
)
_JOINED: Final = re.compile(r"(?<!\d)(\d{1,4})号(?:案例)?[和跟与同](?!\d|第|收件|你|他|我)")


@dataclass(frozen=True)
class Said:
    """A sentence, what its words are read by, and every order of it; what is asked of each order is found once."""

    piece: Piece
    names: Names
    lexicon: Lexicon
    wishes: tuple[Wish, ...] = ()

    @property
    def folded(self) -> str:
        """As it is read."""
        return self.piece.folded

    @cached_property
    def contrasts(self) -> bool:
        """Whether it says of some value that it is the wrong one."""
        return bool(PHRASES.contrasting.search(self.folded))

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that it names."""
        cues = self.lexicon.cues(self.folded, 0, len(self.folded))
        return frozenset(cue.field for cue in cues if cue.field and len(cue.text) > 1)

    @cached_property
    def unused(self) -> tuple[Mention, ...]:
        """What it names, does not deny, and no order of it uses."""
        mentions = find_mentions(self.piece, self.names, self.lexicon).mentions
        wanted = used_by(deed for wish in self.wishes for deed in deeds_of(wish))
        return tuple(
            one
            for one, part in zip(mentions, parts_in(mentions, wanted, self.names), strict=True)
            if not part and not self.lexicon.denies(self.folded[: one.start].rstrip(" “《"))
        )

    @cached_property
    def spare_numbers(self) -> bool:
        """Whether a numeral stands behind a word of setting and is in no order."""
        used = {str(wish.value) for wish in self.wishes}
        used |= {str(number) for wish in self.wishes for number in wish.cases}
        return any(str(number_of(found[1])) not in used for found in _SET_NUMERAL.finditer(self.folded))


def doubt_beside(wish: Wish, said: Said) -> str:
    """Why an order is to be asked about; ``""`` where nothing beside it speaks against it."""
    return next((why for look in _LOOKS if (why := look(wish, said))), "")


def contradicting(wishes: Sequence[Wish]) -> frozenset[Wish]:
    """XZ-030撤了 … 30留着; 云龙催一下，云龙别催: orders of a message that cannot both be meant."""
    about: dict[Intent, set[int | str]] = {}
    for wish in wishes:
        if not wish.at:
            about.setdefault(wish.intent, set()).update((*wish.cases, *wish.units))
    return frozenset(
        wish
        for wish in wishes
        if not wish.at
        and any(
            not about.get(other, set()).isdisjoint((*wish.cases, *wish.units))
            for other in OPPOSED.get(wish.intent, ())
        )
    )


def likelier(wish: Wish, why: str, said: Said) -> Wish:
    """What is to be asked instead: the value said last, the time that was named."""
    if why == NOT_AT_ONCE and (moment := find_moment(said.folded, said.names)) and moment.at:
        return replace(wish, at=moment.at.isoformat(timespec="minutes"))
    values = values_said(wish, said) if why == TWO_WAYS else ()
    return values[-1] if values else wish


def values_said(wish: Wish, said: Said) -> tuple[Wish, ...]:
    """The same with each theme that is said behind a word of setting, in their order."""
    if wish.field not in THEMES or len(wish.cases) != 1:
        return ()
    values = [str(number_of(found[1])) for found in _SET_NUMERAL.finditer(said.folded)]
    known = {str(number) for number in said.names.themes.values()}
    return tuple(replace(wish, value=value) for value in dict.fromkeys(values) if value in known)


def _two_values(wish: Wish, said: Said) -> str:
    """12号昨天说归三，今天还是归五: a second value, and no word by which one of them is the wrong one."""
    if wish.intent is not Intent.CORRECT or wish.field not in ("level", *THEMES):
        return ""
    if said.contrasts:
        return ""
    marks = "LS" if wish.field == "level" else "T"
    left = any(one.mark in marks and one.value != wish.value for one in said.unused)
    return TWO_WAYS if left or (wish.field in THEMES and said.spare_numbers) else ""


def _other_field(wish: Wish, said: Said) -> str:
    """7号第二主题填三社联动, read as the first theme; 48号的县区…, read as a level."""
    if wish.intent is not Intent.CORRECT or wish.field not in CODED:
        return ""
    fields = {cue.field for cue in said.lexicon.cues(said.folded, 0, len(said.folded)) if len(cue.text) > 1}
    own = {other.field for other in said.wishes}
    second = (
        wish.field == "theme"
        and "secondary" in fields - own
        and f"第{_hanzi(wish.value)}主题" not in said.folded
    )
    return UNSURE if second else ""


def _hanzi(value: str) -> str:
    return HANZI[int(value)] if value.isdecimal() and int(value) < len(HANZI) else value


def _each_its_own(wish: Wish, said: Said) -> str:
    """27是协商30是治理方式, read as one value for both: between the numbers stands a word of setting."""
    if (
        wish.intent is not Intent.CORRECT
        or len(wish.cases) < 2
        or wish.field not in CODED
        or "都" in said.folded
    ):
        return ""
    numbers = [one for one in _NUMBER.finditer(said.folded) if int(one[0]) in wish.cases]
    between = (said.folded[one.end() : two.start()] for one, two in pairwise(numbers))
    return TWO_WAYS if any(_SETS.search(words) for words in between) else ""


def _only_told(wish: Wish, said: Said) -> str:
    """《…》是邳州运河街道的，副标题写…: a place that says which case is meant, beside what is ordered."""
    if wish.intent is not Intent.CORRECT or wish.field not in PLACES:
        return ""
    others = {other.field for other in said.wishes if set(other.cases) & set(wish.cases)} - PLACES
    if not others & FREE:
        return ""
    forms = said.names.units if wish.field == "county" else said.names.towns
    told = _told_place(tuple(form for form, value in forms.items() if value == wish.value))
    return UNSURE if wish.field not in said.fields and told.search(said.folded) else ""


@cache
def _told_place(forms: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf"(?:{names})(?:民政局)?[\u4e00-\u9fff]{{0,5}}(?:的|报|那|这)")


def _is_excepted(wish: Wish, said: Said) -> str:
    """除了6号其他都恢复, read of case 6."""
    left = {int(found[1] or found[2]) for found in _EXCEPTED.finditer(said.folded)}
    return UNSURE if left & set(wish.cases) else ""


def _is_for_later(wish: Wish, said: Said) -> str:
    """今晚七点再给经开区提个醒, 每周五把名单发我: not now, or not once."""
    if wish.at or wish.words or wish.intent not in SENT:
        return ""
    for clause in divide(said.piece, _COMMA):
        own = wish.text.strip() in clause.written or clause.written.strip() in wish.text
        if not own:
            continue
        if PHRASES.every.search(clause.folded):
            return EVERY
        if wish.intent is Intent.REMIND and _names_moment(clause, said):
            return NOT_AT_ONCE
    return ""


def _names_moment(clause: Piece, said: Said) -> bool:
    """Whether a time stands in a clause, and neither a deadline nor in words to be passed on."""
    moment = find_moment(clause.folded, said.names)
    if moment is None or moment.at is None or moment.until:
        return False
    if said.lexicon.patterns["quote_from"].search(clause.folded, 0, moment.start):
        return False
    return (
        not _DEADLINE.match(clause.folded, moment.end)
        and "前" not in clause.folded[moment.start : moment.end]
    )


def _is_for_others(wish: Wish, said: Said) -> str:
    """31号材料发给老马看看: papers go to her alone."""
    whose = wish.intent in PAPERS and not wish.at
    return FOR_OTHERS if whose and PHRASES.for_others.search(said.folded) else ""


def _counts_more(wish: Wish, said: Said) -> str:
    """村民议事厅跟社区食堂两篇原文: more than the one case that was found."""
    if len(wish.cases) != 1 or wish.field in FREE or wish.intent in (Intent.SPLIT, Intent.SHOW, Intent.TELL):
        return ""
    cases = {number for other in said.wishes for number in other.cases}
    alone = wish.intent in (Intent.KEEP, Intent.MERGE) and len(cases) == 1
    beside = alone and wish.intent is Intent.KEEP and bool(_JOINED.search(said.folded))
    several = len(cases) == 1 and wish.intent is not Intent.MERGE and bool(_SEVERAL.search(said.folded))
    return UNSURE if beside or several else ""


def _is_left_to_us(wish: Wish, said: Said) -> str:
    """21号22号并一下，谁并谁你看着来: she decides, we do not."""
    del wish
    clauses = (one for one in _COMMA.split(said.folded) if PHRASES.left_to_us.search(one))
    return LEFT_TO_US if any(not re.search(r"\d", one) for one in clauses) else ""


def _is_taken_out(wish: Wish, said: Said) -> str:
    """25号联系人换了，老王退了，现在是小孟: what is corrected in the same breath is hardly taken out."""
    corrected = any(other.intent is Intent.CORRECT and other.cases == wish.cases for other in said.wishes)
    same = "\n" not in said.folded.strip() and wish.text.strip() in said.piece.written
    return UNSURE if wish.intent is Intent.WITHDRAW and corrected and same else ""


def _is_no_version(wish: Wish, said: Said) -> str:
    """电话…，她是新来的, read of a version; 33用新稿，第二版那个: the newest or the second."""
    if wish.intent is not Intent.VERSION:
        return ""
    beside = any(other.intent is Intent.CORRECT and other.cases == wish.cases for other in said.wishes)
    if beside and not re.search(r"[稿版]", said.folded):
        return UNSURE
    second = not wish.value and re.search(rf"第[{HANZI}\d]{{1,2}}[稿版]", said.folded)
    return TWO_WAYS if second else ""


def _is_version_of(wish: Wish, said: Said) -> str:
    """收件2的附件作为13号的新稿: files that are put to a case are no version of it."""
    return NO_VERSION if wish.intent is Intent.ATTACH and _NEW_VERSION.search(said.folded) else ""


_LOOKS: Sequence[Callable[[Wish, Said], str]] = (
    _two_values, _each_its_own, _other_field, _only_told, _is_excepted, _is_for_later, _is_for_others, _counts_more,
    _is_left_to_us, _is_taken_out, _is_no_version, _is_version_of,
)  # fmt: skip
CHANGES_NOTHING: Final = LOOKS - PAPERS
