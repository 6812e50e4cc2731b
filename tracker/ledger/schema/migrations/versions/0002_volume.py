"""The volume: which cases are printed, and what each run printed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables of the volume."""
    op.create_table(
        "volume_choice",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("final_version", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_volume_choice_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_volume_choice")),
    )
    op.create_table(
        "volume_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_run")),
        sa.UniqueConstraint("name", name=op.f("uq_volume_run_name")),
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("volume_run")
    op.drop_table("volume_choice")
