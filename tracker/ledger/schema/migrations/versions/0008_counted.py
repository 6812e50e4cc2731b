"""Cases counted beside what is counted; which letters of ours a mail names; indexes for a person's words."""

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
    """Add the tables and fill them."""
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
    op.create_table(
        "tally",
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("unit_key", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status", "unit_key", "theme", "level", "waits", name=op.f("pk_tally")),
    )
    op.execute(
        "INSERT INTO tally SELECT status, unit_key, theme, level, waits, count(*) FROM shown"
        " GROUP BY status, unit_key, theme, level, waits"
    )
    connection = op.get_bind()
    letter = sa.table("letter", sa.column("id"), sa.column("message_id"))
    mail = sa.table("mail", sa.column("id"), sa.column("in_reply_to"), sa.column("references_", sa.JSON()))
    last = 0
    query = sa.select(mail).order_by(mail.c.id).limit(AT_ONCE)
    while rows := connection.execute(query.where(mail.c.id > last)).all():
        last = rows[-1].id
        for row in rows:
            names = sorted({row.in_reply_to, *(row.references_ or ())} - {""})
            found = sa.select(letter.c.id).where(letter.c.message_id.in_(names))
            for letter_id in connection.execute(found).scalars().all() if names else ():
                connection.execute(named.insert().values(letter_id=letter_id, mail_id=row.id))


def downgrade() -> None:
    """Drop them again."""
    for table, columns in reversed(INDEXES):
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
    op.drop_table("tally")
    op.drop_table("named_letter")
