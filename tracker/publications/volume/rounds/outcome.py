"""What becomes of a correction in the version that is printed now: done, or what keeps it from being done."""

from __future__ import annotations

from tracker.ledger.cases import list_cases
from tracker.ledger.published.rounds import Correction
from tracker.ledger.published.volume import list_choices
from tracker.ledger.texts.versions import get_version
from tracker.office.desk import Desk
from tracker.publications.volume.choice import Chosen
from tracker.publications.volume.content.correct import why_not
from tracker.publications.volume.content.cut import cut_known
from tracker.publications.volume.content.gather import known_values, printed_row
from tracker.publications.volume.content.model import Line


def why_open(desk: Desk, one: Correction) -> str:
    """What keeps a correction from being done; ``""``: nothing. Another version is looked at as the ledger has it."""
    choice = list_choices(desk.connection).get(one.case_id)
    if one.why or choice is None:
        return one.why
    (case,) = list_cases(desk.connection, [one.case_id])
    row = printed_row(desk, Chosen(case, choice))
    if row.version == one.version:
        return ""
    text = get_version(desk.connection, row.version_id).text
    blocks = [Line("paragraph", line.strip()) for line in text.splitlines() if line.strip()]
    return why_not(cut_known(blocks, tuple(known_values(desk, row))), one, row.version)
