"""One letter to many units: who can be written to, told to the coordinators before it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.cases.standing import UnitStanding
from tracker.ledger.letters import RECIPIENTS_MARK
from tracker.ledger.records import LetterKind
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post_each, post_to
from tracker.letters.writing.words import KIND_WORDS
from tracker.office.desk import Desk

MANY = 3  # units: letters to more of them wait for a yes


@dataclass(frozen=True, slots=True)
class Mailing:
    """Who gets a letter to many: with address, without one, and short but spared; official order."""

    told: tuple[tuple[UnitStanding, str], ...]
    silent: tuple[UnitStanding, ...]
    spared: tuple[UnitStanding, ...] = ()

    @property
    def units(self) -> int:
        """How many units the mailing is about."""
        return len(self.told) + len(self.silent)


def put_recipients(desk: Desk, mailing: Mailing, draft: Draft) -> None:
    """Tell the coordinators who gets ``draft``, before it goes.

    The key of what they are told holds the key that begins those of the mailing's letters: “确认”
    in reply to it releases them if they are held.
    """
    values = {
        "what": KIND_WORDS[draft.kind],
        "held": draft.held,
        "told": mailing.told,
        "silent": mailing.silent,
        "spared": mailing.spared,
    }
    news = Draft(LetterKind.RECIPIENTS, f"{RECIPIENTS_MARK}{draft.key}|", values=values)
    post_to(desk, desk.campaign.coordinators, news)


def post_to_units(desk: Desk, mailing: Mailing, draft: Draft) -> None:
    """Queue ``draft`` for every unit with an address; its key and values get the unit."""
    made_out = (_made_out(draft, standing, address) for standing, address in mailing.told)
    for _ in post_each(desk, made_out):
        pass


def _made_out(draft: Draft, standing: UnitStanding, address: str) -> Draft:
    unit = standing.unit
    values = {
        "addressee": unit.office or unit.name,
        "received": standing.cases,
        "minimum": unit.minimum,
        **draft.values,
    }
    return replace(draft, key=f"{draft.key}{unit.key}", recipient=address, unit=unit.key, values=values)
