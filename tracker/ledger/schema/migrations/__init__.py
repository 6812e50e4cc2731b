"""From one layout of the ledger to the next, by Alembic."""
