"""The layouts of the ledger, oldest first."""
