"""Word in XML."""
