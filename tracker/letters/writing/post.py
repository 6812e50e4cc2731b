"""Put one letter: render, pack, queue once; the only place that makes a NewLetter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from intake.campaign.entries import Coordinator
from tracker.ledger import letters
from tracker.ledger.records import NewLetter
from tracker.letters.writing.compose import compose
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.render import render_letter
from tracker.office.desk import Desk
from tracker.office.isolation import POSTING, one_by_one


def post(desk: Desk, draft: Draft) -> int | None:
    """Write a letter and queue it; returns its id, or None when its key was used before.

    Raises:
        ValueError: the recipient is not a mail address.
    """
    if letters.has_key(desk.connection, draft.key):
        return None
    parts = desk.parts
    values = {
        "campaign": parts.campaign,
        "signature": parts.campaign.signature,
        "now": desk.now,
        **draft.values,
    }
    rendered = render_letter(draft.kind, values, parts.templates, parts.campaign.timezone)
    identity, content = compose(parts.writer, draft, rendered, desk.now)
    new = NewLetter(
        key=draft.key,
        kind=draft.kind,
        recipient=draft.recipient,
        subject=rendered.subject,
        message_id=identity,
        content=content,
        unit=draft.unit,
        due_at=draft.due_at,
        expires_at=draft.expires_at,
        answers=draft.answers,
        held=draft.held,
    )
    return letters.put_letter(desk.connection, new, desk.now)


def post_to(desk: Desk, people: Iterable[Coordinator], draft: Draft) -> int:
    """The same letter to each of these coordinators, who stand in its key and values.

    Returns how many were queued.
    """
    made_out = (
        replace(
            draft,
            key=f"{draft.key}{person.email}",
            recipient=person.email,
            values={**draft.values, "person": person},
            reason="coordinator",
        )
        for person in people
    )
    return sum(letter is not None for letter in post_each(desk, made_out))


def post_each(desk: Desk, drafts: Iterable[Draft]) -> Iterator[int | None]:
    """Post letters that are told apart by their keys; one that cannot be written keeps no other back."""
    return one_by_one(desk, POSTING, drafts, lambda draft: post(desk, draft), name=lambda draft: draft.key)
