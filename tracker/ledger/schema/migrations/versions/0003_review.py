"""Review: experts, rounds, who reads what, marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of review."""
    op.create_table(
        "expert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("county", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=80), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("avoids", sa.JSON(), nullable=False),
        sa.Column("paper", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert")),
        sa.UniqueConstraint("name", name=op.f("uq_expert_name")),
    )
    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.String(length=20), nullable=False),
        sa.Column("frozen_at", sa.String(length=20), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("name", name=op.f("uq_review_round_name")),
    )
    op.create_table(
        "review_case",
        _pointer("round_id"),
        _pointer("case_id"),
        sa.Column("number", sa.String(length=12), nullable=False),
        *_foreign("review_case", "round_id", "case_id"),
        sa.PrimaryKeyConstraint("round_id", "case_id", name=op.f("pk_review_case")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_review_case_round_id_number")),
    )
    op.create_table(
        "review_pair",
        _pointer("round_id"),
        _pointer("expert_id"),
        _pointer("case_id"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        sa.Column("sent_at", sa.String(length=20), nullable=True),
        *_foreign("review_pair", "round_id", "expert_id", "case_id"),
        sa.PrimaryKeyConstraint("round_id", "expert_id", "case_id", name=op.f("pk_review_pair")),
    )
    op.create_table(
        "review_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        _pointer("round_id"),
        _pointer("expert_id"),
        _pointer("case_id"),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.String(length=20), nullable=False),
        *_foreign("review_mark", "round_id", "expert_id", "case_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_mark")),
    )
    op.create_index(
        "ix_review_mark_round_id_expert_id_case_id", "review_mark", ["round_id", "expert_id", "case_id"]
    )


def downgrade() -> None:
    """Drop them again."""
    for table in ("review_mark", "review_pair", "review_case", "review_round", "expert"):
        op.drop_table(table)


_TARGETS = {"round_id": "review_round.id", "expert_id": "expert.id", "case_id": "case_.id"}


def _pointer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _foreign(table: str, *names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [_TARGETS[name]], name=op.f(f"fk_{table}_{name}")) for name in names
    ]
