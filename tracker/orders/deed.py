"""The setting in which orders are carried out, and what is kept so that they can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from intake.model.case import Document
from tracker.ledger.people.corrections import Word
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk


@dataclass(frozen=True, slots=True)
class Deed(Desk):
    """A desk at which a person orders; her corrections are undone together, by their batch.

    ``steps`` collects, in order, what “撤销” has to put back besides the batch's corrections; ``papers``
    what is to be sent to her: ``original`` of a case, ``workbook``, ``missing``, ``volume``.
    """

    who: str
    email: str
    batch: str = ""
    how: str = "reply"
    steps: list[dict[str, Any]] = field(default_factory=list)
    papers: list[tuple[str, int]] = field(default_factory=list)
    mail: MailRow | None = None  # in which she orders
    documents: tuple[Document, ...] = field(default=(), repr=False)  # that came with it

    def word(self, reason: str) -> Word:
        """Her word on a case, for a reason."""
        return Word(self.who, self.how, reason, self.batch)

    def can_undo(self, what: str, **values: Any) -> None:
        """Note a step with the values from before it; ``what`` is a key of tracker.orders.undo.STEPS."""
        self.steps.append({"what": what, **values})

    def cannot_undo(self, why: str) -> None:
        """Note a step that cannot be put back, with the sentence that says so."""
        self.steps.append({"what": "fixed", "why": why})
