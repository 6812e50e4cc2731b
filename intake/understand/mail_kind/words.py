"""The words by which wishes show (config/words/wishes.toml), found in bare sentences.

Quoted titles stand as 《》 or “” in a bare sentence, so that a title's words count for nothing. The
functions that weigh the lists against each other: :mod:`intake.understand.mail_kind.wishes`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from intake.config.words import AnyCase, AnyOf, WordLists, Words, either, load_words

Field = Literal["phone", "contact", "subtitle", "title", "theme", "level", "community", "town", "unit"]


class Wishes(WordLists):
    """Ways of saying each thing, and the pieces that several of them share."""

    number: Words
    send: Words
    when: Words
    condition: AnyOf  # if …: not yet a wish
    please: AnyOf  # asks for something
    query: AnyOf  # a question
    which: AnyOf  # asks for a choice, whatever else it names
    thing: AnyOf  # speaks of what was sent
    not_any_more: Words
    taken_in: Words
    take_part: Words
    withdraw: AnyOf  # to take back
    not_at_all: Words
    nothing: AnyOf  # a unit sends nothing this time
    sent_piece: AnyOf  # speaks of what was sent before
    posted: AnyOf  # it has sent paper
    whole: AnyOf  # what came is the whole text
    no_withdrawal: AnyOf  # only sounds like it
    others: AnyOf  # of whom a case tells what they took back
    own_doing: AnyOf  # the writer's, or of what he sent
    unchanged: AnyOf
    part: Words
    small_part: Words
    take_out: Words
    part_of_text: AnyOf  # only a part of the text is to go
    asked_back: AnyOf  # asks whether it was taken back
    replaced: AnyOf  # what goes is replaced
    ways: AnyOf  # asks how that is done
    wish: AnyOf  # means it
    extend: AnyOf  # to put off
    extended_for_all: AnyOf  # asks whether all have more time
    begs_time: AnyOf  # begs it for himself
    will: AnyOf  # the tone of a wish
    should_be: Words
    fact: Words
    correct: AnyOf  # to correct in words
    stated_fact: Words
    stated: AnyOf  # states a value
    says: AnyOf  # a short answer to what we asked
    promises: AnyOf  # only promises
    password: AnyOf  # tells a password
    remark: Words
    improve: Words
    revised: AnyOf  # sends anew
    perhaps_revised: AnyOf  # may be sent anew
    first: AnyOf  # sends for the first time
    revised_name: AnyCase  # a revision by its file name
    replace_name: AnyOf  # a replacement by its file name
    replace: AnyOf  # in place of something earlier
    failed: Words
    sent_again: AnyOf  # the same again, because it was lost
    another: AnyOf  # one more case
    arrived: Words
    check: Words
    state: Words
    received: AnyOf  # asks what arrived
    asks: AnyOf  # asks
    polite: AnyOf  # a question only by courtesy
    handed_in: Words
    covers: AnyOf  # speaks of what he sends
    absent: AnyOf  # is away
    system_orders: AnyOf  # orders that only a coordinator gives
    case_fact: Words
    orders: AnyOf  # other orders
    thanks: Words  # of which thanks consist
    trial: Words  # what follows 测试
    before_choice: Words  # before the number of a choice
    choice_wrong: Words  # after it, when it does not fit
    fields: dict[Field, AnyOf]  # of which a correction speaks, the first that fits


WISHES: Final = load_words("wishes", Wishes)

PHONE: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)")
THANKS: Final = re.compile(f"^(?>{either(WISHES.thanks)}+)$")
TRIAL: Final = re.compile(f"^(?:邮件|邮箱|系统)?(?:test(?:ing)?|测试){either(WISHES.trial)}*$")
CHOICE: Final = re.compile(
    rf"^{either(WISHES.before_choice)}*[(\[]?(?:[1-9]\d?|[一二三四五六七八九十])[)\]]?"
    rf"(?:项|个|种|号(?![前左之上下实就再才]))?(?![^。]{{0,4}}{either(WISHES.choice_wrong)})"
    r"(?:[\s,、.:;。和及()]|$|(?![月日天年点时分篇份号人元个项])[\u4e00-\u9fff])"
)
