"""Plain Chinese to orders: what the model of the words found, as orders that can be carried out.

Forgiving in form, strict in meaning: what is not sure is not an order, and is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intake.text.numerals import read_number
from tracker.cases.addresses import known_unit
from tracker.ledger.cases import list_cases
from tracker.ledger.letters import letter_text
from tracker.ledger.mails import waiting_mails
from tracker.ledger.published.books import waiting_book
from tracker.ledger.published.rounds import list_rounds
from tracker.ledger.records import CaseStatus, LetterRow, MailRow
from tracker.ledger.review.experts import list_experts
from tracker.ledger.review.rounds import latest_round
from tracker.office.assets import config_dir
from tracker.office.desk import Desk
from tracker.orders.order import OF_MAIL, Doubtful, Order, Verb
from tracker.orders.understand.fold import LONGEST
from tracker.orders.understand.frames.review import Found, read_review
from tracker.orders.understand.frames.rounds import read_rounds
from tracker.orders.understand.intents import EVERYDAY, Guess, Intent, Wish
from tracker.orders.understand.message.daily.first import split_off
from tracker.orders.understand.message.lines import understand
from tracker.orders.understand.message.named.known import Known, Named
from tracker.orders.understand.message.named.refer import (
    Referred,
    own_words,
    read_referring,
    refers,
    refers_mail,
    resolve,
    settle,
)
from tracker.orders.understand.model.acts import guess_unread, read_learned
from tracker.orders.understand.model.sentence import Setting
from tracker.orders.understand.model.store import load_model
from tracker.orders.understand.names import names_of
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
    Intent.ADVERT: Verb.ADVERT,
    Intent.GENUINE: Verb.GENUINE,
    Intent.MISSING: Verb.MISSING,
    Intent.NAMES: Verb.NAMES,
    Intent.WORKBOOK: Verb.WORKBOOK,
    Intent.VOLUME: Verb.VOLUME,
    Intent.LIST: Verb.LIST,
    Intent.UNWANTED: Verb.UNWANTED,
    Intent.PROGRESS: Verb.REPORT,
    **{intent: Verb(str(intent)) for intent in EVERYDAY},
    Intent.UNDO: Verb.UNDO,
    Intent.YES: Verb.YES,
    Intent.NO: Verb.NO,
}
NOT_BY_MAIL = "这件事还不能用回信办理"
SMALL_TALK = frozenset(("好", "好的", "嗯", "行", "可以", "对", "OK", "ok"))
_CASE_NAMED = re.compile(r"(?<![\d-])(\d{1,5})号（?[^《\n]{0,12}《")  # in a letter of ours: 3号《一核引领》
_CLOCK = re.compile(
    r"(?:(上午|早上|早|中午|下午|傍晚|晚上|晚)(\d{1,2}|[一二两三四五六七八九十]{1,3})|(\d{1,2}))"
    r"[时点:：](?:(半)|([一三])刻|(\d{1,2}))?"
)
_AFTER_NOON = frozenset(("中午", "下午", "傍晚", "晚上", "晚"))


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything understood in a reply, what was not sure, and what was not understood at all."""

    orders: tuple[Order, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    unclear: tuple[str, ...] = ()


def parse_orders(desk: Desk, text: str, replied: LetterRow | None = None) -> Parsed:
    """Read every order in the new text of a mail that answers ``replied``; of a long text its beginning."""
    text, beyond = _beginning(text)
    today = desk.now.astimezone(desk.campaign.zone).date()
    names = names_of(desk.campaign, desk.parts.call.places, today)
    lexicon = load_words(config_dir() / "words/orders.toml")
    returned = waiting_book(desk.connection) is not None
    proofs, text = read_rounds(text, today, begun=bool(list_rounds(desk.connection)), returned=returned)
    experts = [expert.name for expert in list_experts(desk.connection)]
    known = _known(desk, replied, cases=refers(text, names, lexicon), mails=refers_mail(text))
    referred = resolve(text, known, names, lexicon)
    model = load_model(config_dir() / "lexicon/orders.json.gz")
    daily, rest = split_off(referred.text, (names, lexicon, model))
    daily = settle(daily, referred)
    review = _in_own_words(read_review(rest, experts, names.prefix), referred)
    setting = Setting(model.acts, names, lexicon, experts, latest_round(desk.connection, "") is not None)
    learned = _in_own_words(read_learned(review.rest, setting), referred)
    found = read_referring(
        learned.rest, known, referred, lambda words: understand(words, names, lexicon, model)
    )
    orders = [(wish, order_of(wish)) for wish in (*daily.wishes, *found.wishes)]
    cannot = [Doubtful(wish.text, NOT_BY_MAIL) for wish, order in orders if order is None]
    late = [guess for words in found.unread if setting.begun and (guess := guess_unread(words, setting))]
    unread = tuple(words for words in found.unread if words.strip() not in {guess.text for guess in late})
    return Parsed(
        (
            *proofs,
            *review.orders,
            *learned.orders,
            *dict.fromkeys(order for _, order in orders if order is not None),
        ),
        (
            *review.guesses,
            *learned.guesses,
            *map(_doubtful, (*daily.guesses, *found.guesses)),
            *cannot,
            *late,
        ),
        (*unread, *beyond),
    )


def _beginning(text: str) -> tuple[str, tuple[str, ...]]:
    """As much of a text as may be orders, to the end of a line or sentence, and what is said of the rest.

    Each sentence takes milliseconds, and anybody can write a million under her name.
    """
    text = text.rstrip()
    if len(text) <= LONGEST:
        return text, ()
    end = max(text.rfind(mark, 0, LONGEST) for mark in "\n。；;") + 1 or LONGEST
    return text[:end], (f"{text[end:].lstrip()[:20]}……（一封来信只读前{LONGEST}字，从这里起请另发）",)


def _known(desk: Desk, replied: LetterRow | None, *, cases: bool, mails: bool) -> Known:
    """The cases of the answered letter and, where they are needed, all by what people call them."""
    named = tuple(
        Named(
            row.serial,
            row["title"],
            row["community"],
            row["town"],
            row["county"],
            row["contact"],
            counts=row.status is CaseStatus.ACTIVE,
        )
        for row in (list_cases(desk.connection) if cases else ())
    )
    about = letter_text(desk.connection, replied.id) if replied is not None else ""
    serials = dict.fromkeys(int(found[1]) for found in _CASE_NAMED.finditer(about))
    waiting = ((row.id, _unit_of(desk, row)) for row in (waiting_mails(desk.connection) if mails else ()))
    return Known(named, tuple(serials), tuple((mail, unit) for mail, unit in waiting if unit))


def _unit_of(desk: Desk, row: MailRow) -> str:
    unit = desk.campaign.unit(known_unit(desk.connection, desk.campaign, row.from_email) or row.unit)
    return unit.name if unit is not None else ""


def _in_own_words(found: Found, referred: Referred) -> Found:
    """Orders about review with her own words; one about a guessed case is asked."""
    why = dict(referred.doubtful)
    told = [replace(order, text=own_words(order.text, referred)) for order in found.orders]
    sure = tuple(order for order in told if not why.keys() & set(order.serials))
    doubtful = (
        Doubtful(order.text, why[serial], order, _choices(order, referred))
        for order in told
        for serial in sorted(why.keys() & set(order.serials))[:1]
    )
    guesses = (replace(one, text=own_words(one.text, referred)) for one in found.guesses)
    return replace(found, orders=sure, guesses=(*guesses, *doubtful))


def _choices(order: Order, referred: Referred) -> tuple[Order, ...]:
    """The same about each case that a guessed one may be."""
    among = next((some for some in referred.choices if order.serials == some[:1]), ())
    return tuple(replace(order, serials=(serial,)) for serial in among)


def is_small_talk(parsed: Parsed) -> bool:
    """Whether there is nothing but a 好 or 嗯 that need not answer any question."""
    return bool(parsed.orders) and all(order.text.strip("。，！!~ ") in SMALL_TALK for order in parsed.orders)


def _doubtful(guess: Guess) -> Doubtful:
    order = order_of(guess.wish) if guess.wish is not None else None
    choices = tuple(one for one in map(order_of, guess.choices) if one is not None)
    return Doubtful(guess.text, guess.why, order, choices)


def order_of(wish: Wish) -> Order | None:
    """The order that a wish is; None where nothing carries it out."""
    verb = VERBS.get(wish.intent)
    if verb is None:
        return None
    order = Order(
        verb, wish.text, wish.mails or wish.cases, wish.field, wish.value, wish.units, wish.words, wish.at
    )
    match wish.intent:
        case Intent.MERGE:
            return replace(order, serials=(*wish.cases, int(wish.value)))
        case Intent.ATTACH:
            return replace(order, value="、".join(map(str, wish.cases)))
        case Intent.VERSION:
            return replace(order, field="version", value=f"第{wish.value}稿" if wish.value else "最新一稿")
        case Intent.TELL if wish.mails:
            return replace(order, value=OF_MAIL)
        case Intent.SPLIT | Intent.MARK | Intent.UNMARK | Intent.FORWARD if wish.mails:
            return replace(order, field=OF_MAIL)
        case Intent.CANCEL if wish.field:
            return replace(order, field=str(VERBS[Intent(wish.field)]))
        case Intent.EXTEND:
            return replace(order, value=wish.value + _clock(wish.words))
    return order


def _clock(words: str) -> str:
    """下午6点半 behind a day, as 18:30 in front of nothing else; ``""`` where no hour of a day is told."""
    found = _CLOCK.search(words)
    if found is None or (hour := read_number(found[2] or found[3])) > 24:
        return ""
    part, _, _, half, quarters, minutes = found.groups()
    if part in _AFTER_NOON and hour < (11 if part == "中午" else 12):
        hour += 12
    elif part in ("晚上", "晚") and hour == 12:
        hour = 24
    minute = 30 if half else 15 * read_number(quarters) if quarters else int(minutes or 0)
    return f" {hour}:{minute:02d}"
