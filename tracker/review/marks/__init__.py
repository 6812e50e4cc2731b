"""Marks as experts write them: in sheets, in tables of a mail, in its words."""
