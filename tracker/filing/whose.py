"""Which call a mail is for, where several share a mailbox.

Each call is an office of its own (a data folder with its ledger, workbook, letters and people), and each
reads the shared mailbox: what is another's it sets aside, unanswered. The signs are weighed in one fixed order
and the calls are compared in one fixed order, so that all offices come to the same answer by themselves. A mail
that shows nothing goes to the call that opened last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign, number_pattern
from intake.model.case import MailKind, Reading
from intake.text.fold import nfkc
from tracker.cases.addresses import coordinator_of, known_unit
from tracker.ledger import letters
from tracker.ledger.views.titles import sent_titles
from tracker.office.parts import Neighbour, Parts

CLOSED = timedelta(days=60)  # after its last deadline a call is spoken to by thread or name only
READ = 4000  # characters of the body and of each file that are looked at
CLEARLY = 2  # points by which the words of one call must lead
NAME, SHORT, ITEM, UNIT = 6, 6, 2, 2  # points of a call's title, its short name, what it collects, a unit
_PIECES = re.compile(r"[、，。；：,;:（）()“”《》\s和与等]+|的(?=研究|做法)")


@dataclass(frozen=True, slots=True)
class _Open:
    """A call with its ledger at hand."""

    campaign: Campaign
    email: str
    connection: Connection


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a mail shows of the call that it is for."""

    identities: tuple[str, ...]  # of the letters that it answers
    recipients: frozenset[str]
    subject: str
    text: str  # everything that may be read, subject included
    sender: str


_Sign = Callable[[_Open, _Shown], float]


def belongs_to(parts: Parts, reading: Reading, arrived: datetime) -> Campaign | None:
    """The other call that a mail is for; None where it is ours."""
    if not parts.beside:
        return None
    with ExitStack() as stack:
        ours = _opened(stack, Neighbour(parts.campaign, parts.writer.email.lower(), parts.ledger))
        calls = sorted(
            (ours, *(_opened(stack, one) for one in parts.beside)),
            key=lambda call: (call.campaign.opening, call.campaign.id),
            reverse=True,
        )
        chosen = _choose(calls, _shown(reading), arrived)
    return None if chosen is ours else chosen.campaign


def set_aside(reading: Reading, call: Campaign) -> Reading:
    """A mail of another call as it is kept here: who wrote when, and whose it is."""
    return replace(
        reading,
        kind=MailKind.ELSEWHERE,
        kind_reason=f"属于“{call.title}”",
        intent="",
        documents=(),
        cases=(),
        links=(),
        doubts=(),
        needs_person=False,
    )


def _opened(stack: ExitStack, call: Neighbour) -> _Open:
    return _Open(call.campaign, call.email, stack.enter_context(call.ledger.read()))


def _shown(reading: Reading) -> _Shown:
    envelope = reading.envelope
    texts = (
        envelope.subject,
        reading.body.new[:READ],
        *(f"{d.name}\n{d.text[:READ]}" for d in reading.documents),
    )
    return _Shown(
        identities=tuple(filter(None, (reading.about_message, *envelope.in_reply_to, *envelope.references))),
        recipients=frozenset(address.email for address in (*envelope.to, *envelope.cc)),
        subject=nfkc(envelope.subject).lower(),
        text="\n".join(texts),
        sender=envelope.sender.email,
    )


def _choose(calls: list[_Open], shown: _Shown, arrived: datetime) -> _Open:
    for certain in (_answered, _named):
        if found := _alone(calls, shown, certain):
            return found
    running = [call for call in calls if _is_running(call.campaign, arrived)] or calls
    addresses = {call.email for call in running}
    signs: tuple[tuple[_Sign, float], ...] = ((_addressed, 1), (_speaks_of, CLEARLY), (_knows, 1))
    for sign, lead in signs:
        if sign is _addressed and len(addresses) < len(running):
            continue  # one address for several calls says nothing
        if found := _alone(running, shown, sign, lead):
            return found
    return running[0]


def _alone(calls: Iterable[_Open], shown: _Shown, sign: _Sign, lead: float = 1) -> _Open | None:
    """The call for which a sign speaks more than for every other."""
    ranked = sorted(
        ((sign(call, shown), -at, call) for at, call in enumerate(calls)), reverse=True, key=lambda x: x[:2]
    )
    (first, _, call), (second, _, _) = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, 0, None)
    return call if first - second >= lead else None


def _is_running(campaign: Campaign, arrived: datetime) -> bool:
    last = max(campaign.cutoff(deadline) for deadline in campaign.deadlines)
    return campaign.opening <= arrived.astimezone(campaign.zone).date() and arrived <= last + CLOSED


def _answered(call: _Open, shown: _Shown) -> float:
    """Whether it answers a letter of the call's."""
    return float(any(letters.letter_by_message_id(call.connection, one) for one in shown.identities))


def _named(call: _Open, shown: _Shown) -> float:
    """Whether its subject bears the mark of the call's letters, or one of its numbers."""
    marked = nfkc(f"【{call.campaign.short}】").lower() in shown.subject
    return float(marked or bool(number_pattern(call.campaign.number_format).search(shown.subject)))


def _addressed(call: _Open, shown: _Shown) -> float:
    return float(call.email in shown.recipients)


def _speaks_of(call: _Open, shown: _Shown) -> float:
    """Points for the call's own words, each counted once."""
    campaign, text = call.campaign, shown.text
    points = NAME * (campaign.title in text) + SHORT * (campaign.short in text)
    points += ITEM * (campaign.item in text)
    points += UNIT * any(name in text for unit in campaign.units for name in (unit.name, *unit.aliases))
    words = {
        word
        for theme in campaign.themes
        for part in (theme.name, theme.title, theme.definition)
        for word in _PIECES.split(part)
        if 2 <= len(word) <= 8
    }
    return float(points + sum(word in text for word in words))


def _knows(call: _Open, shown: _Shown) -> float:
    """Whether the address is a unit's or a coordinator's of the call, or has sent it something."""
    connection, campaign = call.connection, call.campaign
    return float(
        bool(known_unit(connection, campaign, shown.sender))
        or coordinator_of(campaign, shown.sender) is not None
        or bool(sent_titles(connection, shown.sender, 1))
    )
