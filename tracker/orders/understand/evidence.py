"""Whether an order leaves out something that its clause says: then it is asked about, not done."""

from __future__ import annotations

import re
from itertools import pairwise

from tracker.orders.understand.clause import Clause
from tracker.orders.understand.intents import CAREFUL, Intent, Wish
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import read_phone
from tracker.orders.understand.spans import Kind

SMALL = 9  # a plain number up to it may be a theme
UNTOLD = 2  # unknown characters behind a word of setting that may be a value: 45号现在由孙立群负责
SHORT = 10  # characters of a clause that is nothing but numbers and a word
CODED = frozenset(("theme", "level", "county", "town"))
_FILLED = re.compile(r":\s*[\u4e00-\u9fff]{2}")
_SECOND = re.compile(r"(?:兼|副|次)\s*[\d一二三四五六七八九]")  # 主题1 兼3
_ASKED = re.compile(r"(?:让|叫|嘱|通知)$")
# Words of doing that are hard to overhear; beside an order they must belong to it.
DEEDS = frozenset(("withdraw", "restore", "merge", "remind", "mute", "extend"))
# What an order's own words may mean besides: 重复报的，撤了 is one order.
BELONGING: dict[Intent, frozenset[str]] = {
    Intent.WITHDRAW: frozenset(("withdraw", "merge")),
    Intent.RESTORE: frozenset(("restore", "withdraw")),
    Intent.MERGE: frozenset(("merge",)),
    Intent.KEEP: frozenset(("merge",)),
    Intent.CLEAR: frozenset(("withdraw",)),
    Intent.CORRECT: frozenset(("restore", "withdraw", "merge")),
    Intent.VERSION: frozenset(("restore", "withdraw", "merge")),
    Intent.REMIND: frozenset(("remind",)),
    Intent.MUTE: frozenset(("mute", "remind", "withdraw")),
    Intent.UNMUTE: frozenset(("mute", "remind", "withdraw", "restore")),
    Intent.EXTEND: frozenset(("extend",)),
    Intent.DONE: frozenset(("remind",)),
    Intent.ATTACH: frozenset(("merge",)),
    Intent.UNDO: DEEDS,
    Intent.PAUSE: frozenset(("remind",)),
    Intent.RESUME: frozenset(("remind", "restore")),
}


def leaves_out(wishes: list[Wish], clause: Clause, names: Names) -> bool:
    """Whether a word of doing, a time, a quoted theme or a telephone in the clause is in no order of it."""
    if _crosses(wishes, clause) or _counts_more(wishes, clause):
        return True
    return any(_is_late(wish, clause) or _names_another(wish, clause, names) for wish in wishes)


def _crosses(wishes: list[Wish], clause: Clause) -> bool:
    """五号、九号并请撤回, read as a merging: another deed is said as plainly."""
    own = frozenset().union(*(BELONGING.get(wish.intent, frozenset()) for wish in wishes))
    return any(
        len(cue.text) > 1
        and cue.meanings & DEEDS
        and not cue.meanings & own
        and not _may_be(cue.meanings, wishes)
        for cue in clause.cues
    )


def _counts_more(wishes: list[Wish], clause: Clause) -> bool:
    """140=141 删141, 122二类123二类: numbers of cases that are in no order."""
    if any(wish.intent is Intent.MERGE for wish in wishes):
        return False
    named = {number for wish in wishes for number in wish.cases}
    left = {number for span in clause.said(Kind.NUMBER) for number in span.numbers} - named
    careful = any(wish.intent in CAREFUL for wish in wishes)
    coded = any(wish.field in CODED for wish in wishes)
    return bool(named) and ((careful and bool(left)) or (coded and any(number > SMALL for number in left)))


def says_more(clause: Clause) -> bool:
    """Whether a clause in which no order was found seems to hold one: 21进19, 让新沂重发, 县写“贾汪区”."""
    numbers = [number for span in clause.said(Kind.CASES, Kind.NUMBER) for number in span.numbers]
    bare = len(numbers) > 1 and len(clause.folded.strip()) <= SHORT
    asked = any(_ASKED.search(clause.folded[: span.start]) for span in clause.said(Kind.UNIT))
    written = (
        clause.means("set") and bool(clause.said(Kind.QUOTE)) and bool(clause.said(Kind.UNIT, Kind.FIELD))
    )
    told = clause.means("set") and bool(clause.numbers()) and clause.unexplained() > UNTOLD
    passed_on = clause.means("say") and ":" in clause.folded  # 请顺便告诉他们：只收电子稿
    filled = bool(clause.all(Kind.FIELD)) and bool(_FILLED.search(clause.folded))  # 后半句放副标题：平台
    shown = clause.means("give") and bool(clause.all(Kind.THAT))  # 改好以后把这一篇发我看看
    return (
        bare
        or asked
        or written
        or told
        or passed_on
        or filled
        or shown
        or bool(_SECOND.fullmatch(clause.folded.strip()))
    )


def _may_be(meanings: frozenset[str], wishes: list[Wish]) -> bool:
    """Whether a word also has the meaning by which an order was read: 归并 sets, 保留 keeps."""
    read_by = {
        Intent.CORRECT: ("set", "transfer", "use", "into", "clear"),
        Intent.VERSION: ("use", "keep", "set"),
    }
    return any(meanings.intersection(read_by.get(wish.intent, (str(wish.intent),))) for wish in wishes)


def _is_late(wish: Wish, clause: Clause) -> bool:
    """后天再催: a reminder goes now or in the morning, on no other day."""
    return wish.intent is Intent.REMIND and not wish.words and bool(clause.said(Kind.DATE))


def _names_another(wish: Wish, clause: Clause, names: Names) -> bool:
    """A theme quoted in full or named by number and by another name, or a telephone, that is not the value."""
    if wish.intent is not Intent.CORRECT or wish.field not in ("theme", "phone"):
        return False
    if wish.field == "phone":
        said = [read_phone(span.value) for span in clause.said(Kind.PHONE)]
    else:
        quoted = (names.themes.get(span.value.lower()) for span in clause.said(Kind.QUOTE))
        said = [str(number) for number in quoted if number is not None]
        said += _twice_named(clause)
        if len(set(said)) > 1:
            return True
    return bool(said) and wish.value not in said


def _twice_named(clause: Clause) -> list[str]:
    """（二）社区服务体系: what two names of a theme, one right behind the other, stand for."""
    themes = clause.said(Kind.THEME)
    return [
        span.value
        for first, second in pairwise(themes)
        if not clause.folded[first.end : second.start].strip(" “《、")
        for span in (first, second)
    ]
