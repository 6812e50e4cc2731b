"""Tables of collection: mails, cases, words of people, editions of the workbook."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tracker.ledger.schema.base import Instant, leased, metadata

# Where polling stands, one row an account, folder and UIDVALIDITY.
cursor = Table(
    "cursor",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("folder", String(300), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, nullable=False),  # every UID up to here is in `sighting`
    Column("polled_at", Instant),
    Column("reconciled_at", Instant),
    Column("on_server", Integer),  # number of mails at the last full reconcile
)

# One row a distinct raw mail. state: archived → read → filed, or quarantined (a person must look).
mail = Table(
    "mail",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("file", Text, nullable=False, default=""),  # name of the .eml it was imported from
    Column("header_only", Boolean, nullable=False, default=False),  # oversize: body not fetched
    Column("state", String(12), nullable=False),
    *leased(),
    Column("arrived_at", Instant, nullable=False),  # INTERNALDATE, or the import's arrival time
    Column("sent_at", Instant),  # believed time of sending; lateness goes by it
    Column("sent_from", String(12), nullable=False, default=""),  # date / received / arrived
    Column("archived_at", Instant, nullable=False),
    Column("filed_at", Instant),
    Column("message_id", Text, nullable=False, default=""),
    Column("in_reply_to", Text, nullable=False, default=""),
    Column("references_", JSON, nullable=False, default=list),
    Column("from_email", Text, nullable=False, default=""),
    Column("from_name", Text, nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("kind", String(12), nullable=False, default=""),
    Column("intent", String(20), nullable=False, default=""),
    Column("kind_reason", Text, nullable=False, default=""),
    Column("unit", String(40), nullable=False, default=""),  # key of the unit it came from
    Column("needs_person", Boolean, nullable=False, default=False),
    Column("wants_answer", Boolean, nullable=False, default=False),  # until a row in `answer`
    Column("reviewed_at", Instant),  # a person has looked at it
    Column("late", Boolean),
    Column("copy_of", ForeignKey("mail.id")),  # same Message-ID and content, other bytes
    Column("body", Text, nullable=False, default=""),  # the new text
    Column("trouble", Text, nullable=False, default=""),  # why it is quarantined
    Index(None, "message_id"),
    Index(None, "state"),
    Index(None, "from_email"),
    Index(None, "wants_answer"),
    Index(None, "filed_at"),
    Index(None, "unit"),
    Index(None, "needs_person", "reviewed_at"),
)

# Each place in a mailbox where a mail was seen.
sighting = Table(
    "sighting",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("folder", String(300), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("gone_at", Instant),  # no longer on the server at a reconcile
    Index(None, "mail_id"),
    Index(None, "account", "folder", "uidvalidity", "gone_at", "seen_at"),
)

# Subjects in the junk folder, for the digest; the mails are not taken in.
suspect = Table(
    "suspect",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("folder", String(300), primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True),
    Column("uid", BigInteger, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("from_email", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

# A file that came with a mail, and the text read from it.
attachment = Table(
    "attachment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", JSON, nullable=False, default=list),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False, default=0),
    UniqueConstraint("mail_id", "position"),
    Index(None, "sha256"),
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail_id", ForeignKey("mail.id"), nullable=False),
    Column("attachment_id", ForeignKey("attachment.id")),  # null: the mail's own body
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("format", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("reader", String(40), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("recognised", Boolean, nullable=False, default=False),
    Column("ocr_state", String(10), nullable=False, default=""),  # "", wanted, done, failed
    *leased(),
    UniqueConstraint("mail_id", "position"),
    Index(None, "ocr_state"),
)

# The story; identity survives resends. status: active, withdrawn, duplicate.
case = Table(
    "case_",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("serial", Integer, nullable=False, unique=True),  # “3号”
    Column("number", String(40), nullable=False, unique=True),  # as the campaign's number_format has it
    Column("status", String(12), nullable=False, default="active"),
    Column("unit_key", String(40), nullable=False, default=""),  # reporting unit it counts for
    Column("current_version", Integer, nullable=False, default=1),
    Column("pinned", Boolean, nullable=False, default=False),
    Column("duplicate_of", ForeignKey("case_.id")),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("confirmed_at", Instant),  # a person confirmed the whole row
    Index(None, "unit_key"),
    Index(None, "status"),
    Index(None, "created_at"),
)

# One sending of the case.
version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, …
    Column("mail_id", ForeignKey("mail.id"), nullable=False),
    Column("documents", JSON, nullable=False, default=list),  # positions in the mail, best first
    Column("text", Text, nullable=False, default=""),
    Column("text_sha256", String(64), nullable=False, default=""),  # of the normalised text
    Column("characters", Integer, nullable=False, default=0),
    Column("themes", JSON, nullable=False, default=list),  # [{theme, confidence, words}]
    Column("flags", JSON, nullable=False, default=list),
    Column("on_time", Boolean),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("case_id", "number"),
    Index(None, "text_sha256"),
    Index(None, "mail_id"),
    Index(None, "received_at"),
)

# What a mail has to do with a case, in the mail's order.
# role: new, revision, same (the same text again), copy (like another unit's), practice, named,
# attached (a person put what it brought to the case).
submission = Table(
    "submission",
    metadata,
    Column("mail_id", ForeignKey("mail.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("version_id", ForeignKey("version.id")),  # null: brought nothing new
    Column("role", String(10), nullable=False),
    Column("other_id", ForeignKey("case_.id")),  # the case it resembles (copy, practice)
    Column("files", JSON),  # of what was put to a case: hashes of the files; null: everything it brought
    Index(None, "case_id"),
)

# What the machine read, with evidence; one row a version and field.
fact = Table(
    "fact",
    metadata,
    Column("version_id", ForeignKey("version.id"), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("value", Text, nullable=False, default=""),
    Column("confidence", Float, nullable=False, default=0.0),
    Column("waits", Boolean, nullable=False, default=False),
    Column("evidence", JSON, nullable=False, default=list),  # [{where, quote, source}]
    Column("choices", JSON, nullable=False, default=list),
    Column("note", Text, nullable=False, default=""),
    Index(None, "field", "value"),
)

# What a person said; beats every fact of the same case and field, for ever.
correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("field", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("before", Text, nullable=False, default=""),
    Column("who", Text, nullable=False),
    Column("how", String(12), nullable=False),  # command / reply / sheet / sender
    Column("reason", Text, nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("undone_at", Instant),
    Column("batch", String(64), nullable=False, default=""),  # undone together (“撤销”)
    Index(None, "case_id", "field"),
    Index(None, "batch"),
    Index(None, "field", "undone_at"),
    Index(None, "who"),
    Index(None, "made_at"),
)

# What is counted of a case as it counts now, a person's words included: computed from the tables above by
# tracker/ledger/shown.py in the transaction that changes them, so that counting reads one narrow index.
shown = Table(
    "shown",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("status", String(12), nullable=False),
    Column("unit_key", String(40), nullable=False),
    Column("theme", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("waits", Boolean, nullable=False),  # a field waits for a person
    Column("sent_at", Instant, nullable=False),  # the mail of the current version
    Index(None, "status", "unit_key", "theme", "level", "waits", "sent_at"),
)

# How many rows of `shown` have these in common, kept beside them: the standing of a call is read from here.
tally = Table(
    "tally",
    metadata,
    Column("status", String(12), primary_key=True),
    Column("unit_key", String(40), primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("waits", Boolean, primary_key=True),
    Column("cases", Integer, nullable=False),
)

# What the workbook showed of a case from an edition on, until a later row: for the way back.
issued = Table(
    "issued",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("cells", JSON, nullable=False),  # field → text in the cell
    Index(None, "edition"),
)

# Something a person has to settle. state: open, settled.
doubt = Table(
    "doubt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mail_id", ForeignKey("mail.id")),
    Column("case_id", ForeignKey("case_.id")),
    Column("code", String(20), nullable=False),
    Column("about", Text, nullable=False, default=""),
    Column("detail", Text, nullable=False, default=""),
    Column("choices", JSON, nullable=False, default=list),
    Column("owner", String(12), nullable=False),
    Column("state", String(8), nullable=False, default="open"),
    Column("opened_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text, nullable=False, default=""),
    Column("expires_at", Instant),  # cloud links
    Index(None, "state", "owner"),
    Index(None, "mail_id"),
    Index(None, "case_id"),
    Index(None, "code"),
)

# Near-duplicate search: one row a band of a version's signature.
band = Table(
    "band",
    metadata,
    Column("value", BigInteger, primary_key=True),  # band index mixed with the band's hash, 63 bits
    Column("version_id", ForeignKey("version.id"), primary_key=True),
)

# Append-only history.
event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),  # "system", a coordinator's name, "command line"
    Column("what", String(40), nullable=False),  # mail.archived, case.created, letter.sent, …
    Column("mail_id", Integer),
    Column("case_id", Integer),
    Column("letter_id", Integer),
    Column("detail", JSON, nullable=False, default=dict),
    Index(None, "what", "at"),
    Index(None, "case_id"),
)

# Named leases (one sender per SMTP server) and small values that must survive a restart.
lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(80), nullable=False, default=""),
    Column("until", Instant),
    Column("fence", Integer, nullable=False, default=0),
)
# Numbers that are given out without gaps; the row is locked until the transaction that took one ends.
series = Table(
    "series",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("newest", Integer, nullable=False),
)
note = Table(
    "note",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("key <> ''", name="key_given"),
)
