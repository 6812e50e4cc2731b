"""Turn mail bytes into facts with evidence. Knows no database and sends nothing."""
