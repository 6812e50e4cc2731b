"""PDF to pages."""
