"""A read mail into the ledger, once or again."""
