"""Reading in processes that may be killed when a file takes too long or too much."""
