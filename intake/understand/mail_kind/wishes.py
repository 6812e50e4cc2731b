"""What a sender wants, read from his sentences: withdraw, put off, correct, ask, answer, thank.

Each function returns the sentence that says it, or None. The words: :mod:`intake.understand.mail_kind.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from intake.text.fold import nfkc
from intake.understand.mail_kind import words
from intake.understand.mail_kind.letter import Letter, Sentence, strip

ANSWER_CHARS: Final = 60  # a reply that answers our numbered choices is not longer
STATEMENT_CHARS: Final = 80  # nor one that states what we asked for
THANKS_CHARS: Final = 40
BARE_WORD: Final = 10  # characters of a sentence that only announces a correction


def wants_withdrawal(letter: Letter) -> Sentence | None:
    """He wants something taken back that he sent; to ask how that is done is no wish yet."""
    about_ways = any(words.WAYS.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        bare = sentence.bare
        if not words.WITHDRAW.search(bare) or words.CONDITION.search(bare):
            continue
        if about_ways and not words.WISH.search(bare):
            continue
        if (
            words.NO_WITHDRAWAL.search(bare)
            or words.ASKED_BACK.search(bare)
            or words.PART_OF_TEXT.search(bare)
        ):
            continue
        if words.THING.search(bare) or words.THING.search(letter.subject) or words.THING.search(letter.bare):
            return sentence
    return None


def sends_instead(letter: Letter) -> bool:
    """What he wants deleted is replaced by what he says he sends, though it may not be there."""
    return _first(letter.sentences, words.REPLACED) is not None


def wants_time(letter: Letter) -> Sentence | None:
    """He asks for a later day for himself, or says that he will be late."""
    asked_of_all = any(words.EXTENDED_FOR_ALL.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        if not words.EXTEND.search(sentence.bare) or words.EXTENDED_FOR_ALL.search(sentence.bare):
            continue
        if asked_of_all and not words.BEGS_TIME.search(sentence.bare):
            continue
        if words.WILL.search(sentence.bare) or words.WILL.search(letter.bare):
            return sentence
    return None


def wants_correction(letter: Letter) -> tuple[Sentence, str] | None:
    """He corrects a fact in words; with the field he speaks of (``""`` when none is clear)."""
    found = [sentence for sentence in letter.sentences if _corrects(letter, sentence)]
    if found:  # 更正 in the subject only announces what a later sentence says
        longer = next((sentence for sentence in found if len(sentence.bare) > BARE_WORD), found[0])
        return longer, field_of(letter, longer)
    if not letter.answers_us or asks(letter) is not None:
        return None
    for sentence in letter.sentences:
        if words.STATED.search(sentence.bare) or words.PHONE.search(sentence.bare):
            return sentence, field_of(letter, sentence)
    if letter.asked and len(letter.bare) <= STATEMENT_CHARS and not words.PROMISES.search(letter.bare):
        said = _first(letter.sentences, words.SAYS)
        return (said, field_of(letter, said)) if said else None
    return None


def _corrects(letter: Letter, sentence: Sentence) -> bool:
    bare = sentence.bare
    corrects = words.CORRECT.search(bare) or (words.PART_OF_TEXT.search(bare) and words.WITHDRAW.search(bare))
    return bool(corrects) and not words.CONDITION.search(bare) and not _only_asks(letter, sentence)


def _only_asks(letter: Letter, sentence: Sentence) -> bool:
    """Whether words of correction stand in a question, or in the subject of one."""
    if words.PLEASE.search(sentence.bare):
        return False
    if words.QUERY.search(sentence.bare):
        return True
    rest = [other for other in letter.sentences if other is not sentence]
    heads = sentence is letter.sentences[0] and sentence.shown == letter.subject
    return heads and bool(rest) and all(
        words.QUERY.search(other.bare) or not words.CORRECT.search(other.bare) for other in rest
    ) and any(words.QUERY.search(other.bare) for other in rest)  # fmt: skip


def field_of(letter: Letter, sentence: Sentence) -> str:
    """The field that a correction speaks of, ``""`` when none is clear.

    Other sentences count only where the correcting one says no more than 更正: a telephone number
    under a letter is not what the letter corrects.
    """
    texts = [strip(sentence.shown), letter.subject]
    if len(sentence.bare) <= BARE_WORD:
        texts += [strip(other.shown) for other in letter.sentences if other is not sentence]
    for text in texts:
        for name, pattern in words.FIELDS:
            if pattern.search(text):
                return "phone" if name == "contact" and words.PHONE.search(letter.bare) else name
    return "phone" if words.PHONE.search(sentence.bare) else ""


def is_revision(letter: Letter, names: str) -> Sentence | None:
    """He sends a case anew: 更正, 修改稿, 以此为准 …"""
    if any(words.SENT_AGAIN.search(sentence.bare) for sentence in letter.sentences):
        return None
    if found := _first(letter.sentences, words.REVISED):
        return found
    if words.REVISED_NAME.search(names):
        return Sentence(names, names)
    if not words.FIRST.search(letter.bare) and len(letter.bare) <= THANKS_CHARS:
        return _first(letter.sentences, words.PERHAPS_REVISED)
    return None


def is_replacement(letter: Letter, names: str = "") -> Sentence | None:
    """What he sends takes the place of something sent before."""
    found = _first(letter.sentences, words.REPLACE)
    return found or (Sentence(names, names) if words.REPLACE_NAME.search(names) else None)


def is_another(letter: Letter) -> bool:
    """He sends one more case, not the same again."""
    return _first(letter.sentences, words.ANOTHER) is not None


def asks_receipt(letter: Letter) -> Sentence | None:
    """收到了吗: he wants to know what we have of his."""
    return _first(letter.sentences, words.RECEIVED)


def asks(letter: Letter) -> Sentence | None:
    """He asks something that a person must answer."""
    for sentence in letter.sentences:
        if not words.ASKS.search(sentence.bare) or words.POLITE.search(sentence.bare):
            continue
        if not words.RECEIVED.search(sentence.bare):
            return sentence
    return None


def is_test(letter: Letter) -> bool:
    """Somebody tries whether mail arrives."""
    return (
        bool(letter.bare) and len(letter.bare) <= ANSWER_CHARS and words.TEST.match(letter.bare) is not None
    )


def thanks(letter: Letter) -> bool:
    """Nothing but 收到, 谢谢."""
    return (
        bool(letter.bare) and len(letter.bare) <= THANKS_CHARS and words.THANKS.match(letter.bare) is not None
    )


def covers(letter: Letter) -> Sentence | None:
    """He speaks of material that he sends."""
    return _first(letter.sentences, words.COVERS)


def tells_password(letter: Letter) -> Sentence | None:
    """He tells the password of a file."""
    return _first(letter.sentences, words.PASSWORD)


def orders(letter: Letter) -> Sentence | None:
    """Words that are orders to the system, as a coordinator gives them."""
    return _first(letter.sentences, words.ORDERS)


def orders_system(letter: Letter) -> Sentence | None:
    """Orders that nobody but a coordinator has any reason to give."""
    return _first(letter.sentences, words.SYSTEM_ORDERS)


def chooses(letter: Letter) -> bool:
    """A short reply that begins with the number of one of our choices."""
    lines = [line.strip() for line in letter.raw.split("\n") if line.strip()]
    if not lines or not letter.replies or sum(map(len, lines)) > ANSWER_CHARS:
        return False
    if wants_time(letter) or words.QUERY.search(letter.bare):
        return False
    return words.CHOICE.match(nfkc(lines[0])) is not None


def _first(sentences: Iterable[Sentence], pattern: re.Pattern[str]) -> Sentence | None:
    return next((sentence for sentence in sentences if pattern.search(sentence.bare)), None)
