"""Tables of letters: what goes out, what it answers and offers, the addresses it goes to."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from tracker.ledger.schema.base import Instant, leased, metadata

# Mail decided but not yet accepted by a server. Bytes and Message-ID never change.
# state: held, queued, sending, sent, deferred, failed, unknown, cancelled.
letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),  # one logical letter
    Column("kind", String(20), nullable=False),
    Column("unit", String(40), nullable=False, default=""),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    *leased(),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),  # not sent after this: it no longer makes sense
    Column("sent_at", Instant),
    Column("response", Text, nullable=False, default=""),  # what the server said last
    Index(None, "state", "due_at"),
    Index(None, "recipient"),
    Index(None, "created_at"),
)

# Which mails a letter answers; a mail is answered at most once by an acknowledgement.
answer = Table(
    "answer",
    metadata,
    Column("letter_id", ForeignKey("letter.id"), primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), primary_key=True),
    Index(None, "mail_id"),
)

# Letters of ours that a mail names as what it answers or follows.
named_letter = Table(
    "named_letter",
    metadata,
    Column("letter_id", ForeignKey("letter.id"), primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), primary_key=True),
)

# Numbered choices that a letter offered: “1 张集镇 2 张集街道”.
option = Table(
    "option_",
    metadata,
    Column("letter_id", ForeignKey("letter.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("field", String(20), nullable=False),
    Column("value", Text, nullable=False),
)

# An address that a person confirmed for a unit, or that bounces. ``said``: he said so of the address itself,
# so that letters to the unit go there, too; else he confirmed a case that came from it.
address = Table(
    "address",
    metadata,
    Column("email", String(320), primary_key=True),
    Column("unit", String(40), nullable=False, default=""),
    Column("confirmed", Boolean, nullable=False, default=False),
    Column("said", Boolean, nullable=False, default=False),
    Column("bad_since", Instant),
    Column("bad_reason", Text, nullable=False, default=""),
)
