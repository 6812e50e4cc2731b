"""From values to bytes to the queue, the same for every letter."""
