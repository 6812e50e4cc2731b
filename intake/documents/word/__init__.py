"""Word in all its forms, and what the forms share."""
