"""Which proof a mail answers; asked of every mail, so nothing that writes Word is loaded for it."""

from __future__ import annotations

from intake.model.case import Envelope
from tracker.ledger.letters import replied_letter
from tracker.ledger.published.rounds import Round, Sent, list_rounds
from tracker.ledger.records import LetterKind
from tracker.office.desk import Desk


def proof_answered(desk: Desk, envelope: Envelope) -> tuple[Round, Sent] | None:
    """The round whose proof a mail answers, and what was sent with it."""
    letter = replied_letter(desk.connection, envelope)
    if letter is None or letter.kind is not LetterKind.PROOF:
        return None
    for one in list_rounds(desk.connection):
        for sent in one.sent:
            if sent.key == letter.key:
                return one, sent
    return None
