"""What one case and its mail say, collected once: layouts, names, cells, rows, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.campaign.call import Call, Sender
from intake.model.case import Body, Document, Envelope
from intake.understand.identify.group import Group
from intake.understand.identify.parse.filename import FileName, read_name
from intake.understand.identify.parse.layout import Layout, lay_out
from intake.understand.identify.parse.sheet_rows import SheetRow
from intake.understand.identify.parts import BODY_NAME, without_mark


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that may speak about one case.

    ``alone`` says that the mail holds only this case, so that what the mail says is about it.
    """

    call: Call
    sender: Sender
    envelope: Envelope
    body: Body
    documents: tuple[Document, ...]  # of the case, best text first
    layout: Layout
    names: tuple[FileName, ...]  # of those documents, same order
    row: SheetRow | None
    alone: bool
    letters: tuple[Document, ...] = ()  # covering letters that came as files

    @property
    def best(self) -> Document:
        """The document with the best text."""
        return self.documents[0]

    @property
    def pairs(self) -> tuple[tuple[str, str, str], ...]:
        """(label, value, file) of all forms and labelled lines of the case."""
        return tuple((label, value, d.name) for d in self.documents for label, value in d.pairs)

    @property
    def year(self) -> int:
        """The year that decides which towns exist."""
        return self.call.campaign.opening.year


def see_case(
    group: Group,
    documents: Sequence[Document],
    mail: tuple[Body, Envelope, Sender],
    call: Call,
    row: SheetRow | None,
    *,
    alone: bool,
    letters: tuple[Document, ...] = (),
) -> Seen:
    """Collect what speaks about the case of ``group``."""
    body, envelope, sender = mail
    own = tuple(documents[index] for index in group.all)
    best = own[0]
    year = call.campaign.opening.year
    in_mail = best.name == BODY_NAME
    return Seen(
        call=call,
        sender=sender,
        envelope=envelope,
        body=body,
        documents=own,
        layout=lay_out(best.text, call.places, year, letter=in_mail),
        names=tuple(
            FileName() if d.name == BODY_NAME else read_name(without_mark(d.name), call.places, year)
            for d in own
        ),
        row=row,
        alone=alone,
        letters=letters,
    )
