"""What the sender wrote himself: the text of a mail without quoted history, forwards and signature."""
