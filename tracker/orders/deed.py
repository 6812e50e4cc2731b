"""The setting in which orders are carried out, and what is kept so that they can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from tracker.office.parts import Parts


@dataclass(frozen=True, slots=True)
class Deed:
    """Who orders, when, and the batch under which corrections are undone together.

    ``steps`` collects, in order, what “撤销” has to put back besides the batch's corrections.
    """

    connection: Connection
    parts: Parts
    who: str
    email: str
    now: datetime
    batch: str
    how: str = "reply"
    steps: list[dict[str, Any]] = field(default_factory=list)

    def can_undo(self, what: str, **values: Any) -> None:
        """Note a step with the values from before it; ``what`` is a key of tracker.orders.undo.STEPS."""
        self.steps.append({"what": what, **values})

    def cannot_undo(self, why: str) -> None:
        """Note a step that cannot be put back, with the sentence that says so."""
        self.steps.append({"what": "fixed", "why": why})
