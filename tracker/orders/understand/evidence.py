"""Whether an order leaves out something that its clause says: then it is asked about, not done."""

from __future__ import annotations

from tracker.orders.understand.clause import Clause
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import read_phone
from tracker.orders.understand.order import Intent, Wish
from tracker.orders.understand.spans import Kind

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
    return _crosses(wishes, clause) or any(
        _is_late(wish, clause) or _names_another(wish, clause, names) for wish in wishes
    )


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
    """A theme quoted in full, or a telephone, that is not the value."""
    if wish.intent is not Intent.CORRECT or wish.field not in ("theme", "phone"):
        return False
    if wish.field == "phone":
        said = [read_phone(span.value) for span in clause.said(Kind.PHONE)]
    else:
        quoted = (names.themes.get(span.value.lower()) for span in clause.said(Kind.QUOTE))
        said = [str(number) for number in quoted if number is not None]
    return bool(said) and wish.value not in said
