"""What a single line, file name, label or cell says."""
