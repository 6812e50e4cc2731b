"""The databases that can hold the ledger: how each is opened, locked, and what it says differently."""
