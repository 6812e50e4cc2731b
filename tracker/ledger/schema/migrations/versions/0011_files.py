"""Of a mail that was put to a case, which of its files belong there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now all of them did."""
    op.add_column("submission", sa.Column("files", sa.JSON(), nullable=True))


def downgrade() -> None:
    """All of them do."""
    op.drop_column("submission", "files")
