"""The report to the higher office: letter, table, texts and originals of the final cases, in one folder and one zip."""
