"""Mails that carry the mailbox's own address: a letter of ours that came back, a colleague's, a web form's."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.model.case import Envelope

_OWN_ID = re.compile(r"<zj\.[0-9a-f]{40}@[^<>@]+>")


def is_own(email: str, own: tuple[str, ...]) -> bool:
    """Whether an address is ours: equal, or in a domain given without @."""
    domain = email.rpartition("@")[2]
    return bool(email) and any(
        email == o if "@" in o.strip("@") else domain == o.strip("@") for o in own if o
    )


def is_own_letter(envelope: Envelope, own: tuple[str, ...]) -> bool:
    """Whether a mail is a letter that this system wrote: our address, our mark, our form of Message-ID.

    The address alone says nothing: staff send a case from the web mailbox, forms mail in its name.
    """
    marked = bool(envelope.mark and _OWN_ID.fullmatch(envelope.message_id))
    return marked and is_own(envelope.sender.email, own)


def name_author(envelope: Envelope, own: tuple[str, ...]) -> Envelope:
    """The envelope with the person behind a web form as its sender.

    A mail from the mailbox itself that asks for answers elsewhere (Reply-To) speaks for who is named there.
    That is a claim, as every From is, and never proof of an author.
    """
    behind = envelope.reply_to
    ours = is_own(envelope.sender.email, own) and not is_own_letter(envelope, own)
    if not ours or not behind.email or is_own(behind.email, own):
        return envelope
    return replace(envelope, sender=behind, sole_author=False)
