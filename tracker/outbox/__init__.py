"""Letters to the server, each once."""
