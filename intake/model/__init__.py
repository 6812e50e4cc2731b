"""The values that travel from the bytes of a mail to its facts, their doubts, errors and limits."""
