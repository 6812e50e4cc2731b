"""Which theme a case belongs to: as its sender states it, as its words tell."""
