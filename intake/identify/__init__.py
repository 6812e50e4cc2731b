"""Whose case a document is: places, people, title, level, each with evidence."""
