"""A workbook that comes back: read into plain values, row by row."""
