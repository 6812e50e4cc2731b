"""The ledger (台账): the database of record."""
