"""What an expert gets: cases without names, and a sheet for his marks."""
