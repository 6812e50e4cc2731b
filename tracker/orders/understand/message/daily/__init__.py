"""Everyday orders that are read by whole ways of saying them (config/words/daily.toml), and when they are to be done."""
