"""Talk round an order: sentences that name nothing an order could be about, and turn none round."""

from __future__ import annotations

import re

from tracker.orders.understand import read
from tracker.orders.understand.items import Piece, items, sentences
from tracker.orders.understand.model.judge import LONGEST
from tracker.orders.understand.model.mentions import find_mentions
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

REFUSING = frozenset(("hypothetical", "reported", "hold", "question", "either"))
# Words beside an order that may turn it round or be another.
WEIGHTY = (
    REFUSING
    | read.DEEDS
    | frozenset(("undo", "clear", "extend", "mute", "done", "attach", "say", "no", "hedge", "except", "some"))
) - {"merge"}
SHORT = read.DEEDS - {"confirm"}  # 撤, 并, 留: what they say is no talk
WHAT = frozenset("CMUEPDVQTRWX")  # marks of what an order is about; 县里, 一样, 两篇 are talk
_TURNS = re.compile(r"不对|错了|算了|不算|先别|别[动改撤]|[吗么？?]|如果|要是|等")


def without_talk(text: Piece, names: Names, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """县里的同志跟我磨了半天。12号还是放到第三个主题吧: the one sentence that names something, and the talk round it."""
    if len(text.folded) > LONGEST or len(items(text)) > 1:
        return "", ()
    said = list(sentences(text))
    told = [one for one in said if _is_talk(one, names, lexicon)]
    if len(said) - len(told) != 1 or not told:
        return "", ()
    order = next(one for one in said if one not in told)
    return order.written.strip(), tuple(one.written.strip() for one in told)


def _is_talk(sentence: Piece, names: Names, lexicon: Lexicon) -> bool:
    """Whether a sentence names nothing that an order could be about, nor turns one round."""
    mentions = find_mentions(sentence, names, lexicon).mentions
    if any(mention.mark in WHAT for mention in mentions) or _TURNS.search(sentence.folded):
        return False
    cues = lexicon.cues(sentence.folded, 0, len(sentence.folded))
    return not any(cue.meanings & (WEIGHTY if len(cue.text) > 1 else SHORT) or cue.field for cue in cues)
