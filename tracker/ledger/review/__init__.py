"""Review in the ledger: experts, rounds, pairs, marks."""
