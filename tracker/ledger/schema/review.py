"""Tables of review: rounds, experts, who reads what, the marks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tracker.ledger.schema.base import Instant, metadata

# People who read, of all rounds. state: listed → invited → willing, declined or withdrawn.
expert = Table(
    "expert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("unit", Text, nullable=False, default=""),
    Column("county", String(80), nullable=False, default=""),  # key of a reporting unit, "" of none
    Column("email", String(320), nullable=False, default=""),
    Column("phone", String(80), nullable=False, default=""),
    Column("most", Integer),  # cases he is willing to read; null: any number
    Column("wishes", JSON, nullable=False, default=list),  # numbers of themes
    Column("avoids", JSON, nullable=False, default=list),  # words that he declared
    Column("paper", Boolean, nullable=False, default=False),  # reads and answers on paper
    Column("state", String(12), nullable=False),
    Column("changed_at", Instant, nullable=False),
)

# A round of reading. Its rules are the campaign's until the first sheet leaves, then these.
review_round = Table(
    "review_round",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("rules", JSON, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("frozen_at", Instant),
    Column("due", String(10)),  # last day for answers, set when frozen
)

# Cases of a round with the number that experts see.
review_case = Table(
    "review_case",
    metadata,
    Column("round_id", ForeignKey("review_round.id"), primary_key=True),
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("number", String(12), nullable=False),
    UniqueConstraint("round_id", "number"),
)

# Who reads what. state: planned → sent, let go (withdrawn, barred) with its reason.
review_pair = Table(
    "review_pair",
    metadata,
    Column("round_id", ForeignKey("review_round.id"), primary_key=True),
    Column("expert_id", ForeignKey("expert.id"), primary_key=True),
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("reason", Text, nullable=False, default=""),  # of a pair set by hand, or let go
    Column("who", Text, nullable=False, default=""),  # "" the program's choice
    Column("made_at", Instant, nullable=False),
    Column("sent_at", Instant),
)

# Marks as they came; the newest of an expert and case stands.
review_mark = Table(
    "review_mark",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", ForeignKey("review_round.id"), nullable=False),
    Column("expert_id", ForeignKey("expert.id"), nullable=False),
    Column("case_id", ForeignKey("case_.id"), nullable=False),
    Column("scores", JSON, nullable=False, default=list),  # decimals as text; empty: he keeps away
    Column("criteria", JSON, nullable=False, default=list),  # name and weight of each, as they stood
    Column("comment", Text, nullable=False, default=""),
    Column("channel", String(12), nullable=False),  # mail, sheet, typed
    Column("source", Text, nullable=False, default=""),  # SHA-256 of the mail or file; photo of the paper
    Column("who", Text, nullable=False, default=""),  # who typed it in
    Column("taken_at", Instant, nullable=False),
    Index("ix_review_mark_round_id_expert_id_case_id", "round_id", "expert_id", "case_id"),
)

# What teams found on the spot; one row a visited case.
visit = Table(
    "visit",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("day", String(10)),  # planned
    Column("truth", Text, nullable=False, default=""),  # 真实性: 属实, 基本属实, 存疑
    Column("effect", Text, nullable=False, default=""),  # 实施成效, in words
    Column("survey", JSON, nullable=False, default=list),  # 发放, 回收, 有效 and the four levels
    Column("notes", Text, nullable=False, default=""),
    Column("who", Text, nullable=False, default=""),
    Column("changed_at", Instant, nullable=False),
)

# What people decided; one row a case.
decision = Table(
    "decision",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("chosen", Boolean, nullable=False),
    Column("who", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("decided_at", Instant, nullable=False),
)

# What was said against the public list.
objection = Table(
    "objection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_.id")),  # null: against the list as a whole
    Column("person", Text, nullable=False, default=""),
    Column("said", Text, nullable=False),
    Column("papers", Text, nullable=False, default=""),  # names of the files or mails that came with it
    Column("came_at", Instant, nullable=False),
    Column("answer", Text, nullable=False, default=""),
    Column("settled_at", Instant),
)
