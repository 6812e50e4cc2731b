"""A notice read: what it says of the call, each value with the sentence that says it."""
