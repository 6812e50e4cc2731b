"""What went out of the office: editions of the workbook, volumes."""
