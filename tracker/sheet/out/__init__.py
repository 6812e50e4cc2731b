"""The workbook and its companions, written."""
