"""Zip, OLE2 and XML from strangers, opened inside limits."""
