"""``review …``: a round of reading, from the list of experts to the public list."""
