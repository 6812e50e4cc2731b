"""Faults of machines and networks, done to a real office: what was put in is there once, what went out went once."""
