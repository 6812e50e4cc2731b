"""What waits for whom is counted in the index."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index knows the owner, too."""
    op.drop_index(op.f("ix_doubt_state"), table_name="doubt")
    op.create_index(op.f("ix_doubt_state_owner"), "doubt", ["state", "owner"], unique=False)


def downgrade() -> None:
    """By state alone."""
    op.drop_index(op.f("ix_doubt_state_owner"), table_name="doubt")
    op.create_index(op.f("ix_doubt_state"), "doubt", ["state"], unique=False)
