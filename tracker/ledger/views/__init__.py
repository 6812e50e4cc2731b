"""Questions asked of the whole ledger."""
