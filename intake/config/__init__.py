"""What is kept in files and not in code: where it was shipped, and how it is read and checked."""
