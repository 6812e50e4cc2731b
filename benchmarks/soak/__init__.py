"""Thirty days of an office with faults at random, accounted for every evening: ``make soak``."""
