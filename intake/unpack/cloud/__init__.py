"""Attachments that are only links to a cloud; they are named, never fetched."""
