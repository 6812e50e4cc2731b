"""People decide: the list, its publication, what is said against it."""
