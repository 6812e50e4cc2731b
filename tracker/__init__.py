"""Remember, decide and speak: ledger, letters, workbook, schedule."""
