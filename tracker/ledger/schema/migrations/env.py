"""Alembic environment: runs on the connection that :mod:`tracker.ledger.engines.store` hands over."""

from __future__ import annotations

from alembic import context

from tracker.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
