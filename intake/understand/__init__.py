"""What a mail means: its kind, whose case it brings, for which theme."""
