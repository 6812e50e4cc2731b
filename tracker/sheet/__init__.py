"""The tracking workbook (汇总表): out to the coordinator, and back with her edits."""
