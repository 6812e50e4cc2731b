"""Measured promises, a room a kind: whether it is right, how fast it is, what spoiled input does to it."""
