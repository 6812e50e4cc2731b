"""What a clause asks for: one file a family of orders, each looking at spans and cues only."""
