"""Word 97, 95 and 6, binary."""
