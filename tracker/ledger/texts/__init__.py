"""Texts of cases: the files they were read from, the mails that brought them, their versions."""
