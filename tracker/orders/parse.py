"""Plain Chinese to orders: what the model of the words found, as orders that can be carried out.

Forgiving in form, strict in meaning: what is not sure is not an order, and is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tracker.ledger.review.experts import list_experts
from tracker.office.assets import config_dir
from tracker.office.desk import Desk
from tracker.orders.order import Doubtful, Order, Verb
from tracker.orders.understand.frames.review import read_review
from tracker.orders.understand.model.decide import understand
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
_CLOCK = re.compile(r"(\d{1,2})[时点:：](?:(\d{1,2})分?|半)?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything understood in a reply, what was not sure, and what was not understood at all."""

    orders: tuple[Order, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    unclear: tuple[str, ...] = ()


def parse_orders(desk: Desk, text: str) -> Parsed:
    """Read every order in the new text of a reply."""
    today = desk.now.astimezone(desk.campaign.zone).date()
    names = names_of(desk.campaign, desk.parts.call.places, today)
    lexicon = load_words(config_dir() / "words/orders.toml")
    experts = [expert.name for expert in list_experts(desk.connection)]
    review = read_review(text, experts, names.prefix)
    found = understand(review.rest, names, lexicon, load_model(config_dir() / "lexicon/orders.json.gz"))
    orders = [(wish, order_of(wish)) for wish in found.wishes]
    cannot = [Doubtful(wish.text, NOT_BY_MAIL) for wish, order in orders if order is None]
    return Parsed(
        (*review.orders, *dict.fromkeys(order for _, order in orders if order is not None)),
        (*review.guesses, *map(_doubtful, found.guesses), *cannot),
        found.unread,
    )


def is_small_talk(parsed: Parsed) -> bool:
    """Whether there is nothing but a 好 or 嗯 that need not answer any question."""
    return bool(parsed.orders) and all(order.text.strip("。，！!~ ") in SMALL_TALK for order in parsed.orders)


def _doubtful(guess: Guess) -> Doubtful:
    return Doubtful(guess.text, guess.why, order_of(guess.wish) if guess.wish is not None else None)


def order_of(wish: Wish) -> Order | None:
    """The order that a wish is; None where nothing carries it out."""
    verb = VERBS.get(wish.intent)
    if verb is None:
        return None
    order = Order(verb, wish.text, wish.mails or wish.cases, wish.field, wish.value, wish.units, wish.words)
    match wish.intent:
        case Intent.MERGE:
            return replace(order, serials=(*wish.cases, int(wish.value)))
        case Intent.ATTACH:
            return replace(order, value="、".join(map(str, wish.cases)))
        case Intent.VERSION:
            return replace(order, field="version", value=f"第{wish.value}稿" if wish.value else "最新一稿")
        case Intent.EXTEND:
            return replace(order, value=wish.value + _clock(wish.words))
    return order


def _clock(words: str) -> str:
    """18时30分 behind a day, as 18:30 in front of nothing else."""
    found = _CLOCK.search(words)
    return f" {int(found[1])}:{found[2] or '00'}" if found else ""
