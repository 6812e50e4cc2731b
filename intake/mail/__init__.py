"""A raw mail taken apart: headers, parts, text, files."""
