"""What the words of a text say against an order that was read in them, whoever read it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.orders.understand import read
from tracker.orders.understand.clause import is_denied
from tracker.orders.understand.frames.found import (
    CONDITION,
    EXCEPTED,
    PART_ONLY,
    QUESTION,
    TOLD,
    WHICH_UNIT_REMINDED,
    WHOSE_TIME,
)
from tracker.orders.understand.intents import LOOKS, Intent, Understanding, Wish
from tracker.orders.understand.model.judge import Text
from tracker.orders.understand.model.talk import REFUSING
from tracker.orders.understand.words import PHRASES, Lexicon

REFUSED = (PART_ONLY, CONDITION, QUESTION, TOLD, EXCEPTED, WHOSE_TIME, WHICH_UNIT_REMINDED)
SENT = frozenset((Intent.VOLUME, Intent.WORKBOOK, Intent.NAMES, Intent.ORIGINAL))
HOLDS = frozenset((Intent.MUTE, Intent.PAUSE, Intent.NO, Intent.KEEP))  # they leave things as they are
EVERYBODY = frozenset(("missing", "rest", "all", "who"))
WITHHOLDING = frozenset(("hold", "hypothetical", "reported"))
_TIME = re.compile(r"ddl|往后|余地|收齐|现改|止|延|宽|缓|推迟|截|限|再给|多给|晚[^了]|放到")
_ON_TIME = re.compile(r"[算按]他?们?(?:按时|按期|准时|逾期)|才[交报送来寄]")


def is_refused(framed: Understanding, text: Text, lexicon: Lexicon) -> bool:
    """Whether it is a condition, a question, or words of somebody else: no likeness makes these an order."""
    folded = text.piece.folded
    meanings = {meaning for cue in lexicon.cues(folded, 0, len(folded)) for meaning in cue.meanings}
    one_of_them = any(lexicon.patterns[name].search(folded) for name in ("former", "latter"))
    reasons = one_of_them or any(guess.why.startswith(REFUSED) for guess in framed.guesses)
    return reasons or bool(meanings & REFUSING) or any(wish.words for wish in framed.wishes)


def is_against(wishes: Sequence[Wish], text: Text, lexicon: Lexicon) -> bool:
    """Whether the words leave something as it is or deny the deed (4号别动, 93号不作废), name no time or only ask one."""
    folded = text.piece.folded
    cues = lexicon.cues(folded, 0, len(folded))
    changes = [wish for wish in wishes if wish.intent not in LOOKS | HOLDS]
    if changes and any(cue.meanings & WITHHOLDING for cue in cues):
        return True
    if any(wish.intent is Intent.EXTEND for wish in wishes) and (
        not _TIME.search(folded) or _ON_TIME.search(folded)
    ):
        return True  # 丰县定在9月8号去: a day, but not until when; 27号那篇算他按时: no day at all
    if any(wish.intent in SENT for wish in wishes) and PHRASES.when.search(folded):
        return True  # 汇编什么时候印: no paper that is sent answers it
    everybody = any(wish.intent is Intent.REMIND and not wish.units for wish in wishes)
    named = any(mention.mark == "C" for mention in text.tokens.mentions)
    if everybody and named and not any(cue.meanings & EVERYBODY for cue in cues):
        return True  # 3号的申报表催一下: whoever sent it, not all
    intents = {str(wish.intent) for wish in wishes}
    return any(cue.meanings & intents & read.DEEDS and is_denied(cue, folded) for cue in cues)


def is_bare(wishes: Sequence[Wish], text: Text) -> bool:
    """Whether orders are about a mail, or about a case by a number that may be something else (3、小三园——2)."""
    named = {number for one in text.tokens.mentions if one.mark == "C" for number in one.numbers}
    return any(wish.mails or not named.issuperset(wish.cases) for wish in wishes)
