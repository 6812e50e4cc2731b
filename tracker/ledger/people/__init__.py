"""What is known of those who write: their words on cases, their addresses, whether a unit has sent anything."""
