"""Spoiled files and mails: ``make fuzz``."""
