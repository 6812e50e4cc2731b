"""Lines of text that remember what they were, and the blocks made of them."""
