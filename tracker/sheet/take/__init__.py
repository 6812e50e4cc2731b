"""What a returned workbook asks for: compared, taken, answered."""
