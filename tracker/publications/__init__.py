"""What leaves the office besides letters and workbook."""
