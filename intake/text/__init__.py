"""What holds of any Chinese text: charsets, forms of characters, numbers, likeness, learning from words."""
