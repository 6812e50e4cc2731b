"""One reader a format: bytes in, text out. What a document is for is judged elsewhere."""
