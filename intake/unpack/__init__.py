"""Containers opened until only files are left, inside limits."""
