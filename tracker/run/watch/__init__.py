"""Whether the office works, told to people, to programs and by mail when it does not."""
