"""Which letters of ours a mail names, so that nobody reads every mail for it; indexes for a person's words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AT_ONCE = 500  # mails
INDEXES = (
    ("correction", ["batch"]),
    ("correction", ["field", "undone_at"]),
    ("correction", ["who"]),
    ("correction", ["made_at"]),
)


def upgrade() -> None:
    """Add the table and fill it from what the mails say."""
    named = op.create_table(
        "named_letter",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_named_letter_letter_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_named_letter_mail_id")),
        sa.PrimaryKeyConstraint("letter_id", "mail_id", name=op.f("pk_named_letter")),
    )
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)
    connection = op.get_bind()
    letter = sa.table("letter", sa.column("id"), sa.column("message_id"))
    mail = sa.table("mail", sa.column("id"), sa.column("in_reply_to"), sa.column("references_", sa.JSON()))
    last = 0
    query = sa.select(mail).order_by(mail.c.id).limit(AT_ONCE)
    while rows := connection.execute(query.where(mail.c.id > last)).all():
        last = rows[-1].id
        said = [(row.id, {row.in_reply_to, *(row.references_ or ())}) for row in rows]
        for mail_id, names in said:
            if names := sorted(names - {""}):
                found = connection.execute(sa.select(letter.c.id).where(letter.c.message_id.in_(names)))
                for letter_id in found.scalars().all():
                    connection.execute(named.insert().values(letter_id=letter_id, mail_id=mail_id))


def downgrade() -> None:
    """Drop them again."""
    for table, columns in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    op.drop_table("named_letter")
