"""Tables and labels understood, whatever file they stand in."""
