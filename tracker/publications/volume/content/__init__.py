"""What a run prints: gathered once from ledger and archive, kept as one file, read by everything after."""
