"""Mails from the mailbox's own address: only what we wrote ourselves is ours."""

from dataclasses import replace

import pytest

from intake.mail.own import is_own, is_own_letter, name_author
from intake.model.case import Address, Envelope

BOX = Address("zhengji@example.cn")
OWN = (BOX.email, "bureau.example")
LETTER = Envelope(message_id=f"<zj.{'0a' * 20}@example.cn>", sender=BOX, mark="reminder")
FORM = Envelope(sender=BOX, reply_to=Address("fx@county.cn", "丰县"))


def test_own_addresses_and_domains() -> None:
    seen = [is_own(e, OWN) for e in ("zhengji@example.cn", "x@bureau.example", "x@example.cn", "")]
    assert seen == [True, True, False, False]


@pytest.mark.parametrize(
    ("envelope", "ours"),
    [
        (LETTER, True),
        (replace(LETTER, mark=""), False),
        (replace(LETTER, message_id="<6698686281593020456@mail.example.cn>"), False),
        (replace(LETTER, message_id="<zj.12@example.cn>"), False),
        (replace(LETTER, sender=Address("fx@county.cn")), False),
        (Envelope(sender=BOX), False),
    ],
)
def test_our_letters(envelope: Envelope, ours: bool) -> None:
    assert is_own_letter(envelope, OWN) is ours


@pytest.mark.parametrize(
    ("envelope", "author"),
    [
        (FORM, Address("fx@county.cn", "丰县")),
        (replace(FORM, reply_to=BOX), BOX),
        (replace(FORM, reply_to=Address("")), BOX),
        (replace(FORM, sender=Address("px@county.cn")), Address("px@county.cn")),  # a person's own wish
        (replace(LETTER, reply_to=Address("fx@county.cn")), BOX),
    ],
)
def test_who_a_web_form_speaks_for(envelope: Envelope, author: Address) -> None:
    assert name_author(replace(envelope, sole_author=True), OWN) == replace(
        envelope, sender=author, sole_author=author == envelope.sender
    )
