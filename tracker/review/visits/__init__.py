"""Teams visit: who is seen when, what is taken along, what was found."""
