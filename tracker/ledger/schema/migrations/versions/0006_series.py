"""Numbers of cases and editions are given out from rows of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and go on counting where the ledger is."""
    op.create_table(
        "series",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_series")),
    )
    op.execute("INSERT INTO series SELECT 'case', max(serial) FROM case_ HAVING max(serial) IS NOT NULL")
    op.execute(
        "INSERT INTO series SELECT 'edition', CAST(CAST(value AS TEXT) AS INTEGER) FROM note"
        " WHERE key = 'sheet.edition'"
    )
    op.execute("DELETE FROM note WHERE key = 'sheet.edition'")


def downgrade() -> None:
    """Drop it; editions begin anew."""
    op.drop_table("series")
