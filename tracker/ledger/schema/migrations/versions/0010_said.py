"""An address that a person named is told from one that a confirmed case came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the addresses known so far, those that no case came from were named."""
    op.add_column("address", sa.Column("said", sa.Boolean(), nullable=False, server_default=sa.false()))
    address = sa.table(
        "address", sa.column("email"), sa.column("confirmed", sa.Boolean()), sa.column("said", sa.Boolean())
    )
    mail = sa.table("mail", sa.column("id"), sa.column("from_email"))
    version = sa.table("version", sa.column("mail_id"))
    brought = sa.exists().where(mail.c.from_email == address.c.email, version.c.mail_id == mail.c.id)
    op.execute(sa.update(address).where(address.c.confirmed.is_(True), ~brought).values(said=True))
    with op.batch_alter_table("address") as batch:
        batch.alter_column("said", server_default=None)


def downgrade() -> None:
    """What was named is confirmed, as before."""
    op.drop_column("address", "said")
