"""Tables of the printed volume."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from tracker.ledger.schema.base import Instant, metadata

# Cases that are printed in the volume.
volume_choice = Table(
    "volume_choice",
    metadata,
    Column("case_id", ForeignKey("case_.id"), primary_key=True),
    Column("place", Integer),  # her own order; null: by theme and official order of the units
    Column("final_version", Integer),  # the version that she declared final (定稿); null: none yet
    Column("who", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("chosen_at", Instant, nullable=False),
)

# Every volume, booklet and report that was made, with what it printed.
volume_run = Table(
    "volume_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),  # of its folder
    Column("title", Text, nullable=False, default=""),
    Column("made_at", Instant, nullable=False),
    Column("content_sha256", String(64), nullable=False),  # of its content file
    Column("cases", JSON, nullable=False, default=list),  # [{number, version, sha256, title}] in print order
)
