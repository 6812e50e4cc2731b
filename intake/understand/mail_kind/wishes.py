"""What a sender wants, read from his sentences: withdraw, put off, correct, ask, answer, thank.

Each function returns the sentence that says it, or None. The words: :mod:`intake.understand.mail_kind.words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from intake.text.fold import nfkc
from intake.understand.mail_kind.letter import Letter, Sentence, strip
from intake.understand.mail_kind.words import CHOICE, PHONE, THANKS, TRIAL, WISHES

ANSWER_CHARS: Final = 60  # a reply that answers our numbered choices is not longer
STATEMENT_CHARS: Final = 80  # nor one that states what we asked for
THANKS_CHARS: Final = 40
BARE_WORD: Final = 10  # characters of a sentence that only announces a correction


def wants_withdrawal(letter: Letter) -> Sentence | None:
    """He wants something taken back that he sent; to ask how that is done is no wish yet."""
    about_ways = any(WISHES.ways.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        bare = sentence.bare
        if not WISHES.withdraw.search(bare) or WISHES.condition.search(bare):
            continue
        if about_ways and not WISHES.wish.search(bare):
            continue
        if (
            WISHES.no_withdrawal.search(bare)
            or WISHES.asked_back.search(bare)
            or WISHES.part_of_text.search(bare)
            or _is_told_of_others(bare)
        ):
            continue
        if (
            WISHES.thing.search(bare)
            or WISHES.thing.search(letter.subject)
            or WISHES.thing.search(letter.bare)
        ):
            return sentence
    return None


def _is_told_of_others(bare: str) -> bool:
    """村民提出撤回: what a case tells of somebody, not what its sender wants."""
    found = WISHES.withdraw.search(bare)
    if found is None or WISHES.own_doing.search(bare):
        return False
    return WISHES.others.search(bare, 0, found.start()) is not None


def sends_instead(letter: Letter) -> bool:
    """What he wants deleted is replaced by what he says he sends, though it may not be there."""
    return _first(letter.sentences, WISHES.replaced) is not None


def wants_time(letter: Letter) -> Sentence | None:
    """He asks for a later day for himself, or says that he will be late."""
    asked_of_all = any(WISHES.extended_for_all.search(sentence.bare) for sentence in letter.sentences)
    for sentence in letter.sentences:
        if not WISHES.extend.search(sentence.bare) or WISHES.extended_for_all.search(sentence.bare):
            continue
        if asked_of_all and not WISHES.begs_time.search(sentence.bare):
            continue
        if WISHES.will.search(sentence.bare) or WISHES.will.search(letter.bare):
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
        if WISHES.stated.search(sentence.bare) or PHONE.search(sentence.bare):
            return sentence, field_of(letter, sentence)
    if letter.asked and len(letter.bare) <= STATEMENT_CHARS and not WISHES.promises.search(letter.bare):
        said = _first(letter.sentences, WISHES.says)
        return (said, field_of(letter, said)) if said else None
    return None


def _corrects(letter: Letter, sentence: Sentence) -> bool:
    bare = sentence.bare
    corrects = WISHES.correct.search(bare) or (
        WISHES.part_of_text.search(bare) and WISHES.withdraw.search(bare)
    )
    return bool(corrects) and not WISHES.condition.search(bare) and not _only_asks(letter, sentence)


def _only_asks(letter: Letter, sentence: Sentence) -> bool:
    """Whether words of correction stand in a question, or in the subject of one."""
    if WISHES.please.search(sentence.bare):
        return False
    if WISHES.query.search(sentence.bare):
        return True
    rest = [other for other in letter.sentences if other is not sentence]
    heads = sentence is letter.sentences[0] and sentence.shown == letter.subject
    return heads and bool(rest) and all(
        WISHES.query.search(other.bare) or not WISHES.correct.search(other.bare) for other in rest
    ) and any(WISHES.query.search(other.bare) for other in rest)  # fmt: skip


def field_of(letter: Letter, sentence: Sentence) -> str:
    """The field that a correction speaks of, ``""`` when none is clear.

    Other sentences count only where the correcting one says no more than 更正: a telephone number
    under a letter is not what the letter corrects.
    """
    texts = [strip(sentence.shown), letter.subject]
    if len(sentence.bare) <= BARE_WORD:
        texts += [strip(other.shown) for other in letter.sentences if other is not sentence]
    for text in texts:
        for name, pattern in WISHES.fields.items():
            if pattern.search(text):
                return "phone" if name == "contact" and PHONE.search(letter.bare) else name
    return "phone" if PHONE.search(sentence.bare) else ""


def is_revision(letter: Letter, names: str) -> Sentence | None:
    """He sends a case anew: 更正, 修改稿, 以此为准 …"""
    if any(WISHES.sent_again.search(sentence.bare) for sentence in letter.sentences):
        return None
    if found := _first(letter.sentences, WISHES.revised):
        return found
    if WISHES.revised_name.search(names):
        return Sentence(names, names)
    if not WISHES.first.search(letter.bare) and len(letter.bare) <= THANKS_CHARS:
        return _first(letter.sentences, WISHES.perhaps_revised)
    return None


def is_replacement(letter: Letter, names: str = "") -> Sentence | None:
    """What he sends takes the place of something sent before."""
    found = _first(letter.sentences, WISHES.replace)
    return found or (Sentence(names, names) if WISHES.replace_name.search(names) else None)


def is_another(letter: Letter) -> bool:
    """He sends one more case, not the same again."""
    return _first(letter.sentences, WISHES.another) is not None


def asks_receipt(letter: Letter) -> Sentence | None:
    """收到了吗: he wants to know what we have of his."""
    return _first(letter.sentences, WISHES.received)


def asks(letter: Letter) -> Sentence | None:
    """He asks something that a person must answer."""
    for sentence in letter.sentences:
        if not WISHES.asks.search(sentence.bare) or WISHES.polite.search(sentence.bare):
            continue
        if not WISHES.received.search(sentence.bare):
            return sentence
    return None


def is_test(letter: Letter) -> bool:
    """Somebody tries whether mail arrives."""
    return bool(letter.bare) and len(letter.bare) <= ANSWER_CHARS and TRIAL.match(letter.bare) is not None


def thanks(letter: Letter) -> bool:
    """Nothing but 收到, 谢谢."""
    return bool(letter.bare) and len(letter.bare) <= THANKS_CHARS and THANKS.match(letter.bare) is not None


def covers(letter: Letter) -> Sentence | None:
    """He speaks of material that he sends."""
    return _first(letter.sentences, WISHES.covers)


def sends_nothing(letter: Letter) -> Sentence | None:
    """He says that his unit has nothing to send this time: 零报告."""
    return None if WISHES.sent_piece.search(letter.bare) else _stated(letter, WISHES.nothing)


def sent_paper(letter: Letter) -> Sentence | None:
    """He says that the material went by post, on paper."""
    return _stated(letter, WISHES.posted)


def is_whole(letter: Letter) -> Sentence | None:
    """He says that what he sent is all of it."""
    return _stated(letter, WISHES.whole)


def _stated(letter: Letter, pattern: re.Pattern[str]) -> Sentence | None:
    """A sentence that states it, and neither asks nor says under which condition."""
    return next(
        (
            sentence
            for sentence in letter.sentences
            if pattern.search(sentence.bare)
            and not WISHES.query.search(sentence.bare)
            and not WISHES.condition.search(sentence.bare)
        ),
        None,
    )


def tells_password(letter: Letter) -> Sentence | None:
    """He tells the password of a file."""
    return _first(letter.sentences, WISHES.password)


def orders(letter: Letter) -> Sentence | None:
    """Words that are orders to the system, as a coordinator gives them."""
    said = (
        s for s in letter.sentences if WISHES.system_orders.search(s.bare) or WISHES.orders.search(s.bare)
    )
    return next(said, None)


def orders_system(letter: Letter) -> Sentence | None:
    """Orders that nobody but a coordinator has any reason to give."""
    return _first(letter.sentences, WISHES.system_orders)


def chooses(letter: Letter) -> bool:
    """A short reply that begins with the number of one of our choices."""
    lines = [line.strip() for line in letter.raw.split("\n") if line.strip()]
    if not lines or not letter.replies or sum(map(len, lines)) > ANSWER_CHARS:
        return False
    if wants_time(letter) or WISHES.query.search(letter.bare):
        return False
    return CHOICE.match(nfkc(lines[0])) is not None


def _first(sentences: Iterable[Sentence], pattern: re.Pattern[str]) -> Sentence | None:
    return next((sentence for sentence in sentences if pattern.search(sentence.bare)), None)
