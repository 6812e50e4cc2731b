"""One fact of a case decided from everything seen, with its evidence."""
