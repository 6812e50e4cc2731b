"""Plain Chinese to orders: what the model of the words found, as orders that can be carried out.

Forgiving in form, strict in meaning: what is not sure is not an order, and is asked back.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, replace
from email import policy

from tracker.ledger.cases import list_cases
from tracker.ledger.letters import letter_bytes
from tracker.ledger.published.rounds import list_rounds
from tracker.ledger.records import CaseStatus, LetterRow
from tracker.ledger.review.experts import list_experts
from tracker.ledger.review.rounds import latest_round
from tracker.office.assets import config_dir
from tracker.office.desk import Desk
from tracker.orders.order import Doubtful, Order, Verb
from tracker.orders.understand.frames.refer import (
    Known,
    Named,
    Referred,
    own_words,
    read_referring,
    refers,
    resolve,
)
from tracker.orders.understand.frames.review import Found, read_review
from tracker.orders.understand.frames.rounds import read_rounds
from tracker.orders.understand.model.acts import guess_unread, read_learned
from tracker.orders.understand.model.decide import understand
from tracker.orders.understand.model.sentence import Setting
from tracker.orders.understand.model.store import load_model
from tracker.orders.understand.names import names_of
from tracker.orders.understand.order import Guess, Intent, Wish
from tracker.orders.understand.words import load_words

VERBS = {
    Intent.CORRECT: Verb.CORRECT,
    Intent.TRANSFER: Verb.CORRECT,
    Intent.CLEAR: Verb.CORRECT,
    Intent.VERSION: Verb.CORRECT,
    Intent.CONFIRM: Verb.CONFIRM_CASE,
    Intent.WITHDRAW: Verb.WITHDRAW,
    Intent.RESTORE: Verb.RESTORE,
    Intent.KEEP: Verb.RESTORE,
    Intent.MERGE: Verb.MERGE,
    Intent.CONTACT: Verb.CONTACT,
    Intent.SHOW: Verb.SHOW,
    Intent.ORIGINAL: Verb.ORIGINAL,
    Intent.COMPARE: Verb.COMPARE,
    Intent.EXTEND: Verb.EXTEND,
    Intent.REMIND: Verb.REMIND,
    Intent.ANSWER: Verb.ANSWER,
    Intent.ATTACH: Verb.ATTACH,
    Intent.ADDRESS: Verb.ADDRESS,
    Intent.MUTE: Verb.MUTE,
    Intent.UNMUTE: Verb.UNMUTE,
    Intent.PAUSE: Verb.PAUSE,
    Intent.RESUME: Verb.RESUME,
    Intent.DONE: Verb.REVIEWED,
    Intent.MISSING: Verb.MISSING,
    Intent.NAMES: Verb.NAMES,
    Intent.WORKBOOK: Verb.WORKBOOK,
    Intent.VOLUME: Verb.VOLUME,
    Intent.LIST: Verb.LIST,
    Intent.UNWANTED: Verb.UNWANTED,
    Intent.PROGRESS: Verb.REPORT,
    Intent.UNDO: Verb.UNDO,
    Intent.YES: Verb.YES,
    Intent.NO: Verb.NO,
}
NOT_BY_MAIL = "这件事还不能用回信办理"
SMALL_TALK = frozenset(("好", "好的", "嗯", "行", "可以", "对", "OK", "ok"))
_CASE_NAMED = re.compile(r"(?<![\d-])(\d{1,5})号（?[^《\n]{0,12}《")  # in a letter of ours: 3号《一核引领》
_CLOCK = re.compile(r"(\d{1,2})[时点:：](?:(\d{1,2})分?|半)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything understood in a reply, what was not sure, and what was not understood at all."""

    orders: tuple[Order, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    unclear: tuple[str, ...] = ()


def parse_orders(desk: Desk, text: str, replied: LetterRow | None = None) -> Parsed:
    """Read every order in the new text of a mail that answers ``replied``."""
    today = desk.now.astimezone(desk.campaign.zone).date()
    names = names_of(desk.campaign, desk.parts.call.places, today)
    lexicon = load_words(config_dir() / "words/orders.toml")
    proofs, text = read_rounds(text, today, begun=bool(list_rounds(desk.connection)))
    experts = [expert.name for expert in list_experts(desk.connection)]
    known = _known(desk, replied, cases=refers(text, lexicon))
    referred = resolve(text, known, names, lexicon)
    review = _in_own_words(read_review(referred.text, experts, names.prefix), referred)
    model = load_model(config_dir() / "lexicon/orders.json.gz")
    setting = Setting(model.acts, names, lexicon, experts, latest_round(desk.connection, "") is not None)
    learned = _in_own_words(read_learned(review.rest, setting), referred)
    found = read_referring(
        learned.rest, known, referred, lambda words: understand(words, names, lexicon, model)
    )
    orders = [(wish, order_of(wish)) for wish in found.wishes]
    cannot = [Doubtful(wish.text, NOT_BY_MAIL) for wish, order in orders if order is None]
    late = [guess for words in found.unread if setting.begun and (guess := guess_unread(words, setting))]
    unread = tuple(words for words in found.unread if words.strip() not in {guess.text for guess in late})
    return Parsed(
        (*proofs, *review.orders, *learned.orders, *dict.fromkeys(order for _, order in orders if order is not None)),
        (*review.guesses, *learned.guesses, *map(_doubtful, found.guesses), *cannot, *late),
        unread,
