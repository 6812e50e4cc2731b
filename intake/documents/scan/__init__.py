"""Pictures of pages: measured always, recognised with the extra ocr."""
