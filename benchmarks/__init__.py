"""Measured promises: ``make bench``."""
