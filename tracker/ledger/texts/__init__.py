"""Texts of cases: the files they were read from, their versions."""
