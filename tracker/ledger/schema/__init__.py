"""Tables of the ledger, as SQLAlchemy Core values. Migrations live in tracker/ledger/schema/migrations.

Times are stored as fixed-width UTC text (``2015-08-03T02:25:00Z``) so that they sort and can be
read with any SQLite tool. JSON columns hold what people look at but the rules never query.
Rows that are claimed by a worker carry ``state, lease_by, lease_until, attempts``.
"""

from tracker.ledger.schema.base import NAMING, Instant, metadata
from tracker.ledger.schema.collected import (
    attachment,
    band,
    case,
    correction,
    cursor,
    document,
    doubt,
    event,
    fact,
    issued,
    lease,
    mail,
    note,
    series,
    shown,
    sighting,
    submission,
    suspect,
    tally,
    version,
)
from tracker.ledger.schema.letters import address, answer, letter, named_letter, option
from tracker.ledger.schema.review import (
    decision,
    expert,
    objection,
    review_case,
    review_mark,
    review_pair,
    review_round,
    visit,
)
from tracker.ledger.schema.volume import volume_choice, volume_run

__all__ = [
    "NAMING",
    "Instant",
    "address",
    "answer",
    "attachment",
    "band",
    "case",
    "correction",
    "cursor",
    "decision",
    "document",
    "doubt",
    "event",
    "expert",
    "fact",
    "issued",
    "lease",
    "letter",
    "mail",
    "metadata",
    "named_letter",
    "note",
    "objection",
    "option",
    "review_case",
    "review_mark",
    "review_pair",
    "review_round",
    "series",
    "shown",
    "sighting",
    "submission",
    "suspect",
    "tally",
    "version",
    "visit",
    "volume_choice",
    "volume_run",
]
