"""Cases that a message names otherwise than by number, as numbers."""
