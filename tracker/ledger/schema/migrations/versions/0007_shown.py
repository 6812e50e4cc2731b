"""One row a case with what is counted of it; indexes for lists of what is new and for the account of mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SAID = (
    "(SELECT value FROM correction WHERE case_id = case_.id AND field = '{0}' AND undone_at IS NULL"
    " ORDER BY id DESC LIMIT 1)"
)
READ = "(SELECT value FROM fact WHERE version_id = version.id AND field = '{0}')"
FILL = f"""
INSERT INTO shown (case_id, status, unit_key, theme, level, waits, sent_at)
SELECT case_.id, case_.status, case_.unit_key,
  COALESCE({SAID.format("theme")}, {READ.format("theme")}, ''),
  COALESCE({SAID.format("level")}, {READ.format("level")}, ''),
  EXISTS (SELECT 1 FROM fact WHERE fact.version_id = version.id AND fact.waits = {{true}} AND NOT EXISTS (
    SELECT 1 FROM correction WHERE correction.case_id = case_.id AND correction.field = fact.field
    AND correction.undone_at IS NULL)),
  COALESCE(mail.sent_at, mail.arrived_at)
FROM case_ JOIN version ON version.case_id = case_.id AND version.number = case_.current_version
JOIN mail ON mail.id = version.mail_id
"""  # noqa: S608 - made of this file's own words
INDEXES = (
    ("shown", ["status", "unit_key", "theme", "level", "waits", "sent_at"]),
    ("case_", ["created_at"]),
    ("version", ["received_at"]),
    ("mail", ["needs_person", "reviewed_at"]),
    ("sighting", ["account", "folder", "uidvalidity", "gone_at", "seen_at"]),
)


def upgrade() -> None:
    """Add the table and fill it."""
    op.create_table(
        "shown",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("unit_key", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_shown_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_shown")),
    )
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    op.execute(FILL.format(true="1" if op.get_bind().dialect.name == "sqlite" else "TRUE"))


def downgrade() -> None:
    """Drop them again."""
    for table, columns in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    op.drop_table("shown")
