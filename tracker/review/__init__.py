"""Experts read: rounds, who reads what, sheets out and back, what the marks come to."""
