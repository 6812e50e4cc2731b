"""Indexes for what is asked on the way of every mail."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes, and let that of event, by what, tell times too."""
    op.create_index(op.f("ix_mail_filed_at"), "mail", ["filed_at"], unique=False)
    op.create_index(op.f("ix_mail_unit"), "mail", ["unit"], unique=False)
    op.create_index(op.f("ix_letter_created_at"), "letter", ["created_at"], unique=False)
    op.create_index(op.f("ix_doubt_code"), "doubt", ["code"], unique=False)
    op.create_index(op.f("ix_event_what_at"), "event", ["what", "at"], unique=False)
    op.drop_index(op.f("ix_event_what"), table_name="event")


def downgrade() -> None:
    """Drop them again."""
    op.create_index(op.f("ix_event_what"), "event", ["what"], unique=False)
    op.drop_index(op.f("ix_event_what_at"), table_name="event")
    op.drop_index(op.f("ix_doubt_code"), table_name="doubt")
    op.drop_index(op.f("ix_letter_created_at"), table_name="letter")
    op.drop_index(op.f("ix_mail_unit"), table_name="mail")
    op.drop_index(op.f("ix_mail_filed_at"), table_name="mail")
