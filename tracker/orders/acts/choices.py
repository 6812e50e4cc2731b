"""Orders of which one is meant: how they are told in a letter, and which of them its answer chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.campaign.campaign import Campaign
from intake.text.numerals import chinese_number
from tracker.cases.values import parse_value, show_value
from tracker.errors import OrderError
from tracker.ledger.cases import get_case
from tracker.office.assets import config_dir
from tracker.office.desk import Desk
from tracker.orders.order import Order
from tracker.orders.pending import Asked, Waiting
from tracker.orders.understand.message.chosen import Option, Picked, read_choice
from tracker.orders.understand.words import Lexicon, load_words

MOST_TOLD = 9
ANOTHER_CASE = "不在所问的几篇之中"


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer made of the orders that waited: those to be done, and those that are still to be asked."""

    chosen: tuple[Order, ...] = ()
    left: tuple[Asked, ...] = ()


def tell_choices(desk: Desk, choices: Sequence[Order]) -> str:
    """What orders differ in, in their order: 2号《水岸议事亭》、3号《一核引领》; （三）服务体系、（五）三社联动."""
    told = "、".join(option.names[0] for option in options_of(desk, choices[:MOST_TOLD]))
    return f"{told}等" if len(choices) > MOST_TOLD else told


def options_of(desk: Desk, choices: Sequence[Order]) -> tuple[Option, ...]:
    """What orders differ in, with everything it may be called in an answer."""
    common = set.intersection(*({*one.serials} for one in choices)) if choices else set()
    return tuple(_option(desk, one, [n for n in one.serials if n not in common]) for one in choices)


def _option(desk: Desk, order: Order, own: Sequence[int]) -> Option:
    row = get_case(desk.connection, own[0]) if own else None
    if row is not None:
        names = (row[name] for name in ("title", "community", "town", "county", "contact"))
        return Option(row.serial, (f"{row.serial}号《{row['title']}》", *filter(None, names)))
    if own:
        return Option(own[0], (f"{own[0]}号",))
    if order.units:
        aliases = (
            alias for unit in desk.campaign.units if unit.name in order.units for alias in unit.aliases
        )
        return Option(0, ("、".join(order.units), *aliases))
    return Option(0, tuple(dict.fromkeys(_called(desk.campaign, order))))


def _called(campaign: Campaign, order: Order) -> tuple[str, ...]:
    """A value as it is told, and as people say it."""
    try:
        stored = parse_value(campaign, order.field, order.value)
    except OrderError:
        stored = order.value
    told = show_value(campaign, order.field, stored) or "空着"
    if order.field in ("theme", "secondary") and stored.isdecimal():
        return (told, stored, chinese_number(int(stored)), told.rpartition("）")[2])
    return (told, order.value, stored, told.removesuffix("级")) if stored else (told, "空", "清空")


def is_choice(desk: Desk, words: str, waiting: Waiting) -> bool:
    """Whether words choose among what was asked, if only what is none of it."""
    return any(_read(desk, words, choices) is not None for choices in waiting.choices if choices)


def settle_choice(desk: Desk, words: str, waiting: Waiting) -> Settled:
    """What words that choose make of what was asked; nothing is chosen where they fit two questions."""
    questions = list(zip(waiting.orders, _all_choices(waiting), strict=True))
    read = [_read(desk, words, choices) if choices else None for _, choices in questions]
    told = [options_of(desk, choices) for _, choices in questions]
    fits = [at for at, picked in enumerate(read) if picked is not None and picked.places]
    same = len({tuple(option.names[:1] for option in told[at]) for at in fits}) == 1
    chosen: list[Order] = []
    left: list[Asked] = []
    for at, (order, choices) in enumerate(questions):
        picked = read[at]
        if same and at in fits and picked is not None:
            chosen += [choices[place] for place in picked.places]
        elif picked is not None and picked.other and not fits:
            left.append(_of_another(order, choices, picked))
        else:
            left.append(Asked(order, choices))
    return Settled(tuple(chosen), tuple(left))


def _all_choices(waiting: Waiting) -> tuple[tuple[Order, ...], ...]:
    """Of each order; an earlier version kept none."""
    return waiting.choices or tuple(() for _ in waiting.orders)


def _of_another(order: Order, choices: tuple[Order, ...], picked: Picked) -> Asked:
    """The same about a case that was none of those asked about: it is asked itself."""
    common = set.intersection(*({*one.serials} for one in choices))
    serials = tuple(n if n in common else picked.other for n in order.serials)
    merged = order.value.isdecimal() and int(order.value) in {*order.serials} - common
    value = str(picked.other) if merged and len(order.serials) > 1 else order.value
    return Asked(replace(order, serials=serials, value=value), why=ANOTHER_CASE)


def _read(desk: Desk, words: str, choices: Sequence[Order]) -> Picked | None:
    return read_choice(words, options_of(desk, choices), _lexicon())


def _lexicon() -> Lexicon:
    return load_words(config_dir() / "words/orders.toml")
