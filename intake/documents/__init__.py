"""One reader a format: bytes in, text out."""
