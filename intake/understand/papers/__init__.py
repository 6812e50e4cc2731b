"""What a file is for, and the cases in it."""
