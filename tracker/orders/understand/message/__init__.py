"""A message of several lines: each stands for itself."""
